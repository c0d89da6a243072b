package main

import (
	"math/rand/v2"
	"net"
	"sync"
	"testing"
	"time"
)

// middleman is a TCP proxy between the application and Redis or Telegram. What
// it does to them can be changed while they talk.
type middleman struct {
	network, address string // of whom the application believes to talk to
	listener         net.Listener

	mu       sync.Mutex
	passages map[*passage]bool
	deaf     bool          // nothing passes any more, and nobody is told
	late     time.Duration // each answer comes up to so much late, and a sixth of it at least
	cut      bool          // the next answer breaks in the middle
	cuts     int
}

// passage is one connection and its continuation.
type passage struct{ near, far net.Conn }

func (p *passage) close() {
	_ = p.near.Close()
	_ = p.far.Close()
}

func newMiddleman(t testing.TB, network, address string) *middleman {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	m := &middleman{network: network, address: address, listener: l, passages: map[*passage]bool{}}
	var open sync.WaitGroup
	open.Go(func() { m.accept(&open) })
	t.Cleanup(func() {
		_ = l.Close()
		m.drop()
		open.Wait()
	})
	return m
}

func (m *middleman) addr() string { return m.listener.Addr().String() }

func (m *middleman) accept(open *sync.WaitGroup) {
	for {
		near, err := m.listener.Accept()
		if err != nil {
			return
		}
		far, err := net.Dial(m.network, m.address)
		if err != nil {
			_ = near.Close()
			continue
		}
		p := &passage{near, far}
		m.mu.Lock()
		m.passages[p] = !m.deaf
		m.mu.Unlock()
		open.Go(func() { m.carry(p, near, far, false) })
		open.Go(func() { m.carry(p, far, near, true) })
	}
}

// carry takes one direction of a passage from end to end until one closes.
func (m *middleman) carry(p *passage, from, to net.Conn, answers bool) {
	defer p.close()
	buf := make([]byte, 64<<10)
	for {
		n, err := from.Read(buf)
		if err != nil {
			return
		}
		passes, wait, cut := m.treat(p, answers)
		if !passes {
			continue // read and forgotten: the sender's end looks well
		}
		pause(wait)
		if cut {
			_, _ = to.Write(buf[:n/2])
			return
		}
		if _, err := to.Write(buf[:n]); err != nil {
			return
		}
	}
}

func (m *middleman) treat(p *passage, answer bool) (passes bool, wait time.Duration, cut bool) {
	m.mu.Lock()
	defer m.mu.Unlock()
	passes = m.passages[p]
	if !passes || !answer {
		return passes, 0, false
	}
	if m.late > 0 {
		wait = m.late/6 + rand.N(m.late-m.late/6)
	}
	if cut = m.cut; cut {
		m.cut = false
		m.cuts++
	}
	return passes, wait, cut
}

// delay makes answers come up to so much late; 0 ends it.
func (m *middleman) delay(most time.Duration) {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.late = most
}

// cutNext breaks the next answer in the middle, and its connection with it.
func (m *middleman) cutNext() {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.cut = true
}

// broken is how many answers were cut.
func (m *middleman) broken() int {
	m.mu.Lock()
	defer m.mu.Unlock()
	return m.cuts
}

// deafen lets nothing pass any more, on old connections and new ones, and tells
// neither end.
func (m *middleman) deafen() {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.deaf = true
	for p := range m.passages {
		m.passages[p] = false
	}
}

// hear lets new connections pass again. The old ones stay as they are: a
// firewall that forgot them never says so.
func (m *middleman) hear() {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.deaf = false
}

// drop closes every connection.
func (m *middleman) drop() {
	m.mu.Lock()
	defer m.mu.Unlock()
	for p := range m.passages {
		p.close()
	}
	clear(m.passages)
}
