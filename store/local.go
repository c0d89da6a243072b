package store

import (
	"context"
	"fmt"
	"log/slog"
	"os"
	"path/filepath"
	"sync"
	"time"

	"github.com/redis/go-redis/v9"
)

// LocalOptions say where and how a redis-server of our own runs.
type LocalOptions struct {
	Dir       string       // keeps its data; made if need be, and closed to everybody else
	Binary    string       // empty: redis-server, wherever PATH has it
	MaxMemory string       // as Redis writes it, "256mb"; empty: no limit
	Log       *slog.Logger // ids, durations and what redis-server says when it will not start
}

// Local is a redis-server of our own on a unix socket, watched and restarted.
//
// Of all processes that use one directory, one owns the server: it starts it
// again when it dies and shuts it down at the end. The others, a command typed
// while the companion runs, are guests; when the owner has gone, one of them
// takes its place. A server whose owner was killed goes on and is adopted.
type Local struct {
	o      LocalOptions
	socket string
	db     *redis.Client // for questions about the server, not for records
	owner  *localLock    // held by whoever may start and stop the server
	alive  string        // file locked by the server itself, for as long as it lives

	stop context.CancelFunc
	done chan struct{} // closed when the watch has ended

	mu      sync.Mutex
	child   *localChild // nil while the server is somebody else's child
	ups     int         // how often a server has been brought up
	changed chan struct{}
}

// StartLocal returns once a redis-server answers in the directory and has
// loaded its data, whether it was started now or found running. The context
// bounds the start, which takes as long as loading does; Close ends the rest.
func StartLocal(ctx context.Context, o LocalOptions) (*Local, error) {
	l, err := newLocal(o)
	if err != nil {
		return nil, err
	}
	start := time.Now()
	how, err := l.bringUp(ctx)
	if err != nil {
		l.release()
		return nil, err
	}
	o.Log.Info("redis-server is up", "kind", how, "addr", l.Addr(), "took", time.Since(start))
	watching, stop := context.WithCancel(context.Background())
	l.stop = stop
	go l.watch(watching)
	return l, nil
}

func newLocal(o LocalOptions) (*Local, error) {
	dir, err := filepath.Abs(o.Dir)
	if err != nil {
		return nil, fmt.Errorf("data directory: %w", err)
	}
	o.Dir = dir
	if o.Binary == "" {
		o.Binary = "redis-server"
	}
	if err := makePrivate(dir); err != nil {
		return nil, fmt.Errorf("data directory: %w", err)
	}
	socket, err := localSocket(dir)
	if err != nil {
		return nil, err
	}
	l := &Local{
		o: o, socket: socket, alive: filepath.Join(dir, "redis.lock"),
		done: make(chan struct{}), changed: make(chan struct{}),
	}
	if l.owner, err = openLocalLock(filepath.Join(dir, "owner.lock")); err != nil {
		return nil, err
	}
	l.db = redis.NewClient(&redis.Options{
		Network: "unix", Addr: socket, MaxRetries: -1, DialerRetries: 1, PoolSize: 2,
		DialTimeout: time.Second, ReadTimeout: 2 * time.Second, ContextTimeoutEnabled: true,
	})
	return l, nil
}

// Addr is the server's address as REDIS_URL writes it.
func (l *Local) Addr() string { return "unix://" + l.socket }

// Restarts is how often the server had to be brought up again.
func (l *Local) Restarts() int {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.ups - 1
}

// Close shuts the server down if it is ours, and waits until its last write is
// on the disk. A server that does not end in time is left running: it loses
// nothing, and the next start adopts it.
func (l *Local) Close() error {
	l.stop()
	<-l.done
	defer l.release()
	if !l.owner.held {
		return nil
	}
	ctx, cancel := context.WithTimeout(context.Background(), localPatience)
	defer cancel()
	if err := l.shutDown(ctx); err != nil {
		return fmt.Errorf("redis-server did not end: %w", err)
	}
	l.o.Log.Info("redis-server is shut down")
	return nil
}

// localPatience is how long a server may take to end: it finishes the script
// it is running and waits for the disk.
const localPatience = 15 * time.Second

// shutDown asks the server to end until it has: it refuses while it begins a
// new file.
func (l *Local) shutDown(ctx context.Context) error {
	var asked time.Time
	for l.lives() {
		if time.Since(asked) >= time.Second {
			asked = time.Now()
			l.askToEnd(ctx)
		}
		if err := pause(ctx, localGlance); err != nil {
			return err
		}
	}
	return nil
}

func (l *Local) askToEnd(ctx context.Context) {
	if child := l.current(); child != nil {
		_ = child.terminate()
		return
	}
	// Not our child: nobody but the server itself knows that a process id still
	// means it. It answers by hanging up, which looks like an error.
	_ = l.db.ShutdownNoSave(ctx).Err()
}

func (l *Local) release() {
	_ = l.db.Close()
	l.owner.close()
}

func (l *Local) current() *localChild {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.child
}

// isUp notes that a server answers, and wakes whoever waits for it.
func (l *Local) isUp(child *localChild) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.child = child
	l.ups++
	close(l.changed)
	l.changed = make(chan struct{})
}

// makePrivate makes a directory that nobody else may look into.
func makePrivate(dir string) error {
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return err
	}
	info, err := os.Stat(dir)
	if err != nil {
		return err
	}
	if info.Mode().Perm()&0o077 == 0 {
		return nil
	}
	return os.Chmod(dir, 0o700)
}
