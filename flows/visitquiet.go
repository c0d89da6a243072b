package flows

import (
	"polyphony/care"
	"polyphony/locales"
)

// What buddy and deputy read once a quiet sign was given. "All is well" would
// calm them while others look for the volunteer, and "please ring them" would
// let the telephone speak that must be still. So their card says the one thing
// that is true and harmless: others have it, and they do nothing. Nothing of it
// is seen in the volunteer's chat. See docs/decisions/0029.

// quietlyRaised reports whether people look for a volunteer who gave their sign.
func (s *step) quietlyRaised(v *care.Visit) bool {
	a := s.alert(v.Alert)
	return a != nil && a.Open() && a.Quiet
}

// watchersLeave changes the cards of those who watch over a visit, without a
// sound; whoever has been asked to ring hears at once that they must not.
func (s *step) watchersLeave(v *care.Visit) {
	asked := s.toldOf(v)
	for _, w := range []care.Watcher{v.Buddy, v.Deputy} {
		if w.Contact == "" {
			continue
		}
		m := s.watchingCard(v, w.Contact)
		for _, id := range asked {
			if id == w.Contact {
				m.Fresh, m.Silent, m.Lane = true, false, Urgent
			}
		}
		s.say(m)
	}
}

// watchersRelieved tells both that it is over, as they were promised: without a
// sound, since nothing was asked of them.
func (s *step) watchersRelieved(v *care.Visit) {
	for _, w := range []care.Watcher{v.Buddy, v.Deputy} {
		if w.Contact != "" {
			m := s.watchingCard(v, w.Contact)
			m.Fresh = true
			s.say(m)
		}
	}
}

// leaveCard is what both read while the people on call look for the volunteer.
func leaveCard(m Message) Message {
	m.Key, m.Buttons = locales.TalkBuddyLeave, nil
	return m
}
