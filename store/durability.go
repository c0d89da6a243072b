package store

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"sync"

	"github.com/redis/go-redis/v9"
)

// AcceptEverysec is what an operator names to accept a Redis that may lose its
// last second, or that does not say how it writes to its disk.
const AcceptEverysec = "everysec"

// unsaid stands for what a Redis does not say.
const unsaid = "unsaid"

// Durability is how a Redis keeps what it was told.
type Durability struct {
	Eviction string // maxmemory-policy
	AOF      string // yes or no
	Fsync    string // always, everysec or no
	Accepted bool   // it promises less than always, and an operator accepted that
	Heard    int    // so many replicas must have heard before anything leaves the house
	Lacks    int    // so many of them are not there now
	Alone    bool   // another server may take over that has not heard everything, and an operator accepted that
}

// String reads "aof yes, fsync always, eviction noeviction"; for the log and
// /readyz.
func (d Durability) String() string {
	s := fmt.Sprintf("aof %s, fsync %s, eviction %s", d.AOF, d.Fsync, d.Eviction)
	if d.Accepted {
		s += ", accepted"
	}
	if d.Heard > 0 {
		s += fmt.Sprintf(", heard by %d more", d.Heard)
	}
	if d.Alone {
		s += ", a failover may forget: accepted"
	}
	return s
}

// CheckDurability asks a Redis, or every master of a Cluster, how it keeps
// data. Its error says what to do about one that could forget an urgent
// message (I1): one that may evict keys, keeps nothing on disk, or writes to
// it later than always. The last, and one that does not say, pass if accept
// names them. A Redis that cannot be asked at all gives the client's error.
func CheckDurability(ctx context.Context, db redis.UniversalClient, accept string) (Durability, error) {
	cluster, ok := db.(*redis.ClusterClient)
	if !ok {
		return checkNode(ctx, db, accept)
	}
	var mu sync.Mutex
	var weakest Durability
	err := cluster.ForEachMaster(ctx, func(ctx context.Context, node *redis.Client) error {
		d, err := checkNode(ctx, node, accept)
		mu.Lock()
		defer mu.Unlock()
		if weakest.Eviction == "" || d.Accepted {
			weakest = d
		}
		return err
	})
	return weakest, err
}

func checkNode(ctx context.Context, db redis.Cmdable, accept string) (Durability, error) {
	d, err := askNode(ctx, db)
	if err != nil {
		return d, fmt.Errorf("asking Redis how it keeps data: %w", err)
	}
	if err := d.judge(accept == AcceptEverysec); err != nil {
		return d, err
	}
	d.Accepted = d.judge(false) != nil
	return d, nil
}

// judge says what an operator must do before this Redis may be used.
func (d Durability) judge(accepted bool) error {
	switch {
	case d.Eviction != "noeviction" && d.Eviction != unsaid:
		return fmt.Errorf("this Redis forgets keys when its memory is full (maxmemory-policy %s): set maxmemory-policy noeviction", d.Eviction)
	case d.AOF == "no":
		return errors.New("this Redis does not write what it is told to its disk: set appendonly yes")
	case d.Fsync == "no":
		return errors.New("this Redis leaves it to the system when to write to its disk (appendfsync no): set appendfsync always")
	case d.Fsync == "always" && d.Eviction != unsaid && d.AOF != unsaid, accepted:
		return nil
	case d.Fsync == AcceptEverysec:
		return errors.New("this Redis may lose the last second of what it was told (appendfsync everysec): set appendfsync always, or accept it with ACCEPT_DURABILITY=everysec")
	}
	return errors.New("this Redis does not say how it keeps data: ask whoever runs it that it keeps an append-only file and evicts nothing, then accept it with ACCEPT_DURABILITY=everysec")
}

// askNode asks by CONFIG, and by INFO for what a managed Redis hides there.
func askNode(ctx context.Context, db redis.Cmdable) (d Durability, err error) {
	for _, ask := range []struct {
		into *string
		name string
	}{{&d.Eviction, "maxmemory-policy"}, {&d.AOF, "appendonly"}, {&d.Fsync, "appendfsync"}} {
		got, err := db.ConfigGet(ctx, ask.name).Result()
		if err != nil && !hides(err) {
			return d, err
		}
		*ask.into = got[ask.name]
	}
	if d.Eviction == "" {
		if d.Eviction, err = infoField(ctx, db, "memory", "maxmemory_policy"); err != nil {
			return d, err
		}
	}
	if d.AOF == "" {
		aof, err := infoField(ctx, db, "persistence", "aof_enabled")
		if err != nil {
			return d, err
		}
		d.AOF = map[string]string{"0": "no", "1": "yes"}[aof]
	}
	for _, field := range []*string{&d.Eviction, &d.AOF, &d.Fsync} {
		if *field == "" {
			*field = unsaid
		}
	}
	return d, nil
}

// infoField reads one line of INFO; empty when it is hidden as well.
func infoField(ctx context.Context, db redis.Cmdable, section, name string) (string, error) {
	text, err := db.Info(ctx, section).Result()
	if err != nil {
		if hides(err) {
			return "", nil
		}
		return "", err
	}
	for line := range strings.Lines(text) {
		if value, ok := strings.CutPrefix(line, name+":"); ok {
			return strings.TrimSpace(value), nil
		}
	}
	return "", nil
}

// hides reports whether Redis keeps the answer to itself: the command is taken
// away or forbidden. One that is loading, or wants a password, does not.
func hides(err error) bool {
	var reply redis.Error
	return errors.As(err, &reply) && (strings.HasPrefix(reply.Error(), "ERR") || strings.HasPrefix(reply.Error(), "NOPERM"))
}
