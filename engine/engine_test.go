package engine

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"polyphony/flows"
)

// Each test runs in a bubble, which fails when a goroutine is left behind.

func TestWhatIsRecordedIsHandledInOrder(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		b := newBench(t, nil)
		b.record("a.1", "b.1", "a.2", "a.3", "b.2")
		if err := b.work(t, time.Second); err != nil {
			t.Fatal(err)
		}
		b.idle(t)
		for _, q := range []string{"a.", "b."} {
			var of []string
			for _, id := range b.order {
				if strings.HasPrefix(id, q) {
					of = append(of, id)
				}
			}
			if !slices.IsSorted(of) {
				t.Errorf("handled as %v", of)
			}
		}
		if len(b.order) != 5 {
			t.Errorf("handled %v", b.order)
		}
	})
}

// A wake-up is heard at once, however seldom the engine looks by itself.
func TestAWakeUpIsHeardAtOnce(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		b := newBench(t, func(o *Options) { o.Poll = time.Hour })
		ctx, stop := context.WithCancel(t.Context())
		defer stop()
		done := make(chan error)
		go func() { done <- b.engine.Run(ctx) }()
		synctest.Wait()
		began := time.Now()
		b.record("a.1")
		b.engine.Wake()
		b.engine.Wake() // never blocks
		synctest.Wait()
		b.idle(t)
		if time.Since(began) != 0 {
			t.Errorf("handled after %v", time.Since(began))
		}
		stop()
		if err := <-done; err != nil {
			t.Error(err)
		}
	})
}

// Without being woken (another replica recorded it) it is found by looking.
func TestWhatNobodyWokeForIsFoundByLooking(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		b := newBench(t, nil)
		go func() {
			time.Sleep(time.Second + 10*time.Millisecond)
			b.record("a.1")
		}()
		if err := b.work(t, 1300*time.Millisecond); err != nil {
			t.Fatal(err)
		}
		b.idle(t)
	})
}

// I12: queues are handled side by side, at most so many, one item of each.
func TestQueuesRunSideBySideAndOneItemAtATime(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var mu sync.Mutex
		running, most, twice := map[string]bool{}, 0, false
		b := newBench(t, func(o *Options) {
			o.Workers = 3
			o.Decide = func(_ flows.Tx, ev flows.Event, _ time.Time) (flows.Decision, error) {
				mu.Lock()
				twice = twice || running[ev.Queue]
				running[ev.Queue] = true
				most = max(most, len(running))
				mu.Unlock()
				time.Sleep(10 * time.Millisecond)
				mu.Lock()
				delete(running, ev.Queue)
				mu.Unlock()
				return flows.Decision{}, nil
			}
		})
		for i := range 4 {
			for q := range 5 {
				b.record(fmt.Sprintf("q%d.%d", q, i))
			}
		}
		if err := b.work(t, 5*time.Second); err != nil {
			t.Fatal(err)
		}
		b.idle(t)
		if twice || most != 3 {
			t.Errorf("two items of one queue at once: %v; queues side by side: %d", twice, most)
		}
	})
}

// A flood from one chat takes its turn and lets others have theirs.
func TestAFloodLetsOthersHaveTheirTurn(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		b := newBench(t, func(o *Options) { o.Workers = 1 })
		for i := range 100 {
			b.record(fmt.Sprintf("flood.%03d", i))
		}
		b.record("help.1", "other.1")
		if err := b.work(t, time.Second); err != nil {
			t.Fatal(err)
		}
		b.idle(t)
		if at := slices.Index(b.order, "help.1"); at != turn {
			t.Errorf("help came after %d items of the flood, not after %d", at, turn)
		}
		if at := slices.Index(b.order, "other.1"); at > 2*turn {
			t.Errorf("the third queue came after %d items", at)
		}
	})
}

// What has been begun when the process is told to stop is finished, and
// nothing else is begun.
func TestAStopFinishesWhatWasBegunAndBeginsNothing(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		b := newBench(t, func(o *Options) {
			o.Workers = 1
			o.Decide = func(flows.Tx, flows.Event, time.Time) (flows.Decision, error) {
				time.Sleep(5 * time.Second)
				return flows.Decision{}, nil
			}
		})
		b.record("a.1", "b.1")
		began := time.Now()
		if err := b.work(t, time.Second); err != nil {
			t.Fatal(err)
		}
		if took := time.Since(began); took != 5*time.Second {
			t.Errorf("stopped after %v", took)
		}
		if !slices.Equal(b.order, []string{"a.1"}) {
			t.Errorf("handled %v", b.order)
		}
	})
}

// A replica whose name another process has taken must not go on.
func TestAnOldEpochEndsTheEngine(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		b := newBench(t, nil)
		b.fail = func(string) error { return flows.ErrOldEpoch }
		if err := b.work(t, time.Hour); !errors.Is(err, flows.ErrOldEpoch) {
			t.Errorf("ended with %v", err)
		}
	})
}

func TestAStoreThatIsAwayIsWaitedFor(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		b := newBench(t, nil)
		began, looks := time.Now(), 0
		b.fail = func(string) error {
			if looks++; time.Since(began) < time.Minute {
				return errAway
			}
			return nil
		}
		b.record("a.1")
		if err := b.work(t, 2*time.Minute); err != nil {
			t.Fatal(err)
		}
		b.idle(t)
		if looks > 500+10 {
			t.Errorf("looked %d times in two minutes: it must not spin", looks)
		}
	})
}
