package main

import (
	"bytes"
	"context"
	"crypto/sha1"
	"fmt"
	"net"
	"net/http"
	"os"
	"sync"
	"sync/atomic"
	"time"

	"polyphony/alarm"
)

// lifePause freezes a process: whatever it reads or writes waits, and so does
// whatever it would do next.
type lifePause struct {
	mu    sync.Mutex
	held  chan struct{} // nil: it runs
	armed *atomic.Bool  // who takes it freezes, as soon as it would commit something
}

// arms lets it freeze at the worst moment: with something decided and not yet
// kept. Of several that share what it is armed with, the first does; nil: none.
func (p *lifePause) arms(with *atomic.Bool) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.armed = with
}

// worst arms one alone.
func worst() *atomic.Bool {
	on := new(atomic.Bool)
	on.Store(true)
	return on
}

// commits is what stands in a command that commits.
var commits = sync.OnceValue(func() [2][]byte {
	text, err := os.ReadFile("store/lua/commit.lua")
	if err != nil {
		panic(err)
	}
	return [2][]byte{fmt.Appendf(nil, "%x", sha1.Sum(text)), text[:40]}
})

// reaches freezes it when it is armed for what it is about to say.
func (p *lifePause) reaches(command []byte) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.armed != nil && (bytes.Contains(command, commits()[0]) || bytes.Contains(command, commits()[1])) && p.armed.CompareAndSwap(true, false) {
		if p.held == nil {
			p.held = make(chan struct{})
		}
	}
}

func (p *lifePause) set(on bool) {
	p.mu.Lock()
	defer p.mu.Unlock()
	switch {
	case on && p.held == nil:
		p.held = make(chan struct{})
	case !on && p.held != nil:
		close(p.held)
		p.held = nil
	}
}

func (p *lifePause) is() bool {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.held != nil
}

// passes waits until the process runs, and reports whether it had to.
func (p *lifePause) passes() bool {
	p.mu.Lock()
	held := p.held
	p.mu.Unlock()
	if held != nil {
		<-held
	}
	return held != nil
}

type pausedConn struct {
	net.Conn
	pause *lifePause
}

func (c pausedConn) Write(b []byte) (int, error) {
	c.pause.reaches(b)
	if c.pause.passes() { // as if it had frozen before it counted how long this may take
		if err := c.Conn.SetWriteDeadline(time.Now().Add(3 * time.Second)); err != nil {
			return 0, err
		}
	}
	return c.Conn.Write(b)
}

func (c pausedConn) Read(b []byte) (int, error) {
	n, err := c.Conn.Read(b)
	c.pause.passes()
	return n, err
}

// start begins a new life of the replica on the same Redis.
func (r *lifeReplica) start(ctx context.Context) error {
	h, w := r.house, r.house.world
	pause := &lifePause{}
	gate := &lifeGate{troubles: w.trouble, phones: h.phones, dead: make(chan struct{}), conns: map[*gatedConn]struct{}{}}
	gate.redis = func() (net.Conn, error) {
		conn, err := w.mini.Dial()
		return pausedConn{conn, pause}, err
	}
	parts := h.parts
	parts.Replica = r.name
	db := redisThrough(gate.dial)
	begun := !w.now().Before(w.begin)
	if begun && (w.plant.Redis != nil || w.plant.Lua != nil) {
		db.AddHook(&plantedRedis{plant: w.plant})
	}
	var out http.RoundTripper = tripper(func(q *http.Request) (*http.Response, error) {
		pause.passes()
		res, err := gate.RoundTrip(q)
		pause.passes()
		return res, err
	})
	if begun && w.plant.Telegram != nil {
		out = w.plant.Telegram(out)
	}
	parts.Redis, parts.HTTP = db, &http.Client{Transport: out}
	parts.Channels = []alarm.Channel{{ID: "duty-phone", URL: "generic://phone.invalid/duty", Send: gate.ring}}
	app, err := NewApp(ctx, parts)
	if err != nil {
		_ = db.Close()
		return err
	}
	run, cancel := context.WithCancel(context.WithoutCancel(ctx))
	tick := make(chan struct{}, 1)
	var loops sync.WaitGroup
	loops.Go(func() { _ = app.Run(run, false) })
	loops.Go(func() {
		for {
			select {
			case <-run.Done():
				return
			case <-tick:
			}
			app.beat(run)
			app.Engine.Wake()
			app.Sender.Wake()
		}
	})
	r.mu.Lock()
	defer r.mu.Unlock()
	r.app, r.gate, r.pause, r.tick = app, gate, pause, tick
	r.stop = func() { pause.set(false); cancel(); loops.Wait(); _ = db.Close() }
	return nil
}

// beats is one beat of the metronome; of a process that is busy with the last
// one it is none.
func (r *lifeReplica) beats() bool {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.app == nil || r.gate.isDead() || r.pause.is() {
		return false
	}
	select {
	case r.tick <- struct{}{}:
		return true
	default:
		return false
	}
}

