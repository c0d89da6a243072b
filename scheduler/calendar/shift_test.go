package calendar

import (
	"fmt"
	"slices"
	"testing"
	"time"

	"pgregory.net/rapid"

	"polyphony/care"
)

// span is one stretch of some hours, worked out day by day.
type span struct{ from, until time.Time }

func (s span) includes(t time.Time) bool { return !t.Before(s.from) && t.Before(s.until) }

// spans are the stretches of the hours around now. One that a spring change
// skips entirely is none.
func spans(h care.Hours, now time.Time, loc *time.Location) (all []span) {
	local := now.In(loc)
	noon := time.Date(local.Year(), local.Month(), local.Day(), 12, 0, 0, 0, loc)
	for n := -3; n < 17; n++ {
		day, end := noon.AddDate(0, 0, n), noon.AddDate(0, 0, n)
		if !slices.Contains(h.Days, day.Weekday()) {
			continue
		}
		if h.Until <= h.From {
			end = end.AddDate(0, 0, 1)
		}
		from, err1 := Instant(Day(day, loc), h.From, loc)
		until, err2 := Instant(Day(end, loc), h.Until, loc)
		if err1 != nil || err2 != nil {
			panic("no hours")
		}
		if until.After(from) {
			all = append(all, span{from, until})
		}
	}
	return all
}

func drawHours(t *rapid.T, label string) care.Hours {
	h := care.Hours{From: drawClock(t, label+" from"), Until: drawClock(t, label+" until")}
	for d := range time.Weekday(7) {
		if rapid.IntRange(0, 2).Draw(t, fmt.Sprint(label, " ", d)) > 0 {
			h.Days = append(h.Days, d)
		}
	}
	return h
}

// Hours cover a moment when one of their stretches includes it, over midnight
// and over both changes of the clock, and until says when that stretch ends.
func TestHoursCoverWhatTheirStretchesInclude(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		p, h := drawPlace(t), drawHours(t, "hours")
		now := drawInstant(t, p)
		until, covered := Covers(h, now, p.loc)
		var ends []time.Time
		for _, s := range spans(h, now, p.loc) {
			if s.includes(now) {
				ends = append(ends, s.until)
			}
		}
		if covered != (len(ends) > 0) {
			t.Fatalf("%v at %v: covered %v", h, now.In(p.loc), covered)
		}
		if covered && !slices.ContainsFunc(ends, until.Equal) {
			t.Fatalf("%v at %v: until %v, want one of %v", h, now.In(p.loc), until, ends)
		}
	})
}

// The next start is the soonest at which somebody really begins.
func TestNextStartIsTheSoonest(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		p, h := drawPlace(t), drawHours(t, "hours")
		now := drawInstant(t, p)
		var want time.Time
		for _, s := range spans(h, now, p.loc) {
			if !s.from.Before(now) && (want.IsZero() || s.from.Before(want)) {
				want = s.from
			}
		}
		got := NextStart(h, now, p.loc)
		if !got.Equal(want) {
			t.Fatalf("%v after %v: %v, want %v", h, now.In(p.loc), got, want)
		}
		if _, covered := Covers(h, got, p.loc); !got.IsZero() && !covered {
			t.Fatalf("%v begin at %v, and do not cover it", h, got)
		}
	})
}

// Who is on call now, each once, in the pattern's order; and when nobody is,
// the next cover is the first moment at which somebody is (I10).
func TestOnCallAndTheNextCoverAgree(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		p := drawPlace(t)
		now := drawInstant(t, p)
		var pattern []care.Shift
		for i := range rapid.IntRange(0, 3).Draw(t, "shifts") {
			pattern = append(pattern, care.Shift{Hours: drawHours(t, fmt.Sprint("shift ", i)),
				Staff: rapid.SliceOfNDistinct(rapid.SampledFrom([]string{"a", "b", "c"}), 1, 2, rapid.ID[string]).Draw(t, "staff")})
		}
		team := &care.Team{Zone: p.name, OnCall: pattern, Staff: abc}
		staff, until := Duty(team, &care.Rota{}, now, 1)
		want, end := onCallOf(pattern, now, p.loc)
		if !slices.Equal(staff, want) || len(want) > 0 && !until.After(now) {
			t.Fatalf("%v at %v: %v until %v, want %v until %v at the latest", pattern, now.In(p.loc), staff, until, want, end)
		}
		_, next := Covered(team, &care.Rota{}, now)
		switch {
		case len(want) > 0 && !next.Equal(now):
			t.Fatalf("somebody is on call at %v, and the next cover is %v", now, next)
		case next.IsZero():
			for _, s := range pattern {
				if len(spans(s.Hours, now, p.loc)) > 0 {
					t.Fatalf("%v: never covered after %v", pattern, now)
				}
			}
			return
		}
		if who, _ := onCallOf(pattern, next, p.loc); len(who) == 0 {
			t.Fatalf("nobody is on call at the next cover, %v", next)
		}
		for m := now; m.Before(next); m = m.Add(next.Sub(now)/50 + 1) {
			if who, _ := onCallOf(pattern, m, p.loc); len(who) > 0 {
				t.Fatalf("%v is on call at %v, before the next cover %v", who, m, next)
			}
		}
	})
}

// onCallOf is the same worked out stretch by stretch, with the latest moment
// until which all of them are on call.
func onCallOf(pattern []care.Shift, now time.Time, loc *time.Location) (staff []string, until time.Time) {
	for _, s := range pattern {
		var end time.Time
		for _, sp := range spans(s.Hours, now, loc) {
			if sp.includes(now) && sp.until.After(end) {
				end = sp.until
			}
		}
		if end.IsZero() {
			continue
		}
		if until.IsZero() || end.Before(until) {
			until = end
		}
		for _, id := range s.Staff {
			if !slices.Contains(staff, id) {
				staff = append(staff, id)
			}
		}
	}
	return staff, until
}
