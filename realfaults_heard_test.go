package main

import (
	"context"
	"strings"
	"syscall"
	"testing"
	"time"

	"polyphony/flows"
	"polyphony/store"
)

// pair is a primary with one replica, and a store that waits for it.
type pair struct {
	*testing.T
	primary, replica *realRedis
	store            *store.Store
}

func newPair(t *testing.T) pair {
	t.Helper()
	port := portOf(freeAddress(t))
	p := pair{T: t, primary: newRealRedis(t, "--bind", "127.0.0.1", "--port", port, "--repl-diskless-sync-delay", "0")}
	p.replica = newRealRedis(t, "--replicaof", "127.0.0.1 "+port)
	waitForReplicas(t, p.primary, 1)
	db := p.primary.client()
	t.Cleanup(func() { _ = db.Close() })
	var err error
	if p.store, err = store.Open(db, store.Options{Deployment: "pair", Replica: "one", MasterKey: newKey(t), Heard: 1}); err != nil {
		t.Fatal(err)
	}
	if _, err := p.store.Enter(t.Context(), time.Now()); err != nil {
		t.Fatal(err)
	}
	return p
}

// asleep does something while the replica hears nothing.
func (p pair) asleep(do func()) {
	_ = p.replica.cmd.Process.Signal(syscall.SIGSTOP)
	defer func() { _ = p.replica.cmd.Process.Signal(syscall.SIGCONT) }()
	do()
}

// TestAnUpdateCountsOnlyWhenAReplicaHasHeard protects I1: what only the primary
// knows was not kept, however often it is brought.
func TestAnUpdateCountsOnlyWhenAReplicaHasHeard(t *testing.T) {
	t.Parallel()
	p, ctx := newPair(t), t.Context()
	p.asleep(func() {
		for try := range 2 { // the second time it is known already
			if _, err := p.store.Record(ctx, []flows.Item{updateItem(1, 7, "m0")}); err == nil {
				t.Errorf("try %d: it counts as kept", try)
			}
		}
		if err := p.store.Ping(ctx); err == nil {
			t.Error("Redis counts as well without its replica")
		}
	})
	if fresh, err := p.store.Record(ctx, []flows.Item{updateItem(1, 7, "m0")}); err != nil || fresh != 0 {
		t.Errorf("once the replica hears: %d new, %v", fresh, err)
	}
	if err := p.store.Ping(ctx); err != nil {
		t.Error(err)
	}
}

// TestARowLeavesOnlyWhenAReplicaHasHeard protects I6: nothing is handed over
// that rests on what only the primary knows.
func TestARowLeavesOnlyWhenAReplicaHasHeard(t *testing.T) {
	t.Parallel()
	p, ctx := newPair(t), t.Context()
	queueBulk(t, p.store, 1)
	want := flows.Want{Lanes: []flows.Lane{flows.Bulk}, Max: 1}
	p.asleep(func() {
		if rows, _, err := p.store.ClaimRows(ctx, time.Now(), want); err == nil || len(rows) > 0 {
			t.Errorf("%d rows left, %v", len(rows), err)
		}
	})
	rows, _, err := p.store.ClaimRows(ctx, time.Now(), want)
	if err != nil || len(rows) != 1 {
		t.Errorf("once the replica hears: %d rows, %v", len(rows), err)
	}
}

// TestWhetherReplicasHearIsSaidAtTheStart: a Redis whose replicas are away is
// named, one that cannot wait for them is refused with what to do.
func TestWhetherReplicasHearIsSaidAtTheStart(t *testing.T) {
	t.Parallel()
	p, ctx := newPair(t), context.Background()
	for _, c := range []struct {
		heard     int
		failsOver bool
		lacks     int
		alone     bool
		says      string
	}{
		{0, false, 0, false, ""}, {0, true, 0, true, "a failover may forget: accepted"},
		{1, true, 0, false, "heard by 1 more"}, {2, true, 1, false, "heard by 2 more"},
	} {
		d, err := store.CheckHeard(ctx, p.primary.client(), store.Durability{}, c.heard, c.failsOver)
		if err != nil || d.Lacks != c.lacks || d.Alone != c.alone || !strings.HasSuffix(d.String(), c.says) {
			t.Errorf("%+v: %+v %q %v", c, d, d, err)
		}
	}
	if err := p.primary.client().Do(ctx, "ACL", "SETUSER", "default", "-wait").Err(); err != nil {
		t.Fatal(err)
	}
	if _, err := store.CheckHeard(ctx, p.primary.client(), store.Durability{}, 1, true); err == nil || !strings.Contains(err.Error(), "REDIS_REPLICAS=0") {
		t.Errorf("a Redis without WAIT: %v", err)
	}
}
