package flows

import (
	"slices"

	"polyphony/care"
	"polyphony/locales"
)

// A volunteer who is asked says yes, with a time and an hour, or not this time.
// A yes can be taken back for as long as the person has not answered it.

var offerActs map[string]func(*step, *care.Visit, *care.Asking, string) Reason

func init() {
	offerActs = map[string]func(*step, *care.Visit, *care.Asking, string) Reason{
		"like": offerLike, "slot": offerSlotChosen, "hour": offerHour, "no": offerNo, "show": offerShow,
	}
}

// offerTap handles the buttons of a volunteer's card. Only somebody who was
// asked, and is a volunteer still, finds anything behind them.
func offerTap(s *step, p press) Reason {
	v := s.visit(p.id)
	if s.me == nil || v == nil {
		return s.refused()
	}
	a, act := v.Asking(s.me.ID), ""
	act, value := splitArg(p.arg)
	do, known := offerActs[act]
	if a == nil || !known || s.peer(s.me.ID) == nil {
		return s.refused()
	}
	if key := s.offerOver(v, a); key != "" {
		s.stale()
		s.tellVolunteer(v, s.me.ID, key, nil)
		return "offer.over"
	}
	return do(s, v, a, value)
}

// offerOver is what a volunteer reads when their answer is not wanted any more,
// "" while it is. Whom the person did not choose reads the same as everybody
// for whom somebody else goes.
func (s *step) offerOver(v *care.Visit, a *care.Asking) locales.Key {
	switch {
	case slices.Contains(v.Refused, s.me.ID):
		return locales.VisitSomebodyElse
	case v.Volunteer == s.me.ID:
		return locales.VisitYours
	case v.Volunteer != "":
		return locales.VisitSomebodyElse
	case v.State != care.VisitWanted && v.State != care.VisitOffered:
		return locales.VisitNotOpen
	case a.Answer != care.OfferYes && len(s.myOpenings(v)) == 0:
		return locales.VisitNotOpen
	}
	return ""
}

// myOpenings are the hours that this volunteer can still choose.
func (s *step) myOpenings(v *care.Visit) []opening {
	p, n := s.peer(s.me.ID), s.network(v.Network)
	s.fetch(care.KindVisit, append(slices.Clone(p.Open), n.Visits...)...)
	all := append(s.visitsTaken(p.Open, v.ID), s.visitsTaken(n.Visits, v.ID)...)
	return freeOf(inTheirWeek(openings(v, s.now, chooseLead), p.Times), v.Minutes, all)
}

// offerShow draws the card anew, as the volunteer's answer stands.
func offerShow(s *step, v *care.Visit, a *care.Asking, _ string) Reason {
	switch a.Answer {
	case care.OfferYes:
		s.saidYesCard(v, a)
	case care.OfferNo:
		s.saidNoCard(v)
	default:
		s.say(s.offerCard(v, a))
	}
	return "offer.shown"
}

// offerLike asks for a time; with one there is nothing to choose.
func offerLike(s *step, v *care.Visit, a *care.Asking, _ string) Reason {
	if a.Answer == care.OfferYes {
		return offerShow(s, v, a, "")
	}
	slots := slotsOf(s.myOpenings(v))
	if len(slots) == 1 {
		return s.askVisitHour(v, a, slots[0])
	}
	var rows [][]Button
	for _, slot := range slots {
		rows = append(rows, row(Button{Label: locales.VisitSlot, Args: Args{"Day": {Day: slot.Day}, "Part": keyed(partNames[slot.Part])},
			Data: data("offer", v.ID, v.Rev, "slot."+slot.Day+"."+string(slot.Part))}))
	}
	s.pageOf(v, locales.VisitWhichTime, nil, rows)
	return "offer.times"
}

// pageOf is a page of the volunteer's card, with the way back.
func (s *step) pageOf(v *care.Visit, key locales.Key, args Args, rows [][]Button) {
	m := Message{Person: s.me.ID, Lane: Reply, Slot: offerSlot(v), Key: key, Args: args, Buttons: append(rows, row(visitButton(v, "offer", locales.PlanBack, "show"))),
		Guard: Guard{Purpose: PurposeReply, Visit: v.ID, As: PartAsked}}
	s.say(m)
}

