package flows

import (
	"strconv"

	"polyphony/care"
)

// Everything that somebody writes is listed as theirs, so that they can read
// it, delete it, take it with them and have it erased (rule 1).

func (s *step) mineOf(contact string) *care.Mine {
	if m := read[care.Mine](s, care.KindMine, contact); m != nil {
		return m
	}
	return &care.Mine{Contact: contact}
}

// minePage is an older page of what somebody wrote; pages are full and stay as they are.
func (s *step) minePage(contact string, n int) *care.Mine {
	return read[care.Mine](s, care.KindMine, minePageID(contact, n))
}

func minePageID(contact string, n int) string { return contact + "." + strconv.Itoa(n) }

// wrote lists a thing as somebody's own. What is listed already stays where it is.
func (s *step) wrote(contact string, r care.Ref) {
	if contact == "" {
		return
	}
	m := s.mineOf(contact)
	if m.Has(r) {
		return
	}
	if len(m.Items) >= care.MinePage {
		full := &care.Mine{Contact: contact, Items: m.Items}
		s.put(care.KindMine, minePageID(contact, m.Pages), full)
		m.Items, m.Pages = nil, m.Pages+1
	}
	if len(m.Items) == 0 && m.Pages == 0 {
		s.keepLooking("contact", contact)
	}
	r.At = s.now
	m.Items = append(m.Items, r)
	s.put(care.KindMine, contact, m)
}

// spoken is what the event's author wrote or sent, as it is kept.
func (s *step) spoken(text string, media care.Media) care.Words {
	author := ""
	if s.me != nil {
		author = s.me.ID
	}
	w := care.Words{Author: author, Text: text, Media: media, At: s.now}
	if s.ev.Kind != KindTap {
		w.Chat, w.Message = s.ev.Chat, s.ev.Message
	}
	return w
}
