package locales

import (
	"io/fs"
	"slices"
	"strings"
	"time"

	"github.com/BurntSushi/toml"
)

// Line is one place to turn to in a crisis. Name and How are Telegram HTML, as every text is.
type Line struct {
	Name     string // who answers: "Samaritans"
	How      string // what to do, the number in it: "Call 116 123, free, day and night"
	Number   string // what to dial or text
	Reviewed string // the day the number was last checked, YYYY-MM-DD
}

// elsewhere stands in crisis.toml for every country that has no lines of its own.
const elsewhere = "elsewhere"

// crisisLine is a line as crisis.toml has it; its words stand in each language's own files.
type crisisLine struct {
	ID       string `toml:"id"`
	Number   string `toml:"number"`
	Reviewed string `toml:"reviewed"`
}

func (l crisisLine) nameKey(country string) Key { return l.key(country) + ".name" }
func (l crisisLine) howKey(country string) Key  { return l.key(country) + ".how" }
func (l crisisLine) key(country string) Key {
	return Key("crisis." + strings.ToLower(country) + "." + l.ID)
}

// Crisis lists the lines of a country (ISO 3166-1, two letters), in the order in which to show them, in a language.
// A country without lines of its own gets the advice to call its emergency number. There is always at least one line.
func (c *Catalogue) Crisis(country, lang string) []Line {
	if _, ok := c.crisis[lang]; !ok {
		lang = c.Match(lang)
	}
	lines, ok := c.crisis[lang][strings.ToUpper(country)]
	if !ok {
		lines = c.crisis[lang][elsewhere]
	}
	return slices.Clone(lines)
}

func readCrisis(fsys fs.FS, gaps *Gaps) map[string][]crisisLine {
	const file = "crisis.toml"
	var lines map[string][]crisisLine
	data, err := fs.ReadFile(fsys, file)
	if err != nil {
		gaps.add(file, "*", "%v", err)
		return nil
	}
	meta, err := toml.Decode(string(data), &lines)
	if err != nil {
		gaps.add(file, "*", "%s", tomlFault(err))
		return nil
	}
	for _, key := range meta.Undecoded() {
		gaps.add(file, Key(key.String()), "unknown; a line has id, number, reviewed")
	}
	if len(lines[elsewhere]) == 0 {
		gaps.add(file, elsewhere, "missing")
	}
	for country, of := range lines {
		checkLines(country, of, gaps)
	}
	return lines
}

func checkLines(country string, lines []crisisLine, gaps *Gaps) {
	if country != elsewhere && (len(country) != 2 || strings.ToUpper(country) != country) {
		gaps.add("crisis.toml", Key(country), "a country is two capital letters")
	}
	for i, line := range lines {
		key := line.key(country)
		if !keyPart.MatchString(line.ID) || line.Number == "" {
			gaps.add("crisis.toml", key, "needs an id and a number")
		}
		if _, err := time.Parse(time.DateOnly, line.Reviewed); err != nil {
			gaps.add("crisis.toml", key, "reviewed is no date such as 2026-01-31")
		}
		if slices.ContainsFunc(lines[:i], func(l crisisLine) bool { return l.ID == line.ID }) {
			gaps.add("crisis.toml", key, "stands twice")
		}
	}
}

// layOutCrisis renders every line in every language once, so that answering needs nothing that could fail.
func (c *Catalogue) layOutCrisis(lines map[string][]crisisLine) {
	c.crisis = map[string]map[string][]Line{}
	for lang, b := range c.books {
		c.crisis[lang] = map[string][]Line{}
		for country, of := range lines {
			for _, line := range of {
				c.crisis[lang][country] = append(c.crisis[lang][country], Line{
					Name:   b.own(line.nameKey(country), nil),
					How:    b.own(line.howKey(country), map[string]any{"Number": line.Number}),
					Number: line.Number, Reviewed: line.Reviewed,
				})
			}
		}
	}
}
