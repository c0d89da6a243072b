package store

import (
	"errors"
	"fmt"
	"strings"
	"testing"

	"polyphony/care"
	"polyphony/flows"
)

// said is something that a person wrote, in a note of theirs, and what others
// are told of it.
func said(contact, words string, chats ...int64) flows.Decision {
	d := flows.Decision{Put: []flows.Put{
		named(contact, contact+"'s name"),
		{Kind: care.KindNote, ID: contact, Value: &care.Note{ID: contact, Author: contact, Words: []care.Words{{Author: contact, Text: words, At: t0}}}},
	}}
	for _, chat := range chats {
		d.Say = append(d.Say, flows.Message{Chat: chat, Lane: flows.Bulk,
			Args: flows.Args{"Words": {Words: words, By: contact}, "Name": {Text: contact + "'s name", Who: contact}}})
	}
	return d
}

// wrote is what the note of a person says.
func (d *desk) wrote(contact string) string {
	d.g.Helper()
	var n care.Note
	if found, err := d.Peek(d.ctx, care.KindNote, contact, &n); err != nil || !found {
		d.g.Fatalf("%s: %v %v", contact, found, err)
	}
	return n.Words[0].Text
}

// unsealed is everything in Redis that the master key alone opens.
func (d *desk) unsealed() string {
	d.g.Helper()
	var all strings.Builder
	for key, value := range d.g.dump() {
		fmt.Fprintln(&all, key, value)
		name := strings.TrimPrefix(key, d.prefix)
		switch {
		case strings.HasPrefix(name, keyRecord):
			_, sealed, _ := strings.Cut(value, ":")
			_, body, err := d.sealer.open(key, []byte(sealed))
			if err != nil {
				d.g.Fatal(err)
			}
			fmt.Fprintf(&all, "%s\n", body)
		case strings.HasPrefix(name, keyOut) && name[len(keyOut)+1] == ':':
			for _, row := range d.g.db.LRange(d.ctx, key, 0, -1).Val() {
				parts := strings.SplitN(row, "\x00", 5)
				_, body, err := d.sealer.open(key+"/"+parts[0], []byte(parts[4]))
				if err != nil {
					d.g.Fatal(err)
				}
				fmt.Fprintf(&all, "%s\n", body)
			}
		}
	}
	return all.String()
}

// insists lands a decision as the engine does: again after a conflict.
func (d *desk) insists(what flows.Decision) {
	d.g.Helper()
	d.record(update(int(d.replica[0]), "chat:1", ""))
	claim := d.one(t0)
	for try := 0; ; try++ {
		_, err := d.Commit(d.ctx, t0, claim, d.Begin(d.ctx), what, false)
		if err == nil {
			return
		}
		if !errors.Is(err, flows.ErrConflict) || try == 3 {
			d.g.Fatal(err)
		}
	}
}

func erase(contact string, chat int64) flows.Decision {
	return flows.Decision{Erase: []flows.Erasure{{Contact: contact, Chat: chat}}}
}

// I8: what somebody wrote is sealed under their own key, in their records and
// in what is queued for others. With that key gone it is empty everywhere, on
// every replica, at once; and what others wrote is as it was.
func TestErasedWordsAreGoneEverywhere(t *testing.T) {
	onBoth(t, func(g *ground) {
		a := g.enter("a")
		b := g.enter("b")
		a.decide(t0, said("maya", "canary-words", 7))
		a.decide(t0, said("joseph", "canary-place", 8))
		if a.wrote("maya")+b.wrote("maya")+b.contact("maya") != "canary-wordscanary-wordsmaya's name" {
			g.Fatalf("%q %q", a.wrote("maya"), b.wrote("maya"))
		}
		for _, c := range []string{"canary-words", "canary-place", "'s name"} {
			if strings.Contains(a.unsealed(), c) {
				g.Errorf("the master key alone opens %q", c)
			}
		}
		a.decide(t0, erase("maya", 0))
		for _, d := range []*desk{b, a} {
			if d.wrote("maya") != "" || d.contact("maya") != "" || d.wrote("joseph") != "canary-place" {
				g.Errorf("%s reads %q, %q, and of the other %q", d.replica, d.wrote("maya"), d.contact("maya"), d.wrote("joseph"))
			}
		}
		rows, _ := b.rows(t0, everything)
		for _, r := range rows {
			name, gone := r.Message.Args["Name"].Text, r.Message.Chat == 7
			if gone != r.Erased || gone != (saying(r) == "") || gone != (name == "") || r.Broken {
				g.Errorf("chat %d hears %q of %q, erased %v", r.Message.Chat, saying(r), name, r.Erased)
			}
		}
		if len(rows) != 2 {
			g.Errorf("%d rows", len(rows))
		}
	})
}

