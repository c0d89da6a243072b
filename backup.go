package main

import (
	"archive/tar"
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"hash"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"filippo.io/age"

	"polyphony/store"
)

// A backup is one file: a tar of a snapshot of Redis and of the erasure list,
// encrypted for public keys whose private halves are not on this machine. With
// age and tar alone it can be opened in a year in which nobody has this program:
//
//	age -d -i holder.key FILE | tar x && cat redis.rdb.* > dump.rdb
//
// What people wrote is sealed in it as in Redis: it also takes the master key.

// Names in the tar, in their order.
const (
	backupAbout  = "about.json"
	backupErased = "erased.txt"
	backupPart   = "redis.rdb."
	backupEnd    = "end.json"
)

// backupForm is raised when older programs could not read it any more.
const backupForm = 1

// partSize is that of one piece of the snapshot, whose whole size nobody knows
// before its end.
const partSize = 4 << 20

// aboutBackup says what a backup is, before what is in it.
type aboutBackup struct {
	Form       int           `json:"form"`
	Deployment string        `json:"deployment"`
	Made       time.Time     `json:"made"`
	Version    string        `json:"version"`
	Keys       []store.KeyID `json:"keys"` // of the master keyset, that open it
}

// endOfBackup says that it is whole.
type endOfBackup struct {
	Parts  int    `json:"parts"`
	Bytes  int64  `json:"bytes"`
	SHA256 string `json:"sha256"`
}

// recipients reads public keys, separated by spaces, commas or lines.
func recipients(text string) ([]age.Recipient, error) {
	lines := strings.Join(strings.FieldsFunc(text, func(r rune) bool { return strings.ContainsRune(", \t\r\n", r) }), "\n")
	if lines == "" {
		return nil, errors.New("BACKUP_RECIPIENTS is not set: name the public key of each holder (age1…), as age-keygen prints it")
	}
	all, err := age.ParseRecipients(strings.NewReader(lines))
	if err != nil {
		return nil, errors.New("BACKUP_RECIPIENTS has something in it that is no public key of age (age1…)")
	}
	return all, nil
}

// backup is one being made.
type backup struct {
	store  *store.Store
	about  aboutBackup
	erased []byte
}

// write makes the whole of it, and reports whether Redis put the snapshot on its
// own disk first.
func (b *backup) write(ctx context.Context, to []age.Recipient, out io.Writer) (end endOfBackup, viaDisk bool, err error) {
	sealed, err := age.Encrypt(out, to...)
	if err != nil {
		return end, false, fmt.Errorf("backup: %w", err)
	}
	t := tar.NewWriter(sealed)
	if err := b.json(t, backupAbout, b.about); err != nil {
		return end, false, err
	}
	if err := b.entry(t, backupErased, b.erased); err != nil {
		return end, false, err
	}
	parts := &partWriter{write: func(name string, body []byte) error { return b.entry(t, name, body) }, sum: sha256.New()}
	if viaDisk, err = b.store.Snapshot(ctx, parts); err == nil {
		err = parts.flush()
	}
	if err != nil {
		return end, viaDisk, err
	}
	end = endOfBackup{parts.n, parts.bytes, hex.EncodeToString(parts.sum.Sum(nil))}
	if err := b.json(t, backupEnd, end); err != nil {
		return end, viaDisk, err
	}
	return end, viaDisk, errors.Join(t.Close(), sealed.Close())
}

func (b *backup) json(t *tar.Writer, name string, value any) error {
	body, err := json.Marshal(value)
	if err != nil {
		return fmt.Errorf("backup: %w", err)
	}
	return b.entry(t, name, append(body, '\n'))
}

func (b *backup) entry(t *tar.Writer, name string, body []byte) error {
	if err := t.WriteHeader(&tar.Header{Name: name, Size: int64(len(body)), Mode: 0o600, ModTime: b.about.Made}); err != nil {
		return fmt.Errorf("backup: %w", err)
	}
	if _, err := t.Write(body); err != nil {
		return fmt.Errorf("backup: %w", err)
	}
	return nil
}

// partWriter cuts a stream into pieces.
type partWriter struct {
	write func(name string, body []byte) error
	sum   hash.Hash
	buf   bytes.Buffer
	n     int
	bytes int64
}

func (p *partWriter) Write(b []byte) (int, error) {
	p.buf.Write(b)
	for p.buf.Len() >= partSize {
		if err := p.part(p.buf.Next(partSize)); err != nil {
			return 0, err
		}
	}
	return len(b), nil
}

