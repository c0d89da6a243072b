package flows

import (
	"slices"
	"strconv"
	"time"

	"polyphony/care"
	"polyphony/locales"
	"polyphony/scheduler/calendar"
)

// When a meeting is over its practitioners say whether it took place, who came
// and when the next one is: one card, the same for each, edited in place.

func overTimer(meeting string) TimerKey {
	return TimerKey{Subject: "meeting", ID: meeting, What: "over"}
}

// onMeetingOver takes a meeting that has ended off its circle's list, and asks
// its practitioners how it went.
func onMeetingOver(s *step) Reason {
	m := s.meeting(s.ev.Timer.ID)
	if m == nil || m.Cancelled || s.now.Before(ends(m)) {
		return "meeting.not.over"
	}
	s.dropFromNetwork(m)
	n := s.network(m.Network)
	defer s.nextOfSeries(m)
	if n == nil || ended(n) != "" {
		return "meeting.over"
	}
	if last := s.meeting(n.Last); last == nil || !ends(last).After(ends(m)) {
		n.Last = m.ID
		s.putNetwork(n)
	}
	s.plansAfter(n, m)
	for _, id := range s.wereOn(m) {
		msg := s.afterCard(m, id)
		msg.Fresh = true
		s.say(msg)
	}
	s.timer(howTimer(m.ID, ""), ends(m).Add(howAfter))
	s.awaitTook(n, m)
	return "meeting.over"
}

// wereOn are a meeting's practitioners who still belong to its circle.
func (s *step) wereOn(m *care.Meeting) []string {
	n := s.network(m.Network)
	return slices.DeleteFunc(slices.Clone(m.Practitioners), func(id string) bool { return s.place(n, id) == nil })
}

// afterCard is what a practitioner sees of a meeting that is over.
func (s *step) afterCard(m *care.Meeting, reader string) Message {
	msg := Message{Person: reader, Lane: Bulk, Slot: "after:" + m.ID, Args: s.afterArgs(m),
		Guard: Guard{Purpose: PurposeDuty, Network: m.Network, Quiet: true}}
	switch m.Took {
	case care.TookPlace:
		msg.Key = locales.AfterTook
		msg.Lines, msg.Buttons = s.cameLines(m), s.cameButtons(m)
	case care.TookNot:
		msg.Key = locales.AfterNotTook
		msg.Lines, msg.Buttons = s.plannedLine(m), append(s.nextButtons(m), row(afterButton(m, locales.AfterDid, nil, "yes")))
	default:
		msg.Key = locales.AfterAsk
		msg.Buttons = [][]Button{row(afterButton(m, locales.AfterYes, nil, "yes"), afterButton(m, locales.AfterNo, nil, "no"))}
	}
	return msg
}

func (s *step) afterArgs(m *care.Meeting) Args {
	return Args{"When": when(starts(m)), "Circle": text(circleName(s.network(m.Network)))}
}

func afterButton(m *care.Meeting, label locales.Key, args Args, arg string) Button {
	return Button{Label: label, Args: args, Data: data("after", m.ID, m.Seq, arg)}
}

// invitedNow are those invited who still belong to the circle.
func (s *step) invitedNow(m *care.Meeting) []string {
	n := s.network(m.Network)
	return slices.DeleteFunc(slices.Clone(m.Invited), func(id string) bool { return s.place(n, id) == nil })
}

func (s *step) cameLines(m *care.Meeting) (lines []Line) {
	groups := []struct {
		was presence
		key locales.Key
	}{{wasThere, locales.AfterCame}, {wasNotThere, locales.AfterMissed}, {notSaid, locales.AfterUnsaid}}
	for _, g := range groups {
		var who []string
		for _, id := range s.invitedNow(m) {
			if presenceOf(m, id) == g.was {
				who = append(who, id)
			}
		}
		if len(who) > 0 {
			lines = append(lines, Line{Key: g.key, Args: Args{"Names": s.someNames(who)}, Tight: len(lines) > 0})
		}
	}
	return lines
}

// namesToTap is how many people one card lets correct.
const namesToTap = 30

func (s *step) cameButtons(m *care.Meeting) (rows [][]Button) {
	people := s.invitedNow(m)
	for i, id := range people[:min(len(people), namesToTap)] {
		label := presenceLabel[presenceOf(m, id)]
		if i%2 == 0 {
			rows = append(rows, nil)
		}
		last := len(rows) - 1
		rows[last] = append(rows[last], afterButton(m, label, Args{"Name": text(s.name(id))}, "came."+id))
	}
	return append(rows, row(afterButton(m, locales.AfterNext, nil, "next")), row(afterButton(m, locales.AfterDidNot, nil, "no")))
}

// plannedLine shows the next meeting if one stands already.
func (s *step) plannedLine(m *care.Meeting) []Line {
	if next := s.nextMeeting(s.network(m.Network), ""); next != nil {
		return []Line{{Key: locales.AfterNextPlanned, Args: Args{"Next": when(starts(next))}}}
	}
	return nil
}

// weeksOffered are how far ahead the next meeting is proposed.
const weeksOffered = 4

// nextButtons propose the same weekday and hour, one to four weeks later.
func (s *step) nextButtons(m *care.Meeting) (rows [][]Button) {
	if s.nextMeeting(s.network(m.Network), "") == nil {
		for weeks := 1; weeks <= weeksOffered; weeks++ {
			if begin := weeksLater(m, weeks); begin.After(s.now) {
				rows = append(rows, row(afterButton(m, locales.AfterWeeks, Args{"Count": count(weeks), "When": when(begin)}, "weeks."+strconv.Itoa(weeks))))
			}
		}
	}
	return append(rows, row(Button{Label: locales.AfterAnotherDay, Data: data("plan", m.Network, 0, "")}))
}

