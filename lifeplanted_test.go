package main

import (
	"context"
	"net/http"

	"github.com/redis/go-redis/v9"
)

// lifePlant is a fault that the judge of lives must see. Every field but Name
// and Breaks may be left out; what is set wraps that part of both replicas of
// both deployments, from the first moment on.
//
// How to add one: append a lifePlant to lifePlanted (or blindPlanted) that says in
// Breaks which invariants ("i1" … "i12") a judge may name for it: one of them is
// enough. Then `go test . -run 'TestLivesSeeWhatIsBroken/NAME' -v`.
//
// Decide is what decides (flows.Companion.Decide): leave out or change what it
// decides; helpers are changed, unsaid, changedFor. Guards of messages are there,
// so what is asked at sending can be switched off too (m.Guard.Purpose = flows.PurposeReply,
// m.Guard.Quiet = false …). Telegram stands before every call to the Bot API.
// Redis stands before every command, Lua gets every script's text before Redis does.
type lifePlant struct {
	Name     string
	Breaks   []string
	Decide   func(next decider) decider
	Telegram func(next http.RoundTripper) http.RoundTripper
	Redis    func(next redis.ProcessHook) redis.ProcessHook
	Lua      func(script string) string
	Calm     bool // without storms, for what they would hide
	Seeds    int  // lives that it is given to be seen in; 0: three
}

// plantedRedis changes commands and scripts on their way to Redis.
type plantedRedis struct {
	plant lifePlant
}

func (p *plantedRedis) DialHook(next redis.DialHook) redis.DialHook { return next }

func (p *plantedRedis) ProcessPipelineHook(next redis.ProcessPipelineHook) redis.ProcessPipelineHook {
	return func(ctx context.Context, cmds []redis.Cmder) error { return next(ctx, cmds) }
}

func (p *plantedRedis) ProcessHook(next redis.ProcessHook) redis.ProcessHook {
	if p.plant.Redis != nil {
		next = p.plant.Redis(next)
	}
	if p.plant.Lua == nil {
		return next
	}
	return func(ctx context.Context, cmd redis.Cmder) error {
		args := cmd.Args() // not a copy
		switch cmd.Name() {
		case "eval":
			if text, ok := args[1].(string); ok {
				args[1] = p.plant.Lua(text)
			}
		case "evalsha":
			cmd.SetErr(redis.ErrNoScript) // so that the client sends the text
			return redis.ErrNoScript
		}
		return next(ctx, cmd)
	}
}
