package store

import (
	"context"
	"testing"
	"time"

	"polyphony/flows"
)

// What waits is seen as it is: whoever waits for the work to be done, and the
// metrics, rely on it.
func TestDepthsSayWhatWaits(t *testing.T) {
	onBoth(t, func(g *ground) {
		a := g.enter("a")
		look := func(now time.Time, want Depths) {
			g.Helper()
			if got, err := a.Depths(a.ctx, now); err != nil || got != want {
				g.Errorf("%+v %v, want %+v", got, err, want)
			}
		}
		look(t0, Depths{})
		a.decide(t0, flows.Decision{
			Say:    []flows.Message{to(1, flows.Urgent, ""), to(2, flows.Bulk, ""), to(2, flows.Bulk, ""), to(3, flows.Bulk, "")},
			Timers: []flows.Timer{timer("alert", "a", t0.Add(time.Minute)), timer("plan", "p", t0.Add(time.Hour))},
		})
		look(t0, Depths{Outbox: [3]int64{1, 0, 2}, Timers: 2})
		a.record(update(1, "chat:1", ""), update(2, "chat:2", ""), update(3, "meeting:3", ""))
		now := t0.Add(2 * time.Minute)
		want := Depths{Inbox: [3]int64{0, 2, 1}, Outbox: [3]int64{1, 0, 2}, Timers: 2, Overdue: time.Minute, UrgentAge: 2 * time.Minute, Oldest: [3]time.Duration{0, 2 * time.Minute, 2 * time.Minute}}
		look(now, want)
		if want.Idle() {
			g.Error("idle, with work waiting")
		}
		c := a.claim(now, 9)
		rows, _ := a.rows(now, everything)
		look(now, Depths{Handled: 3, InFlight: 3, Timers: 2, Overdue: time.Minute})
		for _, r := range rows {
			a.settle(now, r, flows.Outcome{Again: now.Add(time.Hour)})
		}
		if err := a.Park(a.ctx, now, c[0], a.Begin(a.ctx), flows.Decision{}, "poison"); err != nil {
			g.Fatal(err)
		}
		a.commit(now, c[1], flows.Decision{}, false)
		if _, err := a.Release(a.ctx, now, c[2], false, time.Hour); err != nil {
			g.Fatal(err)
		}
		want = Depths{Later: [3]int64{1, 0, 2}, Timers: 2, Overdue: time.Minute, Parked: 1}
		look(now, want)
		if !want.Idle() {
			g.Error("not idle, with nothing to do now")
		}
	})
}

// The clock of the sandbox walks from one due instant to the next; it must miss
// none.
func TestTheNextDueInstantIsTheSoonestOfAll(t *testing.T) {
	onBoth(t, func(g *ground) {
		a := g.enter("a")
		next := func(want time.Time) {
			g.Helper()
			if got, ok, err := a.NextDue(a.ctx); err != nil || ok == want.IsZero() || ok && !got.Equal(want) {
				g.Errorf("next %v %v %v, want %v", got, ok, err, want)
			}
		}
		next(time.Time{})
		a.decide(t0, flows.Decision{Timers: []flows.Timer{timer("plan", "p", t0.Add(3*time.Hour)), timer("alert", "a", t0.Add(4*time.Hour))}})
		next(t0.Add(3 * time.Hour))
		a.say(t0, to(1, flows.Bulk, ""))
		next(t0)
		rows, _ := a.rows(t0, everything)
		a.settle(t0, rows[0], flows.Outcome{Again: t0.Add(2 * time.Hour)})
		next(t0.Add(2 * time.Hour))
		a.record(update(1, "chat:1", ""))
		if _, err := a.Release(a.ctx, t0, a.one(t0), true, time.Hour); err != nil {
			g.Fatal(err)
		}
		next(t0.Add(time.Hour))
	})
}

func TestQueuedRowsAreListedWithWhenTheyMayLeave(t *testing.T) {
	onBoth(t, func(g *ground) {
		a := g.enter("a")
		a.say(t0, to(1, flows.Bulk, "b"), to(2, flows.Urgent, "u"), to(1, flows.Bulk, "b2"))
		list, err := a.Queued(a.ctx, 9)
		if err != nil || len(list) != 3 || saying(list[0].Row) != "u" || saying(list[1].Row) != "b" || saying(list[2].Row) != "b2" || !list[1].Due.Equal(t0) {
			g.Errorf("%+v %v", list, err)
		}
	})
}

// A store whose Redis is away says so at every door, and in words that hold
// neither an address nor anybody's.
func TestEveryDoorSaysThatRedisIsAway(t *testing.T) {
	onBoth(t, func(g *ground) {
		a := g.enter("a")
		ctx, cancel := context.WithCancel(a.ctx)
		cancel()
		_, e1 := a.Record(ctx, []flows.Item{update(1, "chat:1", "")})
		_, e2 := a.Claim(ctx, t0, 1)
		_, _, e3 := a.ClaimRows(ctx, t0, everything)
		_, _, e4 := a.Fire(ctx, t0, func() {})
		_, e5 := a.Depths(ctx, t0)
		_, _, e6 := a.NextDue(ctx)
		_, e7 := a.Takeover(ctx, t0)
		_, e8 := a.Parked(ctx)
		_, e9 := a.Timers(ctx, 1)
		_, e10 := a.Queued(ctx, 1)
		_, e11 := a.Audit(ctx, "x")
		_, e12 := a.Enter(ctx, t0)
		for i, err := range []error{e1, e2, e3, e4, e5, e6, e7, e8, e9, e10, e11, e12, a.Forget(ctx, t0), a.Ping(ctx), a.Measure(ctx)} {
			if err == nil {
				g.Errorf("door %d is silent", i+1)
			}
		}
	})
}
