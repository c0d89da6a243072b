package flows

import (
	"time"

	"polyphony/care"
	"polyphony/locales"
	"polyphony/scheduler/calendar"
)

// After a visit: what leads to the door is gone, both may say a word, the team's
// months are counted, and what was to be regular goes on.

// visitSafe ends a visit whose volunteer is safe, as somebody said.
func (s *step) visitSafe(v *care.Visit, by string) {
	if !v.Open() {
		return
	}
	v.SafeBy, v.SafeAt, v.State = by, s.now, care.VisitOver
	v.Rev++
	s.visitMoment(v, "safe", by)
	s.shutDoor(v)
	s.drawGoingOver(v)
	s.closeVisit(v)
	s.countVisit(v, func(n *care.VisitsCounts) { n.Made++ })
	s.madeVisit(v)
	s.keepVisit(v)
	if !endedEarly(v) { // whoever wanted to be alone is left alone
		s.wonderVisit(v, v.Person)
	}
	s.wonderVisit(v, v.Volunteer)
	s.visitAfter(v)
	s.tellWithdrawnSince(v)
	if s.contact(v.Volunteer) == nil {
		s.namelessVisit(v, v.Volunteer)
	}
}

// visitNever ends a visit that did not take place.
func (s *step) visitNever(v *care.Visit, state care.VisitState) {
	if !v.Open() {
		return
	}
	v.State = state
	s.visitMoment(v, string(state), "")
	s.closeVisit(v)
	if state == care.VisitUnfound {
		s.countVisit(v, func(n *care.VisitsCounts) { n.Unfound++ })
	}
	s.keepVisit(v)
	if state == care.VisitOff && v.Volunteer != "" {
		s.visitAfter(v)
	}
}

// countVisit counts in the team's month: of the team, never of a person (rule 17).
// Nobody stands in it who has not agreed to be counted.
func (s *step) countVisit(v *care.Visit, add func(*care.VisitsCounts)) {
	if !s.counted(v.Person) {
		return
	}
	all := s.visits()
	if all.Months == nil {
		all.Months = map[string]care.VisitsCounts{}
	}
	month := s.now.In(s.teamZone()).Format("2006-01")
	n := all.Months[month]
	add(&n)
	all.Months[month] = n
	s.putVisits(all)
}

// madeVisit keeps with the volunteer that they have been, so that others are
// asked before them.
func (s *step) madeVisit(v *care.Visit) {
	peers := s.peers()
	if p := peers.Of(v.Volunteer); p != nil {
		p.Made++
		if v.Began.After(p.Visited) {
			p.Visited = v.Began
		}
		s.putPeers(peers)
	}
	if s.contact(v.Volunteer) != nil {
		s.wrote(v.Volunteer, visitRef(v))
	}
}

func visitRef(v *care.Visit) care.Ref { return care.Ref{Kind: care.KindVisit, ID: v.ID} }

// visitSaidTimer is when somebody is asked how it was, once their night is over.
func visitSaidTimer(visit, contact string) TimerKey {
	return TimerKey{Subject: "visit", ID: visit, What: "said", Arg: contact}
}

func onVisitSaid(s *step) Reason {
	v := s.visit(s.ev.Timer.ID)
	if v == nil || v.State != care.VisitOver {
		return "visit.said.over"
	}
	return s.wonderVisit(v, s.ev.Timer.Arg)
}

// wonderVisit asks one of the two, once, an open question that is answered like
// any other, or not at all. What the other says is theirs.
func (s *step) wonderVisit(v *care.Visit, contact string) Reason {
	c := s.contact(contact)
	if c == nil || c.Chat == 0 || c.Stopped || c.Blocked || !c.Died.IsZero() || s.network(v.Network) == nil || ended(s.network(v.Network)) != "" {
		return "visit.said.no"
	}
	guard := Guard{Purpose: PurposeNotice, Visit: v.ID, As: PartVolunteer, Quiet: true, Before: s.now.Add(checkInLate)}
	if contact == v.Person {
		if !s.hearsOf(v.Network, contact) || !c.Agrees(care.CheckIns) {
			return "visit.said.withheld"
		}
		guard = Guard{Purpose: care.CheckIns, Network: v.Network, Quiet: true, Before: s.now.Add(checkInLate)}
	}
	if zone := s.zoneOf(c); calendar.Quiet(s.now, zone) {
		s.timer(visitSaidTimer(v.ID, contact), calendar.QuietEnd(s.now, zone))
		return "visit.said.waits"
	}
	in := &care.CheckIn{ID: s.newID("checkin"), Network: v.Network, Member: contact, Visit: v.ID,
		Question: s.Question(c.Language, locales.AftervisitHow), Asked: s.now}
	s.put(care.KindCheckIn, in.ID, in)
	s.superseded(c)
	c.CheckIn = in.ID
	s.putContact(c)
	key := locales.AftervisitQuestion
	if c.Prefer[v.Network].Audience == care.OnlyMe {
		key = locales.AftervisitQuestionMe
	}
	s.say(Message{Person: contact, Lane: Bulk, Key: key, Slot: "checkin:" + in.ID,
		Args:    Args{"Name": text(c.Name), "Question": {Open: in.Question}},
		Buttons: [][]Button{row(Button{Label: locales.AfterSkip, Data: data("how", in.ID, 0, "skip")})}, Guard: guard})
	return "visit.said.asked"
}

// mayAnswer reports whether somebody's words can answer a question now: they
// belong to the circle whose team reads them, or have visited there.
func (s *step) mayAnswer(in *care.CheckIn, contact string) bool {
	n := s.network(in.Network)
	if n == nil || ended(n) != "" {
		return false
	}
	if s.place(n, contact) != nil {
		return true
	}
	v := s.visit(in.Visit)
	return in.Visit != "" && v != nil && v.Volunteer == contact
}

// keepVisit lets a visit go when the trust lets meetings go.
func (s *step) keepVisit(v *care.Visit) {
	s.keepFor("visit", v.ID, endedAt(v, s.now), s.team().Retention.Meetings)
}

// endedAt is when a visit ended, or now.
func endedAt(v *care.Visit, now time.Time) time.Time {
	if v.Ended.IsZero() {
		return now
	}
	return v.Ended
}

func onVisitKept(s *step) Reason {
	v := s.visit(s.ev.Timer.ID)
	if v == nil {
		return "visit.gone"
	}
	days := s.team().Retention.Meetings
	if v.Open() || !s.past(v.Ended, days) {
		s.keepFor("visit", v.ID, endedAt(v, s.now), days)
		return "visit.kept"
	}
	for _, who := range []string{v.Person, v.Volunteer} {
		if who != "" {
			s.unlist(who, visitRef(v))
		}
	}
	return s.goes(care.KindVisit, v.ID)
}
