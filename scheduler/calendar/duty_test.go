package calendar

import (
	"fmt"
	"slices"
	"testing"
	"time"

	"pgregory.net/rapid"

	"polyphony/care"
)

var abc = []care.StaffMember{{ID: "a", Role: care.Practitioner}, {ID: "b", Role: care.Practitioner}, {ID: "c", Role: care.Coordinator}}

var allDays = []time.Weekday{0, 1, 2, 3, 4, 5, 6}

func london(t *testing.T, wall string) time.Time {
	t.Helper()
	at, err := Instant(wall[:10], wall[11:], zone(t, "Europe/London"))
	if err != nil {
		t.Fatal(err)
	}
	return at
}

// round is a team on call around the clock by turns of a week from Monday, 9:00.
func round() *care.Team {
	return &care.Team{Zone: "Europe/London", Staff: abc,
		Hours: care.Hours{Days: allDays, From: "00:00", Until: "00:00"},
		OnCall: []care.Shift{{Hours: care.Hours{Days: allDays, From: "00:00", Until: "00:00"}, Staff: []string{"a", "b", "c"},
			Turns: &care.Turns{Every: 7, Since: "2026-01-05", At: "09:00"}}}}
}

// Protects the hand-over: at the face of the clock in summer and winter, to the
// minute, and "until" is when the people change and not when a day ends.
func TestTurnsChangeAtTheFaceOfTheClock(t *testing.T) {
	for _, c := range []struct{ at, who, until string }{
		{"2026-01-05 09:00", "a", "2026-01-12 09:00"},
		{"2026-01-05 08:59", "c", "2026-01-05 09:00"}, // counted backwards before the first
		{"2026-03-23 08:59", "b", "2026-03-23 09:00"},
		{"2026-03-23 09:00", "c", "2026-03-30 09:00"}, // the clocks go forward on the 29th
		{"2026-03-29 12:00", "c", "2026-03-30 09:00"},
		{"2026-03-30 09:00", "a", "2026-04-06 09:00"},
		{"2026-10-25 12:00", "c", "2026-10-26 09:00"}, // and back
		{"2026-10-26 09:00", "a", "2026-11-02 09:00"},
	} {
		who, until := Duty(round(), &care.Rota{}, london(t, c.at), 1)
		if len(who) != 1 || who[0] != c.who || !until.Equal(london(t, c.until)) {
			t.Errorf("%s: %v until %s, want %s until %s", c.at, who, until, c.who, c.until)
		}
	}
	who, from := NextDuty(round(), &care.Rota{}, london(t, "2026-03-29 12:00"), 1)
	if len(who) != 1 || who[0] != "a" || !from.Equal(london(t, "2026-03-30 09:00")) {
		t.Errorf("next: %v from %s", who, from)
	}
}

// Protects nights: a cover of a calendar day lasts 23 or 25 hours when the
// clocks change, and no minute of it belongs to whoever gave it away.
func TestACoverLastsTheDayHoweverLongItIs(t *testing.T) {
	for day, hours := range map[string]int{"2026-03-29": 23, "2026-10-25": 25, "2026-06-03": 24} {
		from := london(t, day+" 00:00")
		until, err := Instant(Day(from.Add(36*time.Hour), from.Location()), "00:00", from.Location())
		if err != nil {
			t.Fatal(err)
		}
		if got := int(until.Sub(from).Hours()); got != hours {
			t.Fatalf("%s has %d hours", day, got)
		}
		usual, _ := Duty(round(), &care.Rota{}, from, 1)
		in := "a"
		if usual[0] == "a" {
			in = "b"
		}
		rota := &care.Rota{Covers: []care.Cover{{From: from, Until: until, Out: usual[0], In: in}}}
		for m := from; m.Before(until); m = m.Add(time.Minute) {
			if who, _ := dutyAt(round(), rota, m, 1); len(who) != 1 || who[0] != in {
				t.Fatalf("%s: %v at %s", day, who, m)
			}
		}
		for _, m := range []time.Time{from.Add(-time.Minute), until} {
			if who, _ := dutyAt(round(), rota, m, 1); len(who) != 1 || who[0] != usual[0] {
				t.Fatalf("%s: %v at %s", day, who, m)
			}
		}
	}
}

// Protects bank holidays: a shift that does not run on them leaves no gap in
// hours that do not either, and one that runs on them alone stands in.
func TestBankHolidaysAreHeeded(t *testing.T) {
	week := care.Hours{Days: allDays, From: "09:00", Until: "17:00"}
	not, only := week, care.Hours{From: "10:00", Until: "14:00", Holidays: care.HolidaysOnly}
	not.Holidays = care.HolidaysNot
	team := &care.Team{Zone: "Europe/London", Staff: abc, Hours: week, Holidays: []string{"2026-12-25"},
		OnCall: []care.Shift{{Hours: not, Staff: []string{"a"}}, {Hours: only, Staff: []string{"b"}}}}
	from, until := london(t, "2026-12-20 00:00"), london(t, "2026-12-28 00:00")
	gaps := DutyGaps(team, &care.Rota{}, from, until)
	if len(gaps) != 2 || !gaps[0].From.Equal(london(t, "2026-12-25 09:00")) || !gaps[0].Until.Equal(london(t, "2026-12-25 10:00")) ||
		!gaps[1].From.Equal(london(t, "2026-12-25 14:00")) || !gaps[1].Until.Equal(london(t, "2026-12-25 17:00")) {
		t.Errorf("gaps: %v", gaps)
	}
	team.Hours = not
	if gaps := DutyGaps(team, &care.Rota{}, from, until); len(gaps) != 0 {
		t.Errorf("nobody promises anything on a bank holiday: %v", gaps)
	}
	if who, end := Duty(team, &care.Rota{}, london(t, "2026-12-25 12:00"), 1); len(who) != 1 || who[0] != "b" || !end.Equal(london(t, "2026-12-25 14:00")) {
		t.Errorf("on the holiday: %v until %s", who, end)
	}
	if _, next := Covered(team, &care.Rota{}, london(t, "2026-12-24 20:00")); !next.Equal(london(t, "2026-12-25 10:00")) {
		t.Errorf("next: %s", next)
	}
}

