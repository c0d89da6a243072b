package main

import (
	"fmt"
	"io/fs"
	"os"
	"path"
	"slices"

	"polyphony/locales"
	"polyphony/urgency"
)

// readPhrases reads every language's phrases and, if there is one, the trust's own file, which adds to the English ones.
func readPhrases(own string) (*urgency.Reader, error) {
	full, err := readLexicons("*/urgent.txt", own)
	if err != nil {
		return nil, err
	}
	few, err := readLexicons("*/urgent_few.txt", "")
	if err != nil {
		return nil, err
	}
	return urgency.NewBesides(few, full...), nil
}

func readLexicons(pattern, own string) (lexicons []urgency.Lexicon, err error) {
	names, err := fs.Glob(locales.UrgentFiles(), pattern)
	if err != nil {
		return nil, err
	}
	slices.Sort(names)
	for _, name := range names {
		lexicon, err := readLexicon(name)
		if err == nil && own != "" && lexicon.Lang() == locales.Default {
			lexicon, err = readOwn(lexicon, own)
		}
		if err != nil {
			return nil, err
		}
		lexicons = append(lexicons, lexicon)
	}
	return lexicons, nil
}

func readLexicon(name string) (urgency.Lexicon, error) {
	file, err := locales.UrgentFiles().Open(name)
	if err != nil {
		return urgency.Lexicon{}, err
	}
	defer file.Close()
	return urgency.Parse(path.Dir(name), file)
}

// readOwn adds a trust's own phrases.
func readOwn(lexicon urgency.Lexicon, own string) (urgency.Lexicon, error) {
	file, err := os.Open(own)
	if err != nil {
		return urgency.Lexicon{}, fmt.Errorf("cannot read URGENCY_FILE %s: it is not there, or we may not", own)
	}
	defer file.Close()
	return lexicon.And(own, file)
}

// readerOf is the reader that a deployment uses: the shipped one, or one with the trust's own phrases.
func readerOf(own string) (*urgency.Reader, error) {
	if own == "" {
		return newReader()
	}
	return readPhrases(own)
}
