package store

import (
	"context"
	"sync"

	"github.com/redis/go-redis/v9"
)

// tripsAtOnce is how many commands are under way before further ones wait for
// company. With nothing else to do a command leaves alone and at once.
const tripsAtOnce = 2

// together lets commands that are given while others are under way travel in
// one pipeline: a busy store makes few long trips instead of many short ones,
// which spares both sides most of what a trip costs. Each command stays an act
// of its own, and one that fails fails alone.
type together struct {
	db redis.UniversalClient

	mu      sync.Mutex
	away    int // trips under way
	waiting []*passenger
}

// passenger is a command that waits for the next trip.
type passenger struct {
	cmd  redis.Cmder
	done chan struct{}
	err  error
	gone bool // nobody waits for it any more, and it has not left
}

// do carries a command out. When ctx ends before the command has left, it does
// not leave; when it ends after, what became of it is unknown, as ever.
func (t *together) do(ctx context.Context, cmd redis.Cmder) error {
	t.mu.Lock()
	if t.away < tripsAtOnce {
		t.away++
		t.mu.Unlock()
		defer t.back()
		return t.db.Process(ctx, cmd)
	}
	p := &passenger{cmd: cmd, done: make(chan struct{})}
	t.waiting = append(t.waiting, p)
	t.mu.Unlock()
	select {
	case <-p.done:
		return p.err
	case <-ctx.Done():
		t.mu.Lock()
		p.gone = true
		t.mu.Unlock()
		return ctx.Err()
	}
}

// back ends a trip and sends whoever has come together meanwhile on the next.
func (t *together) back() {
	t.mu.Lock()
	defer t.mu.Unlock()
	var next []*passenger
	for _, p := range t.waiting {
		if !p.gone {
			next = append(next, p)
		}
	}
	t.waiting = nil
	if len(next) == 0 {
		t.away--
		return
	}
	go func() {
		defer t.back()
		t.travel(next)
	}()
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
