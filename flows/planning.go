package flows

import (
	"slices"
	"time"

	"polyphony/care"
	"polyphony/locales"
	"polyphony/scheduler/calendar"
)

// Planning a meeting is one message, edited in place: which day, what time, and
// a summary on which everything else can be changed before anybody is told.
// What was chosen waits in the draft.

// What somebody's typed words may complete.
const (
	draftPlan     = "plan" // nothing: the menu waits for a tap
	draftDay      = "plan.day"
	draftTime     = "plan.time"
	draftLength   = "plan.length"
	draftPlace    = "plan.place"
	draftLink     = "plan.link"
	draftWhy      = "plan.why"
	draftQuestion = "check.question"
	draftCircle   = "circle.name"
)

// planDrafts are the states of the planning menu.
var planDrafts = []string{draftPlan, draftDay, draftTime, draftLength, draftPlace, draftLink, draftWhy}

// usualLength is how long a circle's first meeting is, in minutes.
const usualLength = 90

// beginPlan opens the planning menu for a circle.
func (s *step) beginPlan(network string) Reason {
	d, reason := s.newDraft(network)
	if d == nil {
		return reason
	}
	s.begin(d)
	s.showMonth(s.thisMonth())
	return "plan.begun"
}

// newDraft is a plan as it usually is: like the last meeting. Without one it
// has been said why not.
func (s *step) newDraft(network string) (*care.Draft, Reason) {
	n := s.network(network)
	switch {
	case !s.plansIn(s.me.ID, network):
		return nil, s.refused()
	case ended(n) != "":
		s.show(locales.PlanCircleEnded, nil)
		return nil, "plan.circle.ended"
	case len(s.practitioners(n)) < 2:
		s.show(locales.PlanNeedsTwo, nil, row(Button{Label: locales.CircleAddStaff, Data: data("circle", network, 0, "staff")}))
		return nil, "plan.needs.two"
	}
	d := &care.Draft{What: draftPlan, Network: network, Length: usualLength, Staff: s.sameAgain(n)}
	d.Place, d.Kind = s.standard("home")
	if last := s.lastMeeting(n); last != nil {
		d.Length, d.Place, d.Kind, d.Spot = last.Minutes, last.Place, last.Kind, last.Spot
	}
	return d, ""
}

// lastMeeting is the circle's meeting that ended last, else the newest planned.
func (s *step) lastMeeting(n *care.Network) *care.Meeting {
	if m := s.meeting(n.Last); m != nil {
		return m
	}
	if len(n.Meetings) == 0 {
		return nil
	}
	return s.meeting(n.Meetings[len(n.Meetings)-1])
}

func (s *step) planButton(label locales.Key, args Args, arg string) Button {
	id := "-"
	if d := s.me.Draft; d != nil && d.Meeting != "" {
		id = d.Meeting // an old menu about a meeting can show how that stands
	}
	return Button{Label: label, Args: args, Data: data("plan", id, s.me.Menu, arg)}
}

// draw puts the planning message in its place: where it was tapped on, or where
// it stands when its planner has written something. What went wrong comes first.
func (s *step) draw(key locales.Key, args Args, first, lines []Line, rows ...[]Button) {
	d := s.me.Draft
	if s.ev.Kind == KindTap {
		d.Message, d.Caption = s.ev.Message, s.ev.Caption
		s.putContact(s.me)
	}
	all := append(slices.Clone(first), Line{Key: key, Args: args})
	all = append(all, lines...)
	s.say(Message{Lane: Reply, Key: all[0].Key, Args: all[0].Args, Lines: all[1:], Buttons: rows,
		Edit: d.Message, Caption: d.Caption, Guard: Guard{Purpose: PurposeReply}})
}

// await says what the next words complete, if anything.
func (s *step) await(what string) {
	s.me.Draft.What = what
	s.touched()
}

// wrong says in one sentence why something cannot be: on a tap as a notice, to
// words as a message.
func (s *step) wrong(key locales.Key, args Args) {
	if s.ev.Kind == KindTap {
		s.notice(key, args)
		return
	}
	s.reply(key, args)
}

// chosen remembers which part of a standing meeting was chosen anew.
func (s *step) chosen(p care.Part) {
	if d := s.me.Draft; d.Meeting != "" && !slices.Contains(d.Parts, p) {
		d.Parts = append(d.Parts, p)
	}
}

// planAnew begins a plan in a message of its own: the one with the button stays.
const planAnew = "anew"

