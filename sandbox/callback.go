package sandbox

import (
	"strconv"
	"time"
)

const (
	tapLife     = 150 * time.Second // how long Telegram waits for the answer to a tap
	noticeLimit = 200               // characters in the answer to a tap
)

// callback is a tap that waits for its answer.
type callback struct {
	person   int64
	chat     int64
	at       time.Time
	answered bool
	text     string
	alert    bool
}

// newTap remembers a tap, and forgets those that are too old to be answered. s.mu is held.
func (s *Server) newTap(person, chat int64) (string, *callback) {
	now := s.clock.Now()
	if len(s.callbacks) > 1000 {
		for id, cb := range s.callbacks {
			if now.Sub(cb.at) > tapLife {
				delete(s.callbacks, id)
			}
		}
	}
	s.lastTap++
	id := strconv.FormatInt(s.lastTap, 10)
	cb := &callback{person: person, chat: chat, at: now}
	s.callbacks[id] = cb
	return id, cb
}

func (s *Server) answerCallbackQuery(c *call) (any, error) {
	text := c.text("text")
	s.mu.Lock()
	defer s.mu.Unlock()
	cb := s.callbacks[c.text("callback_query_id")]
	if cb == nil || s.clock.Now().Sub(cb.at) > tapLife {
		return nil, badRequest("query is too old and response timeout expired or query ID is invalid")
	}
	if len([]rune(text)) > noticeLimit {
		return nil, badRequest("MESSAGE_TOO_LONG")
	}
	if cb.answered {
		return true, nil // Telegram shows the first answer only
	}
	cb.answered, cb.text, cb.alert = true, text, c.yes("show_alert")
	if text != "" {
		s.witnessNotice(cb)
		s.events.publish(event{Kind: "toast", Person: cb.person, Text: text, Alert: cb.alert})
	}
	return true, nil
}
