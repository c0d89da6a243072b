package store

import (
	"bytes"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/redis/go-redis/v9"
)

// onDisk is everything in a folder and below.
func onDisk(t testing.TB, dir string) []byte {
	t.Helper()
	var all []byte
	files, err := filepath.Glob(filepath.Join(dir, "*"))
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range files {
		body, err := os.ReadFile(name)
		if err != nil && !os.IsNotExist(err) { // Redis takes old files away while we look
			t.Fatal(err)
		}
		all = append(all, body...)
	}
	return all
}

// until asks again until something holds; Redis works on it meanwhile.
func until(g *ground, what string, holds func() bool) {
	g.Helper()
	for end := time.Now().Add(20 * time.Second); !holds(); {
		if time.Now().After(end) {
			g.Fatal(what)
		}
		g.db.Ping(g.Context())
	}
}

// scours lets a Scour work until it says something that ends it.
func (g *ground) scours(c *Scour) (said []Scoured) {
	g.Helper()
	until(g, "it never ends", func() bool {
		did, err := c.Step(g.Context(), t0)
		if err != nil {
			g.Fatal(err)
		}
		if did != ScourNothing {
			said = append(said, did)
		}
		return did == ScourClean || did == ScourRefused
	})
	return said
}

// I8: after the erasure the disk of Redis holds neither the key nor anything
// sealed under it; a stand-in that has no disk says so. A crash in between begins
// again, and then there is nothing more to do.
func TestTheDiskIsCleanAfterAnErasure(t *testing.T) {
	onBoth(t, func(g *ground) {
		a := g.enter("a")
		a.decide(t0, said("maya", "canary-words", 7))
		wrapped := g.db.Get(a.ctx, "{test}:own:maya").Val()
		note := g.db.Get(a.ctx, "{test}:rec:note:maya").Val()
		d := erase("maya", 7)
		d.Put = said("maya", "").Put
		for i := range d.Put {
			d.Put[i].Value = nil
		}
		a.decide(t0, d)
		if g.aof == "" {
			if got := g.scours(NewScour(a.Store)); len(got) != 1 || got[0] != ScourRefused {
				g.Errorf("%v", got)
			}
			return
		}
		if all := onDisk(g, g.aof); !bytes.Contains(all, []byte(wrapped)) || !bytes.Contains(all, []byte(note)) {
			g.Fatal("the disk never held it")
		}
		if did, err := NewScour(a.Store).Step(a.ctx, t0); did != ScourBegun || err != nil {
			g.Fatal(did, err) // and then this replica dies
		}
		g.scours(NewScour(g.enter("a").Store))
		until(g, "it is still on the disk", func() bool {
			all := onDisk(g, g.aof)
			return !bytes.Contains(all, []byte(wrapped)) && !bytes.Contains(all, []byte(note[2:]))
		})
		if did, err := NewScour(a.Store).Step(a.ctx, t0); did != ScourNothing || err != nil {
			g.Error(did, err)
		}
	})
}

// restored is a Redis of its own that loads a copy of another's disk.
func (g *ground) restored(dir string) *ground {
	g.Helper()
	socket := filepath.Join(dir, "r")
	cmd := exec.Command("redis-server", "--port", "0", "--unixsocket", socket, "--dir", dir, "--appendonly", "yes", "--save", "")
	if err := cmd.Start(); err != nil {
		g.Fatal(err)
	}
	g.Cleanup(func() {
		_ = cmd.Process.Kill()
		_ = cmd.Wait()
	})
	n := &ground{TB: g.TB, options: func() *redis.Options { return &redis.Options{Network: "unix", Addr: socket, MaxRetries: -1} }}
	n.db = n.client()
	for end := time.Now().Add(20 * time.Second); n.db.Get(g.Context(), "{test}:outseq").Err() != nil; {
		if time.Now().After(end) {
			g.Fatal("it does not load")
		}
	}
	return n
}

// I8: a copy of Redis's disk from before the erasure, put in place on another
// machine, cannot be read for that person once the erasure list has been read;
// everybody else's words are there.
func TestABackupFromBeforeBringsNobodyBack(t *testing.T) {
	server, err := realServer()
	if err != nil {
		t.Fatal(err)
	}
	onBoth(t, func(g *ground) {
		if g.aof == "" {
			return // nothing to copy
		}
		list, err := OpenErasureList(filepath.Join(g.TempDir(), "erased.txt"))
		if err != nil {
			g.Fatal(err)
		}
		a := g.enter("a")
		a.decide(t0, said("maya", "canary-words", 7))
		a.decide(t0, said("joseph", "canary-place", 8))
		dir, err := os.MkdirTemp("", "ply")
		if err != nil {
			g.Fatal(err)
		}
		g.Cleanup(func() { _ = os.RemoveAll(dir) })
		if out, err := exec.Command("cp", "-r", filepath.Join(server.dir, "appendonlydir"), dir).CombinedOutput(); err != nil {
			g.Fatal(string(out))
		}
		a.decide(t0, erase("maya", 7))
		erased, err := a.Erased(a.ctx, 0)
		if err != nil || len(erased) != 1 {
			g.Fatal(erased, err)
		}
		must(g, list.Add(erased), nil)

		r := g.restored(dir).enter("a")
		if r.wrote("maya") != "canary-words" {
			g.Fatal("the copy is not from before")
		}
		back, err := r.Returned(r.ctx, list.All())
		if err != nil || len(back) != 1 || back[0].Contact != "maya" {
			g.Fatal(back, err)
		}
		must(g, r.Destroy(r.ctx, back), nil)
		if r.wrote("maya")+r.contact("maya") != "" || r.wrote("joseph") != "canary-place" {
			g.Errorf("%q %q, and of the other %q", r.wrote("maya"), r.contact("maya"), r.wrote("joseph"))
		}
		if all := r.unsealed(); strings.Contains(all, "canary") || strings.Contains(all, "'s name") {
			g.Error("the master key opens words")
		}
		r.insists(said("maya", "canary-late"))
		if n := r.g.db.Exists(r.ctx, "{test}:own:maya").Val(); n != 0 {
			g.Error("a key was made for somebody who was erased")
		}
	})
}
