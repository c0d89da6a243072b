package flows

import (
	"testing"
	"time"

	"polyphony/care"
)

// The thirty minutes of what could not wait are minutes in which somebody is on
// call: over the end of a shift, a gap, a swap, and the night the clocks change.
func TestSoonCountsCoveredMinutes(t *testing.T) {
	day := func(text string) time.Time {
		at, err := time.ParseInLocation("2006-01-02 15:04", text, time.UTC)
		if err != nil {
			t.Fatal(err)
		}
		return at
	}
	for _, c := range []struct {
		name, written, due string
		change             func(*care.Team, *care.Rota)
	}{
		{"in a shift", "2026-03-02 10:00", "2026-03-02 10:30", nil},
		{"over its end", "2026-03-02 16:50", "2026-03-03 09:20", nil},
		{"in the night", "2026-03-02 23:00", "2026-03-03 09:30", nil},
		{"over the clock change", "2026-03-28 16:45", "2026-03-29 08:15", nil},
		{"nobody ever", "2026-03-02 10:00", "2026-03-02 10:30", func(t *care.Team, _ *care.Rota) { t.OnCall = nil }},
		{"somebody steps in", "2026-03-02 20:00", "2026-03-02 21:30", func(_ *care.Team, r *care.Rota) {
			r.Covers = []care.Cover{{ID: "c", In: "jo", From: day("2026-03-02 21:00"), Until: day("2026-03-02 23:00")}}
		}},
	} {
		h := newHouse(t)
		h.now = day(c.written)
		rota := &care.Rota{}
		h.team(func(t *care.Team) {
			t.OnCall[0].From, t.OnCall[0].Until = "09:00", "17:00"
			if c.change != nil {
				c.change(t, rota)
			}
		})
		h.keep(care.KindRota, care.RotaID, rota)
		h.writes("pat", "worse")
		for k, due := range h.timers {
			if k.What == "soon" && !due.Equal(day(c.due)) {
				t.Errorf("%s: due %v, want %s", c.name, due.UTC(), c.due)
			}
		}
	}
}

// A shift that fell away since does not wake a team that is not there.
func TestSoonLooksAgainAtThePattern(t *testing.T) {
	h := newHouse(t)
	h.writes("pat", "worse")
	h.team(func(t *care.Team) { t.OnCall[0].From, t.OnCall[0].Until = "18:00", "19:00" })
	h.now = h.now.Add(soonWithin)
	for _, d := range h.fire() {
		if d.Reason == "soon.reminded" {
			t.Error("the team was reminded while nobody is on call")
		}
	}
}

// What came over night is due half an hour after cover begins, all of it at
// once, and rings once: the oldest of what is still unread rings for the rest.
func TestWhatCameOverNightRingsOnce(t *testing.T) {
	h := newHouse(t)
	h.team(func(t *care.Team) { t.OnCall[0].From, t.OnCall[0].Until = "09:00", "17:00" })
	h.now = time.Date(2026, time.March, 2, 22, 0, 0, 0, time.UTC)
	for range 3 {
		h.writes("pat", "worse")
		h.now = h.now.Add(40 * time.Minute)
	}
	h.now = time.Date(2026, time.March, 3, 9, 30, 0, 0, time.UTC)
	rang := map[Reason]int{}
	for _, d := range h.fire() {
		rang[d.Reason]++
	}
	if rang["soon.reminded"] != 1 || rang["soon.together"] != 2 {
		t.Errorf("three things of one night: %v", rang)
	}
}

// What rang before the pattern changed does not stand for what is due after it:
// a reminder that another item had is not a reminder of this one.
func TestWhatRangEarlierSilencesNothingLater(t *testing.T) {
	h := newHouse(t)
	pattern := func(from, until string) {
		h.team(func(t *care.Team) { t.OnCall[0].From, t.OnCall[0].Until = from, until })
	}
	at := func(day, hour, minute int) { h.now = time.Date(2026, time.March, day, hour, minute, 0, 0, time.UTC) }
	rang := func() (n int) {
		for _, d := range h.fire() {
			if d.Reason == "soon.reminded" {
				n++
			}
		}
		return n
	}
	pattern("09:00", "17:00")
	at(2, 16, 50)
	h.writes("pat", "worse")
	at(2, 22, 0)
	h.writes("pat", "worse")
	at(3, 9, 20)
	if n := rang(); n != 1 {
		t.Fatalf("the first words rang %d times", n)
	}
	pattern("09:30", "16:45") // both would be due at ten now
	at(3, 9, 30)
	rang()
	at(3, 10, 0)
	if n := rang(); n != 1 {
		t.Errorf("the words of the night rang %d times", n)
	}
}

// Whoever corrects what they wrote waits no longer for being read.
func TestCorrectingPutsNothingOff(t *testing.T) {
	h := newHouse(t)
	h.writes("pat", "worse")
	written := h.now
	h.now = h.now.Add(20 * time.Minute)
	h.edits("pat", "much worse", 900)
	h.now = written.Add(soonWithin)
	for _, d := range h.fire() {
		if d.Reason == "soon.reminded" {
			return
		}
	}
	t.Error("a correction put the team's reminder off")
}
