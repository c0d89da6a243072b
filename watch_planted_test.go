package main

import (
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"polyphony/care"
	"polyphony/flows"
	"polyphony/locales"
)

// plantedFault is one of them.
type plantedFault struct {
	name  string
	rule  string
	plant plant
}

// planted are faults in the companion or on the way to the phones, and by which
// of its rules the watcher must see each.
var planted = []plantedFault{
	{"the lines are dropped", "(a)", plant{decide: unsaid(func(_ flows.Event, m flows.Message) bool { return m.Key == locales.HelpLines })}},
	{"the first cards are dropped", "(b)", plant{decide: unsaid(func(e flows.Event, m flows.Message) bool {
		return e.Kind == flows.KindText && (isCard(m) || m.Channel != "")
	})}},
	{"the cards of later steps are dropped", "(c)", plant{decide: unsaid(func(e flows.Event, m flows.Message) bool {
		return e.Kind == flows.KindTimer && (isCard(m) || m.Channel != "")
	})}},
	{"the step timer is dropped", "(c)", plant{decide: changed(func(d *flows.Decision) {
		d.Timers = slices.DeleteFunc(d.Timers, func(t flows.Timer) bool { return t.Key.What == "step" && !t.Due.IsZero() })
	})}},
	{"no next step stands in the store", "(g)", plant{decide: changed(func(d *flows.Decision) {
		d.Timers = slices.DeleteFunc(d.Timers, func(t flows.Timer) bool { return t.Key.What == "taken" && !t.Due.IsZero() })
	})}},
	{"an alert ends by itself", "(d)", plant{decide: endsAlone}},
	{"somebody is said to have seen it", "(e)", plant{decide: saidToHaveSeen}},
	{"whoever asked is not told who has seen it", "(e)", plant{decide: unsaid(func(_ flows.Event, m flows.Message) bool { return m.Key == locales.HelpSeen })}},
	{"nobody hears who cannot be reached", "(h)", plant{decide: unsaid(func(_ flows.Event, m flows.Message) bool {
		return m.Key == locales.ReachLostBlock || m.Key == locales.ReachLostStop
	})}},
	{"nobody hears that nobody is left", "(h)", plant{decide: changed(func(d *flows.Decision) {
		for i, m := range d.Say {
			d.Say[i].Lines = slices.DeleteFunc(m.Lines, func(l flows.Line) bool { return l.Key == locales.ReachLostAlone })
		}
	})}},
	{"an old button takes it", "(f)", plant{decide: oldButtonsTake}},
	{"nothing but crashes", "", plant{crashes: true}},
	{"the cards after a crash are swallowed", "(b)", plant{swallow: swallowAfterCrash, crashes: true}},
}

// TestNightsOnCallSeeWhatIsBroken proves that the watcher of TestNightsOnCall is
// worth something: every planted fault turns it red, by the rule it breaks, and
// a night without any stays green.
func TestNightsOnCallSeeWhatIsBroken(t *testing.T) {
	t.Parallel()
	all := planted
	if raceEnabled {
		all = all[len(all)-1:] // the same code, ten times faster, is played without the race detector
	}
	for _, p := range all {
		t.Run(p.name, func(t *testing.T) {
			t.Parallel()
			n := plantedNight(t, p, 3)
			for seed := uint64(4); seed < 10 && p.rule != "" && !n.broke(p.rule); seed++ { // the occasion did not arise
				n = plantedNight(t, p, seed)
			}
			if p.rule == "" && len(n.faults) > 0 {
				t.Errorf("red, and nothing was planted: %v", n.faults)
			}
			i := slices.IndexFunc(n.faults, func(f string) bool { return strings.HasPrefix(f, p.rule) })
			switch {
			case p.rule == "":
			case i < 0:
				t.Errorf("not seen as %s; seen: %v", p.rule, n.faults)
			default:
				t.Logf("%d faults, the first of its rule: %s", len(n.faults), n.faults[i])
			}
		})
	}
}

func isCard(m flows.Message) bool { return strings.HasPrefix(m.Slot, "alert:") }

// changed changes what is decided.
func changed(how func(*flows.Decision)) func(decider) decider {
	return func(next decider) decider {
		return func(tx flows.Tx, e flows.Event, now time.Time) (flows.Decision, error) {
			d, err := next(tx, e, now)
			how(&d)
			return d, err
		}
	}
}

// unsaid leaves messages out.
func unsaid(which func(flows.Event, flows.Message) bool) func(decider) decider {
	return func(next decider) decider {
		return func(tx flows.Tx, e flows.Event, now time.Time) (flows.Decision, error) {
			d, err := next(tx, e, now)
			d.Say = slices.DeleteFunc(d.Say, func(m flows.Message) bool { return which(e, m) })
			return d, err
		}
	}
}

// endsAlone finishes an alert at its second step.
func endsAlone(next decider) decider {
	return func(tx flows.Tx, e flows.Event, now time.Time) (flows.Decision, error) {
		d, err := next(tx, e, now)
		if e.Timer.What != "step" {
			return d, err
		}
		for i, p := range d.Put {
			if a, ok := p.Value.(*care.Alert); ok {
				closed := *a
				closed.State, closed.Closed = care.AlertDone, now
				closed.Story = append(slices.Clone(a.Story), care.Moment{At: now, What: storyDone + "spoke"})
				d.Put[i].Value = &closed
				d.Timers = append(d.Timers, flows.Timer{Key: flows.TimerKey{Subject: "alert", ID: a.ID, What: "step"}})
			}
		}
		return d, err
	}
}

// saidToHaveSeen tells whoever asks that Amira has seen it.
func saidToHaveSeen(next decider) decider {
	return func(tx flows.Tx, e flows.Event, now time.Time) (flows.Decision, error) {
		d, err := next(tx, e, now)
		if d.Reason == "help.opened" {
			d.Say = append(d.Say, flows.Message{Chat: e.Chat, Lane: flows.Urgent, Language: "en", Key: locales.HelpSeen,
				Args: flows.Args{"Name": {Text: "Amira"}}, Guard: flows.Guard{Purpose: flows.PurposeLines}})
		}
		return d, err
	}
}

// oldButtonsTake gives every press to take an alert the revision of today.
func oldButtonsTake(next decider) decider {
	return func(tx flows.Tx, e flows.Event, now time.Time) (flows.Decision, error) {
		var a care.Alert
		if b, ok := readButton(e.Tap.Data); ok && b.act == actTake {
			if found, err := tx.Read(care.KindAlert, b.alert, &a); err == nil && found {
				parts := strings.Split(e.Tap.Data, "/")
				parts[2] = strconv.Itoa(a.Rev)
				e.Tap.Data = strings.Join(parts, "/")
			}
		}
		return next(tx, e, now)
	}
}

// swallowAfterCrash lets Telegram say yes to cards, and lose them, in the first
// seconds of a life that follows another.
func swallowAfterCrash(n *night) func(int64, string) bool {
	born := n.now()
	return func(_ int64, text string) bool {
		return n.now().Sub(born) < 5*time.Second && len(n.trouble.all) > 0 && strings.Contains(text, readsOpen)
	}
}

// plantedNight lives through a night in which something is broken.
func plantedNight(t *testing.T, p plantedFault, seed uint64) *night {
	t.Helper()
	n := newNight(seed, nightsBegin[0], 25*time.Minute)
	n.faultsToo, n.plant = false, p.plant
	n.spend(t)
	return n
}

// broke reports whether the watcher saw a rule broken.
func (n *night) broke(rule string) bool {
	return slices.ContainsFunc(n.faults, func(f string) bool { return strings.HasPrefix(f, rule) })
}
