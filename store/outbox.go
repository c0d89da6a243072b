package store

import (
	"context"
	"encoding/json"
	"fmt"
	"maps"
	"math"
	"strconv"
	"strings"
	"time"

	"github.com/redis/go-redis/v9"

	"polyphony/flows"
)

// ClaimRows takes rows that may leave now, one a chat, and says when to look
// again if the pace or a hold was in the way.
func (s *Store) ClaimRows(ctx context.Context, now time.Time, want flows.Want) (rows []flows.Row, next flows.Next, err error) {
	if err := s.mend(ctx, now); err != nil {
		return nil, next, err
	}
	stem := s.begin("o")
	args := []any{ms(now), s.replica, s.epochText(), ms(now.Add(s.lease)), stem, want.Max,
		gap(want.Pace.Overall, time.Second), gap(want.Pace.Chat, time.Second), gap(want.Pace.Group, time.Minute)}
	for _, lane := range want.Lanes {
		args = append(args, int(lane))
	}
	out, err := s.runHeard(ctx, outclaimScript, "claim rows", args...)
	if err != nil {
		s.lost(stem)
		return nil, next, err
	}
	defer s.let(s.stem() + stem)
	list, ok := out.([]any)
	if !ok {
		return nil, next, flows.ErrOldEpoch
	}
	next = flows.Next{Look: fromMSOrZero(list[0].(string)), Quiet: fromMSOrZero(list[2].(string))}
	s.ring.see(eraOf(list[1]))
	for i := 3; i+4 < len(list); i += 5 {
		row, err := s.decodeRow(list[i].(string), list[i+1].(string), list[i+2].(string), list[i+3].(string), list[i+4].(string))
		s.hold(row.Claim)
		if err != nil {
			row.Broken = true
		}
		rows = append(rows, row)
	}
	return rows, next, s.complete(ctx, rows)
}

// target is where a row waits: its chat, or "@" and the channel it leaves by.
func target(m flows.Message) string {
	if m.Channel != "" {
		return "@" + m.Channel
	}
	return strconv.FormatInt(m.Chat, 10)
}

// gap is the time between two messages in ms, with a fraction.
func gap(rate float64, per time.Duration) string {
	if rate <= 0 {
		return "0"
	}
	return strconv.FormatFloat(math.Round(float64(per.Microseconds())/rate)/1000, 'f', 3, 64)
}

// complete looks up which of the rows' cards stand already, and the own keys
// that open their words, in one round trip.
func (s *Store) complete(ctx context.Context, rows []flows.Row) error {
	pipe := s.db.Pipeline()
	looks := map[int]*redis.StringCmd{}
	for i, r := range rows {
		if r.Message.Slot != "" {
			looks[i] = pipe.HGet(ctx, s.key(keySlots, target(r.Message)), r.Message.Slot)
		}
	}
	keys, missing := s.ring.pick(rowOwners(rows))
	var asked *redis.SliceCmd
	if len(missing) > 0 {
		asked = pipe.MGet(ctx, s.ownNames(missing)...)
	}
	if pipe.Len() > 0 {
		if _, err := pipe.Exec(ctx); err != nil && err != redis.Nil {
			return s.abandon(rows, err)
		}
	}
	if asked != nil {
		if err := asked.Err(); err != nil {
			return s.abandon(rows, err)
		}
		found, damaged := s.ownFound(missing, asked.Val())
		for i := range rows {
			rows[i].Broken = rows[i].Broken || damaged != nil
		}
		maps.Copy(keys, found)
	}
	if err := s.revealRows(ctx, rows, keys); err != nil {
		return s.abandon(rows, err)
	}
	for i, look := range looks {
		id, seq, found := strings.Cut(look.Val(), ":")
		if !found {
			continue
		}
		rows[i].Known, _ = strconv.Atoi(id)
		n, _ := strconv.ParseInt(seq, 10, 64)
		rows[i].Stale = n > rows[i].Seq
	}
	return nil
}

// abandon gives up rows that were claimed and could not be completed.
func (s *Store) abandon(rows []flows.Row, err error) error {
	s.torn.Store(true)
	for _, r := range rows {
		s.let(r.Claim)
	}
	return fmt.Errorf("store: rows: %w", err)
}

