package urgency

import (
	"bytes"
	"unicode"
)

func isLatin(r rune) bool { return unicode.Is(unicode.Latin, r) }

// endWord finds out what the word that has been read is.
func (w *work) endWord() {
	if len(w.word) == 0 {
		return
	}
	word, has := w.word, w.has
	w.word, w.has = w.word[:0], 0
	for has&hasApostrophe != 0 && len(word) > 0 && word[len(word)-1] == '\'' {
		word = word[:len(word)-1]
	}
	switch {
	case len(word) == 0:
	case len(word) == 1:
		w.addLetter(word[0])
	default:
		w.endRun()
		w.resolve(word, has)
	}
}

func (w *work) resolve(word []byte, has uint8) {
	w.raw = word
	switch {
	case has&(hasLetter|hasSymbol) == 0 && has&hasDigit != 0:
		w.number(word)
	case has&(hasDigit|hasSymbol) != 0:
		if id, ok := w.ids[string(word)]; ok { // digits are letters to those who write Arabic on a Latin keyboard
			w.emit(id, has)
			return
		}
		if id := w.decoded(word); id != unknown {
			w.emit(id, has)
			return
		}
		w.split(word)
	case has&hasApostrophe != 0:
		w.emit(w.contracted(word), has)
	default:
		w.emit(w.identify(word), has)
	}
}

// identify names a word of letters only.
func (w *work) identify(word []byte) int32 {
	if id := w.lookup(word); id != unknown {
		return id
	}
	return w.undisguise(word)
}

// contracted reads don't, sister's, o'clock: first as a whole, then without the possessive s, then without the sign.
func (w *work) contracted(word []byte) int32 {
	if id, ok := w.ids[string(word)]; ok && w.expansion(id) != nil {
		return id
	}
	word = bytes.TrimSuffix(word, []byte("'s"))
	w.alt = w.alt[:0]
	for _, c := range word {
		if c != '\'' {
			w.alt = append(w.alt, c)
		}
	}
	w.raw = append(word[:0], w.alt...)
	return w.identify(w.raw)
}

func (w *work) number(word []byte) {
	if id, ok := w.ids[string(word)]; ok {
		w.emit(id, hasDigit)
		return
	}
	w.emit(numberID, hasDigit)
}

// split takes a word apart that only looked like one: 5kms, 10:30am, die!please. Each part keeps the place of the whole.
func (w *work) split(word []byte) {
	for len(word) > 0 {
		n := 1
		digits := asciiDigit(word[0])
		for n < len(word) && asciiDigit(word[n]) == digits && !isSymbol(word[n]) && !isSymbol(word[0]) {
			n++
		}
		part := word[:n]
		w.raw = part
		word = word[n:]
		switch {
		case digits:
			w.number(part)
		case part[0] == '!':
			w.part(sentence)
		case !isSymbol(part[0]):
			w.emit(w.identify(bytes.Trim(part, "'")), hasLetter)
		}
	}
}

func asciiDigit(c byte) bool { return '0' <= c && c <= '9' }

func isSymbol(c byte) bool { return c < 0x80 && (asciiClasses[c] == classSymbol || c == '!') }

// emit adds the word that has been read.
func (w *work) emit(id int32, has uint8) {
	w.census.count(id, w.end-w.start, has)
	if to := w.expansion(id); to != nil {
		w.place(to, w.start, w.end)
		return
	}
	w.put(id, w.start, w.end)
}

// place adds several words that all stand in one place.
func (w *work) place(ids []int32, start, end int) {
	for _, id := range ids {
		w.put(id, start, end)
	}
}

// put adds one word, or joins it to the word before: my + self.
func (w *work) put(id int32, start, end int) {
	if n := len(w.tokens); n > 0 && w.brk <= loose && len(w.joins) > 0 {
		last := w.tokens[n-1]
		if to, ok := w.joins[[2]int32{last.id, id}]; ok {
			w.tokens = w.tokens[:n-1]
			w.brk = last.brk
			for _, id := range to {
				w.append(id, last.start, end)
				w.brk = together
			}
			return
		}
	}
	w.append(id, start, end)
	w.brk = together
	w.since++
}

// append adds a token with its letters: the word's own, or those of the text for words that nobody knows or of which
// only the family is known.
func (w *work) append(id int32, start, end int) {
	from := int32(len(w.letters))
	if id == unknown || w.families[id] {
		w.letters = append(w.letters, w.raw...)
	} else {
		w.letters = append(w.letters, w.names[id]...)
	}
	w.tokens = append(w.tokens, token{id: id, brk: w.brk, from: from, to: int32(len(w.letters)), start: start, end: end})
}
