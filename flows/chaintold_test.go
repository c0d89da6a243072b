package flows

import (
	"slices"
	"testing"
	"time"

	"polyphony/locales"
)

// I3: "nobody has seen it yet" is not said to somebody who has read by then who
// has seen it, because it waited while Telegram was away. Who has it is said
// however long it waits.
func TestNobodyHasSeenItIsSaidOnlyWhileItIsTrue(t *testing.T) {
	h := newHouse(t)
	first := h.writes("pat", "HELP")
	a := h.alertOf("pat")
	h.now = h.now.Add(10 * time.Second)
	more := h.writes("pat", "My sister is with me")
	waiting := []Row{}
	for _, d := range []Decision{first, more} {
		for _, m := range d.Say {
			if m.Person == "pat" {
				waiting = append(waiting, Row{ID: "r", At: h.now, Message: m})
			}
		}
	}
	sent := func(key locales.Key) (Verdict, bool) {
		i := slices.IndexFunc(waiting, func(r Row) bool { return r.Message.Key == key })
		if i < 0 {
			return 0, false
		}
		to, err := Address(h, waiting[i], h.now)
		if err != nil {
			t.Fatal(err)
		}
		return to.Verdict, true
	}
	stands := func(want Verdict) {
		t.Helper()
		for _, key := range []locales.Key{locales.HelpTold, locales.HelpAdded} {
			if got, said := sent(key); !said || got != want {
				t.Errorf("%s: %v, %v", key, got, said)
			}
		}
		if got, said := sent(locales.HelpLines); !said || got != Send {
			t.Errorf("the lines: %v, %v", got, said)
		}
	}
	stands(Send)
	h.now = h.now.Add(time.Second)
	seen := h.taps("mina", data("alert", a.ID, a.Rev, "take"))
	stands(Drop)
	i := slices.IndexFunc(seen.Say, func(m Message) bool { return m.Key == locales.HelpSeen })
	h.taps("mina", data("alert", a.ID, h.alertOf("pat").Rev, "back"))
	if to, err := Address(h, Row{ID: "r", At: h.now, Message: seen.Say[i]}, h.now); err != nil || to.Verdict != Send {
		t.Errorf("who has seen it: %+v, %v", to, err)
	}
}
