package urgency

import "sync"

// verdict is what the model says of a text.
type verdict struct {
	level Level
	topic Signal
	third bool // somebody else's danger
	frame frame
	score int32
}

// shippedWeights are those in weights.bin. A test reads them, so a program that was built can.
var shippedWeights = sync.OnceValue(func() *Weights {
	m, err := decodeWeights(weightsFile)
	if err != nil {
		panic(err)
	}
	return m
})

// levels are those that the model knows, in the order of its weights.
var levels = [...]Level{Urgent, Soon}

// verdict asks the model about every frame of a text. The highest score counts.
func (r *Reader) verdict(w *work) verdict {
	if r.weights == nil || len(w.tokens) == 0 {
		return verdict{}
	}
	for l, v := range r.opinions(w) {
		if v.score >= r.weights.LevelFrom[l] {
			v.level = levels[l]
			v.topic, v.third = w.evidence.topic(r.weights, v.frame)
			return v
		}
	}
	return verdict{}
}

// opinions are the frames that score highest at each level.
func (r *Reader) opinions(w *work) (best [len(levels)]verdict) {
	e := &w.evidence
	e.sumWords(r.weights)
	for i, f := range e.frames {
		for l, score := range e.score(r.weights, f) {
			if i == 0 || score > best[l].score {
				best[l].score, best[l].frame = score, f
			}
		}
	}
	return best
}

// topic is the signal that a frame's words speak of most, and whether they speak of somebody else.
func (e *evidence) topic(m *Weights, f frame) (Signal, bool) {
	var sums [len(Topics)]int64
	e.each(f, func(_ int, h uint32) {
		for t, worth := range m.Topics[h>>(32-TopicBits)] {
			sums[t] += int64(worth)
		}
	})
	best := 0
	for t := range sums {
		sums[t] = int64(m.TopicBias[t]) + sums[t]*rootOf(f.to-f.from)>>16
		if sums[t] > sums[best] {
			best = t
		}
	}
	third := f.mask.has(maskThird) && !f.mask.has(maskFirst)
	switch Topics[best] {
	case Suicide, SelfHarm, Overdose, Medical, Psychosis, Missing:
		return Topics[best], third
	}
	return Topics[best], false
}

// each visits every feature that counts in a frame, with its word.
func (e *evidence) each(f frame, visit func(word int, hash uint32)) {
	e.eachAt(f, func(word int, at int32) { visit(word, e.feats[at]) })
}

// eachAt visits their places.
func (e *evidence) eachAt(f frame, visit func(word int, at int32)) {
	for i := f.from; i < f.to; i++ {
		start := int32(0)
		if i > 0 {
			start = e.words[i-1].ends[reachLast]
		}
		for r := reachSelf; r < reaches; r++ {
			end := e.words[i].ends[r]
			for at := start; at < end && f.counts(i, r); at++ {
				visit(i, at)
			}
			start = end
		}
	}
}

// The stretches of words that are shown for what the model found, at most, and their length in words.
const (
	maxStretches = 2
	maxStretch   = 4
)

// span is a stretch of words.
type span struct{ from, to int }

// weighty finds the stretches that weighed most in a verdict, in the order of the text.
func (w *work) weighty(v verdict) []span {
	e, l := &w.evidence, map[Level]int{Urgent: 0, Soon: 1}[v.level]
	worth := make([]int32, v.frame.to-v.frame.from)
	e.each(v.frame, func(word int, h uint32) {
		worth[word-v.frame.from] += int32(w.weights.Levels[h>>(32-LevelBits)][l])
	})
	var out []span
	for len(out) < maxStretches {
		best, most := span{}, int32(0)
		for from := range worth {
			sum := int32(0)
			for to := from; to < min(from+maxStretch, len(worth)); to++ {
				sum += worth[to]
				if sum > most {
					best, most = span{from, to + 1}, sum
				}
			}
		}
		if best.to == 0 {
			break
		}
		for i := best.from; i < best.to; i++ {
			worth[i] = -1 << 24
		}
		out = append(out, span{best.from + v.frame.from, best.to + v.frame.from})
	}
	if len(out) == 0 {
		out = append(out, span{v.frame.from, min(v.frame.to, v.frame.from+maxStretch)})
	}
	if len(out) == 2 && out[0].from > out[1].from {
		out[0], out[1] = out[1], out[0]
	}
	return out
}
