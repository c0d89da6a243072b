package locales

import (
	"errors"
	"io/fs"
	"maps"
	"slices"
	"strings"
	"testing"
	"testing/fstest"
)

// with returns the embedded files plus or instead of some others.
func with(t *testing.T, changed map[string]string) fs.FS {
	t.Helper()
	m := fstest.MapFS{}
	err := fs.WalkDir(files, ".", func(name string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		data, err := fs.ReadFile(files, name)
		m[name] = &fstest.MapFile{Data: data}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	for name, text := range changed {
		m[name] = &fstest.MapFile{Data: []byte(text)}
	}
	return m
}

// copied returns English under another language's folder, after some edits of old, new, old, new…
func copied(t *testing.T, lang string, edits ...string) map[string]string {
	t.Helper()
	changed := map[string]string{}
	names, _ := fs.Glob(files, "en/*.toml")
	for _, name := range names {
		data, _ := fs.ReadFile(files, name)
		changed[lang+strings.TrimPrefix(name, "en")] = string(data)
	}
	for i := 0; i < len(edits); i += 2 {
		done := false
		for name, text := range changed {
			if strings.Contains(text, edits[i]) {
				changed[name], done = strings.Replace(text, edits[i], edits[i+1], 1), true
			}
		}
		if !done {
			t.Fatalf("nothing to edit: %q", edits[i])
		}
	}
	return changed
}

func wantGaps(t *testing.T, fsys fs.FS, want ...string) {
	t.Helper()
	_, err := load(fsys)
	var gaps Gaps
	if !errors.As(err, &gaps) {
		t.Fatalf("loaded, or another error: %v", err)
	}
	for _, line := range want {
		if !slices.Contains(gaps, line) {
			t.Errorf("not said: %q", line)
		}
	}
	for _, line := range gaps {
		if !slices.Contains(want, line) {
			t.Errorf("said besides: %q", line)
		}
	}
}

func TestEveryEmbeddedLanguageIsComplete(t *testing.T) {
	c, err := Load()
	if err != nil {
		t.Fatal(err)
	}
	if !slices.Contains(c.Languages(), Default) || slices.Contains(c.Languages(), Pseudo) {
		t.Errorf("languages: %v", c.Languages())
	}
}

func TestADoctoredLanguageIsRefusedWithEveryGapAtOnce(t *testing.T) {
	changed := copied(t, "de",
		`day = "{{.Weekday}} {{.Day}} {{.Month}}"`, ``,
		`month_year = "{{.MonthAlone}} {{.Year}}"`, `month_year = "{{.MonthAlone}} {{.Jahr}}"`,
		`clock = "{{.Hour}}:{{.Minute}}"`, `clock = "{{.Hour}}:{{.Minute}} {{if .Hour}}"`,
		`weekday.1 = "Monday"`, `weekday.1 = "<b>Montag"`,
		`weekday.2 = "Tuesday"`, `weekday.2 = "<blink>Dienstag</blink>"`,
		`weekday.3 = "Wednesday"`, `weekday.3 = "Mittwoch</i>"`,
		`weekday.4 = "Thursday"`, `weekday.4 = 4`,
		`weekday.5 = "Friday"`, `weekday.5 = " "`,
		`one = "{{.Count}} minute"`, ``,
		`one = "{{.Count}} hour"`, `one = "{{.Count}} Stunde"
few = "{{.Count}} Stunden"`,
		`other = "{{.Count}} days"`, `other = "{{.Count}} Tage {{.Mehr}}"`,
		`language = "English"`, `language = "Deutsch"
sprache = "Deutsch"`,
	)
	changed["de/broken.toml"] = "[meeting\n"
	changed["de/twice.toml"] = "[common]\nlanguage = 'Deutsch'\n[common.mixed]\none = 'a'\nother = 'b'\nthird = 'c'\nMixed = 'd'\n"
	wantGaps(t, with(t, changed),
		`de: de/broken.toml: line 2: expected '.' or ']' to end table name, but got '\n' instead`,
		`de: calendar.day: missing`,
		`de: calendar.month_year: placeholders: Jahr, MonthAlone, in English: MonthAlone, Year`,
		`de: calendar.clock: does not parse: {{if .Hour}} is no placeholder such as {{.Name}}`,
		`de: calendar.clock: placeholders: none, in English: Hour, Minute`,
		`de: calendar.weekday.1: <b> is never closed`,
		`de: calendar.weekday.2: unknown tag <blink>`,
		`de: calendar.weekday.3: </i> closes nothing`,
		`de: calendar.weekday.4: a text stands in quotation marks`,
		`de: calendar.weekday.4: missing`,
		`de: calendar.weekday.5: empty`,
		`de: common.minutes: plural form one is missing`,
		`de: common.hours: plural form few is never used in this language`,
		`de: common.days: placeholders: Count, Mehr, in English: Count`,
		`de: common.days: plural form one has placeholders: none, the others: Mehr`,
		`de: common.sprache: surplus: English has no such text`,
		`de: common.language: stands twice`,
		`de: common.mixed: surplus: English has no such text`,
		`de: common.mixed.third: stands among plural forms without being one`,
		`de: common.mixed.Mixed: stands among plural forms without being one`,
	)
}

func TestAPluralTextStaysPluralInEveryLanguage(t *testing.T) {
	for name, text := range map[string]string{
		"ja: common.hours: plural forms: false, in English: true":    "[common]\nhours = '{{.Count}}時間'\n",
		"ja: common.language: plural forms: true, in English: false": "[common.language]\nother = '日本語'\n",
		"ja: common.days: missing":                                   "[common.days]\nabc = 'x'\n",
	} {
		_, err := load(with(t, map[string]string{"ja/a.toml": text}))
		if err == nil || !strings.Contains(err.Error(), "\n  "+name+"\n") {
			t.Errorf("not said: %s", name)
		}
	}
}

func TestAFolderThatIsNoLanguageIsRefused(t *testing.T) {
	wantGaps(t, with(t, copied(t, "nonsense_")), "nonsense_: *: the folder's name is no language code")
	wantGaps(t, fstest.MapFS{}, "en: no such folder")
}

func TestWhatTheCalendarAndTheCrisisLinesNeedMustStandInEnglish(t *testing.T) {
	changed := copied(t, "en",
		`weekday.1 = "Monday"`, `weekday.8 = "Monday"`,
		`clock = "{{.Hour}}:{{.Minute}}"`, `clock = "{{.Hour}}:{{.Second}}"`,
		"[crisis.gb.shout]", "[crisis.gb.shouting]")
	alone := with(t, changed).(fstest.MapFS) // other languages would rightly complain about their English
	maps.DeleteFunc(alone, func(name string, _ *fstest.MapFile) bool {
		return strings.Contains(name, "/") && !strings.HasPrefix(name, "en/")
	})
	wantGaps(t, alone,
		"en: calendar.weekday.1: missing",
		"en: calendar.weekday.8: surplus: neither the calendar nor a crisis line uses it",
		"en: calendar.clock: placeholders allowed here: Hour, Minute",
		"en: crisis.gb.shout.name: missing",
		"en: crisis.gb.shout.how: missing",
		"en: crisis.gb.shouting.name: surplus: neither the calendar nor a crisis line uses it",
		"en: crisis.gb.shouting.how: surplus: neither the calendar nor a crisis line uses it",
	)
}

func TestAFaultyListOfCrisisLinesIsRefused(t *testing.T) {
	var gaps Gaps
	readCrisis(fstest.MapFS{"crisis.toml": {Data: []byte(
		"[[gb]]\nid='a b'\nphone='1'\n[[gb]]\nid='a b'\nnumber='1'\nreviewed='soon'\n")}}, &gaps)
	want := []string{
		"crisis.toml: crisis.gb.a b: needs an id and a number",
		"crisis.toml: crisis.gb.a b: reviewed is no date such as 2026-01-31",
		"crisis.toml: crisis.gb.a b: stands twice",
		"crisis.toml: elsewhere: missing",
		"crisis.toml: gb.phone: unknown; a line has id, number, reviewed",
		"crisis.toml: gb: a country is two capital letters",
	}
	slices.Sort(gaps)
	if got := slices.Compact(gaps); !slices.Equal(got, want) {
		t.Errorf("said:\n%s", strings.Join(got, "\n"))
	}
	if _, err := load(with(t, map[string]string{"crisis.toml": "[[GB"})); err == nil {
		t.Error("a list that is no TOML was loaded")
	}
}

func TestMatchTakesTheFirstCodeThatFitsAndElseEnglish(t *testing.T) {
	c := loaded(t, map[string]string{}, "pt", "zh", "uk", "nb")
	for codes, want := range map[string]string{
		"": "en", "en": "en", "en-GB": "en", "en-gb": "en", "fr": "en", "pt-br": "pt", "zh-hans": "zh", "uk": "uk",
		"ru": "en", "nonsense-code-of-nothing": "en", "xx,pt": "pt", "fr,zh-CN": "zh", "no": "nb", "en-XA": "en-XA", "PT": "pt",
	} {
		if got := c.Match(strings.Split(codes, ",")...); got != want {
			t.Errorf("Match(%s) = %s, want %s", codes, got, want)
		}
	}
	if c.Match() != Default {
		t.Error("no code at all is not English")
	}
}

// loaded is a catalogue with some further languages, all of them in English words.
func loaded(t *testing.T, changed map[string]string, langs ...string) *Catalogue {
	t.Helper()
	for _, lang := range langs {
		texts := copied(t, lang)
		forms, err := pluralForms(lang)
		if err != nil {
			t.Fatal(err)
		}
		for name, text := range texts {
			texts[name] = withForms(t, text, forms)
		}
		maps.Copy(changed, texts)
	}
	c, err := load(with(t, changed))
	if err != nil {
		t.Fatal(err)
	}
	return c
}

// withForms gives every plural text of a file the forms of another language.
func withForms(t *testing.T, text string, forms []string) string {
	t.Helper()
	var out []string
	for line := range strings.Lines(text) {
		value, ok := strings.CutPrefix(line, "other = ")
		switch {
		case strings.HasPrefix(line, "one = "):
		case ok:
			for _, form := range forms {
				out = append(out, form+" = "+value)
			}
		default:
			out = append(out, line)
		}
	}
	return strings.Join(out, "")
}
