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

// slotSpan are the instants between which a visit of that slot would begin.
func slotSpan(slot care.Slot, zone *time.Location) (from, until time.Time, err error) {
	first, last := slot.Part.Hours()
	if from, err = calendar.Instant(slot.Day, hourOf(first), zone); err != nil {
		return from, until, err
	}
	until, err = calendar.Instant(slot.Day, hourOf(last), zone)
	return from, until, err
}

func hourOf(h int) string { return time.Date(2000, 1, 1, h, 0, 0, 0, time.UTC).Format("15:04") }
