package sandbox

import "sync"

const (
	readersLimit = 200 // event streams at a time
	backlogLimit = 500 // different events that may wait for one reader
)

// event tells a page that something changed, so that it asks again.
type event struct {
	Kind   string `json:"kind"`             // chat, group, people, clock, drawer, typing, faults, commands, toast
	Person int64  `json:"person,omitempty"` // or a group's number
	Text   string `json:"text,omitempty"`   // toast only
	Alert  bool   `json:"alert,omitempty"`  // toast only
}

// hub passes events to whoever reads them. An event that already waits for a reader is not added again, so a year of
// clock is one line; a reader with too much waiting is dropped.
type hub struct {
	mu      sync.Mutex
	closed  bool
	readers map[*reader]struct{}
}

// reader is one event stream.
type reader struct {
	news    chan struct{} // room for one; closed when the reader is dropped
	waiting []event
	known   map[event]struct{}
}

func newHub() *hub { return &hub{readers: map[*reader]struct{}{}} }

// join adds a reader; nil when there are too many, or the hub is closed.
func (h *hub) join() *reader {
	h.mu.Lock()
	defer h.mu.Unlock()
	if h.closed || len(h.readers) >= readersLimit {
		return nil
	}
	r := &reader{news: make(chan struct{}, 1), known: map[event]struct{}{}}
	h.readers[r] = struct{}{}
	return r
}

func (h *hub) leave(r *reader) {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.dropReader(r)
}

func (h *hub) dropReader(r *reader) {
	if _, ok := h.readers[r]; ok {
		delete(h.readers, r)
		close(r.news)
	}
}

func (h *hub) publish(e event) {
	h.mu.Lock()
	defer h.mu.Unlock()
	for r := range h.readers {
		if _, ok := r.known[e]; ok {
			continue
		}
		if len(r.waiting) >= backlogLimit {
			h.dropReader(r)
			continue
		}
		r.waiting = append(r.waiting, e)
		r.known[e] = struct{}{}
		select {
		case r.news <- struct{}{}:
		default:
		}
	}
}

// take empties what waits for a reader.
func (h *hub) take(r *reader) []event {
	h.mu.Lock()
	defer h.mu.Unlock()
	all := r.waiting
	r.waiting, r.known = nil, map[event]struct{}{}
	return all
}

func (h *hub) close() {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.closed = true
	for r := range h.readers {
		h.dropReader(r)
	}
}
