package flows

import (
	"slices"
	"testing"
	"time"

	"polyphony/care"
	"polyphony/locales"
)

// After a mistake a meeting that was called off is planned again with one tap,
// as it was, and the series whose next it was goes on. The button works once.
func TestOneTapPlansAgainWhatAMistakeCalledOff(t *testing.T) {
	h := newHouse(t)
	h.holds("m", func(m *care.Meeting) {
		m.Series, m.Answers = "series", map[string]care.Answer{"rel": care.Coming}
	})
	h.keep(care.KindSeries, "series", &care.Series{ID: "series", Network: "circle", Meeting: "m", Day: "2026-03-10", First: "2026-03-10",
		Rule: "weekly", Clock: "14:00", Zone: "Europe/London", Practitioners: []string{"mina", "jo"}, By: "mina"})
	h.changes(func(n *care.Network) { n.Series = []string{"series"} })
	h.dies("pat")
	d := h.lives("jo", "mistake.pat", "mistake_yes.pat")
	undone := said(t, d, "mina", locales.DeathUndone)
	if again := undone.Buttons[0][0]; again.Data != data("circle", "circle", 0, "again.m") || !slices.ContainsFunc(undone.Lines, func(l Line) bool { return l.Key == locales.DeathNotTold }) {
		t.Fatalf("%+v", undone)
	}
	if d := h.taps("rel", data("circle", "circle", 0, "again.m")); d.Reason != "tap.refused" {
		t.Errorf("rel plans: %s", d.Reason)
	}
	d = h.taps("mina", data("circle", "circle", 0, "again.m"))
	m := get[care.Meeting](h, care.KindMeeting, "m")
	if m.Cancelled || m.Seq != 3 || m.Answers["rel"] != care.Coming || !hears(d, "pat", tellPlanned) || h.timers[remindTimer("pat")].IsZero() {
		t.Errorf("%s: %+v, pat hears %v", d.Reason, m, heard(d, "pat"))
	}
	n := h.theCircle()
	if r := get[care.Series](h, care.KindSeries, "series"); !r.Ended.IsZero() || !slices.Contains(n.Series, "series") || len(n.Off) > 0 {
		t.Errorf("%+v of %+v", r, n)
	}
	if d := h.taps("jo", data("circle", "circle", 0, "again.m")); d.Reason != "again.stale" {
		t.Errorf("twice: %s", d.Reason)
	}
}

// A living person noted as dead who writes is never met with silence, and the
// team hears of it with sound, once an hour, with the way to put it right.
func TestWhoeverWritesFromTheAccountOfTheDeadIsHeard(t *testing.T) {
	h := newHouse(t)
	h.dies("pat")
	h.now = h.now.Add(time.Hour)
	d := h.writes("pat", "hello, is anybody there")
	alarm := said(t, d, "mina", locales.DeathWrites)
	if alarm.Silent || h.address(alarm).Verdict != Send || alarm.Buttons[0][0].Data != data("circle", "circle", 0, "mistake.pat") {
		t.Errorf("%+v: %+v", alarm, h.address(alarm))
	}
	for _, words := range []string{"hello", "why does nobody answer"} {
		out := h.leaves(h.writes("pat", words).Say, h.now)
		if !slices.ContainsFunc(out, func(m Message) bool { return m.Person == "pat" && m.Key == locales.DeathWriter && len(m.Lines) > 0 }) {
			t.Errorf("%q is met with silence", words)
		}
	}
	if d := h.writes("pat", "again"); hears(d, "mina", locales.DeathWrites) {
		t.Error("the team is rung for every word")
	}
	h.now = h.now.Add(doubtGap)
	if d := h.writes("pat", "an hour later"); !hears(d, "jo", locales.DeathWrites) {
		t.Error("an hour later nobody hears")
	}
	h.now = h.now.Add(time.Hour)
	if d := h.writes("pat", "/help_now"); hears(d, "pat", locales.DeathWriter) || hears(d, "mina", locales.DeathWrites) {
		t.Error("help is not what it always is")
	}
}
