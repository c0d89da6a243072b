package flows

import (
	"slices"
	"testing"
	"time"

	"pgregory.net/rapid"

	"polyphony/care"
	"polyphony/locales"
	"polyphony/scheduler/calendar"
)

var everyDay = []time.Weekday{0, 1, 2, 3, 4, 5, 6}

// onNights makes the house one in which mina and jo take turns at night, from
// nine in the evening until seven, and mina is there in the day.
func onNights(h *house) {
	h.applies(func(t *care.Team) {
		t.Hours = care.Hours{Days: everyDay, From: "00:00", Until: "00:00"}
		t.OnCall = []care.Shift{
			{Hours: care.Hours{Days: everyDay, From: "21:00", Until: "07:00"}, Staff: []string{"jo"}},
			{Hours: care.Hours{Days: everyDay, From: "07:00", Until: "21:00"}, Staff: []string{"mina"}},
		}
	})
}

// passes lets the time pass until then, with every timer at its moment, and
// gives what was said.
func (h *house) passes(until time.Time, seen func(Decision)) {
	for {
		var next time.Time
		for _, due := range h.timers {
			if next.IsZero() || due.Before(next) {
				next = due
			}
		}
		if next.IsZero() || next.After(until) {
			h.now = until
			return
		}
		h.now = later(h.now, next)
		for _, d := range h.fire() {
			seen(d)
		}
	}
}

// Protects the nights on which clocks change: the questions come at the usual
// hours of the clock and an hour before the shift really begins, once each.
func TestQuestionsOnTheNightsOfAClockChange(t *testing.T) {
	for _, c := range []struct {
		start           string
		evening, before []string // in UTC
	}{
		{"2026-03-28T18:30:00Z", []string{"2026-03-28T19:00:00Z", "2026-03-29T18:00:00Z"}, []string{"2026-03-28T20:00:00Z", "2026-03-29T19:00:00Z"}},
		{"2026-10-24T17:30:00Z", []string{"2026-10-24T18:00:00Z", "2026-10-25T19:00:00Z"}, []string{"2026-10-24T19:00:00Z", "2026-10-25T20:00:00Z"}},
	} {
		h := newHouse(t)
		h.now, _ = time.Parse(time.RFC3339, c.start)
		onNights(h)
		var evening, before []string
		h.passes(h.now.Add(27*time.Hour), func(d Decision) {
			for _, m := range d.Say {
				switch {
				case m.Person == "jo" && m.Key == locales.ReachEvening:
					evening = append(evening, h.now.UTC().Format(time.RFC3339))
				case m.Person == "jo" && m.Key == locales.ReachHour:
					before = append(before, h.now.UTC().Format(time.RFC3339))
				case m.Key == locales.ReachGaps:
					t.Errorf("a gap is told of at %s", h.now)
				}
			}
		})
		if !slices.Equal(evening, c.evening) || !slices.Equal(before, c.before) {
			t.Errorf("from %s: in the evening %v, before %v", c.start, evening, before)
		}
	}
}

// Protects "wake me by": only channels of one's own can be chosen, twice is not
// at all, and one that left the team file goes with it.
func TestEachChoosesAmongTheirOwnChannels(t *testing.T) {
	h := newHouse(t)
	h.applies(func(t *care.Team) {
		t.Channels = []care.Channel{{ID: "mina-mail", Staff: "mina", Env: "A"}, {ID: "jo-sms", Staff: "jo", Env: "B"}, {ID: "duty", Env: "C"}}
	})
	wake := func() []string { return get[care.Contact](h, care.KindContact, "mina").Wake }
	tap := func(channel string) Decision {
		return h.taps("mina", data("duty", channel, get[care.Contact](h, care.KindContact, "mina").Menu, "wakeby"))
	}
	tap("jo-sms")
	tap("duty")
	if len(wake()) > 0 {
		t.Errorf("somebody else's: %v", wake())
	}
	tap("mina-mail")
	if !slices.Equal(wake(), []string{"mina-mail"}) {
		t.Errorf("chosen: %v", wake())
	}
	h.applies(func(t *care.Team) { t.Channels[0].ID = "mina-post" })
	tap("mina-post")
	if !slices.Equal(wake(), []string{"mina-post"}) {
		t.Errorf("after the team file: %v", wake())
	}
	tap("mina-post")
	if len(wake()) > 0 {
		t.Errorf("no more: %v", wake())
	}
}

// Protects the rota under a new team file: whoever was stood in for by somebody
// who leaves is on call again, and hears of it at once.
func TestACoverByWhoeverLeavesTheTeamIsNone(t *testing.T) {
	h := newHouse(t)
	from := h.now.Add(2 * time.Hour)
	h.keep(care.KindRota, care.RotaID, &care.Rota{Covers: []care.Cover{{ID: "c", From: from, Until: from.Add(time.Hour), Out: "mina", In: "jo", At: h.now}}})
	if d := h.applies(without("jo")); !hears(d, "mina", locales.SwapLeftTeam) {
		t.Errorf("mina hears %v", heard(d, "mina"))
	}
	if r := get[care.Rota](h, care.KindRota, care.RotaID); len(r.Covers) > 0 {
		t.Errorf("%v", r.Covers)
	}
}

