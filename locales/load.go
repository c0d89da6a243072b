package locales

import (
	"fmt"
	"io/fs"
	"maps"
	"path"
	"slices"
	"strings"

	"golang.org/x/text/language"
)

// Gaps is everything that is wrong with the files, one line a fault, sorted: `pl: meeting.notice: missing`.
type Gaps []string

func (g Gaps) Error() string {
	return fmt.Sprintf("locales: %d gaps:\n  %s", len(g), strings.Join(g, "\n  "))
}

func (g *Gaps) add(lang string, key Key, format string, args ...any) {
	*g = append(*g, fmt.Sprintf("%s: %s: %s", lang, key, fmt.Sprintf(format, args...)))
}

func load(fsys fs.FS) (*Catalogue, error) {
	var gaps Gaps
	drafts := map[string]draft{}
	for _, lang := range folders(fsys) {
		drafts[lang] = readDraft(fsys, lang, &gaps)
	}
	english, ok := drafts[Default]
	if !ok {
		return nil, Gaps{Default + ": no such folder"}
	}
	c := &Catalogue{languages: slices.Sorted(maps.Keys(drafts)), books: map[string]*book{}}
	lines := readCrisis(fsys, &gaps)
	checkOwn(english, lines, &gaps)
	for lang, d := range drafts {
		c.books[lang] = newBook(lang, d, english, &gaps)
	}
	if len(gaps) == 0 {
		c.books[Pseudo] = newBook(Pseudo, pseudoDraft(english), english, &gaps)
	}
	if len(gaps) > 0 {
		slices.Sort(gaps)
		return nil, slices.Compact(gaps)
	}
	c.makeMatcher()
	c.layOutCrisis(lines)
	return c, nil
}

// folders lists the languages: every folder that holds at least one TOML file.
func folders(fsys fs.FS) []string {
	var langs []string
	names, _ := fs.Glob(fsys, "*/*.toml")
	for _, name := range names {
		langs = append(langs, path.Dir(name))
	}
	slices.Sort(langs)
	return slices.Compact(langs)
}

func (c *Catalogue) makeMatcher() {
	c.matches = []string{Default}
	for _, lang := range c.languages {
		if lang != Default {
			c.matches = append(c.matches, lang)
		}
	}
	tags := make([]language.Tag, len(c.matches))
	for i, lang := range c.matches {
		tags[i] = language.Make(lang)
	}
	c.matcher = language.NewMatcher(tags)
}

// Match answers the best language for BCP-47 codes as Telegram sends them, the first that fits well; else English.
// Fitting well means the same language, not one that its readers may also happen to know.
func (c *Catalogue) Match(codes ...string) string {
	for _, code := range codes {
		if _, ok := c.books[code]; ok {
			return code
		}
		tag, err := language.Parse(code)
		if err != nil {
			continue
		}
		if _, i, confidence := c.matcher.Match(tag); confidence >= language.High {
			return c.matches[i]
		}
	}
	return Default
}
