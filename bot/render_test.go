package bot

import (
	"encoding/json"
	"strings"
	"testing"
	"time"

	"polyphony/flows"
	"polyphony/locales"
)

var now = time.Date(2026, time.March, 3, 12, 0, 0, 0, time.UTC)

var sentences = texts{
	"hello":      "Hello {{.Name}}, <b>welcome</b> &amp; come in.",
	"pl:hello":   "Dzień dobry, {{.Name}}!",
	"card":       "{{.Name}} wrote: {{.Words}}",
	"open":       "You wrote: {{.Words}}",
	"when":       "We meet {{.When}}.",
	"day":        "On {{.Day}}.",
	"count":      "{{.Count}} people",
	"link":       `Use {{.Link}} or <a href="{{.Link}}">this</a>.`,
	"role":       "You are {{.Role}}.",
	"role.peer":  "a <i>peer</i>",
	"list":       "These:\n{{.List}}",
	"stray":      "5 < 6 is true",
	"lines":      "{{.Lines}}",
	"two":        "{{.One}} and {{.Other}}",
	"yes":        "Yes, {{.Name}} & I",
	"nothing":    " ",
	"hide":       "<tg-spoiler>{{.Words}}</tg-spoiler>",
	"help":       "I need help",
	"role.empty": "",

	"talk.give_number": "Number",
	"talk.give_place":  "Place",

	"calendarfile.meeting":   "Meeting",
	"calendarfile.cancelled": "Cancelled: meeting",
}

func renderer(t *testing.T) *Renderer {
	log, _ := witness(t)
	return NewRenderer(RendererOptions{
		Texts: sentences, Fallback: "Please write to the team.", Log: log,
		Keyboard: func(lang string) [][]string { return [][]string{{"help " + lang}, {""}} },
	})
}

func message1(key string, args flows.Args) flows.Message {
	return flows.Message{Chat: 7, Key: locales.Key(key), Args: args}
}

