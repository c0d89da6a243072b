package flows

import (
	"slices"
	"testing"

	"polyphony/care"
	"polyphony/locales"
)

var whatMembersTypeAbout = []string{"/ask", "/leave", "/meeting", "/topic", "/circle"}

// Whoever mourns is not told that they belong to no circle, nor offered to plan
// in one that is still.
func TestCommandsInAStillCircle(t *testing.T) {
	h := newHouse(t)
	h.dies("pat")
	h.inStillness(t)
	h.closes() // nor is a button shown then that would only be hushed
	h.inStillness(t)
}

func (h *house) inStillness(t *testing.T) {
	t.Helper()
	for _, command := range whatMembersTypeAbout {
		if d := h.writes("rel", command); !slices.Equal(heard(d, "rel"), []locales.Key{locales.DeathTouch}) || offers(d, data("circle", "circle", 0, "leave")) {
			t.Errorf("%s: %v", command, heard(d, "rel"))
		}
	}
}

// A member of a closed circle hears that it is closed, and can still leave it;
// the person whose circle it is cannot.
func TestCommandsInAClosedCircle(t *testing.T) {
	h := newHouse(t)
	h.closes()
	for _, command := range whatMembersTypeAbout {
		for who, leaves := range map[string]bool{"rel": true, "pat": false} {
			d := h.writes(who, command)
			if !hears(d, who, locales.ClosingClosed) || offers(d, data("circle", "circle", 0, "leave")) != leaves {
				t.Errorf("%s, %s: %v", command, who, heard(d, who))
			}
		}
	}
	if d := h.taps("rel", data("circle", "circle", 0, "leave_yes")); d.Reason != "member.left" {
		t.Error(d.Reason)
	}
	if d := h.writes("rel", "/ask"); get[care.Contact](h, care.KindContact, "rel").In("circle") || !hears(d, "rel", locales.CircleNone) {
		t.Errorf("after leaving: %v", heard(d, "rel"))
	}
}

func offers(d Decision, carried string) bool {
	for _, m := range d.Say {
		for _, r := range m.Buttons {
			if slices.ContainsFunc(r, func(b Button) bool { return b.Data == carried }) {
				return true
			}
		}
	}
	return false
}
