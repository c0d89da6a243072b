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

const drillMeeting = `> Amira says: /meeting
> Amira taps: Plan a meeting
> Amira taps: 3
> Amira taps: 14:00
> Amira taps: 14:30
> Amira taps: Yes, tell everybody
`

// TestRestoreDrill protects I1 and I8: the volume is lost in the middle of work.
// A backup that was made while people wrote, and that the machine itself cannot
// open, brings everything back on a new volume; whoever was erased after it
// stays erased; what fell due meanwhile is said.
func TestRestoreDrill(t *testing.T) {
	d := newDrill(t)
	d.start()
	operator, err := NewApp(t.Context(), Parts{Redis: d.db, MasterKey: d.key, Deployment: "polyphony", Replica: "one-operator", Token: stageToken,
		APIURL: inProcess, BotName: stageBot, HTTP: http.DefaultClient, Now: d.clock.Now, Log: quiet()})
	if err != nil {
		t.Fatal(err)
	}
	if err := gather(t.Context(), operator, d.server, exampleTeamNow(t), sandbox.Player{Server: d.server, Settle: d.settle}); err != nil {
		t.Fatal(err)
	}
	d.plays(drillMeeting)

	var stop atomic.Bool
	wait := d.writing(&stop)
	pause(500 * time.Millisecond)
	underLoad := filepath.Join(d.off, "monday.age")
	d.does(0, "Backed up", "backup", "-o", underLoad)
	stop.Store(true)
	wrote := wait()
	if err := d.settle(t.Context()); err != nil {
		t.Fatal(err)
	}
	full, copied := filepath.Join(d.off, "tuesday.age"), filepath.Join(d.off, "appendonlydir")
	before := d.counts()
	d.does(0, "Backed up", "backup", "-o", full)
	copyTree(t, filepath.Join(d.volume, "appendonlydir"), copied) // the other form of a backup, as the runbook has it
	if after := d.counts(); !maps.Equal(before, after) {
		t.Fatalf("it changed meanwhile: %v, %v", before, after)
	}
	d.noSnapshotLeft()
	t.Logf("%d messages were written; there are now %v", wrote, before)

	joseph, maya := d.person("Joseph"), d.person("Maya")
	d.plays("> Joseph says: /forget\n> Joseph taps: Yes, erase everything\n")
	eventually(t, 20*time.Second, "the erasure list has it", func() bool {
		text, err := os.ReadFile(d.list)
		return err == nil && strings.Contains(string(text), joseph.ID)
	})
	t.Log("Joseph has himself erased. Then the machine and its volume are lost")
	d.lose()

	list := d.list
	d.newVolume()
	d.list = filepath.Join(filepath.Dir(list), "mislaid.txt")
	d.does(1, "there is no erasure list", "restore", full, "--identity", d.identity)
	d.list = list
	key := d.key
	d.key = newKey(t)
	d.does(1, "take that keyset out of the safe", "restore", full, "--identity", d.identity)
	d.key = key
	d.does(1, "does not open this backup", "restore", full, "--identity", d.stranger())
	d.does(1, "damaged or not whole", "restore", d.cut(full), "--identity", d.identity)
	d.does(0, "Restored", "restore", full, "--identity", d.identity)
	d.does(1, "is there already", "restore", full, "--identity", d.identity)
	if after := d.bare(); !maps.Equal(before, after) {
		t.Errorf("restored are %v, and there were %v", after, before)
	}
	t.Log("Restored is, count for count, what there was")

	mayaID, _ := d.server.Named("Maya")
	seen, _ := d.server.Chat(mayaID.ID)
	d.clock.Set(castStart.Add(6 * time.Hour)) // a reminder a day before the meeting fell due meanwhile
	d.start()
	d.goesOn(joseph, maya, mayaID.ID, len(seen))
	d.stop(d.serve)

	d.newVolume()
	copyTree(t, copied, filepath.Join(d.volume, "appendonlydir"))
	if after := d.bare(); !maps.Equal(before, after) {
		t.Errorf("from the copied files there are %v, and there were %v", after, before)
	}
	t.Log("A copy of appendonlydir gives the same")
	d.newVolume()
	d.does(0, "Restored", "restore", underLoad, "--identity", d.identity)
	t.Logf("The backup that was made under load is whole: %v", d.bare())
}

// goesOn looks at what serve does after a restore.
func (d *drill) goesOn(joseph, maya care.Contact, chat int64, seen int) {
	d.Helper()
	gone := func() bool {
		return d.person("Joseph").ID == "" && d.db.Exists(d.Context(), "{polyphony}:own:"+joseph.ID, "{polyphony}:rec:contact:"+joseph.ID).Val() == 0
	}
	eventually(d, 60*time.Second, "who was erased is erased again", gone)
	eventually(d, 60*time.Second, "the disk is clean", func() bool { return d.db.ZCard(d.Context(), "{polyphony}:erasing").Val() == 0 })
	eventually(d, 60*time.Second, "the log says both", func() bool {
		d.log.mu.Lock() // only while it is read: serve goes on writing
		defer d.log.mu.Unlock()
		said := d.said.String()
		return strings.Contains(said, "brought erased people back") && strings.Contains(said, "nothing of them is on the disk")
	})
	if back := d.person("Maya"); back.ID != maya.ID || back.Name != "Maya" {
		d.Errorf("Maya is %+v", back)
	}
	eventually(d, 30*time.Second, "the reminder arrives", func() bool {
		now, err := d.server.Chat(chat)
		if err != nil || len(now) <= seen {
			return false
		}
		for _, m := range now[seen:] {
			if strings.Contains(m.Text, "14:30") {
				return true
			}
		}
		return false
	})
	d.Log("Joseph stays erased, also on the disk; Maya is there, and the reminder that fell due meanwhile has reached her")
}

// noSnapshotLeft: a backup leaves no copy on the volume, which an erasure would
// not reach.
func (d *drill) noSnapshotLeft() {
	d.Helper()
	if left, _ := filepath.Glob(filepath.Join(d.volume, "*.rdb")); len(left) > 0 {
		d.Errorf("left on the volume: %v", left)
	}
}

// stranger is the private key of somebody who holds none of ours.
func (d *drill) stranger() string {
	d.Helper()
	other, err := age.GenerateX25519Identity()
	if err != nil {
		d.Fatal(err)
	}
	path := filepath.Join(d.off, "stranger.key")
	if err := os.WriteFile(path, []byte(other.String()), 0o600); err != nil {
		d.Fatal(err)
	}
	return path
}

// cut is a backup whose end is missing.
func (d *drill) cut(path string) string {
	d.Helper()
	body, err := os.ReadFile(path)
	if err != nil {
		d.Fatal(err)
	}
	short := path + ".cut"
	if err := os.WriteFile(short, body[:len(body)/2], 0o600); err != nil {
		d.Fatal(err)
	}
	return short
}
