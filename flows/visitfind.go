package flows

import (
	"slices"
	"time"

	"polyphony/care"
	"polyphony/locales"
	"polyphony/scheduler/calendar"
)

// Finding a volunteer: a few are asked at a time, they have some hours, and
// the fairest yes is put to the person, who says yes or asks for somebody else.

// searching reports whether nobody has agreed to a visit yet.
func searching(v *care.Visit) bool {
	return slices.Contains([]care.VisitState{care.VisitProposed, care.VisitWanted, care.VisitOffered}, v.State)
}

// wanted reports whether a visit can still come about: its circle goes on, and
// its person is there.
func (s *step) wanted(v *care.Visit) bool {
	n := s.network(v.Network)
	return n != nil && ended(n) == "" && s.place(n, v.Person) != nil && s.contact(v.Person) != nil
}

// nextRound asks the next volunteers, or ends the search when there are none.
func (s *step) nextRound(v *care.Visit) Reason {
	v.Choice = ""
	picked := s.pick(v)
	if len(picked) == 0 {
		return s.unfound(v)
	}
	s.askRound(v, picked, false)
	return "visit.round"
}

// askRound asks some volunteers. Those who said yes before are asked again when
// the visit is free again; everybody else is asked once.
func (s *step) askRound(v *care.Visit, picked []string, again bool) {
	v.State, v.Round = care.VisitWanted, v.Round+1
	peers := s.peers()
	for _, id := range picked {
		if a := v.Asking(id); a != nil {
			*a = care.Asking{Volunteer: id, Round: v.Round, At: s.now}
		} else {
			v.Asked = append(v.Asked, care.Asking{Volunteer: id, Round: v.Round, At: s.now})
		}
		if p := peers.Of(id); p != nil {
			p.AskedAt = s.now
		}
		s.takesPart(v, id)
	}
	s.putPeers(peers)
	v.RoundEnds = s.roundEnds(v)
	s.timer(visitTimer(v.ID, "round"), v.RoundEnds)
	s.visitMoment(v, "round", "")
	s.putVisit(v)
	for _, id := range picked {
		m := s.offerCard(v, v.Asking(id))
		m.Fresh, m.Replace = true, again
		if again {
			m.Lines = append([]Line{line(locales.VisitOfferAgain)}, m.Lines...)
		}
		s.say(m)
	}
}

// roundEnds is when the round has had its time: sooner when the last hour that
// anybody could choose would have passed by then.
func (s *step) roundEnds(v *care.Visit) time.Time {
	ends := waking(s.now, roundLasts, s.teamZone())
	last := s.now
	for _, o := range openings(v, s.now, chooseLead) {
		if at := o.at.Add(-chooseLead); at.After(last) {
			last = at
		}
	}
	if last.Before(ends) {
		return last
	}
	return ends
}

// roundSooner brings the end of a round forward, so that the person can still be
// asked, and not at night, before the hour that a volunteer chose.
func (s *step) roundSooner(v *care.Visit, at time.Time) {
	until := calendar.BeforeQuiet(at.Add(-chooseLead), s.teamZone())
	if until.Before(s.now) {
		until = s.now
	}
	if until.Before(v.RoundEnds) {
		v.RoundEnds = until
		s.timer(visitTimer(v.ID, "round"), until)
	}
}

// allAnswered reports whether everybody of the round has said something.
func allAnswered(v *care.Visit) bool {
	return !slices.ContainsFunc(v.Asked, func(a care.Asking) bool { return a.Round == v.Round && a.Answer == "" })
}

// onVisitRound: the time of a round, of an offer or of a suggestion is over.
func onVisitRound(s *step) Reason {
	v := s.visit(s.ev.Timer.ID)
	switch {
	case v == nil || !searching(v):
		return "visit.round.over"
	case !s.wanted(v):
		return s.dropVisit(v)
	case v.State == care.VisitProposed:
		return s.suggestionPassed(v)
	case v.State == care.VisitOffered:
		return s.offerPassed(v)
	case s.now.Before(v.RoundEnds):
		s.timer(visitTimer(v.ID, "round"), v.RoundEnds)
		return "visit.round.waits"
	}
	return s.roundOver(v)
}

