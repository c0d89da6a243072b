package main

import (
	"context"
	"fmt"
	"net"
	"net/http"
	"os"
	"os/exec"
	"os/signal"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/redis/go-redis/v9"

	"polyphony/flows"
	"polyphony/locales"
	"polyphony/store"
)

// The test binary is also the process that gets killed: started again with
// this variable set, it runs the application with a decision that counts.
const childVariable = "POLYPHONY_TEST_CHILD"

// children are what it then is, by the value of the variable.
var children = map[string]func() error{"corridor": runChild, "main": runMain, "urgent": runUrgentChild}

func TestMain(m *testing.M) {
	if kind := os.Getenv(childVariable); kind != "" {
		if err := children[kind](); err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(1)
		}
		return
	}
	os.Exit(m.Run())
}

// tally is what the counting decision keeps for a chat.
type tally struct {
	Count int      `json:"n"`
	Seen  []string `json:"s"`
}

// countingDecide adds one to its chat's tally and answers with the number and
// the text: an effect that shows whether it happened exactly once, in order.
func countingDecide(tx flows.Tx, ev flows.Event, _ time.Time) (flows.Decision, error) {
	if ev.Kind != flows.KindText {
		return flows.Decision{Reason: "ignored"}, nil
	}
	id := strconv.FormatInt(ev.Chat, 10)
	var t tally
	if _, err := tx.Read("account", id, &t); err != nil {
		return flows.Decision{}, err
	}
	t.Count++
	t.Seen = append(t.Seen, ev.Text)
	m := flows.Message{Chat: ev.Chat, Lane: flows.Reply, Key: locales.ListName, Guard: flows.Guard{Purpose: flows.PurposeReply},
		Args: flows.Args{"Name": {Text: fmt.Sprintf("%d %s", t.Count, ev.Text)}}}
	if strings.HasPrefix(ev.Text, "urgent") {
		m.Lane = flows.Urgent
	}
	return flows.Decision{Reason: "counted", Put: []flows.Put{{Kind: "account", ID: id, Value: &t}}, Say: []flows.Message{m}}, nil
}

// runMain is the real program, command line and all, on a clock that was moved.
func runMain() error {
	offset, err := time.ParseDuration(os.Getenv("CHILD_OFFSET"))
	if err != nil {
		return err
	}
	wallClock = func() time.Time { return time.Now().Add(offset) }
	main()
	return nil
}

func runChild() error { return runDeciding(countingDecide) }

// runDeciding is the application with another decision than the companion's.
func runDeciding(decide func(flows.Tx, flows.Event, time.Time) (flows.Decision, error)) error {
	ctx, stop := signal.NotifyContext(context.Background(), syscall.SIGTERM)
	defer stop()
	connect, err := redisFrom(Secret(os.Getenv("REDIS_URL")))
	if err != nil {
		return err
	}
	lease, err := time.ParseDuration(os.Getenv("CHILD_LEASE"))
	if err != nil {
		return err
	}
	overall, _ := strconv.ParseFloat(os.Getenv("CHILD_PACE"), 64)
	heard, _ := strconv.Atoi(os.Getenv("CHILD_HEARD"))
	app, err := NewApp(ctx, Parts{
		Redis: connect(), Heard: heard, MasterKey: os.Getenv("MASTER_KEY"), Deployment: "child", Replica: os.Getenv("REPLICA"),
		Token: "1000:child", APIURL: os.Getenv("TELEGRAM_API_URL"), BotName: "child_bot", Secret: "child-secret-0123456789",
		HTTP: &http.Client{Transport: &http.Transport{MaxIdleConnsPerHost: 160}}, Now: time.Now, Log: quiet(), Lease: lease,
		Pace: flows.Pace{Overall: overall}, Decide: decide, Beat: time.Second,
	})
	if err != nil {
		return err
	}
	return serveChild(ctx, app)
}

// serveChild takes updates at the child's address until it is told to stop.
func serveChild(ctx context.Context, app *App) error {
	listener, err := net.Listen("tcp", os.Getenv("LISTEN"))
	if err != nil {
		return err
	}
	server := &http.Server{Handler: app.Webhook, ReadHeaderTimeout: 5 * time.Second}
	go func() { _ = server.Serve(listener) }()
	defer server.Close()
	return app.Run(ctx, false)
}

// childProcess is one running replica.
type childProcess struct {
	cmd  *exec.Cmd
	addr string
	done chan struct{}
}

