package main

import (
	"context"

	"github.com/redis/go-redis/v9"
)

// The Redis client has a log of its own, past ours and without redaction. What
// it would say we learn from the errors that it returns.
func init() { redis.SetLogger(silence{}) }

type silence struct{}

// Printf says nothing.
func (silence) Printf(context.Context, string, ...any) {}
