package flows

import (
	"strings"
	"testing"

	"polyphony/care"
	"polyphony/locales"
)

// I7: a made-up button tells nothing of a meeting that is not the reader's, and
// answers the same whether there is one or not.
func TestReminderButtonsTellNothingOfOtherMeetings(t *testing.T) {
	h := newHouse(t)
	h.keep(care.KindMeeting, "theirs", &care.Meeting{ID: "theirs", Network: "other", Seq: 7, Day: "2026-03-10", Clock: "11:00", Zone: "Europe/London"})
	for _, id := range []string{"theirs", "nothing"} {
		d := h.taps("rel", data("remind", id, 0, ""))
		if !hears(d, "rel", locales.ReminderTitle) {
			t.Errorf("%s: %v", id, heard(d, "rel"))
		}
		for _, m := range d.Say {
			for _, r := range m.Buttons {
				for _, b := range r {
					if strings.Contains(b.Data, id) {
						t.Errorf("%s: a button carries %s", id, b.Data)
					}
				}
			}
		}
	}
}

// I7: when a meeting is, and who tells whom, is for those who tell and the team.
func TestOnlyTellersLearnWhoTells(t *testing.T) {
	h := newHouse(t)
	h.nana("jo")
	m, _ := h.gathers()
	gran := h.theCircle().Absent[0].ID
	for _, arg := range []string{"yes.", "no.", "take."} {
		for seq := range 3 {
			if d := h.taps("rel", data("told", m.ID, seq, arg+gran)); d.Reason != "tap.refused" {
				t.Errorf("%s%d: %s %v", arg, seq, d.Reason, heard(d, "rel"))
			}
		}
	}
	if d := h.taps("mina", data("told", m.ID, 0, "yes."+gran)); d.Reason != "told.stale" {
		t.Errorf("the team: %s", d.Reason)
	}
}
