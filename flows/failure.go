package flows

import (
	"polyphony/care"
	"polyphony/locales"
)

// onFailure: a row did not go out, or did at last. What cannot be delivered
// about an alert moves it on at once.
func onFailure(s *step) Reason {
	f := s.ev.Failure
	if f.Person != "" && (f.Reason == FailedBlocked || f.Reason == FailedGone) {
		if c := s.contact(f.Person); c != nil && c.Chat == f.Chat {
			first := !c.Blocked
			c.Blocked = true
			s.putContact(c)
			if first {
				s.cannotHear(c)
			}
		}
	}
	if f.Chat < 0 {
		reason := s.groupFailed(f)
		if a := s.alert(f.Alert); a != nil && a.State == care.AlertOpen && f.Reason != FailedMoved {
			return s.wayFailed(a, care.TargetGroup, f.Reason)
		}
		return reason
	}
	if reason, taken := s.rotaUnheard(f); taken {
		return reason
	}
	if f.Relay != "" {
		return s.relayFailed(f)
	}
	if f.Note != "" {
		return s.replyFailed(f)
	}
	if f.Visit != "" && f.Alert == "" {
		return s.visitFailed(f)
	}
	a := s.alert(f.Alert)
	if a != nil && a.Drill {
		return s.drillFailed(a, f)
	}
	if f.Alert == "" || a == nil || a.State == care.AlertDone {
		return "failure.noted"
	}
	if f.Reason == FailedArrived {
		return s.cardArrived(a, f.Person)
	}
	if a.State == care.AlertTaken {
		return s.takenFailed(a, f)
	}
	if f.Channel != "" {
		return s.wayFailed(a, f.Channel, f.Reason)
	}
	return s.cardFailed(a, f)
}

// takenFailed: only the cards of its owner, and of whoever they pass it on to,
// matter once somebody has it.
func (s *step) takenFailed(a *care.Alert, f Failure) Reason {
	switch {
	case f.Person != "" && f.Person == a.Passing:
		if f.Reason == FailedSlow && s.wakeAtLast(a, f.Person) {
			s.putAlert(a)
			return "failure.rung"
		}
		return s.passFell(a, locales.ChainPassLost, "pass.lost")
	case f.Person == "" || f.Person != a.Owner:
		return "failure.noted"
	case f.Reason != FailedSlow:
		return s.reopen(a, "owner.gone")
	case a.Asked && s.wakeAtLast(a, a.Owner):
		s.putAlert(a)
		return "failure.rung"
	}
	return "failure.noted"
}
