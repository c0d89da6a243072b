package main

import (
	"bytes"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"sync"
	"time"
)

// standIn is a Bot API that takes its time and remembers what it was sent. It
// takes no form apart but finds two fields in it, so that whoever sends JSON and
// whoever sends a form cost it the same.
type standIn struct {
	url   string
	web   *http.Server
	delay time.Duration

	mu   sync.Mutex
	sent []sending
}

// sending is one message as it arrived.
type sending struct {
	chat int64
	text string
	at   time.Time
}

func startStandIn(delay time.Duration) *standIn {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		panic(err)
	}
	s := &standIn{url: "http://" + listener.Addr().String(), delay: delay}
	s.web = &http.Server{Handler: s}
	go func() { _ = s.web.Serve(listener) }()
	return s
}

func (s *standIn) stop() { _ = s.web.Close() }

func (s *standIn) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	body, _ := io.ReadAll(r.Body)
	result := "true"
	switch method := r.URL.Path[strings.LastIndexByte(r.URL.Path, '/')+1:]; method {
	case "sendMessage":
		chat, _ := strconv.ParseInt(field(body, "chat_id"), 10, 64)
		text := field(body, "text")
		s.mu.Lock()
		s.sent = append(s.sent, sending{chat, text, time.Now()})
		id := len(s.sent)
		s.mu.Unlock()
		result = fmt.Sprintf(`{"message_id":%d,"date":1,"chat":{"id":%d,"type":"private"}}`, id, chat)
	case "getMe":
		result = `{"id":1000,"is_bot":true,"first_name":"Bench","username":"bench_bot"}`
	}
	if s.delay > 0 {
		<-time.After(s.delay)
	}
	w.Header().Set("Content-Type", "application/json")
	fmt.Fprintf(w, `{"ok":true,"result":%s}`, result)
}

// field finds a field in JSON, in a multipart form, or in a plain one.
func field(body []byte, name string) string {
	if len(body) > 0 && body[0] == '{' {
		_, rest, _ := bytes.Cut(body, []byte(`"`+name+`":`))
		if len(rest) > 0 && rest[0] == '"' {
			text, _, _ := bytes.Cut(rest[1:], []byte(`"`))
			return string(text)
		}
		end := bytes.IndexAny(rest, ",}")
		return string(rest[:max(end, 0)])
	}
	if _, rest, found := bytes.Cut(body, []byte(`name="`+name+`"`)); found {
		_, rest, _ = bytes.Cut(rest, []byte("\r\n\r\n"))
		value, _, _ := bytes.Cut(rest, []byte("\r\n--"))
		return string(value)
	}
	form, _ := url.ParseQuery(string(body))
	return form.Get(name)
}

func (s *standIn) count() int {
	s.mu.Lock()
	defer s.mu.Unlock()
	return len(s.sent)
}

func (s *standIn) all() []sending {
	s.mu.Lock()
	defer s.mu.Unlock()
	return append([]sending{}, s.sent...)
}

func (s *standIn) at(n int) sending {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.sent[n]
}
