package flows

import (
	"slices"

	"polyphony/care"
	"polyphony/locales"
)

// circleCommand shows who belongs, to everybody who belongs. Whoever has
// several circles is asked which one.
func circleCommand(s *step, _ string) Reason {
	switch mine := s.circles(s.me); {
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
	me := s.place(n, s.me.ID)
	seesMuted := me != nil && (me.Role == care.Person || me.Role.Staff())
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
		lines = append(lines, Line{Key: locales.CircleMemberAbsent, Args: Args{"Name": text(a.Name), "Teller": text(s.name(a.Teller))}})
	}
	s.show(locales.CircleTitle, Args{"Circle": text(n.Called), "Members": list(lines...)}, s.circleButtons(n)...)
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

// circleButtons are what this person may do in a circle.
func (s *step) circleButtons(n *care.Network) [][]Button {
	me := s.place(n, s.me.ID)
	if me == nil {
		return nil
	}
	var rows [][]Button
	add := func(label locales.Key, arg string) { rows = append(rows, row(circleButton(n, label, nil, arg))) }
	goesOn := n.Closed.IsZero()
	if goesOn && me.Role.Staff() {
		rows = append(rows, row(Button{Label: locales.CirclePlan, Data: data("plan", n.ID, 0, "")}))
		add(locales.CircleCheckIn, "checkin")
	}
	for _, who := range []struct {
		role  care.Role
		label locales.Key
	}{{care.Person, locales.CircleInvitePerson}, {care.Relative, locales.CircleInvite}, {care.Volunteer, locales.CircleInviteVolunteer}} {
		if goesOn && mayInvite(me, who.role, n) {
			add(who.label, "invite."+string(who.role))
		}
	}
	if goesOn && me.Role.Staff() {
		add(locales.CircleAddStaff, "staff")
	}
	if pending := s.pending(n); len(pending) > 0 && (me.Role == care.Person || me.Role.Staff()) {
		rows = append(rows, row(circleButton(n, locales.CircleInvites, Args{"Number": count(len(pending))}, "invites")))
	}
	if len(s.manages(n)) > 0 {
		add(peopleLabel(me.Role), "people")
	}
	if goesOn && (me.Role == care.Person || me.Role.Staff()) {
		rows = append(rows, groupButtons(n)...)
	}
	if me.Role != care.Person {
		add(locales.CircleLeave, "leave")
	}
	switch {
	case len(s.circles(s.me)) > 1:
		rows = append(rows, row(Button{Label: locales.CircleOthers, Data: data("circle", "-", 0, "others")}))
	case s.staff():
		rows = append(rows, row(Button{Label: locales.CircleStart, Data: data("circle", "-", 0, "new")}))
	}
	return rows
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
	do, known := circleActs[act]
	if !known {
		return s.refused()
	}
	if !n.Closed.IsZero() && !slices.Contains(whenClosed, act) {
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
