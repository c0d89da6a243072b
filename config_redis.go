package main

import (
	"errors"
	"net/url"
	"strconv"

	"github.com/redis/go-redis/v9"
)

var errRedisURL = errors.New("not an address of Redis")

// failsOver reports whether an address is that of several servers, of which one
// takes over for another: a Sentinel's, or a Cluster's.
func failsOver(address Secret) bool {
	u, err := url.Parse(address.Reveal())
	return err == nil && (u.Query().Has("master_name") || u.Query().Has("addr"))
}

// mostHeard is the most replicas that anybody waits for.
const mostHeard = 5

// heard is how many replicas of Redis must have heard before anything leaves
// the house. Faults reports what is no number.
func (c Config) heard() int {
	if c.RedisReplicas == "" {
		if failsOver(c.RedisURL) {
			return 1
		}
		return 0
	}
	n, err := strconv.Atoi(c.RedisReplicas)
	if err != nil || n < 0 || n > mostHeard {
		return -1
	}
	return n
}

// noRetries: a script whose answer was lost must not run twice behind our back;
// the store repairs what was lost.
const noRetries = -1

// redisFrom reads REDIS_URL and returns what connects to it: a Sentinel's
// master when it names one, a Cluster when it names further nodes, otherwise a
// single server. Errors say nothing of the address, which may hold a password.
func redisFrom(address Secret) (connect func() redis.UniversalClient, err error) {
	raw := address.Reveal()
	u, err := url.Parse(raw)
	if err != nil {
		return nil, errRedisURL
	}
	switch query := u.Query(); {
	case query.Has("master_name"):
		var o *redis.FailoverOptions
		if o, err = redis.ParseFailoverURL(raw); err == nil {
			o.MaxRetries = noRetries
			connect = func() redis.UniversalClient { return redis.NewFailoverClient(o) }
		}
	case query.Has("addr"):
		var o *redis.ClusterOptions
		if o, err = redis.ParseClusterURL(raw); err == nil {
			o.MaxRetries = noRetries
			connect = func() redis.UniversalClient { return redis.NewClusterClient(o) }
		}
	default:
		var o *redis.Options
		if o, err = redis.ParseURL(raw); err == nil {
			o.MaxRetries = noRetries
			connect = func() redis.UniversalClient { return redis.NewClient(o) }
		}
	}
	if err != nil {
		return nil, errRedisURL
	}
	return connect, nil
}
