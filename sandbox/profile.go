package sandbox

import "encoding/json"

// profile is what the bot says about itself, by field and language.
type profile struct {
	texts map[string]map[string]string
}

const defaultFirstName = "Polyphony"

// profileLimits are in characters.
var profileLimits = map[string]int{"name": 64, "description": 512, "short_description": 120}

func newProfile() profile {
	p := profile{texts: map[string]map[string]string{}}
	for field := range profileLimits {
		p.texts[field] = map[string]string{}
	}
	return p
}

func (p profile) in(field, language string) string {
	if text, ok := p.texts[field][language]; ok {
		return text
	}
	return p.texts[field][""]
}

func (p profile) named(language string) string {
	if name := p.in("name", language); name != "" {
		return name
	}
	return defaultFirstName
}

func profileSetter(field string) method {
	return func(s *Server, c *call) (any, error) {
		language, text := c.text("language_code"), c.text(field)
		if !twoLetterCode.MatchString(language) {
			return nil, badRequest("invalid language code specified")
		}
		if len([]rune(text)) > profileLimits[field] {
			return nil, badRequest("%s is too long", field)
		}
		s.mu.Lock()
		defer s.mu.Unlock()
		if text == "" {
			delete(s.bot.texts[field], language)
		} else {
			s.bot.texts[field][language] = text
		}
		s.events.publish(event{Kind: "people"})
		return true, nil
	}
}

func profileGetter(field string) method {
	return func(s *Server, c *call) (any, error) {
		s.mu.Lock()
		defer s.mu.Unlock()
		text := s.bot.in(field, c.text("language_code"))
		if field == "name" {
			text = s.bot.named(c.text("language_code"))
		}
		return map[string]string{field: text}, nil
	}
}

func (s *Server) setChatMenuButton(c *call) (any, error) {
	b := struct {
		Type string `json:"type"`
	}{"default"}
	if raw := c.text("menu_button"); raw != "" && json.Unmarshal([]byte(raw), &b) != nil {
		return nil, badRequest("can't parse menu button JSON object")
	}
	if b.Type != "default" && b.Type != "commands" && b.Type != "web_app" {
		return nil, badRequest("MenuButton has unsupported type")
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if c.text("chat_id") == "" {
		return true, nil
	}
	to, err := s.knownChat(c, "chat_id")
	if err != nil {
		return nil, err
	}
	to.menu = b.Type
	return true, nil
}

func (s *Server) getChatMenuButton(c *call) (any, error) {
	kind := ""
	if c.text("chat_id") != "" {
		s.mu.Lock()
		defer s.mu.Unlock()
		of, err := s.knownChat(c, "chat_id")
		if err != nil {
			return nil, err
		}
		kind = of.menu
	}
	if kind == "" || kind == "web_app" {
		kind = "commands"
	}
	return map[string]string{"type": kind}, nil
}

func (s *Server) getChat(c *call) (any, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	of, err := s.knownChat(c, "chat_id")
	if err != nil {
		return nil, err
	}
	no := false
	return struct {
		wireChat
		AccentColorID    int             `json:"accent_color_id"`
		MaxReactionCount int             `json:"max_reaction_count"`
		AcceptedGifts    map[string]bool `json:"accepted_gift_types"`
	}{s.wireChat(of), int(max(of.id, -of.id) % 7), 11, map[string]bool{
		"unlimited_gifts": no, "limited_gifts": no, "unique_gifts": no, "premium_subscription": no, "gifts_from_channels": no,
	}}, nil
}
