package store

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"log/slog"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"github.com/redis/go-redis/v9"
)

// localDir is a directory with a path short enough for a socket.
func localDir(t *testing.T) string {
	t.Helper()
	dir, err := os.MkdirTemp("", "ply")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = os.RemoveAll(dir) })
	return dir
}

func patience(t *testing.T) context.Context {
	t.Helper()
	ctx, cancel := context.WithTimeout(context.Background(), time.Minute)
	t.Cleanup(cancel)
	return ctx
}

func tryLocal(ctx context.Context, dir string) (*Local, error) {
	return StartLocal(ctx, LocalOptions{Dir: dir, MaxMemory: "64mb", Log: slog.New(slog.DiscardHandler)})
}

func startLocal(t *testing.T, dir string) *Local {
	t.Helper()
	l, err := tryLocal(patience(t), dir)
	if err != nil {
		t.Fatal(err)
	}
	return l
}

func closeLocal(t *testing.T, l *Local) {
	t.Helper()
	if err := l.Close(); err != nil {
		t.Error(err)
	}
}

// abandon leaves the server behind as a killed process would.
func abandon(l *Local) {
	l.stop()
	<-l.done
	l.release()
}

// await returns when a server has been brought up n times.
func await(t *testing.T, l *Local, n int) {
	t.Helper()
	ctx := patience(t)
	for {
		l.mu.Lock()
		ups, changed := l.ups, l.changed
		l.mu.Unlock()
		if ups >= n {
			return
		}
		select {
		case <-changed:
		case <-ctx.Done():
			t.Fatalf("brought up %d times, not %d", ups, n)
		}
	}
}

func client(t *testing.T, l *Local) *redis.Client {
	t.Helper()
	o, err := redis.ParseURL(l.Addr())
	if err != nil {
		t.Fatal(err)
	}
	db := redis.NewClient(o)
	t.Cleanup(func() { _ = db.Close() })
	return db
}

func write(t *testing.T, l *Local, value string) {
	t.Helper()
	if err := client(t, l).Set(patience(t), "k", value, 0).Err(); err != nil {
		t.Fatal(err)
	}
}

func read(t *testing.T, l *Local) string {
	t.Helper()
	got, err := client(t, l).Get(patience(t), "k").Result()
	if err != nil {
		t.Fatal(err)
	}
	return got
}

// processOf is the process id that the server gives itself.
func processOf(t *testing.T, l *Local) (pid int) {
	t.Helper()
	text, err := infoField(patience(t), client(t, l), "server", "process_id")
	if err != nil {
		t.Fatal(err)
	}
	if _, err := fmt.Sscan(text, &pid); err != nil {
		t.Fatal(err)
	}
	return pid
}

func TestWhatWasWrittenSurvivesTheKillingOfItsServer(t *testing.T) {
	l := startLocal(t, localDir(t))
	defer closeLocal(t, l)
	for round := 1; round <= 2; round++ {
		value := fmt.Sprint("round ", round)
		write(t, l, value)
		if err := l.current().cmd.Process.Kill(); err != nil {
			t.Fatal(err)
		}
		await(t, l, round+1)
		if got := read(t, l); got != value {
			t.Errorf("read %q, want %q", got, value)
		}
	}
	if l.Restarts() != 2 {
		t.Errorf("restarts: %d", l.Restarts())
	}
}

func TestWhatWasWrittenSurvivesAClose(t *testing.T) {
	dir := localDir(t)
	l := startLocal(t, dir)
	write(t, l, "kept")
	closeLocal(t, l)
	if l.lives() {
		t.Error("the server still runs")
	}
	again := startLocal(t, dir)
	defer closeLocal(t, again)
	if got := read(t, again); got != "kept" {
		t.Errorf("read %q", got)
	}
}

func TestAServerLeftByAKilledProcessIsAdoptedAndClosed(t *testing.T) {
	dir := localDir(t)
	first := startLocal(t, dir)
	write(t, first, "kept")
	pid := processOf(t, first)
	abandon(first)

	second := startLocal(t, dir)
	if got := processOf(t, second); got != pid {
		t.Errorf("another server runs: %d, was %d", got, pid)
	}
	if got := read(t, second); got != "kept" {
		t.Errorf("read %q", got)
	}
	closeLocal(t, second)
	if second.lives() {
		t.Error("the server still runs")
	}
}