func TestArgumentsAreRenderedByTheirKind(t *testing.T) {
	at := time.Date(2026, time.March, 5, 14, 30, 0, 0, time.UTC)
	far := at.AddDate(9, 0, 0)
	three := 3
	for name, c := range map[string]struct {
		key  string
		args flows.Args
		to   flows.Delivery
		want string
	}{
		"a name is literal": {"hello", flows.Args{"Name": {Text: `<i>A&B"`}}, flows.Delivery{},
			`Hello &lt;i&gt;A&amp;B&quot;, <b>welcome</b> &amp; come in.`},
		"another language": {"hello", flows.Args{"Name": {Text: "Ola"}}, flows.Delivery{Language: "pl"}, "Dzień dobry, Ola!"},
		"words are hidden": {"card", flows.Args{"Name": {Text: "Mo"}, "Words": {Words: "a <b> c\nd"}}, flows.Delivery{},
			"Mo wrote: <tg-spoiler>a &lt;b&gt; c\nd</tg-spoiler>"},
		"own words are open": {"open", flows.Args{"Words": {Open: "x > y"}}, flows.Delivery{}, "You wrote: x &gt; y"},
		"a time in the reader's zone": {"when", flows.Args{"When": {When: &at}}, flows.Delivery{Zone: "Europe/Warsaw"},
			`We meet <tg-time unix="1772721000" format="wDt">Thursday 5 March, 15:30</tg-time>.`},
		"a time in another zone names it": {"when", flows.Args{"When": {When: &at, Zone: "America/New_York"}}, flows.Delivery{Zone: "Europe/London"},
			`We meet <tg-time unix="1772721000" format="wDt">Thursday 5 March, 09:30 (New York)</tg-time>.`},
		"by the clock alone on a day that is known": {"when", flows.Args{"When": {When: &at, Near: &at}}, flows.Delivery{Zone: "Europe/Warsaw"}, `We meet <tg-time unix="1772721000" format="t">15:30</tg-time>.`},
		"the same clock needs no name": {"when", flows.Args{"When": {When: &at, Zone: "Europe/London"}}, flows.Delivery{Zone: "Europe/Lisbon"},
			`We meet <tg-time unix="1772721000" format="wDt">Thursday 5 March, 14:30</tg-time>.`},
		"too far ahead for Telegram": {"when", flows.Args{"When": {When: &far}}, flows.Delivery{}, "We meet Monday 5 March, 14:30."},
		"a day of this year":         {"day", flows.Args{"Day": {Day: "2026-04-01"}}, flows.Delivery{}, "On Wednesday 1 April."},
		"a day of another year":      {"day", flows.Args{"Day": {Day: "2027-04-01"}}, flows.Delivery{}, "On Thursday 1 April 2027."},
		"a day that is none":         {"day", flows.Args{"Day": {Day: "soon<"}}, flows.Delivery{}, "On soon&lt;."},
		"a number":                   {"count", flows.Args{"Count": {Count: &three}}, flows.Delivery{}, "3 people"},
		"a link, in an attribute too": {"link", flows.Args{"Link": {Link: `https://t.me/b?start=a&c="`}}, flows.Delivery{},
			`Use https://t.me/b?start=a&amp;c=&quot; or <a href="https://t.me/b?start=a&amp;c=&quot;">this</a>.`},
		"a text within a text": {"role", flows.Args{"Role": {Key: "role.peer"}}, flows.Delivery{}, "You are a <i>peer</i>."},
		"a list": {"list", flows.Args{"List": {List: []flows.Line{{Key: "open", Args: flows.Args{"Words": {Words: "one"}}}, {Key: "role.peer"}}}}, flows.Delivery{},
			"These:\nYou wrote: <tg-spoiler>one</tg-spoiler>\na <i>peer</i>"},
		"a list in one line": {"list", flows.Args{"List": {Inline: true, List: []flows.Line{{Key: "role.peer"}, {Key: "help"}}}}, flows.Delivery{},
			"These:\na <i>peer</i>, I need help"},
		"crisis lines, then the team's": {"lines", flows.Args{"Lines": {Crisis: "GB", List: []flows.Line{{Key: "help"}}}}, flows.Delivery{},
			"<b>Help &amp; more</b>: Call 1 in GB.\n<b>Other</b>: Text 2.\nI need help"},
		"a stray bracket of ours":                {"stray", nil, flows.Delivery{}, "5 &lt; 6 is true"},
		"a missing argument is left open":        {"two", flows.Args{"One": {Text: "Ada"}}, flows.Delivery{}, "Ada and …"},
		"a gap in a language is said in English": {"help", nil, flows.Delivery{Language: "gap"}, "I need help"},
		"an unknown key":                         {"nope", nil, flows.Delivery{}, "Please write to the team."},
		"an unknown key keeps people's words":    {"nope", flows.Args{"Words": {Words: "help"}}, flows.Delivery{}, "Please write to the team.\n<tg-spoiler>help</tg-spoiler>"},
		"a blank text":                           {"nothing", nil, flows.Delivery{}, "Please write to the team."},
		"somebody's braces stay theirs":          {"card", flows.Args{"Name": {Text: "{{.Words}}"}, "Words": {Words: "\x000\x00"}}, flows.Delivery{}, "{{.Words}} wrote: <tg-spoiler>0</tg-spoiler>"},
	} {
		t.Run(name, func(t *testing.T) {
			if got := renderer(t).Render(message1(c.key, c.args), c.to, now).HTML(); got != c.want {
				t.Errorf("\n got %q\nwant %q", got, c.want)
			}
		})
	}
}

func TestFurtherLinesAreParagraphs(t *testing.T) {
	m := message1("hello", flows.Args{"Name": {Text: "Mo"}})
	m.Lines = []flows.Line{{Key: "help"}, {Key: "role.peer"}}
	got := renderer(t).Render(m, flows.Delivery{}, now).Plain()
	if want := "Hello Mo, welcome & come in.\n\nI need help\n\na peer"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
	if got := renderer(t).Render(flows.Message{Lines: m.Lines[:1]}, flows.Delivery{}, now).Plain(); got != "I need help" {
		t.Errorf("a message of lines alone: %q", got)
	}
}

func TestTheMessagesOwnLanguageAndZoneServeWhoHasNotJoined(t *testing.T) {
	at := time.Date(2026, time.July, 5, 14, 30, 0, 0, time.UTC)
	m := message1("when", flows.Args{"When": {When: &at}})
	m.Language, m.Zone = "en", "Asia/Tokyo"
	if got := renderer(t).Render(m, flows.Delivery{}, now).Plain(); got != "We meet Sunday 5 July, 23:30." {
		t.Errorf("got %q", got)
	}
}