// Protects agreements: later ones win, one by somebody who has left the team is
// none, and a second tier is not disturbed by the first one's.
func TestCoversInTheOrderOfTheirAgreement(t *testing.T) {
	from, until := london(t, "2026-03-24 09:00"), london(t, "2026-03-25 09:00") // c's week
	team := round()
	cover := func(out, in string) care.Cover { return care.Cover{From: from, Until: until, Out: out, In: in} }
	for _, c := range []struct {
		covers []care.Cover
		want   []string
	}{
		{[]care.Cover{cover("c", "a")}, []string{"a"}},
		{[]care.Cover{cover("c", "a"), cover("a", "b")}, []string{"b"}},
		{[]care.Cover{cover("c", "gone")}, []string{"c"}},
		{[]care.Cover{cover("c", "")}, nil},
		{[]care.Cover{cover("", "b")}, []string{"c", "b"}},
		{[]care.Cover{cover("b", "a")}, []string{"c"}},
	} {
		got, _ := Duty(team, &care.Rota{Covers: c.covers}, from.Add(time.Hour), 1)
		if !slices.Equal(got, c.want) {
			t.Errorf("%v: %v", c.covers, got)
		}
	}
}

// No instant belongs to two people of one turn, none is left over, and until is
// exactly when the people change (I10): over both changes of the clock, for
// turns of any length and any hour of hand-over.
func TestTurnsLeaveNoInstantOutAndNoneTwice(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		p := drawPlace(t)
		every := rapid.IntRange(1, 9).Draw(t, "every")
		turns := care.Turns{Every: every, Since: Day(p.day.AddDate(0, 0, rapid.IntRange(-40, 40).Draw(t, "since")), p.loc), At: drawClock(t, "at")}
		now := drawInstant(t, p)
		who, until, ok := Turn(turns, 3, now, p.loc)
		if !ok || !until.After(now) {
			t.Fatalf("%v at %v: until %v", turns, now, until)
		}
		if last, _, _ := Turn(turns, 3, until.Add(-1), p.loc); last != who {
			t.Fatalf("changed before %v", until)
		}
		next, _, _ := Turn(turns, 3, until, p.loc)
		if next != (who+1)%3 {
			t.Fatalf("after %d comes %d", who, next)
		}
		day, _ := Instant(Day(until, p.loc), turns.At, p.loc)
		if !day.Equal(until) {
			t.Fatalf("hand-over at %v, not at %s", until.In(p.loc), turns.At)
		}
	})
}

// The stretches of a rota tile the time, each has the people who are on call at
// every moment of it, and a gap is where promised hours have nobody.
func TestStretchesTileTheTime(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		p := drawPlace(t)
		team := &care.Team{Zone: p.name, Staff: abc, Hours: drawHours(t, "promised")}
		for i := range rapid.IntRange(0, 3).Draw(t, "shifts") {
			s := care.Shift{Hours: drawHours(t, fmt.Sprint("shift ", i)), Staff: []string{"a", "b"}}
			if rapid.Bool().Draw(t, "turns") {
				s.Turns = &care.Turns{Every: rapid.IntRange(1, 8).Draw(t, "every"), Since: Day(p.day, p.loc), At: drawClock(t, "at")}
			}
			team.OnCall = append(team.OnCall, s)
		}
		from := drawInstant(t, p)
		rota := &care.Rota{}
		for range rapid.IntRange(0, 3).Draw(t, "covers") {
			begin := from.Add(time.Duration(rapid.IntRange(-24, 72).Draw(t, "begin")) * time.Hour)
			rota.Covers = append(rota.Covers, care.Cover{From: begin, Until: begin.Add(time.Duration(rapid.IntRange(1, 30).Draw(t, "long")) * time.Hour),
				Out: rapid.SampledFrom([]string{"", "a", "b"}).Draw(t, "out"), In: rapid.SampledFrom([]string{"", "b", "c"}).Draw(t, "in")})
		}
		until := from.Add(72 * time.Hour)
		all, at := Stretches(team, rota, from, until, 1), from
		for i, s := range all {
			if !s.From.Equal(at) || !s.Until.After(s.From) || i > 0 && sameStaff(all[i-1].Staff, s.Staff) {
				t.Fatalf("%v does not follow %v", s, at)
			}
			at = s.Until
		}
		if !at.Equal(until) {
			t.Fatalf("ends at %v, not %v", at, until)
		}
		gaps := DutyGaps(team, rota, from, until)
		for m := from; m.Before(until); m = m.Add(17 * time.Minute) {
			who, end := Duty(team, rota, m, 1)
			i := slices.IndexFunc(all, func(s Stretch) bool { return !m.Before(s.From) && m.Before(s.Until) })
			if !sameStaff(all[i].Staff, who) || len(who) > 0 && i < len(all)-1 && !end.Equal(all[i].Until) {
				t.Fatalf("%v until %v at %v, in %v", who, end, m, all[i])
			}
			_, open := Covers(team.Hours, m, p.loc)
			inGap := slices.ContainsFunc(gaps, func(s Stretch) bool { return !m.Before(s.From) && m.Before(s.Until) })
			if inGap != (open && len(who) == 0) {
				t.Fatalf("%v at %v, promised %v: in a gap %v", who, m, open, inGap)
			}
		}
	})
}
