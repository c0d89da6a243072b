package store

import (
	"fmt"
	"strings"
	"sync"
	"testing"
	"time"

	"polyphony/flows"
)

func timer(subject, id string, due time.Time) flows.Timer {
	return flows.Timer{Key: flows.TimerKey{Subject: subject, ID: id, What: "do", Arg: "x"}, Due: due}
}

// Timers fire once, whichever replica looks first, and more of them than one
// script moves (I9).
func TestTimersFireOnceAcrossReplicas(t *testing.T) {
	onBoth(t, func(g *ground) {
		const n = 2*fireBatch + 100
		a := g.enter("a")
		var set []flows.Timer
		for i := range n {
			set = append(set, timer("plan", fmt.Sprint("p", i), t0.Add(time.Duration(i)*time.Millisecond)))
		}
		a.decide(t0, flows.Decision{Timers: set})
		due := t0.Add(n * time.Millisecond)
		late := make([]int, 2)
		var replicas sync.WaitGroup
		for r := range late {
			d := g.enter(fmt.Sprint("r", r))
			replicas.Go(func() {
				got, _, err := d.Fire(d.ctx, due, func() {})
				if err != nil {
					t.Error(err)
				}
				late[r] = len(got)
			})
		}
		replicas.Wait()
		if sum := late[0] + late[1]; sum != n {
			g.Errorf("%d timers fired %d times: %v", n, sum, late)
		}
		events := 0
		for key, items := range g.dump() {
			if n := strings.Count(items, "\x00timer\x00"); n > 1 {
				g.Errorf("%s fired %d times", key, n)
			} else {
				events += n
			}
		}
		if events != n {
			g.Errorf("%d events for %d timers", events, n)
		}
	})
}

// Never early, and late rather than never: the event says when it was due.
func TestATimerFiresAtItsMillisecondAndSaysHowLateItIs(t *testing.T) {
	onBoth(t, func(g *ground) {
		a := g.enter("a")
		due := t0.Add(time.Hour + 7*time.Millisecond)
		a.decide(t0, flows.Decision{Timers: []flows.Timer{timer("meeting", "m", due)}})
		if late := a.fire(due.Add(-time.Millisecond)); len(late) != 0 {
			g.Fatal("fired early")
		}
		late := a.fire(due.Add(26 * time.Hour))
		if len(late) != 1 || late[0] != 26*time.Hour {
			g.Fatalf("late by %v", late)
		}
		c := a.one(due.Add(26 * time.Hour))
		ev, err := flows.TimerEvent(c.Item)
		if err != nil || ev.Timer != timer("meeting", "m", due).Key || !ev.At.Equal(due) || ev.Queue != "meeting:m" || c.Item.Source != flows.FromTimer {
			g.Errorf("%+v %v", ev, err)
		}
	})
}

// I2: when everything is late at once, deadlines get their turn first.
func TestDeadlinesFireFirst(t *testing.T) {
	onBoth(t, func(g *ground) {
		a := g.enter("a")
		due := t0.Add(time.Minute)
		a.decide(t0, flows.Decision{Timers: []flows.Timer{timer("meeting", "m", due), timer("contact", "c", due.Add(-time.Second)),
			timer("alert", "a", due), timer("visit", "v", due)}})
		if n := len(a.fire(due)); n != 4 {
			g.Fatal(n)
		}
		if got := ids(a.claim(due, 2)); got != fmt.Sprintf("t:alert:a|do|x@%d t:visit:v|do|x@%d", due.UnixMilli(), due.UnixMilli()) {
			g.Errorf("first %q", got)
		}
	})
}

// Setting a timer again replaces it and a cancelled one is gone, so a chain can
// neither fork nor outlive what it was about (I6, I9).
func TestATimerIsReplacedAndCancelledByItsKey(t *testing.T) {
	onBoth(t, func(g *ground) {
		a := g.enter("a")
		early, late := t0.Add(time.Minute), t0.Add(time.Hour)
		a.decide(t0, flows.Decision{Timers: []flows.Timer{timer("meeting", "m", early), timer("plan", "p", early), timer("alert", "a", early)}})
		a.decide(t0, flows.Decision{Timers: []flows.Timer{timer("meeting", "m", late), {Key: timer("plan", "p", t0).Key}, {Key: timer("plan", "never", t0).Key}}})
		a.decide(t0, flows.Decision{Timers: []flows.Timer{timer("alert", "a", late), {Key: timer("alert", "a", t0).Key}, timer("alert", "a", late.Add(time.Hour))}})
		if n := len(a.fire(early)); n != 0 {
			g.Errorf("%d fired at their old time", n)
		}
		if n := len(a.fire(late)); n != 1 {
			g.Errorf("%d fired at their new time, want 1", n)
		}
		if n := len(a.fire(late.Add(24 * time.Hour))); n != 1 {
			g.Errorf("%d fired in the end, want 1", n)
		}
	})
}

// What a timer's event decides must come out the same when it is decided
// again, and differ from every other's.
func TestTheSeedOfATimerIsItsOwnAndStays(t *testing.T) {
	onBoth(t, func(g *ground) {
		a := g.enter("a")
		due := t0.Add(time.Minute)
		a.decide(t0, flows.Decision{Timers: []flows.Timer{timer("plan", "p", due), timer("plan", "q", due)}})
		a.fire(due)
		seeds := map[flows.Seed]string{}
		for range 2 {
			for _, c := range a.claim(due, 2) {
				if was := seeds[c.Item.Seed]; was != "" && was != c.Item.ID || c.Item.Seed == (flows.Seed{}) {
					g.Errorf("%s has the seed of %q", c.Item.ID, was)
				}
				seeds[c.Item.Seed] = c.Item.ID
				if _, err := a.Release(a.ctx, due, c, true, 0); err != nil {
					g.Fatal(err)
				}
			}
		}
		if len(seeds) != 2 {
			g.Errorf("%d seeds for two timers claimed twice", len(seeds))
		}
	})
}

// While Redis is nearly full, reminders stay where they are; deadlines fire.
func TestOnlyTheClockWaitsWhileRedisIsNearlyFull(t *testing.T) {
	onBoth(t, func(g *ground) {
		a := g.enter("a")
		due := t0.Add(time.Minute)
		a.decide(t0, flows.Decision{Timers: []flows.Timer{timer("meeting", "m", due), timer("alert", "a", due)}})
		a.full.Store(true)
		if n := len(a.fire(due)); n != 1 || a.one(due).Item.Queue != "alert:a" {
			g.Errorf("%d fired", n)
		}
		a.full.Store(false)
		if n := len(a.fire(due)); n != 1 {
			g.Errorf("%d fired when there was room again", n)
		}
	})
}
