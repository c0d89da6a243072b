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

// foreign tells whether a text seems to be in no language of any lexicon. covered says whether the writer's own
// language has one; if not, short texts are suspect too.
func (w *work) foreign(covered bool) bool {
	c := w.census
	share := func(percent int) bool { return c.known*100 <= c.words*2*percent }
	switch {
	case c.words == 0:
		return false
	case c.known == 0 && c.alien > 0:
		return true
	case !covered:
		return share(49)
	case c.words < 4:
		return c.known == 0 && c.words > 1
	}
	return share(30)
}
