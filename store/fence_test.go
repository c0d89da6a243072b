package store

import (
	"context"
	"testing"
	"time"

	"polyphony/care"
	"polyphony/flows"
)

// I4: what was allowed by records that have changed since does not begin.
func TestWhatHasChangedSinceItWasReadDoesNotStillStand(t *testing.T) {
	onBoth(t, stillStands)
}

func stillStands(t *ground) {
	db := t.db
	key, err := NewKey()
	if err != nil {
		t.Fatal(err)
	}
	s, err := Open(db, Options{Deployment: "fence", Replica: "one", MasterKey: key})
	if err != nil {
		t.Fatal(err)
	}
	ctx := context.Background()
	keep := func(rev string) {
		if err := db.Set(ctx, s.prefix+recordKey(care.KindContact, "a"), rev+":x", 0).Err(); err != nil {
			t.Fatal(err)
		}
	}
	read := func(rev string) flows.Tx {
		tx := s.Begin(ctx).(*Tx)
		tx.reads[recordKey(care.KindContact, "a")] = rev
		return tx
	}
	for _, c := range []struct {
		read, now string
		still     bool
	}{{"0", "", true}, {"0", "1", false}, {"1", "1", true}, {"1", "2", false}, {"12", "1", false}} {
		if c.now != "" {
			keep(c.now)
		}
		begun, still, err := s.Still(ctx, read(c.read))
		if still != c.still || err != nil {
			t.Errorf("read at %s, now at %q: still %v %v", c.read, c.now, still, err)
		}
		begun()
	}
}

// I4: a commit waits for a send that is just beginning, and lets no other begin.
func TestACommitAndTheBeginningOfASendKeepApart(t *testing.T) {
	f := newFence()
	left := f.leave([]string{"a", "b"})
	f.leave([]string{"b"})() // they do not mind one another
	f.change([]string{"c"})()
	landed, left2 := make(chan struct{}), make(chan struct{})
	go func() { changed := f.change([]string{"a"}); close(landed); <-left2; changed() }()
	for waits := false; !waits; {
		f.mu.Lock()
		waits = f.changing["a"] > 0
		f.mu.Unlock()
	}
	begun := make(chan struct{})
	go func() { f.leave([]string{"a"})(); close(begun) }()
	select {
	case <-landed:
		t.Error("the commit did not wait")
	case <-begun:
		t.Error("another send began before the commit")
	case <-time.After(20 * time.Millisecond):
	}
	left()
	<-landed
	select {
	case <-begun:
		t.Error("another send began while the commit was under way")
	case <-time.After(20 * time.Millisecond):
	}
	close(left2)
	<-begun
	if len(f.changing)+len(f.leaving) > 0 {
		t.Errorf("left over: %v %v", f.changing, f.leaving)
	}
}
