package calendar

import (
	"time"

	"polyphony/care"
)

// Turn is whose turn it is at t, counted from 0 among n people, and when the
// next one's begins. Turns change at the face of the clock: a turn over a
// change of the clock is an hour longer or shorter, and belongs to one person.
// Before the first turn they are counted backwards. ok is false for turns that
// cannot be read.
func Turn(turns care.Turns, n int, t time.Time, loc *time.Location) (who int, until time.Time, ok bool) {
	first, err := time.Parse(time.DateOnly, turns.Since)
	if err != nil || turns.Every < 1 || n < 1 {
		return 0, until, false
	}
	hour, minute, err := Clock(turns.At)
	if err != nil {
		return 0, until, false
	}
	begins := func(k int) time.Time {
		return at(first.Year(), first.Month(), first.Day()+k*turns.Every, hour, minute, loc)
	}
	local := t.In(loc)
	today := time.Date(local.Year(), local.Month(), local.Day(), 0, 0, 0, 0, time.UTC)
	k := int(today.Sub(first).Hours()/24) / turns.Every
	for t.Before(begins(k)) {
		k--
	}
	for !t.Before(begins(k + 1)) {
		k++
	}
	return ((k % n) + n) % n, begins(k + 1), true
}

// onShift are those of a shift who are on call at t, and the next instant at
// which that may change: zero when it never does.
func onShift(s care.Shift, t time.Time, loc *time.Location, holidays []string) (staff []string, change time.Time) {
	end, running := Covers(s.Hours, t, loc, holidays...)
	if !running {
		return nil, NextStart(s.Hours, t, loc, holidays...)
	}
	if s.Turns == nil {
		return s.Staff, end
	}
	who, next, ok := Turn(*s.Turns, len(s.Staff), t, loc)
	if !ok {
		return s.Staff, end // refused by the team file; everybody is better than nobody
	}
	return s.Staff[who : who+1], sooner(end, next)
}

// sooner is the earlier of two instants; zero is none.
func sooner(a, b time.Time) time.Time {
	if a.IsZero() || !b.IsZero() && b.Before(a) {
		return b
	}
	return a
}
