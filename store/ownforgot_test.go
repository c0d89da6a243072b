package store

import (
	"testing"

	"polyphony/flows"
)

// forgets takes somebody's key and note away, as a Redis does that goes back to
// a moment before they were written: a failover to a replica that had not heard.
func (g *ground) forgets(contact string) {
	g.Helper()
	if err := g.db.Del(g.Context(), "{test}:own:"+contact, "{test}:rec:note:"+contact, "{test}:rec:contact:"+contact).Err(); err != nil {
		g.Fatal(err)
	}
}

// A key that Redis has forgotten seals nothing any more, though a replica
// remembers it: words under it could never be read again.
func TestAKeyThatRedisForgotIsMadeAnew(t *testing.T) {
	onBoth(t, func(g *ground) {
		a := g.enter("a")
		a.decide(t0, said("maya", "first"))
		g.forgets("maya")
		a.insists(said("maya", "second", 7))
		for _, r := range []*desk{a, g.enter("b")} {
			if got := r.wrote("maya"); got != "second" {
				g.Errorf("%s reads %q", r.replica, got)
			}
		}
	})
}

// Whoever remembers a key that another has replaced since reads and sends what
// was written under the new one; nothing passes for erased.
func TestAKeyThatWasReplacedIsLookedUpAgain(t *testing.T) {
	onBoth(t, func(g *ground) {
		a, b := g.enter("a"), g.enter("b")
		a.decide(t0, said("maya", "first"))
		if got := b.wrote("maya"); got != "first" {
			g.Fatalf("b reads %q", got)
		}
		c := g.enter("c")
		g.forgets("maya")
		c.decide(t0, said("maya", "second", 7))
		if got := b.wrote("maya"); got != "second" {
			g.Errorf("b reads %q", got)
		}
		rows, _ := a.rows(t0, everything)
		if len(rows) != 1 || rows[0].Erased || rows[0].Message.Args["Words"].Words != "second" {
			g.Errorf("a sends %+v", rows)
		}
		a.insists(flows.Decision{Put: said("maya", "third").Put})
		for _, r := range []*desk{b, g.enter("d")} {
			if got := r.wrote("maya"); got != "third" {
				g.Errorf("%s reads %q", r.replica, got)
			}
		}
	})
}
