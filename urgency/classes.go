package urgency

import (
	_ "embed"
	"slices"
	"strings"
)

//go:embed classes.txt
var classesFile string

// The bits of a word's mask: what phrases and word lists say of it, then the kinds of words that it is among.
const (
	maskFirst = iota
	maskThird
	maskPast
	maskPresent
	maskQuestion
	maskNumber
	maskKinds // one for each kind of phrase that is no finding
	maskClass = maskKinds + int(kinds) - 1
)

// wordClass is one line of classes.txt.
type wordClass struct {
	name  string
	words []string
}

var wordClasses = parseClasses(classesFile)

func parseClasses(file string) (classes []wordClass) {
	for line := range strings.Lines(file) {
		name, words, ok := strings.Cut(line, ":")
		if !ok || strings.HasPrefix(line, "#") {
			continue
		}
		at := slices.IndexFunc(classes, func(c wordClass) bool { return c.name == name })
		if at < 0 {
			at = len(classes)
			classes = append(classes, wordClass{name: name})
		}
		classes[at].words = append(classes[at].words, strings.Fields(words)...)
	}
	return classes[:min(len(classes), maskSize-maskClass)]
}

// classMasks gives each word of the classes its bits, and each beginning of a word that ends with a star there.
var classMasks, classStems = func() (words, stems map[string]*mask) {
	words, stems = map[string]*mask{}, map[string]*mask{}
	for i, c := range wordClasses {
		for _, word := range c.words {
			in := words
			stem, isStem := strings.CutSuffix(word, "*")
			if isStem {
				in = stems
			}
			folded := string(fold(stem))
			if in[folded] == nil {
				in[folded] = new(mask)
			}
			in[folded].set(maskClass + i)
		}
	}
	for word, kinds := range words {
		for n := range len(word) + 1 {
			if stem := stems[word[:n]]; stem != nil {
				kinds.add(stem)
			}
		}
	}
	return words, stems
}()

func fold(word string) (out []byte) {
	for _, r := range word {
		out = appendFolded(out, r)
	}
	return out
}

// leastStem is the length of the shortest beginning of a word in the classes, in bytes, and mostStem of the longest.
const (
	leastStem = 3
	mostStem  = 36
)

var noKinds mask

// kindsOf gives the bits of the kinds that a word is among: its own, else those of its longest beginning.
func kindsOf(letters []byte) *mask {
	if kinds := classMasks[string(letters)]; kinds != nil {
		return kinds
	}
	for n := min(len(letters), mostStem); n >= leastStem; n-- {
		if kinds := classStems[string(letters[:n])]; kinds != nil {
			return kinds
		}
	}
	return &noKinds
}

// classesOf gives the bits of each word of the vocabulary.
func classesOf(names []string) []*mask {
	masks := make([]*mask, len(names))
	for id, name := range names {
		masks[id] = kindsOf([]byte(name))
	}
	number := *masks[numberID]
	number.set(maskNumber)
	masks[numberID] = &number
	return masks
}

// maskName names a bit for people.
func maskName(bit int) string {
	if bit >= maskClass {
		return wordClasses[bit-maskClass].name
	}
	return [...]string{"first person", "third person", "past tense", "present", "question", "number", "means", "farewell",
		"idiom", "denial", "no denial", "used to", "long ago", "still", "recovery", "fiction", "study", "trifle"}[bit]
}
