package engine

import (
	"context"
	"errors"
	"log/slog"
	"sync"
	"time"

	"polyphony/flows"
)

// Store is what the engine needs of Redis.
type Store interface {
	Claim(ctx context.Context, now time.Time, max int) ([]flows.Claim, error)
	Begin(ctx context.Context) flows.Tx
	Commit(ctx context.Context, now time.Time, c flows.Claim, tx flows.Tx, d flows.Decision, keep bool) (*flows.Claim, error)
	Park(ctx context.Context, now time.Time, c flows.Claim, tx flows.Tx, d flows.Decision, reason string) error
	Release(ctx context.Context, now time.Time, c flows.Claim, failed bool, delay time.Duration) (int64, error)
}

// Options are what an engine is made of.
type Options struct {
	Store   Store
	Decode  func(flows.Item) (flows.Event, error)
	Decide  func(flows.Tx, flows.Event, time.Time) (flows.Decision, error)
	Regret  func(flows.Tx, flows.Event, time.Time) (flows.Decision, error) // what is said when an event had to be parked
	Now     func() time.Time
	Workers int           // queues handled in parallel; default 16
	Poll    time.Duration // how often to look without being woken; default 250 ms
	Log     *slog.Logger
	Said    func(flows.Decision)                                    // something was committed: wake the sender
	Handled func(e flows.Event, r flows.Reason, took time.Duration) // for metrics
	Parked  func(reason string)                                     // for metrics
}

// Limits of one item's handling.
const (
	maxTries    = 3  // failed decisions before an item is parked
	maxDecides  = 50 // conflicts in a row before a queue is given back
	turn        = 16 // items of one queue before others get their turn
	retryDelay  = 500 * time.Millisecond
	defaultWork = 16
	defaultPoll = 250 * time.Millisecond
)

// Engine handles the inbox.
type Engine struct {
	Options
	wake  chan struct{}
	slots chan struct{}
}

// New makes an engine; Run starts it.
func New(o Options) *Engine {
	if o.Workers == 0 {
		o.Workers = defaultWork
	}
	if o.Poll == 0 {
		o.Poll = defaultPoll
	}
	return &Engine{Options: o, wake: make(chan struct{}, 1), slots: make(chan struct{}, o.Workers)}
}

// Wake says that something was recorded. It never blocks.
func (e *Engine) Wake() {
	select {
	case e.wake <- struct{}{}:
	default:
	}
}

// Run handles the inbox until ctx ends, then finishes what it has begun. It
// returns an error only when this replica must not go on.
func (e *Engine) Run(ctx context.Context) error {
	var work sync.WaitGroup
	defer work.Wait()
	timer := time.NewTimer(e.Poll)
	defer timer.Stop()
	for {
		more, err := e.claim(ctx, &work)
		switch {
		case errors.Is(err, flows.ErrOldEpoch):
			return err
		case err != nil && ctx.Err() == nil:
			e.Log.Warn("claim failed", "kind", "engine", "reason", "store")
		}
		if more && err == nil {
			continue
		}
		timer.Reset(e.Poll)
		select {
		case <-ctx.Done():
			return nil
		case <-e.wake:
		case <-timer.C:
		}
	}
}

// claim takes as many queues as there are free workers and reports whether it
// is worth looking again at once.
func (e *Engine) claim(ctx context.Context, work *sync.WaitGroup) (more bool, err error) {
	select {
	case e.slots <- struct{}{}:
	case <-ctx.Done():
		return false, nil
	}
	free := 1
	for full := false; !full; {
		select {
		case e.slots <- struct{}{}:
			free++
		default:
			full = true
		}
	}
	claims, err := e.Store.Claim(ctx, e.Now(), free)
	for range free - len(claims) {
		<-e.slots
	}
	for _, c := range claims {
		work.Go(func() {
			defer func() { <-e.slots }()
			e.handle(context.WithoutCancel(ctx), c)
		})
	}
	return len(claims) == free, err
}

// handle works through one queue, item by item, for as long as its turn lasts.
func (e *Engine) handle(ctx context.Context, c flows.Claim) {
	for n := 1; ; n++ {
		next := e.step(ctx, c, n < turn)
		if next == nil {
			break
		}
		c = *next
	}
	e.Wake() // the queue may have more, and a worker is free
}
