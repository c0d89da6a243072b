package engine

import (
	"context"
	"errors"
	"fmt"
	"runtime/debug"
	"time"

	"polyphony/flows"
)

// step handles one item: decode, decide, commit. It returns the next item of
// the same queue when the commit went on with it.
func (e *Engine) step(ctx context.Context, c flows.Claim, keep bool) *flows.Claim {
	began := e.Now()
	if c.Bad != nil || c.Tries >= maxTries {
		e.park(ctx, c, "poison")
		return nil
	}
	event, err := e.decode(c.Item)
	if err != nil {
		e.park(ctx, c, "undecodable")
		return nil
	}
	for range maxDecides {
		now := e.Now()
		tx := e.Store.Begin(ctx)
		decision, err := e.decide(tx, event, now)
		if err != nil {
			e.fail(ctx, c, err)
			return nil
		}
		next, err := e.Store.Commit(ctx, now, c, tx, decision, keep)
		switch {
		case err == nil:
			e.done(event, decision, began)
			return next
		case errors.Is(err, flows.ErrConflict):
			continue
		case errors.Is(err, flows.ErrLost):
			return nil
		}
		e.Log.Warn("commit failed", "id", c.Item.ID, "reason", "store")
		e.release(ctx, c, false)
		return nil
	}
	e.release(ctx, c, false)
	return nil
}

// decide, decode and regret turn a panic into an error: one poison event must
// not stop the rest.
func (e *Engine) decide(tx flows.Tx, event flows.Event, now time.Time) (d flows.Decision, err error) {
	defer caught(&err)
	return e.Decide(tx, event, now)
}

func (e *Engine) decode(it flows.Item) (event flows.Event, err error) {
	defer caught(&err)
	return e.Decode(it)
}

func (e *Engine) regret(tx flows.Tx, event flows.Event) (d flows.Decision, err error) {
	defer caught(&err)
	return e.Regret(tx, event, e.Now())
}

// caught is deferred. The stack has file names and no values; the panic's own
// text could hold somebody's words and stays out of it.
func caught(err *error) {
	if recover() != nil {
		*err = &panicked{stack: string(debug.Stack())}
	}
}

type panicked struct{ stack string }

func (p *panicked) Error() string { return fmt.Sprintf("it panicked at %.600s", p.stack) }

func (e *Engine) done(event flows.Event, d flows.Decision, began time.Time) {
	if e.Handled != nil {
		e.Handled(event, d.Reason, e.Now().Sub(began))
	}
	if e.Said != nil {
		e.Said(d)
	}
}

// fail gives an item back. Only what the decision itself did wrong counts as a
// failed try: a store that is away says nothing about the item.
func (e *Engine) fail(ctx context.Context, c flows.Claim, err error) {
	var wrong *panicked
	counts := errors.As(err, &wrong) || errors.Is(err, flows.ErrUndecided)
	if counts {
		e.Log.Error("deciding failed", "id", c.Item.ID, "kind", string(c.Item.Source), "err", err.Error())
	} else {
		e.Log.Warn("reading failed", "id", c.Item.ID, "reason", "store")
	}
	e.release(ctx, c, counts)
}

func (e *Engine) release(ctx context.Context, c flows.Claim, failed bool) {
	delay := retryDelay
	if failed {
		delay = 0
	}
	if _, err := e.Store.Release(ctx, e.Now(), c, failed, delay); err != nil {
		e.Log.Warn("release failed", "id", c.Item.ID, "reason", "store")
	}
}

// park takes an item that cannot be handled out of the way, where an operator
// sees it and can replay it; whoever wrote it is told.
func (e *Engine) park(ctx context.Context, c flows.Claim, reason string) {
	event, err := e.decode(c.Item)
	if err != nil || c.Bad != nil {
		event = flows.Event{ID: c.Item.ID, Queue: c.Item.Queue, Kind: flows.KindUnknown, At: c.Item.At}
	}
	tx := e.Store.Begin(ctx)
	d, err := e.regret(tx, event)
	var wrong *panicked
	if errors.As(err, &wrong) {
		e.Log.Error("regretting failed", "id", c.Item.ID, "kind", string(c.Item.Source), "err", err.Error())
	} else if err != nil {
		e.Log.Warn("reading failed", "id", c.Item.ID, "reason", "store")
		e.release(ctx, c, false)
		return
	}
	if err := e.Store.Park(ctx, e.Now(), c, tx, d, reason); err != nil {
		e.Log.Warn("parking failed", "id", c.Item.ID, "reason", "store")
		e.release(ctx, c, false)
		return
	}
	e.Log.Error("parked", "id", c.Item.ID, "kind", string(c.Item.Source), "reason", reason)
	if e.Parked != nil {
		e.Parked(reason)
	}
	if e.Said != nil {
		e.Said(d)
	}
	e.Wake()
}
