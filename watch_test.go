package main

import (
	"context"
	"flag"
	"fmt"
	"math/rand/v2"
	"strconv"
	"sync"
	"testing"
	"testing/synctest"
	"time"
)

// moreNights lives through as many nights as it says.
var moreNights = flag.Int("nights", 0, "how many nights on call: go test . -run TestNightsOnCall -nights 200 -v")

// nightsBegin are the beginnings of the nights, in turn: out of covered hours
// and over the spring clock change, within them, and from one into the other.
var nightsBegin = []time.Time{
	time.Date(2026, time.March, 28, 22, 40, 0, 0, time.UTC),
	time.Date(2026, time.March, 3, 9, 20, 0, 0, time.UTC),
	time.Date(2026, time.March, 4, 15, 10, 0, 0, time.UTC),
	time.Date(2026, time.March, 12, 2, 0, 0, 0, time.UTC),
}

// nightLength is how long people live before somebody closes everything.
const nightLength = 100 * time.Minute

// TestNightsOnCall protects I2, I3 and I10, and I9 for alerts: people ask for
// help, several at once; staff sleep, answer late, press old buttons, block and
// stop; the process dies at any command, Redis and Telegram go away, slow down
// and lose answers; and somebody who only watches phones and clocks finds every
// promise kept.
//
// TestNightsOnCallSeeWhatIsBroken plants faults that it must see.
func TestNightsOnCall(t *testing.T) {
	t.Parallel()
	nights := map[bool]int{true: 1, false: len(nightsBegin)}[raceEnabled]
	if *moreNights > 0 {
		nights = *moreNights
	}
	sum := newTimings()
	t.Cleanup(func() {
		t.Logf("%d nights: %s", sum.count["nights"], sum)
		if !t.Failed() && sum.count["alerts"] < 2*sum.count["nights"] {
			t.Errorf("only %d alerts: is anything lived?", sum.count["alerts"])
		}
	})
	for seed := range uint64(nights) {
		t.Run(strconv.FormatUint(seed, 10), func(t *testing.T) {
			t.Parallel()
			n := newNight(seed, nightsBegin[seed%uint64(len(nightsBegin))], nightLength)
			n.spend(t)
			for _, fault := range n.faults {
				t.Error(fault)
			}
			sum.add(n.timings)
			sum.one("nights")
		})
	}
}

// spend lives the night in a bubble of time.
func (n *night) spend(t *testing.T) {
	t.Helper()
	var failed error
	team := exampleTeamNow(t)
	synctest.Test(t, func(*testing.T) { failed = n.live(context.Background(), team) })
	if failed != nil || len(n.faults) > 0 && n.faultsToo {
		for _, line := range n.log {
			t.Log(line)
		}
	}
	if failed != nil {
		t.Fatal(failed)
	}
}

// timings are the longest times and the counts of nights.
type timings struct {
	mu      sync.Mutex
	longest map[string]time.Duration
	count   map[string]int
}

func newTimings() *timings {
	return &timings{longest: map[string]time.Duration{}, count: map[string]int{}}
}

// took notes how long something took: from when it was due, or, where that was
// disturbed, from the end of the last disturbance.
func (t *timings) took(what string, due, at, over time.Time) {
	if !over.IsZero() {
		what += " (disturbed)"
	}
	if over.After(due) {
		due = over
	}
	t.longest[what] = max(t.longest[what], at.Sub(due))
	t.count[what]++
}

func (t *timings) one(what string) {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.count[what]++
}

func (t *timings) add(o *timings) {
	t.mu.Lock()
	defer t.mu.Unlock()
	for what, d := range o.longest {
		t.longest[what] = max(t.longest[what], d)
	}
	for what, n := range o.count {
		t.count[what] += n
	}
}

func (t *timings) String() string {
	out := fmt.Sprint(t.count)
	for _, what := range []string{"record to lines", "record to first card", "due to sent step", "away to outage lines", "out of reach to report"} {
		out += fmt.Sprintf("\n%s: at most %s; after the end of a disturbance %s", what, t.longest[what], t.longest[what+" (disturbed)"])
	}
	return out
}

func newNight(seed uint64, begin time.Time, length time.Duration) *night {
	n := &night{rng: rand.New(rand.NewPCG(seed, 5)), begin: begin, length: length, faultsToo: true, timings: newTimings(), seen: map[string]bool{}, stopped: map[string]bool{}}
	n.play = nightPlay{lives: n.lives, closes: n.closes, judge: n.judge, spoken: actsClosing[0]}
	return n
}
