package calendar

import (
	"testing"
	"time"

	"pgregory.net/rapid"
)

// The next time is after now, the soonest of its kind, on the right weekday,
// at the right time of the wall clock, and never further than eight days.
func TestNextIsTheSoonestOfItsKind(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		p, clock := drawPlace(t), drawClock(t, "clock")
		weekday := rapid.IntRange(EveryDay, 6).Draw(t, "weekday")
		now := drawInstant(t, p)
		got, err := Next(now, weekday, clock, p.loc)
		if err != nil {
			t.Fatal(err)
		}
		if !got.After(now) || got.Sub(now) > 8*24*time.Hour {
			t.Fatalf("after %v comes %v", now, got)
		}
		if want := soonest(now, weekday, clock, p.loc); !got.Equal(want) {
			t.Fatalf("after %v comes %v, want %v", now, got, want)
		}
		if len(instants(Day(got, p.loc), clock, p.loc)) > 0 && got.In(p.loc).Format("15:04") != clock {
			t.Fatalf("%s is shown as %v", clock, got.In(p.loc))
		}
		if weekday != EveryDay && got.In(p.loc).Weekday() != time.Weekday(weekday) {
			t.Fatalf("a %v became a %v", time.Weekday(weekday), got.In(p.loc).Weekday())
		}
	})
}

// soonest looks at every day around.
func soonest(now time.Time, weekday int, clock string, loc *time.Location) (next time.Time) {
	noon := time.Date(now.In(loc).Year(), now.In(loc).Month(), now.In(loc).Day(), 12, 0, 0, 0, loc)
	for n := -2; n < 12; n++ {
		day := noon.AddDate(0, 0, n)
		at, err := Instant(Day(day, loc), clock, loc)
		if err != nil || !at.After(now) || weekday != EveryDay && day.Weekday() != time.Weekday(weekday) {
			continue
		}
		if next.IsZero() || at.Before(next) {
			next = at
		}
	}
	return next
}

// A chain of next times, each computed when the one before fires, asks once a
// day through both changes of the clock (I9): it neither doubles nor skips.
func TestAChainOfNextTimesAsksOnceADay(t *testing.T) {
	for _, name := range zoneNames {
		loc := zone(t, name)
		for _, clock := range []string{"00:30", "01:30", "02:15", "02:30", "12:00", "23:45"} {
			at := time.Date(2026, 1, 1, 0, 0, 0, 0, loc)
			seen := map[string]int{}
			for range 365 {
				next, err := Next(at, EveryDay, clock, loc)
				if err != nil {
					t.Fatal(err)
				}
				at = next
				seen[Day(at, loc)]++
			}
			if len(seen) != 365 {
				t.Errorf("%s at %s: %d days of 365", name, clock, len(seen))
			}
		}
	}
}

func TestNextOnNamedNights(t *testing.T) {
	for _, c := range []struct {
		zone, now, clock string
		weekday          int
		want             string
	}{
		{"Europe/London", "2026-03-02T18:00:00Z", "18:00", EveryDay, "2026-03-03T18:00:00Z"},       // now is not next
		{"Europe/London", "2026-03-28T01:30:00Z", "01:30", EveryDay, "2026-03-29T01:30:00Z"},       // into the gap
		{"Europe/London", "2026-03-29T01:30:00Z", "01:30", EveryDay, "2026-03-30T00:30:00Z"},       // and out of it
		{"Europe/London", "2026-10-25T00:30:00Z", "01:30", EveryDay, "2026-10-26T01:30:00Z"},       // the second pass is no second time
		{"Europe/London", "2026-10-25T01:10:00Z", "01:30", EveryDay, "2026-10-26T01:30:00Z"},       // begun between the passes
		{"Europe/London", "2026-03-02T09:00:00Z", "18:00", 1, "2026-03-02T18:00:00Z"},              // a Monday, on a Monday
		{"Europe/London", "2026-03-02T19:00:00Z", "18:00", 1, "2026-03-09T18:00:00Z"},              // too late today
		{"America/New_York", "2026-03-07T23:30:00-05:00", "02:30", 0, "2026-03-08T07:30:00Z"},      // a Sunday in the gap
		{"Australia/Lord_Howe", "2026-10-03T12:00:00Z", "02:15", EveryDay, "2026-10-03T15:45:00Z"}, // half an hour forward
	} {
		now, err := time.Parse(time.RFC3339, c.now)
		if err != nil {
			t.Fatal(err)
		}
		got, err := Next(now, c.weekday, c.clock, zone(t, c.zone))
		if err != nil || got.UTC().Format(time.RFC3339) != c.want {
			t.Errorf("%s: after %s, %s on %d: %v %v, want %s", c.zone, c.now, c.clock, c.weekday, got.UTC().Format(time.RFC3339), err, c.want)
		}
	}
}
