package spoken

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"polyphony/care"
	"polyphony/scheduler/calendar"
)

var zoneNames = []string{"Europe/London", "America/New_York", "Australia/Lord_Howe", "Asia/Kolkata"}

// What is written in the forms and words of a language is read as it was meant,
// with the address untouched, whatever the day, the hour and the zone.
func TestWhatIsWrittenIsRead(t *testing.T) {
	for _, l := range languages(t) {
		t.Run(l.code, func(t *testing.T) {
			rapid.Check(t, func(t *rapid.T) {
				loc, _ := time.LoadLocation(rapid.SampledFrom(zoneNames).Draw(t, "zone"))
				now := time.Date(2026, 1, 1, 0, rapid.IntRange(0, 366*24*60).Draw(t, "now"), 0, 0, loc)
				w := writer{l, t, now}
				d := time.Date(now.Year(), now.Month(), now.Day()+rapid.IntRange(0, 365).Draw(t, "ahead"), 12, 0, 0, 0, time.UTC)
				hour, minute := rapid.IntRange(0, 23).Draw(t, "hour"), 15*rapid.IntRange(0, 3).Draw(t, "quarter")
				want := Meeting{Day: d.Format("2006-01-02"), Clock: fmt.Sprintf("%02d:%02d", hour, minute)}
				text := []string{w.day(d), w.clock(hour, minute)}
				// "at 8 january 12" is the 8th for anybody.
				if ends := strings.HasSuffix(text[0], strconv.Itoa(d.Day())); !ends && rapid.Bool().Draw(t, "first") {
					slices.Reverse(text)
				}
				text[0], text[1] = w.dress(text[0]), w.dress(text[1])
				if rapid.Bool().Draw(t, "long") {
					want.Minutes = 15 * rapid.IntRange(1, 16).Draw(t, "minutes")
					text = append(text, w.dress(w.length(want.Minutes)))
				}
				if rapid.Bool().Draw(t, "often") {
					want.Every = rapid.IntRange(1, 4).Draw(t, "weeks")
					text = append(text, w.dress(w.every(want.Every)))
				}
				if rapid.Bool().Draw(t, "somewhere") {
					var place string
					place, want.Place, want.Kind = w.place()
					if rapid.Bool().Draw(t, "place first") {
						text = slices.Insert(text, 0, place)
					} else {
						text = append(text, place)
					}
				}
				between := []string{", ", " ; "}
				if !slices.Contains(addresses, want.Place) {
					between = append(between, " ", " - ", " – ", ". ")
				}
				line := strings.Join(text, w.one("between", between...))
				checkRead(t, line, l.words, now, loc, want)
			})
		})
	}
}

func checkRead(t *rapid.T, line string, words []Words, now time.Time, loc *time.Location, want Meeting) {
	at, err := calendar.Instant(want.Day, want.Clock, loc)
	if err != nil {
		t.Fatal(err)
	}
	switch {
	case at.In(loc).Format("15:04") != want.Clock:
		want.Problem = Impossible
	case !at.After(now):
		want.Problem = Past
	}
	got := Read(line, words, now, loc)
	got.Missing = nil
	if told(got) != told(want) {
		t.Fatalf("%s, at %s\n got %s\nwant %s", line, now, told(got), told(want))
	}
}

// Every day of a year and every quarter hour, in the four zones, as a machine
// would write it: those that a clock change skips are impossible, those that
// are over are past, all others stand.
func TestEveryQuarterHourOfAYear(t *testing.T) {
	words := languages(t)[0].words
	for _, name := range zoneNames {
		loc := zone(t, name)
		now := time.Date(2026, 3, 2, 9, 0, 0, 0, loc)
		skipped := 0
		for d := time.Date(2026, 3, 1, 0, 0, 0, 0, time.UTC); d.Before(time.Date(2027, 3, 3, 0, 0, 0, 0, time.UTC)); d = d.Add(15 * time.Minute) {
			m := Read(d.Format("2006-01-02 15:04"), words, now, loc)
			at, _ := calendar.Instant(d.Format("2006-01-02"), d.Format("15:04"), loc)
			want := None
			switch {
			case at.In(loc).Format("15:04") != d.Format("15:04"):
				want = Impossible
				skipped++
			case !at.After(now):
				want = Past
			}
			if m.Day+m.Clock != d.Format("2006-01-0215:04") || m.Problem != want {
				t.Fatalf("%s %s: %s, want %q", name, d, told(m), want)
			}
		}
		if want := map[string]int{"Europe/London": 4, "America/New_York": 4, "Australia/Lord_Howe": 2}[name]; skipped != want {
			t.Errorf("%s: %d quarter hours do not exist, want %d", name, skipped, want)
		}
	}
}

