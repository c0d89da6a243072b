package main

import (
	"slices"
	"strings"
	"testing"
	"time"

	"polyphony/care"
	"polyphony/flows"
	"polyphony/locales"
)

// plantedVisitFaults are faults in the watch over visits, and by which of its
// rules the judge must see each; no rule: nothing is planted.
var plantedVisitFaults = []struct {
	name   string
	rules  []string
	broken func(decider) decider
}{
	{"a deadline is skipped", []string{"(l)", "(w)"}, changedFor(flows.KindTimer, func(d *flows.Decision) { d.Timers = slices.DeleteFunc(d.Timers, isWatchTimer) })},
	{"every deadline is two seconds late", []string{"(l)"}, changed(func(d *flows.Decision) {
		for i, t := range d.Timers {
			if isWatchTimer(t) {
				d.Timers[i].Due = t.Due.Add(2 * time.Second)
			}
		}
	})},
	{"an ordinary tap ends a quiet alert", []string{"(q)"}, tapEndsQuiet},
	{"a quiet sign is overheard", []string{"(r)"}, changedFor(flows.KindTap, func(d *flows.Decision) {
		d.Put = slices.DeleteFunc(d.Put, func(p flows.Put) bool { a, ok := p.Value.(*care.Alert); return ok && a.Quiet })
		d.Say = slices.DeleteFunc(d.Say, isCard)
		d.Timers = slices.DeleteFunc(d.Timers, func(t flows.Timer) bool { return t.Key.Subject == "alert" })
	})},
	{"the deputy is not told", []string{"(s)"}, changedFor(flows.KindTimer, func(d *flows.Decision) {
		d.Say = slices.DeleteFunc(d.Say, func(m flows.Message) bool { return m.Key == locales.WatchBuddyTold })
	})},
	{"nobody asks whether all is well", []string{"(s)"}, unsaid(func(_ flows.Event, m flows.Message) bool { return m.Key == locales.WatchAsked })},
	{"the people on call are not called", []string{"(r)", "(b)"}, unsaid(func(e flows.Event, m flows.Message) bool {
		return e.Timer.What == "watch" && (isCard(m) || m.Channel != "")
	})},
	{"a lost buddy stops the steps", []string{"(l)"}, lostBuddyStops},
	{"a visit ends by itself", []string{"(e)"}, visitEndsAlone},
	{"nothing", nil, func(next decider) decider { return next }},
}

// lonelyFaults are those that show only when buddies shut their doors.
var lonelyFaults = map[string]bool{"a lost buddy stops the steps": true}

// TestVisitNightsSeeWhatIsBroken proves that the judge of TestVisitNights is
// worth something: every planted fault turns it red, by the rule it breaks, and
// a night without any stays green.
func TestVisitNightsSeeWhatIsBroken(t *testing.T) {
	t.Parallel()
	all := plantedVisitFaults
	if raceEnabled {
		all = all[len(all)-1:] // the same code, ten times faster, is played without the race detector
	}
	for _, p := range all {
		t.Run(p.name, func(t *testing.T) {
			t.Parallel()
			for seed := range uint64(3) {
				n := newVisitNight(seed, visitNightsBegin[1], 62*time.Minute, p.broken)
				n.faultsToo, n.waves, n.asleep, n.lonely = false, 1, true, lonelyFaults[p.name]
				n.spend(t)
				i := n.saw(p.rules...)
				switch {
				case p.rules == nil && len(n.faults) > 0:
					t.Fatalf("red, and nothing was planted: %v", n.faults)
				case p.rules == nil:
					return
				case i >= 0:
					t.Logf("night %d: %d faults, the first of its rule: %s", seed, len(n.faults), n.faults[i])
					return
				} // else the occasion did not arise
			}
			t.Errorf("not seen as any of %v", p.rules)
		})
	}
}

func isWatchTimer(t flows.Timer) bool {
	return t.Key.Subject == "visit" && t.Key.What == "watch" && !t.Due.IsZero()
}

