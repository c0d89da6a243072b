package flows

import (
	"slices"
	"testing"
	"time"

	"polyphony/care"
	"polyphony/locales"
)

func (h *house) closes() Decision {
	h.Helper()
	d := h.lives("mina", "close", "close_yes")
	if d.Reason != "circle.closed" {
		h.Fatal(d.Reason)
	}
	return d
}

// I2: a circle in which somebody waits for help is not closed over their head,
// also when the question was asked before they did.
func TestACircleIsNotClosedWhileSomebodyWaitsForHelp(t *testing.T) {
	h := newHouse(t)
	h.taps("mina", data("circle", "circle", 0, "close"))
	h.writes("rel", "HELP")
	h.writes("pat", "HELP")
	a := h.alertOf("pat")
	a.State = care.AlertDone
	h.keep(care.KindAlert, a.ID, a)
	if d := h.taps("mina", data("life", "circle", h.menuOf("mina"), "close_yes")); d.Reason != "circle.close.alert" || !h.theCircle().Closed.IsZero() {
		t.Error(d.Reason)
	}
	if d := h.taps("jo", data("circle", "circle", 0, "close")); d.Reason != "circle.close.alert" {
		t.Error(d.Reason)
	}
}

// I4, I6: one goodbye each, and nothing that was queued before.
func TestAfterClosingNothingLeavesButTheGoodbye(t *testing.T) {
	h := newHouse(t)
	m, planned := h.gathers()
	d := h.closes()
	for _, who := range []string{"pat", "rel"} {
		if !slices.Equal(heard(d, who), []locales.Key{locales.ClosingGoodbye}) {
			t.Errorf("%s hears %v", who, heard(d, who))
		}
	}
	for _, m := range h.leaves(planned.Say, h.now) {
		if m.Guard.Purpose != PurposeReply {
			t.Errorf("%s goes to %s", m.Key, m.Person)
		}
	}
	if left := h.leaves(d.Say, h.now); len(left) != len(d.Say) {
		t.Errorf("%d of %d leave", len(left), len(d.Say))
	}
	h.now = starts(m).Add(-time.Hour)
	for _, d := range h.fire() {
		if d.Reason != "rota.looked" {
			t.Errorf("%s", d.Reason)
		}
	}
	for who, button := range map[string]string{"pat": "invite.relative", "mina": "staff", "jo": "checkin"} {
		if d := h.taps(who, data("circle", "circle", 0, button)); d.Reason != "circle.stale" {
			t.Errorf("%s, %s: %s", who, button, d.Reason)
		}
	}
}

// A goodbye that waits for the morning is not said when the circle is open again.
func TestAGoodbyeIsNotSaidInAnOpenCircle(t *testing.T) {
	h := newHouse(t)
	d := h.closes()
	h.taps("jo", data("circle", "circle", 0, "open"))
	for _, m := range h.leaves(d.Say, h.now) {
		if m.Guard.Purpose != PurposeReply {
			t.Errorf("%s goes to %s", m.Key, m.Person)
		}
	}
	if d := h.taps("jo", data("circle", "circle", 0, "open")); d.Reason != "circle.open" {
		t.Error(d.Reason)
	}
}

// Nothing is lost and help is there, whatever has been closed.
func TestAfterClosingWordsAndHelpStillReachPeople(t *testing.T) {
	h := newHouse(t)
	h.closes()
	if d := h.writes("rel", "hello"); d.Reason != "note.kept" || !hears(d, "mina", locales.InboxNew) {
		t.Errorf("%s, mina hears %v", d.Reason, heard(d, "mina"))
	}
	d := h.writes("rel", "HELP")
	if !hears(d, "mina", locales.CardOpen) {
		t.Errorf("mina hears %v", heard(d, "mina"))
	}
	if left := h.leaves(d.Say, h.now); len(left) != len(d.Say) {
		t.Errorf("%d of %d leave", len(left), len(d.Say))
	}
}

// Words go to the circle that goes on, when there is one.
func TestWordsGoToTheCircleThatGoesOn(t *testing.T) {
	h := newHouse(t)
	other := &care.Network{ID: "other", Called: "Rel", Members: []care.Member{{Contact: "rel", Role: care.Person}}}
	h.keep(care.KindNetwork, other.ID, other)
	c := get[care.Contact](h, care.KindContact, "rel")
	c.Networks = append(c.Networks, other.ID)
	h.keep(care.KindContact, c.ID, c)
	h.closes()
	h.writes("rel", "HELP")
	if a := h.alertOf("rel"); a.Network != "other" {
		t.Error(a.Network)
	}
}
