package bot

import (
	"context"
	"slices"
	"sync"
	"testing"
	"time"

	"polyphony/flows"
)

// outboxStub keeps the promises of Outbox in memory: one row of a chat and lane
// at a time, the earlier first, and holds are obeyed.
type outboxStub struct {
	mu       sync.Mutex
	rows     []*waiting
	holdChat map[int64]time.Time
	holdAll  time.Time
	quiet    time.Time // until then the pace lets urgent rows alone leave
	claims   int
	err      error
	settling error
}

type waiting struct {
	row     flows.Row
	lease   time.Time // claimed until
	after   time.Time
	claimed int
	done    bool
	past    []flows.Outcome
}

const stubLease = 30 * time.Second

func (o *outboxStub) add(rows ...flows.Row) {
	o.mu.Lock()
	defer o.mu.Unlock()
	for _, r := range rows {
		if r.At.IsZero() {
			r.At = time.Now()
		}
		r.Seq = int64(len(o.rows))
		o.rows = append(o.rows, &waiting{row: r})
	}
}

func (o *outboxStub) Claim(_ context.Context, now time.Time, want flows.Want) (out []flows.Row, next flows.Next, err error) {
	o.mu.Lock()
	defer o.mu.Unlock()
	o.claims++
	if o.err != nil {
		return nil, next, o.err
	}
	if next.Quiet = o.quiet; o.quiet.After(now) {
		want.Lanes = slices.DeleteFunc(slices.Clone(want.Lanes), func(l flows.Lane) bool { return l != flows.Urgent })
	}
	for _, lane := range want.Lanes {
		seen := map[int64]bool{}
		for _, w := range o.rows {
			chat := w.row.Message.Chat
			if w.done || w.row.Message.Lane != lane || seen[chat] {
				continue
			}
			seen[chat] = true
			from := slices.MaxFunc([]time.Time{w.after, w.lease, o.holdAll, o.chatHold(w)}, time.Time.Compare)
			if from.After(now) {
				if next.Look.IsZero() || from.Before(next.Look) {
					next.Look = from
				}
				continue
			}
			if len(out) < want.Max {
				w.lease = now.Add(stubLease)
				w.claimed++
				out = append(out, w.row)
			}
		}
	}
	return out, next, nil
}

func (o *outboxStub) chatHold(w *waiting) time.Time {
	if w.row.Message.Lane == flows.Urgent {
		return time.Time{}
	}
	return o.holdChat[w.row.Message.Chat]
}

func (o *outboxStub) Settle(_ context.Context, _ time.Time, row flows.Row, out flows.Outcome) error {
	o.mu.Lock()
	defer o.mu.Unlock()
	if o.settling != nil {
		return o.settling
	}
	if o.holdChat == nil {
		o.holdChat = map[int64]time.Time{}
	}
	if !out.HoldChat.IsZero() {
		o.holdChat[row.Message.Chat] = out.HoldChat
	}
	if out.HoldAll.After(o.holdAll) {
		o.holdAll = out.HoldAll
	}
	for _, w := range o.rows {
		if w.row.ID == row.ID {
			w.past = append(w.past, out)
			w.lease, w.after, w.done = time.Time{}, out.Again, out.Done
			if out.Tried {
				w.row.Tries++
			}
		}
	}
	return nil
}

func (o *outboxStub) Reader(context.Context) flows.Tx { return nil }

// past lists what was settled about a row.
func (o *outboxStub) past(id string) []flows.Outcome {
	o.mu.Lock()
	defer o.mu.Unlock()
	for _, w := range o.rows {
		if w.row.ID == id {
			return slices.Clone(w.past)
		}
	}
	return nil
}

// last is what was settled about a row in the end.
func (o *outboxStub) last(t *testing.T, id string) flows.Outcome {
	t.Helper()
	past := o.past(id)
	if len(past) == 0 {
		t.Errorf("row %s was never settled", id)
		return flows.Outcome{}
	}
	return past[len(past)-1]
}

// asked is how often rows were claimed.
func (o *outboxStub) asked() int {
	o.mu.Lock()
	defer o.mu.Unlock()
	return o.claims
}

// fail makes claiming and settling fail.
func (o *outboxStub) fail(claiming, settling error) {
	o.mu.Lock()
	defer o.mu.Unlock()
	o.err, o.settling = claiming, settling
}

func (o *outboxStub) open() (n int) {
	o.mu.Lock()
	defer o.mu.Unlock()
	for _, w := range o.rows {
		if !w.done {
			n++
		}
	}
	return n
}

func letter(id string, chat int64, lane flows.Lane) flows.Row {
	return flows.Row{ID: id, Message: flows.Message{
		Chat: chat, Person: "p" + id, Lane: lane, Key: "card",
		Args:  flows.Args{"Name": {Text: id}, "Words": {Words: canary}},
		Guard: flows.Guard{Alert: "al-" + id},
	}}
}
