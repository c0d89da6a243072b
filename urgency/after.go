package urgency

import "bytes"

// unsaid tells whether a denial stands behind a finding, in its own clause, with at most light words between: Bengali
// says "I want to die not". What looks like a denial and is none does not count.
func (w *work) unsaid(f match) bool {
	words := w.marks.words
	for i := f.end; i < min(f.end+maxReach, int32(len(words))) && words[i].clause == words[f.start].clause; i++ {
		if words[i].does&unsays != 0 {
			return words[i].does&exempt == 0
		}
		if w.machine.words[w.tokens[i].id].flags&isLight == 0 {
			return false
		}
	}
	return false
}

// withoutAnd reads a word of Arabic letters that has "and" or "so" tied to its front.
func (w *work) withoutAnd(word []byte) int32 {
	for _, and := range [...]string{"و", "ف"} {
		if rest, ok := bytes.CutPrefix(word, []byte(and)); ok && len(rest) >= 4 {
			return w.lookup(rest)
		}
	}
	return unknown
}
