// Package scheduler is the metronome: it calls Tick at a steady beat and knows
// nothing of what is due. Timers live in Redis, so that they survive restarts,
// fire once across replicas, and fire late rather than never.
//
// No reminder of anybody hangs on a cron entry: robfig/cron skips or doubles
// entries at daylight-saving changes and forgets them on restart. A beat of
// whole seconds has neither problem.
package scheduler

import (
	"context"
	"time"

	"github.com/robfig/cron/v3"
)

// Metronome calls Tick every Every (whole seconds, at least one) until its
// context ends. A tick that is still running swallows the next beat.
type Metronome struct {
	Tick  func(ctx context.Context)
	Every time.Duration
}

// Run beats until ctx ends, and returns when the last tick has finished.
func (m Metronome) Run(ctx context.Context) {
	every := max(m.Every, time.Second)
	c := cron.New(cron.WithLogger(cron.DiscardLogger), cron.WithChain(cron.SkipIfStillRunning(cron.DiscardLogger)))
	c.Schedule(cron.Every(every), cron.FuncJob(func() { m.Tick(ctx) }))
	c.Start()
	<-ctx.Done()
	<-c.Stop().Done()
}