func TestAMessageIsNeverTooLongAndItsMarkupStaysWhole(t *testing.T) {
	long := strings.Repeat("ah 👩‍👧 <&> ", 900)
	many := flows.Arg{}
	for range 400 {
		many.List = append(many.List, flows.Line{Key: "link", Args: flows.Args{"Link": {Link: "https://t.me/x"}}})
	}
	for name, m := range map[string]flows.Message{
		"long words":       message1("card", flows.Args{"Name": {Text: "Mo"}, "Words": {Words: long}}),
		"two long words":   message1("two", flows.Args{"One": {Words: long}, "Other": {Open: long}}),
		"a long name":      message1("hello", flows.Args{"Name": {Text: long}}),
		"turned words":     message1("card", flows.Args{"Name": {Text: "Mo"}, "Words": {Words: strings.Repeat("\u202Ea\u2066", 4000)}}),
		"our own sentence": message1("list", flows.Args{"List": many}),
		"a picture's":      {Key: "open", Args: flows.Args{"Words": {Open: long}}, QR: "https://t.me/x"},
		"a calendar's":     {Key: "open", Args: flows.Args{"Words": {Open: long}}, Calendar: &flows.Appointment{Day: "2026-03-05", Clock: "14:30"}},
		"under a file":     {Key: "open", Args: flows.Args{"Words": {Open: long}}, Edit: 4, Caption: true},
		"a caption":        {Key: "open", Args: flows.Args{"Words": {Open: long}}, File: &flows.File{Name: "a.ics"}},
		"an answer":        {Key: "open", Args: flows.Args{"Words": {Open: long}}, Answer: "1"},
	} {
		t.Run(name, func(t *testing.T) {
			limit := textLimit
			if m.File != nil || m.QR != "" || m.Calendar != nil || m.Caption {
				limit = captionLimit
			}
			if m.Answer != "" {
				limit = answerLimit
			}
			letter := renderer(t).Render(m, flows.Delivery{}, now)
			if w := width(letter.Plain()); w > limit || w < limit/2 {
				t.Errorf("width %d, limit %d", w, limit)
			}
			if !strings.Contains(letter.Plain(), "…") {
				t.Error("nothing says that the text goes on")
			}
			if open := isolatesOpen(letter.Plain()); open != 0 {
				t.Errorf("%d isolates left open", open)
			}
			balanced(t, letter.HTML())
		})
	}
}

func TestTheLongestWordsAreCutFirst(t *testing.T) {
	m := message1("two", flows.Args{"One": {Words: strings.Repeat("a", 5000)}, "Other": {Words: strings.Repeat("b", 900)}})
	got := renderer(t).Render(m, flows.Delivery{}, now).Plain()
	if strings.Count(got, "b") != 900 || width(got) != textLimit {
		t.Errorf("kept %d of the short words, width %d", strings.Count(got, "b"), width(got))
	}
}

// balanced holds HTML against Telegram's rule: every tag closed, in order.
func balanced(t *testing.T, html string) {
	t.Helper()
	var open []string
	for rest := html; ; {
		_, after, found := strings.Cut(rest, "<")
		if !found {
			break
		}
		tag, next, closed := strings.Cut(after, ">")
		if !closed {
			t.Fatalf("a cut tag in %q", html)
		}
		rest = next
		name, ending := strings.CutPrefix(tag, "/")
		name, _, _ = strings.Cut(name, " ")
		switch {
		case !ending:
			open = append(open, name)
		case len(open) == 0 || open[len(open)-1] != name:
			t.Fatalf("</%s> closes nothing in %q", name, html)
		default:
			open = open[:len(open)-1]
		}
	}
	if len(open) > 0 {
		t.Fatalf("%v never closed", open)
	}
}

func TestHiddenPartsStayHiddenWithoutMarkup(t *testing.T) {
	m := message1("card", flows.Args{"Name": {Text: "👩"}, "Words": {Words: "oh 👧"}})
	text, mode, entities := renderer(t).Render(m, flows.Delivery{}, now).as(formHidden)
	if mode != "" || text != "👩 wrote: oh 👧" || len(entities) != 1 {
		t.Fatalf("%q %q %v", text, mode, entities)
	}
	if entities[0].Offset != 10 || entities[0].Length != 5 {
		t.Errorf("hides %d+%d", entities[0].Offset, entities[0].Length)
	}
}

