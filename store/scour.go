package store

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"sync"
	"time"

	"github.com/redis/go-redis/v9"
)

// Scoured says how far the disk of Redis is clean of those who were erased.
type Scoured string

// How far it is.
const (
	ScourNothing Scoured = ""        // nobody was erased, or it goes on
	ScourBegun   Scoured = "begun"   // Redis writes its append-only files anew
	ScourClean   Scoured = "clean"   // it has: nothing of them is on its disk
	ScourFailed  Scoured = "failed"  // it could not; it is asked again
	ScourSlow    Scoured = "slow"    // it has been writing for longer than it should
	ScourRefused Scoured = "refused" // it takes no such order: whoever runs it must see to its disk
)

// Pauses and patience of a Scour.
const (
	scourRetry    = time.Minute
	scourPatience = 10 * time.Minute
)

// Scour has Redis write its append-only files anew after an erasure, so that
// the destroyed key and what was sealed under it leave the disk. Whom it is for
// stands in Redis until it is done, so another replica, or this one after a
// crash, begins again.
type Scour struct {
	store *Store
	mu    sync.Mutex
	ids   []string // for whom the rewriting was begun that is under way
	began time.Time
	slow  bool
	after time.Time // not before
}

// NewScour makes a Scour; Step does the work.
func NewScour(s *Store) *Scour { return &Scour{store: s} }

// Step goes on as far as it can without waiting, and says what happened.
func (c *Scour) Step(ctx context.Context, now time.Time) (Scoured, error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if len(c.ids) > 0 {
		return c.watch(ctx, now)
	}
	if now.Before(c.after) {
		return ScourNothing, nil
	}
	ids, err := c.store.db.ZRange(ctx, c.store.key(keyErasing), 0, -1).Result()
	if err != nil || len(ids) == 0 {
		return ScourNothing, err
	}
	running, _, err := c.store.rewriting(ctx)
	switch {
	case errors.Is(err, ErrHidden):
		return ScourRefused, c.done(ctx, ids)
	case err != nil || running: // one that began before may not have seen the erasure
		return ScourNothing, err
	}
	begun, err := c.store.rewrite(ctx)
	switch {
	case errors.Is(err, ErrHidden):
		return ScourRefused, c.done(ctx, ids)
	case err != nil || !begun:
		return ScourNothing, err
	}
	c.ids, c.began, c.slow = ids, now, false
	return ScourBegun, nil
}

// watch looks whether the rewriting has ended.
func (c *Scour) watch(ctx context.Context, now time.Time) (Scoured, error) {
	running, good, err := c.store.rewriting(ctx)
	switch {
	case err != nil:
		return ScourNothing, err
	case running && !c.slow && now.Sub(c.began) > scourPatience:
		c.slow = true
		return ScourSlow, nil
	case running:
		return ScourNothing, nil
	case !good:
		c.ids, c.after = nil, now.Add(scourRetry)
		return ScourFailed, nil
	}
	ids := c.ids
	c.ids = nil
	return ScourClean, c.done(ctx, ids)
}

func (c *Scour) done(ctx context.Context, ids []string) error {
	members := make([]any, len(ids))
	for i, id := range ids {
		members[i] = id
	}
	if err := c.store.db.ZRem(ctx, c.store.key(keyErasing), members...).Err(); err != nil {
		return fmt.Errorf("store: erasing: %w", err)
	}
	return nil
}

// ErrHidden says that a Redis keeps its append-only files to itself.
var ErrHidden = errors.New("this Redis does not let its append-only files be rewritten")

// rewrite begins to write the append-only files anew, on every master; false:
// one is being written already.
func (s *Store) rewrite(ctx context.Context) (begun bool, err error) {
	begun = true
	err = eachMaster(ctx, s.db, func(ctx context.Context, node redis.Cmdable) error {
		switch err := node.BgRewriteAOF(ctx).Err(); {
		case err == nil:
			return nil
		case strings.Contains(err.Error(), "already in progress"):
			begun = false
			return nil
		case hides(err):
			return ErrHidden
		default:
			return fmt.Errorf("store: rewrite: %w", err)
		}
	})
	return begun, err
}

// rewriting reports whether the files are being written anew, and whether the
// last time since Redis started went well.
func (s *Store) rewriting(ctx context.Context) (running, good bool, err error) {
	good = true
	err = eachMaster(ctx, s.db, func(ctx context.Context, node redis.Cmdable) error {
		info, err := node.Info(ctx, "persistence").Result()
		switch {
		case err != nil && (hides(err) || strings.Contains(err.Error(), "not supported")), err == nil && !strings.Contains(info, "aof_rewrite_in_progress:"):
			return ErrHidden
		case err != nil:
			return fmt.Errorf("store: rewriting: %w", err)
		}
		running = running || strings.Contains(info, "aof_rewrite_in_progress:1") || strings.Contains(info, "aof_rewrite_scheduled:1")
		good = good && strings.Contains(info, "aof_last_bgrewrite_status:ok") && !strings.Contains(info, "aof_last_rewrite_time_sec:-1")
		return nil
	})
	return running, good, err
}

// eachMaster asks the one Redis, or the masters of a Cluster one after the other.
func eachMaster(ctx context.Context, db redis.UniversalClient, ask func(context.Context, redis.Cmdable) error) error {
	cluster, ok := db.(*redis.ClusterClient)
	if !ok {
		return ask(ctx, db)
	}
	var mu sync.Mutex
	return cluster.ForEachMaster(ctx, func(ctx context.Context, node *redis.Client) error {
		mu.Lock()
		defer mu.Unlock()
		return ask(ctx, node)
	})
}
