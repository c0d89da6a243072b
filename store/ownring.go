package store

import (
	"sync"

	"github.com/tink-crypto/tink-go/v2/tink"
)

// ringSize is how many own keys a replica remembers, twice over.
const ringSize = 4096

// ring remembers own keys that were looked up, for as long as nobody is erased
// anywhere: whoever reads a record learns in the same answer how many erasures
// there have been, and forgets all keys when there are more than before. So a
// key that another replica destroyed opens nothing here either.
type ring struct {
	mu          sync.Mutex
	era         int64 // erasures seen
	young, aged keysOf
}

// see takes note of how many erasures there have been.
func (r *ring) see(era int64) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if era > r.era {
		r.era, r.young, r.aged = era, nil, nil
	}
}

// pick takes the keys it knows out of those asked for.
func (r *ring) pick(owners map[string]bool) (known keysOf, missing []string) {
	r.mu.Lock()
	defer r.mu.Unlock()
	known = keysOf{}
	for owner := range owners {
		key, here := r.young[owner]
		if !here {
			if key, here = r.aged[owner]; here {
				r.add(owner, key)
			}
		}
		if !here {
			missing = append(missing, owner)
			continue
		}
		known[owner] = key
	}
	return known, missing
}

// keep remembers keys that stood when there had been so many erasures.
func (r *ring) keep(era int64, keys keysOf) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if era != r.era {
		return // one of them may be gone since
	}
	for owner, key := range keys {
		r.add(owner, key)
	}
}

func (r *ring) add(owner string, key tink.AEAD) {
	if len(r.young) >= ringSize {
		r.young, r.aged = nil, r.young
	}
	if r.young == nil {
		r.young = keysOf{}
	}
	r.young[owner] = key
}

// drop forgets keys: Redis may hold others by now, since a server that takes over
// need not have heard of all.
func (r *ring) drop(owners map[string]bool) {
	r.mu.Lock()
	defer r.mu.Unlock()
	for owner := range owners {
		delete(r.young, owner)
		delete(r.aged, owner)
	}
}

// landed takes note of the keys that a commit has made.
func (s *Store) landed(own *ownSealing, era int64) {
	s.ring.see(era)
	s.ring.keep(era, own.made)
}

// refused takes note of somebody for whom no key is made any more.
func (s *Store) refused(owner string) {
	s.ring.mu.Lock()
	defer s.ring.mu.Unlock()
	s.ring.add(owner, nil)
}
