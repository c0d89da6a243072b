package main

import (
	"bytes"
	"io"
	"mime"
	"mime/multipart"
	"net/http"
	"strconv"
	"strings"
	"sync"
	"time"
)

// letter is one message that left for Telegram.
type letter struct {
	chat   int64
	text   string // or the caption of a file
	file   bool
	silent bool
	at     time.Time
}

// ear hears every message that leaves, on its way to Telegram; it changes nothing.
type ear struct {
	next http.RoundTripper
	now  func() time.Time

	mu    sync.Mutex
	heard []letter
}

func (e *ear) RoundTrip(r *http.Request) (*http.Response, error) {
	method := r.URL.Path[strings.LastIndexByte(r.URL.Path, '/')+1:]
	if r.Body == nil || !strings.HasPrefix(method, "send") {
		return e.next.RoundTrip(r)
	}
	body, err := io.ReadAll(r.Body)
	if err != nil {
		return nil, err
	}
	r.Body = io.NopCloser(bytes.NewReader(body))
	fields, file := partsOf(r.Header.Get("Content-Type"), body)
	chat, _ := strconv.ParseInt(fields["chat_id"], 10, 64)
	res, err := e.next.RoundTrip(r)
	if err == nil && res.StatusCode == http.StatusOK {
		e.mu.Lock()
		e.heard = append(e.heard, letter{chat: chat, text: fields["text"] + fields["caption"], file: file, silent: fields["disable_notification"] == "true", at: e.now()})
		e.mu.Unlock()
	}
	return res, err
}

func partsOf(contentType string, body []byte) (fields map[string]string, file bool) {
	fields = map[string]string{}
	_, params, err := mime.ParseMediaType(contentType)
	if err != nil {
		return fields, false
	}
	form := multipart.NewReader(bytes.NewReader(body), params["boundary"])
	for {
		part, err := form.NextPart()
		if err != nil {
			return fields, file
		}
		if part.FileName() != "" {
			file = true
			continue
		}
		value, _ := io.ReadAll(part)
		fields[part.FormName()] = string(value)
	}
}

// since is what was heard after the first n.
func (e *ear) since(n int) []letter {
	e.mu.Lock()
	defer e.mu.Unlock()
	return append([]letter{}, e.heard[n:]...)
}
