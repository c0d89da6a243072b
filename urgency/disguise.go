package urgency

import (
	"bytes"
	"unicode/utf8"
)

// Words longer than this are not looked at for disguises; no word of a lexicon is.
const maxDisguised = 32

// undisguise looks for a known word behind one that is unknown: repeated letters, look-alike letters, letters wrong.
func (w *work) undisguise(word []byte) int32 {
	if len(word) < 3 || len(word) > maxDisguised {
		return unknown
	}
	if id := w.squeezed(word); id != unknown {
		return id
	}
	if id := w.latinised(word); id != unknown {
		return id
	}
	if id := w.corrected(word); id != unknown {
		return id
	}
	return w.withoutAnd(word)
}

// squeezed reads "diiiie" as "diie" and then as "die".
func (w *work) squeezed(word []byte) int32 {
	for keep := 2; keep >= 1; keep-- {
		w.alt = w.alt[:0]
		run, changed := 0, false
		for i, c := range word {
			if i > 0 && c == word[i-1] {
				run++
			} else {
				run = 1
			}
			if run <= keep || !longRun(word, i) {
				w.alt = append(w.alt, c)
			} else {
				changed = true
			}
		}
		if !changed {
			return unknown
		}
		if id := w.lookup(w.alt); id != unknown {
			return id
		}
	}
	return unknown
}

// longRun tells whether the letter at i is one of three or more alike in a row.
func longRun(word []byte, i int) bool {
	from, to := i, i
	for from > 0 && word[from-1] == word[i] && i-from < 3 {
		from--
	}
	for to < len(word)-1 && word[to+1] == word[i] && to-i < 3 {
		to++
	}
	return to-from >= 2 && word[i] < utf8.RuneSelf
}

// latinised reads a word in which Cyrillic or Greek letters pose as Latin ones.
func (w *work) latinised(word []byte) int32 {
	w.alt = w.alt[:0]
	changed := false
	for i := 0; i < len(word); {
		r, size := utf8.DecodeRune(word[i:])
		if latin, ok := lookAlikes[r]; ok {
			w.alt, changed = append(w.alt, latin...), true
		} else {
			w.alt = append(w.alt, word[i:i+size]...)
		}
		i += size
	}
	if !changed {
		return unknown
	}
	return w.lookup(w.alt)
}

// corrected reads a word of the misspelt list with one letter wrong, missing, added, or two swapped. The first letter
// has to be right.
func (w *work) corrected(word []byte) int32 {
	if len(word) < minMisspelt-1 || len(w.typos) == 0 {
		return unknown
	}
	if id, ok := w.typos[string(word)]; ok && word[0] == w.names[id][0] {
		return id
	}
	for i := 1; i < len(word); i++ {
		w.alt = append(append(w.alt[:0], word[:i]...), word[i+1:]...)
		if id, ok := w.typos[string(w.alt)]; ok && oneApart(word, w.names[id]) {
			return id
		}
	}
	return unknown
}

// oneApart tells whether two words differ by one letter changed, added, left out, or two neighbours swapped.
func oneApart(a []byte, b string) bool {
	i := 0
	for i < len(a) && i < len(b) && a[i] == b[i] {
		i++
	}
	restA, restB := a[i:], b[i:]
	switch {
	case i == 0:
		return false
	case len(restA) > 0 && string(restA[1:]) == restB: // added
		return true
	case len(restB) > 0 && string(restA) == restB[1:]: // left out
		return true
	case len(restA) == 0 || len(restB) == 0:
		return false
	case string(restA[1:]) == restB[1:]: // changed
		return true
	}
	return len(restA) > 1 && len(restB) > 1 && restA[0] == restB[1] && restA[1] == restB[0] && string(restA[2:]) == restB[2:]
}

// spelt are the letters that digits and symbols stand for. 1 is tried as i, then as l.
var spelt = [utf8.RuneSelf]byte{'0': 'o', '1': 'i', '3': 'e', '4': 'a', '5': 's', '7': 't', '8': 'b', '9': 'g',
	'@': 'a', '$': 's', '!': 'i', '+': 't', '|': 'l'}

// decoded reads a word that has digits, symbols or stars among its letters: k1ll, $uicide, k*ll.
func (w *work) decoded(word []byte) int32 {
	if len(word) > maxDisguised {
		return unknown
	}
	for _, one := range [...]byte{'i', 'l'} {
		w.alt = w.alt[:0]
		for _, c := range word {
			switch {
			case c == '1':
				c = one
			case c < utf8.RuneSelf && spelt[c] != 0:
				c = spelt[c]
			}
			w.alt = append(w.alt, c)
		}
		if id := w.uncensored(w.alt, 0); id != unknown {
			return id
		}
	}
	return unknown
}

// uncensored puts vowels in place of at most two stars.
func (w *work) uncensored(word []byte, depth int) int32 {
	star := bytes.IndexByte(word, '*')
	if star < 0 {
		return w.lookup(word)
	}
	if depth == 2 {
		return unknown
	}
	for _, vowel := range []byte("iueoa") {
		word[star] = vowel
		if id := w.uncensored(word, depth+1); id != unknown {
			return id
		}
	}
	word[star] = '*'
	return unknown
}
