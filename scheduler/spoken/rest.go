package spoken

import "strings"

// words is what is left of the line, in the writer's own spelling: each stretch
// that means nothing else, without the small words round it. With places the
// names of places that everybody knows belong to it ("with Joseph at home").
func (s *scan) words(line string, places bool) string {
	var parts []string
	for i := 0; i < len(s.facts); {
		j := i
		for j < len(s.facts) && s.left(j, places) {
			j++
		}
		if part := s.stretch(line, i, j); part != "" {
			parts = append(parts, part)
		}
		i = max(j, i+1)
	}
	return strings.Join(parts, ", ")
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
