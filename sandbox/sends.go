package sandbox

import (
	"context"
	"fmt"
)

// Kinds are what Sends can send.
var Kinds = []string{kindVoice, kindPhoto, kindSticker, kindLocation, kindContact}

// Sends sends something that is not text: voice, photo, sticker, location, or their own number.
func (s *Server) Sends(ctx context.Context, id int64, kind string) (int, error) {
	return s.SendsThing(ctx, id, Thing{Kind: kind})
}

// SendsThing is Sends with words, or with a place.
func (s *Server) SendsThing(ctx context.Context, id int64, t Thing) (int, error) {
	s.mu.Lock()
	n, err := s.sends(id, t)
	s.mu.Unlock()
	if err != nil {
		return 0, err
	}
	return n, s.settle(ctx)
}

func (s *Server) sends(id int64, t Thing) (int, error) {
	a, err := s.speaker(id)
	if err != nil {
		return 0, err
	}
	if err := t.check(); err != nil {
		return 0, err
	}
	m := s.thing(a, t)
	s.utter(a, s.chats[id], m, Act{Verb: Sends, Who: a.Name, Text: t.String()})
	return m.id, nil
}

// thing is the message that a thing becomes. s.mu is held.
func (s *Server) thing(a *account, t Thing) *message {
	m := &message{kind: t.Kind, text: t.Caption}
	switch t.Kind {
	case kindVoice:
		m.file = s.files.keep(t.Kind, "voice.ogg", "audio/ogg", []byte("OggS\x00 a sandbox voice"))
	case kindPhoto:
		m.file = s.files.keep(t.Kind, "photo.png", "image/png", dot)
	case kindSticker:
		m.file, m.emoji = s.files.keep(t.Kind, "sticker.webp", "image/webp", []byte("RIFF\x00\x00\x00\x00WEBP")), "🙂"
	case kindLocation:
		m.text, m.place = "", &place{latitude: 51.5074, longitude: -0.1278, title: t.Caption}
		if t.Latitude != nil {
			m.place.latitude, m.place.longitude = *t.Latitude, *t.Longitude
		}
	case kindContact:
		m.phone = fmt.Sprintf(numberShape, a.ID%1000)
	}
	return m
}

// numberShape is the number of an account: of those that Ofcom keeps for plays and films, as Telegram writes it.
const numberShape = "447700900%03d"

// dot is a PNG of one grey pixel, which stands for every photo that a person sends.
var dot = []byte("\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00\x00\x00\x01\x00\x00\x00\x01\x08\x00\x00\x00\x00:~\x9bU" +
	"\x00\x00\x00\nIDATx\x9cch\x00\x00\x00\x82\x00\x81\xddCjR\x00\x00\x00\x00IEND\xaeB`\x82")
