package flows

import (
	"slices"
	"testing"
	"time"

	"polyphony/care"
	"polyphony/locales"
)

// presses taps a button of pat's alert, as it stands.
func (h *house) onAlert(who, act string) Decision {
	h.Helper()
	a := h.alertOf("pat")
	return h.taps(who, data("alert", a.ID, a.Rev, act))
}

// passing is a house in which mina, who has pat's alert, asks jo to take over.
func passing(t *testing.T) *house {
	t.Helper()
	h := taken(t)
	if d := h.onAlert("mina", "pass"); d.Reason != "alert.pass.who" {
		t.Fatal(d.Reason)
	}
	d := h.onAlert("mina", "pass.jo")
	h.expect("asked", rings(d), "jo")
	if !hears(d, "jo", locales.ChainPassing) || len(heard(d, "pat")) > 0 {
		t.Fatalf("jo hears %v, pat %v", heard(d, "jo"), heard(d, "pat"))
	}
	return h
}

// The owner keeps it until the yes; then it changes hands at once, with its own
// half hour, and the sender hears.
func TestPassingOnChangesHandsOnTheYes(t *testing.T) {
	h := passing(t)
	if a := h.alertOf("pat"); a.Owner != "mina" {
		t.Fatal(a.Owner)
	}
	d := h.onAlert("jo", "pass_yes")
	a := h.alertOf("pat")
	if a.Owner != "jo" || a.Passing != "" || !hears(d, "pat", locales.ChainHanded) || !slices.Contains(rings(d), "mina") {
		t.Errorf("owner %s; pat hears %v; %v", a.Owner, heard(d, "pat"), rings(d))
	}
	if due := h.timers[takenTimer(a.ID)]; !due.Equal(h.now.Add(care.TakenFor)) {
		t.Errorf("jo is asked at %v", due)
	}
	if _, set := h.timers[passTimer(a.ID)]; set {
		t.Error("jo is still waited for")
	}
	if get[care.Contact](h, care.KindContact, "mina").Holds != "" || get[care.Contact](h, care.KindContact, "jo").Holds != a.ID {
		t.Error("it is held by the wrong one")
	}
}

// A no, no answer in five minutes, a card that does not arrive: the owner hears,
// and the sender nothing.
func TestWhoeverCannotTakeOverLeavesItWithItsOwner(t *testing.T) {
	for want, falls := range map[locales.Key]func(*house) Decision{
		locales.ChainPassRefused: func(h *house) Decision { return h.onAlert("jo", "pass_no") },
		locales.ChainPassSilent:  func(h *house) Decision { return together(h.after(passWithin)) },
		locales.ChainPassLost:    func(h *house) Decision { return h.slow("jo", h.alertOf("pat").ID, FailedBlocked) },
	} {
		h := passing(t)
		old := h.alertOf("pat").Rev
		d := falls(h)
		a := h.alertOf("pat")
		said := slices.ContainsFunc(d.Say, func(m Message) bool {
			return m.Person == "mina" && m.Fresh && slices.ContainsFunc(m.Lines, func(l Line) bool { return l.Key == want })
		})
		if a.Owner != "mina" || a.State != care.AlertTaken || a.Passing != "" || !said || len(heard(d, "pat")) > 0 {
			t.Errorf("%s: owner %s, mina hears %v, pat %v", want, a.Owner, heard(d, "mina"), heard(d, "pat"))
		}
		if d := h.taps("jo", data("alert", a.ID, old, "pass_yes")); d.Reason != "alert.stale" || h.alertOf("pat").Owner != "mina" {
			t.Errorf("%s: jo's old card acts: %s", want, d.Reason)
		}
	}
}

// Nobody but the owner passes on, nobody but who was asked says yes, and only
// colleagues who can hear are asked.
func TestWhoMayPassOnAndTakeOver(t *testing.T) {
	h := passing(t)
	for _, who := range []string{"cora", "pat", "rel"} {
		for _, act := range []string{"pass_yes", "pass_no", "pass", "pass.cora"} {
			if d := h.onAlert(who, act); d.Reason != "tap.refused" {
				t.Errorf("%s %s: %s", who, act, d.Reason)
			}
		}
	}
	h = taken(t)
	h.writes("jo", "/stop")
	if d := h.onAlert("mina", "pass.jo"); d.Reason != "alert.pass.who" || h.alertOf("pat").Passing != "" {
		t.Errorf("somebody who cannot hear is asked: %s", d.Reason)
	}
	for _, nobody := range []string{"pass.pat", "pass.rel", "pass.mina", "pass.nobody"} {
		if h.onAlert("mina", nobody); h.alertOf("pat").Passing != "" {
			t.Errorf("%s is asked", nobody)
		}
	}
}

