package main

import (
	"fmt"
	"io/fs"
	"os"
	"path"
	"slices"
	"sync"

	"polyphony/locales"
	"polyphony/urgency"
)

// readPhrases reads every language's phrases, side by side, and, if there is one, the trust's own file, which adds to the English ones.
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
	lexicons = make([]urgency.Lexicon, len(names))
	errs := make([]error, len(names))
	var all sync.WaitGroup
	for i, name := range names {
		all.Go(func() { lexicons[i], errs[i] = readWith(name, own) })
	}
	all.Wait()
	for _, err := range errs {
		if err != nil {
			return nil, err
		}
	}
	return lexicons, nil
}

// readWith reads a language's phrases, with the trust's own if they are in it.
func readWith(name, own string) (urgency.Lexicon, error) {
	lexicon, err := readLexicon(name)
	if err != nil || own == "" || lexicon.Lang() != locales.Default {
		return lexicon, err
	}
	return readOwn(lexicon, own)
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
