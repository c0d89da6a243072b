// Package locales holds every sentence that people read, in every language, as embedded files.
//
// A language is a folder: `en/*.toml` for its sentences, `en/urgent.txt` for the phrases that sound like danger.
// Nested tables give dotted keys: `notice` under `[meeting]` is `meeting.notice`. A text is Telegram HTML with
// placeholders such as {{.Name}}; a text that depends on a number is a table of the plural forms of its language.
// English is the measure: [Load] refuses a language that lacks, adds or changes anything, and names every gap at once.
//
// After editing an English file run `go generate ./locales`, which renews the constants in keys.go.
package locales

//go:generate go run generate.go

import (
	"embed"
	"io/fs"
	"slices"

	"golang.org/x/text/language"
)

// Key names one text. The constants in keys.go are the only ones worth using: each stands in the English files.
type Key string

// Default is the language that every other is measured by, and the answer when no language fits.
const Default = "en"

//go:embed */*.toml */urgent.txt */urgent_few.txt crisis.toml
var files embed.FS

// Catalogue is everything that can be said, ready to be rendered. It never changes after Load, so any number of
// goroutines may share it.
type Catalogue struct {
	languages []string // sorted, without Pseudo
	books     map[string]*book
	matcher   language.Matcher
	matches   []string // language behind each index that matcher answers
	crisis    map[string]map[string][]Line
}

// Load reads the embedded files. Its error is of type [Gaps] and lists everything that is wrong in any language.
func Load() (*Catalogue, error) { return load(files) }

// Languages lists the languages that people can choose, sorted by code. The pseudo-language is not among them.
func (c *Catalogue) Languages() []string { return slices.Clone(c.languages) }

// UrgentFiles holds `<lang>/urgent.txt`, the phrases that package urgency reads for signs of danger, and
// `<lang>/urgent_few.txt`, a few of a language in which nothing else has been written.
func UrgentFiles() fs.FS { return files }
