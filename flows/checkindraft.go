package flows

import (
	"slices"
	"strconv"
	"time"

	"polyphony/care"
	"polyphony/locales"
	"polyphony/scheduler/calendar"
)

// An agreement is made in one message, edited in place: which questions, on
// which days, at what time, and a summary before it is put to the other side.

const draftCheck = "check" // nothing: the menu waits for a tap

var checkDrafts = []string{draftCheck, draftQuestion}

// plansMost is how many agreements one member has in a circle.
const plansMost = 3

// chooseMember begins a proposal: for whom? What was agreed in the circle
// stands there too.
func (s *step) chooseMember(n *care.Network) Reason {
	if !s.plansIn(s.me.ID, n.ID) {
		return s.refused()
	}
	s.begin(&care.Draft{What: draftCheck, Network: n.ID, Plan: &care.Plan{}})
	s.fetchMembers(n)
	var lines []Line
	var rows, open [][]Button
	for _, m := range n.Members {
		if m.Role.Staff() || s.place(n, m.Contact) == nil {
			continue
		}
		rows = append(rows, row(s.askButton(locales.ListName, Args{"Name": text(s.name(m.Contact))}, "who."+m.Contact)))
		for _, p := range s.plansOf(n, m.Contact) {
			args := Args{"Name": s.called(m.Contact), "Number": count(len(lines) + 1), "Terms": s.terms(p), "State": s.state(p)}
			lines = append(lines, Line{Key: locales.AgreementTheirs, Args: args})
			open = append(open, row(Button{Label: locales.AgreementNumberOf, Args: args, Data: data("agree", p.ID, p.Rev, "show")}))
		}
	}
	rows = append(append(rows, open...), row(s.askButton(locales.PlanLeave, nil, "leave")))
	s.showLines(locales.CheckWho, Args{"Circle": text(n.Called)}, lines, rows)
	return "check.begun"
}

func (s *step) askButton(label locales.Key, args Args, arg string) Button {
	return Button{Label: label, Args: args, Data: data("ask", "-", s.me.Menu, arg)}
}

// planCheckInTap handles the buttons of an agreement being made.
func planCheckInTap(s *step, p press) Reason {
	if s.me == nil {
		return s.refused()
	}
	if p.id != "-" {
		return s.beginAgreement(s.network(p.id))
	}
	d := s.me.Draft
	if d == nil || d.Plan == nil || p.rev != s.me.Menu || !slices.Contains(checkDrafts, d.What) {
		s.stale()
		s.showAgreements()
		return "check.stale"
	}
	n := s.network(d.Network)
	if !s.proposes(n, d) {
		return s.refused()
	}
	act, value := splitArg(p.arg)
	choose, known := askSteps[act]
	if !known || d.Member == "" && act != "who" && act != "leave" {
		return s.refused()
	}
	d.What = draftCheck
	s.touched()
	return choose(s, n, value)
}

// proposes reports whether whoever has this draft may make it: the team for its
// members, everybody else for themselves.
func (s *step) proposes(n *care.Network, d *care.Draft) bool {
	if s.plansIn(s.me.ID, d.Network) {
		return d.Member != s.me.ID
	}
	return s.mayAsk(n, s.me.ID) && d.Member == s.me.ID
}

var askSteps map[string]func(*step, *care.Network, string) Reason

func init() {
	askSteps = map[string]func(*step, *care.Network, string) Reason{
		"who": askWho, "q": askQuestion, "day": askDay, "after": askAfter, "time": askTime, "from": askFrom, "until": askUntil,
		"questions": func(s *step, _ *care.Network, _ string) Reason { s.showQuestions(); return "check.questions" },
		"anew": func(s *step, _ *care.Network, _ string) Reason {
			s.me.Draft.Plan.Questions = nil
			s.showQuestions()
			return "check.anew"
		},
		"days":    func(s *step, _ *care.Network, _ string) Reason { s.showDays(); return "check.days" },
		"hours":   func(s *step, _ *care.Network, _ string) Reason { return s.showHours() },
		"froms":   func(s *step, n *care.Network, _ string) Reason { s.showFroms(n); return "check.froms" },
		"untils":  func(s *step, _ *care.Network, _ string) Reason { s.showUntils(); return "check.untils" },
		"summary": func(s *step, _ *care.Network, _ string) Reason { return s.nextPage() },
		"send":    sendAgreement,
		"leave":   func(s *step, _ *care.Network, _ string) Reason { return planLeave(s, "") },
	}
}

// beginAgreement begins one in a circle, for a member or for oneself.
func (s *step) beginAgreement(n *care.Network) Reason {
	switch {
	case n == nil:
		return s.refused()
	case s.plansIn(s.me.ID, n.ID):
		return s.chooseMember(n)
	case !s.mayAsk(n, s.me.ID):
		return s.refused()
	}
	s.begin(&care.Draft{What: draftCheck, Network: n.ID, Member: s.me.ID, Plan: &care.Plan{}})
	return s.beginFor(n)
}

func askWho(s *step, n *care.Network, member string) Reason {
	m := s.place(n, member)
	if m == nil || m.Role.Staff() {
		return s.refused()
	}
	s.me.Draft.Member = member
	return s.beginFor(n)
}

func (s *step) beginFor(n *care.Network) Reason {
	if s.ev.Kind == KindTap {
		s.me.Draft.Message, s.me.Draft.Caption = s.ev.Message, s.ev.Caption
	}
	if len(s.plansOf(n, s.me.Draft.Member)) >= plansMost {
		s.draw(locales.AgreementEnough, Args{"Number": count(plansMost)}, nil, nil, row(s.askButton(locales.PlanLeave, nil, "leave")))
		return "check.enough"
	}
	s.me.Draft.Plan = &care.Plan{Weekday: calendar.EveryDay}
	s.showQuestions()
	return "check.who"
}

