package flows

import (
	"strings"
	"time"
)

// Timer is something that will happen. Setting one with the key of another
// replaces it, so a chain cannot fork (I9); a zero Due cancels it.
type Timer struct {
	Key TimerKey
	Due time.Time // kept to the millisecond
}

// TimerKey says what a timer is about. Timers of one subject are handled in
// order and one at a time.
type TimerKey struct {
	Subject string // "alert", "visit", "meeting", "plan", "contact"
	ID      string
	What    string // "step", "remind", "ask" …
	Arg     string // whom, when one subject has several
}

// String is the key's form in the store: subject:id|what|arg.
func (k TimerKey) String() string {
	s := k.Subject + ":" + k.ID + "|" + k.What
	if k.Arg != "" {
		s += "|" + k.Arg
	}
	return s
}

// Queue is the queue in which the timer's event is handled.
func (k TimerKey) Queue() string { return k.Subject + ":" + k.ID }

// ParseTimerKey undoes String; ok is false for anything else.
func ParseTimerKey(s string) (k TimerKey, ok bool) {
	queue, rest, found := strings.Cut(s, "|")
	if !found {
		return k, false
	}
	if k.Subject, k.ID, found = strings.Cut(queue, ":"); !found {
		return TimerKey{}, false
	}
	k.What, k.Arg, _ = strings.Cut(rest, "|")
	return k, k.Subject != "" && k.ID != "" && k.What != ""
}

// InboxLane is the order in which queues get their turn.
type InboxLane int

// The lanes of the inbox, first come first: deadlines of alerts and visits,
// then people, then other timers.
const (
	Deadlines InboxLane = iota
	People
	Clockwork
)

// QueueLane says in which lane a queue waits. It depends on nothing but the
// queue's name, so a queue never changes lanes.
func QueueLane(queue string) InboxLane {
	subject, _, _ := strings.Cut(queue, ":")
	switch subject {
	case "alert", "visit":
		return Deadlines
	case "chat", "operator":
		return People
	}
	return Clockwork
}
