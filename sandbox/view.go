package sandbox

import "time"

// Message is a message as the person at the phone sees it.
type Message struct {
	MessageID   int               `json:"message_id"`
	From        string            `json:"from"` // "bot", or the person's name
	Me          bool              `json:"me"`   // the person at this phone wrote it
	Kind        string            `json:"kind"` // text, voice, photo, sticker, location, contact, document
	Text        string            `json:"text"` // or the caption, plain
	HTML        string            `json:"html"` // the same, safe to show
	Buttons     [][]Button        `json:"buttons"`
	Keyboard    [][]string        `json:"keyboard"`                 // rows of keys that it brought; empty: it took them away; null: neither
	Gives       map[string]string `json:"keyboard_gives,omitempty"` // keys that send a contact or a location instead of their text
	OneTime     bool              `json:"keyboard_one_time,omitempty"`
	Persistent  bool              `json:"keyboard_persistent,omitempty"`
	ForceReply  bool              `json:"force_reply,omitempty"`
	Placeholder string            `json:"placeholder,omitempty"`
	Document    *Document         `json:"document,omitempty"`
	Place       *Place            `json:"place,omitempty"`
	Emoji       string            `json:"emoji,omitempty"`
	Date        time.Time         `json:"date"`
	Edited      bool              `json:"edited"`
	EditedAt    *time.Time        `json:"edited_at,omitempty"`
	Silent      bool              `json:"silent"`
	Protected   bool              `json:"protected"`
	ReplyTo     *Quote            `json:"reply_to,omitempty"`
	Forwarded   string            `json:"forwarded_from,omitempty"`
	Reaction    string            `json:"reaction,omitempty"`
}

// Button is a button under a message: it sends data, opens a url, or copies a text.
type Button struct {
	Text  string `json:"text"`
	Data  string `json:"data,omitempty"`
	URL   string `json:"url,omitempty"`
	Copy  string `json:"copy,omitempty"`
	Style string `json:"style,omitempty"`
}

// Document is a file in a chat; its bytes are at /api/files/{id}.
type Document struct {
	ID   string `json:"id"`
	Name string `json:"name"`
	Type string `json:"type"`
	Size int    `json:"size"` // bytes

	// Of a picture, in pixels, so that its room is there before it is.
	Width  int `json:"width,omitempty"`
	Height int `json:"height,omitempty"`
}

// Place is a location, with a title and an address when it is a venue.
type Place struct {
	Latitude  float64 `json:"latitude"`
	Longitude float64 `json:"longitude"`
	Title     string  `json:"title,omitempty"`
	Address   string  `json:"address,omitempty"`
}

// Quote is the message that another one answers.
type Quote struct {
	MessageID int    `json:"message_id"`
	Text      string `json:"text"`
}

// Chat is what a person sees in the chat with the bot, oldest first.
func (s *Server) Chat(person int64) ([]Message, error) { return s.ChatIn(person, person) }

// ChatIn is what a person sees in a chat: their own, or a group's.
func (s *Server) ChatIn(person, id int64) ([]Message, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	a, err := s.person(person)
	if err != nil {
		return nil, err
	}
	in, err := s.chatWith(a, id)
	if err != nil {
		return nil, err
	}
	all := make([]Message, 0, len(in.messages))
	for _, m := range in.messages {
		all = append(all, s.view(in, m, person))
	}
	return all, nil
}

func (s *Server) view(in *chat, m *message, reader int64) Message {
	v := Message{
		MessageID: m.id, From: s.nameOf(m.from), Me: !m.from.bot && m.from.id == reader, Kind: m.kind,
		Text: m.text, HTML: renderHTML(formatted{m.text, m.entities}), Buttons: viewButtons(m.buttons),
		Emoji: m.emoji, Date: m.date, Edited: !m.edited.IsZero(), Silent: m.silent, Protected: m.protected,
		Reaction: m.reaction,
	}
	if v.Edited {
		at := m.edited
		v.EditedAt = &at
	}
	if k := m.keyboard; k != nil {
		v.Keyboard = append([][]string{}, k.rows...)
		v.Gives = k.gives
		v.OneTime, v.Persistent, v.ForceReply, v.Placeholder = k.oneTime, k.persistent, k.forceReply, k.placeholder
	}
	if m.file != nil && m.from.bot {
		f := m.file
		v.Document = &Document{f.id, f.name, f.mime, len(f.data), f.wide, f.high}
	}
	if m.place != nil {
		v.Place = &Place{m.place.latitude, m.place.longitude, m.place.title, m.place.address}
	}
	if to := in.find(m.replyTo); m.replyTo != 0 && to != nil {
		v.ReplyTo = &Quote{to.id, to.text}
	}
	if m.forwarded != nil {
		v.Forwarded = s.nameOf(m.forwarded.from)
	}
	return v
}

func (s *Server) nameOf(from sender) string {
	if from.bot {
		return "bot"
	}
	return s.people[from.id].Name
}

func viewButtons(rows [][]button) [][]Button {
	all := make([][]Button, 0, len(rows))
	for _, row := range rows {
		var keys []Button
		for _, b := range row {
			key := Button{Text: b.Text, Data: b.CallbackData, URL: b.URL, Style: b.Style}
			if b.CopyText != nil {
				key.Copy = b.CopyText.Text
			}
			keys = append(keys, key)
		}
		all = append(all, keys)
	}
	return all
}
