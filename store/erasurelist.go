package store

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"time"
)

// ErasureList is the file outside Redis that remembers who was erased, so that
// a backup from before cannot bring them back. One line each: when, and their
// contact id, which says nothing to anybody without the records. It only grows.
type ErasureList struct {
	path string

	mu    sync.Mutex
	known map[string]bool
	all   []Erased
}

// OpenErasureList reads the list, and makes an empty one if there is none.
// Its error says what to do.
func OpenErasureList(path string) (*ErasureList, error) {
	l := &ErasureList{path: path, known: map[string]bool{}}
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		return nil, l.fault(err)
	}
	if err := l.append(nil); err != nil { // also proves that it can be written
		return nil, err
	}
	text, err := os.ReadFile(path)
	if err != nil {
		return nil, l.fault(err)
	}
	for line := range strings.Lines(string(text)) {
		fields := strings.Fields(line)
		if len(fields) != 2 {
			continue // cut short by a crash: it is written again
		}
		at, err := time.Parse(time.RFC3339, fields[0])
		if err != nil {
			return nil, fmt.Errorf("the erasure list %s has a line that is not a time and an id: has somebody changed it?", path)
		}
		l.note(Erased{Contact: fields[1], At: at})
	}
	return l, nil
}

func (l *ErasureList) note(e Erased) {
	if !l.known[e.Contact] {
		l.known[e.Contact] = true
		l.all = append(l.all, e)
	}
}

// Add writes down those who are not in the list yet. When it returns without an
// error they are on the disk.
func (l *ErasureList) Add(erased []Erased) error {
	l.mu.Lock()
	defer l.mu.Unlock()
	var lines bytes.Buffer
	for _, e := range erased {
		if !l.known[e.Contact] {
			fmt.Fprintf(&lines, "%s %s\n", e.At.UTC().Format(time.RFC3339), e.Contact)
		}
	}
	if lines.Len() == 0 {
		return nil
	}
	if err := l.append(lines.Bytes()); err != nil {
		return err
	}
	for _, e := range erased {
		l.note(e)
	}
	return nil
}

// append writes at the end of the file, on a line of its own, and waits for the
// disk.
func (l *ErasureList) append(lines []byte) error {
	f, err := os.OpenFile(l.path, os.O_CREATE|os.O_APPEND|os.O_RDWR, 0o600)
	if err != nil {
		return l.fault(err)
	}
	defer f.Close()
	if end, err := f.Stat(); err != nil {
		return l.fault(err)
	} else if last := make([]byte, 1); end.Size() > 0 {
		if _, err := f.ReadAt(last, end.Size()-1); err != nil {
			return l.fault(err)
		}
		if last[0] != '\n' {
			lines = append([]byte{'\n'}, lines...)
		}
	}
	if _, err := f.Write(lines); err != nil {
		return l.fault(err)
	}
	if err := f.Sync(); err != nil {
		return l.fault(err)
	}
	return l.syncDir()
}

// syncDir makes the file's name as lasting as what is in it.
func (l *ErasureList) syncDir() error {
	dir, err := os.Open(filepath.Dir(l.path))
	if err != nil {
		return l.fault(err)
	}
	defer dir.Close()
	if err := dir.Sync(); err != nil {
		return l.fault(err)
	}
	return nil
}

func (l *ErasureList) fault(err error) error {
	return fmt.Errorf("the erasure list %s cannot be kept: %w", l.path, err)
}

// All are those in the list, in its order.
func (l *ErasureList) All() []Erased {
	l.mu.Lock()
	defer l.mu.Unlock()
	return append([]Erased{}, l.all...)
}

// Has reports whether somebody is in the list.
func (l *ErasureList) Has(contact string) bool {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.known[contact]
}
