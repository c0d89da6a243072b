package main

import (
	"bytes"
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"
)

// disk is where a redis-server writes, and which can be made full.
type disk interface {
	kind() string
	fill(testing.TB)
	free(testing.TB)
}

// diskFull lets people write while the disk is full. Somebody starts the server
// again whenever it ends: with `always` it ends rather than forget.
func diskFull(policy string, open func(*faultRig, string) disk) func(*faultRig) {
	return func(r *faultRig) {
		d := open(r, policy)
		r.env.Redis = r.redis.url()
		r.serve("one")
		r.write(answerPatience)
		d.fill(r)
		pause(2 * time.Second)
		d.free(r)
		r.ended()
		r.notes, r.refuses = "the disk was "+d.kind(), true
	}
}

// again starts a redis-server again whenever it ends, with the directory that
// the first argument names.
const again = `while [ -d "$HOLD" ]; do redis-server "$@" >/dev/null 2>&1; sleep 0.1; done`

// start runs a script with the settings of a redis-server as its arguments, in a
// group of processes of its own.
func supervised(r *faultRig, policy, dir, script string, wrap ...string) *exec.Cmd {
	r.Helper()
	outer, err := os.MkdirTemp("", "polyphony")
	if err != nil {
		r.Fatal(err)
	}
	hold := filepath.Join(outer, "hold")
	if err := os.Mkdir(hold, 0o700); err != nil {
		r.Fatal(err)
	}
	if dir == "" {
		dir = hold
	}
	r.redis = &realRedis{dir: outer, socket: filepath.Join(outer, "r.sock")}
	args := append(wrap, "sh", "-c", script, "sh", "--port", "0", "--unixsocket", r.redis.socket, "--dir", dir,
		"--appendonly", "yes", "--appendfsync", policy, "--save", "", "--maxmemory-policy", "noeviction", "--loglevel", "warning")
	cmd := exec.Command(args[0], args[1:]...)
	cmd.Env = append(os.Environ(), "HOLD="+hold, "DISK="+dir)
	cmd.SysProcAttr = &syscall.SysProcAttr{Setpgid: true}
	if err := cmd.Start(); err != nil {
		r.Fatal(err)
	}
	r.Cleanup(func() {
		_ = syscall.Kill(-cmd.Process.Pid, syscall.SIGKILL)
		_ = cmd.Wait()
		_ = os.RemoveAll(outer)
	})
	r.redis.answers(r)
	return cmd
}

// tmpfs is a small disk of memory in a room of its own, seen from outside by the
// process that made it. It is really full: ENOSPC.
type tmpfs struct{ inside string }

const smallDiskScript = `mount -t tmpfs -o size=8m none "$DISK" || exit 1; ` + again

// smallDisk makes a small tmpfs where that is allowed, and a limit to the size
// of files where it is not.
func smallDisk(r *faultRig, policy string) disk {
	room := []string{"unshare", "--map-root-user", "--mount"}
	try := exec.Command(room[0], append(room[1:], "mount", "-t", "tmpfs", "-o", "size=1m", "none", "/mnt")...)
	if out, err := try.CombinedOutput(); err != nil {
		r.Logf("no small tmpfs may be mounted here (%v: %s): a limit to the size of files instead", err, bytes.TrimSpace(out))
		return fileLimit(r, policy)
	}
	dir := r.TempDir()
	cmd := supervised(r, policy, dir, smallDiskScript, room...)
	return tmpfs{inside: filepath.Join("/proc", strconv.Itoa(cmd.Process.Pid), "root", dir)}
}

func (d tmpfs) kind() string    { return "a tmpfs of 8 MB (ENOSPC)" }
func (d tmpfs) ballast() string { return filepath.Join(d.inside, "ballast") }

func (d tmpfs) fill(t testing.TB) {
	f, err := os.Create(d.ballast())
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	for size := 1 << 20; size >= 1; size /= 2 {
		for err = nil; err == nil; {
			_, err = f.Write(make([]byte, size))
		}
	}
}

func (d tmpfs) free(t testing.TB) {
	if err := os.Remove(d.ballast()); err != nil {
		t.Fatal(err)
	}
}

// limited is a disk on which no file of the server may grow: EFBIG. Nobody needs
// any rights for it.
type limited struct {
	r     *faultRig
	shell int
}

func fileLimit(r *faultRig, policy string) disk {
	cmd := supervised(r, policy, "", `trap '' XFSZ; `+again)
	return limited{r, cmd.Process.Pid}
}

func (d limited) kind() string { return "a limit to the size of files (EFBIG)" }

func (d limited) fill(t testing.TB) {
	size := int64(0)
	for _, f := range d.files(t) {
		if info, err := os.Stat(f); err == nil {
			size = max(size, info.Size())
		}
	}
	d.limit(t, fmt.Sprintf("--fsize=%d:", size))
}

func (d limited) free(t testing.TB) { d.limit(t, "--fsize=unlimited:") }

func (d limited) files(t testing.TB) []string {
	files, err := filepath.Glob(filepath.Join(d.r.redis.dir, "hold", "appendonlydir", "*.aof"))
	if err != nil || len(files) == 0 {
		t.Fatalf("no append-only file: %v", err)
	}
	return files
}

// limit is set for whoever starts servers, and for the server that runs.
func (d limited) limit(t testing.TB, setting string) {
	t.Helper()
	pids := []string{strconv.Itoa(d.shell)}
	db := d.r.redis.client()
	defer db.Close()
	if info, err := db.Info(context.Background(), "server").Result(); err == nil {
		_, rest, _ := strings.Cut(info, "process_id:")
		pid, _, _ := strings.Cut(rest, "\r")
		pids = append(pids, pid)
	}
	for _, pid := range pids {
		if out, err := exec.Command("prlimit", "--pid", pid, setting).CombinedOutput(); err != nil && pid == pids[0] {
			t.Fatalf("prlimit: %v: %s", err, out)
		}
	}
}
