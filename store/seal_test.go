package store

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"polyphony/care"
	"polyphony/flows"
)

// I8: nothing in Redis but ids and times is readable without the master key,
// neither in what it answers nor in what it writes to its disk.
func TestNothingButIdsAndTimesIsReadableInRedis(t *testing.T) {
	onBoth(t, func(g *ground) {
		g.scene()
		for key, value := range g.dump() {
			for _, c := range canaries {
				if strings.Contains(key, c) || strings.Contains(value, c) {
					g.Errorf("%s shows %q", key, c)
				}
			}
		}
		if g.aof == "" {
			return
		}
		written := ""
		err := filepath.WalkDir(g.aof, func(name string, d fs.DirEntry, err error) error {
			if err != nil || d.IsDir() {
				return err
			}
			body, err := os.ReadFile(name)
			written += string(body)
			return err
		})
		if err != nil || !strings.Contains(written, "{test}:rec:contact:c") {
			g.Fatalf("nothing was written to the disk: %d bytes, %v", len(written), err)
		}
		for _, c := range canaries {
			if strings.Contains(written, c) {
				g.Errorf("the append-only file shows %q", c)
			}
		}
	})
}

// With the key, all of it is there.
func TestWithTheKeyAllOfItIsReadable(t *testing.T) {
	onBoth(t, func(g *ground) {
		a := g.scene()
		if a.contact("c") != "canary-name" {
			g.Error("the contact is not readable")
		}
		trail, err := a.Audit(a.ctx, "contact:c")
		if err != nil || len(trail) != 1 || trail[0].Detail != "canary-note 1" {
			g.Errorf("%+v %v", trail, err)
		}
		waiting, err := a.Queued(a.ctx, 9)
		if err != nil || len(waiting) == 0 || saying(waiting[0].Row) != "canary-words" {
			g.Errorf("%+v %v", waiting, err)
		}
	})
}

// A store with another key reads nothing, and says so without saying what.
func TestAnotherKeyOpensNothing(t *testing.T) {
	onBoth(t, func(g *ground) {
		a := g.scene()
		other, err := NewKey()
		if err != nil {
			g.Fatal(err)
		}
		s, err := Open(g.db, Options{Deployment: "test", Replica: "thief", MasterKey: other})
		if err != nil {
			g.Fatal(err)
		}
		if _, err := s.Enter(a.ctx, t0); !errors.Is(err, ErrKeyMissing) {
			g.Fatalf("it may enter: %v", err)
		}
		g.db.Del(a.ctx, "{test}:keys") // a thief is not held up by that
		if _, err := s.Enter(a.ctx, t0); err != nil {
			g.Fatal(err)
		}
		var c care.Contact
		_, read := s.Peek(a.ctx, care.KindContact, "c", &c)
		_, trail := s.Audit(a.ctx, "contact:c")
		_, queued := s.Queued(a.ctx, 9)
		claims, err := s.Claim(a.ctx, t0, 1)
		if err != nil || len(claims) != 1 {
			g.Fatal(claims, err)
		}
		for what, err := range map[string]error{"a record": read, "the audit trail": trail, "the outbox": queued, "an item": claims[0].Bad} {
			if err == nil || strings.Contains(err.Error(), "canary") {
				g.Errorf("%s with another key: %v", what, err)
			}
		}
		if c.Name != "" || len(claims[0].Item.Body) != 0 {
			g.Errorf("read %q, %q", c.Name, claims[0].Item.Body)
		}
	})
}

