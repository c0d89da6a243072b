package bot

import (
	"sync"
	"time"
)

// Waiting after a call that brought no answer: doubled with every try, capped.
const (
	backoffFirst       = time.Second
	backoffCap         = 30 * time.Second
	backoffUrgentFirst = 500 * time.Millisecond
	backoffUrgentCap   = 5 * time.Second
	tokenPause         = 30 * time.Second // after 401 or 404
)

// backoff is how long to wait after a try without an answer; tries counts those
// before it.
func backoff(urgent bool, tries int) time.Duration {
	wait, limit := backoffFirst, backoffCap
	if urgent {
		wait, limit = backoffUrgentFirst, backoffUrgentCap
	}
	for range min(tries, 30) {
		if wait *= 2; wait >= limit {
			return limit
		}
	}
	return wait
}

// holds remembers which chats Telegram wants left alone and until when. A 429
// does not say whether it is about the chat or about the whole bot; a second
// chat that gets one while another's still runs means the bot.
type holds struct {
	mu    sync.Mutex
	chats map[int64]time.Time
}

// add notes a 429 and returns until when everything must wait; zero: only this
// chat.
func (h *holds) add(chat int64, until, now time.Time) (all time.Time) {
	h.mu.Lock()
	defer h.mu.Unlock()
	if h.chats == nil {
		h.chats = map[int64]time.Time{}
	}
	for other, end := range h.chats {
		switch {
		case !end.After(now):
			delete(h.chats, other)
		case other != chat && end.After(all):
			all = end
		}
	}
	if until.After(h.chats[chat]) {
		h.chats[chat] = until
	}
	if !all.IsZero() && until.After(all) {
		all = until
	}
	return all
}
