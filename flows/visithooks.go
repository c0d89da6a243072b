package flows

import "polyphony/care"

// What the parts of a visit hand on to one another, until each stands in the
// file of the part that does it.

// hereButtons are what the card of an agreed or running visit offers its volunteer.
func (s *step) hereButtons(*care.Visit) [][]Button { return nil }

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

// visitFailed: a row about a visit did not reach its reader.
func (s *step) visitFailed(Failure) Reason { return "failure.noted" }
