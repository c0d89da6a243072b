package store

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"strconv"

	"github.com/redis/go-redis/v9"

	"polyphony/care"
	"polyphony/flows"
)

// Tx reads records for one decision and remembers their revisions. It is not
// safe for concurrent use.
type Tx struct {
	ctx   context.Context
	store *Store
	reads map[string]string // record key → revision, "0": there was none
	seen  map[string][]byte
}

// Begin starts a reading; nothing is locked.
func (s *Store) Begin(ctx context.Context) flows.Tx {
	return &Tx{ctx: ctx, store: s, reads: map[string]string{}, seen: map[string][]byte{}}
}

// Read fills into with the record and reports whether there is one.
func (t *Tx) Read(kind care.Kind, id string, into any) (bool, error) {
	key := recordKey(kind, id)
	body, known := t.seen[key]
	if !known {
		raw, err := t.store.db.Get(t.ctx, t.store.prefix+key).Bytes()
		if err == redis.Nil {
			t.reads[key], t.seen[key] = "0", nil
			return false, nil
		}
		if err != nil {
			return false, fmt.Errorf("store: read %s: %w", key, err)
		}
		var rev string
		if rev, body, err = t.store.openRecord(kind, key, raw); err != nil {
			return false, err
		}
		t.reads[key], t.seen[key] = rev, body
	}
	if body == nil {
		return false, nil
	}
	if err := json.Unmarshal(body, into); err != nil {
		return false, fmt.Errorf("store: %s is not a %s record", key, kind)
	}
	return true, nil
}

// openRecord splits, unseals and brings a record up to today's schema.
func (s *Store) openRecord(kind care.Kind, key string, raw []byte) (rev string, body []byte, err error) {
	head, sealed, found := bytes.Cut(raw, []byte{':'})
	if !found {
		return "", nil, fmt.Errorf("store: %s has no revision", key)
	}
	version, body, err := s.sealer.open(s.prefix+key, sealed)
	if err != nil {
		return "", nil, err
	}
	if version > care.Versions[kind] {
		return "", nil, fmt.Errorf("store: %s has schema %d, this program knows %d", key, version, care.Versions[kind])
	}
	return string(head), body, nil
}

// sealRecord is the other direction, without the revision.
func (s *Store) sealRecord(kind care.Kind, key string, value any) ([]byte, error) {
	body, err := json.Marshal(value)
	if err != nil {
		return nil, fmt.Errorf("store: write %s: %w", key, err)
	}
	return s.sealer.seal(s.prefix+key, care.Versions[kind], body)
}

// Revision says at which revision the record was read, 0 when there is none.
// Tests use it.
func (t *Tx) Revision(kind care.Kind, id string) int {
	n, _ := strconv.Atoi(t.reads[recordKey(kind, id)])
	return n
}
