package flows

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"polyphony/care"
	"polyphony/locales"
)

func (h *house) alertOf(who string) *care.Alert {
	h.Helper()
	return get[care.Alert](h, care.KindAlert, get[care.Account](h, care.KindAccount, ChatID(chats[who])).Alert)
}

// taken is a house in which mina has taken pat's alert.
func taken(t *testing.T) *house {
	t.Helper()
	h := newHouse(t)
	h.writes("pat", "HELP")
	h.now = h.now.Add(time.Minute)
	a := h.alertOf("pat")
	if d := h.taps("mina", data("alert", a.ID, a.Rev, "take")); d.Reason != "alert.taken" {
		t.Fatal(d.Reason)
	}
	h.now = h.now.Add(time.Minute)
	return h
}

// I2, I3: an alert whose owner is gone is nobody's.
func TestAnAlertWhoseOwnerIsGoneBeginsAgainAtOnce(t *testing.T) {
	for name, gone := range map[string]func(*house, *care.Alert) Decision{
		"stopped": func(h *house, _ *care.Alert) Decision { return h.writes("mina", "/stop") },
		"blocked": func(h *house, _ *care.Alert) Decision {
			return h.does(Event{Kind: KindBlocked, Chat: chats["mina"]})
		},
		"left the team":  func(h *house, _ *care.Alert) Decision { return h.applies(without("mina")) },
		"lost the role":  func(h *house, _ *care.Alert) Decision { return h.applies(demoted("mina")) },
		"lost the phone": func(h *house, _ *care.Alert) Decision { return h.joinsAs("mina", 31) },
		"card refused": func(h *house, a *care.Alert) Decision {
			return h.fails(Failure{Chat: chats["mina"], Person: "mina", Alert: a.ID, Reason: FailedBlocked})
		},
		"card unwanted": func(h *house, a *care.Alert) Decision {
			return h.fails(Failure{Chat: chats["mina"], Person: "mina", Alert: a.ID, Reason: FailedUnwanted})
		},
	} {
		t.Run(name, func(t *testing.T) {
			h := taken(t)
			d := gone(h, h.alertOf("pat"))
			a := h.alertOf("pat")
			if a.State != care.AlertOpen || a.Owner != "" {
				t.Fatalf("%s, owner %q", a.State, a.Owner)
			}
			if !hears(d, "pat", locales.HelpRaisedAgain) || hears(d, "pat", locales.HelpSeen) || hears(d, "pat", locales.HelpAddedTaken) {
				t.Errorf("the sender hears %v", heard(d, "pat"))
			}
			if due, set := h.timers[stepTimer(a.ID)]; !set || due.After(h.now.Add(care.DefaultEscalation.After)) {
				t.Errorf("the next step is due %v (%v)", due, set)
			}
			if _, set := h.timers[takenTimer(a.ID)]; set {
				t.Error("the owner who is gone would still be asked")
			}
			if name == "card unwanted" { // and yet she can be reached: she is asked first, as ever
				return
			}
			if name != "lost the phone" && !hears(d, "jo", locales.CardOpen) {
				t.Errorf("jo hears %v", heard(d, "jo"))
			}
			if get[care.Contact](h, care.KindContact, "mina").Holds != "" {
				t.Error("mina still holds it")
			}
		})
	}
}

// I3: nobody is said to have words that they cannot have seen.
func TestWordsForAnOwnerWhoCannotBeReachedAreNotSaidToHaveArrived(t *testing.T) {
	for _, text := range []string{"more", "danger", "HELP"} {
		h := taken(t)
		h.fails(Failure{Chat: chats["mina"], Person: "mina", Reason: FailedBlocked}) // a row that is not of the alert
		d := h.writes("pat", text)
		if h.alertOf("pat").State != care.AlertOpen || !hears(d, "pat", locales.HelpRaisedAgain) || !hears(d, "jo", locales.CardOpen) {
			t.Errorf("%q: the sender hears %v, jo %v", text, heard(d, "pat"), heard(d, "jo"))
		}
		if hears(d, "pat", locales.HelpSeen) || hears(d, "pat", locales.HelpAddedTaken) {
			t.Errorf("%q: the sender hears %v", text, heard(d, "pat"))
		}
	}
}

