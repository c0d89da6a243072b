package flows

import (
	"strings"
	"testing"
	"time"

	"polyphony/care"
	"polyphony/locales"
)

func (h *house) saysSafe() Decision {
	h.Helper()
	a := h.alertOf("pat")
	return h.taps("pat", data("safe", a.ID, a.Rev, ""))
}

// "I'm safe now" closes nothing: the chain goes on (I2), and the sender hears no
// more of it until somebody has it, at night without a sound.
func TestWhoeverIsSafeHearsOnlyWhoHasIt(t *testing.T) {
	h := newHouse(t)
	h.now = time.Date(2026, 3, 2, 23, 0, 0, 0, time.UTC)
	h.writes("pat", "HELP")
	d := h.saysSafe()
	if !hears(d, "pat", locales.ChainSafeOpen) {
		t.Fatalf("pat hears %v", heard(d, "pat"))
	}
	for range 36 { // three hours
		all := h.after(5 * time.Minute)
		for _, d := range all {
			if got := heard(d, "pat"); len(got) > 0 {
				t.Fatalf("pat hears %v", got)
			}
		}
		if len(rings(all...)) == 0 {
			t.Fatal("and nobody is asked any more")
		}
	}
	d = h.onAlert("jo", "take")
	for _, m := range d.Say {
		if m.Person == "pat" && (!m.Silent || m.Key != locales.HelpSeen) {
			t.Errorf("pat hears %s, silent: %v", m.Key, m.Silent)
		}
	}
	if !hears(d, "pat", locales.HelpSeen) {
		t.Error("pat does not hear who has it")
	}
}

// It reaches the owner with a sound; while nobody has it everybody who was told
// sees it, and nobody is woken for it.
func TestThatSomebodyIsSafeReachesWhoeverHasIt(t *testing.T) {
	for owned, h := range map[bool]*house{true: taken(t), false: newHouse(t)} {
		if !owned {
			h.writes("pat", "HELP")
		}
		shown := false
		for _, m := range h.saysSafe().Say {
			if m.Person == "mina" && strings.HasPrefix(m.Slot, "alert:") {
				shown = m.Fresh && m.Silent != owned
			}
		}
		if !shown {
			t.Errorf("owned %v: mina does not hear", owned)
		}
		if a := h.alertOf("pat"); !a.Open() || !a.SaysSafe {
			t.Errorf("owned %v: %s", owned, a.State)
		}
	}
}

// More urgent words after it ring again and put everything back.
func TestUrgentWordsAfterSafePutEverythingBack(t *testing.T) {
	h := newHouse(t)
	h.writes("pat", "HELP")
	h.saysSafe()
	h.now = h.now.Add(unsafeGap)
	d := h.writes("pat", "danger")
	h.expect("rung", rings(d), "mina")
	if a := h.alertOf("pat"); a.SaysSafe {
		t.Error("it still says that they are safe")
	}
	h.after(5 * time.Minute)
	heardOf := false
	for _, d := range h.after(senderGap) {
		heardOf = heardOf || len(heard(d, "pat")) > 0
	}
	if !heardOf {
		t.Error("the sender is told nothing any more")
	}
}

// Urgent words within the gap ring once it is over, and not when somebody has
// taken it with those words on the card.
func TestUrgentWordsInAFloodRingOnceItIsOver(t *testing.T) {
	for _, takes := range []bool{false, true} {
		h := newHouse(t)
		h.writes("pat", "HELP")
		h.now = h.now.Add(10 * time.Second)
		h.writes("pat", "danger")
		if takes {
			h.now = h.now.Add(10 * time.Second)
			h.onAlert("mina", "take")
		}
		if got := rings(h.after(raiseGap)...); (len(got) == 0) != takes {
			t.Errorf("taken %v: %v", takes, got)
		}
	}
}

// A thousand messages in a minute from one person are heard once and again,
// and somebody else's cry in the midst of them at once.
func TestAFloodFromOneLeavesRoomForAnother(t *testing.T) {
	h := newHouse(t)
	rang, lines, other := 0, 0, false
	for i := range 1000 {
		d := h.writes("pat", "danger")
		rang += len(rings(d))
		for _, m := range d.Say {
			if m.Key == locales.HelpLines {
				lines++
			}
		}
		if i == 500 {
			other = hears(h.writes("rel", "HELP"), "mina", locales.CardOpen)
		}
		h.now = h.now.Add(60 * time.Millisecond)
		rang += len(rings(h.fire()...))
	}
	rang += len(rings(h.after(raiseGap)...))
	if rang < 2 || rang > 4 || lines > 2*linesAMinute || !other {
		t.Errorf("rang %d times, %d times the lines, the other was heard: %v", rang, lines, other)
	}
	if n := len(h.alertOf("pat").Words); n > wordsKept {
		t.Errorf("%d words are on the card", n)
	}
}

// A cry of 4,000 characters is on the card and can be read whole.
func TestALongCryIsReadWhole(t *testing.T) {
	h := newHouse(t)
	long := strings.Repeat("please ", 571)
	h.writes("pat", "HELP")
	h.writes("pat", long)
	whole := ""
	for _, m := range h.onAlert("mina", "read").Say {
		for _, l := range m.Lines {
			whole += l.Args["Words"].Words
		}
	}
	if whole != long {
		t.Errorf("%d of %d characters", len(whole), len(long))
	}
}

// Whoever takes it without being on call may; it is noted.
func TestWhoeverIsNotOnCallMayTakeIt(t *testing.T) {
	h := newHouse(t)
	h.writes("pat", "HELP")
	h.after(5 * time.Minute)
	h.onAlert("cora", "take")
	a := h.alertOf("pat")
	if a.Owner != "cora" || a.Story[len(a.Story)-1].What != "taken.off.duty" {
		t.Errorf("%s: %+v", a.Owner, a.Story)
	}
	if a.State != care.AlertTaken {
		t.Error(a.State)
	}
}
