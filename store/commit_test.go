package store

import (
	"fmt"
	"testing"
	"time"

	"polyphony/care"
	"polyphony/flows"
)

// fullDecision changes a bit of everything.
func fullDecision() flows.Decision {
	return flows.Decision{
		Put:    []flows.Put{named("x", "New"), named("y", "New"), {Kind: care.KindContact, ID: "gone"}},
		Say:    []flows.Message{to(1, flows.Urgent, "card"), to(2, flows.Bulk, "notice")},
		Timers: []flows.Timer{{Key: flows.TimerKey{Subject: "alert", ID: "A", What: "step"}, Due: t0.Add(time.Minute)}},
		Audit:  []flows.Entry{{Subject: "contact:x", At: t0, What: "joined"}},
	}
}

// All of a decision lands or none of it does: when anything that it read has
// changed, appeared or gone since, nothing in Redis is different.
func TestAConflictChangesNothing(t *testing.T) {
	for name, meanwhile := range map[string]flows.Put{
		"changed":  named("read", "Other"),
		"gone":     {Kind: care.KindContact, ID: "read"},
		"appeared": named("absent", "Other"),
	} {
		t.Run(name, func(t *testing.T) {
			onBoth(t, func(g *ground) {
				a := g.enter("a")
				a.decide(t0, flows.Decision{Put: []flows.Put{named("read", "Old"), named("gone", "Still")}})
				a.record(update(1, "chat:1", ""))
				c := a.one(t0)
				tx := a.Begin(a.ctx)
				var was care.Contact
				for id, want := range map[string]bool{"read": true, "absent": false} {
					if found, err := tx.Read(care.KindContact, id, &was); found != want || err != nil {
						g.Fatal(id, found, err)
					}
				}
				g.enter("b").decide(t0, flows.Decision{Put: []flows.Put{meanwhile}})
				before := g.dump()
				_, err := a.Commit(a.ctx, t0, c, tx, fullDecision(), true)
				must(g, err, flows.ErrConflict)
				must(g, a.Park(a.ctx, t0, c, tx, fullDecision(), "poison"), flows.ErrConflict)
				same(g, before, "a conflict changed something")
				a.commit(t0, c, fullDecision(), false) // the claim is still ours
				if a.contact("x") != "New" || a.contact("gone") != "" {
					g.Error("deciding again did not land")
				}
			})
		})
	}
}

func TestADecisionLandsWhole(t *testing.T) {
	onBoth(t, func(g *ground) {
		a := g.enter("a")
		a.decide(t0, flows.Decision{Put: []flows.Put{named("gone", "Still")}})
		a.decide(t0, fullDecision())
		if a.contact("x") != "New" || a.contact("y") != "New" || a.contact("gone") != "" {
			g.Errorf("records: %q %q %q", a.contact("x"), a.contact("y"), a.contact("gone"))
		}
		if got := a.sends(t0, everything); got != "card notice" {
			g.Errorf("said %q", got)
		}
		timers, err := a.Timers(a.ctx, 9)
		if err != nil || len(timers) != 1 || !timers[0].Due.Equal(t0.Add(time.Minute)) || timers[0].Key.What != "step" {
			g.Errorf("timers: %+v %v", timers, err)
		}
	})
}

// A transaction sees what it read, not what others wrote since, so that a
// decision is taken on one picture.
func TestReadingTwiceGivesTheSame(t *testing.T) {
	onBoth(t, func(g *ground) {
		a := g.enter("a")
		a.decide(t0, flows.Decision{Put: []flows.Put{named("x", "One")}})
		tx := a.Begin(a.ctx)
		for _, then := range []string{"Two", "Three"} {
			var c care.Contact
			if found, err := tx.Read(care.KindContact, "x", &c); !found || err != nil || c.Name != "One" {
				g.Fatalf("%v %v %q", found, err, c.Name)
			}
			a.decide(t0, flows.Decision{Put: []flows.Put{named("x", then)}})
		}
		if a.contact("x") != "Three" {
			g.Error(a.contact("x"))
		}
	})
}

