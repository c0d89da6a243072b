package main

import (
	"crypto/sha256"
	"os"
	"path/filepath"

	"polyphony/urgency"
	"polyphony/urgency/corpus"
)

// text is a line of the corpus with what the model sees in it.
type text struct {
	corpus.Line
	rule    urgency.Level // what the phrases say
	rows    []example     // its frames, the whole text last; without label and weight
	letters example       // its words alone, to tell its language by
}

// load reads phrases and corpora.
func load(locales string, dirs []string) ([]text, [sha256.Size]byte, error) {
	reader, err := phrases(locales)
	if err != nil {
		return nil, [sha256.Size]byte{}, err
	}
	var lines []corpus.Line
	var sum [sha256.Size]byte // of the first: further directories are for trying what they would do
	for i, dir := range dirs {
		more, err := corpus.Read(os.DirFS(dir))
		if err != nil {
			return nil, sum, err
		}
		if lines = append(lines, more...); i == 0 {
			sum = corpus.Sum(lines)
		}
	}
	var texts []text
	for _, line := range lines {
		t := text{Line: line, rule: reader.Read(line.Text, "en").Level}
		rows := reader.Rows(line.Text)
		for _, row := range rows {
			t.rows = append(t.rows, asExample(row))
		}
		if len(rows) > 0 {
			t.letters = asForeign(rows[len(rows)-1])
			texts = append(texts, t)
		}
	}
	return texts, sum, nil
}

func phrases(locales string) (*urgency.Reader, error) {
	names, err := filepath.Glob(filepath.Join(locales, "*", "urgent.txt"))
	if err != nil {
		return nil, err
	}
	var lexicons []urgency.Lexicon
	for _, name := range names {
		file, err := os.Open(name)
		if err != nil {
			return nil, err
		}
		lexicon, err := urgency.Parse(filepath.Base(filepath.Dir(name)), file)
		_ = file.Close() // read only
		if err != nil {
			return nil, err
		}
		lexicons = append(lexicons, lexicon)
	}
	return urgency.NewUntrained(lexicons...), nil
}

// asExample numbers a row's features: the hashed ones, then the pairs.
func asExample(row urgency.Row) example {
	e := example{value: urgency.Root(row.Words)}
	for _, h := range row.Features {
		e.features = append(e.features, int32(h>>(32-urgency.LevelBits)))
	}
	for _, p := range row.Pairs {
		e.features = append(e.features, 1<<urgency.LevelBits+int32(p))
	}
	return e
}

func asForeign(row urgency.Row) example {
	e := example{value: urgency.Root(row.Words)}
	for _, h := range row.Letters {
		e.features = append(e.features, int32(h>>(32-urgency.ForeignBits)))
	}
	return e
}

// whole is the frame that is the whole text.
func (x text) whole() example { return x.rows[len(x.rows)-1] }
