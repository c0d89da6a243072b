package flows

import (
	"slices"

	"polyphony/care"
	"polyphony/locales"
)

// Any member of a circle may ask for a meeting. From then on the team has a day
// to offer one; the asker and the team see that clock, and the circle only when
// the asker says yes, since the danger may sit in the circle (rule 9).

// askCommand is /ask.
func askCommand(s *step, _ string) Reason {
	mine := s.askableCircles()
	switch {
	case len(mine) == 1:
		return s.askIn(mine[0])
	case len(mine) > 1:
		return s.askWhich(mine)
	case s.staff():
		return s.chooseCircle(locales.PlanWhich, "plan") // the team offers meetings
	}
	if reason, past := s.onlyEnded(); past {
		return reason
	}
	s.reply(locales.CircleNone, nil)
	return "request.none"
}

// askableCircles are the circles in which this person may ask: staff plan
// instead, and a circle that has ended holds no more meetings.
func (s *step) askableCircles() (out []*care.Network) {
	for _, id := range s.me.Networks {
		if n := s.network(id); s.mayAsk(n, s.me.ID) {
			out = append(out, n)
		}
	}
	return out
}

func (s *step) mayAsk(n *care.Network, contact string) bool {
	m := s.place(n, contact)
	return m != nil && !m.Role.Staff() && ended(n) == ""
}

// askRow is the button for it, where a member sees their meetings or circle.
func askRow(network string) []Button {
	return row(Button{Label: locales.RequestButton, Data: data("request", network, 0, "ask")})
}

func (s *step) askWhich(circles []*care.Network) Reason {
	var rows [][]Button
	for _, n := range circles {
		rows = append(rows, row(Button{Label: locales.CircleOf, Args: Args{"Circle": text(n.Called)}, Data: data("request", n.ID, 0, "ask")}))
	}
	s.reply(locales.RequestWhich, nil, rows...)
	return "request.which"
}

// askIn asks in one circle. What was asked before is joined; a meeting that is
// planned may do.
func (s *step) askIn(n *care.Network) Reason {
	if r := s.openRequest(n); r != nil {
		if _, asked := r.Asker(s.me.ID); asked {
			s.showAsked(r)
			return "request.known"
		}
	}
	if m := s.nextMeeting(n, s.me.ID); m != nil {
		s.reply(locales.RequestAlready, s.meetingArgs(m),
			row(Button{Label: locales.RequestFine, Data: data("request", n.ID, m.Seq, "fine")}),
			row(Button{Label: locales.RequestSooner, Data: data("request", n.ID, m.Seq, "sooner")}))
		return "request.planned"
	}
	return s.ask(n, s.me.ID, "")
}

// openRequest is what is asked for in a circle and not yet offered, or nil.
func (s *step) openRequest(n *care.Network) *care.Request {
	if n == nil || n.Request == "" {
		return nil
	}
	if r := s.request(n.Request); r != nil && r.Open() {
		return r
	}
	return nil
}

// nextMeeting is the first that stands and has not begun, of those to which
// the contact is invited; for nobody, of all.
func (s *step) nextMeeting(n *care.Network, contact string) (next *care.Meeting) {
	for _, id := range n.Meetings {
		m := s.meeting(id)
		if m == nil || m.Cancelled || !starts(m).After(s.now) || contact != "" && !m.Asked(contact) {
			continue
		}
		if next == nil || starts(m).Before(starts(next)) {
			next = m
		}
	}
	return next
}

// ask opens a request, or joins the one that is open.
func (s *step) ask(n *care.Network, by, alert string) Reason {
	if r := s.openRequest(n); r != nil {
		return s.joinRequest(r, n, by)
	}
	r := &care.Request{ID: s.newID("request"), Network: n.ID, By: by, At: s.now, Alert: alert}
	if m := s.nextMeeting(n, by); m != nil {
		r.Than = starts(m)
	}
	s.startRequest(r, n)
	s.tellFirstWord(r, by)
	return "request.opened"
}

