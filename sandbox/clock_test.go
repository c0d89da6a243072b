package sandbox_test

import (
	"context"
	"slices"
	"testing"
	"testing/synctest"
	"time"

	"polyphony/sandbox"
)

func TestTheClockNeverGoesBackwards(t *testing.T) {
	c := sandbox.NewClock(start, false)
	c.Set(start.Add(time.Hour))
	c.Set(start)
	if got := c.Now(); !got.Equal(start.Add(time.Hour)) {
		t.Errorf("the clock says %s", got)
	}
}

func TestARunningClockGoesOnFromWhereItWasPushed(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		c := sandbox.NewClock(start, true)
		time.Sleep(time.Minute)
		if got := c.Now(); !got.Equal(start.Add(time.Minute)) {
			t.Errorf("after a minute it says %s", got)
		}
		c.Set(start.Add(time.Hour))
		time.Sleep(time.Second)
		if got := c.Now(); !got.Equal(start.Add(time.Hour + time.Second)) {
			t.Errorf("after the push it says %s", got)
		}
	})
}

func TestWaitingForTheClockEndsWithAPushOrWithTheContext(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		c := sandbox.NewClock(start, false)
		done := make(chan error, 1)
		go func() { done <- c.Wait(t.Context(), start.Add(time.Hour)) }()
		c.Set(start.Add(30 * time.Minute))
		synctest.Wait()
		if len(done) != 0 {
			t.Error("woke half an hour early")
		}
		c.Set(start.Add(time.Hour))
		if err := <-done; err != nil {
			t.Error(err)
		}
		ctx, cancel := context.WithTimeout(t.Context(), time.Second)
		defer cancel()
		if err := c.Wait(ctx, start.Add(2*time.Hour)); err == nil {
			t.Error("waited without end")
		}
		r := sandbox.NewClock(start, true)
		if err := r.Wait(t.Context(), start.Add(time.Hour)); err != nil || r.Now().Before(start.Add(time.Hour)) {
			t.Errorf("a running clock: %v at %s", err, r.Now())
		}
	})
}

func TestPushingTheClockStopsAtEveryDueInstantInOrder(t *testing.T) {
	p := open(t)
	due := []time.Time{start.Add(time.Hour), start.Add(2 * time.Hour), start.Add(50 * time.Hour)}
	var handled []time.Duration
	p.SetHouse(house{
		settle: func(context.Context) error {
			handled = append(handled, p.clock.Now().Sub(start))
			for len(due) > 0 && !due[0].After(p.clock.Now()) {
				due = due[1:]
			}
			return nil
		},
		next: func() (time.Time, bool) {
			if len(due) == 0 {
				return time.Time{}, false
			}
			return due[0], true
		},
	})
	if err := p.Advance(t.Context(), 3*time.Hour); err != nil {
		t.Fatal(err)
	}
	if want := []time.Duration{time.Hour, 2 * time.Hour, 3 * time.Hour}; !slices.Equal(handled, want) {
		t.Errorf("handled at %v, want %v", handled, want)
	}
	if err := p.AdvanceNext(t.Context()); err != nil || !p.clock.Now().Equal(start.Add(50*time.Hour)) {
		t.Errorf("the next thing is at %s, %v", p.clock.Now(), err)
	}
	if err := p.AdvanceNext(t.Context()); err != nil || !p.clock.Now().Equal(start.Add(50*time.Hour)) {
		t.Errorf("with nothing due the clock went to %s, %v", p.clock.Now(), err)
	}
	if err := p.AdvanceTo(t.Context(), start); err == nil {
		t.Error("the clock went backwards without a word")
	}
}

func TestSomethingThatStaysDueForeverEndsInAnError(t *testing.T) {
	p := open(t)
	p.SetHouse(house{next: func() (time.Time, bool) { return start, true }})
	if err := p.Advance(t.Context(), time.Hour); err == nil {
		t.Error("the clock was pushed past something that stays due")
	}
}

func TestWithoutAnApplicationTheClockJustMoves(t *testing.T) {
	p := open(t)
	if err := p.Advance(t.Context(), 72*time.Hour); err != nil || !p.clock.Now().Equal(start.Add(72*time.Hour)) {
		t.Errorf("%s, %v", p.clock.Now(), err)
	}
}

func TestAnActWaitsAtMostFiveSecondsForTheApplication(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		p := open(t)
		p.SetHouse(house{settle: func(ctx context.Context) error { <-ctx.Done(); return ctx.Err() }})
		begun := time.Now()
		if _, err := p.Says(t.Context(), p.alex, "hello"); err != nil || time.Since(begun) != 5*time.Second {
			t.Errorf("%v after %s", err, time.Since(begun))
		}
	})
}
