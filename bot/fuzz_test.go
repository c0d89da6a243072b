package bot

import (
	"bytes"
	"html"
	"image/png"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"polyphony/care"
	"polyphony/flows"
)

// hostile are names and words that somebody may write to break what shows them.
var hostile = []string{"Maya", "", "<b>", "</tg-spoiler>", "&amp;lt;", "&#60;script&#62;", "a\u202Eb\u2066c", "\x00\x07\x1b[2J", "\xff\xfe", "Z\u0351\u036b\u0343algo", "👩‍👧", "میری بہن",
	"\u200b\u200d\ufeff", "||spoiler|| *b* _i_ [x](tg://user?id=1)", "\r\nBEGIN:VEVENT\r\nATTENDEE:mailto:x@y", "\n\n\n", "{{.Name}}", "%s%n", strings.Repeat("W", 300), `"><img src=x onerror=alert(1)>`}

// unmarked reads HTML as Telegram does, strictly: tags of its own alone, each
// closed, and nothing but text between them. It knows nothing of how ours is made.
func unmarked(t *testing.T, page string) string {
	t.Helper()
	known := []string{"b", "i", "u", "s", "a", "code", "pre", "tg-spoiler", "blockquote"}
	var text strings.Builder
	balanced(t, page)
	for rest := page; rest != ""; {
		before, after, tagged := strings.Cut(rest, "<")
		if strings.Contains(before, ">") {
			t.Fatalf("a bare > in %q", page)
		}
		for _, entity := range strings.Split(before, "&")[1:] {
			if name, _, ended := strings.Cut(entity, ";"); !ended || !slices.Contains([]string{"lt", "gt", "amp", "quot", "#34", "#39"}, name) {
				t.Fatalf("&%s is no entity that Telegram knows, in %q", entity, page)
			}
		}
		text.WriteString(html.UnescapeString(before))
		if !tagged {
			break
		}
		tag, next, _ := strings.Cut(after, ">")
		name, _, _ := strings.Cut(strings.TrimPrefix(tag, "/"), " ")
		if !slices.Contains(known, name) {
			t.Fatalf("a tag %q in %q", tag, page)
		}
		rest = next
	}
	return text.String()
}

// Whatever people are called and write, Telegram accepts it, shows it as it was
// written (a name in one line), and takes none of it for markup.
func FuzzWordsAndNamesAreShownAsTheyWereWritten(f *testing.F) {
	for i, name := range hostile {
		f.Add(name, hostile[len(hostile)-1-i])
	}
	r := NewRenderer(RendererOptions{Texts: sentences, Fallback: "x"})
	f.Fuzz(func(t *testing.T, name, words string) {
		m := message1("card", flows.Args{"Name": {Text: name}, "Words": {Words: words}})
		letter := r.Render(m, flows.Delivery{}, now)
		plain := letter.Plain()
		if shown := unmarked(t, letter.HTML()); shown != plain {
			t.Fatalf("shown %q, meant %q", shown, plain)
		}
		if !utf8.ValidString(plain) {
			t.Fatalf("%q is no text", plain)
		}
		if width(name)+width(words) < 3000 {
			for _, said := range []string{inOneLine(clean(name)), clean(words)} {
				if kept := strings.TrimSpace(upright(said)); !strings.Contains(upright(plain), kept) {
					t.Fatalf("%q is not in %q", kept, plain)
				}
			}
		}
	})
}

// A calendar file holds one event, whatever its place and link are, and no line
// that anybody wrote into it.
func FuzzACalendarFileHoldsOneEvent(f *testing.F) {
	for _, place := range hostile {
		f.Add("m-7@polyphony", place, "https://meet.example/"+place, "Meeting", uint8(0), "2026-03-29", "01:30", 90, false)
	}
	f.Add("a\r\nb", "", "javascript:alert(1)", "x;y,z\\", uint8(2), "2026-10-25", "01:30", -5, true)
	f.Fuzz(func(t *testing.T, uid, place, link, summary string, zone uint8, day, clock string, minutes int, cancelled bool) {
		a := flows.Appointment{UID: uid, Seq: 1, Day: day, Clock: clock, Zone: zones[int(zone)%len(zones)], Minutes: minutes % (7 * 24 * 60), Place: place, Link: link, Cancelled: cancelled, At: now}
		body, err := calendarFile(a, bare(summaryPieces(summary)), now)
		if err != nil {
			return
		}
		if !utf8.Valid(body) {
			t.Fatalf("no text: %q", body)
		}
		counts := map[string]int{}
		for line := range strings.SplitSeq(strings.TrimSuffix(string(body), "\r\n"), "\r\n") {
			if strings.ContainsAny(line, "\r\n") || len(line) > 76 {
				t.Fatalf("a line %q in\n%s", line, body)
			}
			if line == "" || line[0] == ' ' || line[0] == '\t' {
				continue // goes on from the line before
			}
			name, _, _ := strings.Cut(line, ":")
			name, _, _ = strings.Cut(name, ";")
			counts[name+map[bool]string{true: " " + line}[name == "BEGIN" || name == "END"]]++
		}
		for _, once := range []string{"BEGIN BEGIN:VEVENT", "END END:VEVENT", "BEGIN BEGIN:VCALENDAR", "ATTENDEE", "ORGANIZER", "SUMMARY", "UID"} {
			if counts[once] != 1 {
				t.Fatalf("%d of %s in\n%s", counts[once], once, body)
			}
		}
		if strings.Contains(string(body), "BEGIN:VALARM") && !strings.Contains(place+link+uid+summary, "VALARM") {
			t.Fatalf("an alarm in\n%s", body)
		}
	})
}

// summaryPieces is a sentence of ours: a text and nothing else.
func summaryPieces(s string) []piece {
	if s = clean(s); s == "" {
		s = "Meeting"
	}
	return []piece{{text: strings.ReplaceAll(s, "\n", " ")}}
}

// A map of company is a picture of fixed size, whoever stands on it, and holds
// shapes alone.
func FuzzAMapOfCompanyIsAPicture(f *testing.F) {
	for i, name := range hostile[:9] {
		f.Add(name, hostile[i+9], i*2, i%5, i%2 == 0)
	}
	f.Fuzz(func(t *testing.T, name, near string, many, ring int, dark bool) {
		m := flows.Map{Dark: dark}
		for i := range min(max(many, 1), 40) {
			m.Friends = append(m.Friends, care.Friend{ID: string(rune('a' + i)), Name: name, Near: near, Ring: ring + i%3, Of: "pat"})
		}
		svg := mapSVG(m)
		for _, markup := range []string{"script", "href", "ENTITY", "<text", "<image", "url("} {
			if strings.Contains(svg, markup) {
				t.Fatalf("%s stands in the SVG of %q", markup, name)
			}
		}
		body, err := mapPicture(m)
		if err != nil {
			t.Fatal(err)
		}
		if picture, err := png.Decode(bytes.NewReader(body)); err != nil || picture.Bounds().Dx() != int(mapSide) {
			t.Fatalf("%v", err)
		}
	})
}
