package sandbox

import (
	"context"
	"slices"
)

// Kinds are what Sends can send.
var Kinds = []string{kindVoice, kindPhoto, kindSticker, kindLocation}

// Sends sends something that is not text: voice, photo, sticker or location.
func (s *Server) Sends(ctx context.Context, id int64, kind string) (int, error) {
	s.mu.Lock()
	n, err := s.sends(id, kind)
	s.mu.Unlock()
	if err != nil {
		return 0, err
	}
	return n, s.settle(ctx)
}

func (s *Server) sends(id int64, kind string) (int, error) {
	a, err := s.speaker(id)
	if err != nil {
		return 0, err
	}
	if !slices.Contains(Kinds, kind) {
		return 0, refuse("One can send voice, photo, sticker or location.")
	}
	m := &message{kind: kind}
	switch kind {
	case kindVoice:
		m.file = s.files.keep(kind, "voice.ogg", "audio/ogg", []byte("OggS\x00 a sandbox voice"))
	case kindPhoto:
		m.file = s.files.keep(kind, "photo.png", "image/png", dot)
	case kindSticker:
		m.file, m.emoji = s.files.keep(kind, "sticker.webp", "image/webp", []byte("RIFF\x00\x00\x00\x00WEBP")), "🙂"
	case kindLocation:
		m.place = &place{latitude: 51.5074, longitude: -0.1278}
	}
	s.utter(a, s.chats[id], m, Act{Verb: Sends, Who: a.Name, Text: kind})
	return m.id, nil
}

// dot is a PNG of one grey pixel, which stands for every photo that a person sends.
var dot = []byte("\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00\x00\x00\x01\x00\x00\x00\x01\x08\x00\x00\x00\x00:~\x9bU" +
	"\x00\x00\x00\nIDATx\x9cch\x00\x00\x00\x82\x00\x81\xddCjR\x00\x00\x00\x00IEND\xaeB`\x82")
