package main

import (
	"flag"
	"slices"
	"strconv"
	"testing"
	"time"

	"polyphony/care"
)

// moreVisitNights lives through as many nights of visits as it says.
var moreVisitNights = flag.Int("visitnights", 0, "how many nights of visits: go test . -run TestVisitNights -visitnights 100 -v")

// visitNightsBegin are the beginnings of the nights, in turn: over the spring
// clock change and midnight, within covered hours, and over the autumn one.
var visitNightsBegin = []time.Time{
	time.Date(2026, time.March, 28, 22, 40, 0, 0, time.UTC),
	time.Date(2026, time.March, 4, 12, 30, 0, 0, time.UTC),
	time.Date(2026, time.October, 24, 23, 10, 0, 0, time.UTC),
}

// visitNightLength is how long people live before somebody ends everything.
const visitNightLength = 150 * time.Minute

// TestVisitNights protects I11, and I9 for visits: several visits run at once;
// volunteers tap, forget, lose their battery and give their quiet sign; those who
// watch over them answer, sleep and block; the process dies at any command, Redis
// and Telegram go away; the clocks change. Somebody who looks only at phones and
// at what is stored finds no visit unwatched before a human said that its
// volunteer is safe, and no step late.
//
// TestVisitNightsSeeWhatIsBroken plants faults that it must see.
func TestVisitNights(t *testing.T) {
	t.Parallel()
	nights := map[bool]int{true: 1, false: 2}[raceEnabled]
	if *moreVisitNights > 0 {
		nights = *moreVisitNights
	}
	sum := newTimings()
	t.Cleanup(func() {
		t.Logf("%d nights of visits: %v", nights, sum.count)
		for _, what := range visitTimings {
			t.Logf("%s: at most %s; after the end of a disturbance %s", what, sum.longest[what], sum.longest[what+" (disturbed)"])
		}
		if !t.Failed() && (sum.count["visits begun"] < 2*nights || sum.count[dueToRaised]+sum.count[dueToRaised+" (disturbed)"] < nights) {
			t.Errorf("only %v: is anything lived?", sum.count)
		}
	})
	for seed := range uint64(nights) {
		t.Run(strconv.FormatUint(seed, 10), func(t *testing.T) {
			t.Parallel()
			n := newVisitNight(seed, visitNightsBegin[seed%uint64(len(visitNightsBegin))], visitNightLength, nil)
			n.spend(t)
			for _, fault := range n.faults {
				t.Error(fault)
			}
			sum.add(n.timings)
		})
	}
}

// What is measured.
const (
	dueToStep    = "due to step"
	dueToRaised  = "due to raised"
	signToRaised = "sign to raised"
)

var visitTimings = []string{dueToStep, dueToRaised, signToRaised}

// visitNight is a night in which people are visited.
type visitNight struct {
	*night
	waves     int
	asleep    bool     // nearly everybody says nothing for long, so that the steps are taken
	lonely    bool     // asleep, and the buddies of those who say nothing shut their doors
	planned   []string // visits
	watchers  []string // contacts who may watch over visits
	others    []string // all who may shut their door
	begins    map[string]time.Time
	byContact map[string]string  // names
	temper    map[string]float64 // how likely a volunteer does what they might
	flat      map[string]bool    // volunteers whose battery is empty
	signs     map[string]care.QuietSign
}

func newVisitNight(seed uint64, begin time.Time, length time.Duration, broken func(decider) decider) *visitNight {
	n := &visitNight{night: newNight(seed, begin, length), waves: 2, begins: map[string]time.Time{}, byContact: map[string]string{}, temper: map[string]float64{}, flat: map[string]bool{}, signs: map[string]care.QuietSign{}}
	n.play = nightPlay{gathers: n.seeds, lives: n.goes, closes: n.comesHome, judge: n.judgeVisits, spoken: visitSafeAct}
	n.plant.decide = func(next decider) decider {
		if broken != nil {
			next = broken(next)
		}
		return n.plans(next)
	}
	return n
}

// broke reports whether one of these rules was seen broken.
func (n *visitNight) saw(rules ...string) int {
	return slices.IndexFunc(n.faults, func(f string) bool { return slices.Contains(rules, f[:3]) })
}
