package store

import (
	"context"
	"time"
)

// How long to wait before a server is started again, and how long it must have
// run for the waiting to begin from the start.
const (
	firstBackoff = 100 * time.Millisecond
	lastBackoff  = 5 * time.Second
	steady       = 10 * time.Second
)

// adoptedGlance is how often to look whether a server lives that is not our
// child, so that nothing tells us when it ends.
const adoptedGlance = 200 * time.Millisecond

// watch brings the server up again whenever it ends, until the context does.
func (l *Local) watch(ctx context.Context) {
	defer close(l.done)
	backoff := firstBackoff
	for {
		since := time.Now()
		if l.untilGone(ctx) != nil {
			return
		}
		if time.Since(since) >= steady {
			backoff = firstBackoff
		}
		l.o.Log.Error("redis-server ended", "err", l.lastWords(), "wait", backoff)
		for {
			if pause(ctx, backoff) != nil {
				return
			}
			backoff = min(2*backoff, lastBackoff)
			how, err := l.bringUp(ctx)
			if ctx.Err() != nil {
				return
			}
			if err == nil {
				l.o.Log.Info("redis-server is up again", "kind", how, "restarts", l.Restarts())
				break
			}
			l.o.Log.Error("redis-server did not come up", "err", err, "wait", backoff)
		}
	}
}

// untilGone waits until the server has ended.
func (l *Local) untilGone(ctx context.Context) error {
	if child := l.current(); child != nil {
		return child.wait(ctx)
	}
	for l.lives() {
		if err := pause(ctx, adoptedGlance); err != nil {
			return err
		}
	}
	return nil
}

func (l *Local) lastWords() string {
	if child := l.current(); child != nil {
		return child.complaint()
	}
	return "it was not our child"
}
