package calendar

import "time"

// EveryDay stands for a weekday in Next.
const EveryDay = -1

// Next is the first instant after t at which clocks in loc show the time on
// the weekday (or on any day).
func Next(t time.Time, weekday int, clock string, loc *time.Location) (time.Time, error) {
	h, m, err := Clock(clock)
	if err != nil {
		return time.Time{}, err
	}
	local := t.In(loc)
	for n := range 9 {
		next := at(local.Year(), local.Month(), local.Day()+n, h, m, loc)
		if next.After(t) && (weekday == EveryDay || weekdayOf(local, n) == time.Weekday(weekday)) {
			return next, nil
		}
	}
	return time.Time{}, nil
}

// weekdayOf is the weekday n days after t's date, whatever its clock does.
func weekdayOf(t time.Time, n int) time.Weekday {
	return time.Weekday((int(t.Weekday()) + n) % 7)
}
