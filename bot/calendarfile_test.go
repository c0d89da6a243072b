package bot

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"polyphony/flows"
	"polyphony/scheduler/calendar"
)

// zones change their clocks at other dates, by other amounts, on other sides of
// the world, and never.
var zones = []string{"Europe/London", "America/New_York", "Australia/Lord_Howe", "Asia/Kolkata", "Europe/Warsaw", "Asia/Karachi", "UTC", "Europe/Istanbul", "Africa/Casablanca", "Asia/Kathmandu"}

func appointment(zone, day, clock string) flows.Appointment {
	return flows.Appointment{UID: "m-7@polyphony", Seq: 3, Day: day, Clock: clock, Zone: zone, Minutes: 90,
		Place: "12 High Street", At: time.Date(2026, 1, 2, 3, 4, 5, 0, time.UTC)}
}

func mustFile(t rapid.TB, a flows.Appointment) []byte {
	t.Helper()
	body, err := calendarFile(a, "Meeting", now)
	if err != nil {
		t.Fatal(err)
	}
	return body
}

// meant is when an appointment begins and ends.
func meant(t rapid.TB, a flows.Appointment) (start, end time.Time) {
	t.Helper()
	start, err := calendar.Instant(a.Day, a.Clock, calendar.Zone(a.Zone))
	if err != nil {
		t.Fatal(err)
	}
	return start, start.Add(time.Duration(a.Minutes) * time.Minute)
}

func asMeant(t rapid.TB, a flows.Appointment) event {
	e := event{uid: a.UID, seq: fmt.Sprint(a.Seq), status: "CONFIRMED", summary: "Meeting", place: a.Place, class: "PRIVATE"}
	e.start, e.end = meant(t, a)
	return e
}

// Instants on both sides of both changes of the clocks, written out by hand.
func TestACalendarFileMeansTheRightInstants(t *testing.T) {
	for _, c := range []struct{ zone, day, clock, utc string }{
		{"Europe/London", "2026-03-28", "14:30", "2026-03-28T14:30:00Z"},
		{"Europe/London", "2026-03-29", "14:30", "2026-03-29T13:30:00Z"},
		{"Europe/London", "2026-03-29", "01:30", "2026-03-29T01:30:00Z"}, // skipped: 02:30
		{"Europe/London", "2026-10-24", "14:30", "2026-10-24T13:30:00Z"},
		{"Europe/London", "2026-10-25", "14:30", "2026-10-25T14:30:00Z"},
		{"Europe/London", "2026-10-25", "01:30", "2026-10-25T00:30:00Z"}, // twice: the first
		{"Europe/London", "2026-10-25", "00:30", "2026-10-24T23:30:00Z"}, // ends where clocks show a time twice
		{"America/New_York", "2026-03-07", "14:30", "2026-03-07T19:30:00Z"},
		{"America/New_York", "2026-03-08", "14:30", "2026-03-08T18:30:00Z"},
		{"America/New_York", "2026-03-08", "02:30", "2026-03-08T07:30:00Z"}, // skipped
		{"America/New_York", "2026-10-31", "14:30", "2026-10-31T18:30:00Z"},
		{"America/New_York", "2026-11-01", "14:30", "2026-11-01T19:30:00Z"},
		{"America/New_York", "2026-11-01", "01:30", "2026-11-01T05:30:00Z"}, // twice
		{"Australia/Lord_Howe", "2026-04-04", "14:30", "2026-04-04T03:30:00Z"},
		{"Australia/Lord_Howe", "2026-04-05", "14:30", "2026-04-05T04:00:00Z"},
		{"Australia/Lord_Howe", "2026-04-05", "01:45", "2026-04-04T14:45:00Z"}, // twice, half an hour apart
		{"Australia/Lord_Howe", "2026-10-03", "14:30", "2026-10-03T04:00:00Z"},
		{"Australia/Lord_Howe", "2026-10-04", "14:30", "2026-10-04T03:30:00Z"},
		{"Australia/Lord_Howe", "2026-10-04", "02:15", "2026-10-03T15:45:00Z"}, // skipped
		{"Asia/Kolkata", "2026-03-29", "14:30", "2026-03-29T09:00:00Z"},
		{"Asia/Kolkata", "2026-10-25", "14:30", "2026-10-25T09:00:00Z"},
	} {
		t.Run(c.zone+" "+c.day+" "+c.clock, func(t *testing.T) {
			a := appointment(c.zone, c.day, c.clock)
			want := asMeant(t, a)
			if got := want.start.UTC().Format(time.RFC3339); got != c.utc {
				t.Fatalf("the calendar means %s", got)
			}
			readsAs(t, a, want)
		})
	}
}

