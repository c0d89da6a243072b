package store

import (
	"context"
	"fmt"
	"net"
	"testing"
	"time"

	"github.com/redis/go-redis/v9"

	"polyphony/flows"
)

// I2: queues that were claimed without anybody hearing of it are back at once,
// not when a lease runs out; those being worked on stay.
func TestAClaimWhoseAnswerWasLostIsMended(t *testing.T) {
	onBoth(t, func(g *ground) {
		a, loss := g.lossyDesk("a")
		a.record(update(1, "chat:1", ""))
		working := a.one(t0)
		a.record(update(2, "chat:2", ""), update(3, "alert:3", ""), update(4, "chat:1", ""))
		loss.after = true
		_, err := a.Claim(a.ctx, t0, 9)
		must(g, err, errLost)
		if got := ids(a.claim(t0, 9)); got != "u:3 u:2" {
			g.Errorf("claimed %q", got)
		}
		a.commit(t0, working, flows.Decision{}, false)
	})
}

func TestRowsWhoseClaimWasLostAreMended(t *testing.T) {
	onBoth(t, func(g *ground) {
		a, loss := g.lossyDesk("a")
		a.say(t0, to(1, flows.Urgent, "working"))
		working, _ := a.rows(t0, everything)
		a.say(t0, to(1, flows.Urgent, "card"), to(3, flows.Bulk, "bulk"), to(2, flows.Reply, "reply"))
		loss.after = true
		_, _, err := a.ClaimRows(a.ctx, t0, everything)
		must(g, err, errLost)
		if got := a.hears(t0, everything); got != "reply bulk" && got != "bulk reply" {
			g.Errorf("claimed %q", got)
		}
		a.settle(t0, working[0], flows.Outcome{Done: true})
		if got := a.hears(t0, everything); got != "card" {
			g.Errorf("then %q", got)
		}
	})
}

// I1: whether a commit landed is unknown when its answer was lost. It counts
// once, and neither its queue nor the next item is stuck.
func TestACommitWhoseAnswerWasLostCountsOnce(t *testing.T) {
	for _, keep := range []bool{true, false} {
		for name, lose := range map[string]func(*lossy){"landed": func(l *lossy) { l.after = true }, "not landed": func(l *lossy) { l.before = true }} {
			t.Run(fmt.Sprint(name, " keep ", keep), func(t *testing.T) {
				onBoth(t, func(g *ground) {
					a, loss := g.lossyDesk("a")
					a.record(update(1, "chat:1", "one"), update(2, "chat:1", "two"))
					c, d := a.one(t0), flows.Decision{Say: []flows.Message{to(1, flows.Reply, "done")}}
					lose(loss)
					_, err := a.Commit(a.ctx, t0, c, a.Begin(a.ctx), d, keep)
					must(g, err, errLost)
					next := a.one(t0)
					if string(next.Item.Body) == "one" {
						next = *a.commit(t0, next, d, true)
					}
					if string(next.Item.Body) != "two" {
						g.Fatalf("%q comes after one", next.Item.Body)
					}
					a.commit(t0, next, flows.Decision{}, false)
					if got := a.sends(t0, everything); got != "done" {
						g.Errorf("said %q", got)
					}
				})
			})
		}
	}
}

// Whether a row was settled is unknown when the answer was lost. Its sender
// says it again, which settles it once and nothing else with it; nobody else is
// given the row meanwhile (I6).
func TestASettleWhoseAnswerWasLostIsSaidAgain(t *testing.T) {
	for name, lose := range map[string]func(*lossy){"landed": func(l *lossy) { l.after = true }, "not landed": func(l *lossy) { l.before = true }} {
		t.Run(name, func(t *testing.T) {
			onBoth(t, func(g *ground) {
				a, loss := g.lossyDesk("a")
				a.say(t0, to(1, flows.Reply, "one"), to(1, flows.Reply, "two"), to(1, flows.Reply, "three"))
				rows, _ := a.rows(t0, everything)
				lose(loss)
				o := flows.Outcome{Done: true, Sent: 7}
				must(g, a.Settle(a.ctx, t0, rows[0], o), errLost)
				if name == "not landed" {
					if got := a.hears(t0.Add(2*time.Second), everything); got != "" {
						g.Fatalf("%q left while its sender still has it", got)
					}
				}
				a.settle(t0, rows[0], o)
				a.settle(t0, rows[0], o)
				if got := a.sends(t0.Add(2*time.Second), everything); got != "two three" {
					g.Errorf("then %q", got)
				}
			})
		})
	}
}

