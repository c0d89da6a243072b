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
	urgent chan struct{} // an urgent row may wait
	wake   chan struct{} // another may
}

func newPool(places int, lanes ...flows.Lane) *pool {
	p := &pool{lanes: lanes, places: make(chan struct{}, places), urgent: make(chan struct{}, 1), wake: make(chan struct{}, 1)}
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

// poke leaves word for whoever waits or will wait; word that is there already says as much.
func poke(word chan struct{}) {
	select {
	case word <- struct{}{}:
	default:
	}
}

// wait waits for d, or for word that rows may wait; during the first quiet of
// it only for word of urgent ones, the other is kept. False when ctx has ended.
func (p *pool) wait(ctx context.Context, quiet, d time.Duration) bool {
	if quiet = min(quiet, d); quiet > 0 {
		if over, going := p.hear(ctx, nil, quiet); !over || !going {
			return going
		}
	}
	_, going := p.hear(ctx, p.wake, d-max(quiet, 0))
	return going
}

// hear waits for d, or until somebody says something; over: nobody did.
func (p *pool) hear(ctx context.Context, wake <-chan struct{}, d time.Duration) (over, going bool) {
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-ctx.Done():
		return false, false
	case <-p.urgent:
	case <-wake:
	case <-timer.C:
		return true, true
	}
	return false, true
}
