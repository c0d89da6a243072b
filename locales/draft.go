package locales

import (
	"errors"
	"io/fs"
	"maps"
	"regexp"
	"slices"
	"strings"

	"github.com/BurntSushi/toml"
)

// draft is one language as its files have it, before anything is checked against English.
type draft map[Key]sentence

// sentence is one text: under "other" alone, or under each plural form of its language.
type sentence struct {
	plural bool
	forms  map[string]string
}

// forms are the CLDR plural categories, in CLDR's order.
var formNames = [...]string{"zero", "one", "two", "few", "many", "other"}

var keyPart = regexp.MustCompile(`^[a-z0-9][a-z0-9_]*$`)

// readDraft reads every TOML file of a language. What cannot be read becomes a gap, and the reading goes on.
func readDraft(fsys fs.FS, lang string, gaps *Gaps) draft {
	d := draft{}
	names, _ := fs.Glob(fsys, lang+"/*.toml")
	for _, name := range names {
		data, err := fs.ReadFile(fsys, name)
		if err != nil {
			gaps.add(lang, Key(name), "%v", err)
			continue
		}
		var table map[string]any
		if err := toml.Unmarshal(data, &table); err != nil {
			gaps.add(lang, Key(name), "%s", tomlFault(err))
			continue
		}
		d.addTable(lang, "", table, gaps)
	}
	return d
}

// tomlFault says where a file stops being TOML.
func tomlFault(err error) string {
	var parse toml.ParseError
	if errors.As(err, &parse) {
		return strings.TrimPrefix(parse.Error(), "toml: ")
	}
	return err.Error()
}

// addTable walks nested tables; a table with a plural form in it is one text, any other is a group of texts.
func (d draft) addTable(lang string, prefix Key, table map[string]any, gaps *Gaps) {
	for _, name := range slices.Sorted(maps.Keys(table)) {
		key := prefix + Key(name)
		if !keyPart.MatchString(name) {
			gaps.add(lang, key, "a key is made of a-z, 0-9 and _")
			continue
		}
		switch value := table[name].(type) {
		case string:
			d.add(lang, key, sentence{forms: map[string]string{"other": value}}, gaps)
		case map[string]any:
			if hasForm(value) {
				d.addPlural(lang, key, value, gaps)
			} else {
				d.addTable(lang, key+".", value, gaps)
			}
		default:
			gaps.add(lang, key, "a text stands in quotation marks")
		}
	}
}

func hasForm(table map[string]any) bool {
	return slices.ContainsFunc(formNames[:], func(form string) bool { _, ok := table[form]; return ok })
}

func (d draft) addPlural(lang string, key Key, table map[string]any, gaps *Gaps) {
	s := sentence{plural: true, forms: map[string]string{}}
	for _, name := range slices.Sorted(maps.Keys(table)) {
		text, ok := table[name].(string)
		if !ok || !slices.Contains(formNames[:], name) {
			gaps.add(lang, key+Key("."+name), "stands among plural forms without being one")
			continue
		}
		s.forms[name] = text
	}
	d.add(lang, key, s, gaps)
}

func (d draft) add(lang string, key Key, s sentence, gaps *Gaps) {
	if _, ok := d[key]; ok {
		gaps.add(lang, key, "stands twice")
		return
	}
	for form, text := range s.forms {
		s.forms[form] = strings.Trim(text, "\n")
		if strings.TrimSpace(text) == "" {
			gaps.add(lang, key, "empty")
		}
	}
	d[key] = s
}
