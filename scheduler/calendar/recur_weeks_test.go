package calendar

import (
	"slices"
	"testing"
	"time"

	"pgregory.net/rapid"
)

// Protects the times by which people live: whatever the clocks do, a meeting
// that comes back every so many weeks is on the same weekday and shows the same
// time, exceptions are left out, and each next day follows from the one before.
func TestWeeksComeBackAtTheSameTimeOnTheClock(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		p, clock := drawPlace(t), drawClock(t, "clock")
		weeks := rapid.IntRange(1, 4).Draw(t, "weeks")
		first := Day(p.day, p.loc)
		var all []string
		for i := range 40 {
			all = append(all, p.day.AddDate(0, 0, 7*weeks*i).Format(time.DateOnly))
		}
		except := rapid.SliceOfN(rapid.SampledFrom(all[1:20]), 0, 5).Draw(t, "except")
		want := slices.DeleteFunc(slices.Clone(all[1:]), func(d string) bool { return slices.Contains(except, d) })[:10]
		got, err := NextDays(Weekly(weeks), first, first, except, 10)
		if err != nil || !slices.Equal(got, want) {
			t.Fatalf("%v %v, want %v", got, err, want)
		}
		before := first
		for _, day := range want {
			next, err := NextDays(Weekly(weeks), first, before, except, 1)
			if err != nil || len(next) != 1 || next[0] != day {
				t.Fatalf("after %s comes %v (%v), want %s", before, next, err, day)
			}
			at, err := Instant(day, clock, p.loc)
			if err != nil {
				t.Fatal(err)
			}
			if at.In(p.loc).Weekday() != p.day.Weekday() && len(instants(day, clock, p.loc)) > 0 {
				t.Fatalf("%s is a %v", day, at.In(p.loc).Weekday())
			}
			if len(instants(day, clock, p.loc)) > 0 && at.In(p.loc).Format("15:04") != clock {
				t.Fatalf("%s on %s is shown as %v", clock, day, at.In(p.loc))
			}
			before = day
		}
	})
}

// How often clocks show a time, against every offset of the days around.
func TestShownCountsTheTimesOfADay(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		p, clock := drawPlace(t), drawClock(t, "clock")
		day := Day(p.day, p.loc)
		got, err := Shown(day, clock, p.loc)
		if err != nil {
			t.Fatal(err)
		}
		if want := []Face{Skipped, Once, Twice}[len(instants(day, clock, p.loc))]; got != want {
			t.Fatalf("%s %s in %s: %s, want %s", day, clock, p.name, got, want)
		}
	})
}

func TestARuleThatMakesNoSenseIsAnError(t *testing.T) {
	for _, c := range [][4]string{{"nonsense", "2026-03-02", "2026-03-02", ""}, {"FREQ=WEEKLY", "soon", "2026-03-02", ""},
		{"FREQ=WEEKLY", "2026-03-02", "soon", ""}, {"FREQ=WEEKLY", "2026-03-02", "2026-03-02", "soon"}, {"FREQ=WEEKLY;INTERVAL=-1", "2026-03-02", "2026-03-02", "2026-03-09"}} {
		if got, err := NextDays(c[0], c[1], c[2], []string{c[3]}, 1); err == nil {
			t.Errorf("%v: %v", c, got)
		}
	}
}
