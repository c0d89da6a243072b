package flows

import (
	"testing"

	"polyphony/care"
	"polyphony/locales"
	"polyphony/urgency"
)

// unwatched is a house whose team has switched reading off; nothing may be read in it.
func unwatched(t *testing.T) *house {
	t.Helper()
	h := newHouse(t)
	h.c.Read = func(text, _ string) urgency.Reading {
		t.Errorf("reading is switched off, and %q was read", text)
		return urgency.Reading{}
	}
	team := get[care.Team](h, care.KindTeam, TeamID)
	team.NoReading = true
	h.keep(care.KindTeam, TeamID, team)
	return h
}

func saidTo(d Decision, who string, key locales.Key) bool {
	for _, m := range d.Say {
		if m.Person == who && m.Key == key {
			return true
		}
	}
	return false
}

// Nobody who writes nothing is left for longer than a month in the belief that a
// machine looks for danger; and nobody is told twice.
func TestWhoeverIsSilentHearsWithinAMonthThatNothingIsRead(t *testing.T) {
	h := unwatched(t)
	month := Event{Kind: KindTimer, Timer: keptTimer("contact", "pat")}
	d := h.does(month)
	if !saidTo(d, "pat", locales.ReadingNowOff) || !d.Say[0].Guard.Quiet {
		t.Errorf("they are not told, or at night: %+v", d.Say)
	}
	if d := h.does(month); len(d.Say) > 0 {
		t.Errorf("told again: %+v", d.Say)
	}
	if h.timers[month.Timer].Sub(h.now).Hours() > 24*31 {
		t.Errorf("looked at again only %s", h.timers[month.Timer])
	}
	if d := h.does(Event{Kind: KindTimer, Timer: keptTimer("contact", "mina")}); !saidTo(d, "mina", locales.ReadingNowOffStaff) {
		t.Errorf("staff are not told: %+v", d.Say)
	}
}

// A question that was open when reading was switched off agrees to nothing, and
// the next one follows; a no counts all the same.
func TestAQuestionThatWasOpenAgreesToNothing(t *testing.T) {
	for answer, kept := range map[string]bool{"yes": false, "no": true} {
		h := unwatched(t)
		pat := get[care.Contact](h, care.KindContact, "pat")
		pat.Asked, pat.Unwatched = care.Reading, true
		h.keep(care.KindContact, "pat", pat)
		d := h.taps("pat", data("consent", string(care.Reading), care.Reading.Wording().Version, answer))
		pat = get[care.Contact](h, care.KindContact, "pat")
		if _, asked := pat.Consents[care.Reading]; asked != kept || pat.Consents[care.Reading].Granted {
			t.Errorf("%s: %+v", answer, pat.Consents)
		}
		if pat.Asked == "" || pat.Asked == care.Reading {
			t.Errorf("%s: the next question is %q, said %+v", answer, pat.Asked, d.Say)
		}
	}
}

// In the middle of a call for help nobody is told of team files.
func TestNobodyIsToldOfTheSwitchWhileTheyAskForHelp(t *testing.T) {
	h := unwatched(t)
	h.writes("pat", "/help_now")
	if d := h.writes("pat", "danger"); saidTo(d, "pat", locales.ReadingNowOff) || get[care.Contact](h, care.KindContact, "pat").Unwatched {
		t.Errorf("told: %+v", d.Say)
	}
}
