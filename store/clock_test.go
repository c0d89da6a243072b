package store

import (
	"strings"
	"testing"
	"time"

	"polyphony/flows"
)

// asTelegram is the pace that Telegram asks for.
var asTelegram = flows.Want{Lanes: everything.Lanes, Max: 100, Pace: flows.Pace{Overall: 30, Chat: 1, Group: 20}}

// backward lets a replica speak for a while, and puts its clock back an hour.
func backward(g *ground) (a *desk, now time.Time) {
	g.Helper()
	a = g.enter("a")
	ahead := t0.Add(time.Hour)
	a.say(ahead, many(70, func(i int) int64 { return int64(1 + i%7) }, flows.Urgent)...)
	a.say(ahead, to(1, flows.Bulk, "bulk"), to(2, flows.Reply, "reply"))
	a.sends(ahead, asTelegram)
	for at := ahead; at.Before(ahead.Add(20 * time.Second)); at = at.Add(100 * time.Millisecond) {
		a.sends(at, asTelegram)
	}
	return a, t0
}

// I2: a clock that was put back must not silence anybody.
func TestAnUrgentRowLeavesAtOnceAfterTheClockWasPutBack(t *testing.T) {
	onBoth(t, func(g *ground) {
		a, now := backward(g)
		a.say(now, to(1, flows.Urgent, "known"), to(99, flows.Urgent, "new"))
		if got := a.sends(now, asTelegram); got != "known new" {
			g.Errorf("left at once: %q", got)
		}
	})
}

func TestOtherRowsLeaveWithinAboutAMinuteAfterTheClockWasPutBack(t *testing.T) {
	onBoth(t, func(g *ground) {
		a, now := backward(g)
		a.say(now, to(1, flows.Bulk, "bulk"), to(2, flows.Reply, "reply"), to(99, flows.Bulk, "new"))
		left := map[string]bool{}
		for at := now; at.Before(now.Add(time.Minute + time.Second)); at = at.Add(time.Second) {
			rows, _ := a.rows(at, asTelegram)
			for _, r := range rows {
				left[saying(r)] = true
				a.settle(at, r, flows.Outcome{Done: true, Sent: 1})
			}
		}
		for _, want := range []string{"bulk", "reply", "new"} {
			if !left[want] {
				g.Errorf("%q still waits after a minute", want)
			}
		}
	})
}

// A row that was waiting already must not wait for the hour to come again.
func TestAnUrgentRowFromBeforeTheClockWasPutBackLeavesToo(t *testing.T) {
	onBoth(t, func(g *ground) {
		a := g.enter("a")
		a.say(t0.Add(time.Hour), to(1, flows.Urgent, "before"))
		a.say(t0, to(1, flows.Urgent, "after"), to(2, flows.Urgent, "other"))
		left := ""
		for at := t0; at.Before(t0.Add(time.Minute + time.Second)); at = at.Add(time.Second) {
			left += " " + a.sends(at, asTelegram)
		}
		for _, want := range []string{"before", "after", "other"} {
			if !strings.Contains(left, want) {
				g.Errorf("%q still waits after a minute", want)
			}
		}
	})
}

// A hold that can only come from a clock that was ahead holds nobody.
func TestAHoldFromBeforeTheClockWasPutBackHoldsNobody(t *testing.T) {
	onBoth(t, func(g *ground) {
		a := g.enter("a")
		ahead := t0.Add(time.Hour)
		a.say(ahead, to(1, flows.Bulk, "limited"))
		rows, _ := a.rows(ahead, asTelegram)
		till := ahead.Add(30 * time.Second) // a wait of more than an hour is no wait of Telegram's
		a.settle(ahead, rows[0], flows.Outcome{Done: true, HoldChat: till, HoldAll: till})
		a.say(t0, to(1, flows.Urgent, "card"), to(2, flows.Urgent, "other"))
		if got := a.sends(t0, asTelegram); got != "card other" {
			g.Errorf("left at once: %q", got)
		}
	})
}
