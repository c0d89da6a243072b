package flows

import (
	"time"

	"polyphony/care"
	"polyphony/scheduler/calendar"
)

// visitBegins is the instant at which an agreed visit begins.
func visitBegins(v *care.Visit) (time.Time, error) {
	return calendar.Instant(v.Day, v.Clock, calendar.Zone(v.Zone))
}

// hourOf writes an hour as a clock does.
func hourOf(h int) string { return time.Date(2000, 1, 1, h, 0, 0, 0, time.UTC).Format("15:04") }
