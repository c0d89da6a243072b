package flows

import (
	"testing"

	"polyphony/care"
	"polyphony/locales"
)

// second is another circle of the same practitioners.
func (h *house) second(called string) {
	other := &care.Network{ID: "other", Called: called}
	for _, id := range []string{"mina", "jo"} {
		other.Add(care.Member{Contact: id, Role: care.Practitioner})
		c := get[care.Contact](h, care.KindContact, id)
		c.Networks = append(c.Networks, "other")
		h.keep(care.KindContact, id, c)
	}
	h.keep(care.KindNetwork, "other", other)
}

// The name of one of the planner's circles chooses it, whatever the case; other
// words that were not understood are said, and never become the place.
func TestWordsOfALineThatWereNotUnderstood(t *testing.T) {
	h := newHouse(t)
	h.second("Farah")
	h.speaks(SpokenMeeting{Day: "2026-03-10", Clock: "14:30", Rest: "farah, nxt"})
	d := h.writes("mina", "/meeting farah tue 14:30 nxt")
	said(t, d, "mina", locales.PlanLineRest)
	if n := get[care.Contact](h, care.KindContact, "mina").Draft.Network; n != "other" {
		t.Errorf("circle %s", n)
	}
	if got := d.Say[0].Args["Words"].Words; got != "nxt" {
		t.Errorf("not used: %q", got)
	}
}

// A line without a day keeps its time: the day that is tapped leads to the summary.
func TestTheTimeOfALineIsNotAskedForAgain(t *testing.T) {
	h := newHouse(t)
	h.speaks(SpokenMeeting{Clock: "14:30", Minutes: 60, Problem: "no_day"})
	said(t, h.writes("mina", "/meeting 14:30 at home 60m"), "mina", locales.PlanLineNoDay)
	said(t, h.plans("mina", "day.2026-03-10"), "mina", locales.PlanSummary)
}

// Words typed while the month is open are read as a line; what is none still
// reaches the team.
func TestADayIsTypedWhileTheMonthIsOpen(t *testing.T) {
	h := newHouse(t)
	h.begins("mina")
	h.speaks(SpokenMeeting{Day: "2026-03-18", Clock: "15:00"})
	said(t, h.writes("mina", "wed 18 march 3pm"), "mina", locales.PlanSummary)
	h.begins("mina")
	h.speaks(SpokenMeeting{Problem: "no_day", Rest: "how is Pat"})
	if d := h.writes("mina", "how is Pat"); d.Reason != "note.kept" {
		t.Error(d.Reason)
	}
}

// "Every 5 weeks" loses nothing but the rhythm.
func TestARhythmThatWeDoNotHave(t *testing.T) {
	h := newHouse(t)
	h.speaks(SpokenMeeting{Day: "2026-03-10", Clock: "14:30", Problem: "rhythm"})
	d := h.writes("mina", "/meeting tue 14:30 every 5 weeks")
	said(t, d, "mina", locales.PlanLineRhythm)
	if d.Say[0].Lines[0].Key != locales.PlanSummary {
		t.Error(d.Say[0].Lines)
	}
}
