package store

import (
	"context"
	"fmt"
	"strconv"
	"strings"
	"time"

	"github.com/redis/go-redis/v9"

	"polyphony/flows"
)

// fireBatch is how many timers one script moves: enough to empty a busy minute
// quickly, few enough that nobody waits behind it.
const fireBatch = 100

// timerLanes are the lanes in which timers wait, deadlines first.
var timerLanes = []flows.InboxLane{flows.Deadlines, flows.People, flows.Clockwork}

// Fire moves every timer that has come due into the inbox, once across all
// replicas, deadlines first, and returns how late each of them was. moved is
// called whenever some have, so that nobody waits for the last of many. In the
// same look it sees leases that have run out, and frees them.
func (s *Store) Fire(ctx context.Context, now time.Time, moved func()) (late []time.Duration, freed int64, err error) {
	due, dead, err := s.look(ctx, now)
	if err != nil {
		return nil, 0, err
	}
	if dead {
		if freed, err = s.Takeover(ctx, now); err != nil {
			return nil, 0, err
		}
	}
	late, err = s.fire(ctx, now, due, moved)
	return late, freed, err
}

func (s *Store) fire(ctx context.Context, now time.Time, due []flows.InboxLane, moved func()) (late []time.Duration, err error) {
	for _, lane := range due {
		for {
			seed, err := s.seedText()
			if err != nil {
				return late, err
			}
			out, err := s.runList(ctx, fireScript, "fire", ms(now), int(lane), seed, fireBatch)
			if err != nil {
				return late, err
			}
			for i := 1; i < len(out); i += 2 {
				late = append(late, now.Sub(fromMS(out[i].(string))))
			}
			if len(out) > 0 {
				moved()
			}
			if len(out) < 2*fireBatch {
				break
			}
		}
	}
	return late, nil
}

// look is the plain read that most ticks end with: which lanes have timers that
// are due, and has any lease run out?
func (s *Store) look(ctx context.Context, now time.Time) (due []flows.InboxLane, dead bool, err error) {
	pipe := s.db.Pipeline()
	till := strconv.FormatInt(ms(now), 10)
	counts := make([]*redis.IntCmd, len(timerLanes))
	for i, lane := range timerLanes {
		counts[i] = pipe.ZCount(ctx, s.key(laneKey(keyTimers, int(lane))), "-inf", till)
	}
	leases := pipe.ZCount(ctx, s.key(keyLeased), "-inf", till)
	claims := pipe.ZCount(ctx, s.key(keyOutLease), "-inf", till)
	if _, err := pipe.Exec(ctx); err != nil {
		return nil, false, fmt.Errorf("store: timers: %w", err)
	}
	for i, c := range counts {
		if c.Val() > 0 && !(timerLanes[i] == flows.Clockwork && s.full.Load()) {
			due = append(due, timerLanes[i])
		}
	}
	return due, leases.Val()+claims.Val() > 0, nil
}

// Forget drops what is kept only to recognise repeats: ids of items older than
// 48 hours (Telegram retries for 24) and paces that have passed.
func (s *Store) Forget(ctx context.Context, now time.Time) error {
	pipe := s.db.Pipeline()
	pipe.ZRemRangeByScore(ctx, s.key(keySeen), "-inf", strconv.FormatInt(ms(now.Add(-48*time.Hour)), 10))
	for _, k := range []string{keyChatPace, keyHold} {
		pipe.ZRemRangeByScore(ctx, s.key(k), "-inf", strconv.FormatInt(ms(now), 10))
	}
	if _, err := pipe.Exec(ctx); err != nil {
		return fmt.Errorf("store: forget: %w", err)
	}
	return nil
}

// TimerDue is a timer that waits.
type TimerDue struct {
	Key flows.TimerKey
	Due time.Time
}

// Timers lists the next timers that wait, soonest first, at most n a lane.
func (s *Store) Timers(ctx context.Context, n int64) ([]TimerDue, error) {
	var out []TimerDue
	for _, lane := range timerLanes {
		list, err := s.db.ZRangeWithScores(ctx, s.key(laneKey(keyTimers, int(lane))), 0, n-1).Result()
		if err != nil {
			return nil, fmt.Errorf("store: timers: %w", err)
		}
		for _, z := range list {
			key, ok := flows.ParseTimerKey(strings.TrimSpace(z.Member.(string)))
			if !ok {
				return nil, fmt.Errorf("store: timer %q is malformed", z.Member)
			}
			out = append(out, TimerDue{Key: key, Due: time.UnixMilli(int64(z.Score)).UTC()})
		}
	}
	return out, nil
}
