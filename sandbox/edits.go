package sandbox

import "context"

// Edits changes something that the person wrote earlier.
func (s *Server) Edits(ctx context.Context, id int64, messageID int, text string) error {
	s.mu.Lock()
	err := s.edits(id, messageID, text)
	s.mu.Unlock()
	if err != nil {
		return err
	}
	return s.settle(ctx)
}

func (s *Server) edits(id int64, messageID int, text string) error {
	a, err := s.speaker(id)
	if err != nil {
		return err
	}
	in := s.chats[id]
	m := in.find(messageID)
	if m == nil || m.from.bot || m.kind != kindText {
		return missing("%s wrote no text with the number %d.", a.Name, messageID)
	}
	f, err := spoken(text)
	if err != nil {
		return err
	}
	old := m.text
	m.text, m.entities, m.edited = f.text, f.entities, s.clock.Now()
	s.journal.add(entry{act: &Act{Verb: Edits, Who: a.Name, Old: old, Text: f.text}})
	s.publishChat(in)
	s.enqueue(in.id, "edited_message", s.wire(m))
	return nil
}

// editsWords edits the person's newest message with those words.
func (s *Server) editsWords(ctx context.Context, id int64, old, text string) error {
	s.mu.Lock()
	n := 0
	for _, m := range s.chats[id].messages {
		if !m.from.bot && m.kind == kindText && m.text == old {
			n = m.id
		}
	}
	s.mu.Unlock()
	if n == 0 {
		return missing("There is no message with those words.")
	}
	return s.Edits(ctx, id, n, text)
}
