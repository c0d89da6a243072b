package flows

import (
	"polyphony/care"
)

// Who can be reached about an alert, as far as we know.

// reachableOf leaves out whoever cannot be reached any more.
func (s *step) reachableOf(contacts []string) []string {
	var out []string
	for _, id := range contacts {
		if s.canHear(id) {
			out = append(out, id)
		}
	}
	return out
}

// canHear reports whether a staff member can be reached by Telegram, as far as
// we know.
func (s *step) canHear(contact string) bool {
	c := s.contact(contact)
	return s.isStaff(c) && c.Chat != 0 && !c.Blocked && !c.Stopped && c.Died.IsZero()
}

// ownerGone reports whether whoever took an alert cannot be reached about it.
func (s *step) ownerGone(a *care.Alert) bool {
	return a.State == care.AlertTaken && !s.canHear(a.Owner)
}
