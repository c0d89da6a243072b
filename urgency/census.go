package urgency

// census counts how much of a text is in words that a lexicon knows.
type census struct {
	words int
	known int // in halves: a word of one or two letters may be anybody's
	alien int // unknown words in another script than Latin
}

func (c *census) count(id int32, length int, has uint8) {
	if has&hasLetter == 0 {
		return
	}
	c.words++
	switch {
	case id != unknown && length <= 2 && has&hasAlien == 0:
		c.known++
	case id != unknown:
		c.known += 2
	case has&hasAlien != 0:
		c.alien++
	}
}

// Below this share of known words, in percent, a text is suspect; where the writer's own language has no lexicon, below
// the other.
const (
	knownEnough    = 30
	knownUncovered = 49
	knownInOne     = 34
)

// inOne counts the words of a text that are everyday words of one language, of whichever knows most of them.
func (w *work) inOne(machines []*machine) (most int) {
	for _, m := range machines {
		n := 0
		for _, t := range w.tokens {
			if t.id != unknown && m.words[t.id].flags != 0 {
				n++
			}
		}
		most = max(most, n)
	}
	return most
}

// foreign tells whether a text seems to be in no language of any lexicon: its script is unknown, or its letters speak for
// another language. covered says whether the writer's own language has a lexicon; if not, a smaller suspicion is enough:
// that others know "no", "me" and "voglio" says little, unless one of them knows most of the text.
func (w *work) foreign(covered bool, machines []*machine) bool {
	c := w.census
	share := func(percent int) bool { return c.known*100 <= c.words*2*percent }
	switch {
	case c.words == 0:
		return false
	case !covered:
		return share(knownUncovered) || w.inOne(machines)*100 <= c.words*knownInOne
	case c.known == 0 && c.alien > 0:
		return true
	case w.weights == nil && c.words < 4:
		return c.known == 0 && c.words > 1
	case w.weights == nil:
		return share(knownEnough)
	}
	score, from := w.evidence.foreign(w.weights), w.weights.ForeignFrom
	switch {
	case c.words < 2:
		return false
	case share(knownEnough):
		return score >= from-w.weights.ForeignDoubt
	}
	return score >= from
}

// foreign is how much the letters of all words speak for a language without a lexicon.
func (e *evidence) foreign(m *Weights) int32 {
	sum, start := int64(0), int32(0)
	for i := range e.words {
		for _, h := range e.feats[start:e.words[i].ends[reachSelf]] {
			sum += int64(m.Foreign[h>>(32-ForeignBits)])
		}
		start = e.words[i].ends[reachLast]
	}
	return m.ForeignBias + int32(sum*rootOf(len(e.words))>>16)
}

// letters lists the features that words have by themselves, by which a language is known.
func (e *evidence) letters(f frame) (feats []uint32) {
	for i := f.from; i < f.to; i++ {
		start := int32(0)
		if i > 0 {
			start = e.words[i-1].ends[reachLast]
		}
		feats = append(feats, e.feats[start:e.words[i].ends[reachSelf]]...)
	}
	return feats
}