// changePlan opens an agreement that stands as a draft of itself.
func (s *step) changePlan(p *care.Plan) Reason {
	stands := *p
	stands.Questions, stands.Question, stands.Own = slices.Clone(p.Asks()), "", false
	stands.Days, stands.Silence = slices.Clone(p.OnDays()), nil
	stands.ToMeeting = p.ToMeeting && (!p.Agreed || p.Member == s.me.ID) // a pause is its member's own
	s.begin(&care.Draft{What: draftCheck, Network: p.Network, Member: p.Member, Plan: &stands})
	s.showAgreement()
	return "check.change"
}

func askQuestion(s *step, _ *care.Network, v string) Reason {
	i, err := strconv.Atoi(v)
	p := s.me.Draft.Plan
	if err != nil || i < 0 || i >= len(questions) || len(p.Questions) >= care.QuestionsMost {
		return s.refused()
	}
	asked := s.Question(s.contact(s.me.Draft.Member).Language, questions[i])
	if !slices.ContainsFunc(p.Questions, func(q care.Question) bool { return q.Text == asked }) {
		p.Questions = append(p.Questions, care.Question{Text: asked})
	}
	return s.nextPage()
}

// questionLimit keeps a question short enough to be one.
const questionLimit = 300

// questionTyped takes a question in the words that it was agreed in.
func questionTyped(s *step, typed string) Reason {
	p := s.me.Draft.Plan
	if p == nil || len(p.Questions) >= care.QuestionsMost {
		s.endDraft()
		return s.toTeam(typed, care.Media{}, false)
	}
	if len([]rune(typed)) > questionLimit {
		s.reply(locales.CheckQuestionLong, nil)
		return "check.question.long"
	}
	p.Questions = append(p.Questions, care.Question{Text: typed, Own: true, By: s.me.ID})
	s.menu()
	return s.nextPage()
}

// askDay takes every day, or one of several that it is one of or not.
func askDay(s *step, _ *care.Network, v string) Reason {
	day, err := strconv.Atoi(v)
	if err != nil || day < 0 || day > 7 {
		return s.refused()
	}
	p := s.me.Draft.Plan
	p.After, p.Weekday = 0, calendar.EveryDay
	if day == 0 {
		p.Days = nil
		return s.showHours()
	}
	d := time.Weekday(day % 7)
	if i := slices.Index(p.Days, d); i >= 0 {
		p.Days = slices.Delete(p.Days, i, i+1)
	} else {
		p.Days = append(p.Days, d)
		slices.SortFunc(p.Days, func(a, b time.Weekday) int { return (int(a)+6)%7 - (int(b)+6)%7 })
	}
	s.showDays()
	return "check.day"
}

// daysAfter are how long after a meeting a question may come.
var daysAfter = []int{1, 2, 3, 7}

func askAfter(s *step, _ *care.Network, v string) Reason {
	days, err := strconv.Atoi(v)
	if err != nil || !slices.Contains(daysAfter, days) {
		return s.refused()
	}
	p := s.me.Draft.Plan
	p.After, p.Days, p.Weekday = days, nil, calendar.EveryDay
	p.From, p.ToMeeting = "", false
	return s.showHours()
}

func askTime(s *step, _ *care.Network, clock string) Reason {
	if !slices.Contains(hoursOfCheckIn, clock) {
		return s.refused()
	}
	s.me.Draft.Plan.Clock = clock
	return s.nextPage()
}

// askFrom takes the first day; the last moves with it.
func askFrom(s *step, n *care.Network, v string) Reason {
	p := s.me.Draft.Plan
	today, began := s.today(), s.begins()
	switch {
	case v == "meeting" && s.nextMeeting(n, s.me.Draft.Member) != nil:
		p.From, p.ToMeeting = "", true
	case v == "monday":
		p.From, p.ToMeeting = today.AddDate(0, 0, 7-(int(today.Weekday())+6)%7).Format(time.DateOnly), false
	case v == "today":
		p.From, p.ToMeeting = "", false
	default:
		return s.refused()
	}
	if until, err := time.Parse(time.DateOnly, p.Until); err == nil {
		p.Until = until.Add(s.begins().Sub(began)).Format(time.DateOnly)
	}
	return s.nextPage()
}

// begins is the first day that is chosen, or today.
func (s *step) begins() time.Time {
	begin := s.today()
	if from, err := time.Parse(time.DateOnly, s.me.Draft.Plan.From); err == nil && from.After(begin) {
		return from
	}
	return begin
}

func askUntil(s *step, _ *care.Network, v string) Reason {
	p, begin := s.me.Draft.Plan, s.begins()
	switch v {
	case "ended":
		p.Until = ""
	case "weeks":
		p.Until = begin.AddDate(0, 0, 28).Format(time.DateOnly)
	case "months":
		p.Until = begin.AddDate(0, 3, 0).Format(time.DateOnly)
	default:
		return s.refused()
	}
	return s.nextPage()
}

// today is the day that it is by the clock of the draft's member.
func (s *step) today() time.Time {
	day, err := time.Parse(time.DateOnly, calendar.Day(s.now, s.zoneOf(s.contact(s.me.Draft.Member))))
	if err != nil {
		panic(readFailed{undecided(err.Error())})
	}
	return day
}

// nextPage asks for what is still missing, and else shows the summary.
func (s *step) nextPage() Reason {
	p := s.me.Draft.Plan
	switch {
	case len(p.Questions) == 0:
		s.showQuestions()
	case p.Clock == "":
		s.showDays()
	default:
		s.showAgreement()
	}
	return "check.next"
}
