package spoken

import "strings"

// words is what is left of the line, in the writer's own spelling: each stretch
// that means nothing else, without the small words round it. A stretch that
// says where is a place, and the names of places that everybody knows belong to
// it ("at Joseph's home"); the others were not understood. Beside a link nothing
// is a place.
func (s *scan) words(line string, linked bool) (place, rest string) {
	var places, others []string
	s.stretches(0, len(s.facts), true, func(i, j int) {
		if !linked && s.says(i, j) {
			places = append(places, s.stretch(line, i, j))
			return
		}
		s.stretches(i, j, false, func(i, j int) {
			if part := s.stretch(line, i, j); part != "" {
				others = append(others, part)
			}
		})
	})
	return strings.Join(places, ", "), strings.Join(others, ", ")
}

// stretches goes through what is left between two facts.
func (s *scan) stretches(from, to int, places bool, each func(i, j int)) {
	for i := from; i < to; {
		j := i
		for j < to && s.left(j, places) {
			j++
		}
		if j > i {
			each(i, j)
		}
		i = max(j, i+1)
	}
}

// says tells whether a stretch says where: with the number of a house, or with
// a word for it before or behind (at, in, w, na, میں, پر).
func (s *scan) says(from, to int) bool {
	first, last := -1, -1
	for i := from; i < to; i++ {
		if f := s.facts[i]; f.about == aRest {
			if first < 0 {
				first = i
			}
			last = i
			if t := s.toks[f.from]; t.number || t.opaque {
				return true
			}
		}
	}
	return first >= 0 && (s.where(first, from-1, -1) || s.where(last, to, 1))
}

// where looks for a word that says where at a fact and among the small words
// next to it.
func (s *scan) where(i, end, step int) bool {
	for k := i; k != end && (k == i || s.facts[k].about == aFiller); k += step {
		if n, _ := s.at(s.facts[k].from, sWhere); n > 0 {
			return true
		}
	}
	return false
}

// left tells whether a fact can be part of a stretch.
func (s *scan) left(i int, places bool) bool {
	f := s.facts[i]
	return f.about == aRest || f.about == aFiller || places && f.about == aPlace
}

// stretch is the line from one fact to another, without the small words at its
// ends; "in" and "the" before a place belong to it.
func (s *scan) stretch(line string, from, to int) string {
	for from < to && s.facts[from].about == aFiller && !(s.facts[from].kept && s.keeps(from+1, to)) {
		from++
	}
	for from < to && s.facts[to-1].about == aFiller {
		to--
	}
	if from >= to {
		return ""
	}
	begin, end := s.toks[s.facts[from].from].from, s.toks[s.facts[to-1].to-1].to
	part := line[begin:end]
	if strings.Count(part, "(") > strings.Count(part, ")") && strings.HasPrefix(line[end:], ")") {
		part += ")"
	}
	return part
}

// keeps tells whether a small word stands before a place and not before
// another small word that goes.
func (s *scan) keeps(from, to int) bool {
	for from < to && s.facts[from].about == aFiller {
		if !s.facts[from].kept {
			return false
		}
		from++
	}
	return from < to
}
