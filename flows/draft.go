package flows

import (
	"time"

	"polyphony/care"
)

// draftLife is how long something begun waits for typed words. After it, what
// somebody writes is meant for the team again.
const draftLife = 15 * time.Minute

// begin starts a draft and makes every older menu stale.
func (s *step) begin(d *care.Draft) {
	d.Since = s.now
	s.me.Draft = d
	s.menu()
}

// touched keeps a draft alive.
func (s *step) touched() {
	s.me.Draft.Since = s.now
	s.putContact(s.me)
}

// awaiting is the handler of the draft that typed words complete, if one waits.
func (s *step) awaiting() (func(*step, string) Reason, bool) {
	d := s.me.Draft
	if d == nil || s.now.Sub(d.Since) > draftLife {
		return nil, false
	}
	take, ok := drafts[d.What]
	return take, ok
}
