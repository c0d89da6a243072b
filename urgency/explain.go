package urgency

import (
	"cmp"
	"slices"
	"strings"
)

// Explanation is everything that was seen in a text, for somebody who asks why.
type Explanation struct {
	Reading
	Phrases []string // every finding, with its level: `urgent suicide: "want to die"`
	Models  []Opinion
}

// Opinion is what the model makes of the frame of a text that it rates highest at one level.
type Opinion struct {
	Level       Level
	Score, From int    // the level holds from there on
	Words       string // the frame, as it stands in the text
	Weights     []Weight
}

// Weight is one feature and what it is worth, in the same measure as the score once they are added and weighed down by
// the number of words.
type Weight struct {
	Feature string
	Worth   int
}

// The features that an opinion lists, at most.
const maxWeights = 16

// Explain reads a text as Read does, and says all that was seen.
func (r *Reader) Explain(text, lang string) Explanation {
	out := Explanation{Reading: r.Read(text, lang)}
	w := r.pool.Get().(*work)
	defer r.release(w)
	w.evidence.named = true
	r.lookInto(w, text)
	if r.few != nil {
		out.Phrases = r.few.Explain(text, lang).Phrases
	}
	for _, s := range w.seen {
		out.Phrases = append(out.Phrases, s.level.String()+" "+string(s.signal)+": "+quoted(w.quote(text, s))+reasons[s.why])
	}
	if r.weights == nil || len(w.tokens) == 0 {
		return out
	}
	for l, v := range r.opinions(w) {
		frame := sight{start: w.tokens[v.frame.from].start, end: w.tokens[v.frame.to-1].end, first: v.frame.from, to: v.frame.to}
		out.Models = append(out.Models, Opinion{Level: levels[l], Score: int(v.score), From: int(r.weights.LevelFrom[l]),
			Words: w.quote(text, frame), Weights: w.named(v.frame, l)})
	}
	return out
}

// named lists what weighed most in a frame, for or against.
func (w *work) named(f frame, level int) []Weight {
	e, worth := &w.evidence, map[string]int{}
	e.eachAt(f, func(_ int, at int32) {
		worth[e.names[at]] += int(w.weights.Levels[e.feats[at]>>(32-LevelBits)][level])
	})
	var list [maskSize]uint8
	together := list[:f.mask.list(&list)]
	for i, high := range together {
		for _, low := range together[:i+1] {
			first, second := int(low), int(high)
			worth["together: "+maskName(first)+" + "+maskName(second)] += int(w.weights.Pairs[pairIndex(first, second)][level])
		}
	}
	var out []Weight
	for name, n := range worth {
		if n != 0 {
			out = append(out, Weight{name, n})
		}
	}
	slices.SortFunc(out, func(a, b Weight) int {
		return cmp.Or(cmp.Compare(max(b.Worth, -b.Worth), max(a.Worth, -a.Worth)), strings.Compare(a.Feature, b.Feature))
	})
	return out[:min(len(out), maxWeights)]
}

// name names the feature that was added last.
func (e *evidence) name(kind string, words ...string) {
	if e.named {
		e.names = append(e.names, strings.TrimSpace(kind+" "+strings.Join(words, " ")))
	}
}

// folded is a word as the model sees it; nothing unless somebody wants to read it.
func (w *work) folded(i int) string {
	if !w.evidence.named {
		return ""
	}
	t := w.tokens[i]
	return string(w.letters[t.from:t.to])
}

// kindName names what a word's neighbours know it by.
func (w *work) kindName(i int) string {
	if !w.evidence.named {
		return ""
	}
	kinds := w.evidence.words[i].mask.kinds()
	if bit, ok := kinds.first(); ok {
		return "(" + maskName(bit) + ")"
	}
	return w.folded(i)
}
