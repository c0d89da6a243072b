package flows

import (
	"slices"
	"testing"

	"polyphony/care"
)

// noted are what a decision leaves in somebody's trail of who saw what, with who.
func noted(d Decision, about string) (out []string) {
	for _, e := range d.Audit {
		if e.Subject == "contact:"+about && slices.Contains(AccessLog, e.What) {
			out = append(out, e.Who+" "+string(e.What))
		}
	}
	return out
}

// Whoever of the staff sees something of a person leaves a trace in that
// person's trail: what, who and when, and no word of it.
func TestWhoeverSeesSomethingLeavesATrace(t *testing.T) {
	h := newHouse(t)
	h.writes("rel", "a canary sings")
	item := get[care.Shelf](h, care.KindShelf, "circle").Items[0]
	d := h.taps("mina", data("inbox", "circle", 0, "from."+item.ID))
	if got := noted(d, "rel"); !slices.Equal(got, []string{"mina access.listed"}) {
		t.Errorf("the list: %v (%s)", got, d.Reason)
	}
	d = h.taps("mina", data("inbox", "circle", 0, "item."+item.ID))
	if got := noted(d, "rel"); !slices.Equal(got, []string{"mina words.seen"}) {
		t.Errorf("opened: %v (%s)", got, d.Reason)
	}
	d = h.taps("mina", data("inbox", "circle", 0, "item."+item.ID))
	if got := noted(d, "rel"); !slices.Equal(got, []string{"mina access.again"}) {
		t.Errorf("opened again: %v (%s)", got, d.Reason)
	}
	d = h.writes("pat", "HELP")
	a := h.alertOf("pat")
	if got := noted(d, "pat"); !slices.Equal(got, []string{"mina access.card"}) {
		t.Errorf("a card: %v", got)
	}
	for act, want := range map[string]string{data("handover", a.ID, 0, "card"): "cora access.card.opened", data("story", a.ID, 0, ""): "cora access.story"} {
		if got := noted(h.taps("cora", act), "pat"); !slices.Contains(got, want) {
			t.Errorf("%s: %v", act, got)
		}
	}
	d = h.does(Event{Kind: KindOperator, Operator: Operator{Verb: "exported", About: "pat", By: "root"}})
	if got := noted(d, "pat"); !slices.Equal(got, []string{" access.exported"}) || d.Audit[0].Detail != "root" {
		t.Errorf("an export: %v", d.Audit)
	}
}

// Nobody's own looks are noted, and nobody who is refused leaves a trace of
// having seen something.
func TestWhoeverSeesNothingLeavesNoTrace(t *testing.T) {
	h := newHouse(t)
	h.writes("pat", "HELP")
	a := h.alertOf("pat")
	for _, who := range []string{"pat", "rel"} {
		for _, act := range []string{data("handover", a.ID, 0, "card"), data("story", a.ID, 0, "")} {
			if d := h.taps(who, act); len(d.Audit) > 0 {
				t.Errorf("%s: %+v", who, d.Audit)
			}
		}
	}
	if d := h.does(Event{Kind: KindOperator, Operator: Operator{Verb: "exported", About: "nobody"}}); len(d.Audit) > 0 {
		t.Errorf("%+v", d.Audit)
	}
}
