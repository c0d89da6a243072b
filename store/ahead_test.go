package store

import (
	"context"
	"errors"
	"fmt"
	"testing"

	"github.com/redis/go-redis/v9"

	"polyphony/care"
	"polyphony/flows"
)

// trips counts the commands that one connection sends.
type trips struct {
	n    int
	fail error // of the next command
}

func (r *trips) DialHook(next redis.DialHook) redis.DialHook { return next }

func (r *trips) ProcessPipelineHook(next redis.ProcessPipelineHook) redis.ProcessPipelineHook {
	return next
}

func (r *trips) ProcessHook(next redis.ProcessHook) redis.ProcessHook {
	return func(ctx context.Context, cmd redis.Cmder) error {
		r.n++
		if err := r.fail; err != nil {
			r.fail = nil
			cmd.SetErr(err)
			return err
		}
		return next(ctx, cmd)
	}
}

// countedDesk is a replica whose commands are counted.
func (g *ground) countedDesk(replica string) (*desk, *trips) {
	g.Helper()
	db, r := g.client(), &trips{}
	d := g.open(db, replica)
	if _, err := d.Enter(d.ctx, t0); err != nil {
		g.Fatal(err)
	}
	db.AddHook(r)
	return d, r
}

// many are the ids of n contacts, each called by its id.
func (d *desk) many(n int) (ids []string) {
	d.g.Helper()
	var made flows.Decision
	for i := range n {
		ids = append(ids, fmt.Sprint("m", i))
		made.Put = append(made.Put, named(ids[i], ids[i]))
	}
	d.decide(t0, made)
	return ids
}

// reads is a contact's name in a transaction, "" when there is none.
func reads(g *ground, tx flows.Tx, id string) string {
	g.Helper()
	var c care.Contact
	if _, err := tx.Read(care.KindContact, id, &c); err != nil {
		g.Fatal(err)
	}
	return c.Name
}

// However many records are fetched, Redis is asked once, also for those that
// are not there and those that were named twice.
func TestManyRecordsInOneRoundTrip(t *testing.T) {
	onBoth(t, func(g *ground) {
		a, r := g.countedDesk("a")
		ids := a.many(500)
		tx := a.Begin(a.ctx).(*Tx)
		r.n = 0
		must(g, tx.Fetch(care.KindContact, append(ids, "absent", ids[0])), nil)
		must(g, tx.Fetch(care.KindContact, ids), nil)
		for _, id := range ids {
			if got := reads(g, tx, id); got != id {
				g.Fatalf("%s is called %q", id, got)
			}
		}
		if got := reads(g, tx, "absent"); got != "" {
			g.Errorf("somebody who is not there is called %q", got)
		}
		if r.n != 1 {
			g.Errorf("%d commands", r.n)
		}
		if tx.Revision(care.KindContact, ids[7]) != 1 || tx.Revision(care.KindContact, "absent") != 0 {
			g.Error("revisions are not those of single reads")
		}
	})
}

// What was fetched and read must stand at the commit; what was only fetched is
// nobody's reason to decide again.
func TestOnlyWhatWasReadCanConflict(t *testing.T) {
	for name, c := range map[string]struct {
		meanwhile flows.Put
		want      error
	}{
		"changed":            {named("m0", "Other"), flows.ErrConflict},
		"gone":               {flows.Put{Kind: care.KindContact, ID: "m0"}, flows.ErrConflict},
		"appeared":           {named("absent", "Other"), flows.ErrConflict},
		"changed and unread": {named("m1", "Other"), nil},
	} {
		t.Run(name, func(t *testing.T) {
			onBoth(t, func(g *ground) {
				a := g.enter("a")
				ids := append(a.many(2), "absent")
				a.record(update(1, "chat:1", ""))
				claim := a.one(t0)
				tx := a.Begin(a.ctx).(*Tx)
				must(g, tx.Fetch(care.KindContact, ids), nil)
				g.enter("b").decide(t0, flows.Decision{Put: []flows.Put{c.meanwhile}})
				if got := reads(g, tx, "m0") + reads(g, tx, "absent"); got != "m0" {
					g.Errorf("read %q: not one picture", got)
				}
				_, err := a.Commit(a.ctx, t0, claim, tx, fullDecision(), false)
				must(g, err, c.want)
			})
		})
	}
}

// What was read once stays as it was read, whatever is fetched later.
func TestFetchingKeepsWhatWasRead(t *testing.T) {
	onBoth(t, func(g *ground) {
		a := g.enter("a")
		ids := a.many(2)
		tx := a.Begin(a.ctx).(*Tx)
		was := reads(g, tx, "m0")
		g.enter("b").decide(t0, flows.Decision{Put: []flows.Put{named("m0", "Other"), named("m1", "Other")}})
		must(g, tx.Fetch(care.KindContact, ids), nil)
		if reads(g, tx, "m0") != was || reads(g, tx, "m1") != "Other" {
			g.Errorf("m0 is called %q, m1 %q", reads(g, tx, "m0"), reads(g, tx, "m1"))
		}
	})
}

// A fetch that failed leaves nothing behind: no record is taken for absent.
func TestAFailedFetchIsNoAbsence(t *testing.T) {
	onBoth(t, func(g *ground) {
		a, r := g.countedDesk("a")
		ids := a.many(2)
		tx := a.Begin(a.ctx).(*Tx)
		r.fail = errors.New("away")
		if err := tx.Fetch(care.KindContact, ids); err == nil {
			g.Fatal("no error")
		}
		if got := reads(g, tx, "m0"); got != "m0" {
			g.Errorf("m0 is called %q", got)
		}
	})
}
