package main

import (
	"context"
	"time"

	"polyphony/flows"
)

// decides counts what is decided, and lets a planted fault change it.
func (w *lifeWorld) decides(h *lifeHouse) decider {
	next := decidesAlso(nil)
	broken := next
	if w.plant.Decide != nil {
		broken = w.plant.Decide(next)
	}
	return func(tx flows.Tx, e flows.Event, now time.Time) (flows.Decision, error) {
		decide := next
		if !now.Before(w.begin) {
			decide = broken
		}
		d, err := decide(tx, e, now)
		w.mu.Lock()
		if err == nil {
			w.reasons[d.Reason]++
		}
		w.mu.Unlock()
		w.handled.Add(1)
		w.stir()
		return d, err
	}
}

func (w *lifeWorld) stir() {
	select {
	case w.stirred <- struct{}{}:
	default:
	}
}

// uneasyFor lets somebody look every second for a while.
func (w *lifeWorld) uneasyFor(d time.Duration) {
	until := w.now().Add(d).UnixMilli()
	for {
		old := w.uneasy.Load()
		if old >= until || w.uneasy.CompareAndSwap(old, until) {
			break
		}
	}
	w.stir()
}

// pulses beats a replica whenever anything falls due: what the metronome and the
// looks of its loops do every second and oftener, without those in which nothing
// would happen. What is still due a second later all replicas look at.
func (w *lifeWorld) pulses(ctx context.Context) {
	for ctx.Err() == nil {
		wait := 10 * time.Minute
		for _, h := range w.houses {
			wait = min(wait, h.pulse(ctx))
		}
		select {
		case <-ctx.Done():
			return
		case <-w.stirred:
			time.Sleep(3 * time.Millisecond)
		case <-time.After(max(wait, 5*time.Millisecond)):
		}
	}
}

// pulse beats what has something to do, and says when to look again.
func (h *lifeHouse) pulse(ctx context.Context) time.Duration {
	w, now, wait := h.world, h.now(), 10*time.Minute
	next, ok, err := h.look.NextDue(ctx)
	if err != nil || !ok {
		return beat
	}
	late := now.Sub(next)
	held := false
	if now.UnixMilli() < w.uneasy.Load() { // somebody may have died with something in hand
		d, err := h.look.Depths(ctx, now)
		held = err != nil || d.Handled+d.InFlight > 0
		wait = beat
	}
	switch rest := now.Sub(h.beaten); {
	case late < 0 && !held:
		h.lateSince = time.Time{}
		return min(wait, -late)
	case rest < lifeBeat && late > 0:
		return lifeBeat - rest
	case rest < beat && held && late < 0:
		return beat - rest
	case w.trouble.on(0, redisCut) != nil: // nobody could do anything
		return beat
	}
	switch {
	case late < 2*time.Minute:
		h.lateSince = time.Time{}
	case h.lateSince.IsZero(): // something may be due since long before it came to be
		h.lateSince = now
	case now.Sub(h.lateSince) > 2*time.Minute && w.isCalm(now) && now.After(w.begin.Add(10*time.Minute)):
		h.stuck(ctx, late)
		wait = time.Minute
	}
	h.beaten = now
	first := w.draw(len(h.replicas))
	for i := range h.replicas {
		if h.replicas[(first+i)%len(h.replicas)].beats() && late < 50*time.Millisecond && !held {
			break // the other one need not look
		}
	}
	return min(wait, 20*time.Millisecond)
}

// stuck says what waits though it could have been done.
func (h *lifeHouse) stuck(ctx context.Context, late time.Duration) {
	depths, _ := h.look.Depths(ctx, h.now()) // what it is matters less than that it is
	timers, _ := h.look.Timers(ctx, 1)
	h.world.fault("i1", "%s: at %s something has waited for %s: %+v %+v", h.parts.Deployment, h.now(), late, depths, timers)
}
