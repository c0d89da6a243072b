package flows

import (
	"polyphony/locales"
)

// safeTap is "I'm safe now" from the sender. It reaches whoever has the card
// and closes nothing by itself.
func safeTap(s *step, p press) Reason {
	a := s.alert(p.id)
	if a == nil || a.Chat != s.ev.Chat {
		return s.refused()
	}
	if !a.Open() {
		s.notice(locales.HelpAlreadyClosed, nil)
		return "safe.closed"
	}
	if a.SaysSafe {
		s.notice(locales.HelpSafeNoted, nil)
		return "safe.known"
	}
	a.SaysSafe = true
	s.moment(a, "says.safe", a.Sender)
	s.putAlert(a)
	s.cards(a, false)
	s.notice(locales.HelpSafeNoted, nil)
	s.toSender(a, locales.HelpSafeThanks, nil)
	return "safe.noted"
}
