package flows

import (
	"slices"

	"polyphony/care"
	"polyphony/locales"
)

// visitsWithout takes somebody out of every visit in which they have a part:
// they have died, said /stop, or nothing reaches them. Erasing goes the same way
// (visitforget.go).
func (s *step) visitsWithout(c *care.Contact) {
	if c == nil {
		return
	}
	for _, id := range slices.Clone(c.Visits) {
		if v := s.visit(id); v != nil && v.Open() {
			s.visitWithout(v, c.ID)
		}
	}
}

func (s *step) visitWithout(v *care.Visit, contact string) {
	switch contact {
	case v.Person:
		s.visitWithoutPerson(v)
	case v.Volunteer:
		s.volunteerLeaves(v)
		if !s.hearsUs(contact) {
			s.skipIn(v, contact)
		}
	case v.Buddy.Contact, v.Deputy.Contact:
		s.watcherLost(v, contact)
	default:
		s.askedLeaves(v, contact)
	}
}

// visitWithoutPerson ends a visit to somebody who has left, or cannot be told.
// The volunteer does not stand before a closed door; no reason is given. One
// that runs is watched over until they are safe.
func (s *step) visitWithoutPerson(v *care.Visit) {
	switch {
	case v.Watched() && !calledOff(v):
		s.offAtTheDoor(v, locales.GoingOverThere)
	case v.Watched():
	case v.State == care.VisitAgreed:
		s.offForVolunteer(v)
	default:
		s.dropVisit(v)
	}
}

// agreedEnds ends what both had agreed to in a circle that ends, or that its
// person leaves: both hear that the visit will not take place. Nobody is named,
// since somebody may have died.
func (s *step) agreedEnds(v *care.Visit) {
	if v.State == care.VisitAgreed {
		s.say(Message{Person: v.Person, Lane: Bulk, Slot: goingSlot(v.ID), Fresh: true, Key: locales.GoingOffPerson, Args: Args{"When": when(visitStarts(v))},
			Calendar: s.offCalendar(v), Guard: Guard{Purpose: PurposeNotice, Quiet: true, Start: visitStarts(v)}})
	}
	s.visitWithoutPerson(v)
}
