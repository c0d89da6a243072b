package flows

import (
	"slices"
	"testing"
	"time"

	"polyphony/care"
	"polyphony/locales"
)

// nana puts somebody without Telegram into the circle, told by teller.
func (h *house) nana(teller string) {
	h.Helper()
	n := h.theCircle()
	n.Absent = []care.Absent{{ID: "nana", Name: "Nana", Relation: "my secret aunt", How: "phone", Teller: teller, By: "pat"}}
	h.keep(care.KindNetwork, n.ID, n)
}

func told(m *care.Meeting, act string) string { return data("told", m.ID, m.Seq, act+".nana") }

// A promise is only made by whoever keeps it, while they are asked.
func TestAPromiseIsMadeByWhoeverKeepsIt(t *testing.T) {
	h := newHouse(t)
	h.nana("")
	h.taps("pat", data("circle", "circle", 0, "absent"))
	h.taps("pat", data("absent", "-", h.menuOf("pat"), "one.nana"))
	d := h.taps("pat", data("absent", "-", h.menuOf("pat"), "teller.rel"))
	if !hears(d, "rel", locales.AbsentAsk) || h.theCircle().Absent[0].Teller != "" {
		t.Fatalf("%s: %+v", d.Reason, h.theCircle().Absent)
	}
	if d := h.taps("jo", data("promise", "circle", 0, "yes.nana")); d.Reason != "promise.stale" || h.theCircle().Absent[0].Teller != "" {
		t.Errorf("jo promises in rel's place: %s", d.Reason)
	}
	if d := h.taps("rel", data("promise", "circle", 0, "no.nana")); !hears(d, "pat", locales.AbsentSaidNo) {
		t.Errorf("pat hears %v", heard(d, "pat"))
	}
	if d := h.taps("rel", data("promise", "circle", 0, "yes.nana")); d.Reason != "promise.stale" || h.theCircle().Absent[0].Teller != "" {
		t.Errorf("a yes after the no: %s", d.Reason)
	}
	h.gathers()
	h.taps("pat", data("circle", "circle", 0, "absent"))
	h.taps("pat", data("absent", "-", h.menuOf("pat"), "one.nana"))
	h.taps("pat", data("absent", "-", h.menuOf("pat"), "teller.rel"))
	d = h.taps("rel", data("promise", "circle", 0, "yes.nana"))
	if h.theCircle().Absent[0].Teller != "rel" || !hears(d, "pat", locales.AbsentSaidYes) || !hears(d, "rel", locales.TellingPlanned) {
		t.Errorf("rel hears %v, pat %v", heard(d, "rel"), heard(d, "pat"))
	}
}

// I7: the teller reads the name and the meeting; nobody else may answer.
func TestOnlyTheTellerSaysThatSomebodyKnows(t *testing.T) {
	h := newHouse(t)
	h.nana("rel")
	m, d := h.gathers()
	for _, msg := range d.Say {
		if says("my secret aunt", msg.Args, msg.Lines) || says("phone", msg.Args, msg.Lines) {
			t.Errorf("%s says it to %s", msg.Key, msg.Person)
		}
	}
	if d := h.taps("cora", told(m, "yes")); d.Reason != "tap.refused" {
		t.Errorf("somebody outside: %s", d.Reason)
	}
	if d := h.taps("pat", told(m, "yes")); d.Reason != "tap.refused" || knows(get[care.Meeting](h, care.KindMeeting, m.ID), "nana") {
		t.Errorf("pat: %s", d.Reason)
	}
	if d := h.taps("rel", told(m, "take")); d.Reason != "tap.refused" {
		t.Errorf("rel takes over: %s", d.Reason)
	}
	if d := h.taps("rel", told(m, "yes")); d.Reason != "told.yes" {
		t.Error(d.Reason)
	}
	if due := h.timers[toldTimer(m.ID, "nana")]; !due.IsZero() {
		t.Errorf("rel would be asked at %v", due)
	}
	if d := h.taps("rel", told(m, "no")); d.Reason != "told.stale" {
		t.Errorf("a no after the yes: %s", d.Reason)
	}
}

