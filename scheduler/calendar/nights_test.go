package calendar

import (
	"testing"
	"time"

	"polyphony/care"
)

var everyDay = []time.Weekday{0, 1, 2, 3, 4, 5, 6}

func hours(from, until string, days ...time.Weekday) care.Hours {
	if days == nil {
		days = everyDay
	}
	return care.Hours{Days: days, From: from, Until: until}
}

// Shifts as a night worker lives them.
func TestNamedNightsOnCall(t *testing.T) {
	for _, c := range []struct {
		what, zone string
		hours      care.Hours
		at, until  string // until "": not covered
	}{
		{"Sunday's night shift, after midnight", "Europe/London", hours("21:00", "09:00", time.Sunday), "2026-03-02T03:00:00Z", "2026-03-02T09:00:00Z"},
		{"Monday night is not Sunday's", "Europe/London", hours("21:00", "09:00", time.Sunday), "2026-03-02T22:00:00Z", ""},
		{"its last second", "Europe/London", hours("21:00", "09:00", time.Sunday), "2026-03-02T08:59:59Z", "2026-03-02T09:00:00Z"},
		{"its end belongs to the next", "Europe/London", hours("21:00", "09:00", time.Sunday), "2026-03-02T09:00:00Z", ""},
		{"the night that is an hour short", "Europe/London", hours("21:00", "09:00", time.Saturday), "2026-03-29T02:30:00Z", "2026-03-29T08:00:00Z"},
		{"the night that is an hour long", "Europe/London", hours("21:00", "09:00", time.Saturday), "2026-10-25T01:30:00Z", "2026-10-25T09:00:00Z"},
		{"round the clock, on its own day", "Europe/London", hours("09:00", "09:00", time.Monday), "2026-03-02T09:00:00Z", "2026-03-03T09:00:00Z"},
		{"round the clock, and no longer", "Europe/London", hours("09:00", "09:00", time.Monday), "2026-03-03T09:00:00Z", ""},
		{"a shift that the spring change skips covers nobody", "Europe/London", hours("01:30", "02:00"), "2026-03-29T09:00:00Z", ""},
		{"one inside the gap moves forward with it", "Europe/London", hours("01:10", "01:40"), "2026-03-29T01:20:00Z", "2026-03-29T01:40:00Z"},
		{"and covers nothing of the day after", "Europe/London", hours("01:10", "01:40"), "2026-03-29T15:00:00Z", ""},
		{"the same of half an hour", "Australia/Lord_Howe", hours("02:15", "02:30"), "2026-10-04T00:00:00Z", ""},
		{"a shift that ends in the hour that comes twice ends the first time", "Europe/London", hours("22:00", "01:30"), "2026-10-25T00:45:00Z", ""},
		{"and the shift that takes over begins there", "Europe/London", hours("01:30", "09:00"), "2026-10-25T00:30:00Z", "2026-10-25T09:00:00Z"},
		{"New York after its change", "America/New_York", hours("20:00", "08:00"), "2026-03-08T11:00:00Z", "2026-03-08T12:00:00Z"},
	} {
		at, err := time.Parse(time.RFC3339, c.at)
		if err != nil {
			t.Fatal(err)
		}
		got := ""
		if until, covered := Covers(c.hours, at, zone(t, c.zone)); covered {
			got = until.UTC().Format(time.RFC3339)
		}
		if got != c.until {
			t.Errorf("%s: at %s until %q, want %q", c.what, c.at, got, c.until)
		}
	}
}

func TestHoursWithoutDaysNeverBegin(t *testing.T) {
	now := time.Date(2026, 3, 2, 9, 0, 0, 0, time.UTC)
	if got := NextStart(care.Hours{From: "09:00", Until: "17:00"}, now, time.UTC); !got.IsZero() {
		t.Errorf("begins at %v", got)
	}
	if _, got := Covered(&care.Team{Zone: "UTC"}, &care.Rota{}, now); !got.IsZero() {
		t.Errorf("covered at %v", got)
	}
}

// A shift that one spring night skips is not forgotten for good.
func TestTheShiftAfterASkippedOneIsTheNextCover(t *testing.T) {
	saturday := time.Date(2026, 3, 28, 12, 0, 0, 0, time.UTC)
	pattern := []care.Shift{{Hours: hours("01:30", "02:00", time.Sunday), Staff: []string{"amira"}}}
	want := "2026-04-05T00:30:00Z"
	_, next := Covered(&care.Team{Zone: "Europe/London", OnCall: pattern, Staff: abc}, &care.Rota{}, saturday)
	if got := next.UTC().Format(time.RFC3339); got != want {
		t.Errorf("next cover %s, want %s", got, want)
	}
}
