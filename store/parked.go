package store

import (
	"context"
	"fmt"
	"sort"
	"strings"
	"time"

	"polyphony/flows"
)

// Parked is an item that could not be handled. Nothing of what is in it is
// shown: an operator needs to know that it is there and why.
type Parked struct {
	ID     string
	Queue  string
	Reason string
	At     time.Time // when it was parked
}

// Parked lists what was put aside, oldest first.
func (s *Store) Parked(ctx context.Context) ([]Parked, error) {
	all, err := s.db.HGetAll(ctx, s.key(keyParked)).Result()
	if err != nil {
		return nil, fmt.Errorf("store: parked: %w", err)
	}
	var out []Parked
	for id, text := range all {
		parts := strings.SplitN(text, "\x00", 4)
		if len(parts) != 4 {
			return nil, fmt.Errorf("store: parked item %s is malformed", id)
		}
		out = append(out, Parked{ID: id, Reason: parts[0], At: fromMS(parts[1]), Queue: parts[2]})
	}
	sort.Slice(out, func(i, j int) bool {
		return out[i].At.Before(out[j].At) || out[i].At.Equal(out[j].At) && out[i].ID < out[j].ID
	})
	return out, nil
}

// Replay puts a parked item back at the end of its queue, and reports whether
// there was one.
func (s *Store) Replay(ctx context.Context, now time.Time, p Parked) (bool, error) {
	n, err := s.runInt(ctx, replayScript, "replay "+p.ID, ms(now), p.ID, int(flows.QueueLane(p.Queue)))
	return n == 1, err
}
