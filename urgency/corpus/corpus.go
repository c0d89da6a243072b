// Package corpus reads the texts that the model of package urgency is trained on and measured with.
//
// A file corpus/<language>/<voice>.txt holds what one voice writes: a line `# Voice: …`, sections `[<category> <level>]`,
// and below each its texts, one a line. Files named held-*.txt are never trained on.
package corpus

import (
	"bufio"
	"crypto/sha256"
	"fmt"
	"io/fs"
	"path"
	"slices"
	"strings"
)

// Line is one text.
type Line struct {
	Lang, Voice     string
	Category, Level string // as in the section: "suicide", "urgent"
	Text            string
}

// Held tells whether a line is kept apart, to measure with.
func (l Line) Held() bool { return strings.HasPrefix(l.Voice, "held-") }

// levels are the words that end a section's name.
var levels = []string{"urgent", "soon", "none"}

// Read reads every file of a corpus, in the order of their names.
func Read(files fs.FS) ([]Line, error) {
	names, err := fs.Glob(files, "*/*.txt")
	if err != nil {
		return nil, err
	}
	slices.Sort(names)
	var lines []Line
	for _, name := range names {
		more, err := readFile(files, name)
		if err != nil {
			return nil, err
		}
		lines = append(lines, more...)
	}
	return lines, nil
}

func readFile(files fs.FS, name string) ([]Line, error) {
	file, err := files.Open(name)
	if err != nil {
		return nil, err
	}
	defer file.Close()
	line := Line{Lang: path.Dir(name), Voice: strings.TrimSuffix(path.Base(name), ".txt")}
	var lines []Line
	scanner := bufio.NewScanner(file)
	for n := 1; scanner.Scan(); n++ {
		text := strings.TrimSpace(scanner.Text())
		switch section, isSection := strings.CutPrefix(text, "["); {
		case text == "" || strings.HasPrefix(text, "#"):
		case isSection:
			fields := strings.Fields(strings.TrimSuffix(section, "]"))
			if len(fields) != 2 || !slices.Contains(levels, fields[1]) {
				return nil, fmt.Errorf("corpus: %s: line %d: a section is [category level]", name, n)
			}
			line.Category, line.Level = fields[0], fields[1]
		case line.Level == "":
			return nil, fmt.Errorf("corpus: %s: line %d: before the first section", name, n)
		default:
			line.Text = text
			lines = append(lines, line)
		}
	}
	return lines, scanner.Err()
}

// Sum is a number for the lines that are trained on: weights with another sum were trained on others.
func Sum(lines []Line) [sha256.Size]byte {
	h := sha256.New()
	for _, l := range lines {
		if !l.Held() {
			fmt.Fprintf(h, "%s\t%s\t%s\t%s\t%s\n", l.Lang, l.Voice, l.Category, l.Level, l.Text)
		}
	}
	return [sha256.Size]byte(h.Sum(nil))
}
