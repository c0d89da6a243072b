package main

import (
	"bytes"
	"io"
	"mime"
	"mime/multipart"
	"net/http"
	"strings"
	"sync"
	"time"
)

// call is one call of the Bot API: its fields, its files, and how it was answered.
type call struct {
	method string
	fields map[string]string
	files  map[string]string
	status int
	said   string // why it was not taken
	at     time.Time
}

// siegeEar keeps every call of the Bot API that leaves.
type siegeEar struct {
	next http.RoundTripper
	mu   sync.Mutex
	all  []call
}

func (e *siegeEar) RoundTrip(r *http.Request) (*http.Response, error) {
	if r.Body == nil {
		return e.next.RoundTrip(r)
	}
	body, err := io.ReadAll(r.Body)
	if err != nil {
		return nil, err
	}
	_ = r.Body.Close()
	r.Body = io.NopCloser(bytes.NewReader(body))
	c := call{method: r.URL.Path[strings.LastIndexByte(r.URL.Path, '/')+1:], fields: map[string]string{}, files: map[string]string{}, at: time.Now()}
	c.read(r.Header.Get("Content-Type"), body)
	res, err := e.next.RoundTrip(r)
	if err == nil {
		c.status = res.StatusCode
		if c.status != http.StatusOK {
			answer, _ := io.ReadAll(res.Body)
			c.said = string(answer)
			res.Body = io.NopCloser(bytes.NewReader(answer))
		}
	}
	e.mu.Lock()
	defer e.mu.Unlock()
	e.all = append(e.all, c)
	return res, err
}

func (c *call) read(contentType string, body []byte) {
	_, params, err := mime.ParseMediaType(contentType)
	if err != nil {
		return
	}
	form := multipart.NewReader(bytes.NewReader(body), params["boundary"])
	for {
		part, err := form.NextPart()
		if err != nil {
			return
		}
		value, _ := io.ReadAll(part)
		if part.FileName() != "" {
			c.files[part.FileName()] = string(value)
			continue
		}
		c.fields[part.FormName()] = string(value)
	}
}

func (c *call) chat() string { return c.fields["chat_id"] }
func (c *call) text() string { return c.fields["text"] + c.fields["caption"] }

// since are the calls after the first n, and how many there are.
func (e *siegeEar) since(n int) []call {
	e.mu.Lock()
	defer e.mu.Unlock()
	return append([]call{}, e.all[n:]...)
}

func (e *siegeEar) count() int {
	e.mu.Lock()
	defer e.mu.Unlock()
	return len(e.all)
}
