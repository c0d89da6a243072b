package main

import (
	"cmp"
	"sync"

	"polyphony/urgency"
)

// The sizes of a set of weights for a level: hashed features, pairs, bias.
const levelSize = 1<<urgency.LevelBits + urgency.PairCount + 1

// trainer makes the model.
type trainer struct {
	texts []text
	opt   options
}

type options struct {
	ridge  float64
	rounds int
	steps  int
	soon   float64 // what a soon text counts for against urgent
	part   float64 // what the frame that scores highest counts beside the whole text
}

var chosen = options{ridge: 0.8, rounds: 2, steps: 40, soon: 0.3, part: 0.5}

// level trains the weights that tell texts of a level or above. The label of a text is known, but not which of its
// frames are dangerous: after a first round on whole texts, the frame of each text that scores highest is added.
func (t trainer) level(level string, texts []text) ([]float64, error) {
	weights := make([]float64, levelSize)
	for round := range t.opt.rounds {
		var examples []example
		for _, x := range texts {
			e := x.whole()
			e.label, e.weight = labelled(level, x), 1
			if level == "urgent" && x.Level == "soon" {
				e.weight = t.opt.soon
			}
			examples = append(examples, e)
			if best, _ := x.best(weights); round > 0 && best != len(x.rows)-1 {
				p := x.rows[best]
				p.label, p.weight = e.label, e.weight*t.opt.part
				examples = append(examples, p)
			}
		}
		fitted, err := regression{examples: examples, ridge: t.opt.ridge}.fit(weights, t.opt.steps)
		if err != nil {
			return nil, err
		}
		weights = fitted
	}
	return weights, nil
}

// both trains the two levels beside each other.
func (t trainer) both(texts []text) (urgent, soon []float64, err error) {
	var other error
	var done sync.WaitGroup
	done.Go(func() { soon, other = t.level("soon", texts) })
	urgent, err = t.level("urgent", texts)
	done.Wait()
	return urgent, soon, cmp.Or(err, other)
}

func labelled(level string, x text) bool {
	return x.Level == "urgent" || level == "soon" && x.Level == "soon"
}

// best is the frame of a text that scores highest, and its score.
func (x text) best(weights []float64) (at int, score float64) {
	for i, row := range x.rows {
		if s := row.sum(weights); i == 0 || s > score {
			at, score = i, s
		}
	}
	return at, score
}
