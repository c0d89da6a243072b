package flows

import (
	"testing"
	"time"
)

// laneOf is the lane in which a message to somebody leaves, as it is said at an
// instant.
func laneOf(t *testing.T, at time.Time, m Message) Lane {
	t.Helper()
	h := newHouse(t)
	h.now = at
	m.Person = "mina"
	s := &step{Companion: h.c, tx: h, now: at, kept: map[string]any{}}
	s.say(m)
	if len(s.d.Say) != 1 {
		t.Fatalf("%d messages", len(s.d.Say))
	}
	return s.d.Say[0].Lane
}

// What waits for the morning stands before no answer: a lane is a queue, and a
// practitioner who writes at night must not wait behind it (I1).
func TestWhatWaitsForTheMorningHoldsNothingUp(t *testing.T) {
	night, day := time.Date(2026, time.March, 3, 2, 0, 0, 0, time.UTC), time.Date(2026, time.March, 3, 11, 0, 0, 0, time.UTC)
	early := Guard{Purpose: PurposeNotice, Quiet: true, Start: night.Add(4 * time.Hour)}
	later := Guard{Purpose: PurposeNotice, Quiet: true, Start: night.Add(14 * time.Hour)}
	for _, c := range []struct {
		name string
		at   time.Time
		m    Message
		want Lane
	}{
		{"a ring that may wait", night, Message{Lane: Reply, Key: "x", Guard: Guard{Purpose: PurposeDuty, Quiet: true}}, Bulk},
		{"the same by day", day, Message{Lane: Reply, Key: "x", Guard: Guard{Purpose: PurposeDuty, Quiet: true}}, Bulk},
		{"an answer", night, Message{Lane: Reply, Key: "x", Guard: Guard{Purpose: PurposeReply}}, Reply},
		{"a meeting that begins before the night ends", night, Message{Lane: Bulk, Key: "x", Guard: early}, Reply},
		{"a meeting of the day", night, Message{Lane: Bulk, Key: "x", Guard: later}, Bulk},
		{"an early meeting, told by day", day, Message{Lane: Bulk, Key: "x", Guard: early}, Bulk},
		{"an urgent word", night, Message{Lane: Urgent, Key: "x", Guard: Guard{Purpose: PurposeDuty}}, Urgent},
	} {
		if got := laneOf(t, c.at, c.m); got != c.want {
			t.Errorf("%s leaves as %v, want %v", c.name, got, c.want)
		}
	}
}
