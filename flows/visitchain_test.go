package flows

import (
	"slices"
	"strings"
	"testing"
	"time"

	"polyphony/care"
	"polyphony/locales"
)

// unheard is a house in which sam has said nothing until the people on call have it.
func unheard(t *testing.T) *house {
	t.Helper()
	h := onTheWalk(t)
	for range 5 {
		h.silence()
	}
	if h.walk().Alert == "" {
		t.Fatal("nothing was raised")
	}
	return h
}

// Nobody finishes it without saying that the volunteer is safe, whichever button
// they press or make up.
func TestAnAlertOfTheWatchEndsOnlyWithSafe(t *testing.T) {
	h := unheard(t)
	h.onRaised("mina", "take")
	for _, act := range []string{"spoke", "emergency", "nothing", "other", "other_yes"} {
		h.onRaised("mina", act)
		if !h.raised().Open() {
			t.Fatalf("%s has ended it", act)
		}
	}
	d := h.onRaised("mina", "done")
	var offered []string
	for _, m := range d.Say {
		for _, row := range m.Buttons {
			for _, b := range row {
				offered = append(offered, string(b.Label))
			}
		}
	}
	if slices.Contains(offered, string(locales.OutcomeSpoke)) || !slices.Contains(offered, string(locales.WatchOutcomeOver)) || !slices.Contains(offered, string(locales.WatchOutcomeOn)) {
		t.Errorf("offered: %v", offered)
	}
	d = h.onRaised("mina", "safe")
	if v := h.walk(); d.Reason != "alert.done" || v.State != care.VisitOver || v.SafeBy != "mina" || !hears(d, "sam", locales.WatchOverTold) || h.timers[visitTimer("walk", "watch")] != (time.Time{}) {
		t.Errorf("%s: %s by %q, sam hears %v, timers %v", d.Reason, v.State, v.SafeBy, heard(d, "sam"), h.timers)
	}
}

// Safe, and the visit goes on: it is watched as before, and can be raised anew.
func TestASafeVisitThatGoesOnIsWatchedAgain(t *testing.T) {
	h := unheard(t)
	first := h.walk().Alert
	h.onRaised("mina", "take")
	if d := h.onRaised("mina", "goes_on"); d.Reason != "alert.done" {
		t.Fatal(d.Reason)
	}
	v := h.walk()
	if v.State != care.VisitRunning || v.Step != care.StepHere || !v.Due.Equal(h.now.Add(30*time.Minute)) {
		t.Fatalf("%s, %s, due %v", v.State, v.Step, v.Due)
	}
	for range 5 {
		h.silence()
	}
	if h.walk().Alert == first || !h.raised().Open() {
		t.Error("it was not raised anew")
	}
}

// The card says what helps to find somebody, and nothing of it in the open.
func TestTheCardSaysWhereAndWhoWatches(t *testing.T) {
	h := onTheWalk(t)
	h.does(Event{Kind: KindMedia, Chat: chats["sam"], From: Sender{ID: chats["sam"]}, Spot: &care.Spot{Lat: 51.5}, Media: care.Media{Kind: care.Location}, Message: 5})
	for _, lat := range []float64{51.6, 51.7} {
		h.now = h.now.Add(time.Minute)
		h.does(Event{Kind: KindEdited, Chat: chats["sam"], From: Sender{ID: chats["sam"]}, Spot: &care.Spot{Lat: lat}, Message: 5})
	}
	for range 4 {
		h.silence()
	}
	d := h.silence()
	i := slices.IndexFunc(d.Say, func(m Message) bool { return m.Person == "mina" && m.Key == locales.WatchCardOpen })
	if i < 0 {
		t.Fatalf("mina hears %v", heard(d, "mina"))
	}
	lines := map[locales.Key]Args{}
	for _, l := range d.Say[i].Lines {
		lines[l.Key] = l.Args
	}
	if lines[locales.WatchCardDoor]["Words"].Words != "7 Mill Lane" || lines[locales.WatchCardArea]["Area"].Text != "Riverside" ||
		!strings.Contains(lines[locales.WatchCardPlace]["Words"].Words, "51.7") || len(lines[locales.WatchCardBuddies]["Told"].List) != 2 {
		t.Errorf("%+v", lines)
	}
	for _, m := range d.Say {
		if m.Person != "mina" && slices.ContainsFunc(m.Lines, func(l Line) bool { return l.Key == locales.WatchCardDoor }) {
			t.Errorf("%s reads where", m.Person)
		}
	}
	h.onRaised("mina", "take")
	d = h.onRaised("mina", "safe")
	for _, m := range d.Say {
		if slices.ContainsFunc(m.Lines, func(l Line) bool { return l.Key == locales.WatchCardDoor || l.Key == locales.WatchCardPlace }) {
			t.Error("where still stands on a card that is closed")
		}
	}
	if v := h.walk(); v.Last != nil || v.Address.Text != "" {
		t.Errorf("kept: %+v, %q", v.Last, v.Address.Text)
	}
}

