package main

import (
	"context"
	"flag"
	"fmt"
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"
)

// lifeShorter bounds how often a life is lived again to make it shorter.
var lifeShorter = flag.Int("lifeshorter", 14, "how often a life that failed is lived again to make it shorter")

// shorten leaves out deeds and troubles as long as the rule that was broken first
// still breaks, and returns the shortest life that was found. What goroutines do
// at one instant is not the same twice, so that a part may stay that need not.
func shorten(t *testing.T, w *lifeWorld) *lifeWorld {
	t.Helper()
	rule := w.faults[0][:strings.IndexByte(w.faults[0], ')')+1]
	best, plan, storms := w, w.plan, w.storms
	again := func(plan []*lifeDeed, storms []lifeStorm) bool {
		one := newLife(w.seed, w.people, w.length, *lifeActs)
		one.plan, one.storms, one.plant = plan, storms, w.plant
		var failed error
		team := exampleTeamNow(t)
		synctest.Test(t, func(*testing.T) { failed = one.live(context.Background(), team) })
		if failed != nil || !slices.ContainsFunc(one.faults, func(f string) bool { return strings.HasPrefix(f, rule) }) {
			return false
		}
		best = one
		return true
	}
	tries := *lifeShorter
	if tries > 0 && len(storms) > 0 {
		if tries--; again(plan, nil) {
			storms = nil
		}
	}
	for part := 2; tries > 0 && part <= 8; part *= 2 {
		for i := 0; i < part && tries > 0 && len(plan) > 1; i++ {
			from, to := len(plan)*i/part, len(plan)*(i+1)/part
			less := append(slices.Clone(plan[:from]), plan[to:]...)
			if tries--; again(less, storms) {
				plan, i = less, i-1
			}
		}
	}
	return best
}

// script is what happened in the form of testdata/scripts: acts, the time between
// them, and as comments what a script cannot say. Everybody of the cast is named as
// there; Vel…qa and Nor…qa are people of the two deployments who join besides.
func (w *lifeWorld) script() string {
	var b strings.Builder
	for _, f := range w.faults[:min(3, len(w.faults))] {
		fmt.Fprintf(&b, "# %s\n", f)
	}
	last := w.begin
	for _, l := range w.log {
		if gap := l.at.Sub(last).Truncate(time.Second); gap > 0 && strings.HasPrefix(l.text, ">") {
			fmt.Fprintf(&b, "> %s pass\n", gap)
			last = l.at
		}
		fmt.Fprintf(&b, "%s\n", l.text)
	}
	return b.String()
}
