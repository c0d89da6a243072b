package flows

import (
	"slices"
	"strconv"
	"time"

	"polyphony/care"
	"polyphony/locales"
	"polyphony/scheduler/calendar"
)

// A check-in is proposed by staff for one member, and nothing starts before
// that member's own yes (rule 6). Silence raises no alarm (rule 7).

// questions are the open questions offered; any other can be typed.
var questions = []locales.Key{locales.QuestionHow, locales.QuestionWeek, locales.QuestionHelped}

// hoursOfCheckIn are offered as times of day; all lie outside quiet hours.
var hoursOfCheckIn = []string{"09:00", "12:00", "15:00", "18:00", "20:00"}

// chooseMember begins a proposal: for whom?
func (s *step) chooseMember(n *care.Network) Reason {
	if !s.plansIn(s.me.ID, n.ID) {
		return s.refused()
	}
	s.begin(&care.Draft{What: "check", Network: n.ID})
	var rows [][]Button
	s.fetchMembers(n)
	for _, m := range n.Members {
		if !m.Role.Staff() && s.place(n, m.Contact) != nil {
			rows = append(rows, row(s.askButton(locales.ListName, Args{"Name": text(s.name(m.Contact))}, "who."+m.Contact)))
		}
	}
	rows = append(rows, row(s.askButton(locales.PlanLeave, nil, "leave")))
	s.show(locales.CheckWho, Args{"Circle": text(n.Called)}, rows...)
	return "check.begun"
}

func (s *step) askButton(label locales.Key, args Args, arg string) Button {
	return Button{Label: label, Args: args, Data: data("ask", "-", s.me.Menu, arg)}
}

// planCheckInTap handles the buttons of a proposal being made.
func planCheckInTap(s *step, p press) Reason {
	if s.me == nil || !s.staff() {
		return s.refused()
	}
	d := s.me.Draft
	if d == nil || p.rev != s.me.Menu || d.What != "check" && d.What != draftQuestion {
		s.stale()
		s.redraw(locales.PlanOld, nil)
		return "check.stale"
	}
	n := s.network(d.Network)
	if !s.plansIn(s.me.ID, d.Network) {
		return s.refused()
	}
	act, value := splitArg(p.arg)
	choose, known := askSteps[act]
	if !known {
		return s.refused()
	}
	s.touched()
	return choose(s, n, value)
}

var askSteps map[string]func(*step, *care.Network, string) Reason

func init() {
	askSteps = map[string]func(*step, *care.Network, string) Reason{
		"who": askWho, "q": askQuestion, "day": askDay, "time": askTime,
		"leave": func(s *step, _ *care.Network, _ string) Reason { return planLeave(s, "") },
	}
}

func askWho(s *step, n *care.Network, member string) Reason {
	m := n.Member(member)
	if m == nil || m.Role.Staff() {
		return s.refused()
	}
	s.me.Draft.Member, s.me.Draft.What = member, draftQuestion
	var rows [][]Button
	for i, q := range questions {
		rows = append(rows, row(s.askButton(q, nil, "q."+strconv.Itoa(i))))
	}
	s.show(locales.CheckQuestion, Args{"Name": text(s.name(member))}, append(rows, row(s.askButton(locales.PlanLeave, nil, "leave")))...)
	return "check.who"
}

func askQuestion(s *step, _ *care.Network, v string) Reason {
	i, err := strconv.Atoi(v)
	if err != nil || i < 0 || i >= len(questions) || s.me.Draft.Member == "" {
		return s.refused()
	}
	c := s.contact(s.me.Draft.Member)
	s.me.Draft.Text, s.me.Draft.Typed = s.Question(c.Language, questions[i]), false
	s.showCheckInDays()
	return "check.question"
}

// questionLimit keeps a question short enough to be one.
const questionLimit = 300

// questionTyped takes a question in the words that it was agreed in.
func questionTyped(s *step, typed string) Reason {
	if len([]rune(typed)) > questionLimit {
		s.reply(locales.CheckQuestionLong, nil)
		return "check.question.long"
	}
	s.me.Draft.Text, s.me.Draft.Typed = typed, true
	s.menu()
	s.showCheckInDays()
	return "check.question"
}

func (s *step) showCheckInDays() {
	s.me.Draft.What = "check"
	s.putContact(s.me)
	rows := [][]Button{row(s.askButton(locales.CheckEveryDay, nil, "day.0"))}
	for i := 1; i <= 7; i += 2 {
		var r []Button
		for d := i; d < i+2 && d <= 7; d++ {
			r = append(r, s.askButton(weekdays[d%7], nil, "day."+strconv.Itoa(d)))
		}
		rows = append(rows, r)
	}
	s.show(locales.CheckDay, Args{"Question": {Open: s.me.Draft.Text}}, append(rows, row(s.askButton(locales.PlanLeave, nil, "leave")))...)
}