// Any day of two years, any time, any length, in zones of every kind.
func TestEveryDayOfAYearIsReadAsItWasMeant(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		day := time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC).AddDate(0, 0, rapid.IntRange(0, 730).Draw(t, "day"))
		clock := fmt.Sprintf("%02d:%02d", rapid.IntRange(0, 23).Draw(t, "hour"), rapid.IntRange(0, 59).Draw(t, "minute"))
		a := appointment(rapid.SampledFrom(zones).Draw(t, "zone"), day.Format(time.DateOnly), clock)
		a.Minutes = rapid.IntRange(1, 36*60).Draw(t, "minutes")
		readsAs(t, a, asMeant(t, a))
	})
}

// The nights of the changes, minute by minute near enough to meet every edge.
func TestTheNightsOfTheChangesAreReadAsTheyWereMeant(t *testing.T) {
	for zone, days := range map[string][]string{
		"Europe/London": {"2026-03-29", "2026-10-25"}, "America/New_York": {"2026-03-08", "2026-11-01"}, "Australia/Lord_Howe": {"2026-04-05", "2026-10-04"},
	} {
		for _, day := range days {
			for minute := 0; minute < 240; minute += 15 {
				a := appointment(zone, day, fmt.Sprintf("%02d:%02d", minute/60, minute%60))
				a.Minutes = 30
				readsAs(t, a, asMeant(t, a))
			}
		}
	}
}

func TestWhateverAPlaceSaysIsReadAsItWasWritten(t *testing.T) {
	for name, place := range map[string]string{
		"blanks round it":   "  Flat 3 ",
		"commas and all":    `Flat 3; 12 High St, London \ "rear": ring, twice\n`,
		"lines":             "Flat 3\n12 High Street\nLondon",
		"emoji":             "👩‍👧‍👦 House 🏴󠁧󠁢󠁥󠁮󠁧󠁿, by the 🌳",
		"Urdu":              "مکان نمبر 12، ہائی اسٹریٹ، لندن",
		"Urdu with English": "گھر 12 High Street, Flat 3 (rear)",
		"300 letters":       strings.Repeat("żółty dom, ", 27) + "abc",
		"no blank to break": strings.Repeat("ملاقات", 50),
		"a line of a file":  "x\nEND:VEVENT\nBEGIN:VEVENT\nSUMMARY:psychosis",
		"nothing":           "",
	} {
		t.Run(name, func(t *testing.T) {
			a := appointment("Europe/London", "2026-06-05", "14:30")
			a.Place = place
			want := asMeant(t, a)
			want.place = strings.TrimSpace(strings.ReplaceAll(place, "\n", ", "))
			readsAs(t, a, want)
			foldedWell(t, mustFile(t, a))
		})
	}
}

func TestAnyPlaceIsReadAsItWasWritten(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		a := appointment("Europe/Warsaw", "2026-06-05", "14:30")
		a.Place = oneLine(rapid.StringN(0, 300, -1).Draw(t, "place"))
		readsAs(t, a, asMeant(t, a))
		foldedWell(t, mustFile(t, a))
	})
}

// foldedWell holds a file's lines against RFC 5545, 3.1: at most 75 octets, ended
// by CRLF, and no letter cut in two.
func foldedWell(t rapid.TB, body []byte) {
	t.Helper()
	lines := strings.Split(string(body), "\r\n")
	if lines[len(lines)-1] != "" {
		t.Errorf("the last line is open")
	}
	for _, line := range lines {
		if len(line) > 75 || strings.ContainsAny(line, "\r\n") || strings.ToValidUTF8(line, "") != line {
			t.Errorf("%d octets: %q", len(line), line)
		}
	}
}

