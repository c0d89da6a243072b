package flows

import (
	"testing"
	"time"
)

// saidAt is a message to somebody as it leaves when it is said at an instant.
func saidAt(t *testing.T, at time.Time, m Message) (*house, Message) {
	t.Helper()
	h := newHouse(t)
	h.now = at
	m.Person = "mina"
	s := &step{Companion: h.c, tx: h, now: at, kept: map[string]any{}}
	s.say(m)
	if len(s.d.Say) != 1 {
		t.Fatalf("%d messages", len(s.d.Say))
	}
	return h, s.d.Say[0]
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
		{"a meeting of tomorrow night", night, Message{Lane: Bulk, Key: "x", Guard: Guard{Purpose: PurposeNotice, Quiet: true, Start: night.Add(20 * time.Hour)}}, Bulk},
		{"an early meeting, told just before the night", day.Add(9 * time.Hour), Message{Lane: Bulk, Key: "x", Guard: Guard{Purpose: PurposeNotice, Quiet: true, Start: day.Add(20 * time.Hour)}}, Reply},
		{"an early meeting of next week, told by day", day, Message{Lane: Bulk, Key: "x", Guard: Guard{Purpose: PurposeNotice, Quiet: true, Start: day.Add(164 * time.Hour)}}, Bulk},
		{"what need not wait for the morning", night, Message{Lane: Bulk, Key: "x", Guard: Guard{Purpose: PurposeDuty}}, Reply},
		{"the same by day", day, Message{Lane: Bulk, Key: "x", Guard: Guard{Purpose: PurposeDuty}}, Bulk},
		{"an urgent word", night, Message{Lane: Urgent, Key: "x", Guard: Guard{Purpose: PurposeDuty}}, Urgent},
	} {
		if _, got := saidAt(t, c.at, c.m); got.Lane != c.want {
			t.Errorf("%s leaves as %v, want %v", c.name, got.Lane, c.want)
		}
	}
}

// Whether something is said without a name that was erased does not hang on the
// lane in which it happens to leave (I8).
func TestTheLaneDecidesNothingAboutTheErased(t *testing.T) {
	night := time.Date(2026, time.March, 3, 2, 0, 0, 0, time.UTC)
	for _, c := range []struct {
		name string
		m    Message
		want Reason
	}{
		{"a ring that waits", Message{Lane: Reply, Key: "x", Guard: Guard{Purpose: PurposeDuty, Quiet: true}}, "quiet"},
		{"news that leaves at night", Message{Lane: Bulk, Key: "x", Guard: Guard{Purpose: PurposeDuty}}, "words.erased"},
	} {
		h, m := saidAt(t, night, c.m)
		if to, err := Address(h, Row{ID: "r", At: h.now, Erased: true, Message: m}, h.now); err != nil || to.Reason != c.want {
			t.Errorf("%s: %s, %v", c.name, to.Reason, err)
		}
	}
}
