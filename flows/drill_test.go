package flows

import (
	"testing"
	"time"

	"polyphony/care"
)

// The drill of a month begins on its first day of promised hours, at the face of
// the clock, in summer time too, and once.
func TestTheDrillOfAMonthIsOnItsFirstPromisedDay(t *testing.T) {
	team := &care.Team{Zone: "Europe/London", Drill: "11:00", Hours: care.Hours{From: "09:00", Until: "17:00",
		Days: []time.Weekday{time.Monday, time.Tuesday, time.Wednesday, time.Thursday, time.Friday}}}
	at := time.Date(2026, 2, 20, 0, 0, 0, 0, time.UTC)
	for _, want := range []string{"2026-03-02T11:00:00Z", "2026-04-01T10:00:00Z", "2026-05-01T10:00:00Z", "2026-06-01T10:00:00Z", "2026-07-01T10:00:00Z",
		"2026-08-03T10:00:00Z", "2026-09-01T10:00:00Z", "2026-10-01T10:00:00Z", "2026-11-02T11:00:00Z", "2026-12-01T11:00:00Z", "2027-01-01T11:00:00Z"} {
		if at = nextDrill(team, at); at.UTC().Format(time.RFC3339) != want {
			t.Fatalf("%s, want %s", at.UTC(), want)
		}
	}
	team.Drill = ""
	if at := nextDrill(team, at); !at.IsZero() {
		t.Errorf("a team without a drill has one at %v", at)
	}
}

// I2, I7: a drill is nobody's alert. It is not taken, passes nothing on to the
// sender's chat, and a refused card moves no chain.
func TestADrillIsNoAlert(t *testing.T) {
	h := newHouse(t)
	h.writes("cora", "/drill")
	d := h.taps("cora", data("drill", "-", get[care.Contact](h, care.KindContact, "cora").Menu, "begin"))
	if d.Reason != "drill.step" {
		t.Fatal(d.Reason)
	}
	id := get[care.Rota](h, care.KindRota, care.RotaID).Drill
	for _, m := range d.Say {
		if m.Chat == 0 && m.Channel == "" || m.Person == "pat" || m.Person == "rel" {
			t.Errorf("said to nobody or to a member: %+v", m)
		}
	}
	if d := h.taps("mina", data("alert", id, 1, "take")); d.Reason == "alert.taken" {
		t.Error("a drill was taken like an alert")
	}
	if d := h.taps("rel", data("drill", id, 1, "here")); d.Reason != "tap.refused" {
		t.Errorf("a relative answered a drill: %s", d.Reason)
	}
	if d := h.fails(Failure{Chat: chats["mina"], Person: "mina", Alert: id, Reason: FailedBlocked}); d.Reason != "drill.failed" {
		t.Error(d.Reason)
	}
	for range 4 {
		h.now = h.now.Add(care.DefaultEscalation.After)
		h.fire()
	}
	if a := get[care.Alert](h, care.KindAlert, id); a.Open() || len(h.timers) > 0 && !h.timers[drillTimer(id)].IsZero() {
		t.Errorf("it never ends: %+v", a)
	}
}
