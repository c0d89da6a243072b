package urgency

import (
	"cmp"
	"slices"
)

// evidence is what the model sees of one text.
type evidence struct {
	words  []seenWord
	feats  []uint32 // of all words
	masks  []mask   // what phrases and word lists say of each word
	found  []placed // the findings, by the word at which they begin
	told   int      // how many of them have been told
	named  bool     // features get names, for somebody who wants to read them
	names  []string // of feats, if so
	cut    []byte   // the word that is being cut into pieces
	parts  []int    // where clauses begin, and the end
	frames []frame
	sums   []wordSum
}

// placed is a finding and the word at which it begins.
type placed struct {
	first int
	what  uint32
}

func (e evidence) emptied() evidence {
	return evidence{words: e.words[:0], feats: e.feats[:0], masks: e.masks[:0], found: e.found[:0], cut: e.cut[:0],
		parts: e.parts[:0], frames: e.frames[:0], sums: e.sums[:0]}
}

func (e *evidence) maskOf(i int) (m mask) {
	if i < len(e.masks) {
		m = e.masks[i]
	}
	return m
}

// witness notes what one lexicon has to say of each word, after its phrases have been found.
func (w *work) witness() {
	e, m := &w.evidence, w.machine
	for len(e.masks) < len(w.tokens) {
		e.masks = append(e.masks, mask{})
	}
	for i, t := range w.tokens {
		if flags := m.words[t.id].flags; flags&(isFirst|isThird|isPast|isPresent) != 0 {
			e.masks[i][0] |= flagBit(flags, isFirst, maskFirst) | flagBit(flags, isThird, maskThird) |
				flagBit(flags, isPast, maskPast) | flagBit(flags, isPresent, maskPresent)
		}
	}
	for _, f := range w.matches {
		if k := m.phrases[f.phrase].kind; k != finding {
			e.masks[f.start].set(maskKinds + int(k) - 1)
		}
	}
}

func flagBit(flags, flag wordFlags, bit int) uint64 {
	if flags&flag == 0 {
		return 0
	}
	return 1 << bit
}

// sights adds what the phrases found from word i on. Words are asked for in turn.
func (e *evidence) sights(i int) {
	for ; e.told < len(e.found) && e.found[e.told].first <= i; e.told++ {
		e.add(e.found[e.told].what)
		e.name("a phrase")
	}
}

// noteSights hands the findings of all phrases to the model, which learns what each is worth beside other words.
func (w *work) noteSights() {
	found := w.evidence.found
	for _, s := range w.seen {
		what := uint32(s.level)<<8 | uint32(s.why)<<1
		if s.third {
			what |= 1
		}
		found = append(found, placed{s.first, hashUint(hashString(seedFinding, string(s.signal)), what)})
	}
	slices.SortFunc(found, func(a, b placed) int { return cmp.Or(a.first-b.first, cmp.Compare(a.what, b.what)) })
	w.evidence.found = slices.Compact(found)
}
