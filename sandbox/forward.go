package sandbox

import "time"

func (s *Server) copyMessage(c *call) (any, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	m, err := s.original(c, "message to copy not found")
	if err != nil {
		return nil, err
	}
	twin := *m
	twin.forwarded = nil
	if c.text("caption") != "" && m.text != "" && m.kind != kindText {
		f, err := caption(c)
		if err != nil {
			return nil, err
		}
		twin.text, twin.entities = f.text, f.entities
	}
	sent, err := s.pass(c, &twin)
	if err != nil {
		return nil, err
	}
	return map[string]int{"message_id": sent.(*wireMessage).MessageID}, nil
}

func (s *Server) forwardMessage(c *call) (any, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	m, err := s.original(c, "message to forward not found")
	if err != nil {
		return nil, err
	}
	twin := *m
	twin.forwarded = m
	return s.pass(c, &twin)
}

// original is the message that a call wants to pass on. s.mu is held.
func (s *Server) original(c *call, notFound string) (*message, error) {
	from, err := s.knownChat(c, "from_chat_id")
	if err != nil {
		return nil, err
	}
	m := from.find(int(c.number("message_id", 0)))
	switch {
	case m == nil:
		return nil, badRequest("%s", notFound)
	case m.protected:
		return nil, badRequest("message has protected content and can't be forwarded")
	}
	return m, nil
}

// pass posts a message as a new one.
func (s *Server) pass(c *call, m *message) (any, error) {
	m.edited, m.reaction = time.Time{}, ""
	return s.post(c, m)
}
