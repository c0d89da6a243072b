package calendar

import (
	"slices"
	"testing"
	"time"
)

// Whatever a rule says, the days that come of it are days, after the one that was
// asked about, in order, and none of those that were taken out.
func FuzzNextDays(f *testing.F) {
	f.Add("FREQ=WEEKLY;INTERVAL=2", "2026-03-03", "2026-03-10", "2026-03-17", 5)
	f.Add("FREQ=SECONDLY", "2026-03-03", "", "", 1)
	f.Add("FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30", "2026-02-28", "2026-02-28", "x", 3)
	f.Add("RRULE:FREQ=DAILY;COUNT=0;UNTIL=19700101T000000Z", "0001-01-01", "9999-12-31", "2026-02-30", 100)
	f.Add("FREQ=DAILY;INTERVAL=-1;BYSETPOS=366", "", "", "", -1)
	for weeks := range 5 {
		f.Add(Weekly(weeks), "2026-10-20", "2026-10-27", "2026-11-03", 4)
	}
	f.Fuzz(func(t *testing.T, rule, first, after, except string, n int) {
		n = min(n, 60)
		began := time.Now()
		days, err := NextDays(rule, first, after, []string{except}, n)
		if took := time.Since(began); took > 5*time.Second {
			t.Fatalf("%q from %q takes %v", rule, first, took)
		}
		if err != nil {
			return
		}
		if len(days) > max(n, 0) || !slices.IsSorted(days) || slices.Contains(days, except) {
			t.Fatalf("%q from %q, %d after %q without %q: %v", rule, first, n, after, except, days)
		}
		for _, day := range days {
			if _, err := time.Parse(time.DateOnly, day); err != nil || day <= after {
				t.Fatalf("%q from %q, after %q: %v", rule, first, after, days)
			}
		}
	})
}

// The quiet hours of any instant in any zone have an end that is not quiet, and
// what has to go out before them goes out before.
func FuzzQuiet(f *testing.F) {
	f.Add(int64(1_774_746_000), "Europe/London")
	f.Add(int64(1_793_000_000), "America/New_York")
	f.Add(int64(-3_000_000_000), "Africa/Monrovia")
	f.Add(int64(253_000_000_000), "Pacific/Apia")
	f.Add(int64(0), "nowhere")
	f.Fuzz(func(t *testing.T, unix int64, zone string) {
		loc, at := Zone(zone), time.Unix(unix%300_000_000_000, 0)
		end, before := QuietEnd(at, loc), BeforeQuiet(at, loc)
		if Quiet(end, loc) || end.Before(at) || end.Sub(at) > 13*time.Hour {
			t.Fatalf("%v in %q: the quiet hours end at %v", at, zone, end)
		}
		if Quiet(before, loc) || before.After(at) || at.Sub(before) > 14*time.Hour {
			t.Fatalf("%v in %q: before them is %v", at, zone, before)
		}
	})
}
