package flows

import (
	"testing"
	"time"

	"polyphony/care"
)

// I9: whoever moves to another clock is asked by it at once, also by the question
// that was set before.
func TestANewZoneMovesTheNextCheckIn(t *testing.T) {
	h := newHouse(t)
	h.keep(care.KindPlan, "plan", &care.Plan{ID: "plan", Network: "circle", Member: "rel", Weekday: -1, Clock: "12:00", Agreed: true})
	h.keep(care.KindPlan, "proposed", &care.Plan{ID: "proposed", Network: "circle", Member: "rel", Weekday: -1, Clock: "12:00"})
	h.changes(func(n *care.Network) { n.Plans = []string{"plan", "proposed"} })
	h.timers[askTimer("plan")] = time.Date(2026, 3, 3, 12, 0, 0, 0, time.UTC)
	h.taps("rel", data("zone", "-", 0, ""))
	h.taps("rel", data("zone", "-", h.menuOf("rel"), "Pacific/Auckland"))
	zone, err := time.LoadLocation("Pacific/Auckland")
	if err != nil {
		t.Fatal(err)
	}
	if due := h.timers[askTimer("plan")].In(zone); due.Hour() != 12 || !due.After(h.now) {
		t.Errorf("asked at %s", due)
	}
	if _, set := h.timers[askTimer("proposed")]; set {
		t.Error("a plan without a yes is asked")
	}
}
