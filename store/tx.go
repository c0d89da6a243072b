package store

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"maps"
	"strconv"

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
	ahead map[string]held // record key → what was fetched and nobody has read yet
	own   keysOf          // own keys that were fetched with it
}

// held is a record as Redis holds it; nil: there is none.
type held struct {
	raw  []byte
	rev  string // with body: opened already
	body []byte
}

// Begin starts a reading; nothing is locked.
func (s *Store) Begin(ctx context.Context) flows.Tx {
	return &Tx{ctx: ctx, store: s, reads: map[string]string{}, seen: map[string][]byte{}, ahead: map[string]held{}, own: keysOf{}}
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
		t.ahead[key] = held{}
		keys, full = append(keys, key), append(full, t.store.prefix+key)
	}
	if len(keys) == 0 {
		return nil
	}
	if err := t.fetch(kind, keys, full); err != nil {
		for _, key := range keys {
			delete(t.ahead, key)
		}
		return fmt.Errorf("store: read %d %s records: %w", len(keys), kind, err)
	}
	return nil
}

// fetch brings records, and the own keys that open them: two round trips at most.
func (t *Tx) fetch(kind care.Kind, keys, full []string) error {
	values, err := t.store.records(t.ctx, full)
	if err != nil {
		return err
	}
	owners := map[string]bool{}
	for i, key := range keys {
		raw, found := values[i].(string)
		if !found {
			continue
		}
		h := held{raw: []byte(raw)}
		if h.rev, h.body, err = t.store.openRecord(kind, key, h.raw); err != nil {
			h.body = nil // whoever reads it hears of it
		}
		ownersIn(h.body, owners)
		t.ahead[key] = h
	}
	found, err := t.store.ownKeys(t.ctx, owners)
	maps.Copy(t.own, found)
	return err
}

// records reads records as Redis holds them, and hears in the same answer
// whether somebody was erased.
func (s *Store) records(ctx context.Context, full []string) ([]any, error) {
	values, err := s.db.MGet(ctx, append(full, s.key(keyErasures))...).Result()
	if err != nil {
		return nil, err
	}
	last := len(full)
	s.ring.see(eraOf(values[last]))
	return values[:last], nil
}

// take is a record with its revision; no body: there is none.
func (t *Tx) take(kind care.Kind, key string) (rev string, body []byte, err error) {
	h, here := t.ahead[key]
	delete(t.ahead, key)
	if !here {
		values, err := t.store.records(t.ctx, []string{t.store.prefix + key})
		if err != nil {
			return "", nil, fmt.Errorf("store: read %s: %w", key, err)
		}
		if raw, found := values[0].(string); found {
			h.raw = []byte(raw)
		}
	}
	switch {
	case h.raw == nil:
		return "0", nil, nil
	case h.body != nil:
		return h.rev, h.body, nil
	}
	return t.store.openRecord(kind, key, h.raw)
}

// Read fills into with the record and reports whether there is one.
func (t *Tx) Read(kind care.Kind, id string, into any) (bool, error) {
	key := recordKey(kind, id)
	body, known := t.seen[key]
	if !known {
		var rev string
		var err error
		if rev, body, err = t.take(kind, key); err != nil {
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
	if bytes.Contains(body, []byte(ownMark)) {
		if _, err := t.store.reveal(t.ctx, into, t.own); err != nil {
			return false, err
		}
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
func (s *Store) sealRecord(kind care.Kind, key string, value any, own *ownSealing) ([]byte, error) {
	value, err := own.conceal(value)
	if err != nil {
		return nil, err
	}
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