// A sender that is gone says nothing any more: the row comes again when its
// lease has run out, once.
func TestARowThatWasNeverSettledComesAgain(t *testing.T) {
	onBoth(t, func(g *ground) {
		a, loss := g.lossyDesk("a")
		a.say(t0, to(1, flows.Reply, "one"), to(1, flows.Reply, "two"))
		rows, _ := a.rows(t0, everything)
		loss.before = true
		must(g, a.Settle(a.ctx, t0, rows[0], flows.Outcome{Done: true}), errLost)
		end := t0.Add(a.Lease())
		a.takeover(end)
		if got := a.sends(end, everything); got != "one two" {
			g.Errorf("then %q", got)
		}
	})
}

func TestAReleaseWhoseAnswerWasLostIsMended(t *testing.T) {
	for name, lose := range map[string]func(*lossy){"landed": func(l *lossy) { l.after = true }, "not landed": func(l *lossy) { l.before = true }} {
		t.Run(name, func(t *testing.T) {
			onBoth(t, func(g *ground) {
				a, loss := g.lossyDesk("a")
				a.record(update(1, "chat:1", ""))
				c := a.one(t0)
				lose(loss)
				_, err := a.Release(a.ctx, t0, c, false, 0)
				must(g, err, errLost)
				a.one(t0)
			})
		})
	}
}

// I6: mending one lost answer must not free what another call has just claimed
// and whose answer is still on its way, or that row would be said twice.
func TestMendingLeavesWhatIsBeingClaimedAlone(t *testing.T) {
	onBoth(t, func(g *ground) {
		a, loss := g.lossyDesk("a")
		a.say(t0, to(1, flows.Reply, "reply"))
		a.record(update(1, "chat:1", ""))
		second := "nothing was asked"
		loss.held = func() { // the sender's claim has reached Redis and not yet come back
			loss.after = true
			_, err := a.Claim(a.ctx, t0, 9)
			must(g, err, errLost)
			if got := ids(a.claim(t0, 9)); got != "u:1" {
				g.Errorf("not mended: %q", got)
			}
			second = a.hears(t0, everything)
		}
		if first := a.hears(t0, everything); first != "reply" || second != "" {
			g.Errorf("claimed %q and meanwhile %q", first, second)
		}
	})
}

// The same for what is claimed while the mending itself is on its way.
func TestMendingLeavesWhatIsClaimedMeanwhileAlone(t *testing.T) {
	onBoth(t, func(g *ground) {
		a, loss := g.lossyDesk("a")
		a.say(t0, to(1, flows.Reply, "reply"))
		loss.after = true
		_, err := a.Claim(a.ctx, t0, 9)
		must(g, err, errLost)
		first := "nothing was asked"
		loss.early = func() { first = a.hears(t0, everything) }
		a.claim(t0, 9)
		if second := a.hears(t0, everything); first != "reply" || second != "" {
			g.Errorf("claimed %q and then %q", first, second)
		}
	})
}

// A client that asks again by itself when an answer was lost hides the loss.
// What the first asking claimed is found within a second, long before its lease
// runs out.
func TestAClaimThatTheClientRepeatedIsMended(t *testing.T) {
	onBoth(t, func(g *ground) {
		var cut bool
		o := g.options()
		o.MaxRetries, o.MinRetryBackoff = 3, -1
		o.Dialer = func(context.Context, string, string) (net.Conn, error) {
			conn, err := net.Dial(o.Network, o.Addr)
			return &deaf{Conn: conn, cut: &cut}, err
		}
		db := redis.NewClient(o)
		g.Cleanup(func() { _ = db.Close() })
		a := g.open(db, "a")
		if _, err := a.Enter(a.ctx, t0); err != nil {
			g.Fatal(err)
		}
		a.commit(t0, a.warm(), flows.Decision{}, false)
		a.record(update(1, "chat:1", ""), update(2, "chat:2", ""), update(3, "chat:3", ""))
		cut = true
		if got := ids(a.claim(t0, 1)); got != "u:2" || cut {
			g.Fatalf("the client asked again and got %q", got)
		}
		if got := ids(a.claim(t0.Add(time.Second), 9)); got != "u:3 u:1" {
			g.Errorf("a second later: %q", got)
		}
	})
}

// warm lets Redis know the scripts and hands out an item.
func (d *desk) warm() flows.Claim {
	d.record(update(99, "chat:99", ""))
	return d.one(t0)
}
