package store

import (
	"context"
	"crypto/rand"
	"encoding/binary"
	"errors"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"
	"time"

	"polyphony/care"
	"polyphony/flows"
)

// rotation is a keyset at each step of a change.
type rotation struct{ old, both, next, alone Keyset }

func newRotation(t testing.TB) (r rotation) {
	t.Helper()
	var err error
	step := func(k Keyset, failed error) Keyset {
		t.Helper()
		if failed != nil {
			t.Fatal(failed)
		}
		return k
	}
	r.old = step(ParseKeyset(testKey()))
	r.both = step(r.old.WithNew())
	r.next = step(r.both.Promoted())
	if r.alone, err = r.next.Alone(); err != nil {
		t.Fatal(err)
	}
	return r
}

// with opens a further replica with a keyset.
func (g *ground) with(replica string, k Keyset) *desk {
	g.Helper()
	text, err := k.Text()
	if err != nil {
		g.Fatal(err)
	}
	s, err := Open(g.db, Options{Deployment: "test", Replica: replica, MasterKey: text, Random: rand.Reader})
	if err != nil {
		g.Fatal(err)
	}
	return &desk{Store: s, g: g, ctx: g.Context()}
}

// mark is what stands before everything that a key sealed.
func mark(id KeyID) string {
	return string(binary.BigEndian.AppendUint32([]byte{sealStart}, id.number()))
}

// A keyset goes through its steps, keeps opening what it sealed, and has the
// same fingerprint as long as it has the same keys.
func TestTheStepsOfAKeyset(t *testing.T) {
	r := newRotation(t)
	if n := []int{len(r.old.IDs()), len(r.both.IDs()), len(r.next.IDs()), len(r.alone.IDs())}; !reflect.DeepEqual(n, []int{1, 2, 2, 1}) {
		t.Fatal(n)
	}
	was, now := r.old.Writes(), r.both.Newest()
	if was == now || r.both.Writes() != was || r.next.Writes() != now || r.alone.Writes() != now || !reflect.DeepEqual(r.next.Old(), []KeyID{was}) {
		t.Errorf("%s, %s: %v %v %v", was, now, r.both.IDs(), r.next.IDs(), r.alone.IDs())
	}
	if a, b := r.both.Fingerprint(), r.next.Fingerprint(); a != b || a == r.old.Fingerprint() || a == r.alone.Fingerprint() || len(a) != 24 {
		t.Error(a, b, r.old.Fingerprint(), r.alone.Fingerprint())
	}
	if !r.next.Opens(r.old) || !r.both.Opens(r.alone) || r.old.Opens(r.next) || r.alone.Opens(r.old) {
		t.Error("which opens what")
	}
	text, err := r.next.Text()
	if err != nil {
		t.Fatal(err)
	}
	again, err := ParseKeyset(text + "\n")
	if err != nil || again.Fingerprint() != r.next.Fingerprint() || !reflect.DeepEqual(again.IDs(), r.next.IDs()) {
		t.Error(err)
	}
}

// Whatever is sealed is found and sealed anew: not one value anywhere in Redis
// is left under the old key, and all of it can be read as before, with its
// revision, by a store that never had the old key.
func TestEverythingThatIsSealedIsSealedAnew(t *testing.T) {
	onBoth(t, func(g *ground) {
		r := newRotation(g)
		g.scene()
		old, was := g.with("old", r.old), mark(r.old.Writes())
		before, trail := old.everything(), old.trail("contact:c")
		n := 0
		for _, value := range g.dump() {
			n += strings.Count(value, was)
		}
		w := g.with("w", r.next)
		var walks []Seals
		if err := w.Reseal(w.ctx, func(s Seals) { walks = append(walks, s) }); err != nil {
			g.Fatal(err)
		}
		if len(walks) != 2 || walks[0].Anew != int64(n) || walks[1].Anew != 0 || walks[1].Damaged != 0 {
			g.Errorf("of %d: %+v", n, walks)
		}
		for _, family := range []string{"rec", "own", "audit", "q", "out", "parked"} {
			if walks[0].Families[family] == 0 {
				g.Errorf("nothing of %s was seen: %v", family, walks[0].Families)
			}
		}
		for key, value := range g.dump() {
			if strings.Contains(value, was) {
				g.Errorf("%s still holds what the old key sealed", key)
			}
		}
		alone := g.with("alone", r.alone)
		if after := alone.everything(); !reflect.DeepEqual(before, after) {
			g.Errorf("before %v\nafter %v", before, after)
		}
		if after := alone.trail("contact:c"); !reflect.DeepEqual(trail, after) {
			g.Errorf("%v, %v", trail, after)
		}
		if found, err := alone.LookAtSeals(alone.ctx); err != nil || found.Values != int64(n) || found.Under[r.alone.Writes()] != int64(n) || found.Damaged != 0 {
			g.Errorf("%+v %v", found, err)
		}
	})
}

