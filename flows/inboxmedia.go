package flows

import (
	"strconv"

	"polyphony/care"
	"polyphony/locales"
)

// passOnMedia copies a voice message or picture to the staff member who asked
// for it, straight from Telegram, where it stays.
func (s *step) passOnMedia(network string, item care.Item, nth string) Reason {
	k, err := strconv.Atoi(nth)
	author, _, said := s.said(item)
	if err != nil || k < 0 || k >= len(said) || said[k].Media.Kind == "" {
		return s.refused()
	}
	s.access(author, accessPlayed, item.ID)
	m := said[k].Media
	s.say(Message{Lane: Reply, Why: "inbox.media", Copy: &Copy{Chat: m.Chat, Message: m.Message}, Protect: true, Guard: s.readingGuard(network)})
	return "inbox.played"
}

var mediaKeys = map[care.MediaKind]locales.Key{
	care.Voice: locales.MediaVoice, care.Photo: locales.MediaPhoto, care.VideoNote: locales.MediaVideo, care.Video: locales.MediaVideo,
	care.Sticker: locales.MediaSticker, care.Location: locales.MediaLocation, care.File: locales.MediaFile,
}

func mediaKey(k care.MediaKind) locales.Key {
	if key, ok := mediaKeys[k]; ok {
		return key
	}
	return locales.MediaThing
}
