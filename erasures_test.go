package main

import (
	"context"
	"log/slog"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"polyphony/care"
	"polyphony/flows"
	"polyphony/sandbox"
	"polyphony/store"
)

// erasing is an application whose every update is answered by what the test
// says, on a real Redis, with an erasure list.
type erasing struct {
	t    *testing.T
	app  *App
	list *store.ErasureList
	next flows.Decision
	seen []flows.Event
}

func newErasing(t *testing.T, r *realRedis, key, path string) *erasing {
	t.Helper()
	e := &erasing{t: t}
	var err error
	if e.list, err = store.OpenErasureList(path); err != nil {
		t.Fatal(err)
	}
	clock := sandbox.NewClock(castStart, false)
	db := r.client()
	t.Cleanup(func() { _ = db.Close() })
	e.app, err = NewApp(t.Context(), Parts{
		Redis: db, MasterKey: key, Deployment: "polyphony", Replica: "one", Token: stageToken, APIURL: inProcess,
		Now: clock.Now, Log: slog.New(slog.DiscardHandler), Erasures: e.list,
		Decide: func(_ flows.Tx, ev flows.Event, _ time.Time) (flows.Decision, error) {
			e.seen = append(e.seen, ev)
			return e.next, nil
		},
	})
	if err != nil {
		t.Fatal(err)
	}
	return e
}

// lands records an event and has the application decide d about it.
func (e *erasing) lands(d flows.Decision) {
	e.t.Helper()
	if err := e.app.ApplyTeam(e.t.Context(), care.Team{}); err != nil {
		e.t.Fatal(err)
	}
	e.next = d
	e.handles()
}

// handles works through the inbox.
func (e *erasing) handles() {
	e.t.Helper()
	ctx, stop := context.WithCancel(e.t.Context())
	done := make(chan error, 1)
	go func() { done <- e.app.Engine.Run(ctx) }()
	eventually(e.t, 10*time.Second, "the inbox is empty", func() bool {
		d, err := e.app.Store.Depths(ctx, e.app.Now())
		return err == nil && d.Handled == 0 && d.Inbox == [3]int64{}
	})
	stop()
	if err := <-done; err != nil {
		e.t.Fatal(err)
	}
}

// name is what the sender and what a decision know a contact by.
func (e *erasing) name(id string) (sender, decision string) {
	e.t.Helper()
	for into, tx := range map[*string]flows.Tx{&sender: outbox{Store: e.app.Store, list: e.list}.Reader(e.t.Context()), &decision: e.app.Store.Begin(e.t.Context())} {
		var c care.Contact
		if _, err := tx.Read(care.KindContact, id, &c); err != nil {
			e.t.Fatal(err)
		}
		*into = c.Name
	}
	return sender, decision
}

// TestARestoredBackupBringsNobodyBack protects I8 and I4 as the runbook says it:
// the disk of Redis from before an erasure is put back, serve starts, and the
// person's words cannot be read, nothing is sent to them, and an event has all
// the rest removed. It also restarts in the middle.
func TestARestoredBackupBringsNobodyBack(t *testing.T) {
	ctx, key := t.Context(), newKey(t)
	was := newRealRedis(t)
	path := filepath.Join(t.TempDir(), "erased.txt")
	e := newErasing(t, was, key, path)
	contact := func(id string) flows.Put {
		return flows.Put{Kind: care.KindContact, ID: id, Value: &care.Contact{ID: id, Name: "canary-" + id, Chat: 7}}
	}
	e.lands(flows.Decision{Put: []flows.Put{contact("maya"), contact("joseph")}})
	backup := newRealRedis(t)
	backup.stop()
	copyTree(t, filepath.Join(was.dir, "appendonlydir"), filepath.Join(backup.dir, "appendonlydir"))

	e.lands(flows.Decision{Put: []flows.Put{{Kind: care.KindContact, ID: "maya"}}, Erase: []flows.Erasure{{Contact: "maya", Chat: 7}}})
	if text, _ := os.ReadFile(path); len(text) > 0 {
		t.Fatal("the list knows before the first beat")
	}
	e = newErasing(t, was, key, path) // it died before it could write anything down
	if err := e.app.Tick(ctx, e.app.Now()); err != nil {
		t.Fatal(err)
	}
	if text, err := os.ReadFile(path); err != nil || strings.Count(string(text), " maya\n") != 1 || strings.Contains(string(text), "canary") {
		t.Fatalf("%s %v", text, err)
	}

	backup.start(t)
	for range 2 { // the second start comes before anything was handled
		e = newErasing(t, backup, key, path)
		if err := e.app.eraseAgain(ctx); err != nil {
			t.Fatal(err)
		}
		sender, decision := e.name("maya")
		if other, _ := e.name("joseph"); sender+decision != "" || other != "canary-joseph" {
			t.Errorf("%q, %q, and of the other %q", sender, decision, other)
		}
	}
	e.handles()
	if len(e.seen) != 2 || e.seen[0].Kind != flows.KindErased || e.seen[0].Contact != "maya" {
		t.Errorf("%+v", e.seen)
	}
	e = newErasing(t, backup, key, path)
	e.lands(flows.Decision{Put: []flows.Put{{Kind: care.KindContact, ID: "maya"}}, Erase: []flows.Erasure{{Contact: "maya", Chat: 7}}})
	e.seen = nil
	if err := e.app.eraseAgain(ctx); err != nil {
		t.Fatal(err)
	}
	if e.handles(); len(e.seen) != 0 {
		t.Errorf("once erased again, still %+v", e.seen)
	}
}

func copyTree(t *testing.T, from, to string) {
	t.Helper()
	if err := os.RemoveAll(to); err != nil {
		t.Fatal(err)
	}
	if err := os.CopyFS(to, os.DirFS(from)); err != nil {
		t.Fatal(err)
	}
}
