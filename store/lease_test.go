package store

import (
	"testing"
	"time"

	"polyphony/flows"
)

// A replica that has died loses what it held when its lease runs out, not
// before, and whatever it says when it wakes up is void.
func TestADeadLeaseIsTakenOverAndItsHolderRefused(t *testing.T) {
	onBoth(t, func(g *ground) {
		a, b := g.enter("a"), g.enter("b")
		a.record(update(1, "chat:1", ""), update(2, "meeting:1", ""))
		held := a.claim(t0, 9)
		end := t0.Add(a.Lease())
		if n := b.takeover(end.Add(-time.Millisecond)); n != 0 || len(b.claim(end, 9)) != 0 {
			g.Fatalf("taken over before its time: %d", n)
		}
		if n := b.takeover(end); n != 2 {
			g.Fatalf("%d taken over, want 2", n)
		}
		theirs := b.claim(end, 9)
		if ids(theirs) != "u:1 u:2" {
			g.Fatalf("b claims %q", ids(theirs))
		}
		before := g.dump()
		_, err := a.Commit(a.ctx, end, held[0], a.Begin(a.ctx), flows.Decision{Put: []flows.Put{named("x", "Old")}, Say: []flows.Message{to(1, 0, "old")}}, true)
		must(g, err, flows.ErrLost)
		must(g, a.Park(a.ctx, end, held[1], a.Begin(a.ctx), flows.Decision{}, "poison"), flows.ErrLost)
		if n, err := a.Release(a.ctx, end, held[0], true, 0); n != -1 || err != nil {
			g.Errorf("gave back what is another's: %d %v", n, err)
		}
		same(g, before, "an old lease changed something")
		for _, c := range theirs {
			b.commit(end, c, flows.Decision{}, false)
		}
	})
}

// Working on with a queue renews its lease.
func TestACommitThatKeepsTheQueueRenewsItsLease(t *testing.T) {
	onBoth(t, func(g *ground) {
		a, b := g.enter("a"), g.enter("b")
		a.record(update(1, "chat:1", ""), update(2, "chat:1", ""))
		later := t0.Add(a.Lease() / 2)
		next := a.commit(later, a.one(t0), flows.Decision{}, true)
		if next == nil {
			g.Fatal("there is no next")
		}
		if n := b.takeover(t0.Add(a.Lease())); n != 0 {
			g.Error("taken over in the middle of its work")
		}
		if last := a.commit(later, *next, flows.Decision{}, true); last != nil {
			g.Errorf("an empty queue goes on: %+v", last)
		}
		if d, err := a.Depths(a.ctx, later); err != nil || !d.Idle() {
			g.Errorf("an empty queue is still held: %+v %v", d, err)
		}
	})
}

// A restart under the same name takes its old leases back at once, inbox and
// outbox, leaves those of others, and the old process can do nothing any more.
func TestARestartTakesItsOwnLeasesBackAndShutsItsFormerSelfOut(t *testing.T) {
	onBoth(t, func(g *ground) {
		old, other := g.enter("a"), g.enter("b")
		old.say(t0, to(1, flows.Reply, "row"))
		old.record(update(1, "chat:1", ""), update(2, "chat:2", ""))
		mine, theirs := old.one(t0), other.one(t0)
		rows, _ := old.rows(t0, everything)
		again := g.open(g.db, "a")
		if n, err := again.Enter(again.ctx, t0); n != 2 || err != nil {
			g.Fatalf("%d taken back, want 2: %v", n, err)
		}
		before := g.dump()
		_, err := old.Claim(old.ctx, t0, 9)
		must(g, err, flows.ErrOldEpoch)
		_, _, err = old.ClaimRows(old.ctx, t0, everything)
		must(g, err, flows.ErrOldEpoch)
		_, err = old.Commit(old.ctx, t0, mine, old.Begin(old.ctx), flows.Decision{Put: []flows.Put{named("x", "Old")}}, false)
		must(g, err, flows.ErrLost)
		old.settle(t0, rows[0], flows.Outcome{Done: true, Sent: 7})
		same(g, before, "an old epoch changed something")
		if got := again.one(t0); got.Item.ID != mine.Item.ID {
			g.Errorf("claimed %s after the restart", got.Item.ID)
		}
		if got := again.hears(t0, everything); got != "row" {
			g.Errorf("the row that was in flight: %q", got)
		}
		other.commit(t0, theirs, flows.Decision{}, false)
	})
}

// Rows in flight are taken over like queues, and come with the same id, so that
// what was already said can be recognised.
func TestRowsInFlightAreTakenOver(t *testing.T) {
	onBoth(t, func(g *ground) {
		a, b := g.enter("a"), g.enter("b")
		a.say(t0, to(1, flows.Urgent, "card"), to(2, flows.Bulk, "notice"), to(2, flows.Bulk, "second"))
		mine, _ := a.rows(t0, everything)
		end := t0.Add(a.Lease())
		if n := b.takeover(end.Add(-time.Millisecond)); n != 0 || b.hears(end, everything) != "" {
			g.Fatal("taken over before its time")
		}
		if n := b.takeover(end); n != 2 {
			g.Fatalf("%d taken over, want 2", n)
		}
		theirs, _ := b.rows(end, everything)
		if len(theirs) != 2 || theirs[0].ID != mine[0].ID || theirs[1].ID != mine[1].ID || theirs[0].Seq != mine[0].Seq {
			g.Fatalf("b has %v, a had %v", theirs, mine)
		}
		before := g.dump()
		a.settle(end, mine[0], flows.Outcome{Done: true, Sent: 7, Failure: &flows.Failure{Chat: 1}})
		same(g, before, "an old claim settled a row")
		if got := b.sends(end, everything); got != "" {
			g.Errorf("sent beside what is in flight: %q", got)
		}
		b.settle(end, theirs[0], flows.Outcome{Done: true})
		b.settle(end, theirs[1], flows.Outcome{Done: true})
		if got := b.sends(end, everything); got != "second" {
			g.Errorf("then %q", got)
		}
	})
}

// same fails when anything in Redis has changed.
func same(g *ground, before map[string]string, what string) {
	g.Helper()
	after := g.dump()
	for key, value := range after {
		if before[key] != value {
			g.Errorf("%s: %s is %q", what, key, value)
		}
		delete(before, key)
	}
	for key := range before {
		g.Errorf("%s: %s is gone", what, key)
	}
}

// The former process is shut out from the moment the epoch is raised, even
// while it still holds its leases.
func TestAnOldEpochIsRefusedThoughItsLeasesStand(t *testing.T) {
	onBoth(t, func(g *ground) {
		old := g.enter("a")
		old.say(t0, to(1, flows.Reply, "row"))
		old.record(update(1, "chat:1", ""), update(2, "chat:2", ""))
		c := old.one(t0)
		rows, _ := old.rows(t0, everything)
		if err := g.db.HIncrBy(old.ctx, old.key(keyReplicas), "a", 1).Err(); err != nil {
			g.Fatal(err)
		}
		before := g.dump()
		_, err := old.Commit(old.ctx, t0, c, old.Begin(old.ctx), fullDecision(), true)
		must(g, err, flows.ErrLost)
		old.settle(t0, rows[0], flows.Outcome{Done: true, Sent: 7, HoldAll: t0.Add(time.Hour)})
		_, err = old.Claim(old.ctx, t0, 9)
		must(g, err, flows.ErrOldEpoch)
		_, _, err = old.ClaimRows(old.ctx, t0, everything)
		must(g, err, flows.ErrOldEpoch)
		same(g, before, "an old epoch changed something")
	})
}
