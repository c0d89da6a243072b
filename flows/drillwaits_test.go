package flows

import (
	"slices"
	"testing"
	"time"

	"polyphony/care"
	"polyphony/locales"
)

// A drill never rings beside somebody who really asks for help: a coordinator
// hears why none begins, the month's drill waits for the next day, and one that
// runs calls nobody any more and says so.
func TestADrillGivesWayToARealAlert(t *testing.T) {
	h := newHouse(t)
	h.applies(func(team *care.Team) { team.Drill = "11:00" })
	h.writes("cora", "/drill")
	begin := data("drill", "-", h.menuOf("cora"), "begin")
	h.writes("pat", "HELP")
	h.fire() // what is open is known a moment later
	if d := h.taps("cora", begin); d.Reason != "drill.waits" || !hears(d, "cora", locales.DrillWaits) {
		t.Errorf("a button pressed too late: %s, %v", d.Reason, heard(d, "cora"))
	}
	if d := h.writes("cora", "/drill"); d.Reason != "drill.waits" || !hears(d, "cora", locales.DrillWaits) {
		t.Errorf("asked for: %s", d.Reason)
	}
	due := h.timers[drillMonthTimer()]
	h.now = due
	if d := h.does(Event{Kind: KindTimer, At: due, Timer: drillMonthTimer()}); d.Reason != "drill.put.off" || len(d.Say) > 0 {
		t.Errorf("the month's: %s, said %d", d.Reason, len(d.Say))
	}
	if next := h.timers[drillMonthTimer()]; !next.After(due) || next.Sub(due) > 4*24*time.Hour || next.Format("15:04") != due.Format("15:04") {
		t.Errorf("it waits from %v until %v", due, next)
	}

	h, id, _ := drilled(t, false)
	h.writes("pat", "HELP")
	h.fire()
	h.now = h.now.Add(care.DefaultEscalation.After)
	d := h.does(Event{Kind: KindTimer, At: h.now, Timer: drillTimer(id)})
	i := slices.IndexFunc(d.Say, func(m Message) bool { return m.Key == locales.DrillReport && m.Person == "cora" })
	if len(rings(d)) > 0 || i < 0 || d.Say[i].Lines[0].Key != locales.DrillCut {
		t.Errorf("one that runs: rings %v, report %d", rings(d), i)
	}
}

// I10: the report of a drill is read by the practitioners when no coordinator
// can be told.
func TestAReportFindsAReader(t *testing.T) {
	h, id, _ := drilled(t, false)
	h.writes("cora", "/stop")
	var readers []string
	for range 2 {
		h.now = h.now.Add(care.DefaultEscalation.After)
		for _, m := range h.does(Event{Kind: KindTimer, At: h.now, Timer: drillTimer(id)}).Say {
			if m.Key == locales.DrillReport {
				readers = append(readers, m.Person)
			}
		}
	}
	h.expect("readers", readers, "mina", "jo")
}

// I2: when nobody else can be reached, whoever gives an alert back is asked again
// as soon as the last channel has failed.
func TestTheOnlyOneIsAskedAgainOnceTheChannelFails(t *testing.T) {
	for _, why := range []string{FailedSlow, FailedRefused, FailedLate} {
		h := newHouse(t)
		h.ways("phone")
		h.steps(5*time.Minute, "on_call", "team coordinators phone")
		h.writes("pat", "HELP")
		for _, who := range []string{"jo", "cora"} {
			h.writes(who, "/stop")
		}
		h.onAlert("mina", "take")
		h.expect("given back", rings(h.onAlert("mina", "back")), "#phone")
		h.expect("asked again, "+why, rings(h.fails(Failure{Alert: h.alertOf("pat").ID, Channel: "phone", Reason: why})), "mina")
	}
}
