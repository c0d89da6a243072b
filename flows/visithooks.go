package flows

import "polyphony/care"

// What the parts of a visit hand on to one another, until each stands in the
// file of the part that does it.

// visitAgreed: both said yes; volunteer, day, clock and zone are set.
func (s *step) visitAgreed(v *care.Visit) { s.putVisit(v) }

// findAnew asks other volunteers, since the one who would have come does not.
func (s *step) findAnew(v *care.Visit) { s.putVisit(v) }

// volunteerLeaves takes a volunteer who was withdrawn out of a visit.
func (s *step) volunteerLeaves(v *care.Visit) { s.putVisit(v) }

// hereButtons are what the card of an agreed or running visit offers its volunteer.
func (s *step) hereButtons(*care.Visit) [][]Button { return nil }

// shutDoor takes away from the volunteer's chat where a visit is.
func (s *step) shutDoor(*care.Visit) {}

// visitFailed: a row about a visit did not reach its reader.
func (s *step) visitFailed(Failure) Reason { return "failure.noted" }
