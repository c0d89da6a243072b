package locales

import (
	"fmt"
	"strings"
	"testing"
	"testing/fstest"
	"unicode/utf8"

	"pgregory.net/rapid"
)

// small is a catalogue of a few texts beside the real ones, to test rendering on.
func small(t testing.TB, texts string) *Catalogue {
	t.Helper()
	m := fstest.MapFS{}
	for _, name := range []string{"en/calendar.toml", "en/crisis.toml", "crisis.toml"} {
		data, err := files.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		m[name] = &fstest.MapFile{Data: data}
	}
	m["en/test.toml"] = &fstest.MapFile{Data: []byte(texts)}
	c, err := load(m)
	if err != nil {
		t.Fatal(err)
	}
	return c
}

const smallTexts = `
[meeting]
notice = "Hello {{.Name}}, we meet on <b>{{ .When }}</b> at {{.Place}}."
plain = "Nothing to insert &amp; nothing to escape."
link = '<a href="{{.Link}}">{{.Name}}</a>'
[meeting.people]
one = "{{.Name}} is coming"
other = "{{.Name}} and {{.Count}} more are coming"
`

func TestTextInsertsItsArguments(t *testing.T) {
	c := small(t, smallTexts)
	got, err := c.Text("en", "meeting.notice", map[string]any{"Name": "Maya", "When": "Tuesday", "Place": 7, "Unused": 1})
	if want := "Hello Maya, we meet on <b>Tuesday</b> at 7."; got != want || err != nil {
		t.Errorf("%q %v", got, err)
	}
	if got := c.Placeholders("meeting.notice"); fmt.Sprint(got) != "[Name Place When]" {
		t.Errorf("placeholders: %v", got)
	}
	if got := c.Placeholders("meeting.people"); fmt.Sprint(got) != "[Count Name]" {
		t.Errorf("placeholders: %v", got)
	}
	if c.Placeholders("meeting.nowhere") != nil {
		t.Error("an unknown text has placeholders")
	}
}

func TestAnUnknownLanguageReadsTheBestOneThereIs(t *testing.T) {
	c := small(t, smallTexts)
	for _, lang := range []string{"en-GB", "", "tlh", "nonsense language"} {
		if got, err := c.Text(lang, "meeting.plain", nil); err != nil || !strings.HasPrefix(got, "Nothing") {
			t.Errorf("%s: %q %v", lang, got, err)
		}
	}
}

func TestAMissingArgumentIsAnErrorAndTheErrorHoldsNobodysWords(t *testing.T) {
	c := small(t, smallTexts)
	for key, args := range map[Key]map[string]any{
		"meeting.notice":  {"Name": "Maya-secret", "When": "Tuesday"},
		"meeting.link":    {"Name": nil, "Link": "Maya-secret"},
		"meeting.people":  {"Name": "Maya-secret"},
		"meeting.nowhere": {"Name": "Maya-secret"},
	} {
		got, err := c.Text("en", key, args)
		if err == nil || got != "" {
			t.Errorf("%s: rendered %q", key, got)
		} else if strings.Contains(err.Error(), "Maya") {
			t.Errorf("%s: a name in the error: %v", key, err)
		}
	}
	_, err := c.Text("en", "meeting.people", map[string]any{"Name": "Maya", "Count": "Maya-secret"})
	if err == nil || strings.Contains(err.Error(), "Maya") {
		t.Errorf("a count that is no number: %v", err)
	}
}

func TestPluralsFollowEnglish(t *testing.T) {
	c := small(t, smallTexts)
	for count, want := range map[int]string{0: "M and 0 more are coming", 1: "M is coming", 2: "M and 2 more are coming"} {
		got, err := c.Text("en", "meeting.people", map[string]any{"Name": "M", "Count": count})
		if got != want || err != nil {
			t.Errorf("%d: %q %v", count, got, err)
		}
	}
}

func TestPluralsFollowPolish(t *testing.T) {
	forms, err := pluralForms("pl")
	if fmt.Sprint(forms) != "[few many one other]" || err != nil {
		t.Fatalf("forms: %v %v", forms, err)
	}
	changed := copied(t, "pl")
	for name, text := range changed {
		changed[name] = withForms(t, text, forms)
	}
	for form, word := range map[string]string{"one": "minuta", "few": "minuty", "many": "minut", "other": "minuty (ułamek)"} {
		changed["pl/common.toml"] = strings.Replace(changed["pl/common.toml"], form+` = "{{.Count}} minutes"`, form+` = "{{.Count}} `+word+`"`, 1)
	}
	c, err := load(with(t, changed))
	if err != nil {
		t.Fatal(err)
	}
	for count, want := range map[any]string{
		0: "0 minut", 1: "1 minuta", 2: "2 minuty", 4: "4 minuty", 5: "5 minut", 12: "12 minut", 22: "22 minuty",
		int64(25): "25 minut", "1.5": "1.5 minuty (ułamek)",
	} {
		got, err := c.Text("pl", "common.minutes", map[string]any{"Count": count})
		if got != want || err != nil {
			t.Errorf("%v: %q %v", count, got, err)
		}
	}
}

