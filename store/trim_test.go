package store

import (
	"testing"
	"time"

	"polyphony/flows"
)

// A trail is trimmed at its old end only, and goes whole when its subject does.
func TestATrailIsTrimmedAtItsOldEnd(t *testing.T) {
	at := func(hours int, what flows.Reason) flows.Entry {
		return flows.Entry{Subject: "network:n", At: t0.Add(time.Duration(hours) * time.Hour), What: what}
	}
	onBoth(t, func(g *ground) {
		a := g.enter("a")
		a.decide(t0, flows.Decision{Audit: []flows.Entry{at(0, "first"), at(5, "second"), at(9, "third")}})
		left := func() (out []flows.Reason) {
			trail, err := a.Audit(a.ctx, "network:n")
			if err != nil {
				g.Fatal(err)
			}
			for _, e := range trail {
				out = append(out, e.What)
			}
			return out
		}
		trim := func(before time.Time) {
			a.decide(t0, flows.Decision{Trim: []flows.Trimming{{Subject: "network:n", Before: before}}})
		}
		trim(t0)
		if got := left(); len(got) != 3 {
			g.Fatalf("nothing was old, and %v is left", got)
		}
		trim(t0.Add(5 * time.Hour))
		if got := left(); len(got) != 2 || got[0] != "second" {
			g.Fatalf("left: %v", got)
		}
		trim(time.Time{})
		if got := left(); len(got) != 0 {
			g.Errorf("left: %v", got)
		}
	})
}
