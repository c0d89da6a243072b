package main

import (
	"bytes"
	"context"
	"crypto/rand"
	"encoding/hex"
	"fmt"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"syscall"
	"testing"
	"time"

	"polyphony/care"
	"polyphony/flows"
	"polyphony/store"
)

func init() { children["keys"] = runKeysChild }

// runKeysChild is a replica whose decisions leave something of every kind that
// is sealed: a record, words under somebody's own key, a row, an entry of a
// trail, and a timer.
func runKeysChild() error {
	return runDeciding(func(tx flows.Tx, ev flows.Event, now time.Time) (flows.Decision, error) {
		if ev.Kind == flows.KindTimer {
			return firedDecision(tx, ev)
		}
		d, err := countingDecide(tx, ev, now)
		if err != nil || len(d.Put) == 0 {
			return d, err
		}
		id := strconv.FormatInt(ev.Chat, 10)
		d.Put = append(d.Put, flows.Put{Kind: care.KindNote, ID: id, Value: &care.Note{ID: id, Author: id, Words: []care.Words{{Author: id, Text: ev.Text}}}})
		d.Audit = []flows.Entry{{Subject: "contact:" + id, At: now, What: "counted"}}
		d.Timers = []flows.Timer{{Key: flows.TimerKey{Subject: "plan", ID: id, What: "ask"}, Due: now.Add(time.Hour)}}
		return d, nil
	})
}

// firedDecision counts the timers that fired for an id.
func firedDecision(tx flows.Tx, ev flows.Event) (flows.Decision, error) {
	var t tally
	if _, err := tx.Read(care.KindTally, ev.Timer.ID, &t); err != nil {
		return flows.Decision{}, err
	}
	t.Count++
	return flows.Decision{Reason: "fired", Put: []flows.Put{{Kind: care.KindTally, ID: ev.Timer.ID, Value: &t}}}, nil
}

// operatorCommand runs the program as an operator types it, and returns what it
// printed and its exit code.
func operatorCommand(t testing.TB, env []string, in string, args ...string) (out, said string, code int) {
	t.Helper()
	cmd := exec.Command(os.Args[0], args...)
	cmd.Env = append(append(os.Environ(), childVariable+"=main", "CHILD_OFFSET=0s"), env...)
	var stdout, stderr bytes.Buffer
	cmd.Stdin, cmd.Stdout, cmd.Stderr = strings.NewReader(in), &stdout, &stderr
	err := cmd.Run()
	if cmd.ProcessState == nil {
		t.Fatal(err)
	}
	return strings.TrimSpace(stdout.String()), strings.TrimSpace(stderr.String()), cmd.ProcessState.ExitCode()
}

// turning is a change of the master key while people write.
type turning struct {
	*testing.T
	redis *realRedis
	api   *standIn
	key   string // MASTER_KEY as the operator has it now
	env   [2]childEnv
	child [2]*childProcess
}

func (k *turning) operator(args ...string) (out, said string, code int) {
	k.Helper()
	return operatorCommand(k, []string{"REDIS_URL=" + k.redis.url(), "DEPLOYMENT=child", "MASTER_KEY=" + k.key, "REPLICA=desk"}, "", args...)
}

// step runs a command that must succeed, and shows what it said.
func (k *turning) step(args ...string) string {
	k.Helper()
	out, said, code := k.operator(args...)
	if code != 0 {
		k.Fatalf("polyphony %s: %d: %s", strings.Join(args, " "), code, said)
	}
	k.Logf("$ polyphony %s\n%s", strings.Join(args, " "), said)
	return out
}

// early runs a command that must be refused, with nothing printed on its
// standard output.
func (k *turning) early(want string, args ...string) {
	k.Helper()
	out, said, code := k.operator(args...)
	if code != 3 || out != "" || !strings.Contains(said, want) {
		k.Errorf("polyphony %s too early: %d, %s", strings.Join(args, " "), code, said)
	}
	k.Logf("$ polyphony %s   (too early, exit code %d)\n%s", strings.Join(args, " "), code, said)
}

// restart gives a replica the key of the operator.
func (k *turning) restart(i int) {
	k.Helper()
	if k.child[i] != nil {
		k.child[i].signal(syscall.SIGTERM)
		<-k.child[i].done
	}
	k.env[i].Key = k.key
	k.child[i] = startChildKind(k, "keys", k.env[i])
	look := k.redis.look(k, k.key, "child")
	keys := mustKeyset(k, k.key)
	eventually(k, 20*time.Second, "a replica with the new keyset works", func() bool {
		rings, err := look.KeyRings(context.Background(), time.Now())
		return err == nil && slices.ContainsFunc(rings, func(r store.KeyRing) bool {
			return r.Replica == k.env[i].Replica && r.Writes == keys.Writes() && slices.Equal(r.Opens, keys.IDs())
		})
	})
}

