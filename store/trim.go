package store

import (
	"context"

	"polyphony/flows"
)

// trimArgs say how many entries at the head of a trail go. New entries are
// only ever added at its end, so the count stays true until the commit.
func (s *Store) trimArgs(ctx context.Context, args []any, trims []flows.Trimming) ([]any, error) {
	args = append(args, len(trims))
	for _, t := range trims {
		old := -1 // all of it
		if !t.Before.IsZero() {
			trail, err := s.Audit(ctx, t.Subject)
			if err != nil {
				return nil, err
			}
			for old = 0; old < len(trail) && trail[old].At.Before(t.Before); old++ {
			}
		}
		args = append(args, keyAudit+t.Subject, old)
	}
	return args, nil
}
