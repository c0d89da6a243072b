package store

import (
	"fmt"
	"testing"
	"time"

	"polyphony/flows"
)

// Who is first of a hundred thousand does not wait for the last: what has moved
// can be worked on while the rest still moves.
func TestWorkBeginsWhileTimersStillMove(t *testing.T) {
	onBoth(t, func(g *ground) {
		const batches = 3
		a := g.enter("a")
		var set []flows.Timer
		for i := range batches * fireBatch {
			set = append(set, timer("plan", fmt.Sprint("p", i), t0))
		}
		a.decide(t0, flows.Decision{Timers: set})
		var ready []int
		_, _, err := a.Fire(a.ctx, t0, func() {
			claims, err := a.Claim(a.ctx, t0, 2*batches*fireBatch)
			if err != nil {
				g.Error(err)
			}
			ready = append(ready, len(claims))
		})
		if err != nil || fmt.Sprint(ready) != fmt.Sprint([]int{fireBatch, fireBatch, fireBatch}) {
			g.Errorf("ready after each batch: %v %v", ready, err)
		}
	})
}

// I12: timers of one queue that come due together stand in it in their order, and
// a queue that somebody holds is not handed to another for them.
func TestTimersOfOneQueueComeDueTogether(t *testing.T) {
	onBoth(t, func(g *ground) {
		a := g.enter("a")
		first, second, other := timer("plan", "p", t0), timer("plan", "p", t0.Add(time.Second)), timer("plan", "q", t0)
		first.Key.Arg, second.Key.Arg = "first", "second"
		held := timer("plan", "held", t0)
		a.decide(t0, flows.Decision{Timers: []flows.Timer{held}})
		a.fire(t0)
		holds := a.one(t0)
		held.Key.Arg = "again"
		a.decide(t0, flows.Decision{Timers: []flows.Timer{second, first, other, held}})
		now := t0.Add(5 * time.Second)
		if late := a.fire(now); len(late) != 4 {
			g.Fatalf("%d fired", len(late))
		}
		claims, err := a.Claim(a.ctx, now, 9)
		if err != nil || len(claims) != 2 {
			g.Fatalf("%d queues are free: %v", len(claims), err)
		}
		for _, c := range claims {
			if c.Item.Queue == holds.Item.Queue {
				g.Error("a queue that is held was claimed again")
			}
			if c.Item.Queue != first.Key.Queue() {
				continue
			}
			if ev, err := flows.TimerEvent(c.Item); err != nil || ev.Timer != first.Key {
				g.Errorf("first came %+v %v", ev.Timer, err)
			}
		}
	})
}
