package flows

import (
	"polyphony/care"
	"polyphony/locales"
)

// safeTap is "I'm safe now" from the sender. It reaches whoever has the card,
// or everybody who was told while nobody has it, and closes nothing by itself.
// From then on the sender hears only who has it and that it is finished; the
// chain goes on. More urgent words put everything back (raiseAgain).
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
	a.SaysSafe, a.SafeAt = true, s.now
	s.moment(a, "says.safe", a.Sender)
	s.cancel(ringTimer(a.ID))
	s.putAlert(a)
	s.notice(locales.HelpSafeNoted, nil)
	s.showSafe(a)
	if a.State == care.AlertTaken {
		s.toSender(a, locales.ChainSafeOwner, Args{"Name": text(s.name(a.Owner))})
		return "safe.noted"
	}
	if people := s.reachableOf(a.Told); len(people) > 0 {
		s.toSender(a, locales.ChainSafeOpen, Args{"Told": s.told(a, people)})
		return "safe.noted"
	}
	s.toSender(a, locales.ChainSafeNobody, nil)
	return "safe.noted"
}

// showSafe lets its owner hear it. While nobody has it the new cards make no
// sound: it is no reason to wake anybody.
func (s *step) showSafe(a *care.Alert) {
	for _, id := range a.Told {
		m := s.card(a, id)
		m.Fresh = a.State == care.AlertOpen || id == a.Owner
		m.Silent = a.State == care.AlertOpen
		s.say(m)
	}
}
