package flows

import (
	"slices"

	"polyphony/care"
	"polyphony/locales"
)

// leaveCommand: everybody but the person at the centre can leave a circle.
func leaveCommand(s *step, _ string) Reason {
	if reason, past := s.onlyEnded(); past {
		return reason
	}
	var can []*care.Network
	mine := s.circles(s.me)
	for _, n := range mine {
		if n.Member(s.me.ID).Role != care.Person {
			can = append(can, n)
		}
	}
	switch {
	case len(mine) == 0:
		s.reply(locales.CircleNone, nil)
		return "circle.none"
	case len(can) == 0:
		s.reply(locales.LeaveCentre, nil)
		return "leave.centre"
	case len(can) == 1:
		return s.askLeave(can[0])
	}
	var rows [][]Button
	for _, n := range can {
		rows = append(rows, row(circleButton(n, locales.CircleOf, Args{"Circle": text(n.Called)}, "leave")))
	}
	s.reply(locales.LeaveWhich, nil, rows...)
	return "leave.which"
}

// mayLeave says, with what is shown instead, whether somebody can leave: the
// person's circle is theirs, and the last of the team does not leave it alone.
func (s *step) mayLeave(n *care.Network) (ok bool, reason Reason) {
	me := s.place(n, s.me.ID)
	switch {
	case me.Role == care.Person:
		s.show(locales.LeaveCentre, nil, backToCircle(n))
		return false, "leave.centre"
	case me.Role.Staff() && n.Closed.IsZero() && !s.othersStay(n):
		s.show(locales.LeaveLast, Args{"Circle": text(n.Called)}, row(circleButton(n, locales.CircleAddStaff, nil, "staff")), backToCircle(n))
		return false, "leave.last"
	}
	return true, ""
}

// othersStay reports whether somebody of the team stays who comes to meetings
// when this person goes: a practitioner, or anybody when there was none.
func (s *step) othersStay(n *care.Network) bool {
	left := s.standing(n, care.Practitioner)
	if s.place(n, s.me.ID).Role != care.Practitioner && len(left) == 0 {
		left = s.standing(n, care.Coordinator)
	}
	return slices.ContainsFunc(left, func(id string) bool { return id != s.me.ID })
}

func (s *step) askLeave(n *care.Network) Reason {
	if ok, reason := s.mayLeave(n); !ok {
		return reason
	}
	key := locales.LeaveAsk
	if s.place(n, s.me.ID).Role.Staff() {
		key = locales.LeaveAskStaff
	}
	yes := circleButton(n, locales.LeaveYes, nil, "leave_yes")
	yes.Style = "danger"
	s.show(key, Args{"Circle": text(n.Called)}, row(yes), row(circleButton(n, locales.LeaveNo, nil, "")))
	return "leave.asked"
}

// leave takes whoever tapped out of the circle; the person and the team hear
// that they left, and no reason is asked or given.
func (s *step) leave(n *care.Network) Reason {
	if ok, reason := s.mayLeave(n); !ok {
		return reason
	}
	role, args := s.place(n, s.me.ID).Role, Args{"Name": s.called(s.me.ID), "Circle": text(n.Called)}
	s.takeOut(n, s.me.ID)
	s.audit("network:"+n.ID, "member.left", s.me.ID)
	if n.Centre != "" {
		s.say(Message{Person: n.Centre, Lane: Bulk, Key: locales.LeaveTold, Args: args, Guard: Guard{Purpose: PurposeNotice, Network: n.ID, Quiet: true}})
	}
	s.tellStaff(n, s.me.ID, role.Staff(), locales.LeaveToldTeam, args)
	s.redraw(locales.LeaveDone, args)
	return "member.left"
}
