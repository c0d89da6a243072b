package main

import (
	"math"
	"slices"

	"gonum.org/v1/gonum/optimize"
)

// example is one frame of a text: which features it has, what each counts for in it, and what should come out.
type example struct {
	features []int32
	value    float64
	label    bool
	weight   float64
}

// sum is what the weights make of an example; the last weight is the bias.
func (e example) sum(weights []float64) float64 {
	sum := 0.0
	for _, f := range e.features {
		sum += weights[f]
	}
	return sum*e.value + weights[len(weights)-1]
}

// regression is a logistic regression with the squares of its weights held small.
type regression struct {
	examples []example
	ridge    float64   // how much a weight of 1 costs
	scale    []float64 // how much each feature's presence counts, by how well it parts the texts by itself
}

// loss is what the weights cost; grad is filled if there is one.
func (r regression) loss(weights, grad []float64) float64 {
	loss := 0.0
	for i := range grad {
		grad[i] = 0
	}
	for _, e := range r.examples {
		margin := 0.0
		for _, f := range e.features {
			margin += weights[f] * r.scale[f]
		}
		margin = margin*e.value + weights[len(weights)-1]
		if e.label {
			margin = -margin
		}
		loss += e.weight * softplus(margin)
		if grad == nil {
			continue
		}
		slope := e.weight / (1 + math.Exp(-margin))
		if e.label {
			slope = -slope
		}
		for _, f := range e.features {
			grad[f] += slope * e.value * r.scale[f]
		}
		grad[len(grad)-1] += slope
	}
	for i, w := range weights[:len(weights)-1] {
		loss += r.ridge / 2 * w * w
		if grad != nil {
			grad[i] += r.ridge * w
		}
	}
	return loss
}

func softplus(x float64) float64 {
	if x > 30 {
		return x
	}
	return math.Log1p(math.Exp(x))
}

// fit finds the weights by L-BFGS, from those given.
func (r regression) fit(from []float64, steps int) ([]float64, error) {
	r.scale = r.ratios()
	from = slices.Clone(from)
	for i := range from[:len(from)-1] {
		if r.scale[i] != 0 {
			from[i] /= r.scale[i]
		}
	}
	at := newPoint(r, len(from))
	problem := optimize.Problem{
		Func: func(x []float64) float64 { return at.move(x).loss },
		Grad: func(grad, x []float64) { copy(grad, at.move(x).grad) },
	}
	result, err := optimize.Minimize(problem, from, &optimize.Settings{
		MajorIterations: steps, GradientThreshold: 1e-3,
		Converger: &optimize.FunctionConverge{Relative: 1e-5, Iterations: 5},
	}, &optimize.LBFGS{Store: 6})
	if result == nil {
		return nil, err
	}
	for i := range result.X[:len(result.X)-1] {
		result.X[i] *= r.scale[i]
	}
	return result.X, nil // a line search that can go no further has found the least that numbers can tell
}

// point is where the search last stood: the loss and its slope there, which are asked for one after the other.
type point struct {
	of   regression
	x    []float64
	grad []float64
	loss float64
	set  bool
}

func newPoint(r regression, size int) *point {
	return &point{of: r, x: make([]float64, size), grad: make([]float64, size)}
}

func (p *point) move(x []float64) *point {
	if !p.set || !slices.Equal(p.x, x) {
		copy(p.x, x)
		p.loss, p.set = p.of.loss(x, p.grad), true
	}
	return p
}

// ratios are how much more often each feature stands in texts of one label than of the other, as the size of a
// logarithm: a logistic regression that starts from them needs fewer texts.
func (r regression) ratios() []float64 {
	count := [2][]float64{make([]float64, levelSize), make([]float64, levelSize)}
	var total [2]float64
	times := make([]uint8, levelSize)
	for _, e := range r.examples {
		l := 0
		if e.label {
			l = 1
		}
		for _, f := range e.features {
			count[l][f] += e.weight
			total[l] += e.weight
			if times[f] < seldom {
				times[f]++
			}
		}
	}
	out := make([]float64, levelSize)
	for f := range out {
		if times[f] < seldom {
			continue // what stood in one text says nothing of another
		}
		p, q := (count[1][f]+smooth)/(total[1]+smooth), (count[0][f]+smooth)/(total[0]+smooth)
		out[f] = math.Abs(math.Log(p/q)) + floor
	}
	return out
}

const smooth, floor, seldom = 1, 0.2, 1