// Beside the records nothing of the chat stays but what the erasing decision
// says itself.
func TestErasingClearsTheChat(t *testing.T) {
	onBoth(t, func(g *ground) {
		a := g.enter("a")
		for lane := range 3 {
			m := to(5, flows.Lane(lane), "canary-words")
			m.Slot = "card"
			a.say(t0, m, to(6, flows.Lane(lane), "for another"))
		}
		a.decide(t0, flows.Decision{Audit: []flows.Entry{{Subject: "contact:maya", At: t0, What: "joined"}}})
		rows, _ := a.rows(t0, flows.Want{Lanes: everything.Lanes, Max: 1, Pace: flows.Pace{Chat: 0.001}})
		a.settle(t0, rows[0], flows.Outcome{Done: true, Sent: 77, HoldChat: t0})
		a.record(update(1, "chat:5", "canary-words"), update(2, "chat:6", "for another"))
		for range 2 {
			if err := a.Park(a.ctx, t0, a.one(t0), a.Begin(a.ctx), flows.Decision{}, "poison"); err != nil {
				g.Fatal(err)
			}
		}
		d := erase("maya", 5)
		d.Say = []flows.Message{to(5, flows.Reply, "goodbye")}
		a.decide(t0, d)
		for key, value := range g.dump() {
			name := strings.TrimPrefix(key, a.prefix)
			kept := name == "out:1:5" || name == "outready:1" || name == keyErased || name == keyErasing || name == keySeen
			if !kept && (strings.HasSuffix(name, ":5") || strings.Contains(value, "chat:5") || strings.Contains(value, "{0 5}") || strings.Contains(name, "maya")) {
				g.Errorf("%s stays: %.60q", name, value)
			}
		}
		if parked, err := a.Parked(a.ctx); err != nil || len(parked) != 1 || parked[0].Queue != "chat:6" {
			g.Errorf("%+v %v", parked, err)
		}
		if got := a.sends(t0, everything); strings.Count(got, "for another") != 3 || strings.Count(got, "goodbye") != 1 || strings.Contains(got, "canary") {
			g.Errorf("%q", got)
		}
	})
}

// A row that is on its way while its reader is erased takes nothing with it
// when it is settled: neither the goodbye behind it nor a card that is gone.
func TestARowUnderWayIsSettledAfterTheErasure(t *testing.T) {
	for name, o := range map[string]flows.Outcome{
		"sent":     {Done: true, Sent: 9},
		"later":    {Again: t0.Add(60_000_000_000), Tried: true},
		"rejected": {Done: true, Failure: &flows.Failure{Chat: 5, Reason: flows.FailedBlocked}},
	} {
		t.Run(name, func(t *testing.T) {
			onBoth(t, func(g *ground) {
				a := g.enter("a")
				m := to(5, flows.Reply, "canary-words")
				m.Slot = "card"
				a.say(t0, m)
				rows, _ := a.rows(t0, everything)
				d := erase("maya", 5)
				d.Say = []flows.Message{to(5, flows.Reply, "goodbye")}
				a.decide(t0, d)
				if got := a.hears(t0, everything); got != "" {
					g.Errorf("overtaken by %q", got)
				}
				a.settle(t0, rows[0], o)
				if got := a.sends(t0, everything); got != "goodbye" {
					g.Errorf("%q", got)
				}
				if n := g.db.Exists(a.ctx, "{test}:slots:5", "{test}:outtries", "{test}:q:chat:5").Val(); n != 0 {
					g.Errorf("%d keys of it stay", n)
				}
			})
		})
	}
}

