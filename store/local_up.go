package store

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"net"
	"os"
	"path/filepath"
	"strings"
	"time"
)

// maxSocketPath is the longest path of a unix socket, in bytes: Linux has room
// for 107, macOS for 103.
const maxSocketPath = 100

// localGlance is how often to look at something that cannot be waited for.
const localGlance = 20 * time.Millisecond

// localSocket is the socket's path: in the data directory, or under a short
// name made of the directory's where the path would be too long for a socket.
func localSocket(dir string) (string, error) {
	socket := filepath.Join(dir, "redis.sock")
	if len(socket) <= maxSocketPath {
		return socket, nil
	}
	sum := sha256.Sum256([]byte(dir))
	short := filepath.Join(os.TempDir(), "polyphony-"+hex.EncodeToString(sum[:8]))
	if err := makePrivate(short); err != nil {
		return "", fmt.Errorf("directory of the socket: %w", err)
	}
	if err := ownedByUs(short); err != nil {
		return "", err
	}
	if socket = filepath.Join(short, "redis.sock"); len(socket) > maxSocketPath {
		return "", errors.New("the data directory and the temporary directory both have paths too long for a unix socket: choose a shorter DATA_DIR")
	}
	return socket, nil
}

// bringUp returns when a server answers: one that runs already, or, if we own
// the directory, one that it starts. It says which.
func (l *Local) bringUp(ctx context.Context) (how string, err error) {
	for {
		l.owner.try()
		switch {
		case l.lives():
			if err := l.adopt(ctx); !errors.Is(err, errLocalGone) {
				return "adopted", err
			}
		case l.owner.held:
			if err := l.start(ctx); !errors.Is(err, errLocalTaken) {
				return "started", err
			}
		}
		// It is ending, or its owner is about to start it again, or somebody
		// looked whether it lives in the moment when we wanted to start it.
		if err := pause(ctx, localGlance); err != nil {
			return "", fmt.Errorf("waiting for redis-server: %w", err)
		}
	}
}

// lives reports whether a server runs on our socket or in our directory. One
// that hangs lives too: to start a second on the same files would ruin them.
func (l *Local) lives() bool {
	lock, err := openLocalLock(l.alive)
	if err != nil {
		return false // starting one will say what is wrong
	}
	defer lock.close()
	if !lock.try() {
		return true
	}
	return l.listens() // somebody else's, on our socket
}

// listens reports whether a process has our socket open. After a kill the
// socket's file stays, and refuses.
func (l *Local) listens() bool {
	conn, err := net.DialTimeout("unix", l.socket, time.Second)
	if err == nil {
		_ = conn.Close()
		return true
	}
	var slow net.Error
	return errors.As(err, &slow) && slow.Timeout() // its queue of connections is full
}

// errLocalGone says that a server ended while it was waited for.
var errLocalGone = errors.New("redis-server has ended")

// adopt takes over a server that runs already, if it keeps data as we would.
func (l *Local) adopt(ctx context.Context) error {
	if err := l.untilLoaded(ctx, nil); err != nil {
		return err
	}
	for name, want := range map[string]string{"appendonly": "yes", "appendfsync": "always", "maxmemory-policy": "noeviction"} {
		got, err := l.db.ConfigGet(ctx, name).Result()
		if err != nil {
			return fmt.Errorf("asking the redis-server that runs already: %w", err)
		}
		if got[name] != want {
			return fmt.Errorf("a redis-server runs already at %s, but its %s is %q, not %q: stop it and start again", l.socket, name, got[name], want)
		}
	}
	if l.o.MaxMemory != "" && l.owner.held {
		if err := l.db.ConfigSet(ctx, "maxmemory", l.o.MaxMemory).Err(); err != nil {
			return fmt.Errorf("setting maxmemory: %w", err)
		}
	}
	l.isUp(nil)
	return nil
}

// start starts a server and waits for it.
func (l *Local) start(ctx context.Context) error {
	child, err := startLocalChild(l.o, l.socket, l.alive)
	if err != nil {
		return err
	}
	if err := l.untilLoaded(ctx, child); err != nil {
		if errors.Is(err, errLocalGone) {
			return fmt.Errorf("redis-server did not start: %s", child.complaint())
		}
		_ = child.terminate()
		return err
	}
	l.isUp(child)
	return nil
}

// untilLoaded waits until the server answers and has read its data.
func (l *Local) untilLoaded(ctx context.Context, child *localChild) error {
	for {
		if l.listens() {
			err := l.db.Ping(ctx).Err()
			if err == nil {
				return nil
			}
			if reply := err.Error(); strings.HasPrefix(reply, "NOAUTH") || strings.HasPrefix(reply, "NOPERM") {
				return fmt.Errorf("a redis-server runs already at %s and asks for a password: stop it and start again", l.socket)
			}
		}
		if ended := child != nil && child.ended(); ended || (child == nil && !l.lives()) {
			return errLocalGone
		}
		if err := pause(ctx, localGlance); err != nil {
			return fmt.Errorf("waiting for redis-server to load its data: %w", err)
		}
	}
}

// pause waits, or says why the context ended.
func pause(ctx context.Context, d time.Duration) error {
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-timer.C:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}
