package store

import (
	"context"
	"encoding/json"
	"fmt"
	"strconv"
	"strings"
	"time"

	"polyphony/care"
	"polyphony/flows"
)

// Commit lands a decision together with the acknowledgement of its event, or
// does nothing. With keep it goes on with the next item of the same queue,
// under the same lease, and returns its claim. Errors: flows.ErrConflict (decide
// again), flows.ErrLost (somebody else has the queue now), or Redis's. tx must come
// from Begin.
func (s *Store) Commit(ctx context.Context, now time.Time, c flows.Claim, tx flows.Tx, d flows.Decision, keep bool) (*flows.Claim, error) {
	return s.commit(ctx, now, c, tx, d, keep, "")
}

// Park takes an item that cannot be handled out of its queue and keeps it for
// an operator to see and replay; d is what is done about it meanwhile.
func (s *Store) Park(ctx context.Context, now time.Time, c flows.Claim, tx flows.Tx, d flows.Decision, reason string) error {
	_, err := s.commit(ctx, now, c, tx, d, false, reason)
	return err
}

func (s *Store) commit(ctx context.Context, now time.Time, c flows.Claim, tx flows.Tx, d flows.Decision, keep bool, park string) (*flows.Claim, error) {
	till := int64(0)
	if keep {
		till = ms(now.Add(s.lease))
	}
	args := []any{ms(now), s.replica, s.epochText(), c.Item.Queue, c.Token, int(flows.QueueLane(c.Item.Queue)), c.Item.ID, till, park}
	own, err := s.ownSealing(ctx, d)
	if err != nil {
		return nil, err
	}
	args, err = s.decisionArgs(args, c, tx, d, own)
	if err != nil {
		return nil, err
	}
	if args, err = s.trimArgs(ctx, args, d.Trim); err != nil {
		return nil, err
	}
	defer s.fence.change(written(d))()
	out, err := s.runList(ctx, commitScript, "commit "+c.Item.ID, args...)
	if err != nil {
		s.torn.Store(true)
		s.let(c.Token)
		return nil, err
	}
	switch out[0].(string) {
	case "conflict":
		if owner, found := strings.CutPrefix(out[1].(string), keyOwn); found {
			s.ring.drop(map[string]bool{owner: true})
		}
		return nil, flows.ErrConflict
	case "erased":
		s.refused(out[1].(string))
		return nil, flows.ErrConflict
	case "lost":
		s.let(c.Token)
		return nil, flows.ErrLost
	}
	s.landed(own, eraOf(out[3]))
	if next := out[1].(string); next != "" {
		after := s.claim(c.Item.Queue, c.Token, next, out[2].(string))
		return &after, nil
	}
	s.let(c.Token)
	return nil, nil
}

// written are the records that a decision changes.
func written(d flows.Decision) (keys []string) {
	for _, put := range d.Put {
		keys = append(keys, recordKey(put.Kind, put.ID))
	}
	return keys
}

func (s *Store) decisionArgs(args []any, c flows.Claim, tx flows.Tx, d flows.Decision, own *ownSealing) ([]any, error) {
	reads := tx.(*Tx).reads
	args = append(args, len(reads))
	for key, rev := range reads {
		args = append(args, key, rev)
	}
	args = append(args, len(own.wrapped))
	for owner, wrapped := range own.wrapped {
		args = append(args, owner, wrapped)
	}
	args = append(args, len(own.used))
	for owner, mark := range own.used {
		args = append(args, owner, mark)
	}
	args = append(args, len(d.Erase))
	for _, e := range d.Erase {
		args = append(args, e.Contact, e.Chat)
	}
	args = append(args, len(d.Put))
	for _, put := range d.Put {
		key, value := recordKey(put.Kind, put.ID), []byte{}
		if put.Value != nil {
			var err error
			if value, err = s.sealRecord(put.Kind, key, put.Value, own); err != nil {
				return nil, err
			}
		}
		args = append(args, key, value)
	}
	args = append(args, len(d.Say))
	for i, m := range d.Say {
		head, sealed, err := s.sealRow(c.Item, i, m, own)
		if err != nil {
			return nil, err
		}
		args = append(args, target(m), int(m.Lane), head, sealed)
	}
	args = append(args, len(d.Timers))
	for _, t := range d.Timers {
		due := ""
		if !t.Due.IsZero() {
			due = strconv.FormatInt(ms(t.Due), 10)
		}
		args = append(args, int(flows.QueueLane(t.Key.Queue())), t.Key.String(), due)
	}
	return s.auditArgs(args, d.Audit)
}

func (s *Store) auditArgs(args []any, entries []flows.Entry) ([]any, error) {
	args = append(args, len(entries))
	for _, e := range entries {
		key := keyAudit + e.Subject
		body, err := json.Marshal(e)
		if err != nil {
			return nil, fmt.Errorf("store: audit entry: %w", err)
		}
		sealed, err := s.sealer.seal(s.prefix+key, 1, body)
		if err != nil {
			return nil, err
		}
		args = append(args, key, sealed)
	}
	return args, nil
}

// Audit returns the trail of a subject, oldest first.
func (s *Store) Audit(ctx context.Context, subject string) ([]flows.Entry, error) {
	key := keyAudit + subject
	list, err := s.db.LRange(ctx, s.key(key), 0, -1).Result()
	if err != nil {
		return nil, fmt.Errorf("store: audit: %w", err)
	}
	out := make([]flows.Entry, len(list))
	for i, sealed := range list {
		_, body, err := s.sealer.open(s.prefix+key, []byte(sealed))
		if err != nil {
			return nil, err
		}
		if err := json.Unmarshal(body, &out[i]); err != nil {
			return nil, fmt.Errorf("store: audit entry of %s is malformed", subject)
		}
	}
	return out, nil
}

// Peek reads one record outside any decision, for operators and tests.
func (s *Store) Peek(ctx context.Context, kind care.Kind, id string, into any) (bool, error) {
	return s.Begin(ctx).Read(kind, id, into)
}
