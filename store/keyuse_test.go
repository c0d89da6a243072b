package store

import (
	"errors"
	"testing"

	"polyphony/flows"
)

// A replica that fell silent while it sealed with a key that is given up has lost
// its place when it comes back: what it wrote nobody could open any more (I1).
func TestASilentReplicaSealsNothingWithAKeyThatWasGivenUp(t *testing.T) {
	onBoth(t, func(g *ground) {
		r := newRotation(g)
		silent, steady := g.with("silent", r.both).mustEnter(), g.with("steady", r.next).mustEnter()
		if err := errors.Join(silent.Announce(g.Context(), t0), steady.Announce(g.Context(), t0)); err != nil {
			g.Fatal(err)
		}
		steady.record(update(1, "chat:1", "one"), update(2, "chat:2", "two"))
		under := silent.one(t0)
		if err := steady.GiveUp(g.Context(), r.next.Old()); err != nil {
			g.Fatal(err)
		}
		if _, err := silent.Commit(silent.ctx, t0, under, silent.Begin(silent.ctx), flows.Decision{Put: []flows.Put{named("x", "Maya")}}, false); !errors.Is(err, flows.ErrLost) {
			g.Errorf("it committed: %v", err)
		}
		if _, err := silent.Claim(silent.ctx, t0, 1); !errors.Is(err, flows.ErrOldEpoch) {
			g.Errorf("it goes on: %v", err)
		}
		if steady.one(t0).Bad != nil {
			g.Error("whoever seals with the new key cannot go on")
		}
	})
}
