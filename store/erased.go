package store

import (
	"context"
	"fmt"
	"time"

	"github.com/redis/go-redis/v9"
)

// Erased is somebody who was erased, and when.
type Erased struct {
	Contact string
	At      time.Time
}

// Erased lists who was erased, longest ago first. known is how many the caller
// has already: when there are no more, nothing is looked up but their number.
func (s *Store) Erased(ctx context.Context, known int) ([]Erased, error) {
	n, err := s.db.ZCard(ctx, s.key(keyErased)).Result()
	if err != nil {
		return nil, fmt.Errorf("store: erased: %w", err)
	}
	if int(n) == known {
		return nil, nil
	}
	all, err := s.db.ZRangeWithScores(ctx, s.key(keyErased), 0, -1).Result()
	if err != nil {
		return nil, fmt.Errorf("store: erased: %w", err)
	}
	var out []Erased
	for _, z := range all {
		out = append(out, Erased{Contact: z.Member.(string), At: time.UnixMilli(int64(z.Score)).UTC()})
	}
	return out, nil
}

// Returned finds those of these contacts who have a record or a key of their
// own again, as after a backup was restored.
func (s *Store) Returned(ctx context.Context, erased []Erased) (back []Erased, err error) {
	if len(erased) == 0 {
		return nil, nil
	}
	pipe := s.db.Pipeline()
	looks := make([]*redis.IntCmd, len(erased))
	for i, e := range erased {
		looks[i] = pipe.Exists(ctx, s.key(recordKey("contact", e.Contact)), s.key(keyOwn, e.Contact))
	}
	if _, err := pipe.Exec(ctx); err != nil {
		return nil, fmt.Errorf("store: returned: %w", err)
	}
	for i, look := range looks {
		if look.Val() > 0 {
			back = append(back, erased[i])
		}
	}
	return back, nil
}

// Destroy makes contacts erased in this Redis, as their erasure list says: no
// key of their own stands, and none is made any more. Their records are for a
// decision to remove. Doing it twice changes nothing.
func (s *Store) Destroy(ctx context.Context, erased []Erased) error {
	if len(erased) == 0 {
		return nil
	}
	pipe := s.db.TxPipeline()
	for _, e := range erased {
		z := redis.Z{Score: float64(ms(e.At)), Member: e.Contact}
		pipe.Del(ctx, s.key(keyOwn, e.Contact))
		pipe.ZAddNX(ctx, s.key(keyErased), z)
		pipe.ZAddNX(ctx, s.key(keyErasing), z)
	}
	pipe.IncrBy(ctx, s.key(keyErasures), int64(len(erased)))
	if _, err := pipe.Exec(ctx); err != nil {
		return fmt.Errorf("store: destroy: %w", err)
	}
	return nil
}