// Done, given back, raised again or gone: whoever was being asked is not any more.
func TestWhatEndsAnAlertEndsThePass(t *testing.T) {
	for name, end := range map[string]func(*house){
		"done":    func(h *house) { h.onAlert("mina", "spoke") },
		"back":    func(h *house) { h.onAlert("mina", "back") },
		"blocked": func(h *house) { h.does(Event{Kind: KindBlocked, Chat: chats["mina"]}) },
	} {
		h := passing(t)
		end(h)
		if a := h.alertOf("pat"); a.Passing != "" {
			t.Errorf("%s: %s is still asked", name, a.Passing)
		}
		h.now = h.now.Add(passWithin)
		for _, d := range h.fire() {
			if d.Reason == "alert.pass.silent" {
				t.Errorf("%s: and waited for", name)
			}
		}
	}
}

// I2: somebody with two alerts who is gone leaves both to the others, and each is
// finished by itself.
func TestAnOwnerOfTwoAlertsHoldsBoth(t *testing.T) {
	for _, gone := range []bool{true, false} {
		h := taken(t)
		h.writes("rel", "HELP")
		a, b := h.alertOf("pat"), h.alertOf("rel")
		h.taps("mina", data("alert", b.ID, b.Rev, "take"))
		if !gone {
			if d := h.onAlert("mina", "spoke"); !hears(d, "pat", locales.HelpClosed) || len(heard(d, "rel")) > 0 {
				t.Errorf("pat hears %v, rel %v", heard(d, "pat"), heard(d, "rel"))
			}
			if got := get[care.Alert](h, care.KindAlert, b.ID); got.State != care.AlertTaken || got.Owner != "mina" {
				t.Errorf("the other is %s", got.State)
			}
			continue
		}
		h.does(Event{Kind: KindBlocked, Chat: chats["mina"]})
		for _, id := range []string{a.ID, b.ID} {
			if got := get[care.Alert](h, care.KindAlert, id); got.State != care.AlertOpen || h.timers[stepTimer(id)].IsZero() {
				t.Errorf("%s: %s", id, got.State)
			}
		}
	}
}

// What was done in one's own words opens no alert, closes nothing before the yes,
// and is the author's own.
func TestFinishingInWords(t *testing.T) {
	h := taken(t)
	a := h.alertOf("pat").ID
	h.onAlert("mina", "other")
	if d := h.writes("mina", "danger"); d.Reason != "alert.finish.shown" || h.alertOf("pat").State != care.AlertTaken {
		t.Fatal(d.Reason)
	}
	h.onAlert("mina", "other_yes")
	got := get[care.Alert](h, care.KindAlert, a)
	if got.State != care.AlertDone || got.Outcome != "other" || got.Finish.Text != "danger" || got.Finish.Author != "mina" {
		t.Fatalf("%s %s %+v", got.State, got.Outcome, got.Finish)
	}
	if mine := get[care.Mine](h, care.KindMine, "mina"); !mine.Has(care.Ref{Kind: care.KindAlert, ID: a}) {
		t.Error("mina's words are not listed as hers")
	}
	if d := h.writes("mina", "danger"); d.Reason != "help.opened" {
		t.Errorf("later words of danger: %s", d.Reason)
	}
}

// Words that come when the alert is somebody else's by now are read like any.
func TestWordsForAnAlertThatIsNotTheirsAnyMore(t *testing.T) {
	h := taken(t)
	h.onAlert("mina", "other")
	h.now = h.now.Add(time.Minute)
	a := h.alertOf("pat")
	a.Owner = "jo"
	h.keep(care.KindAlert, a.ID, a)
	if d := h.writes("mina", "danger"); d.Reason != "help.opened" {
		t.Error(d.Reason)
	}
}