// I3: that it begins again is half the truth when there is nobody to ask.
func TestTheSenderHearsAtOnceThatNobodyIsLeftToAsk(t *testing.T) {
	h := taken(t)
	h.writes("jo", "/stop")
	h.writes("cora", "/stop")
	d := h.writes("mina", "/stop")
	if !hears(d, "pat", locales.HelpNobody) {
		t.Errorf("the sender hears %v", heard(d, "pat"))
	}
	if due := h.timers[stepTimer(h.alertOf("pat").ID)]; !due.Equal(h.now.Add(nobodyAgain)) {
		t.Errorf("the next step is due %v", due)
	}
}

// Whoever of the team has stopped and asks for something is answered, as anybody
// is; what nobody asked for does not come (I1, I4).
func TestWhoeverHasStoppedIsAnsweredWhenTheyAsk(t *testing.T) {
	h := newHouse(t)
	h.writes("mina", "/stop")
	for _, command := range []string{"/inbox", "/today", "/week", "/oncall", "/handover", "/counts", "/circle", "/settings"} {
		answered := false
		for _, m := range h.writes("mina", command).Say {
			if m.Person == "mina" {
				answered = answered || h.address(m).Verdict == Send
			}
		}
		if !answered {
			t.Errorf("%s: no answer", command)
		}
	}
	for _, m := range h.writes("pat", "HELP").Say {
		if m.Person == "mina" && h.address(m).Verdict == Send {
			t.Errorf("mina has stopped and reads %s", m.Key)
		}
	}
}

// Whoever says /stop twice has been missed once: the coordinators hear it once.
func TestAStopThatIsSaidTwiceIsToldOnce(t *testing.T) {
	h := newHouse(t)
	if d := h.writes("mina", "/stop"); !hears(d, "cora", locales.ReachLostStop) {
		t.Fatalf("cora hears %v", heard(d, "cora"))
	}
	d := h.writes("mina", "/stop")
	if got := heard(d, "cora"); len(got) > 0 {
		t.Errorf("cora hears again: %v", got)
	}
	if !hears(d, "mina", locales.StopStaff) {
		t.Errorf("mina hears %v", heard(d, "mina"))
	}
}

func TestAFailureThatIsOnlySlowLeavesTheOwnerWithIt(t *testing.T) {
	h := taken(t)
	a := h.alertOf("pat")
	h.fails(Failure{Chat: chats["mina"], Person: "mina", Alert: a.ID, Reason: FailedSlow})
	h.fails(Failure{Chat: chats["jo"], Person: "jo", Alert: a.ID, Reason: FailedBlocked}) // not the owner's
	if a := h.alertOf("pat"); a.State != care.AlertTaken || a.Owner != "mina" {
		t.Errorf("%s, owner %q", a.State, a.Owner)
	}
}

func TestWhoeverGivesItBackIsNotAskedFirst(t *testing.T) {
	h := taken(t)
	a := h.alertOf("pat")
	d := h.taps("mina", data("alert", a.ID, a.Rev, "back"))
	for _, m := range d.Say {
		if m.Person == "mina" && m.Fresh {
			t.Errorf("mina's phone rings again: %s", m.Key)
		}
	}
	if !hears(d, "jo", locales.CardOpen) || !hears(d, "cora", locales.CardOpen) {
		t.Errorf("jo hears %v, cora %v", heard(d, "jo"), heard(d, "cora"))
	}
	if got := heard(d, "pat"); !slices.Equal(got, []locales.Key{locales.HelpGivenBack}) {
		t.Errorf("the sender hears %v", got)
	}
	if _, set := h.timers[stepTimer(a.ID)]; !set {
		t.Error("no next step")
	}
}

// I2: an alert never ends without a person, however few there are.
func TestWhoeverGivesItBackIsAskedAgainWhenThereIsNobodyElse(t *testing.T) {
	h := taken(t)
	h.writes("jo", "/stop")
	h.writes("cora", "/stop")
	a := h.alertOf("pat")
	d := h.taps("mina", data("alert", a.ID, a.Rev, "back"))
	for range 3 {
		if slices.ContainsFunc(d.Say, func(m Message) bool { return m.Person == "mina" && m.Fresh && m.Key == locales.CardOpen }) {
			return
		}
		h.now = h.now.Add(care.DefaultEscalation.After)
		for _, next := range h.fire() {
			d.Say = append(d.Say, next.Say...)
		}
	}
	t.Error("nobody has been asked for a quarter of an hour, though mina can be")
}

