package urgency

import (
	"maps"
	"slices"
	"strings"
)

// vocabulary knows every word of every lexicon by a number, and how words may be disguised.
type vocabulary struct {
	ids              map[string]int32
	names            []string         // word behind each id
	stems            map[string]int32 // families, by what stands before the *; their ids live among the words'
	shortest, longst int              // stem lengths, in bytes
	longestWord      int
	expand           [][]int32            // what an id stands for, if it stands for something else
	joins            map[[2]int32][]int32 // what two words in a row stand for
	signs            map[rune][]int32     // what an emoji stands for
	typos            map[string]int32     // a word with one letter left out → the word
	families         []bool               // by id: a family, not a word
	classes          []*mask              // by id: what kinds of words it is among, for the model
	canon            map[string][]int32   // while building: what canonical has answered
	kin              map[int32][]int32    // while building: by a family's id, or that of numbers, the words that belong to it
}

const (
	unknown     int32 = 0
	numberID    int32 = 1
	minMisspelt       = 5
)

func newVocabulary(lexicons []Lexicon) *vocabulary {
	v := &vocabulary{ids: map[string]int32{}, names: []string{"", "@" + numberName}, stems: map[string]int32{},
		joins: map[[2]int32][]int32{}, signs: map[rune][]int32{}, typos: map[string]int32{}, canon: map[string][]int32{}}
	for _, lex := range lexicons {
		for _, s := range lex.same {
			v.addSame(s)
		}
	}
	for _, lex := range lexicons {
		for _, word := range slices.Sorted(maps.Keys(lex.words)) {
			v.canonical(word)
		}
		for _, stem := range lex.families {
			v.stem(stem)
		}
		for _, word := range lex.misspelt {
			v.addMisspelt(word)
		}
	}
	return v
}

// findKin finds the words of every family, once for all lexicons. No word may be added after.
func (v *vocabulary) findKin() {
	v.kin = map[int32][]int32{}
	for id, name := range v.names {
		word := int32(id)
		for n := v.shortest; n <= min(len(name), v.longst); n++ {
			if stem, ok := v.stems[name[:n]]; ok && stem != word {
				v.kin[stem] = append(v.kin[stem], word)
			}
		}
		if name != "" && strings.Trim(name, "0123456789") == "" {
			v.kin[numberID] = append(v.kin[numberID], word)
		}
	}
}

// sortWords notes of each word what kinds of words it is among. No word may be added after.
func (v *vocabulary) sortWords() {
	v.families = make([]bool, len(v.names))
	for _, id := range v.stems {
		v.families[id] = true
	}
	v.classes = classesOf(v.names)
}

// id numbers a word.
func (v *vocabulary) id(word string) int32 {
	if word == v.names[numberID] {
		return numberID
	}
	if id, ok := v.ids[word]; ok {
		return id
	}
	id := v.newID(word)
	v.ids[word] = id
	v.longestWord = max(v.longestWord, len(word))
	return id
}

func (v *vocabulary) newID(name string) int32 {
	v.names = append(v.names, name)
	return int32(len(v.names) - 1)
}

// stem numbers a family.
func (v *vocabulary) stem(stem string) int32 {
	if id, ok := v.stems[stem]; ok {
		return id
	}
	id := v.newID(stem)
	v.stems[stem] = id
	if v.shortest == 0 || len(stem) < v.shortest {
		v.shortest = len(stem)
	}
	v.longst = max(v.longst, len(stem))
	return id
}

// addSame adds a rewriting. The first lexicon to rewrite a word wins; phrases are rewritten like texts, so they agree.
func (v *vocabulary) addSame(s rewrite) {
	to := make([]int32, len(s.to))
	for i, word := range s.to {
		to[i] = v.id(word)
	}
	first := []rune(s.from[0])[0]
	switch {
	case len(s.from) == 2:
		pair := [2]int32{v.id(s.from[0]), v.id(s.from[1])}
		if _, ok := v.joins[pair]; !ok {
			v.joins[pair] = to
		}
	case classOf(first) == classSign:
		if _, ok := v.signs[first]; !ok {
			v.signs[first] = to
		}
	default:
		id := v.id(s.from[0])
		v.grow()
		if v.expand[id] == nil {
			v.expand[id] = to
		}
	}
}

func (v *vocabulary) grow() {
	for len(v.expand) < len(v.names) {
		v.expand = append(v.expand, nil)
	}
}

// expansion is what an id stands for, nil if only for itself.
func (v *vocabulary) expansion(id int32) []int32 {
	if int(id) < len(v.expand) {
		return v.expand[id]
	}
	return nil
}

// canonical numbers the words that a lexicon's word comes to, in the same way as the tokeniser does for a text's. All
// rewritings have to be known by then.
func (v *vocabulary) canonical(word string) []int32 {
	ids, ok := v.canon[word]
	if !ok {
		ids = v.rewritten(word)
		v.canon[word] = ids
	}
	return ids
}

func (v *vocabulary) rewritten(word string) []int32 {
	if strings.ContainsRune(word, '\'') {
		if id, ok := v.ids[word]; ok && v.expansion(id) != nil {
			return v.expansion(id)
		}
		word = strings.TrimSuffix(word, "'s")
		word = strings.ReplaceAll(word, "'", "")
	}
	id := v.id(word)
	if to := v.expansion(id); to != nil {
		return to
	}
	return []int32{id}
}

// lookup finds a word, or else the longest family that it belongs to.
func (v *vocabulary) lookup(word []byte) int32 {
	if id, ok := v.ids[string(word)]; ok {
		return id
	}
	if v.shortest == 0 {
		return unknown
	}
	for n := min(len(word), v.longst); n >= v.shortest; n-- {
		if id, ok := v.stems[string(word[:n])]; ok {
			return id
		}
	}
	return unknown
}

// addMisspelt remembers a word under itself and under each form with one letter left out. Two words that are one wrong
// letter apart always share such a form.
func (v *vocabulary) addMisspelt(word string) {
	id := v.id(word)
	for i := -1; i < len(word); i++ {
		form := word
		if i >= 0 {
			form = word[:i] + word[i+1:]
		}
		if _, ok := v.typos[form]; !ok {
			v.typos[form] = id
		}
	}
}
