package store

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"
)

// Which keys are in use stands in Redis, beside what they sealed: a replica that
// could not open it must not claim anything, since it would put aside what
// people wrote. And each replica says now and then which keys it has, so that a
// rotation goes on only when all of them can follow.

// keyGone is what stands for a key that was given up.
const keyGone = "gone"

// Errors of Enter.
var (
	ErrKeyMissing = errors.New("MASTER_KEY is not the newest: what is kept here was sealed with a key that it does not hold")
	ErrKeyGone    = errors.New("MASTER_KEY is not the newest: it seals with a key that was given up here")
)

// KeysFit refuses a keyset that cannot open what others seal, or seals with what
// was given up. It changes nothing.
func (s *Store) KeysFit(ctx context.Context) error {
	_, err := s.keysUsed(ctx)
	return err
}

// keysUsed are the keys that were ever used here, once it is known that ours fit.
func (s *Store) keysUsed(ctx context.Context) (map[string]string, error) {
	used, err := s.db.HGetAll(ctx, s.key(keyKeys)).Result()
	if err != nil {
		return nil, fmt.Errorf("store: keys: %w", err)
	}
	for id, since := range used {
		switch {
		case since == keyGone && KeyID(id) == s.sealer.writes:
			return nil, fmt.Errorf("%w (%s)", ErrKeyGone, id)
		case since != keyGone && !slices.Contains(s.sealer.ids, KeyID(id)):
			return nil, fmt.Errorf("%w (%s)", ErrKeyMissing, id)
		}
	}
	return used, nil
}

// KeysInUse are the keys of the master keyset that something here may be sealed with.
func (s *Store) KeysInUse(ctx context.Context) ([]KeyID, error) {
	used, err := s.db.HGetAll(ctx, s.key(keyKeys)).Result()
	if err != nil {
		return nil, fmt.Errorf("store: keys: %w", err)
	}
	var ids []KeyID
	for id, since := range used {
		if since != keyGone {
			ids = append(ids, KeyID(id))
		}
	}
	return ids, nil
}

// admit refuses a keyset that does not fit, and notes that its key is in use
// from now on.
func (s *Store) admit(ctx context.Context, now time.Time) error {
	used, err := s.keysUsed(ctx)
	if _, known := used[string(s.sealer.writes)]; known || err != nil {
		return err
	}
	if err := s.db.HSetNX(ctx, s.key(keyKeys), string(s.sealer.writes), ms(now)).Err(); err != nil {
		return fmt.Errorf("store: keys: %w", err)
	}
	return nil
}

// GiveUp notes that no replica may seal with these keys any more; Regain takes
// it back. One that sealed with them when it last said so, and has been silent
// since, loses its place as if another had started under its name: coming back,
// it would seal what nobody can open.
func (s *Store) GiveUp(ctx context.Context, ids []KeyID) error {
	if err := s.noteKeys(ctx, ids, keyGone); err != nil {
		return err
	}
	rings, err := s.rings(ctx)
	for _, r := range rings {
		if err == nil && slices.Contains(ids, r.Writes) {
			err = s.db.HIncrBy(ctx, s.key(keyReplicas), r.Replica, 1).Err()
		}
	}
	if err != nil {
		return fmt.Errorf("store: keyrings: %w", err)
	}
	return nil
}

// Regain notes that these keys are in use after all.
func (s *Store) Regain(ctx context.Context, now time.Time, ids []KeyID) error {
	return s.noteKeys(ctx, ids, strconv.FormatInt(ms(now), 10))
}

func (s *Store) noteKeys(ctx context.Context, ids []KeyID, what string) error {
	for _, id := range ids {
		if err := s.db.HSet(ctx, s.key(keyKeys), string(id), what).Err(); err != nil {
			return fmt.Errorf("store: keys: %w", err)
		}
	}
	return nil
}

// RingLife is how long a replica counts after it last said which keys it has.
const RingLife = 3 * time.Minute

// Announce says which keys this replica has.
func (s *Store) Announce(ctx context.Context, now time.Time) error {
	said := strconv.FormatInt(ms(now), 10) + " " + string(s.sealer.writes)
	for _, id := range s.sealer.ids {
		said += " " + string(id)
	}
	if err := s.db.HSet(ctx, s.key(keyRings), s.replica, said).Err(); err != nil {
		return fmt.Errorf("store: keyrings: %w", err)
	}
	return nil
}

// Leave says that this replica ends: nobody needs to wait for it.
func (s *Store) Leave(ctx context.Context) error {
	if err := s.db.HDel(ctx, s.key(keyRings), s.replica).Err(); err != nil {
		return fmt.Errorf("store: keyrings: %w", err)
	}
	return nil
}

// KeyRing is which keys a replica has, and when it last said so.
type KeyRing struct {
	Replica string
	At      time.Time
	Writes  KeyID
	Opens   []KeyID
}

// KeyRings are those of the replicas that run, by name.
func (s *Store) KeyRings(ctx context.Context, now time.Time) ([]KeyRing, error) {
	all, err := s.rings(ctx)
	if err != nil {
		return nil, fmt.Errorf("store: keyrings: %w", err)
	}
	return slices.DeleteFunc(all, func(r KeyRing) bool { return now.Sub(r.At) > RingLife }), nil
}

// rings are all that was said and not taken back, by name.
func (s *Store) rings(ctx context.Context) (out []KeyRing, err error) {
	all, err := s.db.HGetAll(ctx, s.key(keyRings)).Result()
	for replica, said := range all {
		fields := strings.Fields(said)
		if len(fields) < 3 {
			continue
		}
		ring := KeyRing{Replica: replica, At: fromMS(fields[0]), Writes: KeyID(fields[1])}
		for _, id := range fields[2:] {
			ring.Opens = append(ring.Opens, KeyID(id))
		}
		out = append(out, ring)
	}
	slices.SortFunc(out, func(a, b KeyRing) int { return strings.Compare(a.Replica, b.Replica) })
	return out, err
}
