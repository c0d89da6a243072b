//go:build unix

package store

import (
	"errors"
	"fmt"
	"os"
	"syscall"
)

// localLock is a lock on a file. It lasts as long as any process has the file
// open that it was taken on, so the system takes it back when they all end,
// however they end.
type localLock struct {
	file *os.File
	held bool
}

func openLocalLock(path string) (*localLock, error) {
	file, err := os.OpenFile(path, os.O_CREATE|os.O_RDWR, 0o600)
	if err != nil {
		return nil, fmt.Errorf("lock: %w", err)
	}
	return &localLock{file: file}, nil
}

// try takes the lock if nobody holds it, and reports whether we do.
func (l *localLock) try() bool {
	if !l.held {
		l.held = syscall.Flock(int(l.file.Fd()), syscall.LOCK_EX|syscall.LOCK_NB) == nil
	}
	return l.held
}

func (l *localLock) close() { _ = l.file.Close() }

// ownGroup keeps a Ctrl-C in the terminal from ending the server before us:
// what is being handled still has to be written.
func ownGroup() *syscall.SysProcAttr { return &syscall.SysProcAttr{Setpgid: true} }

// ownedByUs refuses a directory that somebody else has put under our name.
func ownedByUs(dir string) error {
	info, err := os.Lstat(dir)
	if err != nil {
		return err
	}
	if stat, ok := info.Sys().(*syscall.Stat_t); !ok || !info.IsDir() || int(stat.Uid) != os.Getuid() {
		return errors.New("the directory " + dir + " is somebody else's: remove it, or choose a DATA_DIR with a shorter path")
	}
	return nil
}