// end lets the replica finish what it has begun and stop.
func (r *lifeReplica) end() {
	r.mu.Lock()
	stop := r.stop
	r.app, r.stop = nil, nil
	r.mu.Unlock()
	if stop != nil {
		stop()
	}
}

// takes is the replica as the door finds it: nil when it answers nobody.
func (r *lifeReplica) takes() (*App, *lifeGate) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.app == nil || r.gate.isDead() || r.pause.is() {
		return nil, nil
	}
	return r.app, r.gate
}

// dies ends the process at a command to come, or at once if that is less than none,
// and begins it anew after a while.
func (r *lifeReplica) dies(ctx context.Context, commands int, after bool, rest time.Duration) {
	w := r.house.world
	r.mu.Lock()
	gate, app := r.gate, r.app
	r.mu.Unlock()
	if app == nil || gate.isDead() {
		return
	}
	switch {
	case commands > 0:
		gate.arm(commands, after)
	case commands < 0:
		gate.die()
	}
	select {
	case <-gate.dead:
	case <-time.After(20 * time.Second):
		gate.die()
	}
	r.mu.Lock()
	mine, stop := r.gate == gate && r.app != nil, r.stop
	if mine {
		r.app, r.stop = nil, nil
	}
	r.mu.Unlock()
	if !mine { // another crash was first
		return
	}
	one := w.trouble.begin(crashed, 0)
	w.note("# %s %s dies, for %s", r.house.parts.Deployment, r.name, rest.Round(time.Millisecond))
	w.uneasyFor(rest + 40*time.Second)
	w.ends.Go(stop)
	time.Sleep(rest)
	for r.start(context.WithoutCancel(ctx)) != nil {
		time.Sleep(200 * time.Millisecond)
	}
	w.trouble.end(one)
	w.one("crashes")
}

// sleeps freezes the process for a while. For as long as its lease nobody else
// may touch what it holds; then somebody does.
func (r *lifeReplica) sleeps(ctx context.Context, d time.Duration) {
	w := r.house.world
	r.mu.Lock()
	pause, app := r.pause, r.app
	r.mu.Unlock()
	if app == nil {
		return
	}
	w.note("# %s %s is frozen for %s", r.house.parts.Deployment, r.name, d.Round(time.Millisecond))
	one := w.trouble.begin(replicaPaused, 0)
	if d > 20*time.Second { // long enough for others to go on
		pause.arms(worst())
		for i := 0; i < 90 && !pause.is(); i++ {
			waits(ctx, time.Second)
		}
		pause.arms(nil)
	}
	w.uneasyFor(d + 40*time.Second)
	pause.set(true)
	waits(ctx, min(d, pausedLease))
	w.trouble.end(one)
	waits(ctx, d-pausedLease)
	pause.set(false)
	two := w.trouble.begin(replicaPaused, 0)
	w.trouble.end(two)
	w.one("pauses")
}

// pauses are how its replicas are frozen, those that run.
func (h *lifeHouse) pauses() (all []*lifePause) {
	for _, r := range h.replicas {
		r.mu.Lock()
		if r.app != nil {
			all = append(all, r.pause)
		}
		r.mu.Unlock()
	}
	return all
}

// stalls freezes whichever replica commits something next, just before it does.
// The one that a stall before this one froze is then the one that overtakes.
func (h *lifeHouse) stalls() {
	h.stalled, h.frozen = worst(), nil
	for _, p := range h.pauses() {
		if p.is() {
			h.frozen = p
		} else {
			p.arms(h.stalled)
		}
	}
	h.world.uneasyFor(time.Minute)
	one := h.world.trouble.begin(replicaPaused, 0)
	h.world.ends.Go(func() {
		time.Sleep(pausedLease)
		h.world.trouble.end(one)
	})
}

// overtakes lets the replica that has been frozen for longer go on and commit what
// the other has done meanwhile, while that one has decided what came after; then
// the other dies with it.
func (h *lifeHouse) overtakes(ctx context.Context) {
	h.stalled.Store(false)
	first := h.frozen
	if first == nil {
		h.wakes()
		return
	}
	h.world.note("# %s: a replica that was frozen overtakes", h.parts.Deployment)
	h.world.one("replicas that overtake")
	first.set(false)
	time.Sleep(200 * time.Millisecond)
	for _, r := range h.replicas {
		r.mu.Lock()
		other := r.app != nil && r.pause != first && r.pause.is()
		r.mu.Unlock()
		if other {
			r.dies(ctx, -1, false, 5*time.Second)
		}
	}
}

// wakes lets every replica run.
func (h *lifeHouse) wakes() {
	for _, p := range h.pauses() {
		p.arms(nil)
		p.set(false)
	}
}

// replicaPaused is a trouble of these lives alone: what a frozen process holds
// waits for the end of its lease.
const (
	replicaPaused = "replica paused"
	pausedLease   = 15 * time.Second
)

func init() { pauses[replicaPaused] = pausedLease + 2*beat }