// Settle says what became of a claimed row. A row whose lease has gone to
// another is left alone.
func (s *Store) Settle(ctx context.Context, now time.Time, row flows.Row, o flows.Outcome) error {
	stays, tried := "", "0"
	if !o.Done {
		stays = strconv.FormatInt(ms(o.Again), 10)
	}
	if o.Tried {
		tried = "1"
	}
	m := row.Message
	args := []any{ms(now), s.replica, s.epochText(), target(m), int(m.Lane), row.Claim, row.ID,
		stays, tried, m.Slot, o.Sent, row.Seq, msOrZero(o.HoldChat), msOrZero(o.HoldAll)}
	args, err := s.failureArgs(args, now, row, o.Failure)
	if err != nil {
		return err
	}
	if _, err := s.runInt(ctx, settleScript, "settle "+row.ID, args...); err != nil {
		s.torn.Store(true)
		return err // still ours: the sender tries again until the lease ends
	}
	s.let(row.Claim)
	return nil
}

// failureArgs makes the event by which a failure comes back into the inbox.
func (s *Store) failureArgs(args []any, now time.Time, row flows.Row, f *flows.Failure) ([]any, error) {
	if f == nil {
		return append(args, "", "", "0", ""), nil
	}
	body, err := json.Marshal(f)
	if err != nil {
		return nil, fmt.Errorf("store: failure of %s: %w", row.ID, err)
	}
	seed, err := s.NewSeed()
	if err != nil {
		return nil, err
	}
	queue := "chat:" + strconv.FormatInt(f.Chat, 10)
	switch {
	case f.Alert != "":
		queue = "alert:" + f.Alert
	case f.Visit != "":
		queue = "visit:" + f.Visit
	}
	it := flows.Item{ID: "f:" + row.ID + ":" + f.Reason, Queue: queue, Source: flows.FromDelivery, At: now, Seed: seed, Body: body}
	enc, err := s.encodeItem(it)
	if err != nil {
		return nil, err
	}
	return append(args, it.ID, queue, int(flows.QueueLane(queue)), enc), nil
}

func msOrZero(t time.Time) int64 {
	if t.IsZero() {
		return 0
	}
	return ms(t)
}

func fromMSOrZero(text string) time.Time {
	if text == "0" {
		return time.Time{}
	}
	return fromMS(text)
}

// A row stands in its list as id NUL flags NUL when NUL number NUL sealed
// message; the script adds the number. Flag "f": does not count for the pace.
func (s *Store) sealRow(it flows.Item, n int, m flows.Message, own *ownSealing) (head string, sealed []byte, err error) {
	kept, err := own.conceal(m)
	if err != nil {
		return "", nil, err
	}
	body, err := json.Marshal(kept)
	if err != nil {
		return "", nil, fmt.Errorf("store: row: %w", err)
	}
	id, flags := it.ID+"#"+strconv.Itoa(n), "p"
	if m.Answer != "" {
		flags = "f"
	}
	sealed, err = s.sealer.seal(s.prefix+outKey(int(m.Lane), target(m))+"/"+id, 1, body)
	return fmt.Sprintf("%s\x00%s\x00%d", id, flags, ms(it.At)), sealed, err
}

// decodeRow opens a row; the words in it stay sealed under their own keys.
func (s *Store) decodeRow(chat, lane, token, encoded, tries string) (flows.Row, error) {
	row := flows.Row{Claim: token}
	n, _ := strconv.Atoi(lane)
	row.Message.Lane = flows.Lane(n)
	if channel, other := strings.CutPrefix(chat, "@"); other {
		row.Message.Channel = channel
	} else {
		row.Message.Chat, _ = strconv.ParseInt(chat, 10, 64)
	}
	parts := strings.SplitN(encoded, "\x00", 5)
	row.ID = parts[0]
	if len(parts) != 5 {
		return row, fmt.Errorf("store: a row to chat %s is malformed", chat)
	}
	row.Tries, _ = strconv.Atoi(tries)
	row.At = fromMS(parts[2])
	row.Seq, _ = strconv.ParseInt(parts[3], 10, 64)
	_, body, err := s.sealer.open(s.prefix+outKey(n, chat)+"/"+row.ID, []byte(parts[4]))
	if err != nil {
		return row, err
	}
	var m flows.Message
	if err := json.Unmarshal(body, &m); err != nil {
		return row, fmt.Errorf("store: row %s is malformed", row.ID)
	}
	row.Message = m
	return row, nil
}
