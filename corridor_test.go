package main

import (
	"context"
	"fmt"
	"math/rand/v2"
	"net/http"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"syscall"
	"testing"
	"time"

	"polyphony/care"
	"polyphony/store"
)

func newKey(t testing.TB) string {
	t.Helper()
	key, err := store.NewKey()
	if err != nil {
		t.Fatal(err)
	}
	return key
}

// checkTallies: every update of every chat took effect exactly once, in order.
func checkTallies(t *testing.T, look *store.Store, people, each int) {
	t.Helper()
	for p := range people {
		var got tally
		if _, err := look.Peek(context.Background(), care.KindAccount, fmt.Sprint(1+p), &got); err != nil {
			t.Fatal(err)
		}
		var want []string
		for i := range each {
			want = append(want, fmt.Sprintf("m%d", i))
		}
		if got.Count != each || !slices.Equal(got.Seen, want) {
			t.Fatalf("chat %d: %d effects for %d updates: %v", 1+p, got.Count, each, got.Seen)
		}
	}
}

// repeats counts messages that arrived more than once, and fails when anything
// is missing or out of order.
func repeats(t *testing.T, sent []sending, people, each int) (repeated int) {
	t.Helper()
	by := map[int64][]string{}
	for _, s := range sent {
		if !strings.Contains(s.text, "116 123") { // the crisis lines of bot/outage.go, when Redis was away or slow
			by[s.chat] = append(by[s.chat], s.text)
		}
	}
	for p := range people {
		chat, next := int64(1+p), 0
		for _, text := range by[chat] {
			switch {
			case text == reply(next):
				next++
			case next > 0 && text == reply(next-1):
				repeated++ // the one that was in flight
			default:
				t.Fatalf("chat %d: after %d replies came %q", chat, next, text)
			}
		}
		if next != each {
			t.Fatalf("chat %d: %d of %d replies arrived", chat, next, each)
		}
	}
	return repeated
}

func reply(n int) string { return fmt.Sprintf("%d m%d", n+1, n) }

// TestKill9 protects I1 and I12: 5,000 updates from 200 people while the
// process is killed ten times at random instants.
func TestKill9(t *testing.T) {
	t.Parallel()
	const people, each, kills = 200, 25, 10
	r, api, key := newRealRedis(t), newStandIn(t, 40*time.Millisecond), newKey(t)
	env := childEnv{Redis: r.url(), Key: key, API: api.URL, Listen: freeAddress(t), Replica: "one", Lease: time.Minute}
	lives := 0
	begins := func() *childProcess {
		lives++
		env.API = fmt.Sprintf("%s/life%d", api.URL, lives) // a busy machine may note what one sent when the next has begun
		return startChild(t, env)
	}
	child := begins()
	look := r.look(t, key, "child")
	client := &http.Client{Transport: &http.Transport{MaxIdleConnsPerHost: 200}, Timeout: 5 * time.Second}
	began := time.Now()
	var feeding sync.WaitGroup
	for p := range people {
		feeding.Go(func() {
			feed(client, func() string { return "http://" + env.Listen }, int64(1+p), 1+p*each, each, 200*time.Millisecond, func(int) {})
		})
	}
	var slowest time.Duration
	for range kills {
		pause(time.Duration(300+rand.IntN(500)) * time.Millisecond)
		child.kill()
		before, start := api.count(), time.Now()
		child = begins()
		eventually(t, time.Minute, "work goes on after a restart", func() bool { return api.count() > before })
		slowest = max(slowest, time.Since(start))
	}
	feeding.Wait()
	done := func() bool {
		d, err := look.Depths(context.Background(), time.Now())
		return err == nil && d.Idle() && d.Later == [3]int64{}
	}
	eventually(t, 60*time.Second, "everything is done", done)
	checkTallies(t, look, people, each)
	sent := api.all()
	repeated := repeats(t, sent, people, each)
	most := mostRepeatedByOneLife(sent)
	t.Logf("%d updates from %d people, %d kills in %v: %d effects, each once, replies in order; %d sends repeated, at most %d for one chat at one kill; work went on %v after a restart at the latest",
		people*each, people, kills, time.Since(began).Round(time.Millisecond), people*each, repeated, most, slowest.Round(time.Millisecond))
	if most > 1 {
		t.Errorf("a kill repeated %d messages of one chat", most)
	}
	if slowest > 2*time.Second && !raceEnabled {
		t.Errorf("work went on only %v after a restart", slowest)
	}
}

// mostRepeatedByOneLife is the largest number of messages of one chat that one
// process sent though they had been sent before: what the last one had in hand.
func mostRepeatedByOneLife(sent []sending) int {
	seen, counts, most := map[string]bool{}, map[string]int{}, 0
	for _, s := range sent {
		if strings.Contains(s.text, "116 123") {
			continue
		}
		id := fmt.Sprintf("%d %s", s.chat, s.text)
		if seen[id] {
			by := fmt.Sprintf("%d %s", s.chat, s.from)
			counts[by]++
			most = max(most, counts[by])
		}
		seen[id] = true
	}
	return most
}

