package flows

import (
	"slices"

	"polyphony/care"
	"polyphony/locales"
)

// circleCommand shows who belongs, to everybody who belongs. Whoever has
// several circles is asked which one.
func circleCommand(s *step, _ string) Reason {
	switch mine := s.belongs(s.me); {
	case len(mine) == 1:
		s.showCircle(mine[0])
		return "circle.shown"
	case len(mine) > 1 || s.staff():
		return s.chooseCircle(locales.CircleWhich, "circle")
	}
	s.reply(locales.CircleNone, nil)
	return "circle.none"
}

// showCircle lists the members by first name, role and relation, and those who
// have no Telegram. Who is muted is shown to those whom it concerns: the person
// and the team.
func (s *step) showCircle(n *care.Network) {
	if ended(n) != "" {
		s.showEnded(n)
		return
	}
	me := s.place(n, s.me.ID)
	seesMuted := me != nil && (me.Role == care.Person || me.Role.Staff())
	s.fetchMembers(n)
	var lines []Line
	for _, m := range n.Members {
		if s.place(n, m.Contact) == nil {
			continue
		}
		l := s.memberLine(&m)
		if m.Muted && seesMuted {
			l = Line{Key: locales.CircleMemberMuted, Args: Args{"Member": {List: []Line{l}, Inline: true}}}
		}
		lines = append(lines, l)
	}
	for _, a := range n.Absent {
		lines = append(lines, s.absentLine(n, &a))
	}
	s.show(locales.CircleTitle, Args{"Circle": text(n.Called), "Members": list(lines...)}, s.circleButtons(n)...)
}

// absentLine is somebody without Telegram, with whoever tells them now.
func (s *step) absentLine(n *care.Network, a *care.Absent) Line {
	if s.place(n, a.Teller) != nil {
		return Line{Key: locales.CircleMemberAbsent, Args: Args{"Name": text(a.Name), "Teller": s.called(a.Teller)}}
	}
	return Line{Key: locales.CircleMemberAbsentNobody, Args: Args{"Name": text(a.Name)}}
}

// memberLine is one member as the circle sees them.
func (s *step) memberLine(m *care.Member) Line {
	args := Args{"Name": text(s.name(m.Contact)), "Role": keyed(roleNames[m.Role])}
	if m.Relation == "" {
		return Line{Key: locales.CircleMember, Args: args}
	}
	args["Relation"] = Arg{Open: m.Relation}
	return Line{Key: locales.CircleMemberRelation, Args: args}
}

var roleNames = map[care.Role]locales.Key{
	care.Person: locales.RolePerson, care.Relative: locales.RoleRelative, care.Practitioner: locales.RolePractitioner,
	care.Volunteer: locales.RoleVolunteer, care.Coordinator: locales.RoleCoordinator,
}

func circleButton(n *care.Network, label locales.Key, args Args, arg string) Button {
	return Button{Label: label, Args: args, Data: data("circle", n.ID, 0, arg)}
}

func backToCircle(n *care.Network) []Button {
	return row(circleButton(n, locales.CircleBack, nil, ""))
}

// circleActs is the table of a circle's buttons. Whoever taps has a place in
// the circle; each checks for itself whether that place allows it.
var circleActs map[string]func(*step, *care.Network, press) Reason

func init() {
	circleActs = map[string]func(*step, *care.Network, press) Reason{
		"":           shownCircle,
		"more":       moreOfCircle,
		"invite":     func(s *step, n *care.Network, p press) Reason { return s.inviteTo(n, care.Role(p.arg)) },
		"skip":       relationSkipped,
		"invites":    func(s *step, n *care.Network, _ press) Reason { return s.showInvites(n) },
		"withdraw":   func(s *step, n *care.Network, p press) Reason { return s.withdraw(n, p.arg) },
		"checkin":    func(s *step, n *care.Network, _ press) Reason { return s.chooseMember(n) },
		"staff":      func(s *step, n *care.Network, _ press) Reason { return s.chooseStaff(n) },
		"add":        func(s *step, n *care.Network, p press) Reason { return s.addStaff(n, p.arg) },
		"people":     func(s *step, n *care.Network, _ press) Reason { return s.choosePeople(n) },
		"member":     func(s *step, n *care.Network, p press) Reason { return s.showMember(n, p.arg) },
		"mute":       func(s *step, n *care.Network, p press) Reason { return s.mute(n, p.arg, true) },
		"unmute":     func(s *step, n *care.Network, p press) Reason { return s.mute(n, p.arg, false) },
		"remove":     func(s *step, n *care.Network, p press) Reason { return s.askRemove(n, p.arg) },
		"remove_yes": func(s *step, n *care.Network, p press) Reason { return s.remove(n, p.arg) },
		"leave":      func(s *step, n *care.Network, _ press) Reason { return s.askLeave(n) },
		"leave_yes":  func(s *step, n *care.Network, _ press) Reason { return s.leave(n) },
	}
}

// whenClosed are the acts that a closed circle still knows.
var whenClosed = []string{"", "leave", "leave_yes", "people", "member", "remove", "remove_yes", "invites", "withdraw"}

// circleTap handles the buttons of a circle.
func circleTap(s *step, p press) Reason {
	if s.me == nil {
		return s.refused()
	}
	act, value := splitArg(p.arg)
	if d := s.me.Draft; d != nil && (d.What == draftInvite || d.What == draftCircle) && act != "skip" {
		s.endDraft() // they went another way: what they write next is for the team
	}
	switch {
	case p.id == "-" && p.arg == "others":
		return s.chooseCircle(locales.CircleWhich, "circle")
	case p.id == "-":
		return s.beginCircle()
	}
	n := s.network(p.id)
	if s.place(n, s.me.ID) == nil {
		return s.refused()
	}
	if do, known := lifeActs[act]; known {
		return do(s, n, value)
	}
	do, known := circleActs[act]
	if !known {
		return s.refused()
	}
	if ended(n) != "" && !slices.Contains(whenClosed, act) {
		return s.staleCircle(n)
	}
	p.arg = value
	return do(s, n, p)
}

func shownCircle(s *step, n *care.Network, _ press) Reason {
	s.showCircle(n)
	return "circle.shown"
}

// staleCircle answers a button that is not true any more with the circle as it
// is now.
func (s *step) staleCircle(n *care.Network) Reason {
	s.stale()
	s.showCircle(n)
	return "circle.stale"
}
