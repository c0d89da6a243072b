package calendar

import (
	"slices"
	"time"

	"polyphony/care"
)

// Covers reports whether the hours include t, and until when that stretch runs.
// holidays are the team's bank holidays (2006-01-02), which hours may heed.
func Covers(h care.Hours, t time.Time, loc *time.Location, holidays ...string) (until time.Time, ok bool) {
	local := t.In(loc)
	for _, back := range []int{0, -1} { // a night shift may have begun yesterday
		from, until, err := stretch(h, local, back, loc)
		if err == nil && !t.Before(from) && t.Before(until) && runs(h, from, holidays) {
			return until, true
		}
	}
	return time.Time{}, false
}

// runs reports whether the hours run on the day on which they would begin.
func runs(h care.Hours, from time.Time, holidays []string) bool {
	holiday := slices.Contains(holidays, from.Format(time.DateOnly))
	switch {
	case h.Holidays == care.HolidaysOnly:
		return holiday
	case h.Holidays == care.HolidaysNot && holiday:
		return false
	}
	return slices.Contains(h.Days, from.Weekday())
}

// NextStart is the first instant at or after t at which the hours begin; zero
// when they have no days. A fortnight is looked at, since a spring change may
// skip the whole of this week's, and more when there are bank holidays.
func NextStart(h care.Hours, t time.Time, loc *time.Location, holidays ...string) time.Time {
	if h.Holidays == care.HolidaysOnly {
		return nextHoliday(h, t, loc, holidays)
	}
	local := t.In(loc)
	for n := range 16 + len(holidays) {
		from, until, err := stretch(h, local, n, loc)
		if err == nil && !from.Before(t) && until.After(from) && runs(h, from, holidays) {
			return from
		}
	}
	return time.Time{}
}

// nextHoliday is NextStart for hours that run on bank holidays alone, which may
// be months away.
func nextHoliday(h care.Hours, t time.Time, loc *time.Location, holidays []string) (next time.Time) {
	for _, text := range holidays {
		day, err := Instant(text, "12:00", loc)
		if err != nil {
			continue
		}
		if from, until, err := stretch(h, day, 0, loc); err == nil && !from.Before(t) && until.After(from) && runs(h, from, holidays) {
			next = sooner(next, from)
		}
	}
	return next
}

// stretch is the opening and closing instant on the day n days from t's date.
// Which day it closes on is read from the clock's face: in a gap, instants of
// one day can come out the wrong way round, and then the stretch is empty.
func stretch(h care.Hours, t time.Time, n int, loc *time.Location) (from, until time.Time, err error) {
	fh, fm, err := Clock(h.From)
	if err != nil {
		return from, until, err
	}
	uh, um, err := Clock(h.Until)
	if err != nil {
		return from, until, err
	}
	day := t.Day() + n
	from = at(t.Year(), t.Month(), day, fh, fm, loc)
	until = at(t.Year(), t.Month(), day, uh, um, loc)
	if uh*60+um <= fh*60+fm {
		until = at(t.Year(), t.Month(), day+1, uh, um, loc)
	}
	return from, until, nil
}
