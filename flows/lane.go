package flows

import "polyphony/scheduler/calendar"

// laneOf is the lane in which a message leaves. A lane is a queue of a chat: what
// waits for the morning must stand before nothing that does not, neither an answer
// nor the notice of a meeting that begins before the morning.
func (s *step) laneOf(m Message) Lane {
	switch zone := calendar.Zone(m.Zone); {
	case m.Lane == Reply && m.Guard.Quiet:
		return Bulk
	case m.Lane == Bulk && m.Guard.Quiet && !m.Guard.Start.IsZero() && calendar.Quiet(s.now, zone) && m.Guard.Start.Before(calendar.QuietEnd(s.now, zone)):
		return Reply
	}
	return m.Lane
}
