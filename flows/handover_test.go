package flows

import (
	"slices"
	"testing"
	"time"

	"polyphony/care"
	"polyphony/locales"
	"polyphony/scheduler/calendar"
)

// nightsOfJo gives mina the days and jo the nights.
func nightsOfJo(t *care.Team) {
	week := []time.Weekday{0, 1, 2, 3, 4, 5, 6}
	t.OnCall = []care.Shift{
		{Hours: care.Hours{Days: week, From: "09:00", Until: "17:00"}, Staff: []string{"mina"}},
		{Hours: care.Hours{Days: week, From: "17:00", Until: "09:00"}, Staff: []string{"jo"}},
	}
}

// nextChange lets time pass to the next change of shift, and everything due with it.
func (h *house) nextChange() (d Decision) {
	h.Helper()
	h.now = h.timers[handoverTimer()]
	delete(h.timers, handoverTimer())
	return h.does(Event{Kind: KindTimer, At: h.now, Timer: handoverTimer()})
}

// The change of shift is met at its minute, each time, over a clock change too.
func TestTheChangeOfShiftIsHandedOver(t *testing.T) {
	h := newHouse(t)
	h.now = time.Date(2026, 3, 27, 12, 0, 0, 0, time.UTC)
	h.applies(nightsOfJo)
	h.writes("pat", "HELP")
	h.fire()
	for i := range 8 {
		d := h.nextChange()
		local := h.now.In(calendar.Zone("Europe/London"))
		comes, want := "jo", 17
		if i%2 == 1 {
			comes, want = "mina", 9
		}
		if local.Hour() != want || local.Minute() != 0 || !hears(d, comes, locales.HandoverOn) {
			t.Fatalf("%v: %s hears %v", local, comes, heard(d, comes))
		}
	}
}

// Whoever goes off is asked for what they hold, and whoever has left the team or
// cannot be reached is told nothing.
func TestAHandoverReachesStaffAlone(t *testing.T) {
	h := newHouse(t)
	h.applies(nightsOfJo)
	h.writes("pat", "HELP")
	a := h.alertOf("pat")
	h.taps("mina", data("alert", a.ID, a.Rev, "take"))
	h.fire()
	d := h.nextChange()
	if !hears(d, "mina", locales.HandoverOff) || !hears(d, "jo", locales.HandoverOn) {
		t.Fatalf("mina hears %v, jo %v", heard(d, "mina"), heard(d, "jo"))
	}
	h.applies(func(t *care.Team) { without("mina")(t) })
	if d := h.nextChange(); len(heard(d, "mina")) > 0 {
		t.Errorf("who has left hears %v", heard(d, "mina"))
	}
	for who, reason := range map[string]Reason{"mina": "command.unknown", "pat": "command.unknown", "cora": "handover.shown"} {
		if d := h.writes(who, "/handover"); d.Reason != reason {
			t.Errorf("%s: %s", who, d.Reason)
		}
	}
	for who, reason := range map[string]Reason{"mina": "tap.refused", "pat": "tap.refused", "rel": "tap.refused", "cora": "handover.card"} {
		if d := h.taps(who, data("handover", a.ID, 0, "card")); d.Reason != reason {
			t.Errorf("the card for %s: %s", who, d.Reason)
		}
	}
}

// The board follows each alert, and drills are none of it. Counted is only whoever
// agrees to be.
func TestTheBoardHoldsWhatIsOpen(t *testing.T) {
	h := newHouse(t)
	h.person("pat", func(c *care.Contact) { c.Decide(care.Research, true, h.now) })
	h.writes("pat", "HELP")
	h.writes("rel", "HELP")
	h.fire()
	first, second := h.alertOf("pat"), h.alertOf("rel")
	open := func() []string { return get[care.Board](h, care.KindBoard, care.BoardID).Open }
	if got := open(); !slices.Contains(got, first.ID) || !slices.Contains(got, second.ID) || len(got) != 2 {
		t.Fatalf("%v", got)
	}
	second.Drill = true
	h.keep(care.KindAlert, second.ID, second)
	h.taps("mina", data("alert", first.ID, first.Rev, "take"))
	h.taps("mina", data("alert", first.ID, h.alertOf("pat").Rev, "nothing"))
	h.does(Event{Kind: KindTimer, At: h.now, Timer: boardTimer(second.ID, "taken")})
	h.fire()
	if got := open(); len(got) != 0 {
		t.Errorf("%v", got)
	}
	if of := get[care.Tally](h, care.KindTally, "2026-03").Days[2]; of.Carried != 1 || len(of.Seen) != 1 || len(of.Done) != 1 {
		t.Errorf("%+v", of)
	}
}

func TestTheMiddleAndTheLongest(t *testing.T) {
	for _, c := range []struct {
		of              []int
		middle, longest int
	}{{[]int{60, 600, 120}, 120, 600}, {[]int{10, 40, 20, 30}, 25, 40}} {
		if m, l := spread(c.of); m != time.Duration(c.middle)*time.Second || l != time.Duration(c.longest)*time.Second {
			t.Errorf("%v: %v, %v", c.of, m, l)
		}
	}
	if got := lengthKept(make([]int, care.TallyMost), 1); len(got) != care.TallyMost {
		t.Errorf("%d are kept", len(got))
	}
}
