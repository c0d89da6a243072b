package store

import (
	"fmt"
	"strings"
	"sync"
	"testing"
	"time"

	"polyphony/flows"
)

// I1: an update counts once, however often Telegram delivers it, wherever it
// arrives and however long ago it was handled.
func TestARepeatedUpdateIsRecordedOnce(t *testing.T) {
	onBoth(t, func(g *ground) {
		a, b := g.enter("a"), g.enter("b")
		if n := a.record(update(1, "chat:5", "one"), update(2, "chat:5", "two"), update(1, "chat:5", "one")); n != 2 {
			g.Errorf("%d new, want 2", n)
		}
		if n := b.record(update(2, "chat:5", "two"), update(3, "chat:5", "three")); n != 1 {
			g.Errorf("%d new, want 1", n)
		}
		for range 3 {
			a.commit(t0, a.one(t0), flows.Decision{}, false)
		}
		if n := a.record(update(1, "chat:5", "one")); n != 0 || len(a.claim(t0, 9)) != 0 {
			g.Errorf("an update that was handled came again: %d", n)
		}
		for _, c := range []struct {
			after time.Duration
			fresh int64
		}{{48*time.Hour - time.Millisecond, 0}, {48 * time.Hour, 1}} {
			if err := a.Forget(a.ctx, t0.Add(c.after)); err != nil {
				g.Fatal(err)
			}
			if n := a.record(update(3, "chat:5", "three")); n != c.fresh {
				g.Errorf("%v later: %d new, want %d", c.after, n, c.fresh)
			}
		}
	})
}

func TestRecordingNothingIsNothing(t *testing.T) {
	onBoth(t, func(g *ground) {
		if n := g.enter("a").record(); n != 0 {
			g.Error(n)
		}
	})
}

// I12: what one person wrote is handled in the order in which they wrote it,
// by however many replicas; whoever comes first is served first.
func TestEveryQueueKeepsItsOrder(t *testing.T) {
	onBoth(t, func(g *ground) {
		const chats, each = 7, 6
		var mu sync.Mutex
		handled := map[string][]string{}
		first := g.enter("first")
		for i := range each {
			for c := range chats {
				first.record(update(i*chats+c, fmt.Sprint("chat:", c), fmt.Sprint(i)))
			}
		}
		var replicas sync.WaitGroup
		for r := range 3 {
			d := g.enter(fmt.Sprint("r", r))
			replicas.Go(func() {
				for {
					claims, err := d.Claim(d.ctx, t0, 2)
					if err != nil || len(claims) == 0 {
						return
					}
					for _, c := range claims {
						for next := &c; next != nil; {
							mu.Lock()
							handled[next.Item.Queue] = append(handled[next.Item.Queue], string(next.Item.Body))
							mu.Unlock()
							if next, err = d.Commit(d.ctx, t0, *next, d.Begin(d.ctx), flows.Decision{}, true); err != nil {
								t.Error(err)
								return
							}
						}
					}
				}
			})
		}
		replicas.Wait()
		for c := range chats {
			queue := fmt.Sprint("chat:", c)
			if got := strings.Join(handled[queue], " "); got != "0 1 2 3 4 5" {
				g.Errorf("%s was handled as %q", queue, got)
			}
		}
	})
}

// I2: deadlines of alerts and visits first, then people, then the clock's
// work; within a lane whoever has waited longest.
func TestLanesOfTheInboxComeInOrder(t *testing.T) {
	onBoth(t, func(g *ground) {
		a := g.enter("a")
		for i, queue := range []string{"meeting:m", "chat:2", "chat:1", "plan:p", "visit:v", "operator:o", "alert:a"} {
			it := update(i, queue, "")
			it.At = t0.Add(time.Duration(i) * time.Second)
			a.record(it)
		}
		var order []string
		for range 7 {
			order = append(order, a.one(t0.Add(time.Minute)).Item.Queue)
		}
		if got, want := strings.Join(order, " "), "visit:v alert:a chat:2 chat:1 operator:o meeting:m plan:p"; got != want {
			g.Errorf("claimed as %q, want %q", got, want)
		}
	})
}

// A queue is in one pair of hands at a time, and at most so many are claimed.
func TestAQueueIsHeldByOneAtATime(t *testing.T) {
	onBoth(t, func(g *ground) {
		a, b := g.enter("a"), g.enter("b")
		a.record(update(1, "chat:1", ""), update(2, "chat:1", ""), update(3, "chat:2", ""), update(4, "chat:3", ""))
		mine, theirs := a.claim(t0, 2), b.claim(t0, 9)
		if ids(mine) != "u:1 u:3" || ids(theirs) != "u:4" {
			g.Fatalf("a has %s, b has %s", ids(mine), ids(theirs))
		}
		b.record(update(5, "chat:1", ""), update(6, "chat:2", ""))
		if more := b.claim(t0, 9); len(more) != 0 {
			g.Errorf("b claims %s beside a", ids(more))
		}
		a.commit(t0, mine[0], flows.Decision{}, false)
		if more := b.claim(t0, 9); ids(more) != "u:2" {
			g.Errorf("given back: %q", ids(more))
		}
	})
}

// A failed try counts against the item and a pause keeps it from spinning; a
// store that was away counts for nothing.
func TestWhatIsGivenBackComesAgainWithItsTries(t *testing.T) {
	onBoth(t, func(g *ground) {
		a := g.enter("a")
		a.record(update(1, "chat:1", "words"), update(2, "chat:1", ""))
		for try, failed := range []bool{true, false, true} {
			now := t0.Add(time.Duration(try) * time.Second)
			c := a.one(now)
			if string(c.Item.Body) != "words" || c.Tries != []int{0, 1, 1}[try] {
				g.Fatalf("try %d: %q after %d", try, c.Item.Body, c.Tries)
			}
			tries, err := a.Release(a.ctx, now, c, failed, time.Second)
			if err != nil || tries != []int64{1, 0, 2}[try] {
				g.Fatalf("try %d: %d %v", try, tries, err)
			}
			if early := a.claim(now.Add(time.Second-time.Millisecond), 9); len(early) != 0 {
				g.Errorf("try %d: claimed again before its pause was over", try)
			}
		}
		c := a.one(t0.Add(time.Minute))
		if c.Tries != 2 {
			g.Errorf("%d tries", c.Tries)
		}
		next := a.commit(t0, c, flows.Decision{}, true)
		if next == nil || next.Item.ID != "u:2" || next.Tries != 0 {
			g.Errorf("the next item inherits the tries of the first: %+v", next)
		}
		if left := g.dump()["{test}:tries"]; left != "" {
			g.Errorf("tries of a handled item stay: %s", left)
		}
	})
}

// An item comes back with the seed that it was recorded with, so that deciding
// again gives the same ids.
func TestAnItemComesBackAsItWasRecorded(t *testing.T) {
	onBoth(t, func(g *ground) {
		a := g.enter("a")
		seed, err := a.NewSeed()
		if err != nil {
			g.Fatal(err)
		}
		want := flows.Item{ID: "u:1", Queue: "chat:-100", Source: flows.FromDelivery, At: t0.Add(123 * time.Millisecond), Seed: seed, Body: []byte("a\x00b\xff{}")}
		a.record(want)
		for range 2 {
			got := a.one(t0.Add(time.Second))
			if got.Bad != nil || fmt.Sprintf("%+v", got.Item) != fmt.Sprintf("%+v", want) {
				g.Fatalf("%+v %v, want %+v", got.Item, got.Bad, want)
			}
			if _, err := a.Release(a.ctx, t0, got, false, 0); err != nil {
				g.Fatal(err)
			}
		}
	})
}
