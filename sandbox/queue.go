package sandbox

import (
	"encoding/json"
	"fmt"
	"slices"
	"time"
)

// updateLife is how long Telegram keeps an update that nobody takes.
const updateLife = 24 * time.Hour

// update is one thing that happened, waiting for the bot to take it.
type update struct {
	id   int64
	chat int64
	kind string
	body json.RawMessage // the whole Update object
	at   time.Time       // by the sandbox's clock
	gone bool            // taken, or expired
}

// queue holds the updates that the bot has not confirmed, oldest first, and the same again chat by chat.
type queue struct {
	next    int64
	all     []*update
	byChat  map[int64][]*update
	waiting int
	allowed []string // nil: the default set
}

func newQueue(first int64) queue { return queue{next: first, byChat: map[int64][]*update{}} }

// wants says whether the bot asked for this type of update.
func (q *queue) wants(kind string) bool {
	return q.allowed == nil || slices.Contains(q.allowed, kind)
}

func (q *queue) push(chat int64, kind string, object any, at time.Time) *update {
	u := &update{id: q.next, chat: chat, kind: kind, at: at}
	q.next++
	raw, err := json.Marshal(object)
	if err != nil { // the sandbox's own types always marshal
		return nil
	}
	u.body = fmt.Appendf(nil, `{"update_id":%d,%q:%s}`, u.id, kind, raw)
	q.all = append(q.all, u)
	q.byChat[chat] = append(q.byChat[chat], u)
	q.waiting++
	return u
}

// drop takes an update out, wherever it stands.
func (q *queue) drop(u *update) {
	if u.gone {
		return
	}
	u.gone = true
	q.waiting--
	mine := q.byChat[u.chat]
	if mine[0] == u {
		mine = mine[1:]
	} else {
		mine = slices.DeleteFunc(mine, func(v *update) bool { return v.gone })
	}
	if len(mine) == 0 {
		delete(q.byChat, u.chat)
	} else {
		q.byChat[u.chat] = mine
	}
	if len(q.all) > 2*q.waiting+16 || q.all[0].gone {
		q.tidy()
	}
}

// tidy forgets what is gone: from the front always, everywhere when most of it is.
func (q *queue) tidy() {
	front := 0
	for front < len(q.all) && q.all[front].gone {
		front++
	}
	q.all = q.all[front:]
	if len(q.all) > 2*q.waiting+16 {
		q.all = slices.DeleteFunc(q.all, func(u *update) bool { return u.gone })
	}
}

// expire drops what Telegram would no longer hand out: taps after 150 s, everything else after a day.
func (q *queue) expire(now time.Time) {
	q.dropWhere(q.all, func(u *update) bool { return u.expired(now) })
}

func (q *queue) expireChat(chat int64, now time.Time) {
	q.dropWhere(q.byChat[chat], func(u *update) bool { return u.expired(now) })
}

func (u *update) expired(now time.Time) bool {
	age := now.Sub(u.at)
	return age > updateLife || (u.kind == "callback_query" && age > tapLife)
}

func (q *queue) dropWhere(from []*update, when func(*update) bool) {
	var old []*update
	for _, u := range from {
		if !u.gone && when(u) {
			old = append(old, u)
		}
	}
	for _, u := range old {
		q.drop(u)
	}
}

// confirm forgets everything before the offset. A negative offset keeps only that many from the end.
func (q *queue) confirm(offset int64) {
	if offset > q.next { // from a future that never was: Telegram starts over
		return
	}
	spare := int64(q.waiting) + offset // how many go, when the offset is negative
	q.dropWhere(q.all, func(u *update) bool {
		spare--
		return u.id < offset || (offset < 0 && spare >= 0)
	})
}

// batch is what a poll gets.
func (q *queue) batch(limit int) []json.RawMessage {
	bodies := []json.RawMessage{}
	for _, u := range q.all {
		if len(bodies) == limit {
			break
		}
		if !u.gone {
			bodies = append(bodies, u.body)
		}
	}
	return bodies
}

func (q *queue) clear() {
	for _, u := range q.all {
		u.gone = true
	}
	q.all, q.byChat, q.waiting = nil, map[int64][]*update{}, 0
}

// Pending is how many updates the bot has not yet confirmed (polling) or accepted (webhook).
func (s *Server) Pending() int {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.queue.expire(s.clock.Now())
	return s.queue.waiting
}

// enqueue hands the bot an update, if it asked for that type. s.mu is held.
func (s *Server) enqueue(chat int64, kind string, object any) {
	if !s.queue.wants(kind) {
		return
	}
	if s.queue.push(chat, kind, object, s.clock.Now()) == nil {
		return
	}
	if s.hook != nil {
		s.hook.start(s, chat)
		return
	}
	if s.poll != nil {
		s.poll.wake()
	}
}

// setAllowed remembers the types that a call asks for; without the argument the earlier choice stays. s.mu is held.
func (s *Server) setAllowed(c *call) {
	raw, given := c.fields["allowed_updates"]
	if !given {
		return
	}
	var kinds []string
	if json.Unmarshal([]byte(raw), &kinds) != nil {
		return // Telegram ignores what it cannot read
	}
	if len(kinds) == 0 {
		kinds = nil
	}
	s.queue.allowed = kinds
}
