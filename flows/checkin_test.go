package flows

import (
	"slices"
	"strconv"
	"testing"
	"time"

	"pgregory.net/rapid"

	"polyphony/care"
	"polyphony/locales"
)

// plansOf are all plans that the house holds for pat, ended ones too.
func (h *house) plansOf() (out []*care.Plan) {
	h.Helper()
	for i := 1; i <= h.n; i++ {
		for k := 1; k <= 2; k++ {
			id := Seed{byte(i), byte(i >> 8), 1}.ID("plan", k)
			if p := get[care.Plan](h, care.KindPlan, id); p.ID != "" {
				out = append(out, p)
			}
		}
	}
	return out
}

// running is pat's agreement that has not ended, or nil.
func (h *house) running() *care.Plan {
	for _, p := range h.plansOf() {
		if !p.Ended {
			return p
		}
	}
	return nil
}

// asks presses a button of the menu that is open.
func (h *house) asks(who string, args ...string) (d Decision) {
	h.Helper()
	for _, arg := range args {
		d = h.taps(who, data("ask", "-", h.menuOf(who), arg))
	}
	return d
}

// chooses lets pat choose questions on every day at noon.
func (h *house) chooses(days string) Decision {
	h.Helper()
	h.taps("pat", data("ask", "circle", 0, "new"))
	return h.asks("pat", "q.0", days, "time.12:00", "send")
}

// agrees presses a button of pat's agreement.
func (h *house) agrees(arg string) Decision {
	h.Helper()
	p := h.running()
	if p == nil {
		return Decision{}
	}
	return h.taps("pat", data("agree", p.ID, p.Rev, arg))
}

// pass lets time pass, each timer firing at its time.
func (h *house) pass(d time.Duration) (all []Decision) {
	h.Helper()
	for until := h.now.Add(d); ; {
		next := until
		for _, due := range h.timers {
			if due.Before(next) {
				next = due
			}
		}
		h.now = next
		all = append(all, h.fire()...)
		if !next.Before(until) {
			return all
		}
	}
}

// judge says what is wrong with the chain of pat's agreements, "" for nothing.
func (h *house) judge() string {
	for _, p := range h.plansOf() {
		due, set := h.timers[askTimer(p.ID)]
		known := p.Agreed && !p.Ended && !p.ToMeeting && p.After == 0
		switch {
		case set && (p.Ended || !p.Agreed || p.ToMeeting):
			return "a plan that asks nothing has a next question"
		case known && !set:
			return "a plan that runs has no next question"
		case known && !due.After(h.now):
			return "the next question is due already"
		case set && due.Before(p.Paused):
			return "it is asked during a pause"
		}
		_, counting := h.timers[silenceTimer(p.ID)]
		if counting != (p.Silence != nil && !p.Silence.From.IsZero()) {
			return "days of silence are counted by one side only"
		}
	}
	return ""
}

// I9: whatever members and teams do, and however late timers fire, a plan whose
// next date is known has one next question, and any other has none.
func TestAPlanOfCheckInsHasOneNextQuestion(t *testing.T) {
	rapid.Check(t, func(r *rapid.T) {
		h := newHouse(t)
		acts := map[string]func(){
			"choose": func() { h.chooses(rapid.SampledFrom([]string{"day.0", "after.2"}).Draw(r, "days")) },
			"suggest": func() {
				h.taps("mina", data("circle", "circle", 0, "checkin"))
				h.asks("mina", "who.pat", "q.1", "day.3", "hours", "time.18:00", "send")
			},
			"change":     func() { h.agrees("change"); h.asks("pat", "day.0", "time.20:00", "send") },
			"yes":        func() { h.agrees("yes") },
			"pause":      func() { h.agrees("pause.week") },
			"to meeting": func() { h.agrees("pause.meeting") },
			"go":         func() { h.agrees("go") },
			"end":        func() { h.agrees("end") },
			"wish":       func() { h.agrees("silence.3"); h.writes("pat", "Ring me.") },
			"no wish":    func() { h.agrees("silence.off") },
			"answer":     func() { h.writes("pat", "so so") },
			"later":      func() { h.onOpen("later.tomorrow") },
			"skip":       func() { h.onOpen("skip") },
			"withdraw":   func() { h.taps("pat", data("set", string(care.CheckIns), 0, "no")) },
			"zone": func() {
				h.taps("pat", data("zone", "-", 0, ""))
				h.taps("pat", data("zone", "-", h.menuOf("pat"), rapid.SampledFrom([]string{"Pacific/Auckland", "Europe/London"}).Draw(r, "zone")))
			},
			"meet": func() {
				if len(h.theCircle().Meetings) == 0 {
					m := h.meets()
					h.timers[overTimer(m.ID)] = ends(m)
				}
			},
			"days pass": func() { h.pass(time.Duration(rapid.IntRange(1, 24*12).Draw(r, "hours")) * time.Hour) },
			"outage": func() {
				h.now = h.now.Add(time.Duration(rapid.IntRange(1, 24*30).Draw(r, "away")) * time.Hour)
				h.fire()
				h.pass(0)
			},
		}
		names := make([]string, 0, len(acts))
		for name := range acts {
			names = append(names, name)
		}
		slices.Sort(names)
		for range rapid.IntRange(5, 40).Draw(r, "steps") {
			name := rapid.SampledFrom(names).Draw(r, "act")
			acts[name]()
			if wrong := h.judge(); wrong != "" {
				r.Fatalf("after %s: %s", name, wrong)
			}
		}
	})
}

