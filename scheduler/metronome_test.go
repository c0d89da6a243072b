package scheduler

import (
	"context"
	"slices"
	"sync"
	"testing"
	"testing/synctest"
	"time"
)

// beats notes when Tick was called, counted from the start of the bubble.
type beats struct {
	mu sync.Mutex
	at []time.Duration
}

func (b *beats) add(d time.Duration) {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.at = append(b.at, d)
}

func (b *beats) all() []time.Duration {
	b.mu.Lock()
	defer b.mu.Unlock()
	return slices.Clone(b.at)
}

func TestBeatsAtEverySecondAndStops(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var heard beats
		began := time.Now()
		ctx, stop := context.WithCancel(t.Context())
		done := make(chan struct{})
		go func() {
			Metronome{Every: time.Second, Tick: func(context.Context) { heard.add(time.Since(began)) }}.Run(ctx)
			close(done)
		}()
		time.Sleep(5*time.Second + time.Millisecond)
		stop()
		<-done
		time.Sleep(time.Hour)
		if got := heard.all(); !slices.Equal(got, seconds(1, 2, 3, 4, 5)) {
			t.Errorf("beats at %v", got)
		}
	})
}

func seconds(n ...int) (out []time.Duration) {
	for _, s := range n {
		out = append(out, time.Duration(s)*time.Second)
	}
	return out
}

// A tick that takes longer than a beat is never run twice at once, and what it
// swallowed is not made up for: the next tick sees everything that is due.
func TestASlowTickSwallowsBeats(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var heard beats
		began, running := time.Now(), 0
		ctx, stop := context.WithTimeout(t.Context(), 9*time.Second)
		defer stop()
		Metronome{Every: time.Second, Tick: func(context.Context) {
			if running++; running > 1 {
				t.Error("two ticks at once")
			}
			heard.add(time.Since(began))
			time.Sleep(2500 * time.Millisecond)
			running--
		}}.Run(ctx)
		if got := heard.all(); !slices.Equal(got, seconds(1, 4, 7)) {
			t.Errorf("beats at %v", got)
		}
	})
}

// Run returns only when the tick that was under way has finished, so that
// nothing is fired behind the back of whoever closes the store.
func TestStopsAfterTheTickThatIsUnderWay(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		finished := false
		ctx, stop := context.WithCancel(t.Context())
		began := time.Now()
		Metronome{Every: time.Second, Tick: func(context.Context) {
			stop()
			time.Sleep(3 * time.Second)
			finished = true
		}}.Run(ctx)
		if !finished || time.Since(began) != 4*time.Second {
			t.Errorf("finished %v, returned after %v", finished, time.Since(began))
		}
	})
}

// Less than a second, and nothing at all, are a second: cron knows no less.
func TestTheShortestBeatIsASecond(t *testing.T) {
	for _, every := range []time.Duration{-time.Hour, 0, 300 * time.Millisecond} {
		synctest.Test(t, func(t *testing.T) {
			var heard beats
			began := time.Now()
			ctx, stop := context.WithTimeout(t.Context(), 3500*time.Millisecond)
			defer stop()
			Metronome{Every: every, Tick: func(context.Context) { heard.add(time.Since(began)) }}.Run(ctx)
			if got := heard.all(); !slices.Equal(got, seconds(1, 2, 3)) {
				t.Errorf("every %v: beats at %v", every, got)
			}
		})
	}
}
