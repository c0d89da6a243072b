package urgency

import "slices"

// sight is a finding that counts.
type sight struct {
	level      Level
	signal     Signal
	third      bool // somebody else's danger
	why        why
	start, end int // bytes of the text
	first, to  int // words
}

// why says why a finding counts for less or more than its phrase says.
type why uint8

const (
	nothing why = iota
	denied
	over
	story
	studied
	triviality
	armed
	leaving
)

var reasons = [...]string{denied: " (denied)", over: " (past)", story: " (story)", studied: " (study)",
	triviality: " (figure of speech)", armed: " (with means)", leaving: " (with a farewell)"}

// judge weighs the findings of one lexicon.
func (w *work) judge(m *machine) {
	if !slices.ContainsFunc(w.matches, func(f match) bool { return m.phrases[f.phrase].kind == finding }) {
		return
	}
	w.layOut()
	for _, f := range w.matches {
		if m.phrases[f.phrase].kind == finding && !w.idiomatic(f) {
			w.weigh(f, m.phrases[f.phrase])
		}
	}
}

// weigh decides what a finding counts for. Every ground to count it for less takes one level, and only one is taken.
func (w *work) weigh(f match, p phrase) {
	level, reason := p.level, w.less(f)
	if reason != nothing {
		level--
	}
	if more := w.more(f, p); level == Soon && more != nothing && (reason == nothing || reason == denied) {
		level, reason = Urgent, more
	}
	if level == None {
		return
	}
	w.seen = append(w.seen, sight{level: level, signal: p.signal, third: w.aboutSomebodyElse(f, p.signal), why: reason,
		start: w.tokens[f.start].start, end: w.tokens[f.end-1].end, first: int(f.start), to: int(f.end)})
}

// less finds a ground to count a finding for less.
func (w *work) less(f match) why {
	if reason := w.before(f); reason != nothing {
		return reason
	}
	if w.unsaid(f) {
		return denied
	}
	k, at := &w.marks, w.marks.words[f.start]
	inClause := k.clauses[at.clause]
	switch {
	case w.longOver(inClause, k.sentences[at.sentence]):
		return over
	case k.parts[at.part]&isStory != 0:
		return story
	case w.beside(f, studies, 2):
		return studied
	case w.beside(f, trifles, 0):
		return triviality
	}
	return nothing
}

// The words before a finding that can make light of it, at most.
const maxAside = 12

// beside tells whether words that make light of a finding stand before it in its clause, or at most so many words behind
// it: "this homework makes me want to die", "suicide prevention", but not "I will kill myself after the exam".
func (w *work) beside(f match, does uint8, behind int32) bool {
	words := w.marks.words
	clause := words[f.start].clause
	for i := max(0, f.start-maxAside); i < min(f.end+behind, int32(len(words))); i++ {
		if words[i].clause == clause && words[i].does&does != 0 {
			return true
		}
	}
	return false
}

// longOver tells whether a clause speaks of long ago: it says when, or is in the past tense while its sentence says when
// or the writer says to be well. A word of now in the clause, or of "again" in the sentence, speaks against it.
func (w *work) longOver(inClause, inSentence uint16) bool {
	if inSentence&isStill != 0 || inClause&hasPresentWord != 0 {
		return false
	}
	if inClause&isLongAgo != 0 {
		return true
	}
	return inClause&hasPastWord != 0 && (inSentence&isLongAgo != 0 || w.marks.recovered)
}

// The words that a denial reaches over, at most.
const maxReach = 8

// before looks for a denial or a "used to" before a finding, in its own clause, through light words only. A subject in
// between stops it, unless what stands before the subject reports: "I do not [think] I want to die".
func (w *work) before(f match) why {
	k, m := &w.marks, w.machine
	clause := k.words[f.start].clause
	for i := f.start; i >= 0 && f.start-i <= maxReach && k.words[i].clause == clause; i-- {
		flags := m.words[w.tokens[i].id].flags
		if i < f.start {
			switch does := k.words[i].does; {
			case does&endsOld != 0:
				return over
			case does&denies != 0 && does&exempt == 0:
				return denied
			case flags&(isLight|isRaising|isSubject) == 0:
				return nothing
			}
		}
		if flags&isSubject != 0 && !w.reported(i, clause) {
			return nothing
		}
	}
	return nothing
}

// reported tells whether the word before a subject hands it on to somebody's report of it.
func (w *work) reported(subject, clause int32) bool {
	i := subject - 1
	return i >= 0 && w.marks.words[i].clause == clause && w.machine.words[w.tokens[i].id].flags&isRaising != 0
}

// more finds what makes it urgent that somebody speaks of dying: a way to die at hand, or a leave-taking.
func (w *work) more(f match, p phrase) why {
	if p.signal != Suicide && p.signal != SelfHarm && p.signal != Overdose {
		return nothing
	}
	switch near := w.marks.sentences[w.marks.words[f.start].sentence]; {
	case near&hasMeans != 0:
		return armed
	case near&hasFarewell != 0:
		return leaving
	}
	return nothing
}

// aboutSomebodyElse tells whose danger it is: of the person named in the finding, else of the one last named before.
func (w *work) aboutSomebodyElse(f match, signal Signal) bool {
	switch signal {
	case Suicide, SelfHarm, Overdose, Medical, Psychosis, Missing:
	default:
		return false
	}
	inside := wordFlags(0)
	for i := f.start; i < f.end; i++ {
		inside |= w.machine.words[w.tokens[i].id].flags
	}
	if inside&(isFirst|isThird) != 0 {
		return inside&isFirst == 0
	}
	part := w.marks.words[f.start].part
	for i := f.start; i >= 0 && f.start-i <= maxReach && w.marks.words[i].part == part; i-- {
		switch flags := w.machine.words[w.tokens[i].id].flags; {
		case flags&isFirst != 0:
			return false
		case flags&isThird != 0:
			return true
		}
	}
	return false
}
