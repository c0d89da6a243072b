package urgency

import (
	_ "embed"
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
	maskBits  = 64
)

// wordClass is one line of classes.txt.
type wordClass struct {
	name  string
	words []string
}

var wordClasses = parseClasses(classesFile)

func parseClasses(file string) (classes []wordClass) {
	for line := range strings.Lines(file) {
		if name, words, ok := strings.Cut(line, ":"); ok && !strings.HasPrefix(line, "#") {
			classes = append(classes, wordClass{name, strings.Fields(words)})
		}
	}
	return classes[:min(len(classes), maskBits-maskClass)]
}

// classMasks gives each word of the classes its bits.
var classMasks = func() map[string]uint64 {
	masks := map[string]uint64{}
	for i, c := range wordClasses {
		for _, word := range c.words {
			masks[word] |= 1 << (maskClass + i)
		}
	}
	return masks
}()

// classesOf gives the bits of each word of the vocabulary.
func classesOf(names []string) []uint64 {
	masks := make([]uint64, len(names))
	for id, name := range names {
		masks[id] = classMasks[name]
	}
	masks[numberID] |= 1 << maskNumber
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
