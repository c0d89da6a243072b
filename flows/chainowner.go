package flows

import (
	"slices"

	"polyphony/care"
)

// Who has an alert. One person may have several, and each stays apart.

// own makes somebody the owner of an alert. The commit is refused when somebody
// else was a moment faster, and then decided again.
func (s *step) own(a *care.Alert, c *care.Contact) {
	a.State, a.Owner, a.Taken, a.Asked, a.GaveBack, a.Truth = care.AlertTaken, c.ID, s.now, false, "", ""
	a.Rung, a.Waits = nil, false
	if c.Holds != "" && c.Holds != a.ID {
		c.HoldsToo = append(c.HoldsToo, c.Holds)
	}
	c.Holds = a.ID
	s.putContact(c)
	s.cancel(stepTimer(a.ID))
	s.timer(takenTimer(a.ID), s.now.Add(s.takenFor()))
}

// disown takes an alert off whoever has it: what runs because of them is over.
func (s *step) disown(a *care.Alert) {
	s.endPass(a)
	s.cancel(takenTimer(a.ID))
	c := s.contact(a.Owner)
	if c == nil {
		return
	}
	c.HoldsToo = slices.DeleteFunc(c.HoldsToo, func(id string) bool { return id == a.ID })
	if c.Holds == a.ID {
		c.Holds = ""
		if n := len(c.HoldsToo); n > 0 {
			c.Holds, c.HoldsToo = c.HoldsToo[n-1], c.HoldsToo[:n-1]
		}
	}
	if c.Draft != nil && c.Draft.What == draftFinish && c.Draft.Alert == a.ID {
		c.Draft = nil
	}
	s.putContact(c)
}

// held are the alerts that somebody has.
func (s *step) held(c *care.Contact) (all []*care.Alert) {
	for _, id := range append(slices.Clone(c.HoldsToo), c.Holds) {
		if a := s.alert(id); a != nil && a.State == care.AlertTaken && a.Owner == c.ID {
			all = append(all, a)
		}
	}
	return all
}