// weekdays are the names of the days, from Sunday as Go counts them.
var weekdays = []locales.Key{locales.DaySunday, locales.DayMonday, locales.DayTuesday, locales.DayWednesday, locales.DayThursday, locales.DayFriday, locales.DaySaturday}

func askDay(s *step, _ *care.Network, v string) Reason {
	day, err := strconv.Atoi(v)
	if err != nil || day < 0 || day > 7 || s.me.Draft.Text == "" {
		return s.refused()
	}
	s.me.Draft.Weekday = day
	var rows [][]Button
	for _, clock := range hoursOfCheckIn {
		rows = append(rows, row(s.askButton(locales.ListName, Args{"Name": text(clock)}, "time."+clock)))
	}
	s.show(locales.CheckTime, nil, append(rows, row(s.askButton(locales.PlanLeave, nil, "leave")))...)
	return "check.day"
}

// askTime finishes the proposal and puts it to the member.
func askTime(s *step, n *care.Network, clock string) Reason {
	d := s.me.Draft
	if !slices.Contains(hoursOfCheckIn, clock) || d.Text == "" || n.Member(d.Member) == nil {
		return s.refused()
	}
	p := &care.Plan{ID: s.newID("plan"), Network: n.ID, Member: d.Member, Question: d.Text, Own: d.Typed, Weekday: goWeekday(d.Weekday), Clock: clock, By: s.me.ID, At: s.now}
	s.me.Draft = nil
	s.putContact(s.me)
	s.putPlan(p)
	n.Plans = append(n.Plans, p.ID)
	s.putNetwork(n)
	s.redraw(locales.CheckProposed, Args{"Name": text(s.name(p.Member))})
	args := s.planArgs(p)
	args["Name"] = text(s.me.Name)
	s.say(Message{Person: p.Member, Lane: Bulk, Key: locales.CheckProposal, Args: args, Slot: "plan:" + p.ID,
		Buttons: [][]Button{row(
			Button{Label: locales.CheckAgree, Data: data("agree", p.ID, 0, "yes")},
			Button{Label: locales.CheckDecline, Data: data("agree", p.ID, 0, "no")})},
		Guard: Guard{Purpose: PurposeNotice, Network: n.ID, Quiet: true}})
	return "check.proposed"
}

// goWeekday turns 1 to 7 from Monday, 0 for every day, into what care keeps.
func goWeekday(day int) int {
	if day == 0 {
		return calendar.EveryDay
	}
	return day % 7
}

// asked shows a plan's question: one of the library's in the open, one that
// somebody typed behind a spoiler, since it arrives on a locked phone (rule 12).
func asked(p *care.Plan) Arg {
	if p.Own {
		return words(p.Question)
	}
	return Arg{Open: p.Question}
}

func (s *step) planArgs(p *care.Plan) Args {
	day := locales.CheckEachDay
	if p.Weekday >= 0 {
		day = weekdays[p.Weekday]
	}
	return Args{"Question": asked(p), "Day": keyed(day), "Time": text(p.Clock)}
}

// agreeTap is the member's own yes or no. The yes is the agreement to be asked.
func agreeTap(s *step, p press) Reason {
	plan := s.plan(p.id)
	if s.me == nil || plan == nil || plan.Member != s.me.ID || !s.me.In(plan.Network) {
		return s.refused()
	}
	if plan.Ended || plan.Agreed && p.arg == "yes" {
		s.stale()
		s.redraw(s.planState(plan), s.planArgs(plan))
		return "agree.stale"
	}
	if p.arg != "yes" {
		s.endPlan(plan)
		s.redraw(locales.CheckDeclined, nil)
		return "agree.no"
	}
	plan.Agreed = true
	if !s.me.Agrees(care.CheckIns) {
		s.decideConsent(care.CheckIns, true)
	}
	s.putPlan(plan)
	s.askNext(plan)
	s.audit("contact:"+s.me.ID, "plan.agreed", plan.ID)
	s.redraw(locales.CheckAgreed, s.planArgs(plan))
	return "agree.yes"
}

func (s *step) planState(p *care.Plan) locales.Key {
	if p.Ended {
		return locales.CheckEnded
	}
	return locales.CheckAgreed
}

func askTimer(plan string) TimerKey { return TimerKey{Subject: "plan", ID: plan, What: "ask"} }

