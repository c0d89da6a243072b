package calendar

import (
	"testing"
	"time"

	"pgregory.net/rapid"
)

// I5: what is put off to the end of the quiet hours is neither quiet nor
// earlier, and comes at the first moment that is allowed.
func TestQuietEndIsTheFirstMomentThatIsNotQuiet(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		p := drawPlace(t)
		at := drawInstant(t, p)
		end := QuietEnd(at, p.loc)
		switch {
		case Quiet(end, p.loc):
			t.Fatalf("%v is put off to %v, which is quiet", at, end)
		case end.Before(at):
			t.Fatalf("%v is put off to %v, which is earlier", at, end)
		case !Quiet(at, p.loc) && !end.Equal(at):
			t.Fatalf("%v is not quiet and yet put off to %v", at, end)
		}
		for m := at; m.Before(end); m = m.Add(7 * time.Minute) {
			if !Quiet(m, p.loc) {
				t.Fatalf("%v is put off to %v, past %v", at, end, m)
			}
		}
		if end.After(at) && (!Quiet(end.Add(-time.Nanosecond), p.loc) || end.In(p.loc).Format("15:04:05") != "08:00:00") {
			t.Fatalf("%v is put off to %v", at, end.In(p.loc))
		}
	})
}

// What would fall into the quiet hours goes out on the evening before, never
// later and never quiet.
func TestBeforeQuietIsTheEveningBefore(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		p := drawPlace(t)
		at := drawInstant(t, p)
		got := BeforeQuiet(at, p.loc)
		switch {
		case Quiet(got, p.loc):
			t.Fatalf("%v is brought forward to %v, which is quiet", at, got)
		case got.After(at):
			t.Fatalf("%v is brought forward to %v, which is later", at, got)
		case !Quiet(at, p.loc) && !got.Equal(at):
			t.Fatalf("%v is not quiet and yet brought forward to %v", at, got)
		case Quiet(at, p.loc) && got.In(p.loc).Format("15:04") != "20:30":
			t.Fatalf("%v is brought forward to %v", at, got.In(p.loc))
		case at.Sub(got) > 12*time.Hour+lastCall: // eleven hours, an autumn's more, and the last call
			t.Fatalf("%v is brought forward to %v", at, got)
		}
	})
}

func TestQuietHoursOnNamedNights(t *testing.T) {
	for _, c := range []struct{ zone, at, end, before, why string }{
		{"Europe/London", "2026-03-02T20:59:59Z", "2026-03-02T20:59:59Z", "2026-03-02T20:59:59Z", "the last second of the evening"},
		{"Europe/London", "2026-03-02T21:00:00Z", "2026-03-03T08:00:00Z", "2026-03-02T20:30:00Z", "the first of the night"},
		{"Europe/London", "2026-03-03T07:59:59Z", "2026-03-03T08:00:00Z", "2026-03-02T20:30:00Z", "the last of the night"},
		{"Europe/London", "2026-03-03T08:00:00Z", "2026-03-03T08:00:00Z", "2026-03-03T08:00:00Z", "the morning"},
		{"Europe/London", "2026-03-28T23:00:00Z", "2026-03-29T07:00:00Z", "2026-03-28T20:30:00Z", "a night of ten hours"},
		{"Europe/London", "2026-03-29T03:00:00Z", "2026-03-29T07:00:00Z", "2026-03-28T20:30:00Z", "after its change"},
		{"Europe/London", "2026-10-24T22:00:00Z", "2026-10-25T08:00:00Z", "2026-10-24T19:30:00Z", "a night of twelve hours"},
		{"America/New_York", "2026-11-01T05:30:00Z", "2026-11-01T13:00:00Z", "2026-11-01T00:30:00Z", "half past one, the first time"},
		{"America/New_York", "2026-11-01T06:30:00Z", "2026-11-01T13:00:00Z", "2026-11-01T00:30:00Z", "and the second"},
		{"Europe/London", "2026-12-31T23:30:00Z", "2027-01-01T08:00:00Z", "2026-12-31T20:30:00Z", "over New Year"},
		{"Asia/Kolkata", "2026-03-02T16:00:00Z", "2026-03-03T02:30:00Z", "2026-03-02T15:00:00Z", "half past nine at night there"},
	} {
		at, err := time.Parse(time.RFC3339, c.at)
		if err != nil {
			t.Fatal(err)
		}
		loc := zone(t, c.zone)
		end, before := QuietEnd(at, loc).UTC().Format(time.RFC3339), BeforeQuiet(at, loc).UTC().Format(time.RFC3339)
		if end != c.end || before != c.before {
			t.Errorf("%s %s (%s): until %s, want %s; before %s, want %s", c.zone, c.at, c.why, end, c.end, before, c.before)
		}
	}
}
