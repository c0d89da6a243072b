package urgency

// Row is one frame of a text as the model sees it, for those who train it.
type Row struct {
	Words    int
	Features []uint32 // hashes
	Pairs    []uint16 // of what stands in it
	Letters  []uint32 // those features that words have by themselves, whatever stands around them
}

// Rows lists the frames of a text, the whole text last.
func (r *Reader) Rows(text string) []Row {
	w := r.look(text)
	defer r.release(w)
	e := &w.evidence
	if len(w.tokens) == 0 {
		return nil
	}
	var rows []Row
	for _, f := range e.frames {
		rows = append(rows, e.row(f))
	}
	return append(rows, e.row(frame{from: 0, to: len(w.tokens), mask: allBits(e.words)}))
}

func allBits(words []seenWord) (m mask) {
	for i := range words {
		m.add(&words[i].mask)
	}
	return m
}

func (e *evidence) row(f frame) Row {
	row := Row{Words: f.to - f.from}
	e.each(f, func(_ int, h uint32) { row.Features = append(row.Features, h) })
	row.Letters = e.letters(f)
	var list [maskSize]uint8
	for n := f.mask.list(&list); n > 0; n-- {
		for _, low := range list[:n] {
			row.Pairs = append(row.Pairs, uint16(pairIndex(int(low), int(list[n-1]))))
		}
	}
	return row
}

// counts tells whether a feature of word i counts in a frame.
func (f frame) counts(i int, r reach) bool {
	switch r {
	case reachOne:
		return i > f.from
	case reachTwo:
		return i > f.from+1
	case reachThree:
		return i > f.from+3
	case reachFirst:
		return i == f.from
	case reachLast:
		return i == f.to-1
	}
	return true
}