func mustKeyset(t testing.TB, text string) store.Keyset {
	t.Helper()
	keys, err := store.ParseKeyset(text)
	if err != nil {
		t.Fatal(err)
	}
	return keys
}

// TestKeyRotationUnderLoad protects I1 and I8: the master key is changed as
// docs/operations/keys.md says it, by the commands themselves, while people
// write to two replicas. Nothing is lost, parked or unreadable, no step can be
// taken too early, and in the end nothing that the old key sealed is left,
// neither in Redis nor in its files.
func TestKeyRotationUnderLoad(t *testing.T) {
	const people = 24
	k := &turning{T: t, redis: newRealRedis(t), api: newStandIn(t, 2*time.Millisecond), key: newKey(t)}
	quiet := k.leaveSomethingBehind()
	for i, name := range []string{"one", "two"} {
		k.env[i] = childEnv{Redis: k.redis.url(), API: k.api.URL, Listen: freeAddress(t), Replica: name, Lease: 15 * time.Second}
		k.restart(i)
	}
	first := k.key
	old := mustKeyset(t, first).Writes()

	client := &http.Client{Transport: &http.Transport{MaxIdleConnsPerHost: 2 * people}, Timeout: 5 * time.Second}
	var stop atomic.Bool
	var wrote [people]int
	var feeding sync.WaitGroup
	for p := range people {
		feeding.Go(func() { wrote[p] = k.writes(client, int64(1+p), &stop) })
	}
	began := time.Now()
	k.key = k.step("doctor", "--rotate-key") // step 1
	k.restart(0)
	k.early("two", "doctor", "--rotate-key")
	k.restart(1)
	both := k.key
	k.key = k.step("doctor", "--rotate-key") // step 2
	k.restart(0)
	k.early("two", "doctor", "--reseal")
	k.early("two", "doctor", "--rotate-key")
	k.restart(1)
	k.early("sealed with the old key", "doctor", "--rotate-key")
	k.step("doctor", "--reseal")
	k.step("doctor", "--reseal")             // once more changes nothing
	k.key = k.step("doctor", "--rotate-key") // step 3
	k.restart(0)
	k.restart(1)
	for what, stale := range map[string]string{"the first keyset": first, "that of step 1": both} {
		if _, said, code := operatorCommand(t, []string{"REDIS_URL=" + k.redis.url(), "DEPLOYMENT=child", "MASTER_KEY=" + stale}, "", "parked", "list"); code != 1 || !strings.Contains(said, "MASTER_KEY is not the newest") {
			t.Errorf("with %s: %d, %s", what, code, said)
		}
	}
	took := time.Since(began)
	stop.Store(true)
	feeding.Wait()
	k.judge(wrote[:], quiet, old)
	total := 0
	for _, n := range wrote {
		total += n
	}
	t.Logf("%d people wrote %d messages in %v while the key was changed: all had their effect once and in order, none is parked, and nothing is left that the old key sealed", people, total, took.Round(100*time.Millisecond))
}

// leaveSomethingBehind commits what nobody touches during the change: records
// with words under keys of their own, trails, timers, an item that is put off
// and one that is parked. It returns of how many people.
func (k *turning) leaveSomethingBehind() int {
	k.Helper()
	const n = 200
	ctx, now := context.Background(), time.Now()
	s := k.redis.look(k, k.key, "child")
	fail := func(err error) {
		k.Helper()
		if err != nil {
			k.Fatal(err)
		}
	}
	_, err := s.Enter(ctx, now)
	fail(err)
	item := func(name string) flows.Claim {
		k.Helper()
		var seed flows.Seed
		_, err := rand.Read(seed[:])
		fail(err)
		_, err = s.Record(ctx, []flows.Item{{ID: name, Queue: "quiet:" + name, Source: flows.FromLink, At: now, Seed: seed, Body: []byte("canary-" + name)}})
		fail(err)
		claims, err := s.Claim(ctx, now, 1)
		fail(err)
		return claims[0]
	}
	var d flows.Decision
	for i := range n {
		id := fmt.Sprint("quiet", i)
		d.Put = append(d.Put, flows.Put{Kind: care.KindContact, ID: id, Value: &care.Contact{ID: id, Name: "canary-" + id}})
		d.Audit = append(d.Audit, flows.Entry{Subject: "contact:" + id, At: now, What: "joined"})
		d.Timers = append(d.Timers, flows.Timer{Key: flows.TimerKey{Subject: "plan", ID: id, What: "ask"}, Due: now.Add(4 * time.Second)})
	}
	_, err = s.Commit(ctx, now, item("done"), s.Begin(ctx), d, false)
	fail(err)
	_, err = s.Release(ctx, now, item("later"), true, time.Hour)
	fail(err)
	fail(s.Park(ctx, now, item("poison"), s.Begin(ctx), flows.Decision{}, "poison"))
	return n
}

