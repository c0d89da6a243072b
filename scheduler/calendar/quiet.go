package calendar

import "time"

// Quiet hours, in which nothing comes that can wait: 21:00 to 08:00 in the reader's zone.
const (
	quietFrom  = 21
	quietUntil = 8
)

// lastCall is how long before the quiet hours something goes out that would
// have fallen into them: early enough to be read the same evening.
const lastCall = 30 * time.Minute

// Quiet reports whether t falls into the quiet hours.
func Quiet(t time.Time, loc *time.Location) bool {
	h := t.In(loc).Hour()
	return h >= quietFrom || h < quietUntil
}

// QuietEnd is the first instant at or after t that is not quiet.
func QuietEnd(t time.Time, loc *time.Location) time.Time {
	if !Quiet(t, loc) {
		return t
	}
	local := t.In(loc)
	day := local.Day()
	if local.Hour() >= quietFrom {
		day++
	}
	return at(local.Year(), local.Month(), day, quietUntil, 0, loc)
}

// QuietBegan is when the quiet hours that t falls into began; t itself when it
// falls into none. A night with a clock change is an hour longer or shorter.
func QuietBegan(t time.Time, loc *time.Location) time.Time {
	if !Quiet(t, loc) {
		return t
	}
	local := t.In(loc)
	day := local.Day()
	if local.Hour() < quietUntil {
		day--
	}
	return at(local.Year(), local.Month(), day, quietFrom, 0, loc)
}

// BeforeQuiet is t, or the evening before the quiet hours that t falls into.
func BeforeQuiet(t time.Time, loc *time.Location) time.Time {
	if !Quiet(t, loc) {
		return t
	}
	return QuietBegan(t, loc).Add(-lastCall)
}
