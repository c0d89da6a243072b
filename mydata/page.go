package mydata

import (
	"bytes"
	_ "embed"
	"encoding/json"
	"html"
	"html/template"
	"regexp"
	"strconv"
	"strings"
	"time"

	"polyphony/locales"
)

//go:embed page.html
var pageHTML string

var page = template.Must(template.New("page").Funcs((&writer{}).funcs()).Parse(pageHTML))

// Texts are the sentences of a language, and how it writes dates.
type Texts interface {
	Text(lang string, key locales.Key, args map[string]any) (string, error)
	Date(lang string, t time.Time, style locales.Style) string
}

// JSON writes the data for other machines.
func JSON(d *Data) ([]byte, error) { return json.MarshalIndent(d, "", "  ") }

// Page writes the data as one self-contained page to read: no script, nothing
// from elsewhere, in light and dark, for print and for screen readers.
func Page(d *Data, texts Texts, lang string, zone *time.Location) ([]byte, error) {
	w := &writer{texts: texts, lang: lang, zone: zone}
	made, err := page.Clone()
	if err != nil {
		return nil, err
	}
	var b bytes.Buffer
	if err := made.Funcs(w.funcs()).Execute(&b, d); err != nil {
		return nil, err
	}
	return b.Bytes(), w.err
}

// writer knows the reader's language and zone.
type writer struct {
	texts Texts
	lang  string
	zone  *time.Location
	err   error // the first text that was missing
}

func (w *writer) funcs() template.FuncMap {
	return template.FuncMap{
		"t": w.say, "of": w.of, "when": w.when, "day": w.day, "weekday": w.weekday, "name": w.name, "who": w.who, "act": w.act, "signal": w.signal,
		"lang": func() string { return w.lang }, "dir": func() string { return locales.Direction(w.lang) },
		"zone": func() string { return w.zone.String() }, "call": func(n int64) string { return strconv.FormatInt(n, 10) },
		"tongue": w.tongue, "list": func(s ...string) []string { return s },
	}
}

var markup = regexp.MustCompile(`<[^>]*>`)

// say is one of the page's own sentences, as plain text: the template escapes it.
func (w *writer) say(name string) string {
	text, err := w.texts.Text(w.lang, locales.Key("document."+name), nil)
	if err != nil && w.err == nil {
		w.err = err
	}
	return html.UnescapeString(markup.ReplaceAllString(text, ""))
}

// of is the sentence for one of a kind, such as a role; what has none stands as
// it is named in the JSON.
func (w *writer) of(kind, value string) string {
	if value == "" {
		return ""
	}
	name := strings.ReplaceAll(value, ".", "_")
	if name == "other" { // the languages keep this name for plurals
		name = "something"
	}
	text, err := w.texts.Text(w.lang, locales.Key(kinds[kind]+name), nil)
	if err != nil {
		return value
	}
	return html.UnescapeString(text)
}

// kinds says where the sentences of each kind stand.
var kinds = map[string]string{
	"role": "role.", "purpose": "purpose.", "outcome": "outcome.",
	"reply": "document.reply.", "media_kind": "document.media_kind.", "act": "document.act.",
}

// signal says why help was called: without words, or for what the machine read.
func (w *writer) signal(s string) string {
	if s == "button" || s == "command" {
		return w.say("signal_" + s)
	}
	return w.say("signal_reading")
}

func (w *writer) when(t time.Time) string {
	t = t.In(w.zone)
	return w.texts.Date(w.lang, t, locales.StyleDayYear) + ", " + w.texts.Date(w.lang, t, locales.StyleClock)
}

func (w *writer) day(day string) string {
	t, err := time.Parse(time.DateOnly, day)
	if err != nil {
		return day
	}
	return w.texts.Date(w.lang, t, locales.StyleDayYear)
}

func (w *writer) weekday(n int) string {
	text, _ := w.texts.Text(w.lang, locales.Key("calendar.weekday."+strconv.Itoa(n)), nil)
	return text
}

// name is somebody's name, or that they are not here any more.
func (w *writer) name(name string) string {
	if name == "" {
		return w.say("someone")
	}
	return name
}

func (w *writer) who(who string) string {
	switch who {
	case whoYou:
		return w.say("who_you")
	case whoMachine:
		return w.say("who_machine")
	case "":
		return w.say("who_other")
	}
	return who
}

// act says what happened; a reason without a sentence stands as it is kept.
func (w *writer) act(what string) string { return w.of("act", what) }

// tongue is a language's own name for itself.
func (w *writer) tongue(lang string) string {
	text, err := w.texts.Text(lang, locales.CommonLanguage, nil)
	if err != nil || lang == "" {
		return lang
	}
	return text
}