// A value opens only where it was put: nobody who can write to Redis can give
// one person another's words.
func TestAValueThatWasMovedIsRefused(t *testing.T) {
	onBoth(t, func(g *ground) {
		a := g.enter("a")
		a.decide(t0, flows.Decision{
			Put:   []flows.Put{named("x", "Maya"), named("y", "Joseph")},
			Audit: []flows.Entry{{Subject: "contact:x", At: t0}},
			Say:   []flows.Message{to(1, flows.Urgent, "for one")},
		})
		a.record(update(1, "chat:1", "hers"))
		move := func(from, to string) {
			g.Helper()
			if err := g.db.Copy(a.ctx, "{test}:"+from, "{test}:"+to, 0, true).Err(); err != nil {
				g.Fatal(err)
			}
		}
		move("rec:contact:x", "rec:contact:y")
		move("rec:contact:x", "rec:note:x")
		move("audit:contact:x", "audit:contact:y")
		move("q:chat:1", "q:chat:2")
		move("out:0:1", "out:0:2")
		_, err1 := a.Peek(a.ctx, care.KindContact, "y", &care.Contact{})
		_, err2 := a.Peek(a.ctx, care.KindNote, "x", &care.Note{})
		_, err3 := a.Audit(a.ctx, "contact:y")
		for i, err := range []error{err1, err2, err3} {
			if err == nil || strings.Contains(err.Error(), "Maya") {
				g.Errorf("moved value %d: %v", i+1, err)
			}
		}
		g.db.ZAdd(a.ctx, "{test}:ready:1", zAt("chat:2"))
		g.db.ZAdd(a.ctx, "{test}:outready:0", zAt("2"))
		for _, c := range a.claim(t0, 9) {
			if moved := c.Item.Queue == "chat:2"; moved != (c.Bad != nil) || moved && len(c.Item.Body) > 0 {
				g.Errorf("%s: %q %v", c.Item.Queue, c.Item.Body, c.Bad)
			}
		}
		rows, _ := a.rows(t0, everything)
		for _, r := range rows {
			if moved := r.Message.Chat == 2; moved != r.Broken || moved && saying(r) != "" {
				g.Errorf("chat %d: %q, broken %v", r.Message.Chat, saying(r), r.Broken)
			}
		}
		if len(rows) != 2 {
			g.Errorf("%d rows", len(rows))
		}
	})
}

func TestADamagedValueIsRefused(t *testing.T) {
	onBoth(t, func(g *ground) {
		a := g.enter("a")
		a.decide(t0, flows.Decision{Put: []flows.Put{named("x", "Maya")}})
		whole := g.db.Get(a.ctx, "{test}:rec:contact:x").Val()
		for _, damaged := range []string{whole[:len(whole)-1], whole + "x", strings.Replace(whole, ":", "", 1), "1:", "1:" + strings.ToUpper(whole[2:]), ""} {
			if err := g.db.Set(a.ctx, "{test}:rec:contact:x", damaged, 0).Err(); err != nil {
				g.Fatal(err)
			}
			var c care.Contact
			if found, err := a.Peek(a.ctx, care.KindContact, "x", &c); err == nil || found || c.Name != "" {
				g.Errorf("%d bytes of %d: %v %v", len(damaged), len(whole), found, err)
			}
		}
	})
}

// Nobody can tell from Redis that two people wrote the same.
func TestTheSameTwiceLooksDifferent(t *testing.T) {
	s, err := newSealer(testKey())
	if err != nil {
		t.Fatal(err)
	}
	one, err1 := s.seal("key", 1, []byte("the same"))
	two, err2 := s.seal("key", 1, []byte("the same"))
	if err := errors.Join(err1, err2); err != nil || string(one) == string(two) {
		t.Errorf("%v", err)
	}
}

func TestAKeyThatIsNoneIsRefusedWithoutBeingShown(t *testing.T) {
	if _, err := newSealer(testKey()); err != nil {
		t.Error(err)
	}
	for _, key := range []string{"", "secret", "c2VjcmV0", testKey()[:20], testKey() + "AAAA", strings.ToUpper(testKey())} {
		_, err := newSealer(key)
		if err == nil || key != "" && strings.Contains(err.Error(), key) {
			t.Errorf("%d letters: %v", len(key), err)
		}
		if _, err := Open(nil, Options{MasterKey: key}); err == nil {
			t.Error("a store was opened with it")
		}
	}
}
