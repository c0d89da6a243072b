package store

import (
	"context"
	"fmt"
	"maps"
	"reflect"
	"slices"

	"polyphony/flows"
)

// ownSealing is what one decision needs to seal the words in it.
type ownSealing struct {
	keys    keysOf
	made    keysOf            // those that the commit must land as well
	wrapped map[string][]byte // and their form for Redis
	used    map[string]string // the others, by what the commit must still find of them
}

// ownSealing finds or makes the keys of everybody whose words stand in a
// decision. Whoever it erases has none any more.
func (s *Store) ownSealing(ctx context.Context, d flows.Decision) (*ownSealing, error) {
	owners := map[string]bool{}
	note := func(owner, text string) string {
		if owner != "" && text != "" {
			owners[owner] = true
		}
		return text
	}
	for _, put := range d.Put {
		if put.Value != nil {
			rewrite(reflect.ValueOf(put.Value), "", note)
		}
	}
	for i := range d.Say {
		rewrite(reflect.ValueOf(&d.Say[i]), "", note)
	}
	own := &ownSealing{keys: keysOf{}, made: keysOf{}, wrapped: map[string][]byte{}, used: map[string]string{}}
	for _, e := range d.Erase {
		delete(owners, e.Contact)
	}
	if len(owners) == 0 {
		return own, nil
	}
	var err error
	if own.keys, err = s.ownKeys(ctx, owners); err != nil {
		return nil, err
	}
	return own, s.makeOwn(own, owners)
}

func (s *Store) makeOwn(own *ownSealing, owners map[string]bool) error {
	for _, owner := range slices.Sorted(maps.Keys(owners)) {
		if key, known := own.keys[owner]; known {
			if key, ok := key.(ownKey); ok {
				own.used[owner] = key.mark
			}
			continue
		}
		key, wrapped, err := s.newOwnKey(owner)
		if err != nil {
			return err
		}
		own.keys[owner], own.made[owner], own.wrapped[owner] = key, key, wrapped
	}
	return nil
}

// conceal returns a copy of a value with the words in it sealed.
func (own *ownSealing) conceal(value any) (any, error) {
	v := reflect.ValueOf(value)
	if !planOf(v.Type()).words {
		return value, nil
	}
	var failed error
	out := rewrite(v, "", own.keys.seal(&failed)).Interface()
	if failed != nil {
		return nil, fmt.Errorf("store: sealing words: %w", failed)
	}
	return out, nil
}

// ownersOf are the owners of what is sealed in a value.
func ownersOf(v reflect.Value, owners map[string]bool) {
	rewrite(v, "", func(_, text string) string {
		if _, owner, _ := ownParts(text); owner != "" {
			owners[owner] = true
		}
		return text
	})
}

// reveal opens the words in what a record was read into, with keys that are at
// hand, or looked up in one round trip: two when one was remembered that Redis
// has since replaced. It reports whether some were erased.
func (s *Store) reveal(ctx context.Context, into any, hand keysOf) (erased bool, err error) {
	v, owners := reflect.ValueOf(into), map[string]bool{}
	ownersOf(v, owners)
	keys := hand
	for owner := range owners {
		if _, here := hand[owner]; !here {
			if keys, err = s.ownKeys(ctx, owners); err != nil {
				return false, err
			}
			break
		}
	}
	var g opened
	out := rewrite(v, "", keys.open(&g))
	if g.wrong {
		s.ring.drop(owners)
		if keys, err = s.ownKeys(ctx, owners); err != nil {
			return false, err
		}
		g = opened{}
		out = rewrite(v, "", keys.open(&g))
	}
	v.Elem().Set(out.Elem())
	return g.erased, nil
}

// revealRows opens the words in rows; keys are those looked up for them. Rows
// that a remembered key does not open are asked about once more.
func (s *Store) revealRows(ctx context.Context, rows []flows.Row, keys keysOf) error {
	for i := range rows {
		m, g := &rows[i].Message, opened{}
		out := rewrite(reflect.ValueOf(m), "", keys.open(&g))
		if g.wrong {
			owners := rowOwners(rows[i : i+1])
			s.ring.drop(owners)
			again, err := s.ownKeys(ctx, owners)
			if err != nil {
				return err
			}
			g = opened{}
			out = rewrite(reflect.ValueOf(m), "", again.open(&g))
		}
		rows[i].Erased = g.erased
		*m = *out.Interface().(*flows.Message)
	}
	return nil
}

// rowOwners are the owners of what is sealed in rows.
func rowOwners(rows []flows.Row) map[string]bool {
	owners := map[string]bool{}
	for i := range rows {
		ownersOf(reflect.ValueOf(&rows[i].Message), owners)
	}
	return owners
}
