package store

import (
	"bytes"
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io"
	"strconv"
	"strings"
	"time"

	"polyphony/flows"
)

// Record puts items into the inbox, each at most once however often it comes,
// and reports how many were new. When it returns without an error they are as
// durable as Redis is, and as many replicas of it have them as must have heard.
func (s *Store) Record(ctx context.Context, items []flows.Item) (fresh int64, err error) {
	if len(items) == 0 {
		return 0, nil
	}
	args := make([]any, 1, 1+4*len(items))
	args[0] = ms(items[0].At)
	for _, it := range items {
		enc, err := s.encodeItem(it)
		if err != nil {
			return 0, err
		}
		args = append(args, it.ID, it.Queue, int(flows.QueueLane(it.Queue)), enc)
	}
	out, err := s.runHeard(ctx, recordScript, "record", args...)
	fresh, _ = out.(int64)
	return fresh, err
}

// Claim takes the oldest item of up to max queues that wait, deadlines first.
func (s *Store) Claim(ctx context.Context, now time.Time, max int) ([]flows.Claim, error) {
	if err := s.mend(ctx, now); err != nil {
		return nil, err
	}
	stem := s.begin("i")
	out, err := s.run(ctx, claimScript, "claim", ms(now), s.replica, s.epochText(), ms(now.Add(s.lease)), stem, max)
	if err != nil {
		s.lost(stem)
		return nil, err
	}
	defer s.let(s.stem() + stem)
	list, ok := out.([]any)
	if !ok {
		return nil, flows.ErrOldEpoch
	}
	claims := make([]flows.Claim, 0, len(list)/4)
	for i := 0; i+3 < len(list); i += 4 {
		claims = append(claims, s.claim(list[i].(string), list[i+1].(string), list[i+2].(string), list[i+3].(string)))
	}
	return claims, nil
}

func (s *Store) claim(queue, token, encoded, tries string) flows.Claim {
	s.hold(token)
	item, err := s.decodeItem(queue, encoded)
	n, _ := strconv.Atoi(tries)
	return flows.Claim{Item: item, Tries: n, Bad: err, Token: token}
}

// Release gives a claim back undone. With failed it counts as a failed try,
// and the item may be claimed again only after the delay; the new count of
// tries is returned.
func (s *Store) Release(ctx context.Context, now time.Time, c flows.Claim, failed bool, delay time.Duration) (tries int64, err error) {
	id := ""
	if failed {
		id = c.Item.ID
	}
	tries, err = s.runInt(ctx, releaseScript, "release", c.Item.Queue, c.Token, int(flows.QueueLane(c.Item.Queue)), ms(now.Add(delay)), id)
	s.let(c.Token)
	if err != nil {
		s.torn.Store(true)
	}
	return tries, err
}

// An item stands in its list as id NUL source NUL when NUL body. The body of
// updates, failures and commands is sealed with its seed; a timer has only the
// seed of its batch.
func (s *Store) encodeItem(it flows.Item) ([]byte, error) {
	body := append(append([]byte{}, it.Seed[:]...), it.Body...)
	sealed, err := s.sealer.seal(s.prefix+keyQueue+it.Queue+"/"+it.ID, 1, body)
	if err != nil {
		return nil, err
	}
	head := fmt.Sprintf("%s\x00%s\x00%d\x00", it.ID, it.Source, ms(it.At))
	return append([]byte(head), sealed...), nil
}

func (s *Store) decodeItem(queue, encoded string) (flows.Item, error) {
	parts := strings.SplitN(encoded, "\x00", 4)
	if len(parts) != 4 {
		return flows.Item{Queue: queue, ID: parts[0]}, fmt.Errorf("store: an item of queue %s is malformed", queue)
	}
	it := flows.Item{ID: parts[0], Queue: queue, Source: flows.Source(parts[1]), At: fromMS(parts[2])}
	if it.Source == flows.FromTimer {
		mac := hmac.New(sha256.New, []byte(parts[3]))
		mac.Write([]byte(it.ID))
		copy(it.Seed[:], mac.Sum(nil))
		return it, nil
	}
	_, body, err := s.sealer.open(s.prefix+keyQueue+queue+"/"+it.ID, []byte(parts[3]))
	if err != nil {
		return it, err
	}
	if len(body) < len(it.Seed) {
		return it, fmt.Errorf("store: item %s has no seed", it.ID)
	}
	copy(it.Seed[:], body)
	it.Body = bytes.Clone(body[len(it.Seed):])
	return it, nil
}

// NewSeed draws the randomness of one event.
func (s *Store) NewSeed() (seed flows.Seed, err error) {
	_, err = io.ReadFull(s.random, seed[:])
	return seed, err
}

// seedText is a seed without NULs or bytes that a script could stumble over.
func (s *Store) seedText() (string, error) {
	seed, err := s.NewSeed()
	if err != nil {
		return "", err
	}
	return hex.EncodeToString(seed[:]), nil
}