// TestRedisAway protects I1: Redis is gone for ten seconds in the middle of
// webhook traffic. Telegram is told so, and nothing is lost.
func TestRedisAway(t *testing.T) {
	t.Parallel()
	const people, each = 50, 40
	r, api, key := newRealRedis(t), newStandIn(t, 5*time.Millisecond), newKey(t)
	env := childEnv{Redis: r.url(), Key: key, API: api.URL, Listen: freeAddress(t), Replica: "one", Lease: 15 * time.Second}
	startChild(t, env)
	client := &http.Client{Transport: &http.Transport{MaxIdleConnsPerHost: 200}, Timeout: 5 * time.Second}
	var refused, unavailable atomic.Int64
	var feeding sync.WaitGroup
	for p := range people {
		feeding.Go(func() {
			feed(client, func() string { return "http://" + env.Listen }, int64(1+p), 1+p*each, each, 300*time.Millisecond, func(status int) {
				refused.Add(1)
				if status == http.StatusServiceUnavailable {
					unavailable.Add(1)
				}
			})
		})
	}
	eventually(t, time.Minute, "the replica works", func() bool { return api.count() > 0 })
	pause(2 * time.Second)
	r.stop()
	pause(10 * time.Second)
	r.start(t)
	back := time.Now()
	feeding.Wait()
	look := r.look(t, key, "child")
	eventually(t, 60*time.Second, "everything is done", func() bool {
		d, err := look.Depths(context.Background(), time.Now())
		return err == nil && d.Idle() && d.Later == [3]int64{}
	})
	checkTallies(t, look, people, each)
	outage := 0
	for _, s := range api.all() {
		if strings.Contains(s.text, "116 123") {
			outage++ // the crisis lines of bot/outage.go
		}
	}
	repeated := repeats(t, api.all(), people, each)
	t.Logf("Redis away for 10 s: %d calls answered 503 of %d refused, %d people got the crisis lines meanwhile; %d updates, none lost, %d sends repeated; done %v after Redis was back",
		unavailable.Load(), refused.Load(), outage, people*each, repeated, time.Since(back).Round(time.Millisecond))
	if unavailable.Load() == 0 || outage == 0 {
		t.Error("nobody noticed that Redis was away")
	}
}

// TestPausedReplica protects I1: one of two replicas is stopped for longer than
// its lease and wakes up in the middle of what another has done since.
func TestPausedReplica(t *testing.T) {
	t.Parallel()
	const people, each = 60, 30
	r, api, key := newRealRedis(t), newStandIn(t, 40*time.Millisecond), newKey(t)
	env := childEnv{Redis: r.url(), Key: key, API: api.URL, Lease: 2 * time.Second}
	one, two := env, env
	one.Listen, one.Replica, two.Listen, two.Replica = freeAddress(t), "one", freeAddress(t), "two"
	paused := startChild(t, one)
	startChild(t, two)
	client := &http.Client{Transport: &http.Transport{MaxIdleConnsPerHost: 200}, Timeout: time.Second}
	var which atomic.Int64
	address := func() string { // a balancer that does not know which of them sleeps
		if which.Add(1)%2 == 0 {
			return "http://" + one.Listen
		}
		return "http://" + two.Listen
	}
	var feeding sync.WaitGroup
	for p := range people {
		feeding.Go(func() {
			feed(client, address, int64(1+p), 1+p*each, each, 150*time.Millisecond, func(int) {})
		})
	}
	pause(1500 * time.Millisecond)
	paused.signal(syscall.SIGSTOP)
	pause(5 * time.Second)
	paused.signal(syscall.SIGCONT)
	feeding.Wait()
	look := r.look(t, key, "child")
	eventually(t, 60*time.Second, "everything is done", func() bool {
		d, err := look.Depths(context.Background(), time.Now())
		return err == nil && d.Idle() && d.Later == [3]int64{}
	})
	checkTallies(t, look, people, each)
	repeated := repeats(t, api.all(), people, each)
	t.Logf("two replicas, one stopped for 5 s with a lease of 2 s: %d updates, each took effect once, %d sends repeated", people*each, repeated)
}

// TestUrgentBehindBulk protects I2: ten thousand paced messages wait, and an
// urgent one still reaches Telegram within the second.
func TestUrgentBehindBulk(t *testing.T) {
	r, api, key := newRealRedis(t), newStandIn(t, 20*time.Millisecond), newKey(t)
	look := r.look(t, key, "child")
	queueBulk(t, look, 10_000)
	env := childEnv{Redis: r.url(), Key: key, API: api.URL, Listen: freeAddress(t), Replica: "one", Lease: 15 * time.Second, Pace: 30}
	startChild(t, env)
	client := &http.Client{Timeout: 5 * time.Second}
	eventually(t, 10*time.Second, "the bulk has begun", func() bool { return api.count() > 10 })
	var slowest time.Duration
	for i := range 20 {
		began := time.Now()
		chat := int64(500_000 + i)
		if status := post(client, "http://"+env.Listen, 900_000+i, chat, "urgent"); status != http.StatusOK {
			t.Fatalf("status %d", status)
		}
		eventually(t, 5*time.Second, "the card arrives", func() bool {
			return slices.ContainsFunc(api.all(), func(s sending) bool { return s.chat == chat })
		})
		slowest = max(slowest, time.Since(began))
		pause(150 * time.Millisecond)
	}
	d, err := look.Depths(context.Background(), time.Now())
	if err != nil {
		t.Fatal(err)
	}
	t.Logf("%d bulk messages still queued: the slowest of 20 urgent ones took %v", d.Outbox[2]+d.Later[2], slowest.Round(time.Millisecond))
	if slowest > time.Second {
		t.Errorf("an urgent message took %v", slowest)
	}
}