func (p *partWriter) part(body []byte) error {
	p.n++
	p.bytes += int64(len(body))
	p.sum.Write(body)
	return p.write(fmt.Sprintf("%s%06d", backupPart, p.n), body)
}

func (p *partWriter) flush() error {
	if p.buf.Len() == 0 {
		return nil
	}
	return p.part(p.buf.Bytes())
}

// opened is a backup that was read whole: where its snapshot lies, and the rest.
type opened struct {
	about  aboutBackup
	erased []byte
	end    endOfBackup
}

// openBackup reads a backup and writes its snapshot. It says nothing good of one
// that does not end as it was ended.
func openBackup(in io.Reader, snapshot io.Writer, with ...age.Identity) (o opened, err error) {
	plain, err := age.Decrypt(in, with...)
	if err != nil {
		return o, errors.New("this identity does not open this backup")
	}
	sum := sha256.New()
	got := endOfBackup{}
	for t := tar.NewReader(plain); ; {
		head, err := t.Next()
		if err == io.EOF {
			break
		}
		if err != nil {
			return o, errors.New("the backup is damaged or not whole")
		}
		switch {
		case head.Name == backupAbout:
			err = json.NewDecoder(t).Decode(&o.about)
			if err == nil && o.about.Form != backupForm {
				return o, fmt.Errorf("the backup has form %d, this program knows %d", o.about.Form, backupForm)
			}
		case head.Name == backupErased:
			o.erased, err = io.ReadAll(t)
		case strings.HasPrefix(head.Name, backupPart):
			var n int64
			n, err = io.Copy(io.MultiWriter(snapshot, sum), t)
			got.Parts, got.Bytes = got.Parts+1, got.Bytes+n
		case head.Name == backupEnd:
			err = json.NewDecoder(t).Decode(&o.end)
		}
		if err != nil {
			return o, fmt.Errorf("the backup is damaged or not whole: %w", err)
		}
	}
	got.SHA256 = hex.EncodeToString(sum.Sum(nil))
	if _, err := io.Copy(io.Discard, plain); err != nil || got != o.end || got.Parts == 0 {
		return o, errors.New("the backup is damaged or not whole")
	}
	return o, nil
}

// The files from which a redis-server with appendonly begins: a snapshot is the
// base of an append-only file that has nothing after it yet.
const (
	aofDir      = "appendonlydir"
	aofBase     = "appendonly.aof.1.base.rdb"
	aofManifest = "appendonly.aof.manifest"
)

// restoreInto puts a backup into the data directory, where our own redis-server
// begins from it. Nothing stands there under its name before all of it was read
// and is on the disk.
func restoreInto(c Config, in io.Reader, with ...age.Identity) (o opened, err error) {
	place := filepath.Join(c.DataDir, aofDir)
	if _, err := os.Stat(place); !errors.Is(err, os.ErrNotExist) {
		return o, fmt.Errorf("%s is there already: restore into an empty data directory", place)
	}
	if err := os.MkdirAll(c.DataDir, 0o700); err != nil {
		return o, fmt.Errorf("the data directory cannot be made: %w", err)
	}
	part := place + ".part"
	if err := errors.Join(os.RemoveAll(part), os.Mkdir(part, 0o700)); err != nil {
		return o, fmt.Errorf("the data directory cannot be written: %w", err)
	}
	defer os.RemoveAll(part)
	err = writeSynced(filepath.Join(part, aofBase), func(w io.Writer) (err error) {
		o, err = openBackup(in, w, with...)
		if err != nil {
			return err
		}
		return c.fits(o.about)
	})
	if err == nil {
		err = writeSynced(filepath.Join(part, aofManifest), func(w io.Writer) error {
			_, err := fmt.Fprintf(w, "file %s seq 1 type b\n", aofBase)
			return err
		})
	}
	if err == nil {
		err = syncDir(part)
	}
	if err != nil {
		return o, err
	}
	return o, renameSynced(part, place)
}

// fits says why a backup is of no use with these settings: their keyset does not
// open it, or they look for another deployment in it.
func (c Config) fits(about aboutBackup) error {
	keys, err := store.ParseKeyset(c.MasterKey.Reveal())
	if err != nil {
		return err
	}
	for _, id := range about.Keys {
		if !slices.Contains(keys.IDs(), id) {
			return fmt.Errorf("this backup needs the master key of %s, with key %s in it: take that keyset out of the safe", about.Made.Format("2 January 2006"), id)
		}
	}
	if about.Deployment != c.Deployment {
		return fmt.Errorf("this backup is of deployment %q, and DEPLOYMENT is %q: with that serve would find nothing of it, and begin anew", about.Deployment, c.Deployment)
	}
	return nil
}
