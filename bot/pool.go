package bot

import (
	"context"
	"time"

	"polyphony/flows"
)

// pool is a number of places for calls in flight, and the lanes they serve.
// Only one goroutine opens and takes; any may release.
type pool struct {
	lanes  []flows.Lane
	places chan struct{} // one token a place that is free
	wake   chan struct{}
}

func newPool(places int, lanes ...flows.Lane) *pool {
	p := &pool{lanes: lanes, places: make(chan struct{}, places), wake: make(chan struct{}, 1)}
	for range places {
		p.release()
	}
	return p
}

// open waits until a place is free; false when ctx has ended.
func (p *pool) open(ctx context.Context) bool {
	if ctx.Err() != nil {
		return false
	}
	select {
	case <-ctx.Done():
		return false
	case <-p.places:
		p.release()
		return true
	}
}

// free counts the free places. There can only be more by the time they are
// taken.
func (p *pool) free() int { return len(p.places) }

func (p *pool) take()    { <-p.places }
func (p *pool) release() { p.places <- struct{}{} }

// poke makes the next wait end at once.
func (p *pool) poke() {
	select {
	case p.wake <- struct{}{}:
	default:
	}
}

// wait waits for d or a poke; false when ctx has ended.
func (p *pool) wait(ctx context.Context, d time.Duration) bool {
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-ctx.Done():
		return false
	case <-p.wake:
	case <-timer.C:
	}
	return true
}
