package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"
)

// standIn is a Bot API that takes its time and remembers what it was sent.
type standIn struct {
	*httptest.Server
	delay time.Duration

	mu   sync.Mutex
	sent []sending
	next int
}

// sending is one message as it reached the stand-in.
type sending struct {
	chat int64
	text string
	at   time.Time
	from string // which process sent it, where each was given an address of its own
}

func newStandIn(t testing.TB, delay time.Duration) *standIn {
	t.Helper()
	s := &standIn{delay: delay}
	s.Server = httptest.NewServer(http.HandlerFunc(s.answer))
	t.Cleanup(s.Close)
	return s
}

func (s *standIn) answer(w http.ResponseWriter, r *http.Request) {
	if err := r.ParseMultipartForm(1 << 20); err != nil {
		_ = r.ParseForm()
	}
	method := r.URL.Path[strings.LastIndexByte(r.URL.Path, '/')+1:]
	result := "true"
	if method == "sendMessage" {
		chat, _ := strconv.ParseInt(r.FormValue("chat_id"), 10, 64)
		s.mu.Lock()
		s.next++
		id := s.next
		s.sent = append(s.sent, sending{chat, r.FormValue("text"), time.Now(), r.URL.Path})
		s.mu.Unlock()
		result = fmt.Sprintf(`{"message_id":%d,"date":1,"chat":{"id":%d,"type":"private"}}`, id, chat)
	}
	<-time.After(s.delay)
	w.Header().Set("Content-Type", "application/json")
	fmt.Fprintf(w, `{"ok":true,"result":%s}`, result)
}

func (s *standIn) all() []sending {
	s.mu.Lock()
	defer s.mu.Unlock()
	return append([]sending{}, s.sent...)
}

func (s *standIn) count() int {
	s.mu.Lock()
	defer s.mu.Unlock()
	return len(s.sent)
}

// post delivers one update as Telegram would and returns the status, 0 when
// nobody answered.
func post(client *http.Client, address string, id int, chat int64, text string) int {
	body, _ := json.Marshal(map[string]any{
		"update_id": id,
		"message": map[string]any{
			"message_id": id, "date": 1, "text": text,
			"chat": map[string]any{"id": chat, "type": "private"},
			"from": map[string]any{"id": chat, "is_bot": false, "first_name": "Somebody", "language_code": "en"},
		},
	})
	req, _ := http.NewRequest(http.MethodPost, address, bytes.NewReader(body))
	req.Header.Set("Content-Type", "application/json")
	req.Header.Set("X-Telegram-Bot-Api-Secret-Token", "child-secret-0123456789")
	res, err := client.Do(req)
	if err != nil {
		return 0
	}
	defer res.Body.Close()
	return res.StatusCode
}

// feedPatience is how long one update is offered at most. What nobody takes is
// missing in the tallies.
const feedPatience = 3 * time.Minute

// feed posts a chat's updates in order, each until it was taken: a bot that is
// down or refuses gets it again, as Telegram does it.
func feed(client *http.Client, addresses func() string, chat int64, first, n int, gap time.Duration, refused func(status int)) {
	for i := range n {
		for end := time.Now().Add(feedPatience); ; {
			status := post(client, addresses(), first+i, chat, fmt.Sprintf("m%d", i))
			if status == http.StatusOK {
				break
			}
			refused(status)
			if time.Now().After(end) {
				return
			}
			pause(20 * time.Millisecond)
		}
		pause(gap)
	}
}
