package sandbox

import "context"

// person finds an account. s.mu is held.
func (s *Server) person(id int64) (*account, error) {
	a := s.people[id]
	if a == nil {
		return nil, missing("There is nobody with the number %d.", id)
	}
	return a, nil
}

// speaker finds somebody who is about to write to the bot. s.mu is held.
func (s *Server) speaker(id int64) (*account, error) {
	a, err := s.person(id)
	if err != nil {
		return nil, err
	}
	if a.Blocked {
		return nil, refuse("%s has blocked the bot.", a.Name)
	}
	return a, nil
}

// Says writes a text to the bot and returns once the application has settled. The result is the message's number.
func (s *Server) Says(ctx context.Context, id int64, text string) (int, error) {
	return s.SaysIn(ctx, id, id, text, 0)
}

// SaysIn writes a text in a chat: the person's own, or a group's. A replyTo other than zero is the number of the
// message that it answers.
func (s *Server) SaysIn(ctx context.Context, id, chat int64, text string, replyTo int) (int, error) {
	s.mu.Lock()
	n, err := s.says(id, chat, text, replyTo)
	s.mu.Unlock()
	if err != nil {
		return 0, err
	}
	return n, s.settle(ctx)
}

func (s *Server) says(id, where int64, text string, replyTo int) (int, error) {
	a, err := s.person(id)
	if err != nil {
		return 0, err
	}
	in, err := s.chatWith(a, where)
	if err != nil {
		return 0, err
	}
	if a.Blocked && !in.group() {
		return 0, refuse("%s has blocked the bot.", a.Name)
	}
	if replyTo != 0 && in.find(replyTo) == nil {
		return 0, missing("There is no message %d to answer.", replyTo)
	}
	f, err := spoken(text)
	if err != nil {
		return 0, err
	}
	m := &message{kind: kindText, text: f.text, entities: f.entities, replyTo: replyTo}
	s.utter(a, in, m, Act{Verb: Says, Who: a.Name, Text: f.text, In: in.title})
	return m.id, nil
}

// spoken is a text as a person's own Telegram sends it: plain.
func spoken(text string) (formatted, error) {
	f, err := formatText(text, "", "")
	switch {
	case err != nil || f.text == "":
		return formatted{}, refuse("There is nothing to send.")
	case units(f.text) > textLimit:
		return formatted{}, refuse("A message has at most %d characters.", textLimit)
	}
	return f, nil
}

// utter puts a person's message into the chat and tells the bot. s.mu is held.
func (s *Server) utter(a *account, in *chat, m *message, act Act) {
	m.from, m.date = sender{id: a.ID}, s.clock.Now()
	if !in.group() {
		a.started = true
	}
	in.add(m)
	s.journal.add(entry{act: &act})
	s.witness(in, m, seesNew)
	s.publishChat(in)
	if s.botHears(in, m) {
		s.enqueue(in.id, "message", s.wire(m))
	}
}
