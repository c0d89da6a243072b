package flows

import "polyphony/care"

// What the parts of a visit hand on to one another, until each stands in the
// file of the part that does it.

// hereButtons are what the card of an agreed or running visit offers its volunteer.
func (s *step) hereButtons(*care.Visit) [][]Button { return nil }

// visitFailed: a row about a visit did not reach its reader.
func (s *step) visitFailed(Failure) Reason { return "failure.noted" }
