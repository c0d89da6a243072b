package flows

import (
	"slices"
	"testing"

	"polyphony/care"
	"polyphony/locales"
)

// grouped ties a group to the circle.
func (h *house) grouped() {
	h.keep(care.KindGroup, "-5", &care.GroupChat{Chat: -5, Network: "circle", By: "mina"})
	n := get[care.Network](h, care.KindNetwork, "circle")
	n.Group = -5
	h.keep(care.KindNetwork, "circle", n)
}

func inGroup(d Decision) (keys []locales.Key) {
	for _, m := range d.Say {
		if m.Chat == -5 {
			keys = append(keys, m.Key)
		}
	}
	return keys
}

// The group that heard of a series hears its next date and its end.
func TestTheGroupHearsTheNextOfASeriesAndItsEnd(t *testing.T) {
	h := newHouse(t)
	h.grouped()
	h.begins("mina")
	h.plans("mina", "day.2026-03-10", "time.10:15", "every.1", "send")
	m := h.meetings()[0]
	h.now = ends(m)
	d := h.does(Event{Kind: KindTimer, Timer: overTimer(m.ID)})
	if !slices.Equal(inGroup(d), []locales.Key{locales.GroupSaidPlanned}) {
		t.Errorf("%s: the group hears %v", d.Reason, inGroup(d))
	}
	for _, next := range h.meetings() {
		if next.ID != m.ID {
			d = h.taps("mina", data("meet", next.ID, next.Seq, "cancel_all"))
		}
	}
	if !slices.Equal(inGroup(d), []locales.Key{locales.GroupSaidEnded}) {
		t.Errorf("%s: the group hears %v", d.Reason, inGroup(d))
	}
}

// Whoever was left out of a meeting by name may be in the group: it hears nothing.
func TestTheGroupHearsNothingOfAMeetingForSome(t *testing.T) {
	h := newHouse(t)
	h.grouped()
	h.begins("mina")
	h.plans("mina", "day.2026-03-10", "time.10:15", "invited.rel")
	if d := h.plans("mina", "send"); len(inGroup(d)) > 0 || len(h.meetings()) != 1 {
		t.Errorf("the group hears %v", inGroup(d))
	}
}

// A closed circle says goodbye in its group and lets it go.
func TestAClosedCircleLetsItsGroupGo(t *testing.T) {
	h := newHouse(t)
	h.grouped()
	d := h.closes()
	if d.Reason != "circle.closed" || !slices.Equal(inGroup(d), []locales.Key{locales.GroupSaidBye}) {
		t.Errorf("%s: the group hears %v", d.Reason, inGroup(d))
	}
	n, g := get[care.Network](h, care.KindNetwork, "circle"), get[care.GroupChat](h, care.KindGroup, "-5")
	if n.Group != 0 || g.Network != "" {
		t.Errorf("still tied: %d %s", n.Group, g.Network)
	}
}
