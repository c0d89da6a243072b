package locales

import (
	"slices"
	"strings"
)

// checkAgainst holds a language against English: the same keys, the same placeholders, plural where English is plural.
func checkAgainst(lang string, d, english draft, gaps *Gaps) {
	for key, want := range english {
		got, ok := d[key]
		if !ok {
			gaps.add(lang, key, "missing")
			continue
		}
		if got.plural != want.plural {
			gaps.add(lang, key, "plural forms: %t, in English: %t", got.plural, want.plural)
		}
		if has, needs := got.placeholders(), want.placeholders(); !slices.Equal(has, needs) {
			gaps.add(lang, key, "placeholders: %s, in English: %s", list(has), list(needs))
		}
	}
	for key := range d {
		if _, ok := english[key]; !ok {
			gaps.add(lang, key, "surplus: English has no such text")
		}
	}
}

// checkForms wants every plural form that the language uses, none that would never be chosen, and the same placeholders
// in each; only Count may be left out ("one meeting").
func checkForms(lang string, key Key, s sentence, needed []string, gaps *Gaps) {
	for _, form := range needed {
		if _, ok := s.forms[form]; !ok {
			gaps.add(lang, key, "plural form %s is missing", form)
		}
	}
	all := without(s.placeholders(), "Count")
	for form, source := range s.forms {
		if !slices.Contains(needed, form) {
			gaps.add(lang, key, "plural form %s is never used in this language", form)
		}
		p, err := parsePattern(source)
		if err != nil {
			continue // said already
		}
		if has := without(p.sorted(), "Count"); !slices.Equal(has, all) {
			gaps.add(lang, key, "plural form %s has placeholders: %s, the others: %s", form, list(has), list(all))
		}
	}
}

func (p *pattern) sorted() []string {
	names := slices.Clone(p.names)
	slices.Sort(names)
	return slices.Compact(names)
}

func without(names []string, name string) []string {
	return slices.DeleteFunc(slices.Clone(names), func(n string) bool { return n == name })
}

// checkOwn wants in English what this package itself says without being asked by key: the calendar and the crisis lines.
func checkOwn(english draft, lines map[string][]crisisLine, gaps *Gaps) {
	want := calendarKeys()
	for country, of := range lines {
		for _, line := range of {
			want[line.nameKey(country)] = nil
			want[line.howKey(country)] = []string{"Number"}
		}
	}
	for key, args := range want {
		s, ok := english[key]
		if !ok {
			gaps.add(Default, key, "missing")
		}
		for _, name := range s.placeholders() {
			if s.plural || !slices.Contains(args, name) {
				gaps.add(Default, key, "placeholders allowed here: %s", list(args))
			}
		}
	}
	for key := range english {
		if _, ok := want[key]; !ok && ownKey(key) {
			gaps.add(Default, key, "surplus: neither the calendar nor a crisis line uses it")
		}
	}
}

// ownKey tells the texts that are reached through When, WeekdayName, Crisis and their siblings, never by their key.
func ownKey(key Key) bool {
	return strings.HasPrefix(string(key), "calendar.") || strings.HasPrefix(string(key), "crisis.")
}
