package flows

import (
	"strings"
	"testing"

	"polyphony/care"
	"polyphony/locales"
)

// Nobody hears twice of one meeting because two of the team planned it at once:
// the second is shown what the first planned.
func TestTheSameMeetingIsNotPlannedTwice(t *testing.T) {
	h := newHouse(t)
	h.begins("mina")
	h.plans("mina", "day.2026-03-10", "time.10:15")
	h.begins("jo")
	h.plans("jo", "day.2026-03-10", "time.10:15")
	h.plans("mina", "send")
	d := h.plans("jo", "send")
	if d.Reason != "plan.already" || !hears(d, "jo", locales.PlanAlready) || hears(d, "pat", tellPlanned) || len(h.meetings()) != 1 {
		t.Errorf("%s: jo hears %v, pat %v, %d meetings", d.Reason, heard(d, "jo"), heard(d, "pat"), len(h.meetings()))
	}
	h.begins("jo")
	d = h.plans("jo", "day.2026-03-10", "time.10:45")
	if !hasLine(said(t, d, "jo", locales.PlanSummary), locales.PlanCircleMeets) {
		t.Errorf("no word that the circle meets then: %v", d.Say)
	}
}

// An old menu about a meeting shows how the meeting stands, never a dead end.
func TestAnOldMenuShowsTheMeeting(t *testing.T) {
	h := newHouse(t)
	h.rmeet("m", nil)
	d := h.taps("mina", data("meet", "m", 1, "move"))
	old := planData(t, d, "mina", "leave")
	h.begins("mina")
	if d := h.taps("mina", old); !hears(d, "mina", locales.MeetingDetails) || hears(d, "mina", locales.PlanOld) {
		t.Errorf("%s: %v", d.Reason, heard(d, "mina"))
	}
	if d := h.taps("rel", old); d.Reason != "tap.refused" {
		t.Errorf("rel's tap: %s", d.Reason)
	}
}

// Planning begun from a request's card leaves that card where it is.
func TestPlanningLeavesARequestCardAlone(t *testing.T) {
	h := newHouse(t)
	d := h.taps("mina", data("plan", "circle", 0, planAnew))
	if d.Reason != "plan.begun" {
		t.Fatal(d.Reason)
	}
	for _, m := range d.Say {
		if m.Edit != 0 {
			t.Errorf("%s takes the place of the card", m.Key)
		}
	}
}

// Rule 10: nobody can send a plan to which one practitioner comes.
func TestBackDoesNotLeaveOnePractitioner(t *testing.T) {
	h := newHouse(t)
	h.rmeet("m", nil)
	h.taps("mina", data("meet", "m", 1, "people"))
	h.plans("mina", "comes.jo", "summary")
	if d := get[care.Contact](h, care.KindContact, "mina").Draft; !sameSet(d.Staff, []string{"mina", "jo"}) || len(d.Parts) > 0 {
		t.Errorf("%v come, chosen anew: %v", d.Staff, d.Parts)
	}
}

// planData is the button of the planning menu with an act.
func planData(t *testing.T, d Decision, who, act string) string {
	t.Helper()
	for _, m := range d.Say {
		for _, r := range m.Buttons {
			for _, b := range r {
				if m.Person == who && strings.HasPrefix(b.Data, "plan/") && strings.HasSuffix(b.Data, "/"+act) {
					return b.Data
				}
			}
		}
	}
	t.Fatalf("%s has no button %s", who, act)
	return ""
}