// planMeetingTap handles every button of the planning menu.
func planMeetingTap(s *step, p press) Reason {
	if s.me == nil || !s.staff() {
		return s.refused()
	}
	m := s.meeting(p.id)
	if m != nil && !s.plansIn(s.me.ID, m.Network) {
		return s.refused()
	}
	if m == nil && p.id != "-" {
		if p.arg == planAnew {
			s.ev.Message = 0
		}
		return s.beginPlan(p.id)
	}
	if p.arg == "begin" {
		return s.chooseOrBegin()
	}
	act, value := splitArg(p.arg)
	d := s.me.Draft
	if d == nil || p.rev != s.me.Menu || !slices.Contains(planDrafts, d.What) {
		return s.stalePlan(act, m)
	}
	if act == "circle" && d.Network == "" {
		return s.lineCircle(value)
	}
	if !s.plansIn(s.me.ID, d.Network) {
		return s.refused()
	}
	choose, known := planSteps[act]
	if !known {
		return s.refused()
	}
	s.touched()
	return choose(s, value)
}

// stalePlan answers a button of a menu that is over. Sending twice is a slip of
// the finger: what was said about the first time stays.
func (s *step) stalePlan(act string, m *care.Meeting) Reason {
	if act == "send" && s.me.Draft == nil {
		s.notice(locales.PlanOnceOnly, nil)
		return "plan.sent.already"
	}
	if m != nil && (m.Cancelled || !s.now.Before(ends(m))) {
		return s.staleMeeting(m)
	}
	s.stale()
	if m != nil {
		s.showMeeting(m, locales.MeetingDetails)
		return "plan.stale"
	}
	s.redraw(locales.PlanOld, nil, s.plannedRows()...)
	return "plan.stale"
}

func splitArg(arg string) (act, value string) {
	for i := range arg {
		if arg[i] == '.' {
			return arg[:i], arg[i+1:]
		}
	}
	return arg, ""
}

var planSteps map[string]func(*step, string) Reason

func init() {
	planSteps = map[string]func(*step, string) Reason{
		"month":   func(s *step, v string) Reason { s.showMonth(s.monthOf(v)); return "plan.month" },
		"none":    planNone,
		"day":     planDay,
		"times":   func(s *step, _ string) Reason { s.showTimes(-1); return "plan.times" },
		"hour":    planHour,
		"time":    func(s *step, v string) Reason { return s.chooseTime(v, 0) },
		"lengths": func(s *step, _ string) Reason { s.showLengths(); return "plan.lengths" },
		"length":  planLength,
		"places":  func(s *step, _ string) Reason { s.showPlaces(); return "plan.places" },
		"place":   planPlace,
		"nolink":  planNoLink,
		"people":  func(s *step, _ string) Reason { s.showPeople(); return "plan.people" },
		"comes":   planComes,
		"chosen":  planPeopleChosen,
		"nowhy":   planNoWhy,
		"invite":  func(s *step, _ string) Reason { s.showInvited(); return "plan.invite" },
		"invited": planInvited,
		"often":   func(s *step, _ string) Reason { s.showOften(); return "plan.often" },
		"every":   planEvery,
		"skip":    planSkip,
		"summary": planBack,
		"send":    planSend,
		"leave":   planLeave,
	}
}

// planBack goes back to the summary. Practitioners that were chosen down to fewer
// than two are those from before again.
func planBack(s *step, _ string) Reason {
	if d := s.me.Draft; len(d.Staff) < 2 {
		d.Staff, d.Why, d.Asked = s.sameAgain(s.network(d.Network)), "", false
		if m := s.meeting(d.Meeting); m != nil {
			d.Staff = s.wereOn(m)
		}
		d.Parts = slices.DeleteFunc(d.Parts, func(p care.Part) bool { return p == care.PartPeople })
	}
	s.showSummary()
	return "plan.summary"
}

// planNone answers a tap on what is no day.
func planNone(s *step, v string) Reason {
	if v == "past" {
		s.notice(locales.PlanDayPast, nil)
		return "plan.day.past"
	}
	s.notice(locales.PlanDayNone, nil)
	return "plan.day.none"
}

func planDay(s *step, day string) Reason {
	date, err := time.Parse(time.DateOnly, day)
	switch {
	case err != nil:
		return s.refused()
	case day < calendar.Day(s.now, s.teamZone()):
		s.notice(locales.PlanDayPast, nil)
		s.showMonth(s.thisMonth())
		return "plan.day.past"
	case !date.Before(s.thisMonth().AddDate(0, monthsAhead+1, 0)):
		return s.refused()
	}
	d := s.me.Draft
	known := d.Day == "" && d.Clock != "" // a line said the time but no day
	d.Day = day
	if known {
		return s.chooseTime(d.Clock, 0)
	}
	s.showTimes(-1)
	return "plan.day"
}

func planLeave(s *step, _ string) Reason {
	d := s.me.Draft
	s.me.Draft = nil
	s.putContact(s.me)
	if m := s.meeting(d.Meeting); m != nil && !m.Cancelled && s.now.Before(ends(m)) {
		s.notice(locales.PlanLeft, nil)
		s.showMeeting(m, locales.MeetingDetails)
		return "plan.left"
	}
	s.redraw(locales.PlanLeft, nil)
	return "plan.left"
}
