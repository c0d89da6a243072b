package locales

import (
	"maps"
	"slices"
	"strings"

	"github.com/nicksnyder/go-i18n/v2/i18n"
)

// book is one language, checked and ready.
type book struct {
	texts     map[Key]*text
	localizer *i18n.Localizer
}

// text is one sentence, parsed. only is nil when the plural form has to be chosen.
type text struct {
	placeholders []string // sorted; with Count if the form depends on it
	only         *pattern
}

// newBook checks a language against English and makes it ready. Everything wrong is added to gaps.
func newBook(lang string, d, english draft, gaps *Gaps) *book {
	needed, err := pluralForms(lang)
	if err != nil {
		gaps.add(lang, "*", "%v", err)
		return nil
	}
	b := &book{texts: map[Key]*text{}}
	var messages []*i18n.Message
	for key, s := range d {
		b.texts[key] = newText(lang, key, s, gaps)
		if s.plural {
			checkForms(lang, key, s, needed, gaps)
			messages = append(messages, message(key, s))
		}
	}
	checkAgainst(lang, d, english, gaps)
	b.localizer, _ = newBundle(lang, messages...)
	return b
}

func newText(lang string, key Key, s sentence, gaps *Gaps) *text {
	t := &text{placeholders: s.placeholders()}
	for form, source := range s.forms {
		p, err := parsePattern(source)
		if err != nil {
			gaps.add(lang, key, "does not parse: %v", err)
		} else if !s.plural {
			t.only = p
		}
		if fault := htmlFault(source); fault != "" {
			gaps.add(lang, key, "%s", at(form, s, fault))
		}
	}
	return t
}

// at names the plural form that a fault is in.
func at(form string, s sentence, fault string) string {
	if s.plural {
		return form + ": " + fault
	}
	return fault
}

// placeholders is the union over all plural forms, sorted, with Count for a text that has forms to choose from.
func (s sentence) placeholders() []string {
	names := map[string]bool{}
	if s.plural {
		names["Count"] = true
	}
	for _, source := range s.forms {
		if p, err := parsePattern(source); err == nil {
			for _, name := range p.names {
				names[name] = true
			}
		}
	}
	return slices.Sorted(maps.Keys(names))
}

func message(key Key, s sentence) *i18n.Message {
	return &i18n.Message{ID: string(key), Zero: s.forms["zero"], One: s.forms["one"], Two: s.forms["two"],
		Few: s.forms["few"], Many: s.forms["many"], Other: s.forms["other"]}
}

func list(names []string) string {
	if len(names) == 0 {
		return "none"
	}
	return strings.Join(names, ", ")
}