func TestAnAdoptedServerIsStartedAgainWhenItDies(t *testing.T) {
	dir := localDir(t)
	first := startLocal(t, dir)
	write(t, first, "kept")
	process := first.current().cmd.Process
	abandon(first)
	second := startLocal(t, dir)
	defer closeLocal(t, second)
	if err := process.Kill(); err != nil {
		t.Fatal(err)
	}
	await(t, second, 2)
	if got := read(t, second); got != "kept" {
		t.Errorf("read %q", got)
	}
}

func TestAGuestLeavesTheOwnersServerAndTakesItsPlaceWhenItGoes(t *testing.T) {
	dir := localDir(t)
	owner := startLocal(t, dir)
	pid := processOf(t, owner)
	closeLocal(t, startLocal(t, dir)) // a command typed meanwhile
	if got := processOf(t, owner); got != pid {
		t.Errorf("the guest's leaving changed the server: %d, was %d", got, pid)
	}
	guest := startLocal(t, dir)
	defer closeLocal(t, guest)
	write(t, owner, "kept")
	closeLocal(t, owner)
	await(t, guest, 2)
	if got := read(t, guest); got != "kept" {
		t.Errorf("read %q", got)
	}
}

func TestManyAtOnceShareOneServer(t *testing.T) {
	dir := localDir(t)
	locals := make([]*Local, 5)
	errs := make([]error, len(locals))
	ctx := patience(t)
	var all sync.WaitGroup
	for i := range locals {
		all.Go(func() { locals[i], errs[i] = tryLocal(ctx, dir) })
	}
	all.Wait()
	if err := errors.Join(errs...); err != nil {
		t.Fatal(err)
	}
	for _, l := range locals[1:] {
		if processOf(t, l) != processOf(t, locals[0]) {
			t.Error("two servers on one directory")
		}
	}
	for _, l := range locals {
		closeLocal(t, l)
	}
	if locals[0].lives() {
		t.Error("the server still runs")
	}
}

func TestAServerThatHangsIsNeverJoinedByASecond(t *testing.T) {
	dir := localDir(t)
	first := startLocal(t, dir)
	process := first.current().cmd.Process
	abandon(first)
	if err := process.Signal(syscall.SIGSTOP); err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithTimeout(context.Background(), 300*time.Millisecond)
	defer cancel()
	if l, err := tryLocal(ctx, dir); err == nil {
		closeLocal(t, l)
		t.Error("a second server was started")
	}
	if err := process.Signal(syscall.SIGCONT); err != nil {
		t.Fatal(err)
	}
	second := startLocal(t, dir)
	defer closeLocal(t, second)
	if got := processOf(t, second); got != process.Pid {
		t.Errorf("another server runs: %d, was %d", got, process.Pid)
	}
}

func TestAServerThatLostItsSocketIsNeverJoinedByASecond(t *testing.T) {
	dir := localDir(t)
	first := startLocal(t, dir)
	child := first.current()
	abandon(first)
	if err := os.Remove(first.socket); err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithTimeout(context.Background(), 300*time.Millisecond)
	defer cancel()
	if l, err := tryLocal(ctx, dir); err == nil {
		closeLocal(t, l)
		t.Error("a second server was started")
	}
	if err := errors.Join(child.terminate(), child.wait(patience(t))); err != nil {
		t.Error(err)
	}
	closeLocal(t, startLocal(t, dir))
}

func TestAServerThatKeepsDataOtherwiseIsNotAdopted(t *testing.T) {
	dir := localDir(t)
	first := startLocal(t, dir)
	if err := client(t, first).ConfigSet(patience(t), "appendfsync", "everysec").Err(); err != nil {
		t.Fatal(err)
	}
	process := first.current()
	abandon(first)
	if _, err := tryLocal(patience(t), dir); err == nil || !strings.Contains(err.Error(), `appendfsync is "everysec"`) {
		t.Errorf("%v", err)
	}
	if err := errors.Join(process.terminate(), process.wait(patience(t))); err != nil {
		t.Error(err)
	}
}

