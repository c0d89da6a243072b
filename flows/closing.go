package flows

import (
	"slices"

	"polyphony/care"
	"polyphony/locales"
)

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
	s.fetchAccounts(n)
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
	s.keepFor("network", n.ID, n.Closed, closedFor(s.team()))
	off := s.endEverything(n)
	if n.Group != 0 {
		s.sayGoodbye(n)
	}
	s.putNetwork(n)
	s.audit("network:"+n.ID, "circle.closed", "")
	s.showEnded(n)
	s.fetchMembers(n)
	if lines := tellersLines(n, s.me.ID, off); len(lines) > 0 {
		s.say(Message{Lane: Reply, Key: lines[0].Key, Args: lines[0].Args, Lines: lines[1:], Guard: Guard{Purpose: PurposeReply}})
	}
	for _, m := range n.Members {
		switch {
		case m.Contact == s.me.ID || s.place(n, m.Contact) == nil:
		case m.Role.Staff():
			s.closedToStaff(n, m.Contact, off)
		case n.Still.IsZero():
			s.goodbye(n, m.Contact, off)
		}
	}
	return "circle.closed"
}

func (s *step) closedToStaff(n *care.Network, contact string, off []*care.Meeting) {
	key := locales.ClosingStaff
	if !n.Still.IsZero() {
		key = locales.ClosingStaffStill
	}
	s.say(Message{Person: contact, Lane: Bulk, Key: key, Args: Args{"Who": s.called(s.me.ID), "Circle": text(n.Called)},
		Lines: tellersLines(n, contact, off), Guard: Guard{Purpose: PurposeDuty, Network: n.ID, Ended: true, Quiet: true}})
}

// tellersLines ask one of the team who tells somebody without Telegram to tell
// them, once, that planned meetings are off.
func tellersLines(n *care.Network, contact string, off []*care.Meeting) (lines []Line) {
	if !n.Still.IsZero() || len(off) == 0 || !slices.ContainsFunc(n.Absent, func(a care.Absent) bool { return a.Teller == contact }) {
		return nil
	}
	for _, m := range off {
		lines = append(lines, Line{Key: locales.ClosingMeeting, Args: Args{"When": when(starts(m))}, Tight: len(lines) > 0})
	}
	return append(lines, absentToTell(n, contact)...)
}

func absentToTell(n *care.Network, contact string) (lines []Line) {
	for _, a := range n.Absent {
		if a.Teller == contact {
			lines = append(lines, Line{Key: locales.ClosingAbsent, Args: Args{"Name": text(a.Name)}})
		}
	}
	return lines
}

// goodbye is the one message that a member gets.
func (s *step) goodbye(n *care.Network, contact string, off []*care.Meeting) {
	var lines []Line
	for _, m := range off {
		if m.Asked(contact) {
			lines = append(lines, Line{Key: locales.ClosingMeeting, Args: Args{"When": when(starts(m))}, Tight: len(lines) > 0})
		}
	}
	lines = append(lines, absentToTell(n, contact)...)
	s.say(Message{Person: contact, Lane: Bulk, Key: locales.ClosingGoodbye, Args: Args{"Name": text(s.name(contact)), "Circle": text(n.Called)},
		Lines: append(lines, s.crisisLines()...), Keyboard: true,
		Guard: Guard{Purpose: PurposeNotice, Network: n.ID, Ended: true, Quiet: true}})
}
