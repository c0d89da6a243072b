package flows

import (
	"slices"
	"time"

	"polyphony/care"
)

// draftLife is how long something begun waits for typed words. After it, what
// somebody writes is meant for the team again.
const draftLife = 15 * time.Minute

// begin starts a draft and makes every older menu stale. A meeting that the
// draft before was about has its card again, with the answers since.
func (s *step) begin(d *care.Draft) {
	if old := s.me.Draft; old != nil && old.Meeting != "" && old.Meeting != d.Meeting {
		s.cardAgain(old.Meeting)
	}
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
	return take, ok && s.goesOn(d)
}

// goesOn reports whether somebody may still do what they have begun: they may
// have lost the role or the circle for it since, and what they type then is for
// the team. Drafts that ask for themselves are not here.
func (s *step) goesOn(d *care.Draft) bool {
	switch {
	case d.What == draftCircle:
		return s.staff()
	case slices.Contains(planDrafts, d.What):
		return s.plansIn(s.me.ID, d.Network)
	case slices.Contains(checkDrafts, d.What):
		return s.proposes(s.network(d.Network), d)
	case slices.Contains(visitDrafts, d.What):
		return s.asksVisits(s.network(d.Network))
	}
	return true
}

// cardAgain draws the card of a meeting whose change was given up elsewhere.
func (s *step) cardAgain(meeting string) {
	m := s.meeting(meeting)
	if m == nil || m.Cancelled || !s.now.Before(starts(m)) || !m.Asked(s.me.ID) || s.place(s.network(m.Network), s.me.ID) == nil {
		return
	}
	s.say(s.cardAnew(m, s.me.ID))
}