// gapNow reports whether an instant is promised and nobody who can be reached is
// on call then.
func (h *house) gapAt(at time.Time) bool {
	there := func(staff string) bool {
		c := get[care.Contact](h, care.KindContact, staff)
		return c.Chat != 0 && !c.Blocked && !c.Stopped
	}
	team, rota := get[care.Team](h, care.KindTeam, TeamID), get[care.Rota](h, care.KindRota, care.RotaID)
	return len(calendar.GapsWithout(team, rota, at, at.Add(time.Minute), there)) > 0
}

// Protects I10: a gap that could be known a day ahead was announced a day ahead,
// whatever people tap, block and take back meanwhile; and nobody is asked twice
// about one shift.
func TestAGapIsAnnouncedADayAhead(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		h := newHouse(t)
		h.now = time.Date(2026, 3, 26, rapid.IntRange(0, 23).Draw(rt, "hour"), 0, 0, 0, time.UTC) // over the change of the clocks
		start := h.now
		pool := map[string][]string{}
		since, told := map[time.Time]time.Time{}, map[time.Time]time.Time{}
		asked := map[string]int{}
		var probes []time.Time
		for at := start; at.Before(start.Add(4 * 24 * time.Hour)); at = at.Add(7*time.Hour + time.Minute) {
			probes = append(probes, at)
		}
		seen := func(d Decision) {
			announced := false
			for _, m := range d.Say {
				for _, buttons := range m.Buttons {
					for _, b := range buttons {
						pool[m.Person] = append(pool[m.Person], b.Data)
					}
				}
				pool[m.Person] = pool[m.Person][max(0, len(pool[m.Person])-12):]
				switch m.Key {
				case locales.ReachGaps, locales.ReachLostBlock, locales.ReachLostStop, locales.ReachLostJoin:
					announced = announced || m.Person == "cora"
				case locales.ReachEvening, locales.ReachHour, locales.ReachHourKnown:
					name := "hour "
					if m.Key == locales.ReachEvening {
						name = "evening "
					}
					name += m.Person + m.Args["From"].When.Format(time.RFC3339)
					if asked[name]++; asked[name] > 1 {
						rt.Fatalf("asked twice: %s", name)
					}
				}
			}
			for _, at := range probes {
				if !at.After(h.now) {
					continue
				}
				if !h.gapAt(at) {
					delete(since, at)
					delete(told, at)
					continue
				}
				if since[at].IsZero() {
					since[at] = h.now
				}
				if announced && told[at].IsZero() && slices.ContainsFunc(toldGaps(h), func(g calendar.Stretch) bool { return !at.Before(g.From) && at.Before(g.Until) }) {
					told[at] = h.now
				}
			}
		}
		seen(h.applies(func(t *care.Team) {
			t.Hours = care.Hours{Days: everyDay, From: "08:00", Until: "22:00"}
			t.OnCall = nil
			for range rapid.IntRange(1, 3).Draw(rt, "shifts") {
				s := care.Shift{Hours: care.Hours{Days: rapid.SliceOfNDistinct(rapid.SampledFrom(everyDay), 4, 7, rapid.ID[time.Weekday]).Draw(rt, "days"), From: "08:00", Until: "22:00"},
					Staff: rapid.SliceOfNDistinct(rapid.SampledFrom([]string{"mina", "jo"}), 1, 2, rapid.ID[string]).Draw(rt, "staff")}
				if rapid.Bool().Draw(rt, "turns") {
					s.Turns = &care.Turns{Every: rapid.IntRange(1, 3).Draw(rt, "every"), Since: "2026-01-05", At: "12:00"}
				}
				t.OnCall = append(t.OnCall, s)
			}
		}))
		for h.now.Before(start.Add(3 * 24 * time.Hour)) {
			h.passes(h.now.Add(time.Duration(rapid.IntRange(10, 900).Draw(rt, "minutes"))*time.Minute), seen)
			who := rapid.SampledFrom([]string{"mina", "jo", "cora"}).Draw(rt, "who")
			switch act := rapid.IntRange(0, 9).Draw(rt, "act"); {
			case act == 0 && who != "cora":
				seen(h.does(Event{Kind: KindBlocked, Chat: chats[who]}))
			case act == 1:
				seen(h.does(Event{Kind: KindUnblocked, Chat: chats[who]}))
			case act == 2 || len(pool[who]) == 0:
				seen(h.writes(who, "/oncall"))
			default:
				seen(h.taps(who, rapid.SampledFrom(pool[who]).Draw(rt, "button")))
			}
		}
		for at, known := range since {
			dayBefore := at.Add(-24 * time.Hour)
			if known.After(dayBefore) || !h.now.After(at) {
				continue
			}
			if told[at].IsZero() || told[at].After(dayBefore) {
				rt.Fatalf("the gap at %s was known at %s and told of at %s", at, known, told[at])
			}
		}
	})
}

// toldGaps are the stretches of which coordinators have been told.
func toldGaps(h *house) (out []calendar.Stretch) {
	for name := range get[care.Rota](h, care.KindRota, care.RotaID).Reported {
		if len(name) > 4 && name[:4] == "gap." {
			from, until := gapTimes(name)
			out = append(out, calendar.Stretch{From: from, Until: until})
		}
	}
	return out
}
