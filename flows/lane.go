package flows

import (
	"time"

	"polyphony/scheduler/calendar"
)

// laneOf is the lane in which a message leaves. A lane is a queue of a chat: what
// waits for the morning must stand before nothing that does not. So what keeps quiet
// hours leaves with the bulk, and the rest of the bulk, at night, with the answers;
// with these too the notice of something that begins before the morning.
func (s *step) laneOf(m Message) Lane {
	zone := calendar.Zone(m.Zone)
	switch quiet := m.Guard.Quiet; {
	case quiet && beginsAtNight(s.now, m.Guard.Start, zone):
		if m.Lane == Bulk {
			return Reply
		}
	case quiet && m.Lane == Reply:
		return Bulk
	case !quiet && m.Lane == Bulk && calendar.Quiet(s.now, zone):
		return Reply
	}
	return m.Lane
}

// beginsAtNight reports whether something begins within the quiet hours of now, or
// by day within those that come next.
func beginsAtNight(now, start time.Time, zone *time.Location) bool {
	if start.IsZero() || !calendar.Quiet(start, zone) {
		return false
	}
	began := calendar.QuietBegan(start, zone)
	if calendar.Quiet(now, zone) {
		return !began.After(now)
	}
	return began.Sub(now) < 24*time.Hour
}
