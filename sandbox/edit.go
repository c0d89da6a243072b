package sandbox

import "time"

const notModified = "message is not modified: specified new message content and reply markup are exactly the same " +
	"as a current content and reply markup of the message"

// ownMessage is the bot's message that a call wants to change. s.mu is held.
func (s *Server) ownMessage(c *call) (*chat, *message, error) {
	in, err := s.knownChat(c, "chat_id")
	if err != nil {
		return nil, nil, err
	}
	m := in.find(int(c.number("message_id", 0)))
	switch {
	case m == nil:
		return nil, nil, badRequest("message to edit not found")
	case !m.from.bot || m.forwarded != nil:
		return nil, nil, badRequest("message can't be edited")
	}
	return in, m, nil
}

func (s *Server) editMessageText(c *call) (any, error) {
	f, err := messageText(c)
	if err != nil {
		return nil, err
	}
	return s.edit(c, func(m *message) (*formatted, error) {
		if m.kind != kindText {
			return nil, badRequest("there is no text in the message to edit")
		}
		return &f, nil
	})
}

func (s *Server) editMessageCaption(c *call) (any, error) {
	f, err := caption(c)
	if err != nil {
		return nil, err
	}
	return s.edit(c, func(m *message) (*formatted, error) {
		if m.kind == kindText || m.kind == kindLocation || m.kind == kindContact || m.kind == kindSticker {
			return nil, badRequest("there is no caption in the message to edit")
		}
		return &f, nil
	})
}

func (s *Server) editMessageReplyMarkup(c *call) (any, error) {
	return s.edit(c, func(m *message) (*formatted, error) {
		return &formatted{m.text, m.entities}, nil
	})
}

// edit changes a message of the bot: text gives its new words, and the buttons are always those of the call.
func (s *Server) edit(c *call, text func(*message) (*formatted, error)) (any, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	in, m, err := s.ownMessage(c)
	if err != nil {
		return nil, err
	}
	f, err := text(m)
	if err != nil {
		return nil, err
	}
	keys, err := parseMarkup(c.text("reply_markup"))
	switch {
	case err != nil:
		return nil, err
	case keys.keyboard != nil:
		return nil, badRequest("inline keyboard expected")
	case f.same(formatted{m.text, m.entities}) && sameButtons(keys.inline, m.buttons):
		return nil, badRequest(notModified)
	}
	if !s.reachable(in) {
		return nil, forbidden("bot was blocked by the user")
	}
	s.change(in, m, *f, keys.inline, s.clock.Now())
	return s.wire(m), nil
}

// reachable says whether the person behind a private chat still lets the bot in. s.mu is held.
func (s *Server) reachable(c *chat) bool { return c.group() || !s.people[c.id].Blocked }

func (s *Server) change(in *chat, m *message, f formatted, buttons [][]button, at time.Time) {
	m.text, m.entities, m.buttons, m.edited = f.text, f.entities, buttons, at
	s.witness(in, m, seesEdit)
	s.publishChat(in)
}
