package flows

import (
	"slices"

	"polyphony/care"
	"polyphony/locales"
	"polyphony/scheduler/calendar"
)

// The clock of a request is 24 real hours. The team is reminded 12 and 20 hours
// after it began, told plainly when the day is over, and then once a day until
// a meeting is offered.

// requestTimer is the one next beat of a request's clock (I9); askerTimer is
// when the day of somebody who asked later is over.
func requestTimer(request string) TimerKey {
	return TimerKey{Subject: "request", ID: request, What: "clock"}
}

func askerTimer(request, contact string) TimerKey {
	return TimerKey{Subject: "request", ID: request, What: "asker", Arg: contact}
}

// startRequest begins the clock and tells the team; in a crisis at once, else
// outside their quiet hours.
func (s *step) startRequest(r *care.Request, n *care.Network) {
	r.Begin(s.now)
	n.Request = r.ID
	s.putNetwork(n)
	s.timer(requestTimer(r.ID), r.Next(s.now))
	s.keepFor("request", r.ID, r.At, s.team().Retention.Meetings)
	s.audit("network:"+n.ID, "request.opened", r.ID)
	s.ringStaff(r, s.requestStaff(n), staffNew, func(m *Message) {
		m.Guard.Quiet = r.Alert == ""
		if r.Alert != "" {
			m.Lane = Reply
		}
	})
}

// onRequestClock is a beat of the clock.
func onRequestClock(s *step) Reason {
	r := s.request(s.ev.Timer.ID)
	if r == nil || !r.Open() {
		return "request.over"
	}
	n := s.network(r.Network)
	if n == nil || !n.Closed.IsZero() {
		return "request.circle.ended"
	}
	s.timer(requestTimer(r.ID), r.Next(s.now))
	switch {
	case !n.Still.IsZero() || !r.Reminding(s.now):
		return "request.waits"
	case s.now.Before(r.Due):
		s.ringStaff(r, s.requestStaff(n), staffRemind, s.duty)
		return "request.reminded"
	case r.Breached.IsZero():
		return s.breach(r, n)
	}
	s.ringStaff(r, s.withCoordinators(s.requestStaff(n)), staffStill, s.duty)
	return "request.reminded.late"
}

// duty: a deadline is told when it falls, at night without sound.
func (s *step) duty(m *Message) {
	m.Silent = calendar.Quiet(s.now, s.zoneOf(s.contact(m.Person)))
}

// breach tells everybody who may know that the day is over, without excuse.
func (s *step) breach(r *care.Request, n *care.Network) Reason {
	r.Breached = s.now
	s.audit("network:"+n.ID, "request.breached", r.ID)
	s.ringStaff(r, s.withCoordinators(s.requestStaff(n)), staffLate, s.duty)
	if r.By == "" {
		s.tellPerson(r, n, locales.FirstPersonLate, false)
		return "request.breached"
	}
	s.tellLate(r, n, r.By)
	return "request.breached"
}

func (s *step) tellLate(r *care.Request, n *care.Network, asker string) {
	s.tellTheAsker(r, asker, locales.RequestLate, false)
	if a, _ := r.Asker(asker); a.Share {
		s.tellCircle(r, n, asker, locales.RequestCircleLate)
	}
}

// onAskerClock: the day of somebody who asked later is over too.
func onAskerClock(s *step) Reason {
	r := s.request(s.ev.Timer.ID)
	if r == nil || !r.Open() {
		return "request.over"
	}
	n := s.network(r.Network)
	for i := range r.Also {
		if a := &r.Also[i]; a.By == s.ev.Timer.Arg && a.Breached.IsZero() && !s.now.Before(a.Due) && n != nil && ended(n) == "" {
			a.Breached = s.now
			s.putRequest(r)
			s.tellLate(r, n, a.By)
			return "request.breached"
		}
	}
	return "request.over"
}

// meetingForRequest is called whenever a meeting has been planned, moved or
// cancelled: it may be what was asked for, or no longer be it.
func (s *step) meetingForRequest(m *care.Meeting) {
	n := s.network(m.Network)
	r := s.openRequest(n)
	switch {
	case m.Cancelled:
		s.offerFell(m, n)
	case r != nil && s.answersRequest(r, n, m):
		s.offered(r, n, m)
	case r == nil:
		s.offerMisses(m, n)
	}
}

