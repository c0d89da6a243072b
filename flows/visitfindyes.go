package flows

import (
	"slices"
	"time"

	"polyphony/care"
	"polyphony/locales"
	"polyphony/scheduler/calendar"
)

// The person meets one volunteer at a time, and says yes or asks for somebody
// else. Nobody is told why not.

// foundTap handles the buttons under the name of a volunteer.
func foundTap(s *step, p press) Reason {
	v := s.visit(p.id)
	if s.me == nil || v == nil || v.Person != s.me.ID || s.place(s.network(v.Network), s.me.ID) == nil {
		return s.refused()
	}
	a := v.Asking(v.Choice)
	switch {
	case v.State != care.VisitOffered || p.rev != v.Rev || a == nil || !s.wanted(v):
		s.stale()
		s.drawVisit(v, false)
		return "found.stale"
	case p.arg == "else":
		return s.somebodyElse(v, a)
	case p.arg != "yes":
		return s.refused()
	case !s.stillGoes(v, a):
		s.tellLost(v, a.Volunteer)
		s.yesGone(v, a)
		v.Rev++
		s.searchOn(v)
		return "found.lost"
	}
	return s.agreeVisit(v, a)
}

// somebodyElse: the volunteer reads the same as when another one goes.
func (s *step) somebodyElse(v *care.Visit, a *care.Asking) Reason {
	v.Refused = append(v.Refused, a.Volunteer)
	v.Rev++
	s.tellVolunteer(v, a.Volunteer, locales.VisitSomebodyElse, nil)
	s.leavesVisit(v, a.Volunteer)
	s.visitMoment(v, "else", "")
	s.searchOn(v)
	return "found.else"
}

// agreeVisit: both have said yes.
func (s *step) agreeVisit(v *care.Visit, a *care.Asking) Reason {
	v.State, v.Volunteer, v.Day, v.Clock, v.Agreed, v.Choice = care.VisitAgreed, a.Volunteer, a.Slot.Day, a.Clock, s.now, ""
	v.Seq++
	v.Rev++
	s.cancel(visitTimer(v.ID, "round"))
	s.engage(v)
	s.tellAsked(v, locales.VisitSomebodyElse, v.Volunteer)
	for _, other := range askedOf(v) {
		if other != v.Volunteer {
			s.leavesVisit(v, other)
		}
	}
	s.visitMoment(v, "agreed", v.Volunteer)
	s.putVisit(v)
	s.drawVisit(v, false)
	s.tellVolunteer(v, v.Volunteer, locales.VisitYours, nil)
	s.visitAgreed(v)
	return "found.yes"
}

// engage keeps with the volunteer what they have agreed to, so that nobody is
// asked for two things at once, nor again before others had their turn.
func (s *step) engage(v *care.Visit) {
	peers := s.peers()
	p := peers.Of(v.Volunteer)
	if p == nil {
		return
	}
	if !slices.Contains(p.Open, v.ID) {
		p.Open = append(p.Open, v.ID)
	}
	if begins, err := calendar.Instant(v.Day, v.Clock, calendar.Zone(v.Zone)); err == nil && begins.After(p.Visited) {
		p.Visited = begins
	}
	s.putPeers(peers)
}

// tellLost says to the person that the volunteer whom they were asked about
// cannot come after all.
func (s *step) tellLost(v *care.Visit, volunteer string) {
	m := Message{Person: v.Person, Lane: Bulk, Key: locales.VisitLost, Args: Args{"Name": s.called(volunteer)},
		Guard: Guard{Purpose: PurposeNotice, Network: v.Network, Visit: v.ID, As: PartVisited, Quiet: true}}
	s.asAnswer(&m)
	s.say(m)
}

// proposalEnds is when a suggestion has waited long enough for the person's yes:
// nobody could be found any more.
func proposalEnds(v *care.Visit, now time.Time) time.Time {
	end := now
	for _, o := range openings(v, now, 0) {
		if at := o.at.Add(-askLead); at.After(end) {
			end = at
		}
	}
	return end
}
