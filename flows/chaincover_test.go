package flows

import (
	"testing"
	"time"

	"polyphony/care"
	"polyphony/locales"
)

// asleep is a house in which mina is on call in working hours only, and it is
// night.
func asleep(t *testing.T, out ...string) *house {
	t.Helper()
	h := newHouse(t)
	h.ways("phone")
	h.team(func(t *care.Team) {
		t.OnCall[0].From, t.OnCall[0].Until = "09:00", "17:00"
		t.Escalation.OutOfHours = out
	})
	h.now = time.Date(2026, 3, 28, 22, 0, 0, 0, time.UTC)
	return h
}

// Outside covered hours those named for them hear at once, the sender hears when
// a human reads it, and the first step is taken when cover begins: over the
// night in which the clocks change.
func TestOutsideCoverTheFirstStepWaitsForCover(t *testing.T) {
	h := asleep(t, "phone", "cora")
	d := h.writes("pat", "HELP")
	h.expect("at once", rings(d), "cora", "#phone")
	a := h.alertOf("pat")
	nine := time.Date(2026, 3, 29, 8, 0, 0, 0, time.UTC) // 09:00 in London, an hour less away
	if !hears(d, "pat", locales.ChainOutside) || !a.Uncovered || !a.Cover.Equal(nine) {
		t.Errorf("pat hears %v; cover begins %v", heard(d, "pat"), a.Cover)
	}
	for h.now.Before(nine.Add(-coverLook)) {
		for _, d := range h.after(coverLook) {
			if len(d.Say) > 0 {
				t.Fatalf("%v: %+v", h.now, d.Say)
			}
		}
	}
	h.now = nine
	all := h.fire()
	h.expect("when cover begins", rings(all...), "mina")
	if !hears(together(all), "pat", locales.ChainCoverBegins) || len(heard(together(all), "pat")) != 1 {
		t.Errorf("%+v", all)
	}
	h.expect("then the next step", rings(h.after(5*time.Minute)...), "mina", "jo", "cora")
}

// Without such targets the steps run as ever, and the first of them again when
// cover begins.
func TestWithoutTargetsForTheNightTheStepsRun(t *testing.T) {
	h := asleep(t)
	d := h.writes("pat", "HELP")
	h.expect("at once", rings(d), "mina", "jo", "cora")
	nine := h.alertOf("pat").Cover
	for h.now.Before(nine) {
		h.after(5 * time.Minute)
	}
	if a := h.alertOf("pat"); a.Step != 0 || !a.Cover.IsZero() {
		t.Errorf("step %d, cover %v", a.Step, a.Cover)
	}
}

// Somebody may step in before the shift; nobody waits for the morning then.
func TestCoverThatBeginsEarlierIsFound(t *testing.T) {
	h := asleep(t, "phone")
	h.writes("pat", "HELP")
	h.keep(care.KindRota, care.RotaID, &care.Rota{Covers: []care.Cover{{ID: "c", In: "jo", From: h.now.Add(time.Minute), Until: h.now.Add(9 * time.Hour)}}})
	h.expect("jo stepped in", rings(h.after(coverLook)...), "jo")
}

// Nobody named for the night can be reached: then everybody is tried.
func TestTheNightsTargetsUnreachable(t *testing.T) {
	h := asleep(t, "cora")
	h.does(Event{Kind: KindBlocked, Chat: chats["cora"]})
	h.expect("the steps", rings(h.writes("pat", "HELP")), "mina", "jo")
}

func TestTheNightsOnlyTargetFails(t *testing.T) {
	h := asleep(t, "cora")
	h.writes("pat", "HELP")
	h.expect("the steps", rings(h.slow("cora", h.alertOf("pat").ID, FailedRefused)), "mina", "jo")
}
