package flows

import (
	"slices"

	"polyphony/care"
	"polyphony/locales"
)

// onlyPeople reports whether nothing has changed but who is invited or comes.
// For somebody without Telegram the meeting is what it was.
func onlyPeople(parts []care.Part) bool {
	return len(parts) > 0 && !slices.ContainsFunc(parts, func(p care.Part) bool { return p != care.PartPeople && p != care.PartInvited })
}

// tellStill keeps what was said of a version that holds for the next one too.
// Whoever has not said that they told somebody has the card of this version in
// place of the old, without a sound; when they are not invited any more,
// somebody else is asked.
func (s *step) tellStill(n *care.Network, m *care.Meeting, a *care.Absent) {
	t := m.Told[a.ID]
	t.Seq = m.Seq
	s.setTold(m, a.ID, t)
	if t.Done {
		return
	}
	s.askLater(n, m, a)
	who := s.tells(n, m, a)
	if who == "" {
		s.tellOne(n, m, a, nobodyTells(m))
		return
	}
	if missed(m, a.ID) {
		return // the team has been asked already
	}
	msg := s.tellCard(m, a, who, locales.TellingAsked)
	msg.Fresh, msg.Silent = false, true
	s.say(msg)
}
