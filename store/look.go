package store

import (
	"context"
	"fmt"
	"strconv"
	"time"

	"github.com/redis/go-redis/v9"

	"polyphony/flows"
)

// Depths is how much waits, for metrics and for whoever waits until it is done.
type Depths struct {
	Inbox     [3]int64         // queues that may be claimed now, by lane
	Outbox    [3]int64         // chats that may be written to now, by lane
	Handled   int64            // queues under lease
	InFlight  int64            // chats under lease
	Later     [3]int64         // chats that may be written to later, by lane
	Timers    int64            // timers that wait
	Overdue   time.Duration    // how late the oldest timer is
	Parked    int64            // items an operator must look at
	UrgentAge time.Duration    // how long the first urgent row has been ready to go
	Oldest    [3]time.Duration // how long the first queue of each inbox lane has waited
}

// Idle reports whether everything that can be done now has been done.
func (d Depths) Idle() bool {
	return d.Inbox == [3]int64{} && d.Outbox == [3]int64{} && d.Handled == 0 && d.InFlight == 0
}

// Depths looks at all of it at one instant, in one round trip.
func (s *Store) Depths(ctx context.Context, now time.Time) (d Depths, err error) {
	pipe := s.db.TxPipeline()
	till := strconv.FormatInt(ms(now), 10)
	var in, out, all, timers [3]*redis.IntCmd
	var first, due [3]*redis.ZSliceCmd
	for lane := range 3 {
		in[lane] = pipe.ZCount(ctx, s.key(laneKey(keyReady, lane)), "-inf", till)
		out[lane] = pipe.ZCount(ctx, s.key(laneKey(keyOutReady, lane)), "-inf", till)
		all[lane] = pipe.ZCard(ctx, s.key(laneKey(keyOutReady, lane)))
		timers[lane] = pipe.ZCard(ctx, s.key(laneKey(keyTimers, lane)))
		first[lane] = pipe.ZRangeWithScores(ctx, s.key(laneKey(keyReady, lane)), 0, 0)
		due[lane] = pipe.ZRangeWithScores(ctx, s.key(laneKey(keyTimers, lane)), 0, 0)
	}
	urgent := pipe.ZRangeWithScores(ctx, s.key(laneKey(keyOutReady, 0)), 0, 0)
	held, flying, parked := pipe.HLen(ctx, s.key(keyHolder)), pipe.HLen(ctx, s.key(keyOutHeld)), pipe.HLen(ctx, s.key(keyParked))
	if _, err := pipe.Exec(ctx); err != nil {
		return d, fmt.Errorf("store: depths: %w", err)
	}
	for lane := range 3 {
		d.Inbox[lane], d.Outbox[lane] = in[lane].Val(), out[lane].Val()
		d.Later[lane] = all[lane].Val() - out[lane].Val()
		d.Timers += timers[lane].Val()
		d.Oldest[lane] = age(first[lane].Val(), now)
		d.Overdue = max(d.Overdue, age(due[lane].Val(), now))
	}
	d.UrgentAge = age(urgent.Val(), now)
	d.Handled, d.InFlight, d.Parked = held.Val(), flying.Val(), parked.Val()
	return d, nil
}

func age(first []redis.Z, now time.Time) time.Duration {
	if len(first) == 0 {
		return 0
	}
	return max(0, now.Sub(time.UnixMilli(int64(first[0].Score))))
}

// NextDue is the next instant at which anything falls due: a timer, a queue
// that was given back, a row that waits. false: nothing does.
func (s *Store) NextDue(ctx context.Context) (next time.Time, ok bool, err error) {
	pipe := s.db.TxPipeline()
	var firsts []*redis.ZSliceCmd
	for lane := range 3 {
		for _, family := range []string{keyTimers, keyReady, keyOutReady} {
			firsts = append(firsts, pipe.ZRangeWithScores(ctx, s.key(laneKey(family, lane)), 0, 0))
		}
	}
	if _, err := pipe.Exec(ctx); err != nil {
		return next, false, fmt.Errorf("store: next due: %w", err)
	}
	for _, f := range firsts {
		for _, z := range f.Val() {
			if at := time.UnixMilli(int64(z.Score)).UTC(); !ok || at.Before(next) {
				next, ok = at, true
			}
		}
	}
	return next, ok, nil
}

// Waiting is a row that waits in the outbox.
type Waiting struct {
	Row flows.Row
	Due time.Time
}

// Queued lists rows that wait, by lane, at most n chats a lane. It is for
// people who look; nothing depends on it.
func (s *Store) Queued(ctx context.Context, n int64) ([]Waiting, error) {
	var out []Waiting
	for lane := range 3 {
		chats, err := s.db.ZRangeWithScores(ctx, s.key(laneKey(keyOutReady, lane)), 0, n-1).Result()
		if err != nil {
			return nil, fmt.Errorf("store: queued: %w", err)
		}
		for _, z := range chats {
			chat := z.Member.(string)
			rows, err := s.db.LRange(ctx, s.key(outKey(lane, chat)), 0, 9).Result()
			if err != nil {
				return nil, fmt.Errorf("store: queued: %w", err)
			}
			for _, encoded := range rows {
				row, err := s.decodeRow(chat, strconv.Itoa(lane), "", encoded, "0")
				if err != nil {
					return nil, err
				}
				out = append(out, Waiting{Row: row, Due: time.UnixMilli(int64(z.Score)).UTC()})
			}
		}
	}
	for i := range out {
		if _, err := s.reveal(ctx, &out[i].Row.Message, nil); err != nil {
			return nil, err
		}
	}
	return out, nil
}
