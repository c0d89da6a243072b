package flows

import (
	"slices"
	"time"

	"polyphony/care"
	"polyphony/locales"
	"polyphony/scheduler/calendar"
)

// lifeActs are the buttons of /circle for what happens in the life of a circle.
// Each asks once more before anything changes.
var lifeActs map[string]func(*step, *care.Network, string) Reason

// lifeSteps are the buttons of those questions. They count in the newest menu
// only: a yes that was left standing for a month is none.
var lifeSteps map[string]func(*step, *care.Network, string) Reason

func init() {
	lifeActs = map[string]func(*step, *care.Network, string) Reason{
		"absent": showAbsents, "phone": askWhoseAccount, "died": askWhoDied, "mistake": askMistake, "close": askClose, "open": openAgain,
	}
	lifeSteps = map[string]func(*step, *care.Network, string) Reason{
		"phone": makeReturnLink, "died": askDied, "died_yes": died, "mistake_yes": putRight, "close_yes": closeCircle,
	}
}

// lifeTap handles a yes to one of those questions.
func lifeTap(s *step, p press) Reason {
	n := s.network(p.id)
	if s.me == nil || !s.staffOf(n) {
		return s.refused()
	}
	act, value := splitArg(p.arg)
	do, known := lifeSteps[act]
	if !known {
		return s.refused()
	}
	if p.rev != s.me.Menu {
		s.stale()
		s.showCircle(n)
		return "life.stale"
	}
	return do(s, n, value)
}

// staffOf reports whether whoever did this is staff of a circle, also of one
// that has ended.
func (s *step) staffOf(n *care.Network) bool {
	m := s.place(n, s.me.ID)
	return m != nil && m.Role.Staff()
}

func (s *step) lifeButton(n *care.Network, label locales.Key, args Args, arg string) Button {
	return Button{Label: label, Args: args, Data: data("life", n.ID, s.me.Menu, arg)}
}

func circleButton(n *care.Network, label locales.Key, args Args, arg string) Button {
	return Button{Label: label, Args: args, Data: data("circle", n.ID, 0, arg)}
}

// askClose says what closing does, and asks. While somebody of the circle waits
// for help, it cannot be closed.
func askClose(s *step, n *care.Network, _ string) Reason {
	if !s.staffOf(n) {
		return s.refused()
	}
	if !n.Closed.IsZero() {
		s.showCircle(n)
		return "circle.closed"
	}
	if a := s.openAlertOf(n); a != nil {
		return s.finishFirst(n, a)
	}
	s.menu()
	key := locales.ClosingAsk
	if !n.Still.IsZero() {
		key = locales.ClosingAskStill
	}
	yes := s.lifeButton(n, locales.ClosingYes, nil, "close_yes")
	yes.Style = "danger"
	s.show(key, Args{"Circle": text(n.Called)}, row(yes), row(circleButton(n, locales.ClosingNo, nil, "")))
	return "circle.close.asked"
}

// openAlertOf is an open request for help of a circle, or nil.
func (s *step) openAlertOf(n *care.Network) *care.Alert {
	if a := s.alert(n.Alert); a != nil && a.Open() {
		return a
	}
	for _, m := range n.Members {
		if a := s.alertOfContact(s.contact(m.Contact)); a != nil && a.Network == n.ID {
			return a
		}
	}
	return nil
}

// alertOfContact is the open request for help of somebody, or nil.
func (s *step) alertOfContact(c *care.Contact) *care.Alert {
	if c == nil || c.Chat == 0 {
		return nil
	}
	account := read[care.Account](s, care.KindAccount, ChatID(c.Chat))
	if account == nil || account.Contact != c.ID || account.Alert == "" {
		return nil
	}
	a := s.alert(account.Alert)
	if a == nil || !a.Open() {
		return nil
	}
	return a
}

func (s *step) finishFirst(n *care.Network, a *care.Alert) Reason {
	msg := Message{Lane: Reply, Key: locales.ClosingAlert, Args: Args{"Circle": text(n.Called)}, Lines: []Line{line(locales.ClosingAlertNobody)},
		Guard: Guard{Purpose: PurposeReply}}
	if a.Owner != "" {
		msg.Lines = []Line{{Key: locales.ClosingAlertOwner, Args: Args{"Owner": s.called(a.Owner)}}}
	}
	if slices.Contains(a.Told, s.me.ID) {
		msg.Buttons = append(msg.Buttons, row(Button{Label: locales.ClosingAlertShow, Data: data("alert", a.ID, 0, "show")}))
	}
	msg.Buttons = append(msg.Buttons, row(circleButton(n, locales.PlanBack, nil, "")))
	if s.ev.Kind == KindTap {
		msg.Edit = s.ev.Message
	}
	s.say(msg)
	return "circle.close.alert"
}

// closeCircle ends a circle: everything that was to come, with one goodbye.
func closeCircle(s *step, n *care.Network, _ string) Reason {
	if !n.Closed.IsZero() {
		s.stale()
		s.showCircle(n)
		return "circle.closed"
	}
	if a := s.openAlertOf(n); a != nil {
		return s.finishFirst(n, a)
	}
	n.Closed = s.now
	off := s.endEverything(n)
	s.putNetwork(n)
	s.audit("network:"+n.ID, "circle.closed", "")
	s.showEnded(n)
	for _, m := range n.Members {
		switch {
		case m.Contact == s.me.ID || s.place(n, m.Contact) == nil:
		case m.Role.Staff():
			s.closedToStaff(n, m.Contact)
		case n.Still.IsZero():
			s.goodbye(n, m.Contact, off)
		}
	}
	return "circle.closed"
}

