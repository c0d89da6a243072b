// Package urgency reads a text for signs of danger and says which words it saw.
//
// It is pure: no input or output, no clock, no chance. Its phrases come as an argument, one [Lexicon] a language, in a
// plain format that a clinician can edit (see [Parse]). Every lexicon is read against every text, whatever language the
// writer's telephone is set to. In doubt the answer goes up: words such as "not" or "used to" make an urgent phrase
// soon, never nothing, and only within their own clause.
//
// The work has four steps, one file each: fold.go makes letters comparable, tokens.go cuts words and clauses, scan.go
// finds phrases, judge.go weighs them. Time is linear in the length of the text.
package urgency

import (
	"strings"
	"sync"

	"golang.org/x/text/language"
)

// Level says how soon a human should see a text.
type Level int

// The levels. Soon means today rather than at night; Urgent means at once.
const (
	None Level = iota
	Soon
	Urgent
)

// String answers "none", "soon" or "urgent".
func (l Level) String() string {
	switch l {
	case Urgent:
		return "urgent"
	case Soon:
		return "soon"
	}
	return "none"
}

// Signal says what a text was about.
type Signal string

// The signals that a lexicon can have phrases for, and the two that the reader adds by itself.
const (
	Suicide         Signal = "suicide"
	SelfHarm        Signal = "self_harm"
	Overdose        Signal = "overdose"
	Medical         Signal = "medical"
	HarmOthers      Signal = "harm_others"
	Abuse           Signal = "abuse"
	Psychosis       Signal = "psychosis"
	Missing         Signal = "missing"
	VolunteerUnsafe Signal = "volunteer_unsafe"
	WorryOther      Signal = "worry_other"      // the danger is somebody else's; also has phrases of its own
	UnknownLanguage Signal = "unknown_language" // no lexicon knows these words; never in a lexicon
)

var signals = [...]Signal{Suicide, SelfHarm, Overdose, Medical, HarmOthers, Abuse, Psychosis, Missing,
	VolunteerUnsafe, WorryOther, UnknownLanguage}

// Reading is what a text gave.
type Reading struct {
	Level   Level
	Signals []Signal // what was seen, the most urgent first; none for Level None
	Words   []string // the words it saw, as they stand in the text; at most eight
	Reasons []string // one for each of Words: `suicide: "want to die" (denied)`
}

// Reader reads texts. It never changes after New; any number of goroutines may share it.
type Reader struct {
	*vocabulary
	machines []*machine
	langs    map[language.Base]bool
	codes    map[string]bool // the same as most telephones write them, for whom nothing need be parsed
	weights  *Weights        // nil: phrases alone
	few      *Reader         // phrases of languages for which there is nothing else; nil: none
	pool     sync.Pool       // of *work
}

// New makes a reader of all phrases of all lexicons, and of the model that stands beside them. Without any lexicon every
// text with words in it is at least Soon.
func New(lexicons ...Lexicon) *Reader {
	r := NewUntrained(lexicons...)
	r.weights = shippedWeights()
	return r
}

// NewUntrained makes a reader of phrases alone, for those who train or measure the model.
func NewUntrained(lexicons ...Lexicon) *Reader {
	r := &Reader{vocabulary: newVocabulary(lexicons), langs: map[language.Base]bool{}, codes: map[string]bool{}}
	var planted []*builder
	for _, lex := range lexicons {
		base, _ := language.Make(lex.lang).Base()
		r.langs[base], r.codes[base.String()] = true, true
		planted = append(planted, plant(lex, r.vocabulary))
	}
	r.findKin()
	r.machines = make([]*machine, len(planted))
	var finished sync.WaitGroup
	for i, b := range planted {
		finished.Go(func() { r.machines[i] = b.finish() })
	}
	finished.Wait()
	r.canon, r.kin = nil, nil
	r.sortWords()
	r.pool.New = func() any { return &work{vocabulary: r.vocabulary, weights: r.weights} }
	return r
}

// Read reads a text. lang is the BCP-47 code that the writer's telephone gave, or "": it only helps to tell whether a
// short text is in a language that no lexicon knows.
func (r *Reader) Read(text, lang string) Reading { return r.raised(text, r.known(text, lang)) }

// known is what the languages that we know give.
func (r *Reader) known(text, lang string) Reading {
	w := r.look(text)
	defer r.release(w)
	v := r.verdict(w)
	if v.level == Urgent || len(w.seen) > 0 {
		return w.reading(text, v)
	}
	if w.foreign(r.covers(lang), r.machines) || len(r.machines) == 0 && w.census.words > 0 { // the model has not learnt it either
		return Reading{Level: Soon, Signals: []Signal{UnknownLanguage}, Reasons: []string{string(UnknownLanguage)}}
	}
	if v.level > None {
		return w.reading(text, v)
	}
	return Reading{}
}

// look finds phrases, and what the model sees.
func (r *Reader) look(text string) *work {
	w := r.pool.Get().(*work)
	r.lookInto(w, text)
	return w
}

func (r *Reader) lookInto(w *work, text string) {
	w.tokenise(text)
	for _, m := range r.machines {
		w.scan(m)
		w.witness()
		w.judge(m)
	}
	w.noteSights()
	w.observe()
	w.cutFrames()
}

// release gives the buffers back, unless one enormous text has blown them up.
func (r *Reader) release(w *work) {
	if cap(w.tokens) <= 1<<13 && cap(w.matches) <= 1<<13 && cap(w.seen) <= 1<<10 && cap(w.word) <= 1<<13 && cap(w.evidence.feats) <= 1<<17 {
		w.reset()
		r.pool.Put(w)
	}
}

// covers tells whether a language has a lexicon; an unsaid one gets the benefit of the doubt.
func (r *Reader) covers(lang string) bool {
	if code, _, _ := strings.Cut(lang, "-"); lang == "" || r.codes[code] {
		return true
	}
	tag, err := language.Parse(lang)
	if err != nil {
		return false
	}
	base, _ := tag.Base()
	return r.langs[base]
}