// Whoever said nothing is asked once, the day before, and no more.
func TestATellerIsAskedOnce(t *testing.T) {
	h := newHouse(t)
	h.nana("rel")
	m, _ := h.gathers()
	asked := 0
	for end := starts(m).Add(time.Hour); h.now.Before(end); h.now = h.now.Add(30 * time.Minute) {
		for _, d := range h.fire() {
			if hears(d, "rel", locales.TellingAsked) {
				asked++
				if before := starts(m).Sub(h.now); before < 23*time.Hour || before > 25*time.Hour {
					t.Errorf("asked %v before", before)
				}
			}
		}
	}
	if asked != 1 {
		t.Errorf("asked %d times", asked)
	}
}

// A change makes the answer void: who knew of the old time does not know the new.
func TestWhoKnewOfTheOldTimeIsToldOfTheNew(t *testing.T) {
	h := newHouse(t)
	h.nana("rel")
	m, _ := h.gathers()
	h.taps("rel", told(m, "yes"))
	d := h.taps("mina", data("meet", m.ID, m.Seq, "cancel_yes"))
	if !hears(d, "rel", locales.TellingCancelled) {
		t.Fatalf("rel hears %v", heard(d, "rel"))
	}
	if d := h.taps("rel", told(m, "yes")); d.Reason != "told.stale" || !hears(d, "rel", locales.TellingCancelled) {
		t.Errorf("the old button: %s %v", d.Reason, heard(d, "rel"))
	}
	now := get[care.Meeting](h, care.KindMeeting, m.ID)
	if h.timers[toldTimer(m.ID, "nana")].IsZero() {
		t.Error("nobody asks whether they know that it was called off")
	}
	if d := h.taps("rel", told(now, "yes")); d.Reason != "told.yes" {
		t.Error(d.Reason)
	}
}

// Somebody of the team takes it over when it did not work, one of them, once.
func TestSomebodyOfTheTeamTakesItOver(t *testing.T) {
	h := newHouse(t)
	h.nana("rel")
	m, _ := h.gathers()
	if d := h.taps("jo", told(m, "take")); d.Reason != "told.stale" {
		t.Errorf("before: %s", d.Reason)
	}
	d := h.taps("rel", told(m, "no"))
	if !hears(d, "mina", locales.TellingWanted) || !hears(d, "jo", locales.TellingWanted) {
		t.Fatalf("mina hears %v, jo %v", heard(d, "mina"), heard(d, "jo"))
	}
	if d := h.taps("rel", told(m, "no")); len(heard(d, "mina")) > 0 {
		t.Errorf("and again: %v", heard(d, "mina"))
	}
	h.taps("jo", told(m, "take"))
	if d := h.taps("mina", told(m, "take")); d.Reason != "told.stale" {
		t.Errorf("mina too: %s", d.Reason)
	}
	if d := h.taps("rel", told(m, "yes")); d.Reason != "told.stale" {
		t.Errorf("rel after all: %s", d.Reason)
	}
	if d := h.taps("jo", told(m, "yes")); d.Reason != "told.yes" {
		t.Error(d.Reason)
	}
	lines := linesOf(h, m)
	if !slices.Contains(lines, locales.TellingLineKnows) {
		t.Errorf("the card says %v", lines)
	}
}

func linesOf(h *house, m *care.Meeting) (keys []locales.Key) {
	for _, msg := range h.taps("mina", data("meet", m.ID, m.Seq, "details")).Say {
		for _, l := range msg.Lines {
			keys = append(keys, l.Key)
		}
	}
	return keys
}