func (d *desk) trail(subject string) []flows.Entry {
	d.g.Helper()
	list, err := d.Audit(d.ctx, subject)
	if err != nil || len(list) == 0 {
		d.g.Fatal(list, err)
	}
	return list
}

// everything is what can be read: records with their revisions, rows, items.
func (d *desk) everything() map[string]any {
	d.g.Helper()
	all := map[string]any{}
	for key := range d.g.keys() {
		kind, id, found := strings.Cut(strings.TrimPrefix(key, d.key(keyRecord)), ":")
		if !strings.HasPrefix(key, d.key(keyRecord)) || !found {
			continue
		}
		into, tx := shapes[care.Kind(kind)](), d.Begin(d.ctx)
		if _, err := tx.Read(care.Kind(kind), id, into); err != nil {
			d.g.Fatal(err)
		}
		all[key], all[key+" revision"] = into, tx.(*Tx).Revision(care.Kind(kind), id)
	}
	waiting, err := d.Queued(d.ctx, 99)
	if err != nil {
		d.g.Fatal(err)
	}
	all["rows"] = waiting
	for key, kind := range d.g.keys() {
		if queue, is := strings.CutPrefix(key, d.key(keyQueue)); is && kind == "list" {
			for _, text := range d.g.db.LRange(d.ctx, key, 0, -1).Val() {
				item, err := d.decodeItem(queue, text)
				if err != nil {
					d.g.Fatal(err)
				}
				all[key+" "+item.ID] = string(item.Body) + string(item.Seed[:])
			}
		}
	}
	for id, text := range d.g.db.HGetAll(d.ctx, d.key(keyParked)).Val() {
		parts := strings.SplitN(text, "\x00", 4)
		item, err := d.decodeItem(parts[2], parts[3])
		if err != nil {
			d.g.Fatal(err)
		}
		all["parked "+id] = string(item.Body)
	}
	return all
}

// What changed between looking and putting back is left as it is: resealing
// undoes nobody's work (I1).
func TestResealingUndoesNothing(t *testing.T) {
	onBoth(t, func(g *ground) {
		r := newRotation(g)
		a := g.enter("a")
		a.decide(t0, flows.Decision{Put: []flows.Put{named("x", "Maya")}})
		a.record(update(1, "chat:1", "one"), update(2, "chat:1", "two"), update(3, "chat:1", "three"))
		w := g.with("w", r.next)
		look := &walker{Store: w.Store, ctx: w.ctx, reseal: true, found: newSeals()}
		record := g.db.Get(w.ctx, w.key("rec:contact:x")).Val()
		items := g.db.LRange(w.ctx, w.key("q:chat:1"), 0, -1).Val()
		var list []any
		for i, item := range items {
			list = look.anew(list, "q:chat:1", []string{"0", "1", "2"}[i], item)
		}
		single := look.anew(nil, "rec:contact:x", "", record)

		a.decide(t0, flows.Decision{Put: []flows.Put{named("x", "Mayo")}}) // somebody writes
		one := a.one(t0)                                                   // the first item is handled
		if _, err := a.Commit(a.ctx, t0, one, a.Begin(a.ctx), flows.Decision{}, false); err != nil {
			g.Fatal(err)
		}
		if err := errors.Join(look.put("rec:contact:x", "string", single), look.put("q:chat:1", "list", list)); err != nil || look.found.Anew != 2 {
			g.Fatalf("%d sealed anew, %v", look.found.Anew, err)
		}
		var c care.Contact
		if _, err := w.Peek(w.ctx, care.KindContact, "x", &c); err != nil || c.Name != "Mayo" {
			g.Errorf("%q %v", c.Name, err)
		}
		for _, body := range []string{"two", "three"} {
			claim := w.mustEnter().one(t0)
			if string(claim.Item.Body) != body || claim.Bad != nil {
				g.Errorf("%q %v", claim.Item.Body, claim.Bad)
			}
			if _, err := w.Commit(w.ctx, t0, claim, w.Begin(w.ctx), flows.Decision{}, false); err != nil {
				g.Fatal(err)
			}
		}
	})
}

