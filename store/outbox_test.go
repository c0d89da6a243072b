package store

import (
	"encoding/json"
	"strings"
	"testing"
	"time"

	"polyphony/flows"
)

// I12: what is said to one person arrives in the order in which it was decided,
// urgent first.
func TestRowsLeaveInOrderAndUrgentOvertakes(t *testing.T) {
	onBoth(t, func(g *ground) {
		a := g.enter("a")
		a.say(t0, to(1, flows.Bulk, "b1"), to(1, flows.Reply, "r1"), to(1, flows.Bulk, "b2"))
		a.say(t0, to(1, flows.Reply, "r2"), to(1, flows.Urgent, "u1"))
		a.say(t0, to(1, flows.Urgent, "u2"), to(1, flows.Bulk, "b3"))
		if got := a.sends(t0, everything); got != "u1 u2 r1 r2 b1 b2 b3" {
			g.Errorf("left as %q", got)
		}
	})
}

// One row a chat is in flight, so that a slow call cannot let a later row
// overtake; other chats go on.
func TestOneRowOfAChatIsInFlight(t *testing.T) {
	onBoth(t, func(g *ground) {
		a, b := g.enter("a"), g.enter("b")
		a.say(t0, to(1, flows.Bulk, "one"), to(1, flows.Bulk, "two"), to(2, flows.Bulk, "other"), to(-100, flows.Bulk, "group"))
		rows, _ := a.rows(t0, flows.Want{Lanes: everything.Lanes, Max: 2})
		if len(rows) != 2 {
			g.Fatalf("%d rows, want 2 at most", len(rows))
		}
		rest, _ := b.rows(t0, everything)
		for _, r := range append(rows, rest...) {
			if saying(r) == "two" {
				g.Fatal("two rows of one chat in flight")
			}
		}
		if len(rest) != 1 {
			g.Fatalf("b has %d rows", len(rest))
		}
		for _, r := range append(rows, rest...) {
			d := a
			if strings.HasPrefix(r.Claim, "b/") {
				d = b
			}
			d.settle(t0, r, flows.Outcome{Done: true})
		}
		if got := b.hears(t0, everything); got != "two" {
			g.Errorf("then %q", got)
		}
	})
}

// Reply and bulk share a chat's one place; urgent has its own, so that a call
// that hangs cannot hold a card back (I2).
func TestUrgentHasAPlaceOfItsOwn(t *testing.T) {
	onBoth(t, func(g *ground) {
		a := g.enter("a")
		a.say(t0, to(1, flows.Bulk, "hangs"))
		hanging, _ := a.rows(t0, everything)
		a.say(t0, to(1, flows.Reply, "reply"), to(1, flows.Urgent, "card"), to(1, flows.Urgent, "second card"))
		cards, _ := a.rows(t0, everything)
		if len(cards) != 1 || saying(cards[0]) != "card" {
			g.Fatalf("beside a row in flight leave %v", cards)
		}
		a.settle(t0, hanging[0], flows.Outcome{Done: true})
		if got := a.hears(t0, everything); got != "" {
			g.Errorf("before the urgent row has arrived leaves %q", got)
		}
		a.settle(t0, cards[0], flows.Outcome{Done: true})
		if got := a.sends(t0, everything); got != "second card reply" {
			g.Errorf("then %q", got)
		}
	})
}

// A sender gets what it asks for: some keep places for urgent rows alone.
func TestASenderGetsTheLanesItAsksFor(t *testing.T) {
	onBoth(t, func(g *ground) {
		a := g.enter("a")
		a.say(t0, to(1, flows.Bulk, "bulk"), to(2, flows.Reply, "reply"), to(3, flows.Urgent, "card"))
		for _, c := range []struct {
			lanes []flows.Lane
			want  string
		}{{[]flows.Lane{flows.Urgent}, "card"}, {[]flows.Lane{flows.Urgent}, ""}, {nil, ""}, {[]flows.Lane{flows.Bulk, flows.Reply}, "bulk reply"}} {
			if got := a.hears(t0, flows.Want{Lanes: c.lanes, Max: 9}); got != c.want {
				g.Errorf("lanes %v: %q, want %q", c.lanes, got, c.want)
			}
		}
	})
}

