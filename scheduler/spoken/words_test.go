package spoken

import (
	"io/fs"
	"os"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/BurntSushi/toml"

	"polyphony/locales"
)

// language is the words of one language, ready, and as its file has them.
type language struct {
	code  string
	words []Words // with English
	lists map[string][]string
}

// languages are all of the catalogue, and those that wait in testdata until
// the rest of their language is there.
func languages(t testing.TB) (list []language) {
	t.Helper()
	texts, err := locales.Load()
	if err != nil {
		t.Fatal(err)
	}
	get := func(lang string) func(string) string {
		return func(key string) string {
			text, err := texts.Text(lang, locales.Key("spoken."+key), nil)
			if err != nil {
				t.Fatal(err)
			}
			return text
		}
	}
	english := NewWords(get(locales.Default))
	seen := map[string]bool{}
	for _, lang := range texts.Languages() {
		list = append(list, newLanguage(lang, get(lang), english))
		seen[lang] = true
	}
	waiting, _ := fs.Glob(os.DirFS("testdata"), "*.toml")
	for _, name := range waiting {
		if lang := strings.TrimSuffix(name, ".toml"); !seen[lang] {
			list = append(list, newLanguage(lang, fromFile(t, "testdata/"+name), english))
		} else {
			t.Errorf("testdata/%s: the catalogue has this language now; delete the file", name)
		}
	}
	return list
}

func newLanguage(code string, get func(string) string, english Words) language {
	l := language{code: code, lists: map[string][]string{}, words: []Words{NewWords(get)}}
	if code != locales.Default {
		l.words = append(l.words, english)
	}
	for _, key := range Keys() {
		for phrase := range strings.SplitSeq(get(key), "|") {
			if phrase = strings.TrimSpace(phrase); phrase != "-" {
				l.lists[key] = append(l.lists[key], phrase)
			}
		}
	}
	return l
}

func fromFile(t testing.TB, name string) func(string) string {
	var file struct{ Spoken map[string]any }
	if _, err := toml.DecodeFile(name, &file); err != nil {
		t.Fatal(err)
	}
	return func(key string) string {
		group, number, numbered := strings.Cut(key, ".")
		value := file.Spoken[group]
		if table, ok := value.(map[string]any); numbered && ok {
			value = table[number]
		}
		text, ok := value.(string)
		if !ok {
			t.Errorf("%s: %s is missing", name, key)
		}
		return text
	}
}

func zone(t testing.TB, name string) *time.Location {
	t.Helper()
	loc, err := time.LoadLocation(name)
	if err != nil {
		t.Fatal(err)
	}
	return loc
}

// A text that no list reads would be a word that people type in vain; and every
// list that cannot be done without has words in every language.
func TestEveryLanguageHasItsWords(t *testing.T) {
	known := map[string]bool{}
	for _, key := range Keys() {
		if known[key] {
			t.Errorf("%s is read twice", key)
		}
		known[key] = true
	}
	for _, l := range languages(t) {
		for key := range known {
			group, _, numbered := strings.Cut(key, ".")
			if len(l.lists[key]) == 0 && (numbered || slices.Contains(strings.Fields("today tomorrow next week morning evening for hour minute half every home team video"), group)) {
				t.Errorf("%s: %s has no words", l.code, key)
			}
		}
	}
	if w := NewWords(func(string) string { return "" }); len(w.phrases) > 0 {
		t.Errorf("no text became %v", w.phrases)
	}
}
