package calendar

import (
	"time"

	"polyphony/care"
)

// Working is the instant at which so much time has passed since t, counted only
// while the hours run; zero when they never do.
func Working(h care.Hours, t time.Time, d time.Duration, loc *time.Location, holidays ...string) time.Time {
	for range maxStretches {
		until, open := Covers(h, t, loc, holidays...)
		if !open {
			if t = NextStart(h, t, loc, holidays...); t.IsZero() {
				return t
			}
			if until, open = Covers(h, t, loc, holidays...); !open {
				return time.Time{}
			}
		}
		left := until.Sub(t)
		if d <= left {
			return t.Add(d)
		}
		d, t = d-left, until
	}
	return time.Time{}
}

// maxStretches bounds how far ahead working time is counted.
const maxStretches = 400