// A row that was not taken stays at the head of its chat until its time, with
// its tries counted if it was handed over; what others do does not wait.
func TestARowThatIsPutOffKeepsItsPlace(t *testing.T) {
	onBoth(t, func(g *ground) {
		a := g.enter("a")
		a.say(t0, to(1, flows.Bulk, "first"), to(1, flows.Bulk, "second"))
		now := t0
		for try, tried := range []bool{true, false, true} {
			rows, _ := a.rows(now, everything)
			if len(rows) != 1 || saying(rows[0]) != "first" || rows[0].Tries != []int{0, 1, 1}[try] {
				g.Fatalf("try %d: %+v", try, rows)
			}
			later := now.Add(time.Minute)
			a.settle(now, rows[0], flows.Outcome{Again: later, Tried: tried})
			if rows, again := a.rows(later.Add(-time.Millisecond), everything); len(rows) != 0 || !again.Equal(later) {
				g.Fatalf("try %d: %d rows, look again at %v, want %v", try, len(rows), again, later)
			}
			now = later
		}
		a.say(now, to(1, flows.Reply, "answer"))
		if got := a.sends(now, everything); got != "answer first second" {
			g.Errorf("in the end %q", got)
		}
		for key := range g.dump() {
			if strings.Contains(key, "outtries") {
				g.Errorf("%s of settled rows stay", key)
			}
		}
	})
}

// Two rows of one chat that wait for the morning in two lanes leave each other
// alone: settling one must not bring the other forward, or they are claimed in
// turn all night.
func TestRowsOfTwoLanesWaitBesideEachOther(t *testing.T) {
	onBoth(t, func(g *ground) {
		a := g.enter("a")
		morning := t0.Add(8 * time.Hour)
		a.say(t0, to(1, flows.Reply, "loud"), to(1, flows.Bulk, "quiet"))
		for range 2 {
			rows, _ := a.rows(t0, everything)
			if len(rows) != 1 {
				g.Fatalf("%d rows at once", len(rows))
			}
			a.settle(t0, rows[0], flows.Outcome{Again: morning})
		}
		if rows, look := a.rows(t0.Add(time.Second), everything); len(rows) != 0 || !look.Equal(morning) {
			g.Errorf("%d rows a second later, the next look at %v", len(rows), look)
		}
		if rows, _ := a.rows(morning, everything); len(rows) != 1 {
			g.Errorf("%d rows in the morning", len(rows))
		}
	})
}

// What waits for the morning in one lane goes on waiting when a replica dies that
// had something of the other lane in hand.
func TestALeaseThatRanOutBringsNothingForward(t *testing.T) {
	onBoth(t, func(g *ground) {
		a, b := g.enter("a"), g.enter("b")
		morning := t0.Add(8 * time.Hour)
		a.say(t0, to(1, flows.Reply, "loud"))
		rows, _ := a.rows(t0, everything)
		a.settle(t0, rows[0], flows.Outcome{Again: morning})
		a.say(t0, to(1, flows.Bulk, "quiet"))
		if rows, _ = b.rows(t0, everything); len(rows) != 1 {
			g.Fatalf("%d rows in hand", len(rows))
		}
		later := t0.Add(time.Minute)
		if freed := a.takeover(later); freed != 1 {
			g.Fatalf("%d taken over", freed)
		}
		if got := a.sends(later, everything); got != "quiet" {
			g.Errorf("left by night: %q", got)
		}
		if got := a.sends(morning, everything); got != "loud" {
			g.Errorf("left in the morning: %q", got)
		}
	})
}

