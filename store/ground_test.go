package store

import (
	"bufio"
	"bytes"
	"crypto/rand"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/alicebob/miniredis/v2"
	"github.com/redis/go-redis/v9"
)

// t0 is when every test begins. The store reads no clock, so time passes by
// handing it a later one.
var t0 = time.Date(2026, 3, 2, 9, 0, 0, 0, time.UTC)

// ground is an empty Redis that a test stands on.
type ground struct {
	testing.TB
	db      redis.UniversalClient
	options func() *redis.Options // of a further connection
	aof     string                // folder of the append-only file; "" for the stand-in
}

// onBoth runs a test on miniredis and on the real redis-server: what holds on
// one alone holds by accident.
func onBoth(t *testing.T, test func(*ground)) {
	t.Helper()
	t.Run("miniredis", func(t *testing.T) {
		m := miniredis.RunT(t)
		test(newGround(t, "", func() *redis.Options { return &redis.Options{Network: "tcp", Addr: m.Addr(), MaxRetries: -1} }))
	})
	t.Run("redis-server", func(t *testing.T) {
		server, err := realServer()
		if err != nil {
			t.Fatalf("no redis-server (make test installs it): %v", err)
		}
		g := newGround(t, filepath.Join(server.dir, "appendonlydir"), func() *redis.Options {
			return &redis.Options{Network: "unix", Addr: server.socket, MaxRetries: -1}
		})
		if err := g.db.FlushAll(t.Context()).Err(); err != nil {
			t.Fatal(err)
		}
		test(g)
	})
}

func newGround(t *testing.T, aof string, options func() *redis.Options) *ground {
	t.Helper()
	g := &ground{TB: t, options: options, aof: aof}
	g.db = g.client()
	return g
}

// client connects once more, until the test ends.
func (g *ground) client() *redis.Client {
	db := redis.NewClient(g.options())
	g.Cleanup(func() { _ = db.Close() })
	return db
}

// open prepares the store of a replica that has not entered yet.
func (g *ground) open(db redis.UniversalClient, replica string) *desk {
	g.Helper()
	s, err := Open(db, Options{Deployment: "test", Replica: replica, MasterKey: testKey(), Random: rand.Reader})
	if err != nil {
		g.Fatal(err)
	}
	return &desk{Store: s, g: g, ctx: g.Context()}
}

// enter starts a replica.
func (g *ground) enter(replica string) *desk {
	g.Helper()
	d := g.open(g.db, replica)
	if _, err := d.Enter(d.ctx, t0); err != nil {
		g.Fatal(err)
	}
	return d
}

var testKey = sync.OnceValue(func() string {
	key, err := NewKey()
	if err != nil {
		panic(err)
	}
	return key
})

// dump is everything in Redis, key by key, in a form that can be compared.
func (g *ground) dump() map[string]string {
	g.Helper()
	all := map[string]string{}
	for key, kind := range g.keys() {
		var value any
		var err error
		switch ctx := g.Context(); kind {
		case "string":
			value, err = g.db.Get(ctx, key).Result()
		case "list":
			value, err = g.db.LRange(ctx, key, 0, -1).Result()
		case "hash":
			value, err = g.db.HGetAll(ctx, key).Result()
		case "zset":
			value, err = g.db.ZRangeWithScores(ctx, key, 0, -1).Result()
		default:
			g.Errorf("%s is a %s", key, kind)
		}
		if err != nil {
			g.Fatal(err)
		}
		all[key] = fmt.Sprint(value) // maps are printed in the order of their keys
	}
	return all
}

// keys are all keys with their Redis types.
func (g *ground) keys() map[string]string {
	g.Helper()
	all := map[string]string{}
	for scan := g.db.Scan(g.Context(), 0, "*", 1000).Iterator(); scan.Next(g.Context()); {
		all[scan.Val()] = g.db.Type(g.Context(), scan.Val()).Val()
	}
	return all
}

// server is the one real redis-server of this test run.
type server struct {
	cmd         *exec.Cmd
	dir, socket string
}

var realServer = sync.OnceValues(startServer)

// started is the server to stop in the end.
var started *server

func startServer() (*server, error) {
	dir, err := os.MkdirTemp("", "ply")
	if err != nil {
		return nil, err
	}
	s := &server{dir: dir, socket: filepath.Join(dir, "r")}
	started = s
	s.cmd = exec.Command("redis-server", "--port", "0", "--unixsocket", s.socket, "--dir", dir,
		"--appendonly", "yes", "--appendfsync", "no", "--save", "", "--maxmemory-policy", "noeviction")
	out, err := s.cmd.StdoutPipe()
	if err != nil {
		return nil, err
	}
	if err := s.cmd.Start(); err != nil {
		return nil, err
	}
	var said bytes.Buffer
	for lines := bufio.NewScanner(out); lines.Scan(); {
		fmt.Fprintln(&said, lines.Text())
		if strings.Contains(lines.Text(), "eady to accept connections") {
			go func() { _ = s.cmd.Wait() }()
			return s, nil
		}
	}
	return nil, fmt.Errorf("it said: %s", said.String())
}

func TestMain(m *testing.M) {
	code := m.Run()
	if started != nil {
		if started.cmd.Process != nil {
			_ = started.cmd.Process.Kill()
		}
		_ = os.RemoveAll(started.dir)
	}
	os.Exit(code)
}