// judge looks at everything with the newest key alone.
func (k *turning) judge(wrote []int, quiet int, old store.KeyID) {
	k.Helper()
	ctx := context.Background()
	look := k.redis.look(k, k.key, "child")
	eventually(k, 30*time.Second, "everything is done", func() bool {
		d, err := look.Depths(ctx, time.Now())
		return err == nil && d.Idle() && d.Later == [3]int64{} && d.Overdue == 0
	})
	peek := func(kind care.Kind, id string, into any) {
		k.Helper()
		if found, err := look.Peek(ctx, kind, id, into); !found || err != nil {
			k.Fatalf("%s %s: %v, %v", kind, id, found, err)
		}
	}
	for p, n := range wrote {
		id := fmt.Sprint(1 + p)
		var t tally
		var note care.Note
		peek(care.KindAccount, id, &t)
		peek(care.KindNote, id, &note)
		want := make([]string, n)
		for i := range want {
			want[i] = fmt.Sprintf("m%d", i)
		}
		if !slices.Equal(t.Seen, want) || note.Words[0].Text != want[n-1] {
			k.Errorf("chat %s wrote %d, and had its effect: %v, last %q", id, n, t.Seen, note.Words[0].Text)
		}
		if trail, err := look.Audit(ctx, "contact:"+id); err != nil || len(trail) != n {
			k.Errorf("chat %s: %d of %d in its trail, %v", id, len(trail), n, err)
		}
	}
	for i := range quiet {
		id := fmt.Sprint("quiet", i)
		var c care.Contact
		var fired tally
		peek(care.KindContact, id, &c)
		peek(care.KindTally, id, &fired)
		if trail, err := look.Audit(ctx, "contact:"+id); c.Name != "canary-"+id || fired.Count != 1 || err != nil || len(trail) != 1 {
			k.Errorf("%s: %q, %d timers fired, %d in the trail, %v", id, c.Name, fired.Count, len(trail), err)
		}
	}
	if parked, err := look.Parked(ctx); err != nil || len(parked) != 1 || parked[0].ID != "poison" {
		k.Errorf("parked: %+v, %v", parked, err)
	}
	found, err := look.LookAtSeals(ctx)
	if err != nil || found.Damaged != 0 || len(found.Under) != 1 || found.Under[mustKeyset(k, k.key).Writes()] != found.Values {
		k.Errorf("%+v, %v", found, err)
	}
	k.noTrace(old)
	k.Logf("%d sealed values: %v", found.Values, found.Families)
}

// noTrace finds nothing that a key sealed, anywhere in Redis or in its files.
func (k *turning) noTrace(id store.KeyID) {
	k.Helper()
	db := k.redis.client()
	defer db.Close()
	number, err := hex.DecodeString(string(id))
	if err != nil {
		k.Fatal(err)
	}
	mark := string(append([]byte{1}, number...))
	for scan := db.Scan(k.Context(), 0, "*", 1000).Iterator(); scan.Next(k.Context()); {
		if dump := db.Dump(k.Context(), scan.Val()).Val(); strings.Contains(dump, mark) {
			k.Errorf("%s holds what the old key sealed", scan.Val())
		}
	}
	files, err := filepath.Glob(filepath.Join(k.redis.dir, "appendonlydir", "*"))
	if err != nil || len(files) == 0 {
		k.Fatal(files, err)
	}
	for _, f := range files {
		if body, err := os.ReadFile(f); err != nil || strings.Contains(string(body), mark) {
			k.Errorf("%s holds what the old key sealed, %v", filepath.Base(f), err)
		}
	}
}

// writes posts messages of one chat in order, to both replicas in turn, each
// until one has taken it, until it is told to stop. It returns how many.
func (k *turning) writes(client *http.Client, chat int64, stop *atomic.Bool) (n int) {
	for ; !stop.Load(); n++ {
		for try := n; post(client, "http://"+k.env[(int(chat)+try)%2].Listen, int(chat)*1_000_000+n, chat, fmt.Sprintf("m%d", n)) != http.StatusOK; try++ {
			pause(20 * time.Millisecond)
		}
		pause(60 * time.Millisecond)
	}
	return n
}
