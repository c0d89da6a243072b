package store

import (
	"context"
	"sync"
	"time"

	"github.com/redis/go-redis/v9"
)

// With nothing else to do a command leaves alone and at once. Further ones wait
// for company while loneTrips are under way, until one of these is back or they
// fill a trip; of those there are mostTrips at most.
const (
	loneTrips = 2
	mostTrips = 8
)

// companyWithin is how long a command waits for company: when the trips under
// way are not back by then, something hangs, and it must not hold others back.
const companyWithin = 50 * time.Millisecond

// tripBytes is the most that several commands may hold together. A client
// writes a whole pipeline before it reads an answer, and a Redis in the same
// process, behind a pipe, reads so much at once and no more before it answers.
const tripBytes = 4 << 10

// together lets commands that are given while others are under way travel in
// one pipeline: a busy store makes few long trips instead of many short ones,
// which spares both sides most of what a trip costs. Each command stays an act
// of its own, and one that fails fails alone.
type together struct {
	db redis.UniversalClient

	mu      sync.Mutex
	away    int // trips under way
	waiting []*passenger
	bytes   int // that they hold, or held
}

// passenger is a command that waits for the next trip.
type passenger struct {
	cmd  redis.Cmder
	done chan struct{}
	err  error
	left bool // it is on its way
	gone bool // nobody waits for it any more, and it has not left
}

// do carries a command out. When ctx ends before the command has left, it does
// not leave; when it ends after, what became of it is unknown, as ever.
func (t *together) do(ctx context.Context, cmd redis.Cmder) error {
	t.mu.Lock()
	if t.away < loneTrips && len(t.waiting) == 0 {
		t.away++
		t.mu.Unlock()
		defer t.back()
		return t.db.Process(ctx, cmd)
	}
	p := &passenger{cmd: cmd, done: make(chan struct{})}
	t.waiting = append(t.waiting, p)
	if t.bytes += size(cmd); t.bytes >= tripBytes && t.away < mostTrips {
		t.away++
		t.leave()
	}
	t.mu.Unlock()
	enough := time.NewTimer(companyWithin)
	defer enough.Stop()
	for {
		select {
		case <-p.done:
			return p.err
		case <-ctx.Done():
			t.giveUp(p)
			return ctx.Err()
		case <-enough.C:
			if t.giveUp(p) {
				return t.db.Process(ctx, cmd)
			}
		}
	}
}

// giveUp takes a passenger out of those who wait, unless it has left.
func (t *together) giveUp(p *passenger) bool {
	t.mu.Lock()
	defer t.mu.Unlock()
	p.gone = !p.left
	return p.gone
}

// back ends a trip; whoever has come together meanwhile goes on the next.
func (t *together) back() {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.leave()
}

// leave sends those who wait on a trip, in the order in which they came and as
// many as it holds; with nobody waiting, there is one trip less.
func (t *together) leave() {
	next := t.board()
	if len(next) == 0 {
		t.away--
		return
	}
	go func() {
		defer t.back()
		t.travel(next)
	}()
}

func (t *together) board() (next []*passenger) {
	taken, bytes := 0, 0
	for _, p := range t.waiting {
		if !p.gone {
			if bytes += size(p.cmd); bytes > tripBytes && len(next) > 0 {
				break
			}
			p.left = true
			next = append(next, p)
		}
		taken++
	}
	t.waiting = append([]*passenger(nil), t.waiting[taken:]...)
	t.bytes = 0
	for _, p := range t.waiting {
		t.bytes += size(p.cmd)
	}
	return next
}

// size is what a command comes to on its way, and a little more.
func size(cmd redis.Cmder) (bytes int) {
	for _, arg := range cmd.Args() {
		switch arg := arg.(type) {
		case string:
			bytes += len(arg)
		case []byte:
			bytes += len(arg)
		}
		bytes += 24
	}
	return bytes
}

// travel is not cut off by anybody's context: it carries others as well. The
// client's own timeouts bound it.
func (t *together) travel(all []*passenger) {
	pipe := t.db.Pipeline()
	for _, p := range all {
		_ = pipe.Process(context.Background(), p.cmd) // it only joins the pipeline
	}
	cmds, err := pipe.Exec(context.Background())
	lost := err != nil && !heard(cmds)
	for _, p := range all {
		if p.err = p.cmd.Err(); lost && p.err == nil {
			p.err = err
		}
		close(p.done)
	}
}

// heard reports whether an error of a pipeline is that of one of its commands.
func heard(cmds []redis.Cmder) bool {
	for _, cmd := range cmds {
		if cmd.Err() != nil {
			return true
		}
	}
	return false
}
