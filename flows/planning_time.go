package flows

import (
	"slices"
	"strconv"

	"polyphony/care"
	"polyphony/locales"
	"polyphony/scheduler/calendar"
)

func planHour(s *step, v string) Reason {
	hour, err := strconv.Atoi(v)
	if err != nil || hour < 0 || hour > 23 {
		return s.refused()
	}
	s.showTimes(hour)
	return "plan.hour"
}

// timeTyped takes a time, or a time and an end, in somebody's writing.
func timeTyped(s *step, typed string) Reason {
	clock, minutes, problem := readSpan(typed)
	if problem != "" {
		s.reply(problem, nil)
		return "plan.time.unclear"
	}
	return s.chooseTime(clock, minutes)
}

// chooseTime takes a time of day, and a length when there is one. A time that
// no clock shows is said to be none, and the next one is offered.
func (s *step) chooseTime(clock string, minutes int, first ...Line) Reason {
	d, zone := s.me.Draft, s.teamZone()
	begin, err := calendar.Instant(d.Day, clock, zone)
	if err != nil {
		return s.refused()
	}
	if !begin.After(s.now) {
		return s.timePast()
	}
	if minutes > 0 {
		d.Length = minutes
		s.chosen(care.PartLength)
	}
	if face, _ := calendar.Shown(d.Day, clock, zone); face == calendar.Skipped {
		s.showSkipped(clock, begin.In(zone).Format("15:04"))
		return "plan.time.skipped"
	}
	d.Clock = clock
	s.chosen(care.PartTime)
	s.showSummary(first...)
	return "plan.time"
}

// timePast says that a time has passed, and asks for another.
func (s *step) timePast() Reason {
	switch {
	case s.ev.Kind == KindTap:
		s.notice(locales.PlanPast, nil)
		s.showTimes(-1)
	case s.me.Draft.Message == 0:
		s.showTimes(-1, line(locales.PlanPast))
	default:
		s.reply(locales.PlanPast, nil) // the times still stand above
	}
	return "plan.past"
}

// showSkipped offers the moment to which a time that does not exist moves.
func (s *step) showSkipped(clock, later string) {
	s.await(draftTime)
	s.draw(locales.PlanSkipped, Args{"Clock": text(clock), "Day": {Day: s.me.Draft.Day}, "Later": text(later)}, nil, nil,
		row(s.planButton(locales.PlanSkippedTake, Args{"Later": text(later)}, "time."+later)),
		row(s.planButton(locales.PlanSkippedOther, nil, "times"), s.planButton(locales.PlanLeave, nil, "leave")))
}

func planLength(s *step, v string) Reason {
	n, err := strconv.Atoi(v)
	if err != nil || !slices.Contains(care.MeetingLengths, n) {
		return s.refused()
	}
	return s.chooseLength(n)
}

// lengthTyped takes a length in somebody's writing.
func lengthTyped(s *step, typed string) Reason {
	n, problem := readLength(typed)
	if problem != "" {
		s.reply(problem, nil)
		return "plan.length.wrong"
	}
	return s.chooseLength(n)
}

func (s *step) chooseLength(minutes int) Reason {
	s.me.Draft.Length = minutes
	s.chosen(care.PartLength)
	s.showSummary()
	return "plan.length"
}

// weeksAtMost is how far apart the meetings of a series may be.
const weeksAtMost = 4

func planEvery(s *step, v string) Reason {
	n, err := strconv.Atoi(v)
	if err != nil || n < 0 || n > weeksAtMost || s.me.Draft.Meeting != "" {
		return s.refused()
	}
	s.me.Draft.Every, s.me.Draft.Except = n, nil
	s.showSummary()
	return "plan.every"
}

// datesShown is how many of the dates that follow the summary shows.
const datesShown = 4

// following are the next dates of a draft's rule, also those left out.
func (s *step) following(d *care.Draft) []string {
	if d.Every == 0 || d.Day == "" {
		return nil
	}
	days, err := calendar.NextDays(calendar.Weekly(d.Every), d.Day, d.Day, nil, datesShown)
	if err != nil {
		panic(readFailed{undecided("draft without a rule")})
	}
	return days
}

// planSkip leaves a date out, or puts it back.
func planSkip(s *step, day string) Reason {
	d := s.me.Draft
	if !slices.Contains(s.following(d), day) {
		return s.refused()
	}
	if i := slices.Index(d.Except, day); i >= 0 {
		d.Except = slices.Delete(d.Except, i, i+1)
	} else {
		d.Except = append(d.Except, day)
	}
	s.showSummary()
	return "plan.skip"
}
