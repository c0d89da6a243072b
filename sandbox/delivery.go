package sandbox

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"net/http"
	"strconv"
	"time"
)

const (
	webhookPatience = 60 * time.Second // a slower answer counts as none
	firstRetry      = time.Second      // after the retry at once; doubles each time
	slowestRetry    = 60 * time.Second
	secretHeader    = "X-Telegram-Bot-Api-Secret-Token"
)

// errRefused says nothing of the address, which may hold a secret.
var errRefused = errors.New("connection failed")

func plainWebhookClient() *http.Client {
	return &http.Client{
		Timeout:       webhookPatience,
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
	}
}

// hook carries updates to one webhook: in order within a chat, one at a time, chats side by side. A chat that waits
// for its next attempt holds none of the connections.
type hook struct {
	url, secret string
	connections int
	slots       chan struct{} // one token a request under way
	busy        map[int64]bool
	ctx         context.Context
	stop        context.CancelFunc
	lastError   string
	errorAt     time.Time
}

func newHook(ctx context.Context, url, secret string, connections int) *hook {
	h := &hook{url: url, secret: secret, connections: connections,
		slots: make(chan struct{}, connections), busy: map[int64]bool{}}
	h.ctx, h.stop = context.WithCancel(ctx)
	return h
}

func (h *hook) same(url, secret string, connections int) bool {
	return h.url == url && h.secret == secret && h.connections == connections
}

// start makes sure that somebody carries the updates of a chat. s.mu is held.
func (h *hook) start(s *Server, chat int64) {
	if h.busy[chat] {
		return
	}
	h.busy[chat] = true
	s.spawn(func(context.Context) { s.carry(h, chat) })
}

// carry delivers the updates of one chat until there are none.
func (s *Server) carry(h *hook, chat int64) {
	for fails := 0; ; {
		u := s.head(h, chat)
		if u == nil {
			return
		}
		wait, err := s.attempt(h, u)
		if err == nil {
			s.accepted(u)
			fails = 0
			continue
		}
		if h.ctx.Err() != nil {
			return
		}
		s.noteFailure(h, err)
		fails++
		if !s.pause(h, max(wait, backoff(fails))) {
			return
		}
	}
}

// backoff is the wait after so many failures in a row: none, then 1 s, 2 s, up to a minute.
func backoff(fails int) time.Duration {
	if fails < 2 {
		return 0
	}
	return min(firstRetry<<min(fails-2, 10), slowestRetry)
}

// head is the oldest update of a chat; with none left the chat stops being busy.
func (s *Server) head(h *hook, chat int64) *update {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.queue.expireChat(chat, s.clock.Now())
	if mine := s.queue.byChat[chat]; len(mine) > 0 && s.hook == h {
		return mine[0]
	}
	delete(h.busy, chat)
	return nil
}

func (s *Server) accepted(u *update) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.queue.drop(u)
}

func (s *Server) noteFailure(h *hook, err error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	h.failed(err.Error(), s.clock.Now())
}

// attempt posts one update. On failure it says how long the webhook asked to be left alone.
func (s *Server) attempt(h *hook, u *update) (time.Duration, error) {
	select {
	case h.slots <- struct{}{}:
		defer func() { <-h.slots }()
	case <-h.ctx.Done():
		return 0, h.ctx.Err()
	}
	ctx, cancel := context.WithTimeout(h.ctx, webhookPatience)
	defer cancel()
	r, err := http.NewRequestWithContext(ctx, http.MethodPost, h.url, bytes.NewReader(u.body))
	if err != nil {
		return 0, errRefused
	}
	r.Header.Set("Content-Type", "application/json")
	if h.secret != "" {
		r.Header.Set(secretHeader, h.secret)
	}
	answer, err := s.client.Do(r)
	if err != nil {
		return 0, errRefused
	}
	defer answer.Body.Close()
	if answer.StatusCode/100 == 2 {
		return 0, nil
	}
	seconds, _ := strconv.Atoi(answer.Header.Get("Retry-After"))
	return time.Duration(min(max(seconds, 0), 3600)) * time.Second,
		fmt.Errorf("wrong response from the webhook: %d %s", answer.StatusCode, http.StatusText(answer.StatusCode))
}

// pause waits until the next attempt, by real time or by the sandbox's clock, whichever comes first.
func (s *Server) pause(h *hook, wait time.Duration) bool {
	timer := time.NewTimer(wait)
	defer timer.Stop()
	until := s.clock.Now().Add(wait)
	for {
		changed := s.clock.Changed()
		if !s.clock.Now().Before(until) {
			return true
		}
		select {
		case <-timer.C:
			return true
		case <-changed:
		case <-h.ctx.Done():
			return false
		}
	}
}
