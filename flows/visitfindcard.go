package flows

import (
	"slices"

	"polyphony/care"
	"polyphony/locales"
)

// A visit has one card for each who has to do with it: the person's, and one
// for every volunteer who was asked. Both are edited in place.

// activityNames are what visits are for, as a button and on a card.
var activityNames = map[care.Activity]locales.Key{
	care.ActivityWalk: locales.VisitForWalk, care.ActivityCoffee: locales.VisitForCoffee, care.ActivityTalk: locales.VisitForTalk,
	care.ActivityMeeting: locales.VisitForMeeting, care.ActivityErrand: locales.VisitForErrand, care.ActivityOther: locales.VisitForOther,
}

var partNames = map[care.PartOfDay]locales.Key{
	care.Morning: locales.VisitMorning, care.Afternoon: locales.VisitAfternoon, care.Evening: locales.VisitEvening,
}

var everyNames = map[int]locales.Key{0: locales.VisitOnce, 1: locales.VisitWeekly, 2: locales.VisitFortnightly}

// visitFor is what a visit is for: one of ours, or the asker's own words.
func visitFor(v *care.Visit) Arg {
	if v.For == care.ActivityOther && v.Own.Text != "" {
		return Arg{Words: v.Own.Text, By: v.Own.Author}
	}
	return keyed(activityNames[v.For])
}

// slotList are times, one a line.
func slotList(slots []care.Slot) Arg {
	var lines []Line
	for _, slot := range slots {
		lines = append(lines, Line{Key: locales.VisitSlot, Args: Args{"Day": {Day: slot.Day}, "Part": keyed(partNames[slot.Part])}})
	}
	return list(lines...)
}

// visitLines say what is asked for. The wish is words, and not for coordinators.
func visitLines(v *care.Visit, slots []care.Slot, own bool) []Line {
	what := visitFor(v)
	if !own {
		what = keyed(activityNames[v.For])
	}
	lines := []Line{{Key: locales.VisitWhat, Args: Args{"For": what, "Minutes": {List: []Line{{Key: locales.CommonMinutes, Args: Args{"Count": count(v.Minutes)}}}, Inline: true}}}}
	if v.Area != "" {
		lines = append(lines, Line{Key: locales.VisitArea, Args: Args{"Area": text(v.Area)}, Tight: true})
	}
	if v.Every > 0 {
		lines = append(lines, Line{Key: everyNames[v.Every], Tight: true})
	}
	if len(slots) > 0 {
		lines = append(lines, Line{Key: locales.VisitTimes, Args: Args{"Times": slotList(slots)}, Tight: true})
	}
	if own && v.Wish.Text != "" {
		lines = append(lines, Line{Key: locales.VisitWished, Args: Args{"Words": {Words: v.Wish.Text, By: v.Wish.Author}}, Tight: true})
	}
	return lines
}

// chosenTime is the hour that a volunteer chose.
func chosenTime(slot care.Slot, clock string) Args {
	return Args{"Day": {Day: slot.Day}, "Time": text(clock)}
}

func visitButton(v *care.Visit, verb string, label locales.Key, arg string) Button {
	return Button{Label: label, Data: data(verb, v.ID, v.Rev, arg)}
}

// drawVisit draws the person's card as the visit stands; anew when they are to
// notice it.
func (s *step) drawVisit(v *care.Visit, fresh bool) {
	m := s.visitCard(v)
	if m.Key != "" {
		m.Fresh, m.Replace = fresh, fresh
		s.say(m)
	}
}

// visitCard is a visit as its person sees it. From the yes of both on it only
// says so: the time has a card of its own.
func (s *step) visitCard(v *care.Visit) Message {
	m := Message{Person: v.Person, Lane: Bulk, Slot: "visit:" + v.ID, Guard: Guard{Purpose: PurposeNotice, Network: v.Network, Visit: v.ID, As: PartVisited, Quiet: true}}
	if s.me != nil && s.me.ID == v.Person {
		m.Lane, m.Guard.Purpose, m.Guard.Quiet = Reply, PurposeReply, false
	}
	back := row(visitButton(v, "visit", locales.VisitTakeBack, "back"))
	slots := slotsOf(openings(v, s.now, answerLead))
	switch v.State {
	case care.VisitProposed:
		m.Key, m.Args, m.Lines = locales.VisitProposed, Args{"Name": s.called(v.By)}, append(visitLines(v, slots, true), line(locales.VisitProposedNote))
		m.Buttons = [][]Button{row(visitButton(v, "visit", locales.VisitProposedYes, "yes")), row(visitButton(v, "visit", locales.VisitProposedNo, "no"))}
	case care.VisitWanted:
		m.Key, m.Lines, m.Buttons = locales.VisitWanted, visitLines(v, slots, true), [][]Button{back}
	case care.VisitOffered:
		s.offeredCard(v, &m)
		m.Buttons = append(m.Buttons, back)
	case care.VisitAgreed, care.VisitRunning, care.VisitLeaving:
		m.Key, m.Args = locales.VisitAgreed, chosenTime(care.Slot{Day: v.Day}, v.Clock)
		m.Args["Name"] = s.called(v.Volunteer)
	case care.VisitUnfound:
		m.Key, m.Buttons = locales.VisitUnfound, [][]Button{row(Button{Label: locales.VisitAgain, Data: data("visit", v.Network, 0, "new")})}
		m.Lines = visitLines(v, nil, true)
	case care.VisitOff:
		m.Key, m.Buttons = locales.VisitOff, [][]Button{row(Button{Label: locales.VisitAgain, Data: data("visit", v.Network, 0, "new")})}
	}
	return m
}