// joinRequest adds somebody to an open request. They learn since when it runs
// only if that is no secret: a new circle's, or shared by whoever asked.
func (s *step) joinRequest(r *care.Request, n *care.Network, by string) Reason {
	a := care.Asker{By: by, At: s.now, Due: s.now.Add(care.OfferWithin)}
	if s.clockIsKnown(r, n) && r.Due.After(s.now) {
		a.Due = r.Due
	}
	r.Also = append(r.Also, a)
	s.putRequest(r)
	s.timer(askerTimer(r.ID, by), a.Due)
	s.audit("network:"+r.Network, "request.joined", r.ID)
	s.tellFirstWord(r, by)
	s.cardsOfRequest(r, s.stateOf(r))
	return "request.joined"
}

// clockIsKnown reports whether the circle knows that the clock runs.
func (s *step) clockIsKnown(r *care.Request, n *care.Network) bool {
	return r.Share || r.By == "" && n.Centre != ""
}

// tellFirstWord answers whoever asked, or tells whoever is offered a meeting
// after a call for help that its clock runs.
func (s *step) tellFirstWord(r *care.Request, by string) {
	if s.me == nil || by != s.me.ID {
		s.tellTheAsker(r, by, locales.RequestFromTeam, false)
		return
	}
	s.showAsked(r)
}

// showAsked draws the asker's own card anew, as the answer to what they did.
func (s *step) showAsked(r *care.Request) {
	m := s.askerCard(r, s.me.ID, s.askerState(r, s.me.ID))
	m.Fresh = true
	s.say(m)
}

// requestTap handles every button of a request. Those that begin one carry
// their circle, the others the request.
func requestTap(s *step, p press) Reason {
	if s.me == nil {
		return s.refused()
	}
	if begin, known := requestBegins[p.arg]; known {
		n := s.network(p.id)
		if p.id == "-" {
			return askCommand(s, "")
		}
		if !s.mayAsk(n, s.me.ID) {
			return s.refused()
		}
		return begin(s, n, p.rev)
	}
	r := s.request(p.id)
	act, known := requestActs[p.arg]
	if r == nil || !known {
		return s.refused()
	}
	return act(s, r, s.network(r.Network))
}

var (
	requestBegins map[string]func(*step, *care.Network, int) Reason
	requestActs   map[string]func(*step, *care.Request, *care.Network) Reason
)

func init() {
	requestBegins = map[string]func(*step, *care.Network, int) Reason{
		"ask":  func(s *step, n *care.Network, _ int) Reason { return s.askIn(n) },
		"fine": plannedIsFine, "sooner": plannedIsLate,
	}
	requestActs = map[string]func(*step, *care.Request, *care.Network) Reason{
		"share": shareRequest, "alone": unshareRequest, "back": takeBackRequest, "met": metAlready, "join": joinCircle,
	}
}

// plannedIsFine keeps the meeting that stands, if it still does.
func plannedIsFine(s *step, n *care.Network, seq int) Reason {
	m := s.nextMeeting(n, s.me.ID)
	if m == nil || m.Seq != seq {
		s.stale()
		s.redraw(locales.RequestGone, nil)
		return "request.stale"
	}
	s.redraw(locales.RequestKept, s.meetingArgs(m))
	return "request.kept"
}

func plannedIsLate(s *step, n *care.Network, _ int) Reason {
	m := s.nextMeeting(n, s.me.ID)
	if m == nil {
		s.redraw(locales.RequestGone, nil)
	} else {
		s.redraw(locales.RequestSoonerNoted, s.meetingArgs(m))
	}
	if r := s.openRequest(n); r != nil {
		if _, asked := r.Asker(s.me.ID); asked {
			s.showAsked(r) // tapped twice
			return "request.known"
		}
	}
	return s.ask(n, s.me.ID, "")
}

// tellCircle tells the members who are not staff and did not ask, by name of
// whoever allowed it.
func (s *step) tellCircle(r *care.Request, n *care.Network, asker string, key locales.Key) {
	s.fetchMembers(n)
	for _, m := range n.Members {
		if _, asked := r.Asker(m.Contact); m.Role.Staff() || asked || s.place(n, m.Contact) == nil {
			continue
		}
		s.say(Message{Person: m.Contact, Lane: Bulk, Key: key, Args: s.requestArgs(r, asker),
			Guard: Guard{Purpose: PurposeNotice, Network: n.ID, Quiet: true}})
	}
}

func (s *step) circleStaff(n *care.Network) []string {
	return slices.DeleteFunc(n.With(care.Practitioner, care.Coordinator), func(id string) bool { return s.place(n, id) == nil })
}
