package store

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"regexp"
	"strings"
	"sync"
	"syscall"
	"time"
)

// errNoRedis tells an operator what to do.
var errNoRedis = errors.New("redis-server is not installed: on Debian or Ubuntu run `sudo apt-get install redis-server`, on macOS `brew install redis`; or set REDIS_URL to a Redis that runs elsewhere")

// errLocalTaken says that the server's lock is held.
var errLocalTaken = errors.New("another redis-server runs in the data directory")

// localChild is a redis-server that this process started.
type localChild struct {
	cmd  *exec.Cmd
	tail *tail
	exit chan struct{} // closed when it has ended
}

// startLocalChild starts a server without any configuration file and without
// our environment, which holds secrets that it has no use for. The lock at
// alive is handed to it: it holds it until it ends, also when we end first.
func startLocalChild(o LocalOptions, socket, alive string) (*localChild, error) {
	binary, err := exec.LookPath(o.Binary)
	if err != nil {
		return nil, errNoRedis
	}
	lock, err := openLocalLock(alive)
	if err != nil {
		return nil, err
	}
	defer lock.close()
	if !lock.try() {
		return nil, errLocalTaken
	}
	c := &localChild{cmd: exec.Command(binary, localArgs(o, socket)...), tail: &tail{}, exit: make(chan struct{})}
	c.cmd.Stdout, c.cmd.Stderr = c.tail, c.tail
	c.cmd.Env = []string{"PATH=" + os.Getenv("PATH"), "LC_ALL=C", "TZ=UTC"}
	c.cmd.Dir = o.Dir
	c.cmd.ExtraFiles = []*os.File{lock.file}
	c.cmd.SysProcAttr = ownGroup()
	c.cmd.WaitDelay = time.Second // a child of its own, rewriting the file, keeps its output open
	if err := c.cmd.Start(); err != nil {
		return nil, fmt.Errorf("starting redis-server: %w", err)
	}
	go func() {
		_ = c.cmd.Wait() // how it ended is in ProcessState
		close(c.exit)
	}()
	return c, nil
}

// localArgs are what docs/decisions/0008 asks of a Redis of our own: every write is on the disk
// before it is answered, nothing is ever evicted, nobody else can connect.
func localArgs(o LocalOptions, socket string) []string {
	args := []string{
		"--port", "0", "--unixsocket", socket, "--unixsocketperm", "700",
		"--dir", o.Dir, "--repl-diskless-sync", "yes", "--repl-diskless-sync-delay", "0", "--appendonly", "yes", "--appendfsync", "always", "--save", "",
		"--maxmemory-policy", "noeviction", "--loglevel", "warning", "--daemonize", "no",
	}
	if o.MaxMemory != "" {
		args = append(args, "--maxmemory", o.MaxMemory)
	}
	return args
}

func (c *localChild) terminate() error {
	err := c.cmd.Process.Signal(syscall.SIGTERM)
	if errors.Is(err, os.ErrProcessDone) {
		return nil
	}
	return err
}

// wait waits until the server has ended, or says why the context did.
func (c *localChild) wait(ctx context.Context) error {
	select {
	case <-c.exit:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}

func (c *localChild) ended() bool {
	select {
	case <-c.exit:
		return true
	default:
		return false
	}
}

// complaint is how a server that has ended ended, and the last that it said
// about itself.
func (c *localChild) complaint() string {
	return strings.TrimSpace(c.cmd.ProcessState.String() + "; " + c.tail.last())
}

// tail keeps the end of what a server says. At log level "warning" that is what
// it thinks of its machine and why it ends; never what is stored in it.
type tail struct {
	mu   sync.Mutex
	kept []byte
}

const tailLength = 4 << 10

// Write keeps the end of what was written.
func (t *tail) Write(p []byte) (int, error) {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.kept = append(t.kept, p...)
	t.kept = bytes.Clone(t.kept[max(0, len(t.kept)-tailLength):])
	return len(p), nil
}

// redisPrefix is "1234:M 02 Mar 2026 09:00:00.000 # ".
var redisPrefix = regexp.MustCompile(`^\d+:[A-Z] .*? [#*.-] `)

// last is the last line, without its date.
func (t *tail) last() string {
	t.mu.Lock()
	defer t.mu.Unlock()
	lines := strings.Split(strings.TrimSpace(string(t.kept)), "\n")
	line := redisPrefix.ReplaceAllString(lines[len(lines)-1], "")
	return line[:min(len(line), 300)]
}
