package bot

import (
	"encoding/json"
	"slices"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"polyphony/flows"
	"polyphony/locales"
)

const (
	fsi = "\u2068"
	pdi = "\u2069"
)

var urdu = texts{
	"hello":     "Hello {{.Name}}, come in.",
	"ur:hello":  "{{.Name}}، خوش آمدید۔",
	"meet":      "{{.Name}} at {{.Place}}, {{.When}}",
	"ur:meet":   "{{.Name}} سے ملاقات {{.Place}} میں، {{.When}}",
	"card":      "{{.Name}} wrote: {{.Words}}",
	"ur:card":   "{{.Name}} نے لکھا: {{.Words}}",
	"link":      `Use {{.Link}} or <a href="{{.Link}}">this</a>.`,
	"ur:link":   `یہ کھولیں {{.Link}} یا <a href="{{.Link}}">یہ</a>`,
	"people":    "With {{.List}}",
	"ur:people": "{{.List}} کے ساتھ",
	"role":      "at home",
	"ur:role":   "گھر پر",
	"place":     "We meet {{.Place}}",
	"ur:place":  "{{.Place}} ملیں گے",
	"lines":     "{{.Lines}}",
	"count":     "{{.Count}} people",
	"ur:count":  "{{.Count}} لوگ",
	"ur:lines":  "{{.Lines}}",
	"name":      "{{.Name}}",
	"ur:name":   "{{.Name}}",
	"both":      "{{.Name}} {{.Words}} {{.Place}}",
	"ur:both":   "{{.Name}} اور {{.Words}} اور {{.Place}}",
}

func urduRenderer(t testing.TB) *Renderer {
	return NewRenderer(RendererOptions{Texts: urdu, Fallback: "…"})
}

// Names and numbers inside a sentence that runs the other way stay in order, and
// so does the sentence.
func TestArgumentsKeepTheirWritingDirection(t *testing.T) {
	at := time.Date(2026, time.March, 5, 14, 30, 0, 0, time.UTC)
	three := 3
	for name, c := range map[string]struct {
		lang, key string
		args      flows.Args
		want      string
	}{
		"an English name in Urdu":    {"ur", "hello", flows.Args{"Name": {Text: "Maya"}}, fsi + "Maya" + pdi + "، خوش آمدید۔"},
		"an Urdu name in Urdu":       {"ur", "hello", flows.Args{"Name": {Text: "مایا"}}, fsi + "مایا" + pdi + "، خوش آمدید۔"},
		"an Urdu name in English":    {"en", "hello", flows.Args{"Name": {Text: "مایا 2"}}, "Hello " + fsi + "مایا 2" + pdi + ", come in."},
		"a Hebrew name in Polish":    {"pl", "hello", flows.Args{"Name": {Text: "מאיה"}}, "Hello " + fsi + "מאיה" + pdi + ", come in."},
		"an English name in English": {"en", "hello", flows.Args{"Name": {Text: "Maya"}}, "Hello Maya, come in."},
		"a place and a time": {"ur", "meet", flows.Args{"Name": {Text: "Maya"}, "Place": {Open: "12 High Street (rear)"}, "When": {When: &at}},
			fsi + "Maya" + pdi + " سے ملاقات " + fsi + "12 High Street (rear)" + pdi + " میں، " + fsi + `<tg-time unix="1772721000" format="wDt">Thursday 5 March, 14:30</tg-time>` + pdi},
		"words, outside their spoiler": {"ur", "card", flows.Args{"Name": {Text: "Jo"}, "Words": {Words: "call 07700 900 123!"}},
			fsi + "Jo" + pdi + " نے لکھا: " + fsi + "<tg-spoiler>call 07700 900 123!</tg-spoiler>" + pdi},
		"a link, not in its attribute": {"ur", "link", flows.Args{"Link": {Link: "https://t.me/b?start=a"}},
			"یہ کھولیں " + fsi + "https://t.me/b?start=a" + pdi + ` یا <a href="https://t.me/b?start=a">یہ</a>`},
		"a link with marks in it": {"en", "link", flows.Args{"Link": {Link: "https://t.me/\u202Eb\u2069"}},
			`Use https://t.me/b or <a href="https://t.me/b">this</a>.`},
		"a text of ours runs as the sentence does": {"ur", "place", flows.Args{"Place": {Key: "role"}}, "گھر پر ملیں گے"},
		"a list in one line": {"ur", "people", flows.Args{"List": {Inline: true, List: []flows.Line{{Key: "name", Args: flows.Args{"Name": {Text: "Ben"}}}, {Key: "name", Args: flows.Args{"Name": {Text: "Amira"}}}}}},
			fsi + "Ben" + pdi + "، " + fsi + "Amira" + pdi + " کے ساتھ"},
		"a number is the sentence's":            {"ur", "count", flows.Args{"Count": {Count: &three}}, "3 لوگ"},
		"nothing to see, nothing to keep apart": {"ur", "hello", flows.Args{"Name": {Text: " "}}, " ، خوش آمدید۔"},
		"somebody's own marks stay fenced":      {"ur", "hello", flows.Args{"Name": {Text: "a\u202Eb"}}, fsi + fsi + "a\u202Eb" + pdi + pdi + "، خوش آمدید۔"},
	} {
		t.Run(name, func(t *testing.T) {
			got := urduRenderer(t).Render(message1(c.key, c.args), flows.Delivery{Language: c.lang}, now)
			if got.HTML() != c.want {
				t.Errorf("\n got %+q\nwant %+q", got.HTML(), c.want)
			}
			if open := isolatesOpen(got.Plain()); open != 0 {
				t.Errorf("%d isolates open in %+q", open, got.Plain())
			}
		})
	}
}

