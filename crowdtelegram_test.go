package main

import (
	"fmt"
	"io"
	"math"
	"net/http"
	"strconv"
	"strings"
	"sync"
	"time"
)

// crowdTelegram stands before the sandbox: the many accounts of a crowd, who take
// everything and answer nothing, and a limit that refuses every new message for
// days. What the cast gets goes on to the sandbox and is noted as well.
type crowdTelegram struct {
	now  func() time.Time
	next http.RoundTripper

	mu          sync.Mutex
	from, until time.Time
	sent        []sending
	refused     int
}

// hold refuses every new message between two instants, saying how long to wait.
func (c *crowdTelegram) hold(from, until time.Time) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.from, c.until = from, until
}

// texts are the messages that were taken and hold a text, in their order.
func (c *crowdTelegram) texts(holds string) (found []sending) {
	c.mu.Lock()
	defer c.mu.Unlock()
	for _, s := range c.sent {
		if strings.Contains(itWas.ReplaceAllString(s.text, ""), holds) {
			found = append(found, s)
		}
	}
	return found
}

func (c *crowdTelegram) RoundTrip(r *http.Request) (*http.Response, error) {
	body, err := io.ReadAll(r.Body)
	if err != nil {
		return nil, err
	}
	again := func() io.ReadCloser { return io.NopCloser(strings.NewReader(string(body))) }
	form := r.Clone(r.Context())
	form.Body, r.Body = again(), again()
	_ = form.ParseMultipartForm(1 << 20)
	chat, _ := strconv.ParseInt(form.FormValue("chat_id"), 10, 64)
	method := r.URL.Path[strings.LastIndexByte(r.URL.Path, '/')+1:]
	if !strings.HasPrefix(method, "send") {
		return c.next.RoundTrip(r)
	}
	n, wait := c.take(sending{chat: chat, text: form.FormValue("text") + form.FormValue("caption"), at: c.now()})
	switch {
	case wait > 0:
		return answered(r, http.StatusTooManyRequests, fmt.Sprintf(
			`{"ok":false,"error_code":429,"description":"Too Many Requests: retry after %d","parameters":{"retry_after":%[1]d}}`, int(math.Ceil(wait.Seconds()))))
	case chat >= crowdChat:
		return answered(r, http.StatusOK, fmt.Sprintf(`{"ok":true,"result":{"message_id":%d,"date":1,"chat":{"id":%d,"type":"private"}}}`, n, chat))
	}
	return c.next.RoundTrip(r)
}

// take notes a message, or says how long Telegram wants silence.
func (c *crowdTelegram) take(s sending) (n int, wait time.Duration) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if !s.at.Before(c.from) && s.at.Before(c.until) {
		c.refused++
		return 0, c.until.Sub(s.at)
	}
	c.sent = append(c.sent, s)
	return len(c.sent), 0
}

func answered(r *http.Request, status int, body string) (*http.Response, error) {
	return handlerTransport{http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "application/json")
		w.WriteHeader(status)
		_, _ = io.WriteString(w, body)
	})}.RoundTrip(r)
}
