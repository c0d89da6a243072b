package main

import (
	"context"
	"time"
)

// stormKinds are the troubles of a night, some of them at once.
var stormKinds = []struct {
	kind     string
	odds     int
	longest  time.Duration
	oneStaff bool
}{
	{crashed, 8, 0, false},
	{redisCut, 4, 3 * time.Minute, false}, {redisHangs, 2, 40 * time.Second, false},
	{telegramCut, 3, 2 * time.Minute, false}, {telegram502, 2, time.Minute, false}, {telegramHTML, 2, time.Minute, false},
	{telegramSlow, 3, 2 * time.Minute, false}, {telegramHang, 1, 30 * time.Second, false}, {telegramLost, 3, 5 * time.Second, false},
	{telegram429, 4, 90 * time.Second, true}, {channelNo, 2, 10 * time.Minute, false}, {channelHangs, 2, 10 * time.Minute, false},
}

// storm is one trouble of a plan, in numbers that were drawn.
type storm struct {
	kind, wait, commands, who int
	last                      float64 // of the longest
}

// planStorms draws them beforehand, since acts draw from the same numbers.
func (n *night) planStorms() (plan []storm) {
	odds, rng := 0, n.rng
	for _, s := range stormKinds {
		odds += s.odds
	}
	for range 200 {
		k, kind := rng.IntN(odds), 0
		for i, s := range stormKinds {
			if k -= s.odds; k < 0 {
				kind = i
				break
			}
		}
		plan = append(plan, storm{kind, rng.IntN(5 * 60 * 1000), rng.IntN(30), rng.IntN(len(nightStaff)), rng.Float64()})
	}
	return plan
}

// storms lets troubles come and go until the night is over.
func (n *night) storms(ctx context.Context, plan []storm) {
	for _, s := range plan {
		if !waits(ctx, time.Duration(s.wait)*time.Millisecond) {
			return
		}
		k := stormKinds[s.kind]
		if s.wait%2 == 0 { // most of what can go wrong goes wrong while something happens
			select {
			case <-ctx.Done():
				return
			case <-n.acted:
			case <-time.After(2 * time.Minute):
			}
		}
		if k.kind == crashed {
			n.crash(ctx, 1+s.commands, s.who%2 == 0, time.Duration(s.last*float64(20*time.Second)))
			continue
		}
		chat := int64(0)
		if k.oneStaff {
			chat = n.people[nightStaff[s.who]]
		}
		if k.kind == telegram429 && n.trouble.on(chat, telegram429) != nil {
			continue
		}
		lasts := time.Second + time.Duration(s.last*float64(k.longest))
		n.note("%s for %s %s", k.kind, lasts, n.names[chat])
		one := n.trouble.begin(k.kind, chat)
		if k.kind == redisCut {
			n.hangUp()
		}
		if k.kind == channelNo || k.kind == channelHangs {
			n.ends.Go(func() { waits(ctx, lasts); n.trouble.end(one) })
			continue
		}
		waits(ctx, lasts)
		n.trouble.end(one)
		if k.kind == redisHangs {
			n.hangUp() // what hung is cut at last
		}
		n.note("%s is over", k.kind)
		if k.kind == redisCut || k.kind == redisHangs {
			n.polls(ctx)
		}
	}
}

// waits sleeps, and reports whether it was allowed to the end.
func waits(ctx context.Context, d time.Duration) bool {
	select {
	case <-ctx.Done():
		return false
	case <-time.After(d):
		return true
	}
}

func (n *night) hangUp() {
	n.mu.Lock()
	life := n.life
	n.mu.Unlock()
	if life != nil {
		life.gate.hangUp()
	}
}

// crash ends the process at a command to come, and begins it anew after a while.
func (n *night) crash(ctx context.Context, commands int, after bool, rest time.Duration) {
	n.mu.Lock()
	life := n.life
	n.mu.Unlock()
	if life == nil || life.gate.isDead() {
		return
	}
	if commands > 0 {
		life.gate.arm(commands, after)
	}
	select {
	case <-life.gate.dead:
	case <-time.After(20 * time.Second):
		life.gate.die()
	}
	n.begun(ctx, life, rest)
}

// begun begins a new life after one that died.
func (n *night) begun(ctx context.Context, life *nightLife, rest time.Duration) {
	n.mu.Lock()
	if n.life != life {
		n.mu.Unlock()
		return
	}
	n.life = nil
	n.mu.Unlock()
	one := n.trouble.begin(crashed, 0)
	n.note("dies")
	n.ends.Go(life.stop)
	time.Sleep(rest)
	for n.start(context.WithoutCancel(ctx)) != nil {
		time.Sleep(200 * time.Millisecond)
	}
	n.trouble.end(one)
	n.timings.one("crashes")
	n.note("lives again")
}

// polls looks again and again after Redis was away, as production always does.
func (n *night) polls(ctx context.Context) {
	n.mu.Lock()
	life := n.life
	n.mu.Unlock()
	for range int(pollFor / polls) {
		if life != nil {
			life.app.Engine.Wake()
			life.app.Sender.Wake()
		}
		if !waits(ctx, polls) {
			return
		}
	}
}
