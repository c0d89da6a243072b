package urgency

import (
	"unicode/utf8"
)

// token is a word of the text.
type token struct {
	id         int32 // in the vocabulary; unknown for most
	brk        brk   // how strongly it is parted from the word before
	asked      bool  // a question mark stands behind it
	from, to   int32 // its letters, folded, in work.letters
	start, end int   // bytes of the text
}

// brk says how strongly two words are parted.
type brk uint8

const (
	together brk = iota // a space, a hyphen
	loose               // a line's end, a picture, a full stop inside a word
	clause              // a comma, a bracket, a dash, an ellipsis
	lone                // a full stop after a single word ("I. want. to."): a finding may reach over it
	sentence            // nothing reaches over it
)

// what a word is made of besides letters
const (
	hasDigit = 1 << iota
	hasSymbol
	hasApostrophe
	hasAlien // letters outside Latin
	hasLetter
)

// work is the scratch paper of one reading.
type work struct {
	*vocabulary
	weights *Weights
	// the word being read
	word       []byte // folded
	raw        []byte // the same once it has been cut from the text, for words that nobody knows
	alt        []byte // a guess at what it hides
	has        uint8
	start, end int
	brk        brk // before the next word
	since      int // words since the last full stop
	run        []letter
	lone       [1]byte      // the letter that is being placed
	spelling   [maxRun]byte // the run that is being read
	tokens     []token
	letters    []byte // of all tokens
	census     census
	// scanning and judging, one lexicon after the other
	machine  *machine
	steps    int // nodes visited from the word that is being tried
	matches  []match
	marks    marks
	seen     []sight
	evidence evidence
}

func (w *work) reset() {
	*w = work{vocabulary: w.vocabulary, weights: w.weights, word: w.word[:0], alt: w.alt[:0], run: w.run[:0], tokens: w.tokens[:0],
		letters: w.letters[:0], evidence: w.evidence.emptied(),
		matches: w.matches[:0], marks: w.marks.emptied(), seen: w.seen[:0]}
}

// tokenise cuts a text into words that remember where they stood.
func (w *work) tokenise(text string) {
	for i := 0; i < len(text); {
		c := text[i]
		if c < utf8.RuneSelf {
			w.ascii(text, i, c)
			i++
			continue
		}
		r, size := utf8.DecodeRuneInString(text[i:])
		w.wide(r, i, i+size)
		i += size
	}
	w.endWord()
	w.endRun()
}

func (w *work) ascii(text string, i int, c byte) {
	kind := asciiClasses[c]
	if kind == classLetter {
		w.add(lowerASCII(c), hasLetter, i)
		return
	}
	inside := i+1 < len(text) && wordGoesOn(text[i+1])
	switch {
	case kind == classDigit:
		w.add(c, hasDigit, i)
	case kind == classSymbol && inside && (len(w.word) > 0 || c == '@' || c == '$'),
		kind == classBang && inside && len(w.word) > 0:
		w.add(c, hasSymbol, i)
	case c == '*' && len(w.word) > 0 && i+1 < len(text) && text[i+1] == '*':
		w.add(c, hasSymbol, i)
	case kind == classApostrophe && inside && len(w.word) > 0:
		w.add('\'', hasApostrophe, i)
	case kind == classStop:
		w.stop(text, i)
	case kind == classHyphen:
		w.endWord()
		if i > 0 && text[i-1] == ' ' || i+1 < len(text) && (text[i+1] == ' ' || text[i+1] == '-') {
			w.part(clause)
		}
	default:
		w.separator(kind)
		if c == '?' {
			w.ask()
		}
	}
}

// ask notes a question mark behind the last word.
func (w *work) ask() {
	if n := len(w.tokens); n > 0 {
		w.tokens[n-1].asked = true
	}
}

func wordGoesOn(next byte) bool { return next >= utf8.RuneSelf || asciiClasses[next] == classLetter }

// stop reads a full stop: an ellipsis parts clauses, one inside a word (k.m.s) hardly anything, any other ends a sentence.
func (w *work) stop(text string, i int) {
	w.endWord()
	switch {
	case i > 0 && text[i-1] == '.' || i+1 < len(text) && text[i+1] == '.':
		w.part(clause)
	case i+1 < len(text) && (wordGoesOn(text[i+1]) || asciiClasses[text[i+1]] == classDigit):
		w.part(loose)
	default:
		w.endSentence()
	}
}

// endSentence parts sentences; after a single word it might also be somebody stressing. every. word.
func (w *work) endSentence() {
	if n := w.since + len(w.run); n == 1 && (len(w.run) > 0 || w.tokens[len(w.tokens)-1].id != numberID) {
		w.part(lone)
		w.endRun()
		w.since = 0
		return
	}
	w.part(sentence)
}

func (w *work) separator(kind class) {
	w.endWord()
	switch kind {
	case classEnd, classBang:
		w.part(sentence)
	case classComma:
		w.part(clause)
	case classLine, classSign:
		w.part(loose)
	}
}

func (w *work) part(b brk) {
	w.brk = max(w.brk, b)
	if b == sentence {
		w.endRun()
		w.since = 0
	}
}

func (w *work) add(c byte, has uint8, i int) {
	if len(w.word) == 0 {
		w.start = i
	}
	w.word = append(w.word, c)
	w.has |= has
	w.end = i + 1
}

// wide reads a character outside ASCII.
func (w *work) wide(r rune, start, end int) {
	kind := classOf(r)
	if to, ok := w.signs[r]; ok {
		w.endWord()
		w.endRun()
		w.part(loose)
		w.place(to, start, end)
		w.part(loose)
		return
	}
	switch kind {
	case classNothing:
	case classAlone:
		w.endWord()
		w.addWide(r, start, end)
		w.endWord()
	case classLetter, classDigit:
		w.addWide(r, start, end)
	case classApostrophe:
		if len(w.word) > 0 {
			w.word = append(w.word, '\'') // endWord drops it from the end of a word
			w.has |= hasApostrophe
		}
	case classHyphen:
		w.endWord()
	default:
		if r == '…' || r == '‥' {
			kind = classComma
		}
		w.separator(kind)
		if r == '？' || r == '؟' {
			w.ask()
		}
	}
}

func (w *work) addWide(r rune, start, end int) {
	if len(w.word) == 0 {
		w.start = start
	}
	before := len(w.word)
	w.word = appendFolded(w.word, r)
	w.end = end
	switch {
	case before == len(w.word):
		return // a diacritic
	case classOf(r) == classDigit:
		w.has |= hasDigit
	default:
		w.has |= hasLetter
		if w.word[before] >= utf8.RuneSelf && !isLatin(r) {
			w.has |= hasAlien
		}
	}
}