// Revisions rise by one with every write, so that no reader can take a later
// state for the one that it read, not even a record that was removed between.
func TestRevisionsRise(t *testing.T) {
	onBoth(t, func(g *ground) {
		a := g.enter("a")
		for want := 1; want <= 12; want++ {
			a.decide(t0, flows.Decision{Put: []flows.Put{named("x", fmt.Sprint(want))}})
			tx := a.Begin(a.ctx).(*Tx)
			if found, err := tx.Read(care.KindContact, "x", &care.Contact{}); !found || err != nil || tx.Revision(care.KindContact, "x") != want {
				g.Fatalf("write %d: revision %d, %v %v", want, tx.Revision(care.KindContact, "x"), found, err)
			}
		}
	})
}

// The audit trail grows at its end and is never rewritten.
func TestTheAuditTrailKeepsItsOrder(t *testing.T) {
	onBoth(t, func(g *ground) {
		a := g.enter("a")
		entry := func(n int, subject string) flows.Entry {
			return flows.Entry{Subject: subject, At: t0.Add(time.Duration(n) * time.Second), Who: "me", What: flows.Reason(fmt.Sprint("step.", n)), Detail: "d"}
		}
		a.decide(t0, flows.Decision{Audit: []flows.Entry{entry(0, "alert:A"), entry(1, "alert:A"), entry(9, "alert:B")}})
		a.decide(t0, flows.Decision{Audit: []flows.Entry{entry(2, "alert:A")}})
		trail, err := a.Audit(a.ctx, "alert:A")
		if err != nil || len(trail) != 3 {
			g.Fatal(trail, err)
		}
		for n, e := range trail {
			if e != entry(n, "alert:A") {
				g.Errorf("entry %d is %+v", n, e)
			}
		}
		if none, err := a.Audit(a.ctx, "alert:C"); len(none) != 0 || err != nil {
			g.Error(none, err)
		}
	})
}

// What cannot be handled is kept for an operator, out of everybody's way, and
// comes back at the end of its queue when it is replayed, as if it were new.
func TestWhatIsParkedCanBeReplayed(t *testing.T) {
	onBoth(t, func(g *ground) {
		a := g.enter("a")
		a.record(update(1, "chat:1", "poison"), update(2, "chat:1", "fine"))
		for range 3 {
			if _, err := a.Release(a.ctx, t0, a.one(t0), true, 0); err != nil {
				g.Fatal(err)
			}
		}
		c, then := a.one(t0), t0.Add(time.Second)
		if err := a.Park(a.ctx, then, c, a.Begin(a.ctx), flows.Decision{Say: []flows.Message{to(1, 0, "sorry")}}, "poison"); err != nil {
			g.Fatal(err)
		}
		if got := a.sends(then, everything); got != "sorry" {
			g.Errorf("its author reads %q", got)
		}
		a.record(update(1, "chat:1", "poison")) // Telegram delivers it again: it is still known
		parked, err := a.Parked(a.ctx)
		if err != nil || len(parked) != 1 || parked[0] != (Parked{ID: "u:1", Queue: "chat:1", Reason: "poison", At: then}) {
			g.Fatalf("%+v %v", parked, err)
		}
		if ok, err := a.Replay(a.ctx, then, parked[0]); !ok || err != nil {
			g.Fatal(ok, err)
		}
		next := a.one(then)
		if string(next.Item.Body) != "fine" {
			g.Errorf("replayed in front of what waited: %q", next.Item.Body)
		}
		back := a.commit(then, next, flows.Decision{}, true)
		if back == nil || string(back.Item.Body) != "poison" || back.Tries != 0 || back.Bad != nil {
			g.Fatalf("came back as %+v", back)
		}
		a.commit(then, *back, flows.Decision{}, false)
		if ok, err := a.Replay(a.ctx, then, parked[0]); ok || err != nil {
			g.Errorf("replayed twice: %v", err)
		}
		if parked, err := a.Parked(a.ctx); len(parked) != 0 || err != nil {
			g.Errorf("still parked: %v %v", parked, err)
		}
	})
}

func TestParkedItemsAreListedOldestFirst(t *testing.T) {
	onBoth(t, func(g *ground) {
		a := g.enter("a")
		for n := range 3 {
			a.record(update(n, fmt.Sprint("chat:", n), ""))
			if err := a.Park(a.ctx, t0.Add(-time.Duration(n)*time.Hour), a.one(t0), a.Begin(a.ctx), flows.Decision{}, "undecodable"); err != nil {
				g.Fatal(err)
			}
		}
		parked, err := a.Parked(a.ctx)
		if err != nil || len(parked) != 3 || parked[0].ID != "u:2" || parked[2].ID != "u:0" {
			g.Errorf("%+v %v", parked, err)
		}
	})
}