func TestButtonsHoldNothingThatTelegramWouldMisread(t *testing.T) {
	m := message1("help", nil)
	m.Buttons = [][]flows.Button{
		{{Label: "yes", Args: flows.Args{"Name": {Text: "<M>"}}, Data: "a:1", Style: "success"}, {Label: "help", URL: "https://t.me/x"}},
		{{Label: "help", Data: strings.Repeat("x", 65)}, {Label: "help"}, {Label: "nothing", Data: "b"}, {Label: "help", URL: "javascript:1"}},
		{{Label: "help", Data: "c", Style: "purple"}},
	}
	m.Keyboard = true
	got, err := json.Marshal(renderer(t).Render(m, flows.Delivery{Keyboard: true}, now).Markup)
	want := `{"inline_keyboard":[[{"text":"Yes, \u003cM\u003e \u0026 I","callback_data":"a:1","style":"success"},{"text":"I need help","url":"https://t.me/x"}],[{"text":"I need help","callback_data":"c"}]]}`
	if err != nil || string(got) != want {
		t.Errorf("\n got %s\nwant %s", got, want)
	}
}

func TestTheKeyboardIsShownToThoseWhoMaySeeIt(t *testing.T) {
	r := renderer(t)
	for name, c := range map[string]struct {
		m    flows.Message
		may  bool
		want string
	}{
		"wanted and allowed": {flows.Message{Chat: 7, Key: "help", Keyboard: true}, true, `{"keyboard":[[{"text":"help pl"}]],"is_persistent":true,"resize_keyboard":true}`},
		"to give":            {flows.Message{Chat: 7, Key: "help", Give: []flows.Giving{flows.GiveNumber, flows.GivePlace}}, false, `{"keyboard":[[{"text":"help pl"}],[{"text":"Number","request_contact":true},{"text":"Place","request_location":true}]],"is_persistent":true,"resize_keyboard":true}`},
		"the button alone":   {flows.Message{Chat: 7, Key: "help", Give: []flows.Giving{flows.GiveHelp}}, false, `{"keyboard":[[{"text":"help pl"}]],"is_persistent":true,"resize_keyboard":true}`},
		"not allowed":        {flows.Message{Chat: 7, Key: "help", Keyboard: true}, false, "null"},
		"not wanted":         {flows.Message{Chat: 7, Key: "help"}, true, "null"},
		"never in a group":   {flows.Message{Chat: -7, Key: "help", Keyboard: true}, true, "null"},
	} {
		got, _ := json.Marshal(r.Render(c.m, flows.Delivery{Keyboard: c.may, Language: "pl"}, now).Markup)
		if string(got) != c.want {
			t.Errorf("%s: %s", name, got)
		}
	}
}

type explosive struct{ texts }

func (explosive) Text(string, locales.Key, map[string]any) (string, error) { panic(canary) }

func TestARendererThatStumblesStillSaysSomething(t *testing.T) {
	log, _ := witness(t)
	r := NewRenderer(RendererOptions{Texts: explosive{}, Fallback: "Hello.", Log: log})
	if got := r.Render(message1("help", nil), flows.Delivery{}, now).HTML(); got != "Hello." {
		t.Errorf("got %q", got)
	}
}

func FuzzRenderStaysWholeAndWithinLimits(f *testing.F) {
	f.Add("plain", "name", 1)
	f.Add("<b>\x00\u202E&amp;", "\u2069</tg-spoiler>", 500)
	f.Add("👩‍👧\n", "<", 3000)
	f.Fuzz(func(t *testing.T, words, name string, times int) {
		words = strings.Repeat(words, min(max(times, 1), 5000)%5000+1)
		if len(words) > 1<<16 {
			return
		}
		r := NewRenderer(RendererOptions{Texts: sentences, Fallback: "x"})
		m := message1("card", flows.Args{"Name": {Text: name}, "Words": {Words: words}})
		m.Lines = []flows.Line{{Key: "link", Args: flows.Args{"Link": {Link: name}}}, {Key: "hide", Args: flows.Args{"Words": {Open: words}}}}
		letter := r.Render(m, flows.Delivery{}, now)
		if w := width(letter.Plain()); w > textLimit {
			t.Fatalf("width %d", w)
		}
		balanced(t, letter.HTML())
	})
}