// A reading holds whatever the line: a day and a time that exist and lie
// ahead, or a problem that says so.
func holds(m Meeting, now time.Time, loc *time.Location) error {
	at, err := calendar.Instant(m.Day, m.Clock, loc)
	switch {
	case m.Problem == None && (err != nil || !at.After(now)):
		return fmt.Errorf("no problem with %q %q", m.Day, m.Clock)
	case err == nil && !at.After(now) && !slices.Contains([]Problem{Past, Unclear, Impossible}, m.Problem):
		return fmt.Errorf("in the past, but %q", m.Problem)
	case m.Minutes < 0 || m.Minutes > longest || m.Every < 0 || m.Every > 4:
		return fmt.Errorf("%d minutes, every %d weeks", m.Minutes, m.Every)
	case (m.Day == "") != slices.Contains(m.Missing, MissingDay) || (m.Clock == "") != slices.Contains(m.Missing, MissingTime):
		return fmt.Errorf("missing %v of %q %q", m.Missing, m.Day, m.Clock)
	case m.Kind == "" && m.Place != "" || m.Kind == care.PlaceVideo && m.Place != "" && !isLink.MatchString(m.Place):
		return fmt.Errorf("place %q is %q", m.Place, m.Kind)
	}
	return nil
}

// Words and numbers in any order never make the reader fail.
func TestAnyWordsInAnyOrder(t *testing.T) {
	for _, l := range languages(t) {
		soup := []string{"10", "14:30", "15.03", "5/7", "2026-02-30", "1430", "99", "0", "1.5", "h", "-", "–", ",", "(", "x", "٣", "½", "24:00", "https://a.example", "@", "12345"}
		for _, list := range l.lists {
			soup = append(soup, list...)
		}
		slices.Sort(soup)
		t.Run(l.code, func(t *testing.T) {
			rapid.Check(t, func(t *rapid.T) {
				loc, _ := time.LoadLocation(rapid.SampledFrom(zoneNames).Draw(t, "zone"))
				now := time.Date(2026, 1, 1, 0, rapid.IntRange(0, 366*24*60).Draw(t, "now"), 0, 0, loc)
				line := strings.Join(rapid.SliceOfN(rapid.SampledFrom(soup), 0, 12).Draw(t, "words"), rapid.SampledFrom([]string{" ", "", ", "}).Draw(t, "between"))
				if err := holds(Read(line, l.words, now, loc), now, loc); err != nil {
					t.Fatalf("%q: %v", line, err)
				}
			})
		})
	}
}

func FuzzRead(f *testing.F) {
	var words []Words
	for _, l := range languages(f) {
		words = append(words, l.words[0])
	}
	loc := zone(f, "Europe/London")
	for _, line := range []string{"/meeting tue 14:30 90m at home", "w piątek o 14:30 na 90 minut w domu", "منگل کو شام ۵ بجے گھر پر", "15.03. 9:00", "2-3pm fri",
		"\xff\xfe 10", "½½½", "31/2 25:61", "every 9 weeks", "a a a a", "10 10 10 10", "https://", "٣٫٥ گھنٹے", "0000-00-00", "9999-12-31 23:59", "in 400 days 10", "half", "/"} {
		f.Add(line)
	}
	now := time.Date(2026, 3, 29, 0, 30, 0, 0, loc)
	f.Fuzz(func(t *testing.T, line string) {
		if err := holds(Read(line, words, now, loc), now, loc); err != nil {
			t.Errorf("%q: %v", line, err)
		}
	})
}
