package urgency

// mark is what is known about one word of the text in the light of one lexicon.
type mark struct {
	clause, part, sentence int32 // numbers; a part runs from one full stop or "but" to the next
	idiom                  uint8 // words of the longest idiom over it
	does                   uint8
}

const (
	denies  = 1 << iota // ends a denial
	unsays              // begins a denial of what stands before it
	exempt              // is part of something that only looks like a denial
	endsOld             // ends a "used to"
	studies             // is part of something about an essay, a course, a leaflet
	trifles             // is part of something about homework, traffic, a joke
)

// what is known about a clause, a part, a sentence
const (
	hasPastWord = 1 << iota
	hasPresentWord
	isLongAgo
	isStory
	isStill
	hasMeans
	hasFarewell
)

// marks are the notes on one text for one lexicon.
type marks struct {
	words                     []mark
	clauses, parts, sentences []uint16
	recovered                 bool // the writer says somewhere to be well
}

func (k marks) emptied() marks {
	return marks{words: k.words[:0], clauses: k.clauses[:0], parts: k.parts[:0], sentences: k.sentences[:0]}
}

// layOut numbers clauses, parts and sentences, and notes what each phrase that is no finding has to say.
func (w *work) layOut() {
	k := w.marks.emptied()
	at := mark{clause: -1, part: -1, sentence: -1}
	before := wordFlags(0)
	for i, t := range w.tokens {
		flags := w.machine.words[t.id].flags
		afresh := flags&isFirst != 0 && flags&isSubject != 0 && before&isRaising == 0 // "… my exam I want to die"
		before = flags
		if i == 0 || t.brk >= lone {
			at.sentence++
			k.sentences = append(k.sentences, 0)
		}
		if i == 0 || t.brk >= lone || flags&isConjunction != 0 {
			at.part++
			k.parts = append(k.parts, 0)
		}
		if i == 0 || t.brk >= loose || flags&isConjunction != 0 || afresh {
			at.clause++
			k.clauses = append(k.clauses, 0)
		}
		k.words = append(k.words, at)
		if flags&isPast != 0 {
			k.clauses[at.clause] |= hasPastWord
		}
		if flags&isPresent != 0 {
			k.clauses[at.clause] |= hasPresentWord
		}
	}
	w.marks = k
	for _, f := range w.matches {
		w.note(f)
	}
	w.noteMeans()
}

func (w *work) note(f match) {
	k := &w.marks
	first, last := k.words[f.start], &k.words[f.end-1]
	switch w.machine.phrases[f.phrase].kind {
	case idiom:
		for i := f.start; i < f.end; i++ {
			k.words[i].idiom = max(k.words[i].idiom, uint8(min(f.end-f.start, 255)))
		}
	case denial:
		last.does |= denies
	case denialAfter:
		k.words[f.start].does |= unsays
	case noDenial:
		w.mark(f, exempt)
	case usedTo:
		last.does |= endsOld
	case past:
		k.clauses[first.clause] |= isLongAgo
		k.sentences[first.sentence] |= isLongAgo
	case still:
		k.sentences[first.sentence] |= isStill
	case recovery:
		k.recovered = true
	case fiction:
		k.parts[first.part] |= isStory
	case study:
		w.mark(f, studies)
	case trivial:
		w.mark(f, trifles)
	}
}

func (w *work) mark(f match, does uint8) {
	for i := f.start; i < f.end; i++ {
		w.marks.words[i].does |= does
	}
}

// noteMeans notes where a way to die is at hand, or leave is taken, in the sentence that says so and in its neighbours.
func (w *work) noteMeans() {
	k := &w.marks
	for _, f := range w.matches {
		what := uint16(hasMeans)
		switch w.machine.phrases[f.phrase].kind {
		case means:
		case farewell:
			what = hasFarewell
		default:
			continue
		}
		if w.idiomatic(f) || w.before(f) != nothing {
			continue
		}
		s := k.words[f.start].sentence
		for i := max(0, s-1); i <= min(s+1, int32(len(k.sentences)-1)); i++ {
			k.sentences[i] |= what
		}
	}
}

// idiomatic tells whether a finding is part of an idiom. A finding of more words than the idiom stands.
func (w *work) idiomatic(f match) bool {
	for i := f.start; i < f.end; i++ {
		if int32(w.marks.words[i].idiom) >= f.end-f.start {
			return true
		}
	}
	return false
}
