package flows

import (
	"encoding/json"
	"maps"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"polyphony/care"
	"polyphony/locales"
)

const samsNumber = "+447700900123"

// leavesNumber: sam leaves a number, as people write them.
func (h *house) leavesNumber() {
	h.Helper()
	h.taps("sam", own("number"))
	d := h.writes("sam", "07700 900123 thanks")
	if w := get[care.VolunteerWords](h, care.KindVolunteer, "sam"); d.Reason != "volunteer.shown" || w.Phone.Text != "07700 900123" {
		h.Fatalf("%s: %+v", d.Reason, w)
	}
}

// bearing are the messages of a decision that hold sam's number.
func bearing(t *testing.T, d Decision) (out []Message) {
	t.Helper()
	for _, m := range d.Say {
		raw, err := json.Marshal(m)
		if err != nil {
			t.Fatal(err)
		}
		if strings.Contains(string(raw), samsNumber) {
			out = append(out, m)
		}
	}
	return out
}

// saidNow reports whether a message that holds the number still would if it left now.
func (h *house) saidNow(m Message) bool {
	h.Helper()
	to := h.address(m)
	if to.Verdict != Send {
		return false
	}
	for i, l := range m.Lines {
		if l.Late != "" && !slices.Contains(to.Without, i) {
			return true
		}
	}
	return false
}

// Buddy and deputy read the number when they are asked to ring, the people on
// call when they are told, and nobody before.
func TestWhoeverIsAskedToRingHasTheNumber(t *testing.T) {
	h := onTheWalk(t)
	h.leavesNumber()
	want := map[care.WatchStep][]string{care.StepBuddy: {"bea"}, care.StepDeputy: {"bea", "dan"}, care.StepRaised: {"bea", "dan", "mina"}}
	for range 5 {
		d := h.silence()
		var readers []string
		for _, m := range bearing(t, d) {
			if !h.saidNow(m) {
				t.Errorf("%s: %s is not told the number after all", h.walk().Step, m.Person)
			}
			readers = append(readers, m.Person)
		}
		for _, who := range want[h.walk().Step] {
			if !slices.Contains(readers, who) && len(heard(d, who)) > 0 {
				t.Errorf("%s: %s has no number", h.walk().Step, who)
			}
		}
		for _, who := range readers {
			if !slices.Contains(append(want[h.walk().Step], "jo", "cora"), who) {
				t.Errorf("%s: %s reads the number", h.walk().Step, who)
			}
		}
	}
}

// After a quiet sign the people on call have it, for others than themselves to
// ring, and the buddies have not.
func TestAfterTheSignTheNumberIsForTheEmergencyServices(t *testing.T) {
	h := onTheWalk(t)
	h.sign(care.QuietThirty)
	h.leavesNumber()
	for _, m := range bearing(t, h.watch("sam", "more30")) {
		i := slices.IndexFunc(m.Lines, func(l Line) bool { return l.Late != "" })
		if m.Person == "bea" || m.Person == "dan" || i < 0 || m.Lines[i].Key != locales.TalkNumberQuiet {
			t.Errorf("%s reads %v", m.Person, m.Lines)
		}
	}
}

// Whatever happens on a visit, the number reaches nobody who does not look for
// the volunteer at that moment; a row that waited bears it no more once they are
// safe (I7).
func TestTheNumberReachesNobodyElse(t *testing.T) {
	ways := continuations()
	names := slices.Sorted(maps.Keys(ways))
	rapid.Check(t, func(rt *rapid.T) {
		h := onTheWalk(t)
		h.leavesNumber()
		if rapid.Bool().Draw(rt, "sign") {
			h.sign(care.QuietFifteen)
			h.leavesNumber()
		}
		var rows []Message
		for n := range rapid.IntRange(1, 15).Draw(rt, "long") {
			h.n = (n + 1) * 1000
			var all []Decision
			if rapid.IntRange(0, 2).Draw(rt, "silent") == 0 && h.walk().Watched() {
				all = []Decision{h.silence()}
			} else {
				name := rapid.SampledFrom(names).Draw(rt, "what")
				if strings.Contains(name, "/forget") || strings.Contains(name, "/mine") {
					continue // their own number is shown to themselves
				}
				all = ways[name](h)
			}
			for _, d := range all {
				rows = append(rows, bearing(t, d)...)
				for _, m := range bearing(t, d) {
					v := h.walk()
					a := get[care.Alert](h, care.KindAlert, v.Alert)
					raised := v.Alert != "" && a.Open()
					switch {
					case m.Guard.As == PartBuddy && v.Watched() && toldLate(v, m.Person) && !(raised && a.Quiet):
					case m.Guard.Purpose == PurposeDuty && raised:
					default:
						rt.Fatalf("%s: %s reads the number at %s", d.Reason, m.Person, v.Step)
					}
				}
			}
		}
		v := h.walk()
		v.State = care.VisitOver
		h.keep(care.KindVisit, v.ID, v)
		if v.Alert != "" {
			a := get[care.Alert](h, care.KindAlert, v.Alert)
			a.State = care.AlertDone
			h.keep(care.KindAlert, a.ID, a)
		}
		for _, m := range rows {
			if h.saidNow(m) {
				rt.Fatalf("%s would still be told", m.Person)
			}
		}
	})
}

// It goes by a button, and with everything else that is forgotten.
func TestANumberGoesByAButton(t *testing.T) {
	h := onTheWalk(t)
	h.leavesNumber()
	for range 3 {
		h.silence()
	}
	d := h.taps("sam", own("number.gone"))
	if len(bearing(t, d)) > 0 || !hears(d, "bea", locales.WatchBuddyTold) {
		t.Errorf("bea hears %v", heard(d, "bea"))
	}
	if w := get[care.VolunteerWords](h, care.KindVolunteer, "sam"); w.Phone.Text != "" {
		t.Errorf("%+v", w)
	}
	if m := get[care.Mine](h, care.KindMine, "sam"); m.Has(numberRef("sam")) {
		t.Error("it stands among what they wrote")
	}
}

// What is no number is no number, and what they wrote reaches the team when they
// are no volunteer any more.
func TestWhatIsNoNumberIsAskedForAgain(t *testing.T) {
	h := onTheWalk(t)
	h.taps("sam", own("number"))
	if d := h.writes("sam", "ask my sister"); d.Reason != "volunteer.number.unread" {
		t.Error(d.Reason)
	}
	if d := h.writes("sam", "+44 7700 900123"); d.Reason != "volunteer.shown" {
		t.Error(d.Reason)
	}
	h.taps("sam", own("number"))
	p := get[care.Peers](h, care.KindPeers, care.PeersID)
	p.All[0].Withdrawn = h.now
	h.keep(care.KindPeers, care.PeersID, p)
	if d := h.writes("sam", "07700 900456"); d.Reason == "volunteer.shown" {
		t.Error(d.Reason)
	}
}