func TestALinkIsOneOfTheWebOrNone(t *testing.T) {
	for link, want := range map[string]string{
		"https://meet.example.org/a?b=c,d;e#f": "https://meet.example.org/a?b=c,d;e#f",
		"http://example.org/ü":                 "http://example.org/%C3%BC",
		"javascript:alert(1)":                  "",
		"https://x.org/\r\nSUMMARY:psychosis":  "",
		"https://x.org/\u202Efdp.exe":          "https://x.org/fdp.exe",
		"meet.example.org":                     "",
		"":                                     "",
	} {
		a := appointment("Europe/London", "2026-06-05", "14:30")
		a.Link, a.Place = link, "By video"
		want, at := asMeant(t, a), want
		want.url = at
		readsAs(t, a, want)
		a.Place, want.place = "", at
		readsAs(t, a, want)
	}
}

// Calendars know versions of one meeting by its UID and take the highest
// SEQUENCE (RFC 5546, 2.1.5).
func TestAMoveAndACancellationAreVersionsOfOneMeeting(t *testing.T) {
	first := appointment("Europe/London", "2026-03-27", "14:30")
	moved := appointment("Europe/London", "2026-03-30", "10:00")
	moved.Seq, moved.At = 4, first.At.Add(time.Hour)
	gone := moved
	gone.Seq, gone.Cancelled = 5, true
	cancelled := asMeant(t, gone)
	cancelled.status = "CANCELLED"
	readsAs(t, first, asMeant(t, first))
	readsAs(t, moved, asMeant(t, moved))
	readsAs(t, gone, cancelled)
	for _, c := range []struct {
		a     flows.Appointment
		lines []string
	}{
		{first, []string{"METHOD:REQUEST", "STATUS:CONFIRMED", "SEQUENCE:3", "DTSTAMP:20260102T030405Z"}},
		{moved, []string{"METHOD:REQUEST", "STATUS:CONFIRMED", "SEQUENCE:4", "DTSTAMP:20260102T040405Z"}},
		{gone, []string{"METHOD:CANCEL", "STATUS:CANCELLED", "SEQUENCE:5"}},
	} {
		body := string(mustFile(t, c.a))
		for _, line := range append(c.lines, "UID:m-7@polyphony", "VERSION:2.0", "PRODID:-//Polyphony//Meetings//EN", "TRANSP:OPAQUE", "CLASS:PRIVATE",
			"ORGANIZER;SCHEDULE-AGENT=NONE:mailto:meeting@noreply.invalid", "ATTENDEE;RSVP=FALSE;SCHEDULE-AGENT=NONE:mailto:you@noreply.invalid") {
			if strings.Count(unfolded(body), "\r\n"+line+"\r\n") != 1 {
				t.Errorf("no line %s in\n%s", line, body)
			}
		}
		if strings.Contains(body, "VALARM") {
			t.Error("two would remind")
		}
	}
}

// Calendars are shared and shown on lock screens (rule 12).
func TestACalendarFileSpeaksTheReadersLanguageAndNamesNobody(t *testing.T) {
	r := NewRenderer(RendererOptions{Texts: texts{"calendarfile.meeting": "Meeting", "ur:calendarfile.meeting": "ملاقات", "ur:calendarfile.cancelled": "منسوخ: ملاقات", "card": "{{.Name}}"}, Fallback: "?"})
	a := appointment("Asia/Karachi", "2026-06-05", "14:30")
	for cancelled, want := range map[bool]string{false: "ملاقات", true: "منسوخ: ملاقات"} {
		a.Cancelled = cancelled
		m := message1("card", flows.Args{"Name": {Text: canary}})
		m.Calendar = &a
		file := r.Render(m, flows.Delivery{Language: "ur"}, now).file
		if file == nil || file.name != "meeting.ics" || file.picture || strings.Contains(string(file.body), canary) {
			t.Fatalf("%+v", file)
		}
		if got := readEmersion(t, file.body).summary; got != want {
			t.Errorf("%q", got)
		}
	}
}

func TestAnAppointmentThatCannotBeReadIsSaidWithoutItsFile(t *testing.T) {
	for _, a := range []flows.Appointment{{Day: "soon", Clock: "14:30"}, {Day: "2026-06-05", Clock: "late"}} {
		m := message1("help", nil)
		m.Calendar = &a
		if got := renderer(t).Render(m, flows.Delivery{}, now); got.file != nil || got.Plain() != "I need help" {
			t.Errorf("%v %q", got.file, got.Plain())
		}
	}
}
