package calendar

import "time"

// Face says how often clocks show a time on a day.
type Face string

// A time is shown once, but around a change of the clock.
const (
	Once    Face = "once"
	Skipped Face = "skipped" // never: the clocks go forward over it
	Twice   Face = "twice"   // the clocks go back over it; Instant means the first
)

// Shown reports how often clocks in loc show the time (15:04) on the day (2006-01-02).
func Shown(day, clock string, loc *time.Location) (Face, error) {
	first, err := Instant(day, clock, loc)
	if err != nil {
		return "", err
	}
	wall, err := time.Parse("2006-01-02 15:04", day+" "+clock)
	if err != nil {
		return "", err
	}
	if !sameWall(first.In(loc), wall) {
		return Skipped, nil
	}
	_, after := first.Add(12 * time.Hour).In(loc).Zone()
	second := wall.Add(-time.Duration(after) * time.Second).In(loc)
	if second.After(first) && sameWall(second, wall) {
		return Twice, nil
	}
	return Once, nil
}
