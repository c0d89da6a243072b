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
	off := s.endEverything(n)
	if n.Group != 0 {
		s.sayGoodbye(n)
	}
	s.putNetwork(n)
	s.audit("network:"+n.ID, "circle.closed", "")
	s.showEnded(n)
	s.fetchMembers(n)
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
