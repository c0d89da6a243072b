package main

import (
	"fmt"
	"slices"
	"time"

	"polyphony/care"
	"polyphony/scheduler/calendar"
)

const (
	minutesADay  = 24 * 60
	minutesAWeek = 7 * minutesADay
)

// Gap is a stretch of the week, in minutes after midnight on Monday; From is
// below a week, and Until may reach into the next one.
type Gap struct{ From, Until int }

// String reads "from Friday 17:00 to Monday 09:00".
func (g Gap) String() string {
	if g.Until-g.From >= minutesAWeek {
		return "at any time of the week"
	}
	return fmt.Sprintf("from %s to %s", weekMoment(g.From), weekMoment(g.Until))
}

// TeamGaps says when nobody of the first tier is on call within the hours that
// the team promises: in an ordinary week, and on the bank holidays of the next
// fortnight, for which dates matter.
func TeamGaps(t care.Team, now time.Time) (out []string) {
	var first []care.Shift
	for _, s := range t.OnCall {
		if s.Tier <= 1 && s.Holidays != care.HolidaysOnly {
			first = append(first, s)
		}
	}
	for _, g := range Gaps(t.Hours, first) {
		out = append(out, g.String())
	}
	zone := calendar.Zone(t.Zone)
	for _, g := range calendar.DutyGaps(&t, &care.Rota{}, now, now.AddDate(0, 0, 14)) {
		if slices.Contains(t.Holidays, calendar.Day(g.From, zone)) || slices.Contains(t.Holidays, calendar.Day(g.Until.Add(-1), zone)) {
			out = append(out, fmt.Sprintf("on a bank holiday, from %s to %s", g.From.In(zone).Format(datedMoment), g.Until.In(zone).Format(datedMoment)))
		}
	}
	return out
}

const datedMoment = "Monday 2 January 15:04"

// Gaps lists the stretches of the promised hours in which no shift of the
// on-call pattern has anybody, in the order of the week. It looks at the
// clock's face only: on the days when clocks change the same faces are covered.
func Gaps(promised care.Hours, pattern []care.Shift) []Gap {
	var open [minutesAWeek]bool
	if legible(promised) {
		markHours(&open, promised, true)
	}
	for _, shift := range pattern {
		if len(shift.Staff) > 0 && legible(shift.Hours) {
			markHours(&open, shift.Hours, false)
		}
	}
	return weekStretches(&open)
}

// legible reports whether the hours could be read.
func legible(h care.Hours) bool {
	_, from := clockMinutes(h.From)
	_, until := clockMinutes(h.Until)
	return from && until && (len(h.Days) > 0 || h.Holidays == care.HolidaysOnly)
}

// markHours sets every minute of the hours; a closing time at or before the opening
// one lies on the next day.
func markHours(minutes *[minutesAWeek]bool, h care.Hours, to bool) {
	from, _ := clockMinutes(h.From)
	until, _ := clockMinutes(h.Until)
	if until <= from {
		until += minutesADay
	}
	for _, d := range h.Days {
		for m := from; m < until; m++ {
			minutes[(fromMonday(d)*minutesADay+m)%minutesAWeek] = to
		}
	}
}

// weekStretches joins neighbouring minutes. One that runs over the end of Sunday
// is a single stretch, listed where it begins.
func weekStretches(minutes *[minutesAWeek]bool) (gaps []Gap) {
	start := 0
	for start < minutesAWeek && minutes[start] {
		start++
	}
	if start == minutesAWeek {
		return []Gap{{From: 0, Until: minutesAWeek}}
	}
	// From here on every stretch ends before the circle closes.
	for i := start; i < start+minutesAWeek; {
		if !minutes[i%minutesAWeek] {
			i++
			continue
		}
		gap := Gap{From: i}
		for ; minutes[i%minutesAWeek]; i++ {
			gap.Until = i + 1
		}
		gaps = append(gaps, gap)
	}
	return fromMondayOn(gaps)
}

// fromMondayOn turns the stretches so that Monday's come first.
func fromMondayOn(gaps []Gap) []Gap {
	var thisWeek, next []Gap
	for _, g := range gaps {
		if g.From >= minutesAWeek {
			next = append(next, Gap{From: g.From - minutesAWeek, Until: g.Until - minutesAWeek})
			continue
		}
		thisWeek = append(thisWeek, g)
	}
	return append(next, thisWeek...)
}

// weekMoment reads "Friday 17:00".
func weekMoment(minute int) string {
	minute %= minutesAWeek
	weekday := time.Weekday((minute/minutesADay + 1) % 7)
	return fmt.Sprintf("%s %02d:%02d", weekday, minute%minutesADay/60, minute%60)
}