func (d *desk) mustEnter() *desk {
	d.g.Helper()
	if _, err := d.Enter(d.ctx, t0); err != nil {
		d.g.Fatal(err)
	}
	return d
}

// A replica whose keys do not fit claims nothing: it would put aside what people
// write. Nor does one that seals with a key that was given up.
func TestAReplicaWhoseKeysDoNotFitMayNotEnter(t *testing.T) {
	onBoth(t, func(g *ground) {
		r := newRotation(g)
		enters := func(k Keyset) error {
			d := g.with("a", k)
			_, err := d.Enter(d.ctx, t0)
			return err
		}
		epoch := func() string { return g.db.HGet(g.Context(), "{test}:replicas", "a").Val() }
		for _, k := range []Keyset{r.old, r.both, r.old, r.both, r.next, r.both, r.next} {
			if err := enters(k); err != nil {
				g.Fatal(err)
			}
		}
		was := epoch()
		if err := enters(r.old); !errors.Is(err, ErrKeyMissing) {
			g.Errorf("the old one after the new one sealed: %v", err)
		}
		if err := enters(r.alone); !errors.Is(err, ErrKeyMissing) {
			g.Errorf("the new one alone before the old one was given up: %v", err)
		}
		d := g.with("x", r.next)
		if err := d.GiveUp(d.ctx, r.next.Old()); err != nil {
			g.Fatal(err)
		}
		if err := enters(r.both); !errors.Is(err, ErrKeyGone) {
			g.Errorf("to seal with what was given up: %v", err)
		}
		if epoch() != was {
			g.Error("whoever was refused has pushed the one that runs out of its place")
		}
		for _, k := range []Keyset{r.next, r.alone} {
			if err := enters(k); err != nil {
				g.Error(err)
			}
		}
	})
}

// Replicas say which keys they have; those that ended do not count.
func TestReplicasSayWhichKeysTheyHave(t *testing.T) {
	onBoth(t, func(g *ground) {
		r := newRotation(g)
		one, two := g.with("one", r.old), g.with("two", r.next)
		if err := errors.Join(one.Announce(g.Context(), t0), two.Announce(g.Context(), t0.Add(time.Minute))); err != nil {
			g.Fatal(err)
		}
		want := []KeyRing{{"one", t0, r.old.Writes(), r.old.IDs()}, {"two", t0.Add(time.Minute), r.next.Writes(), r.next.IDs()}}
		if got, err := one.KeyRings(g.Context(), t0.Add(RingLife)); err != nil || !reflect.DeepEqual(got, want) {
			g.Errorf("%+v %v", got, err)
		}
		if got, _ := one.KeyRings(g.Context(), t0.Add(RingLife+time.Millisecond)); len(got) != 1 || got[0].Replica != "two" {
			g.Errorf("%+v", got)
		}
		if err := two.Leave(g.Context()); err != nil {
			g.Fatal(err)
		}
		if got, _ := one.KeyRings(g.Context(), t0); len(got) != 1 || got[0].Replica != "one" {
			g.Errorf("%+v", got)
		}
	})
}

// The append-only files hold nothing that the old key sealed, once they were
// written anew; before they do.
func TestTheDiskIsCleanOfWhatTheOldKeySealed(t *testing.T) {
	onBoth(t, func(g *ground) {
		if g.aof == "" {
			return // the stand-in has no disk
		}
		r := newRotation(g)
		g.scene()
		w := g.with("w", r.next)
		if err := w.Reseal(w.ctx, func(Seals) {}); err != nil {
			g.Fatal(err)
		}
		onDisk := func() (n int) {
			files, err := filepath.Glob(filepath.Join(g.aof, "*"))
			if err != nil || len(files) == 0 {
				g.Fatal(files, err)
			}
			for _, f := range files {
				text, err := os.ReadFile(f)
				if err != nil {
					g.Fatal(err)
				}
				n += strings.Count(string(text), mark(r.old.Writes()))
			}
			return n
		}
		if onDisk() == 0 {
			g.Fatal("nothing of it was on the disk before: this test sees nothing")
		}
		glance := func() { <-time.After(20 * time.Millisecond) }
		if err := w.Rewriting(w.ctx, func(context.Context) error { glance(); return nil }); err != nil {
			g.Fatal(err)
		}
		for range 100 { // Redis deletes the former file in the background
			if onDisk() == 0 {
				return
			}
			glance()
		}
		g.Errorf("%d values that the old key sealed are on the disk", onDisk())
	})
}
