package store

import (
	"context"
	"testing"

	"github.com/redis/go-redis/v9"

	"polyphony/flows"
)

// onScan does something once, when a walk has just been told which keys there are.
type onScan struct{ do func() }

func (o *onScan) DialHook(next redis.DialHook) redis.DialHook { return next }

func (o *onScan) ProcessPipelineHook(next redis.ProcessPipelineHook) redis.ProcessPipelineHook {
	return next
}

func (o *onScan) ProcessHook(next redis.ProcessHook) redis.ProcessHook {
	return func(ctx context.Context, cmd redis.Cmder) error {
		err := next(ctx, cmd)
		if do := o.do; cmd.Name() == "scan" && do != nil {
			o.do = nil
			do()
		}
		return err
	}
}

// What is put aside and handed back while a walk goes on is seen by it: the last
// step of a change of key drops the old one on the word of such a walk, and what
// somebody wrote could not be opened any more (I1).
func TestNothingThatIsHandedBackSlipsByAWalk(t *testing.T) {
	onBoth(t, func(g *ground) {
		r := newRotation(g)
		a := g.enter("a")
		a.record(update(1, "chat:1", "words that nobody could handle"))
		if err := a.Park(a.ctx, t0, a.one(t0), a.Begin(a.ctx), flows.Decision{}, "poison"); err != nil {
			g.Fatal(err)
		}
		parked, err := a.Parked(a.ctx)
		if err != nil || len(parked) != 1 {
			g.Fatal(parked, err)
		}
		w := g.with("w", r.next)
		db := g.client()
		w.db = db
		db.AddHook(&onScan{do: func() {
			if ok, err := a.Replay(a.ctx, t0, parked[0]); err != nil || !ok {
				g.Fatal(ok, err)
			}
		}})
		found, err := w.LookAtSeals(w.ctx)
		if err != nil || found.Under[r.old.Writes()] != 1 {
			g.Errorf("under the old key: %d, %v", found.Under[r.old.Writes()], err)
		}
	})
}
