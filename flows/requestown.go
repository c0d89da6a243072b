package flows

import (
	"polyphony/care"
	"polyphony/locales"
)

// What whoever asked may do with it: let the circle know, or take it back.

// ownRequest reports whether this person asked and it is still open; else it
// says what has happened since.
func (s *step) ownRequest(r *care.Request) bool {
	_, asked := r.Asker(s.me.ID)
	switch {
	case s.place(s.network(r.Network), s.me.ID) == nil || !asked && r.By != s.me.ID && r.Open():
		s.refused()
		return false
	case !asked || !r.Open():
		s.stale()
		s.redraw(s.askerState(r, s.me.ID), s.requestArgs(r, s.me.ID))
		return false
	}
	return true
}

// shareRequest lets the circle know who asked: its author's own yes, for this
// one thing (rule 3).
func shareRequest(s *step, r *care.Request, n *care.Network) Reason {
	if !s.ownRequest(r) {
		return "request.stale"
	}
	if a, _ := r.Asker(s.me.ID); !a.Share {
		r.SetShare(s.me.ID, true)
		s.putRequest(r)
		s.audit("contact:"+s.me.ID, "request.shared", r.ID)
		s.tellCircle(r, n, s.me.ID, locales.RequestCircleTold)
		s.cardsOfRequest(r, s.stateOf(r))
	}
	s.redrawAsked(r)
	return "request.shared"
}

func unshareRequest(s *step, r *care.Request, _ *care.Network) Reason {
	if !s.ownRequest(r) {
		return "request.stale"
	}
	if a, _ := r.Asker(s.me.ID); a.Share {
		r.SetShare(s.me.ID, false)
		s.putRequest(r)
		s.audit("contact:"+s.me.ID, "request.unshared", r.ID)
		s.notice(locales.RequestShareStopped, nil)
	}
	s.redrawAsked(r)
	return "request.unshared"
}

// takeBackRequest: whoever asked does not need it any more.
func takeBackRequest(s *step, r *care.Request, n *care.Network) Reason {
	if !s.ownRequest(r) {
		return "request.stale"
	}
	s.redraw(locales.RequestTakenBack, nil)
	s.dropAsker(r, n, s.me.ID)
	return "request.taken.back"
}

// dropAsker ends what one person asked for. Whoever asked with them still waits.
func (s *step) dropAsker(r *care.Request, n *care.Network, contact string) {
	before := *r
	r.TakeBack(contact)
	s.cancel(askerTimer(r.ID, contact))
	s.audit("network:"+r.Network, "request.taken.back", r.ID)
	if r.Left {
		s.endRequest(r, n)
		s.cardsOfRequest(&before, staffLeft)
		return
	}
	s.putRequest(r)
	if before.By == contact { // whoever asked next has a clock of their own
		s.cancel(askerTimer(r.ID, r.By))
		s.timer(requestTimer(r.ID), r.Next(s.now))
	}
	s.cardsOfRequest(r, s.stateOf(r))
}

// dropAskerOf: whoever does not belong to a circle any more waits for no
// meeting of it, and nobody is reminded of them.
func (s *step) dropAskerOf(n *care.Network, contact string) {
	r := s.openRequest(n)
	if r == nil {
		return
	}
	if _, asked := r.Asker(contact); asked {
		s.dropAsker(r, n, contact)
	}
}
