package flows

import (
	"polyphony/care"
	"polyphony/locales"
)

// answerCheckIn takes words as the answer to the open question; late answers
// count until the next one.
func (s *step) answerCheckIn(text string, media care.Media, soon bool) (Reason, bool) {
	in := s.checkin(s.me.CheckIn)
	if in == nil || in.Member != s.me.ID {
		return "", false
	}
	if n := s.network(in.Network); s.place(n, s.me.ID) == nil || ended(n) != "" {
		return "", false // those who would read it are not theirs any more
	}
	first := len(in.Words) == 0
	in.Words = append(in.Words, s.spoken(text, media))
	s.wrote(s.me.ID, care.Ref{Kind: care.KindCheckIn, ID: in.ID})
	s.put(care.KindCheckIn, in.ID, in)
	s.shelve(in.Network, care.Item{Kind: care.KindCheckIn, ID: in.ID, At: s.now, Soon: soon}, first)
	if first && in.Meeting != "" {
		s.say(s.howCard(in))
	}
	if soon {
		s.offerHelp()
		return "checkin.answered.soon", true
	}
	if first {
		s.reply(locales.CheckThanks, nil)
	}
	return "checkin.answered", true
}