func (s *step) closedToStaff(n *care.Network, contact string) {
	key := locales.ClosingStaff
	if !n.Still.IsZero() {
		key = locales.ClosingStaffStill
	}
	s.say(Message{Person: contact, Lane: Bulk, Key: key, Args: Args{"Who": s.called(s.me.ID), "Circle": text(n.Called)},
		Guard: Guard{Purpose: PurposeDuty, Network: n.ID, Ended: true, Quiet: true}})
}

// goodbye is the one message that a member gets.
func (s *step) goodbye(n *care.Network, contact string, off []*care.Meeting) {
	var lines []Line
	for _, m := range off {
		if m.Asked(contact) {
			lines = append(lines, Line{Key: locales.ClosingMeeting, Args: Args{"When": when(starts(m))}, Tight: len(lines) > 0})
		}
	}
	for _, a := range n.Absent {
		if a.Teller == contact {
			lines = append(lines, Line{Key: locales.ClosingAbsent, Args: Args{"Name": text(a.Name)}})
		}
	}
	s.say(Message{Person: contact, Lane: Bulk, Key: locales.ClosingGoodbye, Args: Args{"Name": text(s.name(contact)), "Circle": text(n.Called)},
		Lines: append(lines, s.crisisLines()...), Keyboard: true,
		Guard: Guard{Purpose: PurposeNotice, Network: n.ID, Ended: true, Quiet: true}})
}

// endEverything ends what was to come in a circle, without a notice of its own,
// and returns the meetings that were called off.
func (s *step) endEverything(n *care.Network) (off []*care.Meeting) {
	for _, id := range slices.Clone(n.Meetings) {
		m := s.meeting(id)
		if m == nil || m.Cancelled || !s.now.Before(starts(m)) {
			continue
		}
		s.callOff(n, m)
		off = append(off, m)
	}
	for _, id := range n.Series {
		if r := s.series(id); r != nil {
			r.Ended = s.now
			s.putSeries(r)
		}
	}
	if r := s.request(n.Request); r != nil {
		r.Left = true
		s.putRequest(r)
	}
	for _, id := range slices.Clone(n.Plans) {
		if p := s.plan(id); p != nil {
			s.endPlan(p)
		}
	}
	for _, id := range n.Invites {
		if inv := read[care.Invitation](s, care.KindInvitation, id); inv != nil && inv.UsedBy == "" {
			inv.Gone = s.now
			s.put(care.KindInvitation, inv.ID, inv)
		}
	}
	n.Series, n.Request, n.Invites = nil, "", nil
	return off
}

// callOff cancels a meeting that nobody is told of one by one.
func (s *step) callOff(n *care.Network, m *care.Meeting) {
	m.Cancelled, m.Changed = true, s.now
	m.Seq++
	s.putMeeting(m)
	n.Meetings = slices.DeleteFunc(n.Meetings, func(id string) bool { return id == m.ID })
	for _, id := range m.Invited {
		s.cancel(remindTimer(m.ID, id))
	}
	for _, a := range n.Absent {
		s.cancel(toldTimer(m.ID, a.ID))
	}
	s.cancel(overTimer(m.ID))
	s.audit("meeting:"+m.ID, "meeting.cancelled", "")
}

// openAgain undoes the closing. What ended has ended; only the team is told.
func openAgain(s *step, n *care.Network, _ string) Reason {
	if !s.staffOf(n) {
		return s.refused()
	}
	if n.Closed.IsZero() {
		s.showCircle(n)
		return "circle.open"
	}
	n.Closed = time.Time{}
	s.putNetwork(n)
	s.audit("network:"+n.ID, "circle.opened", "")
	s.showCircle(n)
	for _, id := range n.With(care.Practitioner, care.Coordinator) {
		if id != s.me.ID && s.place(n, id) != nil {
			s.say(Message{Person: id, Lane: Bulk, Key: locales.ClosingOpened, Args: Args{"Who": s.called(s.me.ID), "Circle": text(n.Called)},
				Guard: Guard{Purpose: PurposeDuty, Network: n.ID, Quiet: true}})
		}
	}
	return "circle.opened"
}

// showEnded is what /circle shows of a circle that is closed or still.
func (s *step) showEnded(n *care.Network) {
	key, args := locales.ClosingClosed, Args{"Circle": text(n.Called), "Day": {Day: calendar.Day(n.Closed, s.zoneOf(s.me))}}
	var buttons [][]Button
	switch staff := s.staffOf(n); {
	case !n.Closed.IsZero() && staff:
		key, buttons = locales.ClosingClosedStaff, [][]Button{row(circleButton(n, locales.ClosingOpen, nil, "open"))}
	case !n.Still.IsZero() && staff:
		key, args["Day"], args["Name"] = locales.DeathStill, Arg{Day: calendar.Day(n.Still, s.zoneOf(s.me))}, text(s.name(n.Centre))
		buttons = [][]Button{row(circleButton(n, locales.DeathWasMistake, nil, "mistake."+n.Centre)), row(circleButton(n, locales.ClosingButton, nil, "close"))}
	case !n.Still.IsZero():
		key, args = locales.DeathTouch, nil
	}
	s.show(key, args, buttons...)
}

// circleLabel is how a circle is called among others.
func circleLabel(n *care.Network) locales.Key {
	switch {
	case !n.Closed.IsZero():
		return locales.ClosingLabel
	case !n.Still.IsZero():
		return locales.DeathLabel
	}
	return locales.CircleOf
}
