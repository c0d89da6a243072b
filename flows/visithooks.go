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

// watchersWanted is called when a visit cannot begin for want of a buddy or
// deputy who is ready and awake. It asks them anew where that helps, and returns
// the buttons by which the volunteer finds others.
func (s *step) watchersWanted(*care.Visit) [][]Button { return nil }

// visitSafe ends a visit whose volunteer is safe, as somebody said.
func (s *step) visitSafe(v *care.Visit, by string) {
	v.SafeBy, v.SafeAt, v.State = by, s.now, care.VisitOver
	s.closeVisit(v)
}

// visitNever ends a visit that did not take place.
func (s *step) visitNever(v *care.Visit, state care.VisitState) {
	v.State = state
	s.closeVisit(v)
}
