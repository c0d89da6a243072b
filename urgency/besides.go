package urgency

import (
	"slices"
	"sync"
)

// NewBesides makes a reader that also hears a few phrases of languages for which nothing else has been written: no
// everyday words, no texts to learn from. They are looked for beside everything else and can only raise. A language does
// not count as known by them, so what they do not find in it is still in an unknown language.
func NewBesides(few []Lexicon, lexicons ...Lexicon) *Reader {
	var beside *Reader
	var made sync.WaitGroup
	if len(few) > 0 {
		made.Go(func() { beside = NewUntrained(few...) })
	}
	r := New(lexicons...)
	made.Wait()
	r.few = beside
	return r
}

// raised is a reading with what the few phrases add to it.
func (r *Reader) raised(text string, out Reading) Reading {
	if r.few == nil || out.Level == Urgent {
		return out
	}
	more := r.few.heard(text)
	if more.Level == None || more.Level < out.Level {
		return out
	}
	for _, s := range out.Signals {
		if s != UnknownLanguage && !slices.Contains(more.Signals, s) {
			more.Signals = append(more.Signals, s)
		}
	}
	room := maxWords - min(maxWords, len(more.Words))
	more.Words = append(more.Words, out.Words[:min(room, len(out.Words))]...)
	if len(out.Words) > 0 {
		more.Reasons = append(more.Reasons, out.Reasons[:min(room, len(out.Reasons))]...)
	}
	return more
}

// heard is what the phrases alone find.
func (r *Reader) heard(text string) Reading {
	w := r.pool.Get().(*work)
	defer r.release(w)
	r.lookInto(w, text)
	if len(w.seen) == 0 {
		return Reading{}
	}
	return w.reading(text, verdict{})
}