// Two replicas that make somebody's key at once do not fork it: one of them
// decides again, and both read what both wrote.
func TestAKeyIsMadeOnce(t *testing.T) {
	onBoth(t, func(g *ground) {
		a := g.enter("a")
		b, l := g.lossyDesk("b")
		b.record(update(1, "chat:1", ""))
		claim := b.one(t0)
		d := flows.Decision{Put: []flows.Put{{Kind: care.KindNote, ID: "maya", Value: &care.Note{ID: "maya", Author: "maya", Words: []care.Words{{Author: "maya", Text: "second"}}}}}}
		l.early = func() { a.decide(t0, flows.Decision{Put: []flows.Put{named("maya", "first")}}) }
		_, err := b.Commit(b.ctx, t0, claim, b.Begin(b.ctx), d, false)
		must(g, err, flows.ErrConflict)
		b.commit(t0, claim, d, false)
		for _, r := range []*desk{a, b} {
			if r.contact("maya")+r.wrote("maya") != "firstsecond" {
				g.Errorf("%s reads %q %q", r.replica, r.contact("maya"), r.wrote("maya"))
			}
		}
	})
}

// Nothing makes a key for somebody who was erased, however late it comes: what
// would need one is written without the words.
func TestAKeyIsNotRevived(t *testing.T) {
	onBoth(t, func(g *ground) {
		a, b := g.enter("a"), g.enter("b")
		a.decide(t0, said("maya", "canary-words"))
		if b.wrote("maya") != "canary-words" {
			g.Fatal("not read")
		}
		a.decide(t0, erase("maya", 0))
		for _, d := range []*desk{b, a, g.enter("c")} {
			d.insists(said("maya", "canary-late", 7))
		}
		if n := g.db.Exists(a.ctx, "{test}:own:maya").Val(); n != 0 || a.wrote("maya") != "" || strings.Contains(a.unsealed(), "canary") {
			g.Errorf("%d keys, and it reads %q", n, a.wrote("maya"))
		}
	})
}

// However many people's words come together, Redis is asked for their keys
// once, and not at all when they are known.
func TestOwnKeysCostOneRoundTrip(t *testing.T) {
	onBoth(t, func(g *ground) {
		a := g.enter("a")
		ids := a.many(200)
		b, r := g.countedDesk("b")
		for _, most := range []int{2, 1} {
			tx := b.Begin(b.ctx).(*Tx)
			r.n = 0
			must(g, tx.Fetch(care.KindContact, ids), nil)
			for _, id := range ids {
				if got := reads(g, tx, id); got != id {
					g.Fatalf("%s is called %q", id, got)
				}
			}
			if r.n > most {
				g.Errorf("%d commands, at most %d", r.n, most)
			}
		}
	})
}

// A ring is bounded, and forgets all it knows when somebody was erased.
func TestTheRingIsBounded(t *testing.T) {
	var r ring
	for i := range 5 * ringSize {
		r.keep(0, keysOf{fmt.Sprint(i): nil})
	}
	if n := len(r.young) + len(r.aged); n > 2*ringSize {
		t.Errorf("%d keys", n)
	}
	last := map[string]bool{fmt.Sprint(5*ringSize - 1): true}
	if _, missing := r.pick(last); len(missing) != 0 {
		t.Error("the newest is forgotten")
	}
	r.see(1)
	if _, missing := r.pick(last); len(missing) != 1 {
		t.Error("an erasure is not noticed")
	}
	r.keep(0, keysOf{fmt.Sprint(5*ringSize - 1): nil})
	if _, missing := r.pick(last); len(missing) != 1 {
		t.Error("an answer from before the erasure is believed")
	}
}
