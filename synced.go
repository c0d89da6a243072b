package main

import (
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"syscall"
)

// wholeFile makes a file that gets its name when it is whole and on the disk. It
// writes over nothing.
func wholeFile(path string, write func(io.Writer) error) error {
	if _, err := os.Stat(path); err == nil {
		return fmt.Errorf("%s is there already", path)
	}
	part := path + ".part"
	_ = os.Remove(part) // of one that was not finished
	defer os.Remove(part)
	if err := writeSynced(part, write); err != nil {
		return err
	}
	return renameSynced(part, path)
}

// writeSynced makes a file, which nobody else may read, and waits for the disk.
func writeSynced(path string, write func(io.Writer) error) error {
	f, err := os.OpenFile(path, os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o600)
	if err != nil {
		return err
	}
	return errors.Join(write(f), f.Sync(), f.Close())
}

// renameSynced gives what is on the disk its name, and waits until the name is
// there too.
func renameSynced(from, to string) error {
	if err := os.Rename(from, to); err != nil {
		return err
	}
	return syncDir(filepath.Dir(to))
}

func syncDir(path string) error {
	dir, err := os.Open(path)
	if err != nil {
		return err
	}
	err = dir.Sync()
	if errors.Is(err, syscall.EINVAL) || errors.Is(err, errors.ErrUnsupported) {
		err = nil // a file system of another machine that sees to its names itself
	}
	return errors.Join(err, dir.Close())
}
