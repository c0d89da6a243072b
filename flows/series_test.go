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

// comesBack plans a meeting of pat's circle that comes back.
func (h *house) comesBack(every string, more ...string) *care.Meeting {
	h.Helper()
	h.begins("mina")
	h.plans("mina", append([]string{"day.2026-03-10", "time.14:30", "every." + every}, more...)...)
	h.plans("mina", "send")
	return h.meetings()[0]
}

// goOn lets every timer up to then happen, in order.
func (h *house) goOn(until time.Time) {
	h.Helper()
	for {
		var next time.Time
		for _, due := range h.timers {
			if !due.After(until) && (next.IsZero() || due.Before(next)) {
				next = due
			}
		}
		if next.IsZero() {
			h.now = until
			return
		}
		if next.After(h.now) {
			h.now = next
		}
		h.fire()
	}
}

// I9 for series: whatever happens to its meetings, a series that runs has
// exactly one next meeting, on a day of its rule that is no exception, at the
// same time on the clock; and one that has ended has none.
func TestASeriesHasExactlyOneNextMeeting(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		h := newHouse(t)
		zone := rapid.SampledFrom([]string{"Europe/London", "America/New_York", "Australia/Lord_Howe", "Asia/Kolkata"}).Draw(rt, "zone")
		h.applies(func(team *care.Team) { team.Zone = zone })
		h.nobodyOnCall()
		every := rapid.SampledFrom([]string{"1", "2", "3", "4"}).Draw(rt, "every")
		m := h.comesBack(every)
		series := m.Series
		for range rapid.IntRange(1, 12).Draw(rt, "acts") {
			r := get[care.Series](h, care.KindSeries, series)
			now := h.meetings()
			if len(now) != 1 || now[0].ID != r.Meeting || now[0].Cancelled || !ends(now[0]).After(h.now) {
				rt.Fatalf("planned: %d, the series says %s", len(now), r.Meeting)
			}
			m = now[0]
			days, err := calendar.NextDays(r.Rule, r.First, "2026-03-09", nil, 200)
			if err != nil || !slices.Contains(days, r.Day) {
				rt.Fatalf("%s is no day of the rule (%v)", r.Day, err)
			}
			if m.Seq == 1 && (m.Day != r.Day || m.Clock != "14:30") {
				rt.Fatalf("%s %s, want %s 14:30", m.Day, m.Clock, r.Day)
			}
			switch rapid.SampledFrom([]string{"over", "over", "cancel", "move", "late", "twice"}).Draw(rt, "act") {
			case "over":
				h.goOn(ends(m))
			case "cancel":
				h.taps("mina", data("meet", m.ID, m.Seq, "cancel_yes"))
			case "move":
				day := starts(m).In(calendar.Zone(zone)).AddDate(0, 0, rapid.IntRange(1, 30).Draw(rt, "by")).Format(time.DateOnly)
				h.taps("jo", data("meet", m.ID, m.Seq, "move"))
				h.plans("jo", "day."+day, "time.09:15")
				h.plans("jo", "send")
			case "late": // a timer that fired after an outage
				h.now = ends(m).AddDate(0, 0, rapid.IntRange(1, 60).Draw(rt, "away"))
				h.fire()
			case "twice":
				h.now = ends(m)
				ev := Event{Kind: KindTimer, At: h.now, Timer: overTimer(m.ID)}
				h.does(ev)
				h.does(ev)
			}
		}
		m = h.meetings()[0]
		h.taps("jo", data("meet", m.ID, m.Seq, "cancel_all"))
		h.goOn(h.now.AddDate(1, 0, 0))
		if n := get[care.Network](h, care.KindNetwork, "circle"); len(n.Meetings)+len(n.Series) > 0 {
			rt.Fatalf("goes on after its end: %+v", n)
		}
	})
}

func TestExceptionsFallOut(t *testing.T) {
	h := newHouse(t)
	m := h.comesBack("1", "skip.2026-03-17", "skip.2026-03-24", "skip.2026-03-24")
	h.now = ends(m)
	h.does(Event{Kind: KindTimer, At: h.now, Timer: overTimer(m.ID)})
	if next := h.meetings(); len(next) != 1 || next[0].Day != "2026-03-24" {
		t.Errorf("%+v", next)
	}
}

// Whoever has left is dropped from the series; when too few are left those who
// plan are asked to choose, and their choice holds for the meetings after.
func TestASeriesLosesWhoeverLeftTheTeam(t *testing.T) {
	h := newHouse(t)
	m := h.comesBack("2")
	h.third()
	h.applies(without("jo"))
	h.now = ends(m)
	d := h.does(Event{Kind: KindTimer, At: h.now, Timer: overTimer(m.ID)})
	said(t, d, "mina", locales.SeriesNeedsTwo)
	if hears(d, "pat", locales.SeriesNeedsTwo) || !hears(d, "pat", locales.SeriesNext) {
		t.Errorf("pat hears %v", heard(d, "pat"))
	}
	next := h.meetings()[0]
	if !slices.Equal(next.Practitioners, []string{"mina"}) {
		t.Fatalf("%v", next.Practitioners)
	}
	h.taps("mina", data("meet", next.ID, next.Seq, "people"))
	h.plans("mina", "comes.lee", "chosen", "nowhy")
	if d := h.plans("mina", "send"); !hears(d, "pat", locales.ChangePeople) {
		t.Fatalf("%s: %v", d.Reason, heard(d, "pat"))
	}
	if r := get[care.Series](h, care.KindSeries, m.Series); !slices.Equal(r.Practitioners, []string{"mina", "lee"}) {
		t.Errorf("%v", r.Practitioners)
	}
}

func TestACircleThatHasEndedHasNoNextMeeting(t *testing.T) {
	h := newHouse(t)
	m := h.comesBack("2")
	n := get[care.Network](h, care.KindNetwork, "circle")
	n.Closed = h.now
	h.keep(care.KindNetwork, "circle", n)
	h.now = ends(m)
	h.does(Event{Kind: KindTimer, At: h.now, Timer: overTimer(m.ID)})
	if r := get[care.Series](h, care.KindSeries, m.Series); len(h.meetings()) > 0 || r.Ended.IsZero() {
		t.Errorf("%+v", r)
	}
}
