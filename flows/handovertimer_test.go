package flows

import (
	"testing"
	"time"

	"polyphony/care"
)

// nobodyOnCall drops the timers about who is on call, for tests of long times in
// which it does not matter.
func (h *house) nobodyOnCall() {
	for k := range h.timers {
		if k.Subject == "rota" || k.Subject == "board" || k == drillMonthTimer() {
			delete(h.timers, k)
		}
	}
}

// I9: one change of shift is handed over once, and the timer stands at the next:
// one that fires at its own instant again would never let the others in.
func TestAChangeOfShiftIsNotPlannedAgainAtItsOwnInstant(t *testing.T) {
	h := newHouse(t)
	h.team(func(t *care.Team) {
		t.OnCall = []care.Shift{{Hours: care.Hours{Days: []time.Weekday{0, 1, 2, 3, 4, 5, 6}, From: "09:00", Until: "17:00"}, Staff: []string{"mina"}}}
	})
	h.now = time.Date(2026, 3, 3, 9, 0, 0, 0, time.UTC)
	for range 3 {
		d := h.does(Event{Kind: KindTimer, At: h.now, Timer: handoverTimer()})
		if due := h.timers[handoverTimer()]; !due.After(h.now) {
			t.Fatalf("%s: the next is due %v", d.Reason, due)
		}
		h.writes("jo", "/oncall") // whatever touches the rota meanwhile
	}
}
