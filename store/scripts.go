package store

import (
	"context"
	"embed"
	"fmt"

	"github.com/redis/go-redis/v9"
)

//go:embed lua/*.lua
var luaFiles embed.FS

func script(name string) *redis.Script {
	src, err := luaFiles.ReadFile("lua/" + name + ".lua")
	if err != nil {
		panic(err) // embedded at build time: a missing file never leaves the build
	}
	sc := redis.NewScript(string(src))
	scriptText[sc] = string(src)
	return sc
}

// scriptText is what a Redis that does not know a script is sent. It never
// changes after the program has started.
var scriptText = map[*redis.Script]string{}

// One atomic act each; the file's header says what goes in and comes out.
var (
	recordScript   = script("record")
	claimScript    = script("claim")
	releaseScript  = script("release")
	commitScript   = script("commit")
	fireScript     = script("fire")
	freeScript     = script("free")
	outclaimScript = script("outclaim")
	settleScript   = script("settle")
	replayScript   = script("replay")
	resealScript   = script("reseal")
)

// run evaluates a script on the deployment's slot.
func (s *Store) run(ctx context.Context, sc *redis.Script, what string, args ...any) (any, error) {
	out, err := sc.Run(ctx, s.db, []string{s.prefix}, args...).Result()
	if err == redis.Nil {
		return nil, nil
	}
	if err != nil {
		return nil, fmt.Errorf("store: %s: %w", what, err)
	}
	return out, nil
}

func (s *Store) runInt(ctx context.Context, sc *redis.Script, what string, args ...any) (int64, error) {
	out, err := s.run(ctx, sc, what, args...)
	n, _ := out.(int64)
	return n, err
}

func (s *Store) runList(ctx context.Context, sc *redis.Script, what string, args ...any) ([]any, error) {
	out, err := s.run(ctx, sc, what, args...)
	list, _ := out.([]any)
	return list, err
}
