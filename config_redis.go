package main

import (
	"errors"
	"net/url"

	"github.com/redis/go-redis/v9"
)

var errRedisURL = errors.New("not an address of Redis")

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
