package main

import (
	"context"
	"flag"
	"fmt"
	"os"
	"strings"
	"testing"
	"testing/synctest"
	"time"
)

var (
	lifeCount  = flag.Int("lives", 0, "how many lives: go test . -run 'TestLives$' -lives 200 -lifedays 7 -lifepeople 30 -v")
	lifeDays   = flag.Float64("lifedays", 7, "days of a life")
	lifePeople = flag.Int("lifepeople", 30, "people of a life")
	lifeActs   = flag.Float64("lifeacts", 4, "how much somebody means to do in a day")
	lifePlants = flag.Int("lifeplants", 0, "1: plant faults too: go test . -run TestLivesSeeWhatIsBroken -lifeplants 1 -v")
	lifeTell   = flag.Bool("lifetell", false, "say what happens as it happens")
	lifeFirst  = flag.Uint64("lifeseed", 0, "the first seed")
)

// TestLives protects all of I1 to I12: the whole application, two deployments
// with two replicas each, in one bubble of time; people who write, tap, share,
// withdraw, block, forget and leave; staff who sleep, forget and answer late;
// processes that die and freeze, Redis and Telegram that go away, slow down, lose
// and double things.
func TestLives(t *testing.T) {
	t.Parallel()
	count, people, length := 2, 16, 30*time.Hour
	if *lifeCount > 0 {
		count, people, length = *lifeCount, *lifePeople, time.Duration(*lifeDays*24*float64(time.Hour))
	}
	sum, began := newLifeSum(), time.Now()
	for i := range count {
		seed := *lifeFirst + uint64(i)
		w := spendLife(t, seed, people, length, lifePlant{})
		sum.add(w)
		if *lifeCount > 0 {
			fmt.Fprintf(os.Stderr, "seed %d: %d faults; so far %d events, %.0f a second\n", seed, len(w.faults), sum.handled, float64(sum.handled)/time.Since(began).Seconds())
		}
		if len(w.faults) > 0 {
			t.Errorf("seed %d: %d faults\n%s", seed, len(w.faults), strings.Join(w.faults[:min(20, len(w.faults))], "\n"))
			t.Logf("shortened, as a script:\n%s", shorten(t, w).script())
		}
	}
	took := time.Since(began)
	t.Logf("%d lives of %v with %d people: %d events in %v, %.0f a second; %s", count, length, people, sum.handled, took.Round(time.Second), float64(sum.handled)/took.Seconds(), sum)
}

// spendLife lives one life in a bubble of time.
func spendLife(t *testing.T, seed uint64, people int, length time.Duration, plant lifePlant) *lifeWorld {
	t.Helper()
	w := newLife(seed, people, length, *lifeActs)
	w.plant = plant
	if plant.Calm {
		w.storms = nil
	}
	var failed error
	team := exampleTeamNow(t)
	synctest.Test(t, func(*testing.T) { failed = w.live(context.Background(), team) })
	if failed != nil {
		w.tells(t)
		t.Fatalf("seed %d: %v", seed, failed)
	}
	return w
}

// tells writes what happened.
func (w *lifeWorld) tells(t *testing.T) {
	t.Helper()
	var b strings.Builder
	for _, l := range w.log {
		fmt.Fprintf(&b, "%s\t%s\n", l.at.Format("02 15:04:05.000"), l.text)
	}
	t.Log(b.String())
}

// lifeSum is what several lives did.
type lifeSum struct {
	handled int64
	did     map[string]int
	reasons map[string]int
}

func newLifeSum() *lifeSum { return &lifeSum{did: map[string]int{}, reasons: map[string]int{}} }

func (s *lifeSum) add(w *lifeWorld) {
	s.handled += w.handled.Load()
	for what, n := range w.did {
		s.did[what] += n
	}
	for why, n := range w.reasons {
		s.reasons[string(why)] += n
	}
}

// String is what they did, most of all how many of the things that can be decided
// were decided.
func (s *lifeSum) String() string { return fmt.Sprintf("%d reasons; %v", len(s.reasons), s.did) }
