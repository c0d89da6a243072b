package sandbox

import (
	"context"
	"errors"
	"fmt"
	"time"
)

const (
	settleLimit = 5 * time.Second // how long an act waits for the application
	stuckRounds = 10_000          // rounds at one instant after which the clock gives up
)

// errStuck is what happens when the application has something due that handling never ends.
var errStuck = errors.New("the clock cannot move: something stays due however often it is handled")

// settle lets the application handle what somebody did, for at most settleLimit.
func (s *Server) settle(ctx context.Context) error {
	house := s.currentHouse()
	if house == nil {
		return nil
	}
	bounded, cancel := context.WithTimeout(ctx, settleLimit)
	defer cancel()
	err := house.Settle(bounded)
	s.events.publish(event{Kind: "drawer"})
	if err != nil && ctx.Err() == nil && bounded.Err() != nil {
		s.log.Warn("the application did not settle in time", "limit", settleLimit)
		return nil
	}
	if err != nil {
		return fmt.Errorf("settle: %w", err)
	}
	return nil
}

// Advance pushes the clock on by d, through everything that falls due on the way.
func (s *Server) Advance(ctx context.Context, d time.Duration) error {
	return s.walkBy(ctx, func(now time.Time) (time.Time, Act) {
		return now.Add(d), Act{Verb: Passes, Pass: d}
	})
}

// AdvanceTo pushes the clock to t. It stops at every instant at which something falls due, in order, and returns once
// all of it has been handled and delivered.
func (s *Server) AdvanceTo(ctx context.Context, t time.Time) error {
	return s.walkBy(ctx, func(time.Time) (time.Time, Act) {
		return t, Act{Verb: Becomes, At: t.UTC()}
	})
}

func (s *Server) walkBy(ctx context.Context, target func(now time.Time) (time.Time, Act)) error {
	if err := s.startWalk(ctx); err != nil {
		return err
	}
	defer s.endWalk()
	now := s.clock.Now()
	t, act := target(now)
	if t.Before(now) {
		return refuse("The clock only goes forward.")
	}
	s.record(act)
	return s.walk(ctx, t)
}

// AdvanceNext pushes the clock to the next instant at which something falls due; it stays when nothing does.
func (s *Server) AdvanceNext(ctx context.Context) error {
	if err := s.startWalk(ctx); err != nil {
		return err
	}
	defer s.endWalk()
	next, ok, err := s.next(ctx)
	if err != nil || !ok {
		return err
	}
	s.record(Act{Verb: Becomes, At: next.UTC()})
	return s.walk(ctx, next)
}

func (s *Server) startWalk(ctx context.Context) error {
	select {
	case s.walking <- struct{}{}:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}

func (s *Server) endWalk() {
	<-s.walking
	s.events.publish(event{Kind: "clock"})
	s.events.publish(event{Kind: "drawer"})
}

// next is the next instant at which the application has something due; false when nothing does.
func (s *Server) next(ctx context.Context) (time.Time, bool, error) {
	house := s.currentHouse()
	if house == nil {
		return time.Time{}, false, nil
	}
	next, ok, err := house.Next(ctx)
	if err != nil {
		return time.Time{}, false, fmt.Errorf("next due instant: %w", err)
	}
	return next, ok, nil
}

func (s *Server) walk(ctx context.Context, target time.Time) error {
	var latest time.Time
	for stuck := 0; stuck < stuckRounds; {
		next, ok, err := s.next(ctx)
		if err != nil {
			return err
		}
		if !ok || next.After(target) {
			return s.stand(ctx, target)
		}
		if next.After(latest) {
			latest, stuck = next, 0
		} else {
			stuck++
		}
		if err := s.stand(ctx, next); err != nil {
			return err
		}
	}
	return errStuck
}

// stand pushes the clock to t, if that is ahead, and lets the application handle what is due there.
func (s *Server) stand(ctx context.Context, t time.Time) error {
	s.clock.Set(t)
	s.events.publish(event{Kind: "clock"})
	house := s.currentHouse()
	if house == nil {
		return ctx.Err()
	}
	if err := house.Settle(ctx); err != nil {
		return fmt.Errorf("settle: %w", err)
	}
	return ctx.Err()
}
