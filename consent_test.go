package main

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"sync"
	"testing"
	"time"
)

// TestConsentAtTheMomentOfSending protects I4: with 10,000 check-ins queued, 500
// members withdraw at random instants in every way there is, while the sender
// works in all its places, Telegram is slow and Redis's answers dawdle: no call to
// Telegram for them begins after the commit of their withdrawal, and everybody
// else gets exactly what they agreed to, once.
func TestConsentAtTheMomentOfSending(t *testing.T) {
	t.Parallel()
	began := time.Now()
	c := newConsentCrowd(t)
	t.Logf("gathered in %v", time.Since(began))
	c.walk(consentMenus) // those who will end a plan were asked the day before, and have its button
	ways := c.choose()
	c.prepare(ways)
	c.telegram.hold(consentDue, consentFreed)
	c.walk(consentFreed.Add(-time.Minute))
	queued := c.queued()
	if want := consentMembers * consentPlans; queued != want {
		t.Fatalf("%d check-ins are queued, not %d", queued, want)
	}

	t.Logf("queued after %v", time.Since(began))
	c.telegram.listen()
	t.Cleanup(func() { c.telegram.lets(queued) }) // whatever else happens
	c.wire.dawdle.Store(true)
	c.clock.Set(consentFreed.Add(time.Minute))
	c.st.App.Sender.Wake()
	rng := rand.New(rand.NewPCG(4, 4))
	at := make([]int, len(ways)) // after how many calls each withdraws
	for i := range at {
		at[i] = rng.IntN(queued * 17 / 20)
	}
	slices.Sort(at)
	var under sync.WaitGroup
	slots := make(chan struct{}, 8)
	for i, w := range ways {
		c.telegram.lets(at[i])
		eventually(t, time.Minute, fmt.Sprintf("%d calls", at[i]), func() bool { return c.telegram.asked() >= at[i] })
		if what := []string{"", "get", "", "getrange"}[i%4]; what != "" && w.byThemselves() {
			c.wire.snare(what, memberOf(w.member), w)
			continue
		}
		slots <- struct{}{}
		under.Go(func() { w.now(); <-slots })
	}
	under.Wait()
	c.telegram.lets(queued)
	c.settle()
	for _, w := range ways {
		w.now() // whose snare was never touched
	}
	c.wire.dawdle.Store(false)
	c.settle()
	t.Logf("sent after %v", time.Since(began))
	c.judge(ways, queued)
}

// judge lays the calls beside the commits, by one counter for both.
func (c *consentCrowd) judge(ways []*withdrawal, queued int) {
	c.Helper()
	calls := map[string][]consentCall{}
	for _, call := range c.telegram.calls() {
		calls[call.plan] = append(calls[call.plan], call)
	}
	withdrawn := map[string]bool{}
	var before, withheld, late, during int
	shortest := time.Hour
	byWay := map[string]int{}
	for _, w := range ways {
		commit, landed := c.wire.commitOf(int(w.update.Load()))
		if !landed {
			c.Errorf("%s of member %d was never committed", w.way, w.member)
			continue
		}
		byWay[w.way]++
		for _, plan := range w.plans() {
			withdrawn[plan] = true
			if len(calls[plan]) == 0 {
				withheld++
			}
			for _, call := range calls[plan] {
				switch {
				case call.order > commit.answered:
					late++
					c.Errorf("%s (%s): a %s began %v after the commit of the withdrawal", plan, w.way, call.method, call.at.Sub(commit.at))
				case call.order > commit.asked:
					during++
				default:
					before++
					shortest = min(shortest, commit.at.Sub(call.at))
				}
			}
		}
	}
	wrong := 0
	for i := range consentMembers {
		for k := range consentPlans {
			plan := planOf(i, k)
			if n := len(calls[plan]); n > 1 || n == 0 && !withdrawn[plan] {
				wrong++
				c.Logf("%s was asked %d times", plan, n)
			}
		}
	}
	if wrong > 0 {
		c.Errorf("%d check-ins were not asked exactly once", wrong)
	}
	c.Logf("%d check-ins queued, %d members withdrew (%v): %d calls withheld, %d begun before, %d while the commit was under way, %d after; the closest call began %v before the commit was known; %d withdrew between a look at their record and its answer",
		queued, len(ways), byWay, withheld, before, during, late, shortest, c.wire.sprung.Load())
	if withheld < len(ways) || before < len(ways) {
		c.Errorf("%d withheld and %d begun: the withdrawals did not fall among the calls", withheld, before)
	}
}
