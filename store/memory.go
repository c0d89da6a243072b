package store

import (
	"context"
	"errors"
	"fmt"
	"strconv"
	"strings"
	"time"

	"github.com/redis/go-redis/v9"
)

// fullAt is the share of Redis's memory at which timers of the clock lane stop
// firing: reminders and questions stay where they are, so that deadlines,
// urgent words and answers always fit.
const fullAt = 0.8

// Full reports whether Redis was nearly full when it was last measured.
func (s *Store) Full() bool { return s.full.Load() }

// Measure looks how full Redis is. A Redis without a limit is never full.
func (s *Store) Measure(ctx context.Context) error {
	info, err := s.db.Info(ctx, "memory").Result()
	if refusal := redis.Error(nil); errors.As(err, &refusal) {
		return nil // it answers, but does not say: whoever runs it watches its memory
	}
	if err != nil {
		return fmt.Errorf("store: memory: %w", err)
	}
	used, limit := infoNumber(info, "used_memory:"), infoNumber(info, "maxmemory:")
	s.full.Store(limit > 0 && used > fullAt*limit)
	return nil
}

func infoNumber(info, name string) float64 {
	_, rest, found := strings.Cut(info, "\n"+name)
	if !found {
		return 0
	}
	text, _, _ := strings.Cut(rest, "\r")
	n, err := strconv.ParseFloat(text, 64)
	if err != nil {
		return 0
	}
	return n
}

// MeasureEvery is how often it is worth looking.
const MeasureEvery = 10 * time.Second