func TestArgumentsNeverBreakOut(t *testing.T) {
	c := small(t, smallTexts)
	rapid.Check(t, func(t *rapid.T) {
		wild := rapid.OneOf(rapid.String(), rapid.SampledFrom([]string{"{{.Name}}", "{{", "}}", "{{.Place}}</b>", "<no value>", "%!s", "⟧", "\x00"}))
		name, when, place := wild.Draw(t, "name"), wild.Draw(t, "when"), wild.Draw(t, "place")
		count := rapid.IntMin(0).Draw(t, "count")
		for _, lang := range []string{"en", Pseudo} {
			got, err := c.Text(lang, "meeting.notice", map[string]any{"Name": name, "When": when, "Place": place})
			shape, _ := c.Text(lang, "meeting.notice", map[string]any{"Name": "\x01", "When": "\x02", "Place": "\x03"})
			want := strings.Replace(shape, "\x03", place, 1)
			want = strings.Replace(want[:strings.Index(shape, "\x03")], "\x02", when, 1) + want[strings.Index(shape, "\x03"):]
			want = strings.Replace(want[:strings.Index(shape, "\x02")], "\x01", name, 1) + want[strings.Index(shape, "\x02"):]
			if got != want || err != nil {
				t.Fatalf("%s: %q %v", lang, got, err)
			}
			got, err = c.Text(lang, "meeting.people", map[string]any{"Name": name, "Count": count})
			if err != nil || !strings.Contains(got, name) || (count != 1 && !strings.Contains(got, fmt.Sprint(count))) {
				t.Fatalf("%s: %q %v", lang, got, err)
			}
		}
	})
}

func TestThePseudoLanguageKeepsPlaceholdersAndTags(t *testing.T) {
	c := small(t, smallTexts)
	for key, english := range c.books[Default].texts {
		pseudo := c.books[Pseudo].texts[key]
		if fmt.Sprint(english.placeholders) != fmt.Sprint(pseudo.placeholders) {
			t.Errorf("%s: placeholders %v", key, pseudo.placeholders)
		}
	}
	got, err := c.Text(Pseudo, "meeting.link", map[string]any{"Name": "Maya", "Link": "https://example.org"})
	if want := `⟦<a href="https://example.org">Maya</a>⟧`; got != want || err != nil {
		t.Errorf("%q %v", got, err)
	}
	plain, _ := c.Text(Pseudo, "meeting.plain", nil)
	if !strings.HasPrefix(plain, "⟦") || !strings.HasSuffix(plain, "⟧") || !strings.Contains(plain, "&amp;") || strings.Contains(plain, "Nothing") {
		t.Errorf("%q", plain)
	}
	english, _ := c.Text("en", "meeting.plain", nil)
	if short, long := utf8.RuneCountInString(english), utf8.RuneCountInString(plain); long*10 < short*12 {
		t.Errorf("%d letters became %d", short, long)
	}
}

func TestHTMLThatTelegramWouldRefuseIsFound(t *testing.T) {
	for text, want := range map[string]string{
		"<b>a <i>b</i></b> <tg-spoiler>c</tg-spoiler>":          "",
		`<a href="tg://user?id={{.ID}}">x</a> Q & A &lt; &#39;`: "",
		`<blockquote expandable>x</blockquote>`:                 "",
		`<span class="tg-spoiler">x</span>`:                     "",
		`<tg-time unix="{{.Unix}}" format="wDT">x</tg-time>`:    "",
		"a < b":                `stray < before " b" (write &lt;)`,
		"<b>x</i>":             "</i> closes nothing",
		"<b><i>x</b></i>":      "</b> closes nothing",
		"<b>x":                 "<b> is never closed",
		"x<br>":                "unknown tag <br>",
		`<b onclick="x">y</b>`: "<b> cannot have onclick",
		"<a>x</a>":             "<a> needs href",
		"<span>x</span>":       `<span> needs class="tg-spoiler"`,
		"a&nbsp;b":             "unknown entity &nbsp;",
	} {
		if got := htmlFault(text); got != want {
			t.Errorf("%s: %q, want %q", text, got, want)
		}
	}
}

func BenchmarkText(b *testing.B) {
	c := small(b, smallTexts)
	args := map[string]any{"Name": "Maya", "When": "Tuesday 3 March, 14:30", "Place": "home", "Count": 3}
	for _, key := range []Key{"meeting.notice", "meeting.people"} {
		b.Run(string(key), func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				if _, err := c.Text("en", key, args); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}
