package flows

import (
	"slices"
	"time"

	"polyphony/care"
	"polyphony/locales"
	"polyphony/scheduler/calendar"
)

// What was to be regular goes on: the next visit is proposed to the same
// volunteer, at the same weekday and time, and then to the person. Either can
// say not this time; nobody is told why.

// againWait is how long the volunteer has before others are asked, and againLead
// how long before the visit they are asked at the latest.
const (
	againWait = 48 * time.Hour
	againLead = 48 * time.Hour
)

// visitAfter proposes the visit after this one.
func (s *step) visitAfter(v *care.Visit) {
	day, clock := timeOf(v)
	n := s.network(v.Network)
	if v.Every == 0 || v.Next != "" || day == "" || ended(n) != "" || s.place(n, v.Person) == nil {
		return
	}
	begins, ok := s.nextTime(v, day, clock)
	if !ok {
		return
	}
	zone := calendar.Zone(v.Zone)
	slot := care.Slot{Day: calendar.Day(begins, zone), Part: partOfDay(clock)}
	w := &care.Visit{ID: s.newID("visit"), Network: v.Network, Person: v.Person, By: v.Person, At: s.now, State: care.VisitWanted, Rev: 1,
		For: v.For, Own: v.Own, Slots: []care.Slot{slot}, Area: v.Area, Wish: v.Wish, Every: v.Every, Minutes: v.Minutes, Zone: v.Zone, Before: v.ID}
	v.Next = w.ID
	s.putVisit(v)
	s.openVisit(w)
	volunteer := sameFace(v)
	p := s.peer(volunteer)
	if c := s.contact(volunteer); p == nil || c == nil || !p.Active(begins) || c.Stopped || c.Blocked || !c.Died.IsZero() {
		s.findAnew(w)
		return
	}
	w.Round, w.Asked = 1, []care.Asking{{Volunteer: volunteer, Round: 1, At: s.now, Slot: slot, Clock: clock}}
	w.RoundEnds = s.now.Add(againWait)
	if latest := begins.Add(-againLead); latest.Before(w.RoundEnds) {
		w.RoundEnds = latest
	}
	s.timer(visitTimer(w.ID, "round"), w.RoundEnds)
	s.takesPart(w, volunteer)
	s.putVisit(w)
	s.say(s.againCard(w, volunteer))
}

// timeOf is when a visit was, or was proposed to be.
func timeOf(v *care.Visit) (day, clock string) {
	if v.Day != "" {
		return v.Day, v.Clock
	}
	if v.Before != "" && len(v.Asked) > 0 {
		return v.Asked[0].Slot.Day, v.Asked[0].Clock
	}
	return "", ""
}

// sameFace is who goes there: the volunteer of this visit, or who was asked first.
func sameFace(v *care.Visit) string {
	if v.Volunteer == "" && len(v.Asked) > 0 {
		return v.Asked[0].Volunteer
	}
	return v.Volunteer
}

// nextTime is the same clock on the same weekday, so many weeks on and early
// enough to be asked about.
func (s *step) nextTime(v *care.Visit, day, clock string) (time.Time, bool) {
	from, err := time.Parse(time.DateOnly, day)
	if err != nil {
		return from, false
	}
	for {
		from = from.AddDate(0, 0, 7*v.Every)
		begins, err := calendar.Instant(from.Format(time.DateOnly), clock, calendar.Zone(v.Zone))
		if err != nil {
			return begins, false
		}
		if begins.Add(-againLead).After(s.now) {
			return begins, true
		}
	}
}

// partOfDay is the part of the day in which a clock stands.
func partOfDay(clock string) care.PartOfDay {
	for _, p := range care.PartsOfDay {
		if _, until := p.Hours(); clock < hourOf(until) {
			return p
		}
	}
	return care.Evening
}

// proposedAt is the instant that is proposed.
func proposedAt(v *care.Visit) time.Time {
	day, clock := timeOf(v)
	at, err := calendar.Instant(day, clock, calendar.Zone(v.Zone))
	if err != nil {
		panic(readFailed{undecided(err.Error())})
	}
	return at
}

func againSlot(v *care.Visit) string { return "again:" + v.ID }

func againButton(label locales.Key, v *care.Visit, arg string) Button {
	return Button{Label: label, Data: data("again", v.ID, v.Rev, arg)}
}

// againCard asks the volunteer whether they would like to go again.
func (s *step) againCard(v *care.Visit, volunteer string) Message {
	return Message{Person: volunteer, Lane: Bulk, Slot: againSlot(v), Key: locales.AftervisitAgain,
		Args: Args{"Name": s.called(v.Person), "When": when(proposedAt(v)), "Minutes": count(v.Minutes)}, Protect: true,
		Buttons: [][]Button{row(againButton(locales.AftervisitYes, v, "yes")), row(againButton(locales.AftervisitNotNow, v, "no"))},
		Guard:   Guard{Purpose: PurposeNotice, Visit: v.ID, As: PartAsked, Quiet: true, Before: proposedAt(v)}}
}

// personCard is a card about the next visit to the person.
func (s *step) personCard(v *care.Visit, key locales.Key, rows ...[]Button) Message {
	return Message{Person: v.Person, Lane: Bulk, Slot: againSlot(v), Key: key, Fresh: true, Replace: true,
		Args: Args{"Name": s.called(sameFace(v)), "When": when(proposedAt(v)), "Minutes": count(v.Minutes)}, Protect: true, Buttons: rows,
		Guard: Guard{Purpose: PurposeNotice, Network: v.Network, Visit: v.ID, As: PartVisited, Quiet: true, Before: proposedAt(v)}}
}

