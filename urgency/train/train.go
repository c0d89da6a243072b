package main

import (
	"fmt"
	"io"
	"math"
	"slices"

	"polyphony/urgency"
)

// foreign is the folder of the corpus whose lines are in languages that nobody here has phrases for.
const foreign = "foreign"

// train makes the whole model.
func (t trainer) train(log io.Writer) (*urgency.Weights, error) {
	m := new(urgency.Weights)
	own := slices.DeleteFunc(slices.Clone(t.texts), func(x text) bool { return x.Held() || x.Lang == foreign })
	from, err := t.thresholds(log)
	if err != nil {
		return nil, err
	}
	urgent, soon, err := t.both(own)
	if err != nil {
		return nil, err
	}
	for l, weights := range [][]float64{urgent, soon} {
		scale := scaleOf(weights[:levelSize-1])
		for i := range m.Levels {
			m.Levels[i][l] = quantised(weights[i], scale)
		}
		for i := range m.Pairs {
			m.Pairs[i][l] = quantised(weights[1<<urgency.LevelBits+i], scale)
		}
		m.LevelBias[l] = int32(math.Round(weights[levelSize-1] * scale))
		m.LevelFrom[l] = int32(math.Round(from[l] * scale))
	}
	if err := t.topics(m, own); err != nil {
		return nil, err
	}
	return m, t.foreign(m)
}

// scaleOf is what weights are multiplied by before they are rounded to bytes. A few large ones are cut short, so that
// the many small ones keep their differences.
func scaleOf(weights []float64) float64 {
	sizes := make([]float64, len(weights))
	for i, w := range weights {
		sizes[i] = math.Abs(w)
	}
	slices.Sort(sizes)
	return 127 / max(sizes[len(sizes)-1-len(sizes)/10000], 1e-6)
}

func quantised(weight, scale float64) int8 {
	return int8(max(-127, min(127, math.Round(weight*scale))))
}

// topics trains the weights that tell signals apart, on the texts that are dangerous.
func (t trainer) topics(m *urgency.Weights, texts []text) error {
	var scale float64
	var all [][]float64
	for _, topic := range urgency.Topics {
		var examples []example
		for _, x := range texts {
			if x.Level == "none" || !slices.Contains(urgency.Topics[:], urgency.Signal(x.Category)) {
				continue
			}
			e := asTopic(x.whole())
			e.label, e.weight = x.Category == string(topic), 1
			examples = append(examples, e)
		}
		weights, err := regression{examples: examples, ridge: 0.3}.fit(make([]float64, 1<<urgency.TopicBits+1), 30)
		if err != nil {
			return err
		}
		all = append(all, weights)
		if s := scaleOf(weights[:len(weights)-1]); scale == 0 || s < scale {
			scale = s
		}
	}
	for k, weights := range all {
		for i := range m.Topics {
			m.Topics[i][k] = quantised(weights[i], scale)
		}
		m.TopicBias[k] = int32(math.Round(weights[len(weights)-1] * scale))
	}
	return nil
}

// asTopic numbers an example's features for the smaller table of the topics, without the pairs.
func asTopic(e example) example {
	var features []int32
	for _, f := range e.features {
		if f < 1<<urgency.LevelBits {
			features = append(features, f>>(urgency.LevelBits-urgency.TopicBits))
		}
	}
	e.features = features
	return e
}

// foreign trains the weights that tell languages without phrases from those with.
func (t trainer) foreign(m *urgency.Weights) error {
	examples := t.foreignExamples(func(x text) bool { return !x.Held() })
	weights, err := regression{examples: examples, ridge: 0.1}.fit(make([]float64, 1<<urgency.ForeignBits+1), 60)
	if err != nil {
		return err
	}
	scale := scaleOf(weights[:len(weights)-1])
	for i := range m.Foreign {
		m.Foreign[i] = quantised(weights[i], scale)
	}
	m.ForeignBias = int32(math.Round(weights[len(weights)-1] * scale))
	m.ForeignFrom = int32(math.Round(foreignFrom * scale))
	m.ForeignDoubt = int32(math.Round(foreignDoubt * scale))
	return nil
}

// foreignFrom is the score from which a text counts as foreign, foreignDoubt how far below it one of unknown words does.
const (
	foreignFrom  = 0.5
	foreignDoubt = 1
)

func (t trainer) foreignExamples(in func(text) bool) (examples []example) {
	for _, x := range t.texts {
		if !in(x) {
			continue
		}
		e := x.letters
		e.label, e.weight = x.Lang == foreign, 1
		if e.label {
			e.weight = 4
		}
		examples = append(examples, e)
	}
	return examples
}

// thresholds finds, with models that have not seen the voices they judge, from which scores on a text counts.
func (t trainer) thresholds(log io.Writer) ([2]float64, error) {
	english := slices.DeleteFunc(slices.Clone(t.texts), func(x text) bool { return x.Held() || x.Lang != "en" })
	out, err := trainer{english, t.opt}.across(folds)
	if err != nil {
		return [2]float64{}, err
	}
	from := [2]float64{
		lowest(out, func(o outcome) float64 { return o.urgent }, urgentFalse),
		lowest(out, func(o outcome) float64 { return o.soon }, soonFalse),
	}
	fmt.Fprintf(log, "urgent from %.2f, soon from %.2f\n", from[0], from[1])
	return from, nil
}

// The shares of English texts without danger that may be read as urgent, and as soon: those of the corpus are chosen to
// be mistaken, so that a day's ordinary messages have far less.
const (
	folds       = 4
	urgentFalse = 0.06
	soonFalse   = 0.24
)

// lowest is the score that only a given share of the texts without danger come to.
func lowest(out []outcome, score func(outcome) float64, share float64) float64 {
	var scores []float64
	for _, o := range out {
		if o.Level == "none" {
			scores = append(scores, score(o))
		}
	}
	if len(scores) == 0 {
		return 0
	}
	slices.Sort(scores)
	return scores[int(float64(len(scores)-1)*(1-share))]
}
