package bot

import (
	"context"
	"errors"
	"sync"

	"polyphony/flows"
)

// inboxStub is a store that can go away.
type inboxStub struct {
	mu    sync.Mutex
	items []flows.Item
	calls int
	err   error
	hang  chan struct{} // not nil: Record waits for it
}

func (s *inboxStub) Record(ctx context.Context, items []flows.Item) error {
	s.mu.Lock()
	hang := s.hang
	s.calls++
	s.mu.Unlock()
	if hang != nil {
		select {
		case <-hang:
		case <-ctx.Done():
			return ctx.Err()
		}
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.err != nil {
		return s.err
	}
	for _, it := range items {
		if !s.knows(it.ID) {
			s.items = append(s.items, it)
		}
	}
	return nil
}

func (s *inboxStub) knows(id string) bool {
	for _, it := range s.items {
		if it.ID == id {
			return true
		}
	}
	return false
}

func (s *inboxStub) fail(err error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.err = err
}

func (s *inboxStub) ids() (ids []string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, it := range s.items {
		ids = append(ids, it.ID)
	}
	return ids
}

var errAway = errors.New("the store is away, it was told " + canary)
