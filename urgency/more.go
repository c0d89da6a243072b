package urgency

import (
	"io"
	"maps"
	"slices"
)

// And reads a second list in addition to this one, such as a trust's own: its phrases may call the groups of the first, and
// are denied and dated by the little words of the first. Its faults name it, and the line. What stands in both is no
// fault, so that a phrase may come into the shipped list later.
func (l Lexicon) And(name string, r io.Reader) (Lexicon, error) {
	p := newParser(name)
	for group, members := range l.groups {
		p.groups[group] = slices.Clone(members)
	}
	more, err := p.parse(r)
	if err != nil {
		return Lexicon{}, err
	}
	l.words = maps.Clone(l.words)
	for word, flags := range more.words {
		l.words[word] |= flags
	}
	l.phrases = append(slices.Clip(l.phrases), more.phrases...)
	l.same = append(slices.Clip(l.same), more.same...)
	l.misspelt = append(slices.Clip(l.misspelt), more.misspelt...)
	l.groups = more.groups
	return l, nil
}