// againOpen reports whether it is still being asked about, by these cards.
func againOpen(v *care.Visit) bool {
	return v.Before != "" && v.State == care.VisitWanted && v.Round == 1 && len(v.Asked) == 1
}

// againTap handles what the two say to the next visit.
func againTap(s *step, p press) Reason {
	v := s.visit(p.id)
	if s.me == nil || v == nil || v.Before == "" || s.me.ID != v.Person && v.Asking(s.me.ID) == nil {
		return s.refused()
	}
	acts := againPersonActs
	if s.me.ID != v.Person {
		acts = againVolunteerActs
	}
	do, known := acts[p.arg]
	switch {
	case !known:
		return s.refused()
	case p.rev != v.Rev || !againOpen(v) || !s.now.Before(proposedAt(v)):
		s.stale()
		s.redraw(locales.AftervisitPassed, nil)
		return "again.stale"
	}
	return do(s, v, &v.Asked[0])
}

var againVolunteerActs, againPersonActs map[string]func(*step, *care.Visit, *care.Asking) Reason

func init() {
	againVolunteerActs = map[string]func(*step, *care.Visit, *care.Asking) Reason{"yes": againYes, "no": againNo}
	againPersonActs = map[string]func(*step, *care.Visit, *care.Asking) Reason{"please": againPlease, "else": againElse, "skip": againSkip, "stop": againStop}
}

// againYes: the volunteer would go again; now the person is asked.
func againYes(s *step, v *care.Visit, a *care.Asking) Reason {
	if s.peer(s.me.ID) == nil || a.Answer != "" {
		return s.refused()
	}
	a.Answer, a.Answered = care.OfferYes, s.now
	s.answeredAgain(v)
	s.redraw(locales.AftervisitThanksYes, Args{"Name": s.called(v.Person)})
	s.say(s.personCard(v, locales.AftervisitComes,
		row(againButton(locales.AftervisitPlease, v, "please")), row(againButton(locales.AftervisitElse, v, "else")),
		row(againButton(locales.AftervisitNotNow, v, "skip"), againButton(locales.AftervisitStop, v, "stop"))))
	return "again.yes"
}

// againNo: the person hears the truth and chooses. Nobody is told why.
func againNo(s *step, v *care.Visit, a *care.Asking) Reason {
	if a.Answer != "" {
		return s.refused()
	}
	a.Answer, a.Answered = care.OfferNo, s.now
	s.answeredAgain(v)
	s.redraw(locales.AftervisitThanksNo, nil)
	s.say(s.personCard(v, locales.AftervisitComesNot,
		row(againButton(locales.AftervisitOthers, v, "else")),
		row(againButton(locales.AftervisitNotNow, v, "skip"), againButton(locales.AftervisitStop, v, "stop"))))
	return "again.no"
}

// answeredAgain: the volunteer's time to answer is over. What the person has not
// answered by a day before is put to others, as with every search.
func (s *step) answeredAgain(v *care.Visit) {
	v.Rev++
	v.RoundEnds = proposedAt(v).Add(-againLead / 2)
	s.timer(visitTimer(v.ID, "round"), v.RoundEnds)
	s.putVisit(v)
}

// againPlease: both have said yes.
func againPlease(s *step, v *care.Visit, a *care.Asking) Reason {
	if a.Answer != care.OfferYes || s.peer(a.Volunteer) == nil {
		return againElse(s, v, a)
	}
	s.cancel(visitTimer(v.ID, "round"))
	v.State, v.Volunteer, v.Day, v.Clock, v.Agreed = care.VisitAgreed, a.Volunteer, a.Slot.Day, a.Clock, s.now
	v.Rev++
	s.redraw(locales.AftervisitAgreed, Args{"Name": s.called(a.Volunteer), "When": when(proposedAt(v))})
	s.visitAgreed(v)
	return "again.agreed"
}

// againElse: others are asked for the same time.
func againElse(s *step, v *care.Visit, a *care.Asking) Reason {
	s.cancel(visitTimer(v.ID, "round"))
	if a.Answer == care.OfferYes {
		v.Refused = append(v.Refused, a.Volunteer)
		s.tellAgain(a.Volunteer, locales.AftervisitSomebody)
	}
	v.Rev++
	s.redraw(locales.AftervisitAsking, nil)
	s.leavesVisit(v, a.Volunteer)
	s.putVisit(v)
	s.findAnew(v)
	return "again.else"
}

// againSkip: not this time, and asked again for the next.
func againSkip(s *step, v *care.Visit, a *care.Asking) Reason {
	s.againOff(v, a)
	s.redraw(locales.AftervisitSkipped, nil)
	s.visitAfter(v)
	return "again.skipped"
}

// againStop: no more of these visits.
func againStop(s *step, v *care.Visit, a *care.Asking) Reason {
	v.Every = 0
	s.againOff(v, a)
	s.redraw(locales.AftervisitStopped, nil)
	return "again.stopped"
}

func (s *step) againOff(v *care.Visit, a *care.Asking) {
	if slices.Contains([]care.Offer{care.OfferYes, ""}, a.Answer) {
		s.tellAgain(a.Volunteer, locales.AftervisitNotNeeded)
	}
	v.Rev++
	s.visitNever(v, care.VisitOff)
}

// tellAgain says to the volunteer what has become of it, in thanks and no more.
func (s *step) tellAgain(volunteer string, key locales.Key) {
	s.say(Message{Person: volunteer, Lane: Bulk, Key: key, Silent: true, Guard: Guard{Purpose: PurposeNotice, Quiet: true}})
}
