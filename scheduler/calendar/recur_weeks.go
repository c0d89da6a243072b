package calendar

import (
	"fmt"
	"time"

	"github.com/teambition/rrule-go"
)

// Weekly is the recurrence rule (RRULE of RFC 5545, without the name) of
// something that comes back every so many weeks, on the weekday of its first day.
func Weekly(weeks int) string {
	option := rrule.ROption{Freq: rrule.WEEKLY, Interval: weeks, Wkst: rrule.MO}
	return option.RRuleString()
}

// NextDays are the next n days of a rule that began on first, after a day,
// without the exceptions; fewer when the rule ends before. Days are 2006-01-02.
// They are days of the calendar, not instants: what clocks show stays the same
// through every change of the clock, and Instant says which moment that is.
func NextDays(rule, first, after string, except []string, n int) ([]string, error) {
	set, err := days(rule, first, except)
	if err != nil {
		return nil, err
	}
	from, err := time.Parse(time.DateOnly, after)
	if err != nil {
		return nil, fmt.Errorf("calendar: day %q", after)
	}
	var out []string
	for next := set.Iterator(); len(out) < n; {
		day, more := next()
		if !more {
			break
		}
		if day.After(from) {
			out = append(out, day.Format(time.DateOnly))
		}
	}
	return out, nil
}

// days is the rule as a set of midnights in UTC, where no clock ever changes.
func days(rule, first string, except []string) (*rrule.Set, error) {
	option, err := rrule.StrToROption(rule)
	if err != nil {
		return nil, fmt.Errorf("calendar: rule %q: %w", rule, err)
	}
	if option.Dtstart, err = time.Parse(time.DateOnly, first); err != nil {
		return nil, fmt.Errorf("calendar: first day %q", first)
	}
	recurs, err := rrule.NewRRule(*option)
	if err != nil {
		return nil, fmt.Errorf("calendar: rule %q: %w", rule, err)
	}
	set := &rrule.Set{}
	set.RRule(recurs)
	for _, day := range except {
		out, err := time.Parse(time.DateOnly, day)
		if err != nil {
			return nil, fmt.Errorf("calendar: exception %q", day)
		}
		set.ExDate(out)
	}
	return set, nil
}