// roundOver puts the fairest yes to the person, or asks the next volunteers.
func (s *step) roundOver(v *care.Visit) Reason {
	for i := range v.Asked {
		a := &v.Asked[i]
		switch {
		case a.Answer != care.OfferYes || slices.Contains(v.Refused, a.Volunteer):
		case s.stillGoes(v, a):
			return s.offer(v, a)
		default:
			s.yesGone(v, a)
		}
	}
	return s.nextRound(v)
}

// yesGone: a volunteer who said yes cannot go at that hour any more.
func (s *step) yesGone(v *care.Visit, a *care.Asking) {
	a.Answer = care.OfferGone
	s.tellVolunteer(v, a.Volunteer, locales.VisitNotOpen, nil)
}

// offer asks the person whether this volunteer may come.
func (s *step) offer(v *care.Visit, a *care.Asking) Reason {
	v.State, v.Choice = care.VisitOffered, a.Volunteer
	v.Rev++
	if at, err := calendar.Instant(a.Slot.Day, a.Clock, calendar.Zone(v.Zone)); err == nil {
		s.timer(visitTimer(v.ID, "round"), at.Add(-answerLead))
	}
	s.visitMoment(v, "offered", a.Volunteer)
	s.putVisit(v)
	s.drawVisit(v, true)
	return "visit.offered"
}

// offerPassed: the person has not answered, and now it would be too late.
func (s *step) offerPassed(v *care.Visit) Reason {
	if a := v.Asking(v.Choice); a != nil {
		s.yesGone(v, a)
	}
	v.Rev++
	return s.searchOn(v)
}

// searchOn goes on without the volunteer whom the person was asked about.
func (s *step) searchOn(v *care.Visit) Reason {
	v.Choice, v.State = "", care.VisitWanted
	reason := s.roundOver(v)
	if v.State == care.VisitWanted {
		s.drawVisit(v, false)
	}
	return reason
}

// findAnew asks other volunteers, since the one who would have come does not.
func (s *step) findAnew(v *care.Visit) {
	was := v.Volunteer
	s.disengage(v)
	if len(v.Slots) == 0 {
		v.Slots = slotAt(v.Day, v.Clock)
	}
	s.leavesVisit(v, v.Buddy.Contact)
	s.leavesVisit(v, v.Deputy.Contact)
	v.Volunteer, v.Day, v.Clock, v.Agreed, v.Shown = "", "", "", time.Time{}, time.Time{}
	v.Proposal, v.Buddy, v.Deputy = nil, care.Watcher{}, care.Watcher{}
	v.State, v.Choice = care.VisitWanted, ""
	v.Seq++
	v.Rev++
	if a := v.Asking(was); a != nil {
		a.Answer = care.OfferGone
	} else {
		v.Asked = append(v.Asked, care.Asking{Volunteer: was, At: s.now, Answer: care.OfferGone})
	}
	s.leavesVisit(v, was)
	s.visitMoment(v, "anew", "")
	s.putVisit(v)
	if yes := s.saidYes(v); len(yes) > 0 {
		s.askRound(v, yes, true)
	} else if s.nextRound(v) == "visit.unfound" {
		return
	}
	s.drawVisit(v, true)
}

// disengage frees a volunteer of a visit that they had agreed to.
func (s *step) disengage(v *care.Visit) {
	peers := s.peers()
	if p := peers.Of(v.Volunteer); p != nil {
		p.Open = slices.DeleteFunc(p.Open, func(id string) bool { return id == v.ID })
		s.putPeers(peers)
	}
}

// saidYes are those who would have gone and were not needed: they are asked
// first when the visit is free again.
func (s *step) saidYes(v *care.Visit) (again []string) {
	open := s.openFor(v)
	for _, a := range v.Asked {
		p := s.peer(a.Volunteer)
		if a.Answer != care.OfferYes || p == nil || !s.fits(v, p) || !s.canBeTold(a.Volunteer) {
			continue
		}
		s.fetch(care.KindVisit, p.Open...)
		if len(freeOf(inTheirWeek(open, p.Times), v.Minutes, s.visitsTaken(p.Open, v.ID))) > 0 {
			again = append(again, a.Volunteer)
		}
	}
	return again
}

// slotAt is the part of the day in which a time lies; none for other times.
func slotAt(day, clock string) []care.Slot {
	for _, part := range care.PartsOfDay {
		from, until := part.Hours()
		if clock >= hourOf(from) && clock < hourOf(until) {
			return []care.Slot{{Day: day, Part: part}}
		}
	}
	return nil
}