// askNext sets the one next check-in of a plan (I9), in the member's own zone.
func (s *step) askNext(p *care.Plan) {
	from := s.now
	if p.Paused.After(from) {
		from = p.Paused
	}
	next, err := calendar.Next(from, p.Weekday, p.Clock, s.zoneOf(s.contact(p.Member)))
	if err != nil || next.IsZero() {
		panic(readFailed{undecided("plan " + p.ID + " has no next date")})
	}
	s.timer(askTimer(p.ID), next)
}

func (s *step) endPlan(p *care.Plan) {
	p.Ended = true
	s.putPlan(p)
	s.cancel(askTimer(p.ID))
	if c := s.contact(p.Member); c != nil && c.CheckIn != "" && c.CheckIn == p.Open {
		c.CheckIn = ""
		s.putContact(c)
	}
	if n := s.network(p.Network); n != nil {
		n.Plans = slices.DeleteFunc(n.Plans, func(id string) bool { return id == p.ID })
		s.putNetwork(n)
	}
	s.audit("contact:"+p.Member, "plan.ended", p.ID)
}

// closeCheckIn forgets the open question, so that later words are not taken
// for its answer.
func (s *step) closeCheckIn(c *care.Contact) { c.CheckIn = "" }

// forgetQuestion closes somebody's open question if this circle asked it: the
// one about a meeting belongs to no plan that would end it.
func (s *step) forgetQuestion(n *care.Network, c *care.Contact) {
	if in := s.checkin(c.CheckIn); in != nil && in.Network == n.ID {
		s.closeCheckIn(c)
		s.putContact(c)
	}
}

// onCheckInDue asks, if the member still agrees, and sets the next date either
// way: a plan that runs has exactly one.
func onCheckInDue(s *step) Reason {
	p := s.plan(s.ev.Timer.ID)
	if p == nil || !p.Agreed || p.Ended {
		return "checkin.over"
	}
	s.askNext(p)
	c := s.contact(p.Member)
	if c == nil || c.Stopped || c.Blocked || !c.Agrees(care.CheckIns) || !s.hearsOf(p.Network, c.ID) || s.now.Before(p.Paused) {
		return "checkin.withheld"
	}
	in := &care.CheckIn{ID: s.newID("checkin"), Plan: p.ID, Network: p.Network, Member: p.Member, Question: p.Question, Asked: s.now}
	s.put(care.KindCheckIn, in.ID, in)
	s.superseded(c)
	p.Open, c.CheckIn = in.ID, in.ID
	s.putPlan(p)
	s.putContact(c)
	s.say(Message{Person: c.ID, Lane: Bulk, Key: locales.CheckAsk, Args: Args{"Name": text(c.Name), "Question": asked(p)}, Slot: "checkin:" + in.ID,
		Buttons: checkInButtons(in.ID), Guard: Guard{Purpose: care.CheckIns, Network: p.Network, Plan: p.ID, Quiet: true, Before: s.now.Add(checkInLate)}})
	return "checkin.asked"
}

// checkInLate is how late a question may still be asked: after an outage
// nobody is asked in the evening how their morning is (rule 16).
const checkInLate = 6 * time.Hour

func checkInButtons(id string) [][]Button {
	act := func(label locales.Key, arg string) Button {
		return Button{Label: label, Data: data("check", id, 0, arg)}
	}
	return [][]Button{row(act(locales.CheckSkip, "skip"), act(locales.CheckPause, "pause")), row(act(locales.CheckStop, "stop"))}
}

// checkInTap is skip, pause or stop; all three always work.
func checkInTap(s *step, p press) Reason {
	in := s.checkin(p.id)
	if s.me == nil || in == nil || in.Member != s.me.ID {
		return s.refused()
	}
	plan := s.plan(in.Plan)
	if plan == nil || plan.Ended {
		s.notice(locales.TapOld, nil)
		s.redraw(locales.CheckEnded, nil)
		return "checkin.stale"
	}
	switch p.arg {
	case "skip":
		in.Skipped = true
		s.put(care.KindCheckIn, in.ID, in)
		s.redraw(locales.CheckSkipped, nil)
	case "pause":
		plan.Paused = s.now.AddDate(0, 0, 7)
		s.putPlan(plan)
		s.askNext(plan)
		s.redraw(locales.CheckPaused, Args{"Until": {Day: calendar.Day(plan.Paused, s.zoneOf(s.me))}})
	case "stop":
		s.endPlan(plan)
		s.redraw(locales.CheckEnded, nil)
	default:
		return s.refused()
	}
	if s.me.CheckIn == in.ID {
		s.closeCheckIn(s.me)
		s.putContact(s.me)
	}
	return Reason("checkin." + p.arg)
}
