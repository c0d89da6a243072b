package store

import (
	"fmt"
	"testing"
	"time"

	"polyphony/flows"
)

func card(chat int64, slot, words string) flows.Message {
	m := to(chat, flows.Urgent, words)
	m.Slot = slot
	return m
}

// A card that stands is known by its message id, in its own chat only, so that
// it can be edited in place.
func TestACardIsKnownOnceItStands(t *testing.T) {
	onBoth(t, func(g *ground) {
		a := g.enter("a")
		a.say(t0, card(1, "alert:A", "new"), card(2, "alert:A", "new"))
		rows, _ := a.rows(t0, everything)
		for _, r := range rows {
			if r.Known != 0 || r.Stale {
				g.Errorf("a new card is known: %+v", r)
			}
			a.settle(t0, r, flows.Outcome{Done: true, Sent: 100 + int(r.Message.Chat)})
		}
		a.say(t0, card(1, "alert:A", "edit"), card(2, "alert:A", "edit"), card(3, "alert:A", "edit"), card(4, "alert:B", "edit"), to(5, flows.Urgent, "none"))
		rows, _ = a.rows(t0, everything)
		for _, r := range rows {
			want := 0
			if r.Message.Chat < 3 {
				want = 100 + int(r.Message.Chat)
			}
			if r.Known != want || r.Stale {
				g.Errorf("chat %d: known as %d, want %d; stale %v", r.Message.Chat, r.Known, want, r.Stale)
			}
		}
	})
}

// A version that arrives after a newer one is stale, however it came to be late.
func TestALateVersionOfACardIsStale(t *testing.T) {
	onBoth(t, func(g *ground) {
		a := g.enter("a")
		late := card(1, "alert:A", "late")
		late.Lane = flows.Bulk // the lanes do not wait for one another
		a.say(t0, late, card(1, "alert:A", "newer"))
		newer, _ := a.rows(t0, flows.Want{Lanes: []flows.Lane{flows.Urgent}, Max: 1})
		a.settle(t0, newer[0], flows.Outcome{Done: true, Sent: 9})
		rows, _ := a.rows(t0, everything)
		if len(rows) != 1 || !rows[0].Stale || rows[0].Known != 9 {
			g.Fatalf("%+v", rows)
		}
		a.settle(t0, rows[0], flows.Outcome{Done: true, Sent: 7}) // it was sent all the same
		a.say(t0, card(1, "alert:A", "newest"))
		rows, _ = a.rows(t0, everything)
		if len(rows) != 1 || rows[0].Stale || rows[0].Known != 9 {
			g.Errorf("the newest is %+v, the card stands as 9", rows)
		}
	})
}

// A row that leaves no message changes nothing about the card.
func TestACardThatWasNotSentStaysAsItStands(t *testing.T) {
	onBoth(t, func(g *ground) {
		a := g.enter("a")
		for i, o := range []flows.Outcome{{Done: true, Sent: 9}, {Done: true, Reason: "withdrawn"}, {Again: t0, Tried: true}} {
			a.say(t0, card(1, "alert:A", fmt.Sprint(i)))
			rows, _ := a.rows(t0, everything)
			a.settle(t0, rows[0], o)
		}
		if rows, _ := a.rows(t0, everything); len(rows) != 1 || rows[0].Known != 9 || rows[0].Stale {
			g.Errorf("%+v", rows)
		}
	})
}

// A chat remembers its 128 newest cards: memory is bounded and what is open is
// always among them.
func TestOnlyTheNewestCardsOfAChatAreRemembered(t *testing.T) {
	onBoth(t, func(g *ground) {
		const kept, n = 128, 140
		a := g.enter("a")
		var all []flows.Message
		for i := range n {
			all = append(all, card(1, fmt.Sprint("checkin:", i), "card"))
		}
		a.say(t0, all...)
		a.sends(t0, everything)
		if got := g.db.HLen(a.ctx, a.key(keySlots, "1")).Val(); got != kept {
			g.Errorf("%d cards are remembered, want %d", got, kept)
		}
		for i, want := range map[int]bool{0: false, n - kept - 1: false, n - kept: true, n - 1: true} {
			if got := g.db.HExists(a.ctx, a.key(keySlots, "1"), fmt.Sprint("checkin:", i)).Val(); got != want {
				g.Errorf("card %d of %d remembered: %v", i, n, got)
			}
		}
		a.say(t0.Add(time.Second), card(1, "checkin:139", "edit"))
		if rows, _ := a.rows(t0.Add(time.Second), everything); len(rows) != 1 || rows[0].Known == 0 {
			g.Errorf("%+v", rows)
		}
	})
}
