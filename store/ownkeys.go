package store

import (
	"context"
	"fmt"
	"maps"
	"strconv"

	"github.com/tink-crypto/tink-go/v2/aead/subtle"
	"github.com/tink-crypto/tink-go/v2/subtle/random"
	"github.com/tink-crypto/tink-go/v2/tink"
)

// ownKeySize is AES-256's.
const ownKeySize = 32

// ownKeys looks up keys in one round trip at most. Who has none is absent; who
// is known to have been erased has nil.
func (s *Store) ownKeys(ctx context.Context, owners map[string]bool) (keysOf, error) {
	known, missing := s.ring.pick(owners)
	if len(missing) == 0 {
		return known, nil
	}
	values, err := s.db.MGet(ctx, s.ownNames(missing)...).Result()
	if err != nil {
		return nil, fmt.Errorf("store: own keys: %w", err)
	}
	found, err := s.ownFound(missing, values)
	maps.Copy(known, found)
	return known, err
}

// ownNames are what MGET asks for: how many erasures there have been, then the keys.
func (s *Store) ownNames(owners []string) []string {
	names := []string{s.key(keyErasures)}
	for _, owner := range owners {
		names = append(names, s.key(keyOwn, owner))
	}
	return names
}

// ownFound opens what MGET answered to ownNames.
func (s *Store) ownFound(owners []string, values []any) (keysOf, error) {
	era := eraOf(values[0])
	s.ring.see(era)
	found := keysOf{}
	for i, owner := range owners {
		wrapped, ok := values[i+1].(string)
		if !ok {
			continue
		}
		_, raw, err := s.sealer.open(s.key(keyOwn, owner), []byte(wrapped))
		if err != nil {
			return nil, err
		}
		key, err := subtle.NewAESGCM(raw)
		if err != nil {
			return nil, fmt.Errorf("store: the own key of %s is malformed", owner)
		}
		found[owner] = ownKey{key, markOf([]byte(wrapped))}
	}
	s.ring.keep(era, found)
	return found, nil
}

// eraOf reads the number of erasures; nothing there is none.
func eraOf(value any) int64 {
	text, _ := value.(string)
	n, _ := strconv.ParseInt(text, 10, 64)
	return n
}

// newOwnKey makes a key, and its form for Redis.
func (s *Store) newOwnKey(owner string) (key tink.AEAD, wrapped []byte, err error) {
	raw := random.GetRandomBytes(ownKeySize)
	cipher, err := subtle.NewAESGCM(raw)
	if err != nil {
		return nil, nil, fmt.Errorf("store: new own key: %w", err)
	}
	wrapped, err = s.sealer.seal(s.key(keyOwn, owner), 1, raw)
	return ownKey{cipher, markOf(wrapped)}, wrapped, err
}
