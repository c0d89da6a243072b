package store

import (
	"context"
	"fmt"
	"io"
	"strconv"
	"sync"
	"sync/atomic"
	"time"

	"github.com/redis/go-redis/v9"
)

// Options are what a store needs to know.
type Options struct {
	Deployment string        // hash tag of every key; a short name
	Replica    string        // name of this process among its deployment's
	MasterKey  string        // sealing keyset, as NewKey prints it
	Lease      time.Duration // how long a claim holds; default 15 s
	Heard      int           // replicas of Redis that must have heard before anything leaves the house
	Random     io.Reader     // crypto/rand outside tests
}

// Store is one deployment's Redis, as seen by one replica.
type Store struct {
	db      redis.UniversalClient
	prefix  string
	replica string
	epoch   atomic.Int64
	lease   time.Duration
	heard   int
	random  io.Reader
	sealer  *sealer
	ring    ring // own keys looked up
	fence   *fence

	mu     sync.Mutex
	calls  int64               // claiming calls begun
	held   map[string]struct{} // stems of such calls under way, tokens of claims this process works on
	full   atomic.Bool         // Redis is nearly full: what can wait, waits
	torn   atomic.Bool         // an answer was lost: claims may be held that nobody knows of
	mended atomic.Int64        // when such claims were last looked for, ms
}

// Open prepares a store on a connected client. Enter must be called before
// anything is claimed.
func Open(db redis.UniversalClient, o Options) (*Store, error) {
	sealer, err := newSealer(o.MasterKey)
	if err != nil {
		return nil, err
	}
	if o.Lease == 0 {
		o.Lease = 15 * time.Second
	}
	return &Store{
		db: db, prefix: "{" + o.Deployment + "}:", replica: o.Replica, lease: o.Lease, heard: o.Heard,
		random: o.Random, sealer: sealer, fence: newFence(), held: map[string]struct{}{},
	}, nil
}

// Lease is how long a claim holds.
func (s *Store) Lease() time.Duration { return s.lease }

// Enter raises this replica's epoch, so that nothing of a former process under
// its name can commit any more, and frees whatever that one held. It refuses a
// MASTER_KEY that cannot open what is kept here, and changes nothing then.
func (s *Store) Enter(ctx context.Context, now time.Time) (freed int64, err error) {
	if err := s.admit(ctx, now); err != nil {
		return 0, err
	}
	epoch, err := s.db.HIncrBy(ctx, s.key(keyReplicas), s.replica, 1).Result()
	if err != nil {
		return 0, fmt.Errorf("store: enter: %w", err)
	}
	s.epoch.Store(epoch)
	s.mended.Store(ms(now))
	return s.free(ctx, now, s.replica+"/")
}

// Takeover frees leases that have run out, whoever held them.
func (s *Store) Takeover(ctx context.Context, now time.Time) (freed int64, err error) {
	return s.free(ctx, now, "")
}

// mendEvery is how often claims are looked for that nobody knows of: a client
// that asks again by itself hides that an answer was lost.
const mendEvery = time.Second

// mend frees claims of this process that it does not know of: their answer was
// lost on the way. It does so at once when a loss was seen, and else now and
// then. Calls that are under way, or begin meanwhile, are left alone.
func (s *Store) mend(ctx context.Context, now time.Time) error {
	if !s.torn.Swap(false) && ms(now)-s.mended.Load() < mendEvery.Milliseconds() {
		return nil
	}
	s.mended.Store(ms(now))
	s.mu.Lock()
	known := []any{s.calls}
	for token := range s.held {
		known = append(known, token)
	}
	s.mu.Unlock()
	if _, err := s.free(ctx, now, s.stem(), known...); err != nil {
		s.torn.Store(true)
		return err
	}
	return nil
}

func (s *Store) free(ctx context.Context, now time.Time, stem string, known ...any) (int64, error) {
	args := append([]any{ms(now), stem}, known...)
	out, err := s.runList(ctx, freeScript, "free", args...)
	if err != nil || len(out) != 2 {
		return 0, err
	}
	return out[0].(int64) + out[1].(int64), nil
}

func (s *Store) stem() string { return s.replica + "/" + s.epochText() + "/" }

func (s *Store) epochText() string { return strconv.FormatInt(s.epoch.Load(), 10) }

// begin numbers a claiming call and holds its stem, the part of its tokens that
// no other call has; let ends it.
func (s *Store) begin(kind string) (stem string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.calls++
	stem = kind + strconv.FormatInt(s.calls, 36)
	s.held[s.stem()+stem] = struct{}{}
	return stem
}

// lost ends a claiming call whose answer never came.
func (s *Store) lost(stem string) {
	s.let(s.stem() + stem)
	s.torn.Store(true)
}

func (s *Store) hold(token string) {
	s.mu.Lock()
	s.held[token] = struct{}{}
	s.mu.Unlock()
}

func (s *Store) let(token string) {
	s.mu.Lock()
	delete(s.held, token)
	s.mu.Unlock()
}

// Ping reports whether Redis answers, and as many of its replicas as must hear.
func (s *Store) Ping(ctx context.Context) error {
	if err := s.db.Ping(ctx).Err(); err != nil || s.heard == 0 {
		return err
	}
	n, err := s.followers(ctx)
	if err == nil && n < s.heard {
		return errUnheard
	}
	return err
}

func ms(t time.Time) int64 { return t.UnixMilli() }

func fromMS(text string) time.Time {
	n, _ := strconv.ParseInt(text, 10, 64)
	return time.UnixMilli(n).UTC()
}