// onOpen presses a button of pat's open question.
func (h *house) onOpen(arg string) {
	h.Helper()
	if p := h.running(); p != nil && p.Open != "" {
		h.taps("pat", data("check", p.Open, 0, arg))
	}
}

// Rule 16: a question whose hour was lost in an outage is not asked; the next is.
func TestAQuestionWhoseHourPassedIsNotAsked(t *testing.T) {
	h := newHouse(t)
	h.chooses("day.0")
	h.now = h.timers[askTimer(h.running().ID)].Add(8 * time.Hour)
	for _, d := range h.fire() {
		if hears(d, "pat", locales.CheckAsk) {
			t.Errorf("asked eight hours late: %s", d.Reason)
		}
	}
	asked := 0
	for _, d := range h.pass(24 * time.Hour) {
		if hears(d, "pat", locales.CheckAsk) {
			asked++
		}
	}
	if asked != 1 {
		t.Errorf("asked %d times on the day after", asked)
	}
}

// Rule 7: the team hears of a silence only where its member wished it, once, and
// not of a pause, of an answer, or after the wish is gone with their consent.
func TestSilenceIsToldOnceAndOnlyAsWished(t *testing.T) {
	for name, c := range map[string]struct {
		before func(h *house)
		want   int
	}{
		"nothing wished": {func(*house) {}, 0},
		"wished":         {func(h *house) { h.agrees("silence.3"); h.writes("pat", "Ring me.") }, 1},
		"paused": {func(h *house) {
			h.agrees("silence.3")
			h.writes("pat", "Ring me.")
			h.pass(48 * time.Hour)
			h.agrees("pause.week")
			h.pass(72 * time.Hour)
			h.agrees("end")
		}, 0},
		"consent gone": {func(h *house) {
			h.agrees("silence.3")
			h.writes("pat", "Ring me.")
			h.pass(48 * time.Hour)
			h.taps("pat", data("set", string(care.CheckIns), 0, "no"))
		}, 0},
		"stopped": {func(h *house) {
			h.agrees("silence.3")
			h.writes("pat", "Ring me.")
			h.pass(48 * time.Hour)
			h.writes("pat", "/stop")
		}, 0},
		"taken back": {func(h *house) {
			h.agrees("silence.3")
			h.writes("pat", "Ring me.")
			h.pass(48 * time.Hour)
			h.agrees("silence.off")
		}, 0},
	} {
		h := newHouse(t)
		h.chooses("day.0")
		c.before(h)
		told := 0
		for _, d := range h.pass(20 * 24 * time.Hour) {
			if hears(d, "mina", locales.AgreementSilent) {
				told++
			}
			if hears(d, "rel", locales.AgreementSilent) {
				t.Errorf("%s: somebody outside the team hears it", name)
			}
		}
		if told != c.want {
			t.Errorf("%s: told %d times", name, told)
		}
	}
}

// I7: the buttons of somebody's agreement are theirs and the team's, and only
// the member says yes, pauses, or wishes something for their silence.
func TestNobodyElseAgreesForAMember(t *testing.T) {
	h := newHouse(t)
	h.taps("mina", data("circle", "circle", 0, "checkin"))
	h.asks("mina", "who.pat", "q.1", "day.0", "time.18:00", "send")
	p := h.running()
	for act := range agreeActs {
		for _, who := range []string{"rel", "cora", "mina"} {
			team := who == "mina" && agreeActs[act].team
			if team {
				continue
			}
			if d := h.taps(who, data("agree", p.ID, p.Rev, act)); d.Reason != "tap.refused" {
				t.Errorf("%s may %s: %s", who, act, d.Reason)
			}
		}
	}
	if h.running().Agreed {
		t.Error("somebody else agreed")
	}
	for i := range questions {
		h.taps("rel", data("ask", "-", h.menuOf("rel"), "q."+strconv.Itoa(i)))
	}
	if d := h.taps("pat", data("agree", p.ID, p.Rev+1, "yes")); d.Reason != "agree.stale" || h.running().Agreed {
		t.Errorf("an older suggestion is agreed to: %s", d.Reason)
	}
	h.asks("mina", "leave")
	h.taps("mina", data("agree", p.ID, p.Rev, "end"))
	if d := h.taps("pat", data("agree", p.ID, p.Rev, "yes")); d.Reason != "agree.stale" || get[care.Plan](h, care.KindPlan, p.ID).Agreed {
		t.Errorf("what was taken back is agreed to: %s", d.Reason)
	}
}
