package main

import (
	"bytes"
	"context"
	"fmt"
	"maps"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"sync/atomic"
	"syscall"
	"testing"
	"time"

	"filippo.io/age"
	"github.com/redis/go-redis/v9"

	"polyphony/care"
	"polyphony/sandbox"
	"polyphony/store"
)

// drill is what docs/operations/restore.md tells an operator to try twice a
// year, done by the real program with a redis-server of its own: `make
// restore-drill` prints it.
type drill struct {
	*testing.T
	server   *sandbox.Server
	clock    *sandbox.Clock
	api      string
	key      string
	list     string // the erasure list, on another volume
	off      string // where backups go
	identity string // file with the private key of one holder
	holders  string // public keys of both

	volume string
	serve  *exec.Cmd
	log    *syncWriter
	said   *bytes.Buffer
	db     *redis.Client
	look   *store.Store
}

func newDrill(t *testing.T) *drill {
	t.Helper()
	d := &drill{T: t, key: newKey(t), off: t.TempDir()}
	d.list = filepath.Join(t.TempDir(), "erased.txt")
	d.clock = sandbox.NewClock(castStart.Add(2*time.Second), true)
	d.server = sandbox.New(sandbox.Options{Clock: d.clock, People: castPeople, BotName: stageBot})
	t.Cleanup(d.server.Close)
	telegram := httptest.NewServer(d.server)
	t.Cleanup(telegram.Close)
	d.api = telegram.URL
	d.identity = filepath.Join(t.TempDir(), "holder.key")
	for i := range 2 {
		holder, err := age.GenerateX25519Identity()
		if err != nil {
			t.Fatal(err)
		}
		d.holders += holder.Recipient().String() + ","
		if i == 1 { // either of the two opens it
			if err := os.WriteFile(d.identity, []byte(holder.String()+"\n"), 0o600); err != nil {
				t.Fatal(err)
			}
		}
	}
	d.newVolume()
	return d
}

// newVolume is an empty disk. Its name is short, since a socket is in it.
func (d *drill) newVolume() {
	d.Helper()
	dir, err := os.MkdirTemp("", "vol")
	if err != nil {
		d.Fatal(err)
	}
	d.volume = dir
	d.Cleanup(func() { _ = os.RemoveAll(dir) })
}

func (d *drill) env() []string {
	return []string{"CHILD_OFFSET=" + time.Until(d.clock.Now()).String(), "DATA_DIR=" + d.volume, "ERASURE_LIST=" + d.list, "MASTER_KEY=" + d.key, "BACKUP_RECIPIENTS=" + d.holders,
		"TELEGRAM_TOKEN=" + stageToken, "TELEGRAM_API_URL=" + d.api, "REPLICA=one", "PACE_CHAT=0", "PACE_OVERALL=0",
		"TEAM_FILE=team.example.toml", "ALARM_DUTY_PHONE=generic+https://inside.invalid"}
}

// start serves from the volume, at the clock's time.
func (d *drill) start() {
	d.Helper()
	listen := freeAddress(d)
	d.said = &bytes.Buffer{}
	d.log = &syncWriter{w: d.said}
	d.serve = exec.Command(os.Args[0], "serve")
	d.serve.Env = append(append(os.Environ(), childVariable+"=main", "LISTEN="+listen), d.env()...)
	d.serve.Stderr = d.log
	if err := d.serve.Start(); err != nil {
		d.Fatal(err)
	}
	serve := d.serve
	d.Cleanup(func() { d.stop(serve) })
	eventually(d, 60*time.Second, "serve is ready", func() bool {
		res, err := http.Get("http://" + listen + "/readyz")
		if err != nil {
			return false
		}
		defer res.Body.Close()
		return res.StatusCode == http.StatusOK
	})
	d.open()
}

// stop ends serve as an operator does, and its redis-server with it.
func (d *drill) stop(serve *exec.Cmd) {
	if serve.ProcessState == nil {
		_ = serve.Process.Signal(syscall.SIGTERM)
		_ = serve.Wait()
	}
}

func (d *drill) open() {
	d.Helper()
	d.db = redis.NewClient(&redis.Options{Network: "unix", Addr: filepath.Join(d.volume, "redis.sock"), MaxRetries: -1})
	db := d.db
	d.Cleanup(func() { _ = db.Close() })
	var err error
	if d.look, err = store.Open(d.db, store.Options{Deployment: "polyphony", Replica: "onlooker", MasterKey: d.key}); err != nil {
		d.Fatal(err)
	}
}