// numbers is a catalogue with telephone numbers in groups.
type numbers struct{ texts }

func (numbers) Crisis(string, string) []locales.Line {
	return []locales.Line{{Name: "سماریٹنز", How: "116 123 پر کال کریں"}, {Name: "ہنگامی", How: "999 پر، یا +44 (0)20 7946 0000 پر"}}
}

// In a line that runs from right to left, 116 123 would be read as 123 116.
func TestTelephoneNumbersKeepTheirOrder(t *testing.T) {
	r := NewRenderer(RendererOptions{Texts: numbers{urdu}, Fallback: "…"})
	m := message1("lines", flows.Args{"Lines": {Crisis: "GB"}})
	want := "سماریٹنز: " + fsi + "116 123" + pdi + " پر کال کریں\nہنگامی: 999 پر، یا " + fsi + "+44 (0)20 7946 0000" + pdi + " پر"
	if got := r.Render(m, flows.Delivery{Language: "ur"}, now).Plain(); got != want {
		t.Errorf("\n got %+q\nwant %+q", got, want)
	}
	if got := r.Render(m, flows.Delivery{Language: "en"}, now).Plain(); strings.Contains(got, fsi) {
		t.Errorf("English needs none: %+q", got)
	}
	o := &Outage{o: OutageOptions{Lines: func(string) string { return "116 123 پر کال کریں" }}}
	if got := o.lines("ur-PK"); got != fsi+"116 123"+pdi+" پر کال کریں" {
		t.Errorf("while the store is away: %+q", got)
	}
}

func TestLanguagesThatRunFromRightToLeft(t *testing.T) {
	for lang, want := range map[string]bool{"ur": true, "ur-PK": true, "ar": true, "he": true, "fa": true, "ps": true, "ckb": true, "pa-Arab": true,
		"en": false, "pl": false, "pa": false, "en-XA": false, "": false, "strange": false} {
		if got := runsLeft(lang); got != want {
			t.Errorf("%q: %v", lang, got)
		}
	}
}

func TestButtonsKeepTheDirectionOfNamesToo(t *testing.T) {
	m := message1("role", nil)
	m.Buttons = [][]flows.Button{{{Label: "hello", Args: flows.Args{"Name": {Text: "Maya"}}, Data: "x"}},
		{{Label: "name", Args: flows.Args{"Name": {Text: strings.Repeat("long ", 60)}}, Data: "y"}}}
	got, err := json.Marshal(urduRenderer(t).Render(m, flows.Delivery{Language: "ur"}, now).Markup)
	var keyboard InlineKeyboard
	if err != nil || json.Unmarshal(got, &keyboard) != nil || keyboard.Rows[0][0].Text != fsi+"Maya"+pdi+"، خوش آمدید۔" {
		t.Fatalf("%s %v", got, err)
	}
	if long := keyboard.Rows[1][0].Text; width(long) > labelLimit || isolatesOpen(long) != 0 || !strings.HasPrefix(long, fsi+"long") || !strings.HasSuffix(long, "…"+pdi) {
		t.Errorf("%+q", long)
	}
}

// Whatever is cut, no isolate stays open, the limit holds with the marks in it,
// and the hidden parts of the plain text are where its entities say.
func TestACutNeverLeavesAnIsolateOpen(t *testing.T) {
	r := urduRenderer(t)
	some := rapid.SampledFrom([]string{"Maya", "مایا", "12", " ", "\n", "\u2068", "\u2069", "\u202E", "👩‍👧", "<b>", "()"})
	words := rapid.Custom(func(t *rapid.T) string {
		return strings.Repeat(strings.Join(rapid.SliceOfN(some, 1, 6).Draw(t, "parts"), ""), rapid.IntRange(1, 400).Draw(t, "times"))
	})
	rapid.Check(t, func(t *rapid.T) {
		m := message1(rapid.SampledFrom([]string{"both", "card", "link"}).Draw(t, "key"), flows.Args{
			"Name": {Text: words.Draw(t, "name")}, "Words": {Words: words.Draw(t, "words")}, "Place": {Open: words.Draw(t, "place")}, "Link": {Link: words.Draw(t, "link")},
		})
		m.Caption = rapid.Bool().Draw(t, "caption")
		for range rapid.IntRange(0, 60).Draw(t, "lines") {
			m.Lines = append(m.Lines, flows.Line{Key: "link", Args: m.Args, Tight: true})
		}
		letter := r.Render(m, flows.Delivery{Language: rapid.SampledFrom([]string{"ur", "en"}).Draw(t, "lang")}, now)
		plain := letter.Plain()
		if w := width(plain); w > limitOf(m) {
			t.Fatalf("width %d of %d", w, limitOf(m))
		}
		if open := isolatesOpen(plain); open != 0 {
			t.Fatalf("%d isolates open in %+q", open, plain)
		}
		for _, s := range spoilers(letter.pieces) {
			if s.offset+s.length > width(plain) {
				t.Fatalf("hides %+v of %d", s, width(plain))
			}
		}
	})
}

func TestHundredsOfIsolatesGiveWayToTheLimit(t *testing.T) {
	m := message1("people", flows.Args{"List": {Inline: true, List: slices.Repeat([]flows.Line{{Key: "name", Args: flows.Args{"Name": {Text: "Jo"}}}}, 2000)}})
	got := urduRenderer(t).Render(m, flows.Delivery{Language: "ur"}, now).Plain()
	if width(got) > textLimit || isolatesOpen(got) != 0 {
		t.Errorf("width %d, %d open", width(got), isolatesOpen(got))
	}
}
