package bot

import (
	"context"
	"time"

	"polyphony/flows"
)

// tapLife is how long Telegram takes an answer to a tap.
const tapLife = 150 * time.Second

// retryRead is the pause after the store could not be read.
const retryRead = time.Second

// turn is one row's way through the sender.
type turn struct {
	s       *Sender
	row     flows.Row
	claimed time.Time
	to      flows.Delivery
	tx      flows.Tx // what Address read
	from    int64    // the group that the row was for, once it has been followed to another number
}

// deliver takes a row through its turn and settles it. It is not cut off by a
// stop.
func (s *Sender) deliver(ctx context.Context, row flows.Row, claimed time.Time) {
	ctx = context.WithoutCancel(ctx)
	t := &turn{s: s, row: row, claimed: claimed}
	out, settle := t.run(ctx)
	for settle && out.Reason == reasonChanged && t.fresh() { // its turn is still its own
		out, settle = t.run(ctx)
	}
	out = t.arrived(t.moved(out))
	if !settle {
		s.o.Log.Warn("row left for another claim", "row", row.ID, "reason", reasonStale)
		return
	}
	now := s.o.Now()
	if !s.settle(ctx, row, out, claimed) {
		return
	}
	s.slow.settled(row, out)
	s.o.Observer.Settled(row.Message.Lane, out.Reason, now.Sub(row.At))
}

// settlePause is the time between two tries to settle a row.
const settlePause = 250 * time.Millisecond

// settle tries for as long as the row is ours: what Telegram has answered is
// not said again because the store was away for a moment (I6).
func (s *Sender) settle(ctx context.Context, row flows.Row, out flows.Outcome, claimed time.Time) bool {
	for {
		bounded, cancel := context.WithTimeout(ctx, s.o.CallTimeout)
		err := s.o.Outbox.Settle(bounded, s.o.Now(), row, out)
		cancel()
		if err == nil {
			return true
		}
		s.seldomly(&s.store, "a row cannot be settled", "reason", "store")
		if s.o.Now().Sub(claimed) > s.o.Lease {
			return false
		}
		<-time.After(settlePause)
	}
}

// run decides what becomes of the row; settle is false when nothing may be said
// about it, because the claim has grown too old.
func (t *turn) run(ctx context.Context) (out flows.Outcome, settle bool) {
	defer func() {
		if recover() != nil { // its value may hold words
			t.s.o.Log.Error("a row made the sender stumble", "row", t.row.ID)
			out, settle = t.again(backoffCap, "panic"), true
		}
	}()
	switch {
	case t.row.Broken:
		return t.lost("broken", flows.FailedRefused), true
	case t.row.Stale:
		return done("superseded"), true
	}
	var err error
	t.tx = t.s.o.Outbox.Reader(ctx)
	t.to, err = t.s.o.Address(t.tx, t.row, t.s.o.Now())
	switch {
	case err != nil:
		return t.again(retryRead, "unread"), true
	case t.to.Verdict == flows.Drop:
		return t.unwanted(), true
	case t.to.Verdict == flows.Wait:
		return t.wait(), true
	}
	if len(t.row.Message.Delete) > 0 {
		if out, settle, over := t.clear(ctx); over {
			return out, settle
		}
	}
	switch m := t.row.Message; {
	case m.Answer != "":
		return t.answer(ctx)
	case m.Channel != "":
		return t.channel(ctx)
	case m.Gone:
		return t.takeAway(ctx)
	case m.Data != "":
		if why := t.gather(ctx); why != "" {
			return t.again(retryRead, why), true
		}
	}
	return t.speak(ctx)
}

// unwanted drops the row. A card that may not reach its reader any more moves
// its chain on, as a card that Telegram refused does.
func (t *turn) unwanted() flows.Outcome {
	g := t.row.Message.Guard
	if (g.Note != "" || g.Relay != "" || g.Visit != "" || g.Alert != "" && g.Purpose == flows.PurposeDuty) && t.row.Message.Person != "" {
		return t.lost(t.to.Reason, flows.FailedUnwanted)
	}
	return done(t.to.Reason)
}

// lookAgain is how long a row waits at most before it is asked about again: its
// reader may be in another zone by then, and whatever follows waits behind it.
const lookAgain = 30 * time.Minute

// wait puts the row off until the reader wants it.
func (t *turn) wait() flows.Outcome {
	until := t.to.Until
	if latest := t.s.o.Now().Add(lookAgain); until.After(latest) {
		until = latest
	}
	if soonest := t.s.o.Now().Add(retryRead); until.Before(soonest) {
		until = soonest
	}
	return flows.Outcome{Again: until, Reason: t.to.Reason}
}

// changed lets the row be asked about again at once: what allowed it has changed
// before the call began, and nothing was sent.
func (t *turn) changed() flows.Outcome {
	return flows.Outcome{Again: t.s.o.Now(), Reason: reasonChanged}
}

// answer answers a tap, as long as that is possible.
func (t *turn) answer(ctx context.Context) (flows.Outcome, bool) {
	if t.s.o.Now().Sub(t.row.At) > tapLife {
		return done(reasonTooLate), true
	}
	letter := t.s.o.Render.Render(t.row.Message, t.to, t.s.o.Now())
	f, ok := t.call(ctx, "answerCallbackQuery", func(ctx context.Context) error {
		return t.s.o.Client.answer(ctx, t.row.Message.Answer, letter)
	}).failed()
	switch {
	case ok:
		return done("answered"), true
	case f.reason == reasonStale:
		return flows.Outcome{}, false
	case f.reason == reasonChanged:
		return t.changed(), true
	}
	return t.unanswered(f), true
}

// replace takes the card away that the one just sent stands in for, so that
// there is one card a reader and it tells the truth. Whether Telegram does it
// (it may be too old) changes nothing: buttons carry their revision.
func (t *turn) replace(ctx context.Context) {
	m := t.row.Message
	if !m.Replace || !m.Fresh || t.row.Known == 0 {
		return
	}
	t.tx = nil // whatever has changed since, this goes with what was just sent
	t.call(ctx, "deleteMessage", func(ctx context.Context) error { return t.s.o.Client.remove(ctx, m.Chat, t.row.Known) })
}