// weeksLater is the instant at the same hour by the meeting's clock.
func weeksLater(m *care.Meeting, weeks int) time.Time {
	y, month, day, hour, minute, err := m.Wall()
	if err != nil {
		panic(readFailed{undecided(err.Error())})
	}
	later := time.Date(y, month, day+7*weeks, hour, minute, 0, 0, time.UTC)
	begin, err := calendar.Instant(later.Format("2006-01-02"), later.Format("15:04"), calendar.Zone(m.Zone))
	if err != nil {
		panic(readFailed{undecided(err.Error())})
	}
	return begin
}

// afterTap handles the buttons of a meeting that is over.
func afterTap(s *step, p press) Reason {
	m := s.meeting(p.id)
	if s.me == nil || m == nil || p.rev != m.Seq || m.Cancelled || s.now.Before(ends(m)) || s.place(s.network(m.Network), s.me.ID) == nil {
		return s.refused()
	}
	act, value := splitArg(p.arg)
	switch {
	case act == "was" || act == "was_not":
		return s.sayWasThere(m, act == "was")
	case !s.plansIn(s.me.ID, m.Network):
		return s.refused()
	}
	do, known := afterActs[act]
	if !known {
		return s.refused()
	}
	return do(s, m, value)
}

var afterActs map[string]func(*step, *care.Meeting, string) Reason

func init() {
	afterActs = map[string]func(*step, *care.Meeting, string) Reason{
		"yes": tookPlace, "no": tookNot, "came": correctCame, "next": showNext, "weeks": planWeeksLater,
		"show": showAfter,
		"card": func(s *step, m *care.Meeting, _ string) Reason { s.afterCards(m); return "after.shown" },
	}
}

// tookPlace keeps that it did, with who came as far as they had said so. Of
// everybody else nobody has said it yet.
func tookPlace(s *step, m *care.Meeting, _ string) Reason {
	if m.Took != care.TookPlace {
		m.Took = care.TookPlace
		s.tookSaid(m)
		for _, id := range s.invitedNow(m) {
			if m.Answers[id] == care.Coming {
				s.setCame(m, id, true, false)
			}
		}
		s.audit("meeting:"+m.ID, "meeting.took.place", "")
		s.wonderAll(m)
	}
	s.putMeeting(m)
	s.afterCards(m)
	return "after.took.place"
}

// setCame keeps whether somebody came; what they said themselves stands.
func (s *step) setCame(m *care.Meeting, id string, came, anew bool) {
	if m.Came == nil {
		m.Came = map[string]bool{}
	}
	if _, said := m.Came[id]; !said || anew {
		m.Came[id] = came
	}
}

func tookNot(s *step, m *care.Meeting, _ string) Reason {
	if m.Took != care.TookNot {
		m.Took, m.Came = care.TookNot, nil
		s.tookSaid(m)
		s.putMeeting(m)
		s.cancel(howTimer(m.ID, ""))
		s.audit("meeting:"+m.ID, "meeting.took.not", "")
	}
	s.afterCards(m)
	return "after.took.not"
}

// correctCame changes one name. Whoever turns out to have been there is asked
// how it was, like the others.
func correctCame(s *step, m *care.Meeting, id string) Reason {
	if m.Took != care.TookPlace || !slices.Contains(s.invitedNow(m), id) {
		return s.refused()
	}
	s.setCame(m, id, !m.Came[id], true)
	s.putMeeting(m)
	if m.Came[id] {
		s.wonder(m, id)
	}
	s.afterCards(m)
	return "after.corrected"
}

// afterCards shows everybody who has the card what stands; whoever tapped sees
// it where they tapped.
func (s *step) afterCards(m *care.Meeting) {
	who := s.wereOn(m)
	if s.plansIn(s.me.ID, m.Network) && !slices.Contains(who, s.me.ID) {
		who = append(who, s.me.ID)
	}
	for _, id := range who {
		msg := s.afterCard(m, id)
		if id == s.me.ID {
			msg.Lane, msg.Guard.Purpose, msg.Guard.Quiet = Reply, PurposeReply, false
		}
		msg.Silent = id != s.me.ID
		s.say(msg)
	}
}

// showNext proposes dates, or shows the one that is planned already.
func showNext(s *step, m *care.Meeting, _ string) Reason {
	back := row(afterButton(m, locales.AfterBack, nil, "card"))
	msg := s.afterCard(m, s.me.ID)
	msg.Key, msg.Lines, msg.Buttons = locales.AfterNextAsk, nil, append(s.nextButtons(m), back)
	if next := s.nextMeeting(s.network(m.Network), ""); next != nil {
		msg.Key, msg.Args["Next"] = locales.AfterNextPlanned, when(starts(next))
	}
	msg.Lane, msg.Guard.Purpose, msg.Guard.Quiet = Reply, PurposeReply, false
	s.say(msg)
	return "after.next"
}

// planWeeksLater shows the whole plan, as last time, for a yes.
func planWeeksLater(s *step, m *care.Meeting, v string) Reason {
	weeks, err := strconv.Atoi(v)
	if err != nil || weeks < 1 || weeks > weeksOffered {
		return s.refused()
	}
	staff := s.wereOn(m)
	begin := weeksLater(m, weeks).In(calendar.Zone(s.team().Zone))
	if len(staff) < 2 || !begin.After(s.now) {
		return s.beginPlan(m.Network)
	}
	s.begin(&care.Draft{What: draftPlan, Network: m.Network, Day: begin.Format("2006-01-02"), Clock: begin.Format("15:04"),
		Length: m.Minutes, Place: m.Place, Kind: m.Kind, Spot: m.Spot, Staff: staff})
	s.showSummary()
	return "after.planning"
}
