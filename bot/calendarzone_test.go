package bot

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"
)

func unfolded(body string) string { return strings.ReplaceAll(body, "\r\n ", "") }

// property is one line of a file: its name, parameters and value.
type property struct{ name, params, value string }

func propertyOf(line string) property {
	head, value, _ := strings.Cut(line, ":")
	name, params, _ := strings.Cut(head, ";")
	return property{name, params, value}
}

// rule is one observance of a VTIMEZONE.
type rule struct {
	since    time.Time // by the clock that it ends, as if that were UTC
	from, to time.Duration
}

// aloneReader reads a file with no knowledge of zones but the file's own.
type aloneReader struct {
	t       rapid.TB
	zone    string
	rules   []rule
	lines   map[string]property
	within  []string
	current rule
}

func readAlone(t rapid.TB, body []byte) event {
	r := &aloneReader{t: t, lines: map[string]property{}}
	for line := range strings.SplitSeq(strings.TrimSuffix(unfolded(string(body)), "\r\n"), "\r\n") {
		r.take(propertyOf(line))
	}
	text := func(name string) string {
		return strings.NewReplacer(`\\`, `\`, `\n`, "\n", `\,`, ",", `\;`, ";").Replace(r.lines[name].value)
	}
	return event{r.instant("DTSTART"), r.instant("DTEND"), text("UID"), text("SEQUENCE"), text("STATUS"), text("SUMMARY"), text("LOCATION"), r.lines["URL"].value, text("CLASS")}
}

func (r *aloneReader) take(p property) {
	switch in := strings.Join(r.within, "/"); {
	case p.name == "BEGIN":
		r.within = append(r.within, p.value)
		r.current = rule{}
	case p.name == "END":
		if len(r.within) == 0 || r.within[len(r.within)-1] != p.value {
			r.t.Fatalf("END:%s within %s", p.value, in)
		}
		if p.value == "STANDARD" || p.value == "DAYLIGHT" {
			r.rules = append(r.rules, r.current)
		}
		r.within = r.within[:len(r.within)-1]
	case in == "VCALENDAR/VEVENT":
		if _, twice := r.lines[p.name]; twice {
			r.t.Fatalf("%s twice", p.name)
		}
		r.lines[p.name] = p
	case in == "VCALENDAR/VTIMEZONE" && p.name == "TZID":
		r.zone = p.value
	case strings.HasPrefix(in, "VCALENDAR/VTIMEZONE/"):
		r.observe(p)
	}
}

func (r *aloneReader) observe(p property) {
	switch p.name {
	case "DTSTART":
		r.current.since = r.wall(p.value)
	case "TZOFFSETFROM":
		r.current.from = r.offset(p.value)
	case "TZOFFSETTO":
		r.current.to = r.offset(p.value)
	case "TZNAME":
	default:
		r.t.Fatalf("a rule says %s", p.name)
	}
}

func (r *aloneReader) wall(s string) time.Time {
	t, err := time.Parse("20060102T150405", s)
	if err != nil {
		r.t.Fatal(err)
	}
	return t
}

func (r *aloneReader) offset(s string) time.Duration {
	var hours, minutes, seconds int
	if n, _ := fmt.Sscanf(s[1:], "%2d%2d%2d", &hours, &minutes, &seconds); n < 2 {
		r.t.Fatalf("offset %q", s)
	}
	d := time.Duration(hours)*time.Hour + time.Duration(minutes)*time.Minute + time.Duration(seconds)*time.Second
	if s[0] == '-' {
		return -d
	}
	return d
}

// instant is what a time means by the rules: of all instants at which the clocks
// of the rules show it there must be exactly one.
func (r *aloneReader) instant(name string) time.Time {
	p := r.lines[name]
	if wall, utc := strings.CutSuffix(p.value, "Z"); utc {
		return r.wall(wall)
	}
	if p.params != "TZID="+r.zone || r.zone == "" {
		r.t.Fatalf("%s;%s, but the zone is %q", name, p.params, r.zone)
	}
	wall := r.wall(p.value)
	var found []time.Time
	for i, rule := range r.rules {
		at := wall.Add(-rule.to)
		begins := rule.since.Add(-rule.from)
		ends := time.Date(9999, 1, 1, 0, 0, 0, 0, time.UTC)
		if i+1 < len(r.rules) {
			ends = r.rules[i+1].since.Add(-r.rules[i+1].from)
			if r.rules[i+1].from != rule.to || !ends.After(begins) {
				r.t.Fatalf("the rules do not follow one another: %+v", r.rules)
			}
		}
		if !at.Before(begins) && at.Before(ends) {
			found = append(found, at)
		}
	}
	if len(found) != 1 {
		r.t.Fatalf("%s %s is %v by %+v", name, p.value, found, r.rules)
	}
	return found[0]
}

// A file says which rules it goes by, for readers that do not know the zone.
func TestTheRulesOfAZoneAreThoseRoundTheMeeting(t *testing.T) {
	for zone, want := range map[string]string{
		"Europe/London": `BEGIN:STANDARD DTSTART:20251026T020000 TZOFFSETFROM:+0100 TZOFFSETTO:+0000 TZNAME:GMT END:STANDARD ` +
			`BEGIN:DAYLIGHT DTSTART:20260329T010000 TZOFFSETFROM:+0000 TZOFFSETTO:+0100 TZNAME:BST END:DAYLIGHT ` +
			`BEGIN:STANDARD DTSTART:20261025T020000 TZOFFSETFROM:+0100 TZOFFSETTO:+0000 TZNAME:GMT END:STANDARD`,
		"Australia/Lord_Howe": `BEGIN:DAYLIGHT DTSTART:20251005T020000 TZOFFSETFROM:+1030 TZOFFSETTO:+1100 TZNAME:+11 END:DAYLIGHT ` +
			`BEGIN:STANDARD DTSTART:20260405T020000 TZOFFSETFROM:+1100 TZOFFSETTO:+1030 TZNAME:+1030 END:STANDARD ` +
			`BEGIN:DAYLIGHT DTSTART:20261004T020000 TZOFFSETFROM:+1030 TZOFFSETTO:+1100 TZNAME:+11 END:DAYLIGHT`,
		"America/New_York": `BEGIN:STANDARD DTSTART:20251102T020000 TZOFFSETFROM:-0400 TZOFFSETTO:-0500 TZNAME:EST END:STANDARD ` +
			`BEGIN:DAYLIGHT DTSTART:20260308T020000 TZOFFSETFROM:-0500 TZOFFSETTO:-0400 TZNAME:EDT END:DAYLIGHT ` +
			`BEGIN:STANDARD DTSTART:20261101T020000 TZOFFSETFROM:-0400 TZOFFSETTO:-0500 TZNAME:EST END:STANDARD`,
		"Asia/Kolkata": `BEGIN:STANDARD DTSTART:19451015T000000 TZOFFSETFROM:+0630 TZOFFSETTO:+0530 TZNAME:IST END:STANDARD`,
		"Etc/GMT-5":    `BEGIN:STANDARD DTSTART:19700101T000000 TZOFFSETFROM:+0500 TZOFFSETTO:+0500 TZNAME:+05 END:STANDARD`,
	} {
		body := string(mustFile(t, appointment(zone, "2026-03-05", "14:30")))
		_, rest, _ := strings.Cut(body, "BEGIN:VTIMEZONE\r\nTZID:"+zone+"\r\n")
		rules, _, found := strings.Cut(rest, "\r\nEND:VTIMEZONE")
		if got := strings.ReplaceAll(rules, "\r\n", " "); !found || got != want {
			t.Errorf("%s:\n got %s\nwant %s", zone, got, want)
		}
	}
}

// A meeting over the night of a change has the rules of both its ends.
func TestAMeetingOverAChangeKnowsBothClocks(t *testing.T) {
	a := appointment("Europe/London", "2026-03-28", "22:00")
	a.Minutes = 12 * 60
	if n := strings.Count(string(mustFile(t, a)), "TZOFFSETTO:"); n != 4 {
		t.Errorf("%d rules", n)
	}
	readsAs(t, a, asMeant(t, a))
}

// Times that clocks show twice are written so that nobody can take the other.
func TestTimesThatClocksShowTwiceAreWrittenInUTC(t *testing.T) {
	for clock, utc := range map[string]bool{"00:59": false, "01:00": true, "01:59": true, "02:00": false} {
		a := appointment("Europe/London", "2026-10-25", clock)
		a.Minutes = 600
		body := string(mustFile(t, a))
		if got := !strings.Contains(body, "TZID"); got != utc {
			t.Errorf("%s: %s", clock, body)
		}
	}
}

func TestOffsetsAreWrittenWhole(t *testing.T) {
	for seconds, want := range map[int]string{0: "+0000", 3600: "+0100", -12600: "-0330", 37800: "+1030", -75: "-000115", 20700: "+0545"} {
		if got := clockOffset(seconds); got != want {
			t.Errorf("%d: %s", seconds, got)
		}
	}
}
