package store

import (
	"context"
	"fmt"
	"strings"
	"sync"

	"github.com/redis/go-redis/v9"

	"polyphony/flows"
)

// fence keeps the commits of this process and the beginnings of its sends apart
// (I4): while a record changes, nothing begins to leave that was allowed by how
// it stood, and while something begins, the record does not change. A commit
// that waits lets no further send begin, so it waits for moments only.
type fence struct {
	mu       sync.Mutex
	free     sync.Cond
	changing map[string]int // record key → commits under way or waiting
	leaving  map[string]int // record key → sends that are just beginning
}

func newFence() *fence {
	f := &fence{changing: map[string]int{}, leaving: map[string]int{}}
	f.free.L = &f.mu
	return f
}

// change waits until nothing is just leaving because of these records; until
// changed is called, nothing begins to.
func (f *fence) change(keys []string) (changed func()) {
	f.mu.Lock()
	defer f.mu.Unlock()
	add(f.changing, keys, 1)
	for busy(f.leaving, keys) {
		f.free.Wait()
	}
	return sync.OnceFunc(func() { f.end(f.changing, keys) })
}

// leave waits until none of these records is being changed; until left is
// called, none is.
func (f *fence) leave(keys []string) (left func()) {
	f.mu.Lock()
	defer f.mu.Unlock()
	for busy(f.changing, keys) {
		f.free.Wait()
	}
	add(f.leaving, keys, 1)
	return sync.OnceFunc(func() { f.end(f.leaving, keys) })
}

func (f *fence) end(of map[string]int, keys []string) {
	f.mu.Lock()
	defer f.mu.Unlock()
	add(of, keys, -1)
	f.free.Broadcast()
}

func busy(of map[string]int, keys []string) bool {
	for _, k := range keys {
		if of[k] > 0 {
			return true
		}
	}
	return false
}

func add(of map[string]int, keys []string, by int) {
	for _, k := range keys {
		if of[k] += by; of[k] == 0 {
			delete(of, k)
		}
	}
}

// Still asks whether everything that tx read stands as it was read. If so, no
// commit of this process changes any of it until begun is called: what was
// decided on it may begin, now.
func (s *Store) Still(ctx context.Context, tx flows.Tx) (begun func(), still bool, err error) {
	reads := tx.(*Tx).reads
	keys := make([]string, 0, len(reads))
	for key := range reads {
		keys = append(keys, key)
	}
	begun = s.fence.leave(keys)
	if still, err = s.unchanged(ctx, reads); err != nil || !still {
		begun()
	}
	return begun, still, err
}

// revisionWidth holds any revision, as in commit.lua.
const revisionWidth = 20

func (s *Store) unchanged(ctx context.Context, reads map[string]string) (bool, error) {
	if len(reads) == 0 {
		return true, nil
	}
	pipe, heads := s.db.Pipeline(), map[string]*redis.StringCmd{}
	for key := range reads {
		heads[key] = pipe.GetRange(ctx, s.prefix+key, 0, revisionWidth)
	}
	if _, err := pipe.Exec(ctx); err != nil {
		return false, fmt.Errorf("store: still: %w", err)
	}
	for key, rev := range reads {
		now, _, found := strings.Cut(heads[key].Val(), ":")
		if !found {
			now = "0"
		}
		if now != rev {
			return false, nil
		}
	}
	return true, nil
}