func offerSlotChosen(s *step, v *care.Visit, a *care.Asking, value string) Reason {
	day, part := splitArg(value)
	slot := care.Slot{Day: day, Part: care.PartOfDay(part)}
	if !slices.Contains(slotsOf(s.myOpenings(v)), slot) {
		s.stale()
		return offerLike(s, v, a, "")
	}
	return s.askVisitHour(v, a, slot)
}

func (s *step) askVisitHour(v *care.Visit, a *care.Asking, slot care.Slot) Reason {
	if a.Answer != "" && a.Answer != care.OfferYes {
		a.Answer = "" // they have changed their mind, and read the card again
		s.takesPart(v, s.me.ID)
		s.putVisit(v)
	}
	rows := [][]Button{nil}
	for _, o := range s.myOpenings(v) {
		if o.slot != slot {
			continue
		}
		if len(rows[len(rows)-1]) == 3 {
			rows = append(rows, nil)
		}
		b := Button{Label: locales.ListName, Args: Args{"Name": text(o.clock)}, Data: data("offer", v.ID, v.Rev, "hour."+slot.Day+"."+o.clock)}
		rows[len(rows)-1] = append(rows[len(rows)-1], b)
	}
	s.pageOf(v, locales.VisitWhichHour, Args{"Day": {Day: slot.Day}}, rows)
	return "offer.hours"
}

// offerHour is the yes. It is put to the person when the round is over.
func offerHour(s *step, v *care.Visit, a *care.Asking, value string) Reason {
	day, clock := splitArg(value)
	open := s.myOpenings(v)
	i := slices.IndexFunc(open, func(o opening) bool { return o.slot.Day == day && o.clock == clock })
	if a.Answer == care.OfferYes || i < 0 {
		s.stale()
		return offerLike(s, v, a, "")
	}
	a.Answer, a.Slot, a.Clock, a.Answered = care.OfferYes, open[i].slot, clock, s.now
	s.takesPart(v, s.me.ID)
	s.visitMoment(v, "yes", s.me.ID)
	s.putVisit(v)
	s.saidYesCard(v, a)
	if v.State == care.VisitWanted {
		s.roundSooner(v, open[i].at)
		s.afterAnswer(v)
	}
	return "offer.yes"
}

func (s *step) saidYesCard(v *care.Visit, a *care.Asking) {
	m := Message{Person: s.me.ID, Lane: Reply, Slot: offerSlot(v), Key: locales.VisitYesNoted, Args: chosenTime(a.Slot, a.Clock),
		Buttons: [][]Button{row(visitButton(v, "offer", locales.VisitCannot, "no"))}, Guard: Guard{Purpose: PurposeReply, Visit: v.ID, As: PartAsked}}
	m.Args["Name"] = s.called(v.Person)
	s.say(m)
}

func (s *step) saidNoCard(v *care.Visit) {
	s.tellVolunteer(v, s.me.ID, locales.VisitNoNoted, nil, row(visitButton(v, "offer", locales.VisitAfterAll, "like")))
}

// offerNo: not this time, or not after all. No reason is asked.
func offerNo(s *step, v *care.Visit, a *care.Asking, _ string) Reason {
	wasYes := a.Answer == care.OfferYes
	a.Answer, a.Answered = care.OfferNo, s.now
	s.leavesVisit(v, s.me.ID)
	s.putVisit(v)
	s.saidNoCard(v)
	switch {
	case v.State == care.VisitOffered && wasYes && v.Choice == s.me.ID:
		v.Rev++
		s.tellLost(v, s.me.ID)
		s.searchOn(v)
	case v.State == care.VisitWanted:
		s.afterAnswer(v)
	}
	return "offer.no"
}

// afterAnswer ends a round in which everybody has answered.
func (s *step) afterAnswer(v *care.Visit) {
	if s.wanted(v) && allAnswered(v) {
		s.roundOver(v)
	}
}
