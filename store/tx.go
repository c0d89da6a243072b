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
	ahead map[string][]byte // record key → as Redis holds it, nil: there is none; nobody has read it yet
}

// Begin starts a reading; nothing is locked.
func (s *Store) Begin(ctx context.Context) flows.Tx {
	return &Tx{ctx: ctx, store: s, reads: map[string]string{}, seen: map[string][]byte{}, ahead: map[string][]byte{}}
}

// Fetch brings records in one round trip, before they are read one by one. Only
// what is read afterwards counts for the commit.
func (t *Tx) Fetch(kind care.Kind, ids []string) error {
	var keys, full []string
	for _, id := range ids {
		key := recordKey(kind, id)
		_, read := t.seen[key]
		_, here := t.ahead[key]
		if read || here {
			continue
		}
		t.ahead[key] = nil
		keys, full = append(keys, key), append(full, t.store.prefix+key)
	}
	if len(keys) == 0 {
		return nil
	}
	values, err := t.store.db.MGet(t.ctx, full...).Result()
	if err != nil {
		for _, key := range keys {
			delete(t.ahead, key)
		}
		return fmt.Errorf("store: read %d %s records: %w", len(keys), kind, err)
	}
	for i, key := range keys {
		if raw, found := values[i].(string); found {
			t.ahead[key] = []byte(raw)
		}
	}
	return nil
}

// raw is a record as Redis holds it, nil when there is none.
func (t *Tx) raw(key string) ([]byte, error) {
	if raw, here := t.ahead[key]; here {
		delete(t.ahead, key)
		return raw, nil
	}
	raw, err := t.store.db.Get(t.ctx, t.store.prefix+key).Bytes()
	if err == redis.Nil {
		return nil, nil
	}
	if err != nil {
		return nil, fmt.Errorf("store: read %s: %w", key, err)
	}
	return raw, nil
}

// Read fills into with the record and reports whether there is one.
func (t *Tx) Read(kind care.Kind, id string, into any) (bool, error) {
	key := recordKey(kind, id)
	body, known := t.seen[key]
	if !known {
		raw, err := t.raw(key)
		if err != nil {
			return false, err
		}
		if raw == nil {
			t.reads[key], t.seen[key] = "0", nil
			return false, nil
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
