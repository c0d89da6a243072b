package urgency

import "unicode/utf8"

// What the model sees of a word: a feature is a number that its letters, and often those of its neighbours, come to.
// Each kind of feature begins from a number of its own, so that the word "cat" and the letters "cat" of "category" differ.
const (
	seedWord uint32 = 1 + iota
	seedLetters
	seedClass
	seedFinding
	seedPair
	seedClassPair
	seedGap
	seedFar
	seedFirst
	seedLast
)

// The letters of a word that are looked at, at most, and the lengths of the pieces that it is cut into.
const (
	maxLetters = 24
	minPiece   = 3
	maxPiece   = 5
)

func hashByte(h uint32, c byte) uint32 { return (h ^ uint32(c)) * 0x01000193 }

func hashBytes(h uint32, b []byte) uint32 {
	for _, c := range b {
		h = hashByte(h, c)
	}
	return h
}

func hashString(h uint32, s string) uint32 {
	for i := range len(s) {
		h = hashByte(h, s[i])
	}
	return h
}

func hashUint(h, n uint32) uint32 {
	for range 4 {
		h = hashByte(h, byte(n))
		n >>= 8
	}
	return h
}

// mix spreads a hash over all its bits, since tables are indexed by the upper ones.
func mix(h uint32) uint32 {
	h ^= h >> 16
	h *= 0x85ebca6b
	h ^= h >> 13
	h *= 0xc2b2ae35
	return h ^ h>>16
}

// reach says which words a feature needs in its window besides its own.
type reach uint8

const (
	reachSelf  reach = iota
	reachOne         // the word before
	reachTwo         // the two words before
	reachThree       // the three words before
	reachFirst       // counts where the word is the first of the window
	reachLast        // counts where the word is the last
	reaches
)

// seenWord is a token as the model sees it.
type seenWord struct {
	word uint32 // the hash of its letters
	kind uint32 // the hash by which its neighbours know it: its first class, else the word
	mask mask
	ends [reaches]int32 // where its features of each reach end, in evidence.feats
}

// observe notes what the model sees of each word. The phrases have been looked for by then.
func (w *work) observe() {
	e := &w.evidence
	for i := range w.tokens {
		t := &w.tokens[i]
		letters := w.letters[t.from:t.to]
		s := seenWord{word: hashBytes(seedWord, letters), mask: e.maskOf(i)}
		s.mask.add(w.classMask(t.id, letters))
		if t.asked {
			s.mask.set(maskQuestion)
		}
		s.kind = s.word
		kinds := s.mask.kinds()
		if class, ok := kinds.first(); ok {
			s.kind = hashUint(seedClass, uint32(class-maskClass))
		}
		e.words = append(e.words, s)
		w.features(i, letters)
	}
}

func (w *work) classMask(id int32, letters []byte) *mask {
	if id == unknown || w.families[id] {
		return kindsOf(letters)
	}
	return w.classes[id]
}

// features lists the features of one word, by reach.
func (w *work) features(i int, letters []byte) {
	e := &w.evidence
	s := &e.words[i]
	e.add(s.word)
	if e.named {
		e.name("word", string(letters))
	}
	var kinds [maskSize]uint8
	all := s.mask.kinds()
	for _, bit := range kinds[:all.list(&kinds)] {
		e.add(hashUint(seedClass, uint32(int(bit)-maskClass)))
		e.name("kind", maskName(int(bit)))
	}
	e.pieces(letters)
	e.sights(i)
	s.ends[reachSelf] = int32(len(e.feats))
	if i > 0 {
		before := &e.words[i-1]
		e.add(hashUint(hashUint(seedPair, before.word), s.word))
		e.name("words", w.folded(i-1), w.folded(i))
		if before.kind != before.word || s.kind != s.word {
			e.add(hashUint(hashUint(seedClassPair, before.kind), s.kind))
			e.name("kinds", w.kindName(i-1), w.kindName(i))
		}
		if before.kind != before.word && s.kind != s.word {
			e.add(hashUint(hashUint(seedClassPair, before.kind), s.word))
			e.name("kind and word", w.kindName(i-1), w.folded(i))
			e.add(hashUint(hashUint(seedClassPair, before.word), s.kind))
			e.name("word and kind", w.folded(i-1), w.kindName(i))
		}
	}
	s.ends[reachOne] = int32(len(e.feats))
	if i > 1 {
		e.add(hashUint(hashUint(seedGap, e.words[i-2].kind), s.kind))
		e.name("around one word", w.kindName(i-2), w.kindName(i))
	}
	s.ends[reachTwo] = int32(len(e.feats))
	for back := 3; back <= 4 && back <= i; back++ {
		if before := &e.words[i-back]; before.kind != before.word && s.kind != s.word {
			e.add(hashUint(hashUint(seedFar, before.kind), s.kind))
			e.name("a few words apart", w.kindName(i-back), w.kindName(i))
		}
	}
	s.ends[reachThree] = int32(len(e.feats))
	e.add(hashUint(seedFirst, s.kind))
	e.name("begins with", w.kindName(i))
	s.ends[reachFirst] = int32(len(e.feats))
	e.add(hashUint(seedLast, s.kind))
	e.name("ends with", w.kindName(i))
	s.ends[reachLast] = int32(len(e.feats))
}

// pieces adds the pieces of a word's letters, its ends marked: "<ca", "cat", "at>", "<cat", ….
func (e *evidence) pieces(letters []byte) {
	e.cut = append(e.cut[:0], '<')
	n := 0
	for i := 0; i < len(letters) && n < maxLetters; n++ {
		_, size := utf8.DecodeRune(letters[i:])
		e.cut = append(e.cut, letters[i:i+size]...)
		i += size
	}
	if n < 2 {
		return
	}
	e.cut = append(e.cut, '>')
	for from := 0; from < len(e.cut); from++ {
		if !utf8.RuneStart(e.cut[from]) {
			continue
		}
		h := seedLetters
		for at, runes := from, 0; at < len(e.cut); {
			h = hashByte(h, e.cut[at])
			at++
			if at < len(e.cut) && !utf8.RuneStart(e.cut[at]) {
				continue
			}
			if runes++; runes >= minPiece {
				e.add(h)
				if e.named {
					e.name("letters", string(e.cut[from:at]))
				}
			}
			if runes == maxPiece {
				break
			}
		}
	}
}

func (e *evidence) add(h uint32) { e.feats = append(e.feats, mix(h)) }
