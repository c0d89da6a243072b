package calendar

import (
	"testing"
	"time"

	"pgregory.net/rapid"
)

// A wall time is shown as it was asked for, the first time round; in a gap it
// moves forward by exactly what was skipped.
func TestInstantMeansTheFirstPassAndMovesForwardInAGap(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		p, clock := drawPlace(t), drawClock(t, "clock")
		day := Day(p.day, p.loc)
		got, err := Instant(day, clock, p.loc)
		if err != nil {
			t.Fatal(err)
		}
		if all := instants(day, clock, p.loc); len(all) > 0 {
			if !got.Equal(all[0]) {
				t.Fatalf("%s %s is %v, want %v", p, clock, got, all[0])
			}
			return
		}
		wall, _ := time.Parse("2006-01-02 15:04", day+" "+clock)
		shown, _ := time.Parse("2006-01-02 15:04", got.In(p.loc).Format("2006-01-02 15:04"))
		_, before := got.Add(-12 * time.Hour).Zone()
		_, after := got.Add(12 * time.Hour).Zone()
		skipped := time.Duration(after-before) * time.Second
		if skipped <= 0 || shown.Sub(wall) != skipped {
			t.Fatalf("%s %s was skipped by a change of %v, and is shown as %v", p, clock, skipped, got)
		}
	})
}

func TestInstantOnNamedNights(t *testing.T) {
	for _, c := range []struct{ zone, day, clock, want, why string }{
		{"Europe/London", "2026-03-29", "00:59", "2026-03-29T00:59:00Z", "before the gap"},
		{"Europe/London", "2026-03-29", "01:00", "2026-03-29T01:00:00Z", "first minute of the gap: shown as 02:00"},
		{"Europe/London", "2026-03-29", "01:30", "2026-03-29T01:30:00Z", "in the gap: shown as 02:30"},
		{"Europe/London", "2026-03-29", "02:00", "2026-03-29T01:00:00Z", "after the gap"},
		{"Europe/London", "2026-10-25", "00:59", "2026-10-24T23:59:00Z", "before the overlap"},
		{"Europe/London", "2026-10-25", "01:30", "2026-10-25T00:30:00Z", "twice: the first"},
		{"Europe/London", "2026-10-25", "02:00", "2026-10-25T02:00:00Z", "after the overlap"},
		{"America/New_York", "2026-03-08", "02:30", "2026-03-08T07:30:00Z", "in the gap: shown as 03:30"},
		{"America/New_York", "2026-11-01", "01:30", "2026-11-01T05:30:00Z", "twice: the first"},
		{"Australia/Lord_Howe", "2026-10-04", "02:15", "2026-10-03T15:45:00Z", "half an hour skipped: shown as 02:45"},
		{"Australia/Lord_Howe", "2026-04-05", "01:45", "2026-04-04T14:45:00Z", "half an hour twice: the first"},
		{"Asia/Kolkata", "2026-03-29", "01:30", "2026-03-28T20:00:00Z", "no change ever"},
	} {
		got, err := Instant(c.day, c.clock, zone(t, c.zone))
		if err != nil || got.UTC().Format(time.RFC3339) != c.want {
			t.Errorf("%s %s %s (%s): %v %v, want %s", c.zone, c.day, c.clock, c.why, got.UTC().Format(time.RFC3339), err, c.want)
		}
	}
}

func TestWhatIsNoDayOrTimeIsRefusedAndNotGuessed(t *testing.T) {
	for _, c := range [][2]string{{"2026-02-30", "10:00"}, {"tomorrow", "10:00"}, {"2026-03-02", "24:00"}, {"2026-03-02", "10"}, {"", ""}} {
		if got, err := Instant(c[0], c[1], time.UTC); err == nil {
			t.Errorf("%q %q became %v", c[0], c[1], got)
		}
	}
	if got := Zone("Mars/Olympus"); got != time.UTC {
		t.Errorf("an unknown zone became %v", got)
	}
}

func FuzzClock(f *testing.F) {
	for _, s := range []string{"00:00", "23:59", "24:00", "9:05", "09:5", " 09:05", "09:05 ", "-1:00", "٠٩:٠٥"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, text string) {
		h, m, err := Clock(text)
		if err == nil && (h < 0 || h > 23 || m < 0 || m > 59) {
			t.Errorf("%q became %d:%d", text, h, m)
		}
	})
}

// So many days before is at the same time by the clock, on the right day, and
// never after; hours are hours.
func TestDaysBeforeAreDaysOfTheCalendar(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		p, clock := drawPlace(t), drawClock(t, "clock")
		begin, err := Instant(Day(p.day, p.loc), clock, p.loc)
		if err != nil {
			t.Fatal(err)
		}
		days, hours := rapid.IntRange(0, 7).Draw(t, "days"), time.Duration(rapid.IntRange(0, 48).Draw(t, "hours"))*time.Hour
		want := begin
		if days > 0 {
			shown := begin.In(p.loc) // in a gap the clock shows another time than was asked for
			if want, err = Instant(Day(p.day.AddDate(0, 0, -days), p.loc), shown.Format("15:04"), p.loc); err != nil {
				t.Fatal(err)
			}
		}
		if got := Before(begin, days, hours, p.loc); !got.Equal(want.Add(-hours)) || got.After(begin) {
			t.Fatalf("%d days and %v before %v is %v, want %v", days, hours, begin.In(p.loc), got.In(p.loc), want.Add(-hours).In(p.loc))
		}
	})
}
