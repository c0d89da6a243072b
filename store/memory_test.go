package store

import (
	"fmt"
	"testing"
)

// Bulk is refused while Redis is nearly full, so that urgent always fits; a
// Redis without a limit, or one that does not say, is never full.
func TestFullIsFourFifthsOfWhatThereIs(t *testing.T) {
	onBoth(t, func(g *ground) {
		a := g.enter("a")
		measure := func() bool {
			g.Helper()
			if err := a.Measure(a.ctx); err != nil {
				g.Fatal(err)
			}
			return a.Full()
		}
		if measure() {
			g.Error("full without a limit")
		}
		if g.aof == "" {
			return // the stand-in has no memory to speak of
		}
		limit := func(n float64) {
			g.Helper()
			if err := g.db.ConfigSet(g.Context(), "maxmemory", fmt.Sprintf("%.0f", n)).Err(); err != nil {
				g.Fatal(err)
			}
		}
		defer limit(0)
		used := infoNumber(g.db.Info(a.ctx, "memory").Val(), "used_memory:")
		for share, want := range map[float64]bool{0.5: false, 0.95: true} {
			if limit(used / share); measure() != want {
				g.Errorf("%.0f %% of its memory used: full %v", 100*share, !want)
			}
		}
		a.say(t0) // urgent and everything else still lands
		limit(0)
		if measure() {
			g.Error("still full when there is room again")
		}
	})
}