// A failure comes back through the inbox, once, in the queue of the alert that
// it concerns, else of the chat; settling it twice tells nobody twice.
func TestAFailureComesBackOnce(t *testing.T) {
	onBoth(t, func(g *ground) {
		a := g.enter("a")
		a.say(t0, to(1, flows.Urgent, "card"), to(2, flows.Bulk, "notice"))
		fail := func(now time.Time, alert string, again bool) {
			rows, _ := a.rows(now, everything)
			for _, r := range rows {
				f := &flows.Failure{Chat: r.Message.Chat, Person: "c", Lane: r.Message.Lane, Reason: flows.FailedSlow}
				if saying(r) == "card" {
					f.Alert = alert
				}
				o := flows.Outcome{Done: !again, Tried: again, Failure: f}
				if again {
					o.Again = now.Add(time.Second)
				}
				a.settle(now, r, o)
			}
		}
		fail(t0, "A", true)
		fail(t0.Add(time.Minute), "A", true) // still slow: known
		fail(t0.Add(time.Hour), "A", false)
		claims := a.claim(t0.Add(time.Hour), 9)
		if len(claims) != 2 || claims[0].Item.Queue != "alert:A" || claims[1].Item.Queue != "chat:2" || claims[0].Item.Source != flows.FromDelivery {
			g.Fatalf("came back as %+v", claims)
		}
		var f flows.Failure
		if err := json.Unmarshal(claims[0].Item.Body, &f); err != nil || f != (flows.Failure{Chat: 1, Person: "c", Alert: "A", Reason: flows.FailedSlow}) {
			g.Errorf("%+v %v", f, err)
		}
		if claims[0].Item.Seed == (flows.Seed{}) || claims[0].Item.Seed == claims[1].Item.Seed {
			g.Error("failures without a seed of their own")
		}
		for _, c := range claims {
			if next := a.commit(t0.Add(time.Hour), c, flows.Decision{}, true); next != nil {
				g.Errorf("%s came twice", next.Item.ID)
			}
		}
	})
}

// Rows for channels that are not Telegram wait by channel, under the same rules.
func TestAChannelIsAChatOfItsOwn(t *testing.T) {
	onBoth(t, func(g *ground) {
		a := g.enter("a")
		m := to(0, flows.Urgent, "alarm")
		m.Channel = "duty-phone"
		a.say(t0, m, m, to(1, flows.Urgent, "card"))
		rows, _ := a.rows(t0, everything)
		if len(rows) != 2 || rows[0].Message.Channel+rows[1].Message.Channel != "duty-phone" {
			g.Fatalf("%+v", rows)
		}
		for _, r := range rows {
			a.settle(t0, r, flows.Outcome{Done: true})
		}
		if got := a.sends(t0, everything); got != "alarm" {
			g.Errorf("then %q", got)
		}
	})
}

// A row that cannot be opened holds nobody up: it is handed out as broken and
// can be settled away.
func TestABrokenRowCanBeGivenUp(t *testing.T) {
	onBoth(t, func(g *ground) {
		a := g.enter("a")
		a.say(t0, to(1, flows.Bulk, "spoilt"), to(1, flows.Bulk, "fine"))
		key := a.key(outKey(int(flows.Bulk), "1"))
		encoded := g.db.LIndex(a.ctx, key, 0).Val()
		if err := g.db.LSet(a.ctx, key, 0, encoded[:len(encoded)-1]+"x").Err(); err != nil {
			g.Fatal(err)
		}
		rows, _ := a.rows(t0, everything)
		if len(rows) != 1 || !rows[0].Broken || rows[0].Message.Chat != 1 || rows[0].Message.Lane != flows.Bulk {
			g.Fatalf("%+v", rows)
		}
		a.settle(t0, rows[0], flows.Outcome{Done: true})
		if got := a.sends(t0, everything); got != "fine" {
			g.Errorf("then %q", got)
		}
	})
}

// A row remembers when its event happened: what is too late is judged by that.
func TestARowKnowsWhenItsEventHappened(t *testing.T) {
	onBoth(t, func(g *ground) {
		a := g.enter("a")
		a.say(t0.Add(123*time.Millisecond), to(1, flows.Bulk, "one"), to(2, flows.Bulk, "two"))
		rows, _ := a.rows(t0.Add(time.Hour), everything)
		if len(rows) != 2 || !rows[0].At.Equal(t0.Add(123*time.Millisecond)) || rows[0].Seq >= rows[1].Seq || rows[0].ID == rows[1].ID {
			g.Errorf("%+v", rows)
		}
	})
}
