package calendar

import (
	"fmt"
	"sync"
	"testing"
	"time"
	_ "time/tzdata" // the same rules on every machine

	"pgregory.net/rapid"
)

// Zones in which the properties must hold: an hour's change before and after
// the equator's summer, one of half an hour, and a zone without any.
var zoneNames = []string{"Europe/London", "America/New_York", "Australia/Lord_Howe", "Asia/Kolkata"}

func zone(t testing.TB, name string) *time.Location {
	t.Helper()
	loc, err := time.LoadLocation(name)
	if err != nil {
		t.Fatal(err)
	}
	return loc
}

// changes are the days of 2024 to 2030 on which clocks change, by zone.
var changes = sync.OnceValue(func() map[string][]time.Time {
	found := map[string][]time.Time{}
	for _, name := range zoneNames {
		loc := Zone(name)
		for day := time.Date(2024, 1, 1, 12, 0, 0, 0, loc); day.Year() < 2031; day = day.AddDate(0, 0, 1) {
			_, today := day.Zone()
			if _, before := day.AddDate(0, 0, -1).Zone(); before != today {
				found[name] = append(found[name], day)
			}
		}
	}
	return found
})

// place is a zone with a day in it, near a clock change more often than not.
type place struct {
	name string
	loc  *time.Location
	day  time.Time // noon
}

func (p place) String() string { return fmt.Sprint(p.name, " ", Day(p.day, p.loc)) }

func drawPlace(t *rapid.T) place {
	name := rapid.SampledFrom(zoneNames).Draw(t, "zone")
	loc := Zone(name)
	day := time.Date(2024, 1, 1, 12, 0, 0, 0, loc).AddDate(0, 0, rapid.IntRange(1, 2500).Draw(t, "day"))
	if days := changes()[name]; len(days) > 0 && rapid.IntRange(0, 3).Draw(t, "near") > 0 {
		day = rapid.SampledFrom(days).Draw(t, "change").AddDate(0, 0, rapid.IntRange(-1, 1).Draw(t, "off"))
	}
	return place{name, loc, day}
}

// drawClock is a time of day, in the small hours more often than not.
func drawClock(t *rapid.T, label string) string {
	until := rapid.SampledFrom([]int{4 * 60, 24 * 60}).Draw(t, label+" until")
	m := rapid.IntRange(0, until-1).Draw(t, label)
	return fmt.Sprintf("%02d:%02d", m/60, m%60)
}

// drawInstant is a moment around the place's day, to the second.
func drawInstant(t *rapid.T, p place) time.Time {
	return p.day.Add(time.Duration(rapid.IntRange(-36*3600, 36*3600).Draw(t, "second")) * time.Second)
}

// instants are all the moments, in order, at which clocks in loc show a wall
// time: none in a gap, two in an overlap. It tries every offset of the days
// around, and shares nothing with the code that it checks.
func instants(day, clock string, loc *time.Location) (all []time.Time) {
	wall, err := time.Parse("2006-01-02 15:04", day+" "+clock)
	if err != nil {
		panic(err)
	}
	tried := map[int]bool{}
	for h := -30; h <= 30; h++ {
		_, offset := wall.Add(time.Duration(h) * time.Hour).In(loc).Zone()
		if tried[offset] {
			continue
		}
		tried[offset] = true
		at := wall.Add(-time.Duration(offset) * time.Second).In(loc)
		if at.Format("2006-01-02 15:04") == wall.Format("2006-01-02 15:04") {
			all = append(all, at)
		}
	}
	if len(all) == 2 && all[1].Before(all[0]) {
		all[0], all[1] = all[1], all[0]
	}
	return all
}

// TestChangesAreWhereTheyShouldBe protects the other tests: without clock
// changes they would all pass.
func TestChangesAreWhereTheyShouldBe(t *testing.T) {
	for name, want := range map[string]int{"Europe/London": 14, "America/New_York": 14, "Australia/Lord_Howe": 14, "Asia/Kolkata": 0} {
		if got := len(changes()[name]); got != want {
			t.Errorf("%s: %d changes in seven years, want %d", name, got, want)
		}
	}
}
