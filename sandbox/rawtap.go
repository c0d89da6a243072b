package sandbox

import (
	"context"
	"slices"
	"strconv"
)

// dataLimit is how much a button can carry, in bytes.
const dataLimit = 64

// TapsRaw sends data to the bot as if it had been on a button of a message, though no button that is shown has it: what
// somebody with a changed Telegram, an old screen or bad intent can do. With messageID zero it is the bot's newest.
func (s *Server) TapsRaw(ctx context.Context, id, where int64, messageID int, data string) (Answer, error) {
	return s.tapped(ctx, func() (*callback, error) { return s.tapsRaw(id, where, messageID, data) })
}

func (s *Server) tapsRaw(id, where int64, messageID int, data string) (*callback, error) {
	a, err := s.person(id)
	if err != nil {
		return nil, err
	}
	in, err := s.chatWith(a, where)
	switch {
	case err != nil:
		return nil, err
	case a.Blocked && !in.group():
		return nil, refuse("%s has blocked the bot.", a.Name)
	case data == "" || len(data) > dataLimit:
		return nil, refuse("A button carries 1 to %d bytes.", dataLimit)
	}
	m := in.find(messageID)
	if messageID == 0 {
		m = newestOfBot(in)
	}
	if m != nil && !m.from.bot {
		return nil, missing("There is no message %d of the bot.", messageID)
	}
	s.journal.add(entry{act: &Act{Verb: TapsRaw, Who: a.Name, Text: data, In: in.title}})
	return s.press(a, in, m, data), nil
}

func newestOfBot(in *chat) *message {
	for _, m := range slices.Backward(in.messages) {
		if m.from.bot {
			return m
		}
	}
	return nil
}

// press hands the bot a tap; the message may be nil. s.mu is held.
func (s *Server) press(a *account, in *chat, m *message, data string) *callback {
	tap, cb := s.newTap(a.ID, in.id)
	w := wireCallback{ID: tap, From: s.wirePerson(a.ID), ChatInstance: strconv.FormatInt(7_000_000_000+in.id, 10), Data: data}
	if m != nil {
		w.Message = s.wire(m)
	}
	s.enqueue(in.id, "callback_query", w)
	return cb
}
