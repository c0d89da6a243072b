package main

import (
	"fmt"
	"time"

	"polyphony/care"
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
	return from && until && len(h.Days) > 0
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
