package calendar

import (
	"testing"
	"time"

	"pgregory.net/rapid"

	"polyphony/care"
)

// Protects the inbox's promise: three working hours are counted over nights and
// weekends, and never in them.
func TestWorkingTimeIsCountedOnlyWhileTheTeamWorks(t *testing.T) {
	loc := zone(t, "Europe/London")
	week := hours("09:00", "17:00", time.Monday, time.Tuesday, time.Wednesday, time.Thursday, time.Friday)
	for _, c := range []struct{ from, want string }{
		{"2026-03-02 09:00", "2026-03-02 12:00"},
		{"2026-03-02 14:00", "2026-03-02 17:00"},
		{"2026-03-02 15:30", "2026-03-03 10:30"},
		{"2026-03-02 20:00", "2026-03-03 12:00"},
		{"2026-03-06 16:00", "2026-03-09 11:00"}, // Friday to Monday
		{"2026-03-07 12:00", "2026-03-09 12:00"}, // Saturday
		{"2026-03-27 16:00", "2026-03-30 11:00"}, // over the night on which the clocks change
	} {
		from, _ := time.ParseInLocation("2006-01-02 15:04", c.from, loc)
		if got := Working(week, from, 3*time.Hour, loc).Format("2006-01-02 15:04"); got != c.want {
			t.Errorf("from %s: %s, not %s", c.from, got, c.want)
		}
	}
	if got := Working(care.Hours{From: "09:00", Until: "17:00"}, time.Now(), time.Hour, loc); !got.IsZero() {
		t.Errorf("no days: %s", got)
	}
}

// Protects the chain of reminders: each is later than the one before, so that
// counting them ends.
func TestWorkingTimeGoesForward(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		p, h := drawPlace(t), drawHours(t, "hours")
		from := drawInstant(t, p)
		if got := Working(h, from, 3*time.Hour, p.loc); !got.IsZero() && got.Sub(from) < 3*time.Hour {
			t.Fatalf("%s is less than three hours after %s", got, from)
		}
	})
}