// A flood is heard, and wears nobody out.
func TestAFloodOfWordsIsDrawnSeldomAndLosesNothing(t *testing.T) {
	h := newHouse(t)
	h.writes("pat", "HELP")
	cards, replies, news := 0, 0, 0
	count := func(d Decision) {
		for _, m := range d.Say {
			switch {
			case strings.HasPrefix(m.Slot, "alert:"):
				cards++
			case m.Person == "pat":
				replies++
			default:
				news++
			}
		}
	}
	began := h.now
	for i := range 500 {
		count(h.writes("pat", fmt.Sprintf("word %03d", i)))
		h.now = h.now.Add(100 * time.Millisecond)
		for _, d := range h.fire() {
			count(d)
		}
	}
	draws := int(h.now.Sub(began)/redrawGap) + 2
	a := h.alertOf("pat")
	if cards > draws*len(a.Told) || replies > 5 || news > 5 {
		t.Errorf("%d cards for %d people, %d replies, %d other rows", cards, len(a.Told), replies, news)
	}
	if len(a.Words) > wordsKept {
		t.Errorf("the alert holds %d words", len(a.Words))
	}
	all := map[string]int{}
	for _, w := range a.Words {
		all[w.Text]++
	}
	for _, item := range get[care.Shelf](h, care.KindShelf, "circle").Items {
		for _, w := range get[care.Note](h, care.KindNote, item.ID).Words {
			all[w.Text]++
		}
	}
	for i := range 500 {
		if n := all[fmt.Sprintf("word %03d", i)]; n != 1 {
			t.Fatalf("word %d stands %d times", i, n)
		}
	}
	h.now = h.now.Add(redrawGap)
	h.fire()
	if h.timers[redrawTimer(a.ID)] != (time.Time{}) {
		t.Error("the cards are drawn for ever")
	}
}

func TestAFloodOfUrgentWordsRingsOnceAMinute(t *testing.T) {
	h := newHouse(t)
	h.writes("pat", "danger")
	fresh := 0
	for range 500 {
		for _, m := range h.writes("pat", "danger").Say {
			if m.Fresh && strings.HasPrefix(m.Slot, "alert:") {
				fresh++
			}
		}
		h.now = h.now.Add(200 * time.Millisecond)
		h.fire()
	}
	if fresh > 2*3 {
		t.Errorf("phones rang %d times in 100 seconds", fresh)
	}
}

func TestAnAlertByTheButtonBringsWhatWasWrittenWithinTheHour(t *testing.T) {
	for wait, want := range map[time.Duration]bool{time.Minute: true, 59 * time.Minute: true, 61 * time.Minute: false} {
		h := newHouse(t)
		h.writes("pat", "I hear steps again")
		h.now = h.now.Add(wait)
		d := h.writes("pat", "HELP")
		on := slices.ContainsFunc(h.alertOf("pat").Words, func(w care.Words) bool { return w.Text == "I hear steps again" })
		shown := slices.ContainsFunc(d.Say, func(m Message) bool {
			return m.Person == "mina" && slices.ContainsFunc(m.Lines, func(l Line) bool { return l.Args["Words"].Words == "I hear steps again" })
		})
		if on != want || shown != want {
			t.Errorf("after %v: on the alert %v, on the card %v", wait, on, shown)
		}
	}
}

// The words that raised it come before any others that it brings.
func TestManyWordsFromBeforeLeaveRoomForTheUrgentOnes(t *testing.T) {
	h := newHouse(t)
	for i := range 150 {
		h.writes("pat", fmt.Sprint("before ", i))
	}
	d := h.writes("pat", "danger")
	if n := len(h.alertOf("pat").Words); n > wordsKept {
		t.Errorf("the alert holds %d words", n)
	}
	shown := slices.ContainsFunc(d.Say, func(m Message) bool {
		return m.Person == "mina" && slices.ContainsFunc(m.Lines, func(l Line) bool { return l.Args["Words"].Words == "danger" })
	})
	if !shown {
		t.Error("the urgent words are not on the card")
	}
}
