package flows

import (
	"slices"

	"polyphony/care"
	"polyphony/locales"
)

// A new circle has its first meeting offered within a day: a request that
// nobody made. The team sees its clock, and the person once they have joined.

// askFirst begins the clock of a new circle.
func (s *step) askFirst(n *care.Network) {
	s.startRequest(&care.Request{ID: s.newID("request"), Network: n.ID, At: s.now}, n)
}

// tellFirst tells the person who has just joined until when the team means to
// offer the first meeting.
func (s *step) tellFirst(n *care.Network) {
	r := s.openRequest(n)
	if r == nil || r.By != "" || n.Centre != s.me.ID {
		return
	}
	key := locales.FirstPerson
	if !r.Breached.IsZero() {
		key = locales.FirstPersonLate
	}
	s.tellPerson(r, n, key, false)
}

// tellPerson tells the person of a new circle where its first meeting stands.
func (s *step) tellPerson(r *care.Request, n *care.Network, key locales.Key, quietly bool) {
	if _, asked := r.Asker(n.Centre); asked || s.place(n, n.Centre) == nil {
		return // whoever asked has a card of their own
	}
	s.say(Message{Person: n.Centre, Lane: Bulk, Slot: "request:" + r.ID, Replace: true, Fresh: !quietly, Key: key, Args: s.requestArgs(r, ""),
		Guard: Guard{Purpose: PurposeNotice, Network: n.ID, Quiet: true}})
}

// metAlready: a circle that is new here may have met before. Its clock stops.
func metAlready(s *step, r *care.Request, n *care.Network) Reason {
	switch {
	case r.By != "" || !s.plansIn(s.me.ID, r.Network):
		return s.refused()
	case !r.Open():
		s.stale()
		m := s.staffCard(r, s.me.ID, staffEnd(r))
		m.Lane = Reply
		s.say(m)
		return "request.stale"
	}
	if len(r.Also) > 0 { // a member asks too: their clock goes on
		a := r.Also[0]
		r.By, r.At, r.Due, r.Share, r.Breached, r.Also = a.By, a.At, a.Due, a.Share, a.Breached, slices.Delete(r.Also, 0, 1)
		s.putRequest(r)
		s.cancel(askerTimer(r.ID, a.By))
		s.timer(requestTimer(r.ID), r.Next(s.now))
		s.cardsOfRequest(r, s.stateOf(r))
		return "request.met"
	}
	r.Left = true
	s.endRequest(r, n)
	s.audit("network:"+n.ID, "request.met", r.ID)
	s.cardsOfRequest(r, staffLeft)
	return "request.met"
}

func staffEnd(r *care.Request) staffWord {
	if r.Meeting != "" {
		return staffOffered
	}
	return staffLeft
}

// joinCircle: nobody of the team belongs to a circle yet. A coordinator takes
// it on, and can plan or add colleagues from then on.
func joinCircle(s *step, r *care.Request, n *care.Network) Reason {
	if !s.staff() || s.staffRole(s.me) != care.Coordinator || n == nil || ended(n) != "" || len(s.circleStaff(n)) > 0 {
		return s.refused()
	}
	n.Add(care.Member{Contact: s.me.ID, Role: care.Coordinator})
	if !s.me.In(n.ID) {
		s.me.Networks = append(s.me.Networks, n.ID)
	}
	s.putContact(s.me)
	s.putNetwork(n)
	s.audit("network:"+n.ID, "member.joined", s.me.ID)
	s.notice(locales.FirstJoined, Args{"Circle": text(n.Called)})
	s.cardsOfRequest(r, s.stateOf(r))
	s.reply(locales.CircleWhich, nil, row(Button{Label: locales.CircleOf, Args: Args{"Circle": text(n.Called)}, Data: data("circle", n.ID, 0, "")}))
	return "request.circle.joined"
}
