package flows

import (
	"slices"
	"strconv"
	"time"

	"polyphony/care"
	"polyphony/locales"
)

// The pages of the message in which an agreement is made.

// questions are the open questions offered; any other can be typed.
var questions = []locales.Key{locales.QuestionHow, locales.QuestionWeek, locales.QuestionHelped, locales.QuestionMind, locales.QuestionMeeting,
	locales.QuestionGood, locales.QuestionHard, locales.QuestionPeople, locales.QuestionNext}

// hoursOfCheckIn are offered as times of day; all lie outside quiet hours.
var hoursOfCheckIn = []string{"09:00", "12:00", "15:00", "18:00", "20:00"}

// ownDraft reports whether somebody makes the agreement for themselves.
func (s *step) ownDraft() bool { return s.me.Draft.Member == s.me.ID }

// checkBack leads back to the summary once there is one, or out of it all.
func (s *step) checkBack() []Button {
	leave := s.askButton(locales.PlanLeave, nil, "leave")
	if p := s.me.Draft.Plan; len(p.Questions) > 0 && p.Clock != "" {
		return row(s.askButton(locales.AgreementBack, nil, "summary"), leave)
	}
	return row(leave)
}

func (s *step) showQuestions() {
	s.await(draftQuestion)
	var rows [][]Button
	for i, q := range questions {
		rows = append(rows, row(s.askButton(q, nil, "q."+strconv.Itoa(i))))
	}
	key, args := locales.CheckQuestion, Args{"Name": s.called(s.me.Draft.Member)}
	if s.ownDraft() {
		key, args = locales.AgreementWhichQuestion, nil
	}
	s.draw(key, args, nil, nil, append(rows, s.checkBack())...)
}

// showDays offers every day, some days of the week, or days after a meeting.
func (s *step) showDays() {
	s.await(draftCheck)
	p := s.me.Draft.Plan
	rows := [][]Button{row(s.askButton(locales.CheckEveryDay, nil, "day.0"))}
	for i := 1; i <= 7; i++ {
		day := weekdays[i%7]
		b := s.askButton(day, nil, "day."+strconv.Itoa(i))
		if slices.Contains(p.Days, time.Weekday(i%7)) {
			b = s.askButton(locales.AgreementChosen, Args{"Name": keyed(day)}, "day."+strconv.Itoa(i))
		}
		if i%2 == 1 {
			rows = append(rows, nil)
		}
		rows[len(rows)-1] = append(rows[len(rows)-1], b)
	}
	if len(p.Days) > 0 {
		rows = append(rows, row(s.askButton(locales.AgreementTheseDays, nil, "hours")))
	}
	for _, n := range daysAfter {
		rows = append(rows, row(s.askButton(locales.AgreementAfterButton, Args{"Count": count(n)}, "after."+strconv.Itoa(n))))
	}
	s.draw(locales.CheckDay, Args{"Questions": quoted(p.Questions)}, nil, nil, append(rows, s.checkBack())...)
}

func (s *step) showHours() Reason {
	s.await(draftCheck)
	var rows [][]Button
	for i, clock := range hoursOfCheckIn {
		if i%3 == 0 {
			rows = append(rows, nil)
		}
		rows[len(rows)-1] = append(rows[len(rows)-1], s.askButton(locales.ListName, Args{"Name": text(clock)}, "time."+clock))
	}
	s.draw(locales.CheckTime, nil, nil, nil, append(rows, row(s.askButton(locales.AgreementBack, nil, "days"), s.askButton(locales.PlanLeave, nil, "leave")))...)
	return "check.hours"
}

func (s *step) showFroms(n *care.Network) {
	s.await(draftCheck)
	rows := [][]Button{row(s.askButton(locales.AgreementFromToday, nil, "from.today")), row(s.askButton(locales.AgreementFromMonday, nil, "from.monday"))}
	if s.nextMeeting(n, s.me.Draft.Member) != nil {
		rows = append(rows, row(s.askButton(locales.AgreementFromMeeting, nil, "from.meeting")))
	}
	s.draw(locales.AgreementFromAsk, nil, nil, nil, append(rows, s.checkBack())...)
}

func (s *step) showUntils() {
	s.await(draftCheck)
	s.draw(locales.AgreementUntilAsk, nil, nil, nil,
		row(s.askButton(locales.AgreementUntilEnded, nil, "until.ended")),
		row(s.askButton(locales.AgreementUntilWeeks, nil, "until.weeks")),
		row(s.askButton(locales.AgreementUntilMonths, nil, "until.months")), s.checkBack())
}

// showAgreement is the summary: nothing has been said to anybody yet.
func (s *step) showAgreement() {
	s.await(draftCheck)
	p := *s.me.Draft.Plan
	p.Member, p.Network, p.Agreed = s.me.Draft.Member, s.me.Draft.Network, false
	args := Args{"Terms": s.terms(&p), "Name": s.called(p.Member), "Readers": s.readers(&p)}
	key, send := locales.AgreementSummary, s.askButton(locales.AgreementSend, Args{"Name": s.called(p.Member)}, "send")
	if s.ownDraft() {
		label := locales.CheckAgree
		if s.me.Draft.Plan.Agreed {
			label = locales.AgreementSave
		}
		key, send = locales.AgreementSummaryOwn, s.askButton(label, nil, "send")
	}
	send.Style = "primary"
	change := row(s.askButton(locales.AgreementOthers, nil, "anew"))
	if len(p.Questions) < care.QuestionsMost {
		change = append(change, s.askButton(locales.AgreementMore, nil, "questions"))
	}
	rows := [][]Button{row(send), change, row(s.askButton(locales.AgreementButtonDays, nil, "days"), s.askButton(locales.AgreementButtonHour, nil, "hours"))}
	last := row(s.askButton(locales.AgreementButtonUntil, nil, "untils"))
	if p.After == 0 {
		last = append(row(s.askButton(locales.AgreementButtonFrom, nil, "froms")), last...)
	}
	s.draw(key, args, nil, nil, append(rows, last, row(s.askButton(locales.PlanLeave, nil, "leave")))...)
}
