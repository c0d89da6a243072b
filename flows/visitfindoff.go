package flows

import (
	"slices"

	"polyphony/care"
	"polyphony/locales"
)

// A search ends without a visit when nobody is found, when it is taken back,
// or when the circle ends.

// unfound: nobody can come. The person hears the truth, and the coordinators
// hear what is wanting, without the person's words.
func (s *step) unfound(v *care.Visit) Reason {
	v.Choice = ""
	v.Rev++
	s.tellAsked(v, locales.VisitNotOpen)
	s.visitMoment(v, "unfound", "")
	s.visitNever(v, care.VisitUnfound)
	s.drawVisit(v, true)
	for _, member := range s.team().StaffWith(care.Coordinator) {
		if c := s.staffContact(member.ID); c != nil && c.ID != v.By {
			s.say(s.wantingCard(v, c.ID, locales.VisitUnfoundTeam))
		}
	}
	s.tellSuggester(v, locales.VisitUnfoundTeam)
	return "visit.unfound"
}

// wantingCard is what somebody of the team reads of a visit: not the words in
// which it was asked for.
func (s *step) wantingCard(v *care.Visit, reader string, key locales.Key) Message {
	return Message{Person: reader, Lane: Bulk, Key: key, Args: Args{"Name": s.called(v.Person)}, Lines: visitLines(v, v.Slots, false),
		Guard: Guard{Purpose: PurposeDuty, Quiet: true}}
}

// tellSuggester says to whoever of the team suggested a visit what has become of it.
func (s *step) tellSuggester(v *care.Visit, key locales.Key) {
	if v.By == v.Person || !s.isStaff(s.contact(v.By)) {
		return
	}
	m := s.wantingCard(v, v.By, key)
	m.Slot, m.Fresh, m.Replace, m.Guard.Network = suggestedSlot(v), true, true, v.Network
	s.say(m)
}

func suggestedSlot(v *care.Visit) string { return "suggested:" + v.ID }

// takeBackVisit: it is not needed any more. Nothing is asked.
func (s *step) takeBackVisit(v *care.Visit) Reason {
	v.Rev++
	v.Choice = ""
	s.tellAsked(v, locales.VisitNotOpen)
	s.visitMoment(v, "taken.back", "")
	proposed := v.State == care.VisitProposed
	s.visitNever(v, care.VisitOff)
	switch {
	case s.me.ID == v.Person:
		s.redraw(locales.VisitOff, nil, s.againRow(v.Network))
		if !proposed {
			s.tellSuggester(v, locales.VisitOffTeam)
		}
	default:
		s.redraw(locales.VisitSuggestionBack, Args{"Name": s.called(v.Person)})
		s.drawVisit(v, false)
	}
	return "visit.taken.back"
}

func (s *step) againRow(network string) []Button {
	return row(Button{Label: locales.VisitAgain, Data: data("visit", network, 0, "new")})
}

// suggestionPassed: the person has not answered, and the times have passed.
func (s *step) suggestionPassed(v *care.Visit) Reason {
	v.Rev++
	s.visitNever(v, care.VisitOff)
	m := s.visitCard(v)
	m.Key, m.Silent = locales.VisitSuggestionPassed, true
	s.say(m)
	s.tellSuggester(v, locales.VisitPassedTeam)
	return "visit.suggestion.passed"
}

// dropVisit ends a search whose circle has ended; its person is told nothing.
func (s *step) dropVisit(v *care.Visit) Reason {
	v.Rev++
	v.Choice = ""
	s.tellAsked(v, locales.VisitNotOpen)
	s.visitNever(v, care.VisitOff)
	return "visit.dropped"
}

// visitsEnd ends the visits of a circle that ends or whose person leaves it. A
// volunteer who is there, or on the way home, is watched until they are safe.
func (s *step) visitsEnd(n *care.Network) {
	s.fetch(care.KindVisit, n.Visits...)
	for _, id := range slices.Clone(n.Visits) {
		v := s.visit(id)
		switch {
		case v == nil:
		case searching(v):
			s.dropVisit(v)
		default:
			s.agreedEnds(v)
		}
	}
}
