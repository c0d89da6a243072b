package flows

import (
	"maps"
	"slices"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"polyphony/care"
)

// watchJudge holds what happens to one visit against I9 and I11.
type watchJudge struct {
	began   bool
	longest time.Duration // from when a step was due until it was taken, beyond the outages
}

// look is asked after everything that happens.
func (j *watchJudge) look(rt *rapid.T, h *house) {
	v := h.walk()
	due, set := h.timers[visitTimer("walk", "watch")]
	j.began = j.began || v.Watched()
	switch {
	case v.Watched() && (!set || !due.Equal(v.Due)):
		rt.Fatalf("I9: the visit is %s at %s, its deadline %v, its timer %v (%v)", v.State, v.Step, v.Due, due, set)
	case v.Watched() && v.Step == care.StepRaised && !alertIsOpen(h, v.Alert) && v.Due.After(h.now.Add(watchAgain)):
		rt.Fatal("I11: nobody has it")
	case !v.Watched() && set:
		rt.Fatalf("a visit that is %s has a deadline", v.State)
	case j.began && !v.Watched() && v.SafeBy == "":
		rt.Fatalf("I11: the visit is %s, and nobody said that the volunteer is safe", v.State)
	case !v.Signal.IsZero() && v.Alert != "" && !alertIsOpen(h, v.Alert) && !slices.Contains([]string{"safe", "goes_on"}, get[care.Alert](h, care.KindAlert, v.Alert).Outcome):
		rt.Fatal("I11: a quiet sign ended without a human who said safe")
	}
	if v.Alert != "" && alertIsOpen(h, v.Alert) {
		j.oneStep(rt, h, get[care.Alert](h, care.KindAlert, v.Alert))
	}
}

// oneStep: an open alert has exactly one of the timers that move it on.
func (j *watchJudge) oneStep(rt *rapid.T, h *house, a *care.Alert) {
	_, step := h.timers[stepTimer(a.ID)]
	_, taken := h.timers[takenTimer(a.ID)]
	if step == taken {
		rt.Fatalf("I9: the alert is %s, a next step: %v, a question to its owner: %v", a.State, step, taken)
	}
}

func alertIsOpen(h *house, alert string) bool {
	if alert == "" {
		return false
	}
	a := get[care.Alert](h, care.KindAlert, alert)
	return a.Open() && a.ID != ""
}

// timePasses lets time go by, with every timer at its time; in an outage they
// come all at once when it is over, and each of them twice, as after a crash.
func (j *watchJudge) timePasses(rt *rapid.T, h *house, long time.Duration, outage bool) {
	until := h.now.Add(long)
	for {
		keys := slices.SortedFunc(maps.Keys(h.timers), func(a, b TimerKey) int {
			return strings.Compare(h.timers[a].Format(time.RFC3339Nano)+a.String(), h.timers[b].Format(time.RFC3339Nano)+b.String())
		})
		if len(keys) == 0 || h.timers[keys[0]].After(until) {
			break
		}
		k, due := keys[0], h.timers[keys[0]]
		if h.now = until; !outage {
			h.now = later(due, h.now.Add(-long))
			long = until.Sub(h.now)
		}
		delete(h.timers, k)
		was := h.walk().Step
		h.does(Event{Kind: KindTimer, At: due, Timer: k})
		if k.What == "watch" {
			if v := h.walk(); v.Watched() && !v.Due.After(h.now) {
				rt.Fatalf("after an outage the next step of %s was due %v ago", v.Step, h.now.Sub(v.Due))
			}
			if !outage && h.walk().Step != was {
				j.longest = max(j.longest, h.now.Sub(due))
			}
			h.does(Event{Kind: KindTimer, At: due, Timer: k})
		}
		j.look(rt, h)
	}
	h.now = until
}

// I11, I9: whatever anybody taps, whoever cannot be reached, and whenever the
// program is away, a visit has one next deadline until somebody says safe.
func TestAVisitIsWatchedUntilSomebodySaysSafe(t *testing.T) {
	longest := time.Duration(0)
	rapid.Check(t, func(rt *rapid.T) {
		h, j := beforeWalk(t), &watchJudge{}
		h.sign(rapid.SampledFrom([]care.QuietSign{care.QuietNone, care.QuietThirty, care.QuietWord}).Draw(rt, "sign"))
		h.watch("sam", "here")
		who := func(names ...string) string { return rapid.SampledFrom(names).Draw(rt, "who") }
		rt.Repeat(map[string]func(*rapid.T){
			"": func(rt *rapid.T) { j.look(rt, h) },
			"sam taps": func(rt *rapid.T) {
				rev := h.walk().Rev - rapid.IntRange(0, 1).Draw(rt, "old")
				carried := data("watch", "walk", rev, who("more15", "more30", "done", "home30", "home60", "home", "no_need"))
				for range rapid.IntRange(1, 2).Draw(rt, "times") {
					h.taps("sam", carried)
				}
			},
			"a buddy taps": func(*rapid.T) { h.watch(who("bea", "dan", "rel"), who("safe", "raise")) },
			"time": func(rt *rapid.T) {
				j.timePasses(rt, h, time.Duration(rapid.IntRange(1, 40).Draw(rt, "minutes"))*time.Minute, false)
			},
			"outage": func(rt *rapid.T) {
				j.timePasses(rt, h, time.Duration(rapid.IntRange(1, 200).Draw(rt, "minutes"))*time.Minute, true)
			},
			"on call": func(*rapid.T) {
				if alertIsOpen(h, h.walk().Alert) {
					h.onRaised(who("mina", "jo", "cora"), who("take", "done", "safe", "goes_on", "spoke", "back", "pass.jo", "pass_yes", "mine"))
				}
			},
			"blocked":   func(*rapid.T) { h.does(Event{Kind: KindBlocked, Chat: chats[who("sam", "bea", "dan", "mina", "pat")]}) },
			"unblocked": func(*rapid.T) { h.does(Event{Kind: KindUnblocked, Chat: chats[who("sam", "bea", "dan", "mina")]}) },
			"fails": func(*rapid.T) {
				p := who("sam", "bea", "dan", "pat")
				h.fails(Failure{Chat: chats[p], Person: p, Visit: "walk", Reason: who(FailedSlow, FailedArrived, FailedBlocked, FailedUnwanted)})
			},
			"writes": func(*rapid.T) { h.writes("sam", who("hello", "Blue kettle", "HELP", "/stop")) },
		})
		longest = max(longest, j.longest)
	})
	t.Logf("longest delay from due to done, without an outage: %v", longest)
	if longest > time.Second {
		t.Errorf("a step came %v after it was due", longest)
	}
}