// childEnv is everything a replica of the test needs.
type childEnv struct {
	Redis, Key, API, Listen, Replica string
	Lease                            time.Duration
	Pace                             float64
	Heard                            int // replicas of Redis that must have heard
}

func startChild(t testing.TB, e childEnv) *childProcess { return startChildKind(t, "corridor", e) }

func startChildKind(t testing.TB, kind string, e childEnv) *childProcess {
	t.Helper()
	cmd := exec.Command(os.Args[0])
	cmd.Env = append(os.Environ(), childVariable+"="+kind, "REDIS_URL="+e.Redis, "MASTER_KEY="+e.Key, "TELEGRAM_API_URL="+e.API,
		"LISTEN="+e.Listen, "REPLICA="+e.Replica, "CHILD_LEASE="+e.Lease.String(), fmt.Sprintf("CHILD_PACE=%g", e.Pace), fmt.Sprintf("CHILD_HEARD=%d", e.Heard))
	cmd.Stderr = os.Stderr
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	c := &childProcess{cmd: cmd, addr: "http://" + e.Listen, done: make(chan struct{})}
	go func() { _ = cmd.Wait(); close(c.done) }()
	t.Cleanup(c.kill)
	return c
}

// kill is kill -9, and waits until the process is gone.
func (c *childProcess) kill() {
	_ = c.cmd.Process.Kill()
	<-c.done
}

func (c *childProcess) signal(s syscall.Signal) { _ = c.cmd.Process.Signal(s) }

// freeAddress is a loopback address that nobody listens on.
func freeAddress(t testing.TB) string {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	return l.Addr().String()
}

// realRedis is a redis-server of this test alone, on a socket, writing every
// command to its disk before it answers.
type realRedis struct {
	dir, socket string
	more        []string // further settings; they overrule ours
	cmd         *exec.Cmd
}

func newRealRedis(t testing.TB, more ...string) *realRedis {
	t.Helper()
	dir, err := os.MkdirTemp("", "polyphony")
	if err != nil {
		t.Fatal(err)
	}
	r := &realRedis{dir: dir, socket: filepath.Join(dir, "r.sock"), more: more}
	r.start(t)
	t.Cleanup(func() {
		r.stop()
		_ = os.RemoveAll(dir)
	})
	return r
}

func (r *realRedis) start(t testing.TB) {
	t.Helper()
	r.cmd = exec.Command("redis-server", append([]string{"--port", "0", "--unixsocket", r.socket, "--dir", r.dir,
		"--appendonly", "yes", "--appendfsync", "always", "--save", "", "--maxmemory-policy", "noeviction", "--loglevel", "warning"}, r.more...)...)
	if err := r.cmd.Start(); err != nil {
		t.Fatalf("redis-server does not start (make test installs it): %v", err)
	}
	r.answers(t)
}

// answers waits until the server does.
func (r *realRedis) answers(t testing.TB) {
	t.Helper()
	db := r.client()
	defer db.Close()
	for range 200 {
		if db.Ping(context.Background()).Err() == nil {
			return
		}
		pause(20 * time.Millisecond)
	}
	t.Fatal("redis-server does not answer")
}

func (r *realRedis) stop() {
	if r.cmd.Process == nil {
		return
	}
	_ = r.cmd.Process.Signal(syscall.SIGTERM)
	_ = r.cmd.Wait()
}

func (r *realRedis) url() string { return "unix://" + r.socket }

func (r *realRedis) client() redis.UniversalClient {
	return redis.NewClient(&redis.Options{Network: "unix", Addr: r.socket, MaxRetries: -1})
}

// look opens the store of the children without becoming one of them.
func (r *realRedis) look(t testing.TB, key, deployment string) *store.Store {
	t.Helper()
	db := r.client()
	t.Cleanup(func() { _ = db.Close() })
	s, err := store.Open(db, store.Options{Deployment: deployment, Replica: "onlooker", MasterKey: key})
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// pause waits in real time, for other processes.
func pause(d time.Duration) { <-time.After(d) }

// eventually waits for other processes until ok.
func eventually(t testing.TB, within time.Duration, what string, ok func() bool) {
	t.Helper()
	for end := time.Now().Add(within); !ok(); pause(5 * time.Millisecond) {
		if time.Now().After(end) {
			t.Fatalf("not within %v: %s", within, what)
		}
	}
}
