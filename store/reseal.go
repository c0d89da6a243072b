package store

import (
	"context"
	"errors"
	"fmt"
	"strconv"
	"strings"

	"github.com/redis/go-redis/v9"
)

// Resealing brings everything that an older key of the keyset sealed under the
// one that seals now. It goes through all of Redis in small pieces, beside
// whatever else is done: a value is replaced only where it still stands as it
// was read, and neither its revision nor anything else of it changes. It can
// stop anywhere, and begin again.

// Seals is what a walk through everything sealed has found.
type Seals struct {
	Values   int64           // that are sealed
	Under    map[KeyID]int64 // by the key that sealed them, as they stood when they were passed
	Anew     int64           // that were sealed anew
	Damaged  int64           // that no key of the keyset opens
	Families map[string]int64
}

// walkBatch is how many keys or values one command brings, and one script puts
// back: few enough that nobody waits behind it.
const walkBatch = 100

// LookAtSeals walks through everything that is sealed and changes nothing.
func (s *Store) LookAtSeals(ctx context.Context) (Seals, error) { return s.walk(ctx, false) }

// Reseal seals anew whatever another key than the newest has sealed, walking
// until a whole walk finds nothing more to do. said hears of each walk.
func (s *Store) Reseal(ctx context.Context, said func(Seals)) error {
	for {
		found, err := s.walk(ctx, true)
		if err != nil {
			return err
		}
		said(found)
		if found.Anew == 0 {
			return nil
		}
	}
}

// walker is one walk.
type walker struct {
	*Store
	ctx    context.Context
	reseal bool
	found  Seals
}

func (s *Store) walk(ctx context.Context, reseal bool) (Seals, error) {
	w := &walker{Store: s, ctx: ctx, reseal: reseal, found: newSeals()}
	// what is put aside goes to a queue and back: it is looked at before
	// everything and after it, so that it cannot slip by
	before, err := w.aside()
	if err == nil {
		err = eachMaster(ctx, s.db, w.node)
	}
	if err != nil {
		return w.found, err
	}
	after, err := w.aside()
	for _, seen := range []map[KeyID]int64{before, after} {
		for id, n := range seen {
			w.found.Under[id] = max(w.found.Under[id], n)
		}
	}
	return w.found, err
}

func newSeals() Seals { return Seals{Under: map[KeyID]int64{}, Families: map[string]int64{}} }

// aside looks at what is put aside and says how many values each key has sealed
// there. It is not counted among the values, since the walk itself does that.
func (w *walker) aside() (under map[KeyID]int64, err error) {
	all := w.found
	w.found = newSeals()
	err = w.hash(keyParked)
	all.Anew += w.found.Anew
	under, w.found = w.found.Under, all
	return under, err
}

// node walks through the keys of one Redis. A key that stands throughout is
// passed at least once.
func (w *walker) node(_ context.Context, db redis.Cmdable) error {
	var cursor uint64
	for {
		keys, next, err := db.Scan(w.ctx, cursor, w.prefix+"*", walkBatch).Result()
		if err != nil {
			return fmt.Errorf("store: walk: %w", err)
		}
		if err := w.keys(keys); err != nil {
			return err
		}
		if cursor = next; cursor == 0 {
			return nil
		}
	}
}

func (w *walker) keys(keys []string) error {
	var singles []string
	for _, key := range keys {
		name := strings.TrimPrefix(key, w.prefix)
		var err error
		switch kindOf(name) {
		case "string":
			singles = append(singles, name)
		case "list":
			err = w.list(name)
		case "hash":
			err = w.hash(name)
		}
		if err != nil {
			return err
		}
	}
	return w.strings(singles)
}

// strings looks at keys that hold one value each.
func (w *walker) strings(names []string) error {
	if len(names) == 0 {
		return nil
	}
	full := make([]string, len(names))
	for i, name := range names {
		full[i] = w.key(name)
	}
	values, err := w.db.MGet(w.ctx, full...).Result()
	if err != nil {
		return fmt.Errorf("store: walk: %w", err)
	}
	for i, name := range names {
		if value, here := values[i].(string); here {
			if err := w.put(name, "string", w.anew(nil, name, "", value)); err != nil {
				return err
			}
		}
	}
	return nil
}

// list looks at a list from its end to its head, since that is where it gets shorter.
func (w *walker) list(name string) error {
	n, err := w.db.LLen(w.ctx, w.key(name)).Result()
	if err != nil {
		return fmt.Errorf("store: walk: %w", err)
	}
	for end := n; end > 0; end -= walkBatch {
		from := max(0, end-walkBatch)
		values, err := w.db.LRange(w.ctx, w.key(name), from, end-1).Result()
		if err != nil {
			return fmt.Errorf("store: walk: %w", err)
		}
		var changes []any
		for i, value := range values {
			changes = w.anew(changes, name, strconv.FormatInt(from+int64(i), 10), value)
		}
		if err := w.put(name, "list", changes); err != nil {
			return err
		}
	}
	return nil
}

func (w *walker) hash(name string) error {
	var cursor uint64
	for {
		pairs, next, err := w.db.HScan(w.ctx, w.key(name), cursor, "*", walkBatch).Result()
		if err != nil {
			return fmt.Errorf("store: walk: %w", err)
		}
		var changes []any
		for i := 0; i+1 < len(pairs); i += 2 {
			changes = w.anew(changes, name, pairs[i], pairs[i+1])
		}
		if err := w.put(name, "hash", changes); err != nil {
			return err
		}
		if cursor = next; cursor == 0 {
			return nil
		}
	}
}

// anew adds to the changes what becomes of one value.
func (w *walker) anew(changes []any, name, at, value string) []any {
	part, ok := w.partOf(name, value)
	if !ok {
		return changes
	}
	by, ok := sealedBy(part.sealed)
	w.found.Values++
	if !ok {
		w.found.Damaged++
		return changes
	}
	if by == w.sealer.writes {
		w.found.count(name, by)
		return changes
	}
	plain, err := w.sealer.primitive.Decrypt([]byte(part.sealed), []byte(part.bound))
	if err != nil {
		w.found.Damaged++
		return changes
	}
	w.found.count(name, by)
	if !w.reseal {
		return changes
	}
	sealed, err := w.sealer.primitive.Encrypt(plain, []byte(part.bound))
	if err != nil {
		w.found.Damaged++
		return changes
	}
	return append(changes, at, value, part.head+string(sealed))
}

func (f *Seals) count(name string, by KeyID) {
	f.Under[by]++
	family, _, _ := strings.Cut(name, ":")
	f.Families[family]++
}

func (w *walker) put(name, kind string, changes []any) error {
	if len(changes) == 0 {
		return nil
	}
	n, err := w.runInt(w.ctx, resealScript, "reseal "+name, append([]any{name, kind}, changes...)...)
	w.found.Anew += n
	return err
}

// Rewriting has Redis write its append-only files anew, so that nothing of what
// was replaced stays in them, and waits until it has. ErrHidden: it takes no
// such order.
func (s *Store) Rewriting(ctx context.Context, pause func(context.Context) error) error {
	for begun := false; ; {
		running, good, err := s.rewriting(ctx)
		switch {
		case err != nil:
			return err
		case running: // one that began before us may not have seen everything
		case !begun:
			if begun, err = s.rewrite(ctx); err != nil {
				return err
			}
		case good:
			return nil
		default:
			return errors.New("store: Redis could not write its files anew: is its disk full?")
		}
		if err := pause(ctx); err != nil {
			return err
		}
	}
}
