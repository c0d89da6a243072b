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

// reading sums up what was seen, the most urgent first, then as the text has it. Where the model rates a text higher than
// the phrases do, its level holds and its words come first; it never lowers one.
func (w *work) reading(text string, v verdict) Reading {
	slices.SortFunc(w.seen, func(a, b sight) int {
		return cmp.Or(cmp.Compare(b.level, a.level), cmp.Compare(a.start, b.start), cmp.Compare(b.end, a.end),
			cmp.Compare(a.signal, b.signal), cmp.Compare(a.why, b.why))
	})
	var r Reading
	third := false
	if len(w.seen) > 0 {
		r.Level = w.seen[0].level
	}
	if v.level > r.Level {
		r = w.modelled(text, v)
		third = v.third
	}
	var shown []sight
	for _, s := range w.seen {
		if !slices.Contains(r.Signals, s.signal) {
			r.Signals = append(r.Signals, s.signal)
		}
		third = third || s.third
		if len(r.Words) == maxWords || len(shown) == maxWords || slices.ContainsFunc(shown, func(o sight) bool { return o.covers(s) }) {
			continue
		}
		shown = append(shown, s)
		words := w.quote(text, s)
		r.Words = append(r.Words, words)
		r.Reasons = append(r.Reasons, string(s.signal)+": "+quoted(words)+reasons[s.why])
	}
	if third && !slices.Contains(r.Signals, WorryOther) {
		r.Signals = append(r.Signals, WorryOther)
	}
	return r
}

// modelled says what the model saw: `model urgent: "written the letters", "fed the cat"`.
func (w *work) modelled(text string, v verdict) Reading {
	r := Reading{Level: v.level, Signals: []Signal{v.topic}}
	var quotes []string
	for _, s := range w.weighty(v) {
		words := w.quote(text, sight{start: w.tokens[s.from].start, end: w.tokens[s.to-1].end, first: s.from, to: s.to})
		if words != "" && !slices.Contains(r.Words, words) {
			r.Words = append(r.Words, words)
			quotes = append(quotes, quoted(words))
		}
	}
	r.Reasons = []string{"model " + v.level.String() + ": " + strings.Join(quotes, ", ")}
	return r
}

func quoted(words string) string { return "\"" + strings.Join(strings.Fields(words), " ") + "\"" }

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
