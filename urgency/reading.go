package urgency

import (
	"cmp"
	"slices"
	"strings"
)

// The most words that a reading shows, and the longest quotation, in bytes; a longer one is shown as its words alone.
const (
	maxWords = 8
	maxQuote = 200
)

// reading sums up what was seen, the most urgent first, then as the text has it.
func (w *work) reading(text string) Reading {
	slices.SortFunc(w.seen, func(a, b sight) int {
		return cmp.Or(cmp.Compare(b.level, a.level), cmp.Compare(a.start, b.start), cmp.Compare(b.end, a.end),
			cmp.Compare(a.signal, b.signal), cmp.Compare(a.why, b.why))
	})
	r := Reading{Level: w.seen[0].level}
	third := false
	var shown []sight
	for _, s := range w.seen {
		if !slices.Contains(r.Signals, s.signal) {
			r.Signals = append(r.Signals, s.signal)
		}
		third = third || s.third
		if len(shown) == maxWords || slices.ContainsFunc(shown, func(o sight) bool { return o.covers(s) }) {
			continue
		}
		shown = append(shown, s)
		words := w.quote(text, s)
		r.Words = append(r.Words, words)
		r.Reasons = append(r.Reasons, string(s.signal)+": \""+strings.Join(strings.Fields(words), " ")+"\""+reasons[s.why])
	}
	if third && !slices.Contains(r.Signals, WorryOther) {
		r.Signals = append(r.Signals, WorryOther)
	}
	return r
}

// covers tells whether one sight says all that another does.
func (s sight) covers(other sight) bool {
	return s.signal == other.signal && s.start <= other.start && s.end >= other.end
}

// quote is the words as they stand in the text, or as they were understood if they stand far apart.
func (w *work) quote(text string, s sight) string {
	if s.end-s.start <= maxQuote {
		return text[s.start:s.end]
	}
	var words []string
	for _, t := range w.tokens[s.first:s.to] {
		if t.id != unknown {
			words = append(words, w.names[t.id])
		}
	}
	return strings.Join(words, " ")
}