// offerMisses: somebody who asked is not invited any more to what was offered.
// The team owes them another. Whoever is still invited has what they asked for.
func (s *step) offerMisses(m *care.Meeting, n *care.Network) {
	r := s.request(m.Request)
	if r == nil || r.Meeting != m.ID || ended(n) != "" || !starts(m).After(s.now) || !s.missesAsker(r, n, m) {
		return
	}
	for _, a := range slices.Clone(r.Askers()) {
		if m.Asked(a.By) {
			r.TakeBack(a.By)
		}
	}
	if r.By == "" { // the circle's first meeting stands; what is open now is theirs
		a := r.Also[0]
		r.By, r.At, r.Share, r.Also = a.By, a.At, a.Share, r.Also[1:]
	}
	m.Request = ""
	s.putMeeting(m)
	s.owesAgain(r, n, locales.RequestAgainWithout, staffAgainWithout)
}

// missesAsker reports whether somebody who asked, and still belongs, is not
// invited to a meeting.
func (s *step) missesAsker(r *care.Request, n *care.Network, m *care.Meeting) bool {
	return slices.ContainsFunc(r.Askers(), func(a care.Asker) bool { return s.place(n, a.By) != nil && !m.Asked(a.By) })
}

// answersRequest: it lies ahead, sooner than what was not soon enough, and
// everybody who asked and still belongs is invited.
func (s *step) answersRequest(r *care.Request, n *care.Network, m *care.Meeting) bool {
	begin := starts(m)
	if !begin.After(s.now) || r.Than.After(s.now) && !begin.Before(r.Than) {
		return false
	}
	for _, a := range r.Askers() {
		if s.place(n, a.By) != nil && !m.Asked(a.By) {
			return false
		}
	}
	return true
}

// offered ends the clock; everybody's card shows it.
func (s *step) offered(r *care.Request, n *care.Network, m *care.Meeting) {
	r.Meeting, r.Offered, m.Request = m.ID, s.now, r.ID
	s.putMeeting(m)
	s.endRequest(r, n)
	s.audit("network:"+n.ID, "request.offered", r.ID)
	for _, a := range r.Askers() {
		s.tellTheAsker(r, a.By, locales.RequestOffered, true)
	}
	if r.By == "" {
		s.tellPerson(r, n, locales.RequestOffered, true)
	}
	s.cardsOfRequest(r, staffOffered)
}

// endRequest drops every timer of a request.
func (s *step) endRequest(r *care.Request, n *care.Network) {
	if n.Request == r.ID {
		n.Request = ""
		s.putNetwork(n)
	}
	s.putRequest(r)
	s.cancel(requestTimer(r.ID))
	for _, a := range r.Also {
		s.cancel(askerTimer(r.ID, a.By))
	}
}

// offerFell: a meeting is cancelled. If it was an offer, the team owes another,
// within a new day; if something was to be sooner than it, any date is.
func (s *step) offerFell(m *care.Meeting, n *care.Network) {
	if r := s.openRequest(n); r != nil {
		if r.Than.Equal(starts(m)) {
			r.Than = s.now
			s.putRequest(r)
			s.cardsOfRequest(r, s.stateOf(r))
		}
		return
	}
	r := s.request(m.Request)
	if r == nil || r.Meeting != m.ID || n == nil || ended(n) != "" || !starts(m).After(s.now) {
		return
	}
	s.owesAgain(r, n, locales.RequestAgain, staffAgain)
}

// owesAgain opens a request again, with a new day, for those who still belong.
func (s *step) owesAgain(r *care.Request, n *care.Network, asker locales.Key, staff staffWord) {
	for _, a := range slices.Clone(r.Askers()) {
		if s.place(n, a.By) == nil {
			r.TakeBack(a.By)
		}
	}
	if r.Left {
		s.putRequest(r)
		return
	}
	r.Meeting = ""
	r.Begin(s.now)
	for i := range r.Also {
		r.Also[i].Due = r.Due
		r.Also[i].Breached = r.Breached
		s.timer(askerTimer(r.ID, r.Also[i].By), r.Due)
	}
	n.Request = r.ID
	s.putNetwork(n)
	s.timer(requestTimer(r.ID), r.Next(s.now))
	s.audit("network:"+n.ID, "request.opened.again", r.ID)
	for _, a := range r.Askers() {
		s.tellTheAsker(r, a.By, asker, false)
	}
	if r.By == "" {
		s.tellPerson(r, n, locales.FirstPersonAgain, false)
	}
	s.ringStaff(r, s.requestStaff(n), staff, func(m *Message) { m.Guard.Quiet = true })
}
