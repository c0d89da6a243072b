package main

import (
	"context"
	"fmt"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/redis/go-redis/v9"
)

// wireCount measures one decision: how often it asks Redis for records, and how
// long it takes with its commit.
type wireCount struct {
	mu       sync.Mutex
	open     bool
	reads    int
	began    time.Time
	decision time.Duration
	commit   time.Duration
	whole    time.Duration
	words    int // of the commit
}

func (w *wireCount) begin() {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.open, w.reads, w.began = true, 0, time.Now()
}

func (w *wireCount) decided() {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.decision = time.Since(w.began)
}

func (w *wireCount) log(t *testing.T, what string) {
	t.Helper()
	w.mu.Lock()
	defer w.mu.Unlock()
	t.Logf("%s: %d requests for records and one commit of %d arguments; decided in %v, committed in %v, both with sealing %v",
		what, w.reads, w.words, w.decision.Round(time.Millisecond), w.commit.Round(time.Millisecond), w.whole.Round(time.Millisecond))
}

// largeCommit is more arguments than any other script is called with meanwhile.
const largeCommit = 2000

func (w *wireCount) DialHook(next redis.DialHook) redis.DialHook { return next }

func (w *wireCount) ProcessPipelineHook(next redis.ProcessPipelineHook) redis.ProcessPipelineHook {
	return next
}

func (w *wireCount) ProcessHook(next redis.ProcessHook) redis.ProcessHook {
	return func(ctx context.Context, cmd redis.Cmder) error {
		began, name := time.Now(), cmd.Name()
		err := next(ctx, cmd)
		w.mu.Lock()
		defer w.mu.Unlock()
		switch {
		case !w.open:
		case (name == "get" || name == "mget") && strings.Contains(fmt.Sprint(cmd.Args()[1]), "rec:"):
			w.reads++
		case name == "evalsha" && len(cmd.Args()) > largeCommit && err == nil:
			w.open, w.words = false, len(cmd.Args())
			w.commit, w.whole = time.Since(began), time.Since(w.began)
		}
		return err
	}
}