// lose kills serve and redis-server at one instant, and takes the volume away.
func (d *drill) lose() {
	d.Helper()
	info := d.db.Info(d.Context(), "server").Val()
	var pid int
	_, after, _ := strings.Cut(info, "process_id:")
	if _, err := fmt.Sscan(after, &pid); err != nil {
		d.Fatal(err)
	}
	_ = d.serve.Process.Kill()
	if err := syscall.Kill(pid, syscall.SIGKILL); err != nil {
		d.Fatal(err)
	}
	_ = d.serve.Wait()
	if err := os.RemoveAll(d.volume); err != nil {
		d.Fatal(err)
	}
}

func (d *drill) settle(ctx context.Context) error {
	for end := time.Now().Add(30 * time.Second); ; pause(5 * time.Millisecond) {
		arriving := d.server.Pending() // looked at first: what has arrived is in the depths by then
		depths, err := d.look.Depths(ctx, d.clock.Now().Add(50*time.Millisecond))
		if err == nil && arriving == 0 && depths.Idle() {
			return nil
		}
		if time.Now().After(end) {
			return fmt.Errorf("not settled: %+v, %v", depths, err)
		}
	}
}

func (d *drill) plays(text string) {
	d.Helper()
	script, err := sandbox.ParseScript(strings.NewReader(text))
	if err == nil {
		var saw string
		if saw, err = script.Play(d.Context(), &sandbox.Player{Server: d.server, Settle: d.settle}); err != nil {
			d.Fatalf("%v\n%s\n%s", err, saw, d.said)
		}
		return
	}
	d.Fatal(err)
}

// does runs a command, and prints it with what it said. want: words that it must
// say; its exit code.
func (d *drill) does(code int, want string, args ...string) {
	d.Helper()
	_, said, got := operatorCommand(d, d.env(), "", args...)
	said = strings.NewReplacer(d.off, "/backups", d.volume, "/data", filepath.Dir(d.list), "/lists", filepath.Dir(d.identity), "/safe").Replace(said)
	shown := strings.NewReplacer(d.off, "/backups", filepath.Dir(d.identity), "/safe").Replace(strings.Join(args, " "))
	d.Logf("$ polyphony %s\n%s", shown, said)
	if got != code || !strings.Contains(said, want) {
		d.Fatalf("exit code %d, and it should be %d and say %q", got, code, want)
	}
}

// counts are what there is, by family: sealed values, timers, and all keys.
func (d *drill) counts() map[string]int64 {
	d.Helper()
	found, err := d.look.LookAtSeals(d.Context())
	if err != nil || found.Damaged > 0 {
		d.Fatal(found, err)
	}
	out := maps.Clone(found.Families)
	timers, err := d.look.Timers(d.Context(), 10_000)
	if err != nil {
		d.Fatal(err)
	}
	out["timers"], out["keys"] = int64(len(timers)), d.db.DBSize(d.Context()).Val()
	return out
}

// bare looks into a volume without serving from it.
func (d *drill) bare() map[string]int64 {
	d.Helper()
	local, err := store.StartLocal(d.Context(), store.LocalOptions{Dir: d.volume, Log: quiet()})
	if err != nil {
		d.Fatal(err)
	}
	defer local.Close()
	d.open()
	return d.counts()
}

// writing lets two people and a helper write until it is stopped; it returns
// how much.
func (d *drill) writing(stop *atomic.Bool) (wait func() int64) {
	var group sync.WaitGroup
	var n atomic.Int64
	for _, name := range []string{"Maya", "Joseph", "Sam"} {
		person, _ := d.server.Named(name)
		group.Go(func() {
			for i := 0; !stop.Load(); i++ {
				if _, err := d.server.Says(context.Background(), person.ID, fmt.Sprintf("quite an ordinary day, number %d", i)); err == nil {
					n.Add(1)
				}
				pause(20 * time.Millisecond)
			}
		})
	}
	return func() int64 {
		group.Wait()
		return n.Load()
	}
}

// person is somebody's contact, by their name in the cast.
func (d *drill) person(name string) (c care.Contact) {
	d.Helper()
	p, _ := d.server.Named(name)
	var a care.Account
	if found, err := d.look.Peek(d.Context(), care.KindAccount, fmt.Sprint(p.ID), &a); err != nil || !found {
		return c
	}
	if _, err := d.look.Peek(d.Context(), care.KindContact, a.Contact, &c); err != nil {
		d.Fatal(err)
	}
	return c
}

// gathers lets the cast of the sandbox come together.
func (d *drill) gathers() {
	d.Helper()
	operator, err := NewApp(d.Context(), Parts{Redis: d.db, MasterKey: d.key, Deployment: "polyphony", Replica: "one-operator", Token: stageToken,
		APIURL: inProcess, BotName: stageBot, HTTP: http.DefaultClient, Now: d.clock.Now, Log: quiet()})
	if err != nil {
		d.Fatal(err)
	}
	if err := gather(d.Context(), operator, d.server, exampleTeamNow(d), sandbox.Player{Server: d.server, Settle: d.settle}); err != nil {
		d.Fatal(err)
	}
}