func TestTheServerKeepsItsPromises(t *testing.T) {
	t.Setenv("MASTER_KEY", "canary-master-key")
	dir := localDir(t)
	if err := os.Chmod(dir, 0o755); err != nil {
		t.Fatal(err)
	}
	l := startLocal(t, dir)
	defer closeLocal(t, l)
	want := map[string]string{
		"port": "0", "appendonly": "yes", "appendfsync": "always", "save": "", "maxmemory-policy": "noeviction",
		"maxmemory": "67108864", "unixsocketperm": "700", "loglevel": "warning", "dir": dir,
	}
	for name, value := range want {
		if got := client(t, l).ConfigGet(patience(t), name).Val()[name]; got != value {
			t.Errorf("%s: %q, want %q", name, got, value)
		}
	}
	if d, err := CheckDurability(patience(t), client(t, l), ""); err != nil || d.Accepted {
		t.Errorf("%s, %v", d, err)
	}
	if info, err := os.Stat(dir); err != nil || info.Mode().Perm() != 0o700 {
		t.Errorf("directory: %v, %v", info.Mode(), err)
	}
	environment, err := os.ReadFile(fmt.Sprintf("/proc/%d/environ", processOf(t, l)))
	if err == nil && bytes.Contains(environment, []byte("canary")) {
		t.Error("the server was handed our secrets")
	}
}

func TestALongDirectoryGetsAShortSocket(t *testing.T) {
	dir := filepath.Join(localDir(t), strings.Repeat("deep/", 30))
	l := startLocal(t, dir)
	defer closeLocal(t, l)
	t.Cleanup(func() { _ = os.RemoveAll(filepath.Dir(l.socket)) })
	if len(l.socket) > maxSocketPath || !strings.HasPrefix(l.Addr(), "unix://"+os.TempDir()) {
		t.Errorf("socket at %s", l.Addr())
	}
	info, err := os.Stat(filepath.Dir(l.socket))
	if err != nil || info.Mode().Perm() != 0o700 {
		t.Errorf("its directory: %v, %v", info.Mode(), err)
	}
	write(t, l, "kept")
	if _, err := os.Stat(filepath.Join(dir, "appendonlydir")); err != nil {
		t.Errorf("data is elsewhere: %v", err)
	}
}

func TestAMissingServerSaysHowToInstallIt(t *testing.T) {
	_, err := StartLocal(patience(t), LocalOptions{Dir: localDir(t), Binary: "redis-server-that-is-not-there", Log: slog.New(slog.DiscardHandler)})
	if err == nil || !strings.Contains(err.Error(), "apt-get install redis-server") || !strings.Contains(err.Error(), "REDIS_URL") {
		t.Errorf("%v", err)
	}
}

func TestAServerThatCannotReadItsDataSaysSo(t *testing.T) {
	dir := localDir(t)
	closeLocal(t, startLocal(t, dir))
	manifest := filepath.Join(dir, "appendonlydir", "appendonly.aof.manifest")
	if err := os.WriteFile(manifest, []byte("not a manifest\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	_, err := tryLocal(patience(t), dir)
	if err == nil || !strings.Contains(err.Error(), "redis-server did not start: exit status 1; ") || len(err.Error()) < 60 {
		t.Errorf("%v", err)
	}
}

func TestTheServerComesBackOnceWhatPreventedItIsMended(t *testing.T) {
	real, err := exec.LookPath("redis-server")
	if err != nil {
		t.Fatal(err)
	}
	dir := localDir(t)
	binary := filepath.Join(dir, "server")
	if err := os.Symlink(real, binary); err != nil {
		t.Fatal(err)
	}
	failed := make(chan struct{}, 100)
	log := slog.New(slog.NewTextHandler(writerFunc(func(p []byte) (int, error) {
		if bytes.Contains(p, []byte("did not come up")) {
			failed <- struct{}{}
		}
		return len(p), nil
	}), nil))
	l, err := StartLocal(patience(t), LocalOptions{Dir: filepath.Join(dir, "data"), Binary: binary, Log: log})
	if err != nil {
		t.Fatal(err)
	}
	defer closeLocal(t, l)
	write(t, l, "kept")
	if err := errors.Join(os.Remove(binary), l.current().cmd.Process.Kill()); err != nil {
		t.Fatal(err)
	}
	<-failed
	<-failed
	if err := os.Symlink(real, binary); err != nil {
		t.Fatal(err)
	}
	await(t, l, 2)
	if got := read(t, l); got != "kept" {
		t.Errorf("read %q", got)
	}
}

type writerFunc func([]byte) (int, error)

func (f writerFunc) Write(p []byte) (int, error) { return f(p) }
