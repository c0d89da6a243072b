package calendar

import (
	"fmt"
	"sync"
	"time"
)

// Instant is the moment at which clocks in loc show the day (2006-01-02) and
// the time (15:04).
func Instant(day, clock string, loc *time.Location) (time.Time, error) {
	d, err := time.Parse("2006-01-02", day)
	if err != nil {
		return time.Time{}, fmt.Errorf("calendar: day %q", day)
	}
	h, m, err := Clock(clock)
	if err != nil {
		return time.Time{}, err
	}
	return at(d.Year(), d.Month(), d.Day(), h, m, loc), nil
}

// Clock reads 15:04.
func Clock(text string) (hour, minute int, err error) {
	t, err := time.Parse("15:04", text)
	if err != nil {
		return 0, 0, fmt.Errorf("calendar: time %q", text)
	}
	return t.Hour(), t.Minute(), nil
}

// at derives the instant of a wall-clock time. time.Date leaves open which of
// two it returns around a change; here a gap moves forward and an overlap
// means its first pass.
func at(year int, month time.Month, day, hour, minute int, loc *time.Location) time.Time {
	t := time.Date(year, month, day, hour, minute, 0, 0, loc)
	_, before := t.Add(-12 * time.Hour).Zone()
	_, after := t.Add(12 * time.Hour).Zone()
	if before == after {
		return t
	}
	wall := time.Date(year, month, day, hour, minute, 0, 0, time.UTC)
	first := wall.Add(-time.Duration(before) * time.Second).In(loc)
	if sameWall(first, wall) {
		return first
	}
	second := wall.Add(-time.Duration(after) * time.Second).In(loc)
	if sameWall(second, wall) {
		return second
	}
	return first // in the gap: read with the offset before it, shown later by what was skipped
}

func sameWall(t, wall time.Time) bool {
	return t.Hour() == wall.Hour() && t.Minute() == wall.Minute() && t.Day() == wall.Day()
}

// Before is the instant days of the calendar and then hours before t: a day
// before is at the same time by the clock, even when the clocks change between.
func Before(t time.Time, days int, hours time.Duration, loc *time.Location) time.Time {
	local := t.In(loc)
	if days > 0 {
		local = at(local.Year(), local.Month(), local.Day()-days, local.Hour(), local.Minute(), loc)
	}
	return local.Add(-hours)
}

// Day is the date of t in loc, as 2006-01-02.
func Day(t time.Time, loc *time.Location) string { return t.In(loc).Format("2006-01-02") }

// Zone loads an IANA zone, or UTC for one that is not known here; team files
// and chats refuse unknown zones before they are kept.
func Zone(name string) *time.Location {
	if loc, ok := zones.Load(name); ok {
		return loc.(*time.Location)
	}
	loc, err := time.LoadLocation(name)
	if err != nil {
		return time.UTC // not kept: any text may be asked for
	}
	zones.Store(name, loc)
	return loc
}

// zones keeps what was loaded: reading a zone's rules is dear, and every time
// that is shown needs one. Only names of the tz database get in, some 600.
var zones sync.Map
