package urgency

import (
	"errors"
	"strings"
	"testing"
)

// A trust's own phrases may hold anything: either every fault is named with its
// line, or they are read beside the shipped ones and nothing stops.
func FuzzOwnPhrases(f *testing.F) {
	f.Add("[suicide urgent]\ngoing over the wharf\n[idiom]\nwharf festival\n[same]\nzepps = zeppelins", "they are going over the wharf")
	f.Add("[overdose urgent]\n@took .. @many zeppelins\n@nobody", "took ten zeppelins")
	f.Add("[same]\na = a b\nb = a\n[denial]\nnot\nn't", "a b not a")
	f.Add("[group x]\n@x @y\n[suicide soon]\n@x", "x")
	f.Add("[psychosis urgent]\n\xff\x00\n[missing soon]\n.. a .. b .. c ..\n", "\xff")
	shipped := englishLexicon(f)
	f.Fuzz(func(t *testing.T, own, text string) {
		if len(own) > 4000 || len(text) > 4000 {
			return
		}
		lex, err := shipped.And("own.txt", strings.NewReader(own))
		var faults Faults
		if err != nil {
			if !errors.As(err, &faults) || len(faults) == 0 {
				t.Fatalf("%v", err)
			}
			for _, fault := range faults {
				if !strings.HasPrefix(fault, "own.txt: line ") {
					t.Fatalf("a fault without its file and line: %q", fault)
				}
			}
			return
		}
		alone := Lexicon{lang: lex.lang, words: lex.words, phrases: lex.phrases[len(shipped.phrases):], same: lex.same, groups: lex.groups}
		checkReading(t, NewUntrained(alone), text, "en")
	})
}
