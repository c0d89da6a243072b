package bot

import (
	"sync"
	"time"

	"polyphony/flows"
)

// sendLife is how long a row that is not urgent is tried.
const sendLife = 24 * time.Hour

func done(reason flows.Reason) flows.Outcome { return flows.Outcome{Done: true, Reason: reason} }

func sent(reason flows.Reason, message int) flows.Outcome {
	return flows.Outcome{Done: true, Sent: message, Reason: reason}
}

// failed decides what becomes of a row that Telegram did not take.
func (t *turn) failed(f failure) flows.Outcome {
	t.report(f)
	switch f.reason {
	case reasonBlocked:
		return t.lost(f.reason, flows.FailedBlocked)
	case reasonGone, reasonMoved: // it moves once; twice in a row is no group at all
		return t.lost(reasonGone, flows.FailedGone)
	case reasonLimited:
		return t.limited(f)
	case reasonToken:
		return t.again(tokenPause, f.reason)
	case reasonNoAnswer:
		return t.untold(f)
	}
	return t.lost(reasonRefused, flows.FailedRefused)
}

// moved tells, beside whatever became of the row, that its group has another
// number: the update that says so may never have reached us.
func (t *turn) moved(out flows.Outcome) flows.Outcome {
	if t.from != 0 && out.Done && out.Failure == nil {
		out.Failure = t.failure(flows.FailedMoved)
		out.Failure.Chat, out.Failure.Moved = t.from, t.row.Message.Chat
	}
	return out
}

// arrived tells that a card which was slow has been taken after all, so that its
// reader does not count as out of reach any more.
func (t *turn) arrived(out flows.Outcome) flows.Outcome {
	g := t.row.Message.Guard
	if out.Done && out.Failure == nil && out.Sent != 0 && g.Alert != "" && g.Purpose == flows.PurposeDuty && t.s.slow.told(t.row) {
		out.Failure = t.failure(flows.FailedArrived)
	}
	return out
}

// untold tries again, ever more slowly, what may or may not have arrived.
func (t *turn) untold(f failure) flows.Outcome {
	out := t.again(backoff(t.urgent(), t.row.Tries), f.reason)
	out.Tried = !out.Done
	return out
}

// unanswered decides what becomes of the answer to a tap. Nobody is told of one
// that fails: it says nothing about reaching a person.
func (t *turn) unanswered(f failure) flows.Outcome {
	t.report(f)
	var wait time.Duration
	switch f.reason {
	case reasonLimited:
		wait = f.retry
	case reasonToken:
		wait = tokenPause
	case reasonNoAnswer:
		wait = backoff(true, t.row.Tries)
	case reasonTooLate, reasonBlocked, reasonGone:
		return done(f.reason)
	default:
		return done(reasonRefused)
	}
	again := t.s.o.Now().Add(wait)
	if again.Sub(t.row.At) > tapLife {
		return done(reasonTooLate)
	}
	return flows.Outcome{Again: again, Tried: f.reason == reasonNoAnswer, Reason: f.reason}
}

// limited obeys a 429: for the chat, and for the whole bot as soon as it is
// plain that it is meant.
func (t *turn) limited(f failure) flows.Outcome {
	now := t.s.o.Now()
	out := t.again(f.retry, f.reason)
	out.HoldChat = now.Add(f.retry)
	out.HoldAll = t.s.holds.add(t.row.Message.Chat, out.HoldChat, now)
	return out
}

// again puts the row off, or gives it up when it would come too late then. The
// first time that this happens to an urgent row, another way is tried (I2).
func (t *turn) again(wait time.Duration, reason flows.Reason) flows.Outcome {
	again := t.s.o.Now().Add(wait)
	if last := t.last(); !last.IsZero() && again.After(last) {
		return t.lost("late", flows.FailedLate)
	}
	out := flows.Outcome{Again: again, Reason: reason}
	if t.urgent() && !t.s.slow.told(t.row) {
		out.Failure = t.failure(flows.FailedSlow)
	}
	return out
}

// last is the moment after which the row makes no sense; zero: there is none.
func (t *turn) last() time.Time {
	switch before := t.row.Message.Guard.Before; {
	case !before.IsZero():
		return before
	case t.urgent() || t.row.At.IsZero():
		return time.Time{}
	}
	return t.row.At.Add(sendLife)
}

// lost gives the row up and says so.
func (t *turn) lost(reason flows.Reason, why string) flows.Outcome {
	return flows.Outcome{Done: true, Reason: reason, Failure: t.failure(why)}
}

func (t *turn) failure(why string) *flows.Failure {
	m := t.row.Message
	return &flows.Failure{Chat: m.Chat, Person: m.Person, Alert: m.Guard.Alert, Visit: m.Guard.Visit, Note: m.Guard.Note, Relay: m.Guard.Relay, Channel: m.Channel,
		Lane: m.Lane, Key: string(m.Key), Reason: why}
}

func (t *turn) urgent() bool { return t.row.Message.Lane == flows.Urgent }

// report logs a failed call: what, never whose words.
func (t *turn) report(f failure) {
	if f.reason == reasonToken {
		t.s.seldomly(&t.s.token, "Telegram does not know this bot's token", "reason", f.reason, "status", f.status)
		return
	}
	t.s.o.Log.Warn("Telegram did not take a row", "row", t.row.ID, "lane", t.row.Message.Lane.String(),
		"key", t.row.Message.Key, "tries", t.row.Tries, "reason", f.reason, "status", f.status)
}

// slowly remembers for which rows somebody was already told that Telegram is
// slow. A restart forgets it, and then they are told once more.
type slowly struct {
	mu   sync.Mutex
	rows map[string]bool
}

// slowRows bounds it. Beyond, somebody may be told twice.
const slowRows = 10_000

func (s *slowly) told(row flows.Row) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.rows[row.ID]
}

// settled takes note of what the outbox has accepted.
func (s *slowly) settled(row flows.Row, out flows.Outcome) {
	s.mu.Lock()
	defer s.mu.Unlock()
	switch {
	case out.Done:
		delete(s.rows, row.ID)
	case out.Failure != nil:
		if s.rows == nil || len(s.rows) >= slowRows {
			s.rows = map[string]bool{}
		}
		s.rows[row.ID] = true
	}
}