// Passing on, giving back and unfinished work as ever; the volunteer, who asked
// for nothing, hears nothing of it, and no relay opens.
func TestTheVolunteerHearsNothingOfWhoHasIt(t *testing.T) {
	h := unheard(t)
	for _, one := range []struct{ who, act string }{
		{"mina", "take"}, {"mina", "pass"}, {"mina", "pass.jo"}, {"jo", "pass_yes"}, {"jo", "back"}, {"mina", "take"},
	} {
		if d := h.onRaised(one.who, one.act); len(heard(d, "sam")) > 0 || d.Reason == "tap.refused" {
			t.Errorf("%s taps %s (%s): sam hears %v", one.who, one.act, d.Reason, heard(d, "sam"))
		}
	}
	a := h.raised()
	if h.taps("mina", data("relay", a.ID, a.Rev, "open")); h.raised().Relay != nil {
		t.Error("a relay has opened")
	}
	for _, who := range []string{"sam"} {
		if d := h.taps(who, data("alert", a.ID, a.Rev, "done")); d.Reason != "tap.refused" {
			t.Errorf("%s: %s", who, d.Reason)
		}
	}
}

// A volunteer who presses the red button, or writes that they are in danger, on a
// visit has an ordinary alert: they are told all, and the card says where they are.
func TestHelpAskedOnAVisit(t *testing.T) {
	for _, text := range []string{"HELP", "danger"} {
		h := onTheWalk(t)
		h.sign(care.QuietThirty)
		h.watch("sam", "more30")
		quiet := h.walk().Alert
		d := h.writes("sam", text)
		if !hears(d, "sam", locales.HelpLines) || !hears(d, "sam", locales.HelpTold) {
			t.Fatalf("%s: sam hears %v", text, heard(d, "sam"))
		}
		own := h.alertOf("sam")
		if own.ID == quiet || own.Visit != "walk" || own.Quiet {
			t.Fatalf("%+v", own)
		}
		on := slices.ContainsFunc(d.Say, func(m Message) bool {
			return m.Slot == "alert:"+own.ID && m.Person == "mina" && slices.ContainsFunc(m.Lines, func(l Line) bool { return l.Key == locales.WatchCardDoor }) &&
				slices.ContainsFunc(m.Lines, func(l Line) bool { return l.Key == locales.WatchCardSignToo })
		})
		if !on {
			t.Error("the card does not say where they are, or nothing of the sign")
		}
		h.taps("mina", data("alert", own.ID, own.Rev, "take"))
		own = h.alertOf("sam")
		if d := h.taps("mina", data("alert", own.ID, own.Rev, "spoke")); d.Reason != "alert.done" || !h.raised().Open() || !h.walk().Watched() {
			t.Errorf("%s: the quiet one is %s, the visit %s", d.Reason, h.raised().State, h.walk().State)
		}
	}
}

// Whoever has themselves erased on a visit can be asked no more: the people on
// call have it at once, and the name that they need.
func TestAVolunteerErasedOnAVisitIsLookedFor(t *testing.T) {
	for name, signed := range map[string]bool{"without a sign": false, "after a quiet sign": true} {
		t.Run(name, func(t *testing.T) {
			h := onTheWalk(t)
			if signed {
				h.sign(care.QuietThirty)
				h.watch("sam", "more30")
			}
			d := h.forgets("sam")
			a := h.raised()
			if !a.Open() || a.Called != "sam" || a.Sender != "" || !rangs(d, "mina", headlineOf(a)) {
				t.Fatalf("%+v, mina hears %v", a, heard(d, "mina"))
			}
			for _, m := range d.Say {
				if m.Chat == chats["sam"] && strings.HasPrefix(string(m.Key), "watch.") {
					t.Errorf("sam's chat reads %s", m.Key)
				}
			}
			h.onRaised("mina", "take")
			if d := h.onRaised("mina", "safe"); d.Reason != "alert.done" || h.walk().Watched() {
				t.Errorf("%s, the visit is %s", d.Reason, h.walk().State)
			}
		})
	}
}

func headlineOf(a *care.Alert) locales.Key {
	if a.Quiet {
		return locales.WatchCardQuiet
	}
	return locales.WatchCardOpen
}

// I9: a deadline that could not be handled comes again, and rings on other ways.
func TestADeadlineThatWasParkedComesAgain(t *testing.T) {
	h := onTheWalk(t)
	h.applies(func(team *care.Team) { team.Channels = []care.Channel{{ID: "night", Env: "NIGHT"}} })
	d, err := h.c.Regret(h, Event{ID: "t", Kind: KindTimer, Timer: visitTimer("walk", "watch")}, h.now)
	if err != nil || len(d.Timers) != 1 || !slices.ContainsFunc(d.Say, func(m Message) bool { return m.Channel == "night" }) {
		t.Errorf("%v, %+v", err, d)
	}
}
