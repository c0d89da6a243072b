package sandbox

// wire is a message as the bot sees it. s.mu is held.
func (s *Server) wire(m *message) *wireMessage {
	w := s.wireBare(m)
	if c := s.chats[m.chat]; m.replyTo != 0 && c != nil {
		if to := c.find(m.replyTo); to != nil {
			w.ReplyToMessage = s.wireBare(to)
		}
	}
	return w
}

// wireBare leaves out what the message replies to.
func (s *Server) wireBare(m *message) *wireMessage {
	from := s.wireSender(m.from)
	w := &wireMessage{
		MessageID: m.id, From: &from, Date: m.date.Unix(), Chat: s.wireChat(s.chats[m.chat]),
		HasProtectedContent: m.protected,
	}
	if !m.edited.IsZero() {
		w.EditDate = m.edited.Unix()
	}
	if m.forwarded != nil {
		origin := s.wireSender(m.forwarded.from)
		w.ForwardOrigin = &wireOrigin{Type: "user", Date: m.forwarded.date.Unix(), SenderUser: &origin}
	}
	if len(m.buttons) > 0 {
		w.ReplyMarkup = &wireMarkup{InlineKeyboard: m.buttons}
	}
	m.fill(w)
	if m.kind == kindContact {
		from := s.wireSender(m.from)
		w.Contact = &wireContact{PhoneNumber: m.phone, FirstName: from.FirstName, UserID: from.ID}
	}
	return w
}

// fill puts in what the message is about.
func (m *message) fill(w *wireMessage) {
	if m.kind == kindText {
		w.Text, w.Entities = m.text, m.entities
		return
	}
	if m.kind != kindLocation { // a place has its words in the venue
		w.Caption, w.CaptionEntities = m.text, m.entities
	}
	f := m.file
	switch m.kind {
	case kindDocument:
		w.Document = &wireDocument{f.id, f.unique, f.name, f.mime, len(f.data)}
	case kindPhoto:
		w.Photo = []wirePhoto{{f.id, f.unique, 640, 640, len(f.data)}}
	case kindVoice:
		w.Voice = &wireVoice{f.id, f.unique, 3, f.mime, len(f.data)}
	case kindSticker:
		w.Sticker = &wireSticker{FileID: f.id, FileUniqueID: f.unique, Type: "regular", Width: 512, Height: 512,
			Emoji: m.emoji, FileSize: len(f.data)}
	case kindLocation:
		at := wireLocation{m.place.latitude, m.place.longitude}
		w.Location = &at
		if m.place.title != "" {
			w.Venue = &wireVenue{at, m.place.title, m.place.address}
		}
	}
}

func (s *Server) wireSender(from sender) wireUser {
	if from.bot {
		return s.wireBot(from.id)
	}
	return s.wirePerson(from.id)
}

func (s *Server) wirePerson(id int64) wireUser {
	a := s.people[id]
	return wireUser{ID: a.ID, FirstName: a.Name, Username: a.Username, LanguageCode: a.Language}
}

func (s *Server) wireBot(id int64) wireUser {
	return wireUser{ID: id, IsBot: true, FirstName: s.bot.named(""), Username: s.botName}
}

func (s *Server) wireChat(c *chat) wireChat {
	if c.group() {
		kind := "group"
		if c.super {
			kind = "supergroup"
		}
		return wireChat{ID: c.id, Type: kind, Title: c.title}
	}
	a := s.people[c.id]
	return wireChat{ID: c.id, Type: "private", Username: a.Username, FirstName: a.Name}
}
