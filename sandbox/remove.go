package sandbox

import (
	"encoding/json"
	"time"
)

// deletable is how long after sending a message can still be deleted for everybody.
const deletable = 48 * time.Hour

func (s *Server) deleteMessage(c *call) (any, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	in, err := s.knownChat(c, "chat_id")
	if err != nil {
		return nil, err
	}
	m := in.find(int(c.number("message_id", 0)))
	switch {
	case m == nil:
		return nil, badRequest("message to delete not found")
	case s.clock.Now().Sub(m.date) > deletable:
		return nil, badRequest("message can't be deleted for everyone")
	case in.group() && !m.from.bot:
		return nil, badRequest("message can't be deleted")
	}
	s.erase(in, m)
	return true, nil
}

// deleteMessages skips what is not there or cannot be deleted, as Telegram does.
func (s *Server) deleteMessages(c *call) (any, error) {
	var ids []int
	if json.Unmarshal([]byte(c.text("message_ids")), &ids) != nil || len(ids) == 0 {
		return nil, badRequest("message identifiers are not specified")
	}
	if len(ids) > 100 {
		return nil, badRequest("too many message identifiers specified")
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	in, err := s.knownChat(c, "chat_id")
	if err != nil {
		return nil, err
	}
	for _, id := range ids {
		m := in.find(id)
		if m != nil && s.clock.Now().Sub(m.date) <= deletable && (m.from.bot || !in.group()) {
			s.erase(in, m)
		}
	}
	return true, nil
}

func (s *Server) erase(in *chat, m *message) {
	in.remove(m.id)
	s.witness(in, m, seesGone)
	s.publishChat(in)
}

func (s *Server) setMessageReaction(c *call) (any, error) {
	var reactions []struct {
		Emoji string `json:"emoji"`
	}
	if raw := c.text("reaction"); raw != "" && json.Unmarshal([]byte(raw), &reactions) != nil {
		return nil, badRequest("can't parse reaction types JSON object")
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	in, err := s.knownChat(c, "chat_id")
	if err != nil {
		return nil, err
	}
	m := in.find(int(c.number("message_id", 0)))
	if m == nil {
		return nil, badRequest("message to react not found")
	}
	m.reaction = ""
	if len(reactions) > 0 {
		m.reaction = reactions[0].Emoji
	}
	s.publishChat(in)
	return true, nil
}
