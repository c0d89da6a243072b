package main

import (
	"context"
	"slices"
	"sync"
	"time"
)

// lifeStorm is one trouble of a plan, in numbers that were drawn.
type lifeStorm struct {
	at                                  time.Duration
	kind, house, replica, commands, at1 int
	after                               bool
	lasts                               time.Duration
}

// lifeStorms are the troubles of a life. What a night has stands in stormKinds;
// here are the pause of a replica and a Redis that is away for long besides.
var lifeStorms = []struct {
	kind    string
	odds    int
	longest time.Duration
}{
	{crashed, 30, 20 * time.Second}, {replicaPaused, 10, 90 * time.Second},
	{redisCut, 12, 3 * time.Minute}, {redisHangs, 6, 40 * time.Second}, {redisLong, 1, time.Hour},
	{telegramCut, 6, 2 * time.Minute}, {telegram502, 5, time.Minute}, {telegramHTML, 4, time.Minute},
	{telegramSlow, 6, 2 * time.Minute}, {telegramHang, 3, 30 * time.Second}, {telegramLost, 8, 5 * time.Second},
	{telegram429, 8, 90 * time.Second}, {channelNo, 4, 10 * time.Minute},
}

const redisLong = "redis cut for long"

// stormsADay is how many troubles come a day.
const stormsADay = 9

func (w *lifeWorld) planWeather() {
	odds := 0
	for _, s := range lifeStorms {
		odds += s.odds
	}
	for range int(stormsADay * w.length.Hours() / 24) {
		k, s := w.rng.IntN(odds), lifeStorm{at: time.Duration(w.rng.Int64N(int64(w.length)))}
		for i, kind := range lifeStorms {
			if k -= kind.odds; k < 0 {
				s.kind = i
				break
			}
		}
		s.house, s.replica, s.commands, s.after = w.rng.IntN(2), w.rng.IntN(2), 1+w.rng.IntN(30), w.rng.IntN(2) == 0
		s.at1 = w.rng.IntN(1 << 20)
		s.lasts = time.Second + time.Duration(w.rng.Float64()*float64(lifeStorms[s.kind].longest))
		if len(w.plan) > 0 && w.rng.IntN(2) == 0 { // half of what goes wrong goes wrong while something happens
			s.at = w.plan[w.rng.IntN(len(w.plan))].at - time.Duration(w.rng.IntN(200))*time.Millisecond
		}
		w.storms = append(w.storms, s)
	}
	slices.SortFunc(w.storms, func(a, b lifeStorm) int { return int(a.at - b.at) })
}

// weather lets troubles come and go until it is told to stop.
func (w *lifeWorld) weather(ctx context.Context) {
	var all sync.WaitGroup
	defer all.Wait()
	for _, s := range w.storms {
		if !waits(ctx, w.begin.Add(s.at).Sub(w.now())) {
			return
		}
		all.Go(func() { w.storm(ctx, s) })
	}
}

func (w *lifeWorld) storm(ctx context.Context, s lifeStorm) {
	kind, h := lifeStorms[s.kind].kind, w.houses[s.house]
	r := h.replicas[s.replica]
	switch kind {
	case crashed:
		r.dies(ctx, s.commands, s.after, s.lasts)
		return
	case replicaPaused:
		r.sleeps(ctx, s.lasts)
		return
	case redisLong:
		kind = redisCut
	}
	chat := int64(0)
	if kind == telegram429 {
		chat = pickOf(h.cast, s.at1).ID
	}
	w.breaks(ctx, kind, chat, h.names[chat], s.lasts)
}

// breaks disturbs one thing for a while, unless it is disturbed already; with a
// chat for whoever has it alone.
func (w *lifeWorld) breaks(ctx context.Context, kind string, chat int64, whose string, lasts time.Duration) {
	if w.trouble.on(chat, kind) != nil {
		return
	}
	w.note("# %s for %s %s", kind, lasts.Round(time.Millisecond), whose)
	one := w.trouble.begin(kind, chat)
	w.uneasyFor(lasts + 90*time.Second)
	w.one(kind)
	if kind == redisCut {
		w.hangUp()
	}
	waits(ctx, lasts)
	w.trouble.end(one)
	if kind == redisHangs {
		w.hangUp() // what hung is cut at last
	}
	w.note("# %s is over %s", kind, whose)
	if kind == redisCut || kind == redisHangs {
		w.sweeps(ctx)
	}
}

// sweeps uses up the connections that were cut. That the other side is gone a
// socket shows before it is used, and a pipe only then; besides, a metronome that
// beats every second would have met all of them.
func (w *lifeWorld) sweeps(ctx context.Context) {
	for range 30 {
		for _, h := range w.houses {
			for _, r := range h.replicas {
				r.beats()
			}
		}
		waits(ctx, 50*time.Millisecond)
	}
}

// hangUp ends every connection to Redis.
func (w *lifeWorld) hangUp() {
	for _, h := range w.houses {
		for _, r := range h.replicas {
			r.mu.Lock()
			gate := r.gate
			r.mu.Unlock()
			if gate != nil {
				gate.hangUp()
			}
		}
	}
}
