package bot

import (
	"context"
	"time"
)

// sleep waits, and reports whether it was allowed to the end.
func sleep(ctx context.Context, d time.Duration) bool {
	if d <= 0 {
		return ctx.Err() == nil
	}
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-ctx.Done():
		return false
	case <-timer.C:
		return true
	}
}

// seldom lets something through once in a while: a log line that would else
// come with every try.
type seldom struct{ last time.Time }

const seldomEvery = time.Minute

func (s *seldom) now(at time.Time) bool {
	if !s.last.IsZero() && at.Sub(s.last) < seldomEvery {
		return false
	}
	s.last = at
	return true
}