// offeredCard lets the person meet the volunteer: a first name, and what they
// wrote about themselves.
func (s *step) offeredCard(v *care.Visit, m *Message) {
	a := v.Asking(v.Choice)
	m.Key, m.Args = locales.VisitOffered, chosenTime(a.Slot, a.Clock)
	m.Args["Name"] = s.called(a.Volunteer)
	m.Lines = []Line{{Key: locales.VisitWhat, Args: visitLines(v, nil, true)[0].Args}}
	if about := s.volunteerWords(a.Volunteer).About; about.Text != "" {
		m.Lines = append(m.Lines, Line{Key: locales.VisitAbout, Args: Args{"Name": s.called(a.Volunteer), "Words": {Words: about.Text, By: a.Volunteer}}})
	}
	m.Lines = append(m.Lines, line(locales.VisitOfferedNote))
	m.Buttons = [][]Button{row(Button{Label: locales.VisitYes, Data: data("found", v.ID, v.Rev, "yes"), Style: "primary"}),
		row(visitButton(v, "found", locales.VisitElse, "else"))}
}

func offerSlot(v *care.Visit) string { return "offer:" + v.ID }

// offerCard asks a volunteer: the person's first name, the area, and what is
// wished for. Nothing else of the person reaches them before both said yes (I7).
func (s *step) offerCard(v *care.Visit, a *care.Asking) Message {
	p := s.peer(a.Volunteer)
	var slots []care.Slot
	if p != nil {
		slots = slotsOf(inTheirWeek(openings(v, s.now, chooseLead), p.Times))
	}
	m := Message{Person: a.Volunteer, Lane: Bulk, Slot: offerSlot(v), Key: locales.VisitOffer, Args: Args{"Name": s.called(v.Person)},
		Lines: append(visitLines(v, slots, true), line(locales.VisitOfferNote)),
		Buttons: [][]Button{row(Button{Label: locales.VisitLike, Data: data("offer", v.ID, v.Rev, "like"), Style: "primary"}),
			row(visitButton(v, "offer", locales.VisitNotThis, "no"))},
		Guard: Guard{Purpose: PurposeNotice, Visit: v.ID, As: PartAsked, Quiet: true}}
	s.asAnswer(&m)
	return m
}

// asAnswer makes a card the answer to what its reader just did, if they did.
func (s *step) asAnswer(m *Message) {
	if s.me != nil && s.me.ID == m.Person {
		m.Lane, m.Guard.Purpose, m.Guard.Quiet = Reply, PurposeReply, false
	}
}

// tellVolunteer puts one sentence in the place of a volunteer's card. It says
// nothing of the person, so it needs no part in the visit to be read.
func (s *step) tellVolunteer(v *care.Visit, volunteer string, key locales.Key, args Args, rows ...[]Button) {
	m := Message{Person: volunteer, Lane: Bulk, Slot: offerSlot(v), Key: key, Args: args, Buttons: rows, Silent: true, Guard: Guard{Purpose: PurposeNotice, Quiet: true}}
	s.asAnswer(&m)
	s.say(m)
}

// tellAsked puts one sentence before all who were asked, have not said no and
// have not been told already.
func (s *step) tellAsked(v *care.Visit, key locales.Key, except ...string) {
	s.fetch(care.KindContact, askedOf(v)...)
	for _, a := range v.Asked {
		if (a.Answer == "" || a.Answer == care.OfferYes) && !slices.Contains(v.Refused, a.Volunteer) && !slices.Contains(except, a.Volunteer) {
			s.tellVolunteer(v, a.Volunteer, key, nil)
		}
	}
}
