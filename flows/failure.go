package flows

import (
	"slices"

	"polyphony/care"
)

// onFailure: Telegram would not take a row. A card that cannot be delivered
// moves the chain on at once.
func onFailure(s *step) Reason {
	f := s.ev.Failure
	if f.Person != "" && (f.Reason == FailedBlocked || f.Reason == FailedGone) {
		if c := s.contact(f.Person); c != nil && c.Chat == f.Chat {
			c.Blocked = true
			s.putContact(c)
		}
	}
	if f.Chat < 0 {
		return s.groupFailed(f)
	}
	if f.Relay != "" {
		return s.relayFailed(f)
	}
	if f.Note != "" {
		return s.replyFailed(f)
	}
	a := s.alert(f.Alert)
	switch {
	case f.Alert == "" || a == nil || a.State == care.AlertDone:
		return "failure.noted"
	case a.State == care.AlertTaken && f.Person == a.Owner && f.Reason != FailedSlow:
		return s.reopen(a, "owner.gone")
	case a.State != care.AlertOpen:
		return "failure.noted"
	}
	if f.Person == "" || slices.Contains(a.Failed, f.Person) {
		return "failure.known" // their failure has moved the chain on already
	}
	a.Failed = append(a.Failed, f.Person)
	s.moment(a, "failed."+f.Reason, f.Person)
	s.putAlert(a)
	for _, id := range a.Told {
		if !slices.Contains(a.Failed, id) {
			return "failure.others"
		}
	}
	a.Rev++
	s.escalate(a)
	return "failure.escalated"
}
