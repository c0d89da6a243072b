package sandbox

import (
	"encoding/json"
	"strconv"
	"strings"
)

const (
	textLimit    = 4096 // UTF-16 units, after entities
	captionLimit = 1024 // likewise
)

// knownChat is the chat that a call names. s.mu is held.
func (s *Server) knownChat(c *call, field string) (*chat, error) {
	raw := strings.TrimSpace(c.text(field))
	if raw == "" {
		return nil, badRequest("%s is empty", field)
	}
	id, _ := strconv.ParseInt(raw, 10, 64)
	if found := s.chats[id]; found != nil && found.movedTo != 0 {
		return nil, moved(found.movedTo)
	} else if found != nil {
		return found, nil
	}
	return nil, badRequest("chat not found")
}

// openChat is the chat that a call wants to write to. s.mu is held.
func (s *Server) openChat(c *call) (*chat, error) {
	to, err := s.knownChat(c, "chat_id")
	switch {
	case err != nil:
		return nil, err
	case to.group() && !to.bot:
		return nil, forbidden("bot was kicked from the " + s.wireChat(to).Type + " chat")
	case to.group():
		return to, nil
	}
	switch a := s.people[to.id]; {
	case a.Blocked:
		return nil, forbidden("bot was blocked by the user")
	case !a.started:
		return nil, forbidden("bot can't initiate conversation with a user")
	}
	return to, nil
}

// post puts a message of the bot into a chat, with what every sending method shares. s.mu is held.
func (s *Server) post(c *call, m *message) (any, error) {
	to, err := s.openChat(c)
	if err != nil {
		return nil, err
	}
	keys, err := parseMarkup(c.text("reply_markup"))
	if err != nil {
		return nil, err
	}
	if m.replyTo, err = replyTarget(c, to); err != nil {
		return nil, err
	}
	m.from = sender{id: c.bot, bot: true}
	m.date = s.clock.Now()
	m.buttons, m.keyboard = keys.inline, keys.keyboard
	m.silent, m.protected = c.yes("disable_notification"), c.yes("protect_content")
	s.deliver(to, m)
	return s.wire(m), nil
}

// deliver shows the message to everybody in the chat. s.mu is held.
func (s *Server) deliver(to *chat, m *message) {
	to.add(m)
	s.witness(to, m, seesNew)
	s.publishChat(to)
}

func (s *Server) publishChat(c *chat) {
	if c.group() {
		s.events.publish(event{Kind: "group", Person: c.id})
		return
	}
	for _, id := range c.members {
		s.events.publish(event{Kind: "chat", Person: id})
	}
}

func replyTarget(c *call, to *chat) (int, error) {
	id := int(c.number("reply_to_message_id", 0))
	lenient := c.yes("allow_sending_without_reply")
	if raw := c.text("reply_parameters"); raw != "" {
		var p struct {
			MessageID int  `json:"message_id"`
			Lenient   bool `json:"allow_sending_without_reply"`
		}
		if json.Unmarshal([]byte(raw), &p) != nil {
			return 0, badRequest("can't parse reply parameters JSON object")
		}
		id, lenient = p.MessageID, p.Lenient
	}
	if id == 0 || to.find(id) != nil {
		return id, nil
	}
	if lenient {
		return 0, nil
	}
	return 0, badRequest("message to be replied not found")
}

func (s *Server) sendMessage(c *call) (any, error) {
	f, err := messageText(c)
	if err != nil {
		return nil, err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.post(c, &message{kind: kindText, text: f.text, entities: f.entities})
}

func messageText(c *call) (formatted, error) {
	if c.text("text") == "" {
		return formatted{}, badRequest("message text is empty")
	}
	f, err := formatText(c.text("text"), c.text("parse_mode"), c.text("entities"))
	switch {
	case err != nil:
		return formatted{}, err
	case f.text == "":
		return formatted{}, badRequest("text must be non-empty")
	case units(f.text) > textLimit:
		return formatted{}, badRequest("message is too long")
	}
	return f, nil
}

func caption(c *call) (formatted, error) {
	f, err := formatText(c.text("caption"), c.text("parse_mode"), c.text("caption_entities"))
	if err == nil && units(f.text) > captionLimit {
		return formatted{}, badRequest("message caption is too long")
	}
	return f, err
}

func (s *Server) sendChatAction(c *call) (any, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	to, err := s.openChat(c)
	if err != nil {
		return nil, err
	}
	if c.text("action") == "" {
		return nil, badRequest("wrong parameter action in request")
	}
	for _, id := range to.members {
		s.events.publish(event{Kind: "typing", Person: id})
	}
	return true, nil
}
