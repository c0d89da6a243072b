package flows

import (
	"fmt"
	"strconv"
	"time"

	"polyphony/care"
	"polyphony/locales"
	"polyphony/scheduler/calendar"
)

// The pickers of the planning message: a month of days, the hours of a day,
// the quarters of an hour. Buttons stand in reading order, so that a keyboard
// or a screen reader goes through them as an eye does.

// monthsAhead is how far ahead one can plan.
const monthsAhead = 18

// hoursOffered are the hours at which meetings usually begin.
var hoursOffered = []int{8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19}

// noDay is what stands where a month has no day to tap.
const noDay = "·"

// monthOf reads 2006-01; anything else, and whatever is out of reach, is this month.
func (s *step) monthOf(text string) time.Time {
	first := s.thisMonth()
	m, err := time.Parse("2006-01", text)
	if err != nil || m.Before(first) || m.After(first.AddDate(0, monthsAhead, 0)) {
		return first
	}
	return m
}

// thisMonth is the first day of the month that it is in the team's zone. Days
// of the calendar are kept in UTC, where each has 24 hours.
func (s *step) thisMonth() time.Time {
	today := s.now.In(s.teamZone())
	return time.Date(today.Year(), today.Month(), 1, 0, 0, 0, 0, time.UTC)
}

func (s *step) teamZone() *time.Location { return calendar.Zone(s.team().Zone) }

// showMonth offers the days of a month.
func (s *step) showMonth(month time.Time, problem ...Line) {
	s.await(draftDay)
	key := locales.PlanDay
	if s.me.Draft.Meeting != "" {
		key = locales.PlanMoveDay
	}
	rows := append([][]Button{s.weekdayRow()}, s.weekRows(month)...)
	if turn := s.monthTurns(month); len(turn) > 0 {
		rows = append(rows, turn)
	}
	last := row(s.planButton(locales.PlanLeave, nil, "leave"))
	if s.me.Draft.Day != "" && s.me.Draft.Clock != "" {
		last = append(row(s.planButton(locales.PlanBack, nil, "summary")), last...)
	}
	s.draw(key, Args{"Circle": text(circleName(s.network(s.me.Draft.Network))),
		"Month": monthName(month), "Year": text(strconv.Itoa(month.Year()))}, problem, nil, append(rows, last)...)
}

func monthName(month time.Time) Arg {
	return keyed(locales.Key("calendar.month." + strconv.Itoa(int(month.Month()))))
}

// weekdayRow is the head of the month: short names, from Monday.
func (s *step) weekdayRow() (head []Button) {
	for day := 1; day <= 7; day++ {
		name := keyed(locales.Key("calendar.weekday_short." + strconv.Itoa(day)))
		head = append(head, s.planButton(locales.ListName, Args{"Name": name}, "none.head"))
	}
	return head
}

// weekRows are the weeks of a month, without those that have passed entirely.
func (s *step) weekRows(month time.Time) (rows [][]Button) {
	today := calendar.Day(s.now, s.teamZone())
	monday := month.AddDate(0, 0, -(int(month.Weekday())+6)%7)
	for ; monday.Before(month.AddDate(0, 1, 0)); monday = monday.AddDate(0, 0, 7) {
		if monday.AddDate(0, 0, 6).Format(time.DateOnly) < today {
			continue
		}
		var week []Button
		for i := range 7 {
			week = append(week, s.dayButton(monday.AddDate(0, 0, i), month, today))
		}
		rows = append(rows, week)
	}
	return rows
}

func (s *step) dayButton(day, month time.Time, today string) Button {
	date := day.Format(time.DateOnly)
	switch {
	case day.Month() != month.Month():
		return s.planButton(locales.ListName, Args{"Name": text(noDay)}, "none.head")
	case date < today:
		return s.planButton(locales.ListName, Args{"Name": text(noDay)}, "none.past")
	}
	return s.planButton(locales.ListName, Args{"Name": text(strconv.Itoa(day.Day()))}, "day."+date)
}

func (s *step) monthTurns(month time.Time) (turn []Button) {
	add := func(key locales.Key, to time.Time) {
		turn = append(turn, s.planButton(key, Args{"Month": monthName(to)}, "month."+to.Format("2006-01")))
	}
	if month.After(s.thisMonth()) {
		add(locales.PlanMonthBefore, month.AddDate(0, -1, 0))
	}
	if month.Before(s.thisMonth().AddDate(0, monthsAhead, 0)) {
		add(locales.PlanMonthAfter, month.AddDate(0, 1, 0))
	}
	return turn
}

// showTimes offers hours; with an hour, its quarters. Times that have passed
// are left out. A time can be written instead.
func (s *step) showTimes(hour int, problem ...Line) {
	s.await(draftTime)
	d, key := s.me.Draft, locales.PlanTime
	rows := s.sameTime(hour)
	same := len(rows)
	add := func(clock, arg, last string) {
		if at, err := calendar.Instant(d.Day, last, s.teamZone()); err != nil || !at.After(s.now) {
			return
		}
		if n := len(rows); n == same || len(rows[n-1]) == 4 {
			rows = append(rows, nil)
		}
		rows[len(rows)-1] = append(rows[len(rows)-1], s.planButton(locales.ListName, Args{"Name": text(clock)}, arg))
	}
	if hour < 0 {
		for _, h := range hoursOffered {
			add(fmt.Sprintf("%02d:00", h), fmt.Sprintf("hour.%d", h), fmt.Sprintf("%02d:45", h))
		}
	} else {
		key = locales.PlanQuarter
		for q := 0; q < 60; q += 15 {
			clock := fmt.Sprintf("%02d:%02d", hour, q)
			add(clock, "time."+clock, clock)
		}
	}
	back := s.planButton(locales.PlanBack, nil, "month."+d.Day[:min(7, len(d.Day))])
	if hour >= 0 {
		back = s.planButton(locales.PlanBack, nil, "times")
	}
	rows = append(rows, row(back, s.planButton(locales.PlanLeave, nil, "leave")))
	s.draw(key, Args{"Day": {Day: d.Day}}, problem, nil, rows...)
}

// sameTime offers the time that was chosen or stood before.
func (s *step) sameTime(hour int) [][]Button {
	d := s.me.Draft
	at, err := calendar.Instant(d.Day, d.Clock, s.teamZone())
	if hour >= 0 || err != nil || !at.After(s.now) {
		return nil
	}
	return [][]Button{row(s.planButton(locales.PlanSameTime, Args{"Clock": text(d.Clock)}, "time."+d.Clock))}
}

// showLengths offers the usual lengths; another can be written.
func (s *step) showLengths() {
	s.await(draftLength)
	var r []Button
	for _, n := range care.MeetingLengths {
		r = append(r, s.planButton(locales.CommonMinutes, Args{"Count": count(n)}, "length."+strconv.Itoa(n)))
	}
	s.draw(locales.PlanLength, nil, nil, nil, r, s.backRow())
}

// showOften offers how often the meeting comes back.
func (s *step) showOften() {
	s.await(draftPlan)
	rows := [][]Button{row(s.planButton(oftenKeys[0], nil, "every.0"))}
	for n := 1; n <= weeksAtMost; n++ {
		rows = append(rows, row(s.planButton(oftenKeys[n], nil, "every."+strconv.Itoa(n))))
	}
	s.draw(locales.PlanOften, nil, nil, nil, append(rows, s.backRow())...)
}

// backRow leads back to the summary, or out of it all.
func (s *step) backRow() []Button {
	return row(s.planButton(locales.PlanBack, nil, "summary"), s.planButton(locales.PlanLeave, nil, "leave"))
}
