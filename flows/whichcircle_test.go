package flows

import (
	"fmt"
	"testing"
	"time"

	"polyphony/care"
	"polyphony/locales"
)

// twice puts rel into a second circle, of which only jo is the team.
func twice(t *testing.T) *house {
	h := newHouse(t)
	h.keep(care.KindNetwork, "second", &care.Network{ID: "second", Called: "Kim", Members: []care.Member{{Contact: "jo", Role: care.Practitioner}, {Contact: "rel", Role: care.Relative}}})
	for _, id := range []string{"jo", "rel"} {
		c := get[care.Contact](h, care.KindContact, id)
		c.Networks = append(c.Networks, "second")
		h.keep(care.KindContact, id, c)
	}
	return h
}

// Words are safe before anything is asked; only their author moves them, and
// only between their own circles. They stay as urgent as they were.
func TestWordsOfSomebodyWithSeveralCirclesCanBeMoved(t *testing.T) {
	h := twice(t)
	if d := h.writes("rel", "worse"); d.Reason != "note.soon" || !hears(d, "rel", locales.WhichTeam) || len(get[care.Shelf](h, care.KindShelf, "circle").Items) != 1 {
		t.Fatalf("%s, rel hears %v", d.Reason, heard(d, "rel"))
	}
	note := get[care.Contact](h, care.KindContact, "rel").Said
	due := h.timers[soonTimer("circle", note)]
	for who, to := range map[string]string{"pat": "circle", "jo": "second", "rel": "nowhere"} {
		if d := h.taps(who, data("note", note, 0, to)); d.Reason != "tap.refused" {
			t.Errorf("%s moves it to %s: %s", who, to, d.Reason)
		}
	}
	h.now = h.now.Add(20 * time.Minute)
	d := h.taps("rel", data("note", note, 0, "second"))
	here, there := get[care.Shelf](h, care.KindShelf, "circle").Items, get[care.Shelf](h, care.KindShelf, "second").Items
	if len(here) != 0 || len(there) != 1 || !there[0].Soon || !hears(d, "jo", locales.InboxNew) || hears(d, "mina", locales.InboxNew) {
		t.Errorf("%+v, %+v, jo hears %v", here, there, heard(d, "jo"))
	}
	if old, set := h.timers[soonTimer("circle", note)]; set || !h.timers[soonTimer("second", note)].Equal(due) {
		t.Errorf("the team is reminded %v and %v, was %v", old, h.timers[soonTimer("second", note)], due)
	}
	if d := h.taps("rel", data("note", note, 0, "second")); len(heard(d, "jo")) > 0 {
		t.Errorf("a second tap tells jo again: %v", heard(d, "jo"))
	}
}

// Whoever was rung was the other team: what is moved rings for those who have it now.
func TestWhatIsMovedAfterItsRingRingsAgain(t *testing.T) {
	h := twice(t)
	h.writes("rel", "worse")
	note := get[care.Contact](h, care.KindContact, "rel").Said
	h.now = h.timers[soonTimer("circle", note)]
	h.fire()
	h.taps("rel", data("note", note, 0, "second"))
	heardIt := false
	for _, d := range h.fire() {
		heardIt = heardIt || hears(d, "jo", locales.InboxWaits)
	}
	if !heardIt {
		t.Error("the second team is not reminded")
	}
}

// A call for help never waits to be asked. A card names what its reader shares
// with the sender, and nothing more of theirs.
func TestACardNamesTheCirclesThatItsReaderShares(t *testing.T) {
	h := twice(t)
	h.writes("rel", "HELP")
	a := get[care.Alert](h, care.KindAlert, get[care.Account](h, care.KindAccount, "22").Alert)
	s := &step{Companion: h.c, tx: h, now: h.now, kept: map[string]any{}}
	for reader, want := range map[string]string{"mina": "[Pat]", "jo": "[Pat Kim]", "cora": "[Pat]"} {
		var called []string
		for _, n := range s.cardCircles(a, reader) {
			called = append(called, n.Called)
		}
		if got := fmt.Sprint(called); got != want {
			t.Errorf("%s sees %s", reader, got)
		}
	}
}
