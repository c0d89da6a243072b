package flows

import (
	"testing"
	"time"

	"polyphony/care"
	"polyphony/locales"
)

// speaks lets every line be understood as this.
func (h *house) speaks(said SpokenMeeting) {
	h.c.Spoken = func(string, string, time.Time, *time.Location) SpokenMeeting { return said }
}

// One line is always shown back for a yes; what is missing is asked for, and
// what cannot be is said in one sentence, with the month to tap.
func TestOneLineIsShownBackOrAskedFor(t *testing.T) {
	for name, c := range map[string]struct {
		said SpokenMeeting
		key  locales.Key
	}{
		"all of it":       {SpokenMeeting{Day: "2026-03-10", Clock: "14:30", Minutes: 75, Place: "12 Mill Lane", Kind: care.PlaceAddress, Every: 2}, locales.PlanSummary},
		"a day":           {SpokenMeeting{Day: "2026-03-10", Missing: []string{"time"}, Problem: "no_time"}, locales.PlanTime},
		"no day":          {SpokenMeeting{Clock: "14:30", Missing: []string{"day"}, Problem: "no_day"}, locales.PlanLineNoDay},
		"the past":        {SpokenMeeting{Day: "2026-03-01", Clock: "14:30", Problem: "past"}, locales.PlanLinePast},
		"nonsense":        {SpokenMeeting{Problem: "unclear"}, locales.PlanLineUnclear},
		"no such day":     {SpokenMeeting{Problem: "impossible"}, locales.PlanLineImpossible},
		"earlier today":   {SpokenMeeting{Day: "2026-03-02", Clock: "09:00"}, locales.PlanPast},
		"a skipped hour":  {SpokenMeeting{Day: "2026-03-29", Clock: "01:30"}, locales.PlanSkipped},
		"too long":        {SpokenMeeting{Day: "2026-03-10", Clock: "14:30", Minutes: 900}, locales.PlanLengthWrong},
		"no link":         {SpokenMeeting{Day: "2026-03-10", Clock: "14:30", Place: "ftp://a.example", Kind: care.PlaceVideo}, locales.PlanLinkWrong},
		"the team's own":  {SpokenMeeting{Day: "2026-03-10", Clock: "14:30", Kind: care.PlaceVenue}, locales.PlanSummary},
		"video, no link":  {SpokenMeeting{Day: "2026-03-10", Clock: "14:30", Kind: care.PlaceVideo}, locales.PlanSummary},
		"a video address": {SpokenMeeting{Day: "2026-03-10", Clock: "14:30", Place: "https://a.example", Kind: care.PlaceVideo}, locales.PlanSummary},
	} {
		h := newHouse(t)
		h.speaks(c.said)
		d := h.writes("mina", "/meeting words")
		if len(d.Say) != 1 || d.Say[0].Key != c.key || len(d.Say[0].Buttons) == 0 {
			t.Errorf("%s: %s, %v", name, d.Reason, heard(d, "mina"))
		}
		if len(h.meetings()) > 0 {
			t.Errorf("%s: made without a yes", name)
		}
	}
}

func TestAFullLineIsKept(t *testing.T) {
	h := newHouse(t)
	h.speaks(SpokenMeeting{Day: "2026-03-10", Clock: "14:30", Minutes: 75, Place: "12 Mill Lane", Kind: care.PlaceAddress, Every: 2})
	h.writes("mina", "/meeting tue 14:30 75m 12 Mill Lane every 2 weeks")
	h.plans("mina", "send")
	if m := h.meetings()[0]; m.Day != "2026-03-10" || m.Clock != "14:30" || m.Minutes != 75 || m.Place != "12 Mill Lane" || m.Series == "" {
		t.Errorf("%+v", m)
	}
}

// Of several circles it is asked which, and what was understood is kept.
func TestALineIsKeptUntilTheCircleIsKnown(t *testing.T) {
	h := newHouse(t)
	other := &care.Network{ID: "other", Called: "Zed"}
	for _, id := range []string{"mina", "jo"} {
		other.Add(care.Member{Contact: id, Role: care.Practitioner})
		c := get[care.Contact](h, care.KindContact, id)
		c.Networks = append(c.Networks, "other")
		h.keep(care.KindContact, id, c)
	}
	h.keep(care.KindNetwork, "other", other)
	h.keep(care.KindNetwork, "theirs", &care.Network{ID: "theirs", Called: "Not mina's"})
	h.speaks(SpokenMeeting{Day: "2026-03-10", Clock: "14:30", Minutes: 75})
	said(t, h.writes("mina", "/meeting tue 14:30 75m"), "mina", locales.PlanWhich)
	if d := h.plans("mina", "circle.theirs"); d.Reason != "tap.refused" {
		t.Errorf("another's circle: %s", d.Reason)
	}
	said(t, h.plans("mina", "circle.circle"), "mina", locales.PlanSummary)
	h.plans("mina", "send")
	if m := h.meetings()[0]; m.Clock != "14:30" || m.Minutes != 75 {
		t.Errorf("%+v", m)
	}
}

// Without a reader of lines the month is shown; whoever does not plan sees
// their own meetings, whatever they write.
func TestALineOfSomebodyWhoDoesNotPlanIsNoPlan(t *testing.T) {
	h := newHouse(t)
	said(t, h.writes("mina", "/meeting tue 14:30"), "mina", locales.PlanDay)
	h.speaks(SpokenMeeting{Day: "2026-03-10", Clock: "14:30"})
	for _, who := range []string{"pat", "rel"} {
		if d := h.writes(who, "/meeting tue 14:30"); !hears(d, who, locales.MeetingNone) || get[care.Contact](h, care.KindContact, who).Draft != nil {
			t.Errorf("%s: %v", who, heard(d, who))
		}
	}
}
