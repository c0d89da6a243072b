package store

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"time"

	"github.com/redis/go-redis/v9"
)

// heardWithin is how long replicas of Redis have to say that they have heard.
const heardWithin = time.Second

// errUnheard: the primary has it, and too few others. Nothing may be built on
// it, since whoever takes over may not know of it.
var errUnheard = errors.New("too few replicas of Redis have heard")

// runHeard evaluates a script and returns only when so many replicas of Redis
// as were asked for have heard of it, and so of everything before it. Two acts
// alone go this way, the two by which something leaves the house: an update is
// said to have arrived (record), and a row is handed over (outclaim). What they
// rest on then survives the loss of the primary.
func (s *Store) runHeard(ctx context.Context, sc *redis.Script, what string, args ...any) (any, error) {
	if s.heard == 0 {
		return s.run(ctx, sc, what, args...)
	}
	node, err := s.primary(ctx)
	if err != nil {
		return nil, fmt.Errorf("store: %s: %w", what, err)
	}
	out, err := s.evalHeard(ctx, node, "EVALSHA", sc.Hash(), args)
	if redis.HasErrorPrefix(err, "NOSCRIPT") {
		out, err = s.evalHeard(ctx, node, "EVAL", scriptText[sc], args)
	}
	if err != nil {
		return nil, fmt.Errorf("store: %s: %w", what, err)
	}
	return out, nil
}

// oneRedis is a single server, however it is reached.
type oneRedis interface {
	Do(ctx context.Context, args ...any) *redis.Cmd
	Pipeline() redis.Pipeliner
}

// primary is the server that has this deployment's slot.
func (s *Store) primary(ctx context.Context) (oneRedis, error) {
	if cluster, ok := s.db.(*redis.ClusterClient); ok {
		return cluster.MasterForKey(ctx, s.prefix)
	}
	return s.db, nil
}

// followers is how many replicas answer now.
func (s *Store) followers(ctx context.Context) (int, error) {
	node, err := s.primary(ctx)
	if err != nil {
		return 0, fmt.Errorf("store: replicas: %w", err)
	}
	return followers(ctx, node, s.heard)
}

func followers(ctx context.Context, node oneRedis, want int) (int, error) {
	n, err := node.Do(ctx, "WAIT", want, heardWithin.Milliseconds()).Int()
	if err != nil {
		return 0, fmt.Errorf("store: waiting for replicas: %w", err)
	}
	return n, nil
}

// CheckHeard adds to d what is known of a Redis's replicas, of which so many
// must hear; failsOver says that one of them may take over. A Redis that does
// not wait for replicas is refused, one whose replicas are away is not: whoever
// writes meanwhile gets the crisis lines, as in every outage.
func CheckHeard(ctx context.Context, db redis.UniversalClient, d Durability, heard int, failsOver bool) (Durability, error) {
	d.Heard, d.Alone = heard, failsOver && heard == 0
	if heard == 0 {
		return d, nil
	}
	ask := func(ctx context.Context, node oneRedis) error {
		n, err := followers(ctx, node, heard)
		if hides(err) {
			return errors.New("this Redis does not wait for its replicas (WAIT): a failover may forget what it was told; accept that with REDIS_REPLICAS=0")
		}
		d.Lacks = max(d.Lacks, heard-n)
		return err
	}
	if cluster, ok := db.(*redis.ClusterClient); ok {
		var mu sync.Mutex
		err := cluster.ForEachMaster(ctx, func(ctx context.Context, node *redis.Client) error {
			mu.Lock()
			defer mu.Unlock()
			return ask(ctx, node)
		})
		return d, err
	}
	err := ask(ctx, db)
	return d, err
}

// evalHeard sends the script and the question over one connection, since WAIT
// asks about what that connection has written. Whatever matters to whoever
// waits was written by it: an update that was known already is noted again.
func (s *Store) evalHeard(ctx context.Context, node oneRedis, how, script string, args []any) (any, error) {
	pipe := node.Pipeline()
	eval := pipe.Do(ctx, append([]any{how, script, 1, s.prefix}, args...)...)
	wait := pipe.Do(ctx, "WAIT", s.heard, heardWithin.Milliseconds())
	_, _ = pipe.Exec(ctx) // each answer says itself what went wrong
	out, err := eval.Result()
	if err != nil && !errors.Is(err, redis.Nil) {
		return nil, err
	}
	switch n, err := wait.Int(); {
	case err != nil:
		return nil, err
	case n < s.heard:
		return nil, errUnheard
	}
	return out, nil
}
