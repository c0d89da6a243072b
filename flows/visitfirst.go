package flows

import "polyphony/care"

// nextForVolunteer is what the card of an agreed visit offers its volunteer
// first: while somebody is wanting who watches over it, to ask them, since it
// cannot begin before.
func (s *step) nextForVolunteer(v *care.Visit) [][]Button {
	here, ask := s.hereButtons(v), s.buddyRows(v)
	if v.Buddy.Ready() && v.Deputy.Ready() {
		return append(here, ask...)
	}
	for i := range here {
		here[i][0].Style = ""
	}
	return append(ask, here...)
}