// changedFor changes what is decided about one kind of event.
func changedFor(kind flows.Kind, how func(*flows.Decision)) func(decider) decider {
	return func(next decider) decider {
		return func(tx flows.Tx, e flows.Event, now time.Time) (flows.Decision, error) {
			d, err := next(tx, e, now)
			if e.Kind == kind {
				how(&d)
			}
			return d, err
		}
	}
}

// tapEndsQuiet finishes the alert of a quiet sign when its volunteer taps that all
// is done.
func tapEndsQuiet(next decider) decider {
	return func(tx flows.Tx, e flows.Event, now time.Time) (flows.Decision, error) {
		d, err := next(tx, e, now)
		v, a := visitIn(d), &care.Alert{}
		if err != nil || v == nil || d.Reason != "watch.leaving" && d.Reason != "watch.safe" && d.Reason != "watch.longer" {
			return d, err
		}
		if found, err := tx.Read(care.KindAlert, v.Alert, a); err != nil || !found || !a.Quiet || !a.Open() {
			return d, err
		}
		a.State, a.Closed = care.AlertDone, now
		a.Story = append(a.Story, care.Moment{At: now, What: storyDone + visitSafeAct})
		d.Put = append(slices.DeleteFunc(d.Put, func(p flows.Put) bool { return p.ID == a.ID }), flows.Put{Kind: care.KindAlert, ID: a.ID, Value: a})
		for _, what := range []string{"step", "taken"} {
			d.Timers = append(d.Timers, flows.Timer{Key: flows.TimerKey{Subject: "alert", ID: a.ID, What: what}})
		}
		return d, nil
	}
}

// visitIn is the visit that a decision changes, or nil.
func visitIn(d flows.Decision) *care.Visit {
	for _, p := range d.Put {
		if v, ok := p.Value.(*care.Visit); ok {
			return v
		}
	}
	return nil
}

// visitEndsAlone ends a visit instead of raising it.
func visitEndsAlone(next decider) decider {
	return func(tx flows.Tx, e flows.Event, now time.Time) (flows.Decision, error) {
		d, err := next(tx, e, now)
		v := visitIn(d)
		if err != nil || v == nil || e.Timer.What != "watch" || !strings.HasPrefix(string(d.Reason), "watch.over") {
			return d, err
		}
		over := *v
		over.State, over.SafeBy, over.SafeAt = care.VisitOver, v.Volunteer, now
		key := flows.TimerKey{Subject: "visit", ID: v.ID, What: "watch"}
		return flows.Decision{Reason: d.Reason, Put: []flows.Put{{Kind: care.KindVisit, ID: v.ID, Value: &over}}, Timers: []flows.Timer{{Key: key}}}, nil
	}
}

// lostBuddyStops lets the watch wait for a buddy who has shut their door as for one
// who sleeps, and longer: the deputy is not told at once.
func lostBuddyStops(next decider) decider {
	return func(tx flows.Tx, e flows.Event, now time.Time) (flows.Decision, error) {
		d, err := next(tx, e, now)
		v, buddy := visitIn(d), &care.Contact{}
		if err != nil || v == nil || v.Step != care.StepDeputy || !v.Watched() {
			return d, err
		}
		if found, err := tx.Read(care.KindContact, v.Buddy.Contact, buddy); err != nil || !found || !buddy.Blocked && !v.Buddy.Lost {
			return d, err
		}
		held := *v
		held.Step, held.Due = care.StepBuddy, now.Add(20*time.Minute).Truncate(time.Millisecond)
		held.Story = slices.Clone(v.Story)
		if last := len(held.Story) - 1; held.Story[last].What == "watch.deputy" {
			held.Story[last].What = "watch.buddy"
		}
		d.Put = append(slices.DeleteFunc(d.Put, func(p flows.Put) bool { return p.ID == v.ID }), flows.Put{Kind: care.KindVisit, ID: v.ID, Value: &held})
		d.Say = slices.DeleteFunc(d.Say, func(m flows.Message) bool { return m.Guard.Visit == v.ID && m.Guard.As == flows.PartBuddy })
		d.Timers = append(slices.DeleteFunc(d.Timers, isWatchTimer), flows.Timer{Key: flows.TimerKey{Subject: "visit", ID: v.ID, What: "watch"}, Due: held.Due})
		return d, nil
	}
}
