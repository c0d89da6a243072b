package sandbox

import (
	"context"
	"sync"
	"time"
)

// Clock is the sandbox's time: messages, taps and expiry follow it. It never goes backwards.
// Its methods may be called from any goroutine.
type Clock struct {
	mu      sync.Mutex
	running bool
	frozen  time.Time     // the time, when not running
	offset  time.Duration // ahead of real time, when running
	changed chan struct{} // closed at the next push
}

// NewClock returns a clock that shows start. When running it goes on with real time, else it stands still until pushed.
func NewClock(start time.Time, running bool) *Clock {
	return &Clock{
		running: running,
		frozen:  start.Round(0).UTC(),
		offset:  time.Until(start.Round(0)),
		changed: make(chan struct{}),
	}
}

// Now is the sandbox's time, in UTC.
func (c *Clock) Now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.now()
}

func (c *Clock) now() time.Time {
	if c.running {
		return time.Now().Add(c.offset).Round(0).UTC()
	}
	return c.frozen
}

// Set pushes the clock forward to t. An instant that has already passed changes nothing.
func (c *Clock) Set(t time.Time) {
	c.mu.Lock()
	defer c.mu.Unlock()
	ahead := t.Round(0).Sub(c.now())
	if ahead <= 0 {
		return
	}
	c.offset += ahead
	c.frozen = t.Round(0).UTC()
	close(c.changed)
	c.changed = make(chan struct{})
}

// Changed is closed when the clock is next pushed.
func (c *Clock) Changed() <-chan struct{} {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.changed
}

// Wait returns nil once the clock shows t or later, or the context's error if that ends first.
func (c *Clock) Wait(ctx context.Context, t time.Time) error {
	for {
		changed := c.Changed()
		left := t.Sub(c.Now())
		if left <= 0 {
			return nil
		}
		if err := c.waitOnce(ctx, changed, left); err != nil {
			return err
		}
	}
}

func (c *Clock) waitOnce(ctx context.Context, changed <-chan struct{}, left time.Duration) error {
	var due <-chan time.Time
	if c.running {
		timer := time.NewTimer(left)
		defer timer.Stop()
		due = timer.C
	}
	select {
	case <-due:
		return nil
	case <-changed:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}