// A teller who cannot be reached, or does not belong any more, leaves nobody
// without news: the team is asked.
func TestWithoutATellerTheTeamIsAsked(t *testing.T) {
	for name, gone := range map[string]func(*house){
		"stopped":  func(h *house) { h.writes("rel", "/stop") },
		"blocked":  func(h *house) { h.does(Event{Kind: KindBlocked, Chat: chats["rel"]}) },
		"nobody":   func(h *house) { h.nana("") },
		"has died": func(h *house) { h.dies("rel") },
		"has left": func(h *house) {
			n := h.theCircle()
			n.Remove("rel")
			h.keep(care.KindNetwork, n.ID, n)
		},
	} {
		t.Run(name, func(t *testing.T) {
			h := newHouse(t)
			h.nana("rel")
			gone(h)
			_, d := h.gathers()
			if !hears(d, "mina", locales.TellingNobody) || !hears(d, "jo", locales.TellingNobody) || hears(d, "rel", locales.TellingPlanned) {
				t.Errorf("mina hears %v, rel %v", heard(d, "mina"), heard(d, "rel"))
			}
			if asked := hears(d, "pat", locales.AbsentWanted); asked != (name == "has left") {
				t.Errorf("pat hears %v", heard(d, "pat"))
			}
		})
	}
}

// Nobody is asked to tell of a change that is none for whoever has no Telegram,
// and a teller who is not invited any more carries nothing: somebody else does.
func TestWhoIsInvitedIsNoNewsForTheAbsent(t *testing.T) {
	h := newHouse(t)
	h.nana("rel")
	m, _ := h.gathers()
	h.taps("rel", told(m, "yes"))
	h.taps("mina", data("meet", m.ID, m.Seq, "change"))
	d := h.plans("mina", "invite", "invited.rel", "send")
	m = h.meetings()[0]
	if m.Asked("rel") || !knows(m, "nana") || hears(d, "rel", locales.TellingChanged) || hears(d, "mina", locales.TellingNobody) {
		t.Errorf("%s: nana's news is %+v; rel hears %v, mina %v", d.Reason, m.Told, heard(d, "rel"), heard(d, "mina"))
	}
	h = newHouse(t)
	h.nana("rel")
	m, _ = h.gathers()
	h.taps("mina", data("meet", m.ID, m.Seq, "change"))
	d = h.plans("mina", "invite", "invited.rel", "send")
	if hears(d, "rel", locales.TellingChanged) || !hears(d, "mina", locales.TellingNobody) {
		t.Errorf("nobody has told nana yet: rel hears %v, mina %v", heard(d, "rel"), heard(d, "mina"))
	}
	h.taps("mina", data("meet", m.ID, h.meetings()[0].Seq, "change"))
	if d = h.plans("mina", "lengths", "length.60", "send"); hears(d, "rel", locales.TellingChanged) {
		t.Error("rel, who is not invited, is to carry the change")
	}
}

// The next meeting of a series is a new one to whoever is told of it, not a
// change of the last.
func TestTheNextOfASeriesIsToldAsPlanned(t *testing.T) {
	if key := telling(&care.Meeting{}, locales.SeriesNext); key != locales.TellingPlanned {
		t.Errorf("told as %s", key)
	}
}

// When a circle closes, whoever tells somebody is asked once, also of the team.
func TestClosingAsksTheTellersOnce(t *testing.T) {
	for _, teller := range []string{"rel", "jo", "mina"} {
		h := newHouse(t)
		h.nana(teller)
		h.gathers()
		n := 0
		for _, m := range h.closes().Say {
			if m.Person == teller && slices.ContainsFunc(m.Lines, func(l Line) bool { return l.Key == locales.ClosingAbsent }) {
				n++
			}
		}
		if n != 1 {
			t.Errorf("%s is asked %d times to tell nana", teller, n)
		}
	}
}

// Rule 2: the person is told when staff put somebody into their circle.
func TestThePersonHearsOfSomebodyWithoutTelegram(t *testing.T) {
	h := newHouse(t)
	h.taps("mina", data("circle", "circle", 0, "absent"))
	d := h.writes("mina", "Nana")
	if told := said(t, d, "pat", locales.AbsentTold); told.Args["Who"].Who != "mina" || told.Args["Name"].Text != "Nana" {
		t.Errorf("%+v", told)
	}
}
