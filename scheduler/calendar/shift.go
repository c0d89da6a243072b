package calendar

import (
	"slices"
	"time"

	"polyphony/care"
)

// Covers reports whether the hours include t, and until when that stretch runs.
func Covers(h care.Hours, t time.Time, loc *time.Location) (until time.Time, ok bool) {
	local := t.In(loc)
	for _, back := range []int{0, -1} { // a night shift may have begun yesterday
		from, until, err := stretch(h, local, back, loc)
		if err == nil && !t.Before(from) && t.Before(until) && slices.Contains(h.Days, from.Weekday()) {
			return until, true
		}
	}
	return time.Time{}, false
}

// NextStart is the first instant at or after t at which the hours begin; zero
// when they have no days. A fortnight is looked at, since a spring change may
// skip the whole of this week's.
func NextStart(h care.Hours, t time.Time, loc *time.Location) time.Time {
	local := t.In(loc)
	for n := range 16 {
		from, until, err := stretch(h, local, n, loc)
		if err == nil && !from.Before(t) && until.After(from) && slices.Contains(h.Days, from.Weekday()) {
			return from
		}
	}
	return time.Time{}
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

// OnCall returns the staff ids who are on call at t, in the pattern's order,
// and until when the first of their shifts runs.
func OnCall(shifts []care.Shift, t time.Time, loc *time.Location) (staff []string, until time.Time) {
	for _, s := range shifts {
		end, ok := Covers(s.Hours, t, loc)
		if !ok {
			continue
		}
		for _, id := range s.Staff {
			if !slices.Contains(staff, id) {
				staff = append(staff, id)
			}
		}
		if until.IsZero() || end.Before(until) {
			until = end
		}
	}
	return staff, until
}

// NextCover is the first instant at or after t at which somebody is on call.
func NextCover(shifts []care.Shift, t time.Time, loc *time.Location) time.Time {
	var next time.Time
	for _, s := range shifts {
		if _, now := Covers(s.Hours, t, loc); now {
			return t
		}
		if start := NextStart(s.Hours, t, loc); !start.IsZero() && (next.IsZero() || start.Before(next)) {
			next = start
		}
	}
	return next
}
