package flows

import (
	"strings"

	"polyphony/care"
	"polyphony/locales"
)

// circleCommand shows who belongs, to everybody who belongs.
func circleCommand(s *step, _ string) Reason {
	if s.staff() {
		return s.chooseCircle(locales.CircleWhich, "circle")
	}
	shown := false
	for _, id := range s.me.Networks {
		if n := s.network(id); s.place(n, s.me.ID) != nil {
			s.showCircle(n)
			shown = true
		}
	}
	if !shown {
		s.reply(locales.CircleNone, nil)
		return "circle.none"
	}
	return "circle.shown"
}

// chooseCircle lists the circles of a staff member as buttons, and offers to
// begin a new one.
func (s *step) chooseCircle(key locales.Key, verb string) Reason {
	var rows [][]Button
	for _, id := range s.me.Networks {
		if n := s.network(id); s.place(n, s.me.ID) != nil {
			rows = append(rows, row(Button{Label: locales.CircleOf, Args: Args{"Circle": text(n.Called)}, Data: data(verb, n.ID, 0, "")}))
		}
	}
	rows = append(rows, row(Button{Label: locales.CircleStart, Data: data("circle", "-", 0, "new")}))
	s.show(key, nil, rows...)
	return "circle.chosen"
}

// showCircle lists the members by first name and role.
func (s *step) showCircle(n *care.Network) {
	var lines []Line
	for _, m := range n.Members {
		if s.place(n, m.Contact) == nil {
			continue
		}
		args := Args{"Name": text(s.name(m.Contact)), "Role": keyed(roleNames[m.Role])}
		key := locales.CircleMember
		if m.Relation != "" {
			key = locales.CircleMemberRelation
			args["Relation"] = Arg{Open: m.Relation}
		}
		lines = append(lines, Line{Key: key, Args: args})
	}
	s.show(locales.CircleTitle, Args{"Circle": text(n.Called), "Members": list(lines...)}, s.circleButtons(n)...)
}

var roleNames = map[care.Role]locales.Key{
	care.Person: locales.RolePerson, care.Relative: locales.RoleRelative, care.Practitioner: locales.RolePractitioner,
	care.Volunteer: locales.RoleVolunteer, care.Coordinator: locales.RoleCoordinator,
}

func (s *step) circleButtons(n *care.Network) [][]Button {
	me := s.place(n, s.me.ID)
	act := func(label locales.Key, arg string) []Button {
		return row(Button{Label: label, Data: data("circle", n.ID, 0, arg)})
	}
	switch {
	case me == nil:
		return nil
	case me.Role == care.Person:
		return [][]Button{act(locales.CircleInvite, "invite.relative"), askRow(n.ID)}
	case me.Role.Staff():
		rows := [][]Button{row(Button{Label: locales.CirclePlan, Data: data("plan", n.ID, 0, "")}), act(locales.CircleCheckIn, "checkin")}
		if n.Centre == "" {
			rows = append(rows, act(locales.CircleInvitePerson, "invite.person"))
		}
		return append(rows, act(locales.CircleInvite, "invite.relative"), act(locales.CircleInviteVolunteer, "invite.volunteer"),
			act(locales.CircleAddStaff, "staff"))
	}
	return [][]Button{askRow(n.ID)}
}

// circleTap handles the buttons of a circle.
func circleTap(s *step, p press) Reason {
	if s.me == nil {
		return s.refused()
	}
	if p.id == "-" {
		return s.beginCircle()
	}
	n := s.network(p.id)
	if s.place(n, s.me.ID) == nil {
		return s.refused()
	}
	act, value := splitArg(p.arg)
	switch act {
	case "":
		s.showCircle(n)
		return "circle.shown"
	case "invite":
		return s.inviteTo(n, care.Role(value))
	case "checkin":
		return s.chooseMember(n)
	case "staff":
		return s.chooseStaff(n)
	case "add":
		return s.addStaff(n, value)
	}
	return s.refused()
}

// mayInvite says who may bring whom: the person decides about their circle;
// staff bring the person, and, with the person's word, those they named.
func mayInvite(by *care.Member, whom care.Role, n *care.Network) bool {
	switch by.Role {
	case care.Person:
		return whom == care.Relative
	case care.Practitioner, care.Coordinator:
		return whom == care.Relative || whom == care.Volunteer || whom == care.Person && n.Centre == ""
	}
	return false
}

// inviteTo makes a single-use link. The token leaves in this one message and is
// kept nowhere.
func (s *step) inviteTo(n *care.Network, role care.Role) Reason {
	if !mayInvite(s.place(n, s.me.ID), role, n) {
		return s.refused()
	}
	token := s.ev.Seed.Token("invitation", 1)
	inv := &care.Invitation{ID: TokenID(token), Network: n.ID, Role: role, By: s.me.ID, Made: s.now, Expires: s.now.Add(care.InvitationLife)}
	s.put(care.KindInvitation, inv.ID, inv)
	s.audit("network:"+n.ID, "invited", string(role))
	s.reply(locales.InviteLink, Args{
		"Circle": text(n.Called), "Role": keyed(roleNames[role]), "Link": {Link: "https://t.me/" + s.BotName + "?start=" + token}, "Expires": when(inv.Expires),
	})
	return "invited"
}

// beginCircle asks whose circle it will be.
func (s *step) beginCircle() Reason {
	if !s.staff() {
		return s.refused()
	}
	s.begin(&care.Draft{What: draftCircle})
	s.show(locales.CircleName, nil)
	return "circle.begun"
}

// nameLimit keeps a first name a first name.
const nameLimit = 40

// circleNamed makes the circle, with whoever began it as its practitioner.
func circleNamed(s *step, typed string) Reason {
	typed = strings.TrimSpace(typed)
	if typed == "" || len([]rune(typed)) > nameLimit {
		s.reply(locales.CircleNameLong, nil)
		return "circle.name.long"
	}
	s.me.Draft = nil
	n := &care.Network{ID: s.newID("network"), Called: typed, Began: s.now}
	n.Add(care.Member{Contact: s.me.ID, Role: s.staffRole(s.me)})
	s.me.Networks = append(s.me.Networks, n.ID)
	s.putContact(s.me)
	s.putNetwork(n)
	s.audit("network:"+n.ID, "circle.begun", "")
	s.showCircle(n)
	s.askFirst(n)
	return "circle.made"
}

func (s *step) staffRole(c *care.Contact) care.Role {
	if m, ok := s.team().StaffByID(c.Staff); ok {
		return m.Role
	}
	return care.Practitioner
}

// chooseStaff offers the colleagues who have joined and are not in the circle.
func (s *step) chooseStaff(n *care.Network) Reason {
	if !s.plansIn(s.me.ID, n.ID) {
		return s.refused()
	}
	var rows [][]Button
	for _, m := range s.team().Staff {
		c := s.staffContact(m.ID)
		if !m.Role.Staff() || c == nil || n.Member(c.ID) != nil {
			continue
		}
		rows = append(rows, row(Button{Label: locales.ListName, Args: Args{"Name": text(m.Name)}, Data: data("circle", n.ID, 0, "add."+m.ID)}))
	}
	rows = append(rows, row(Button{Label: locales.PlanBack, Data: data("circle", n.ID, 0, "")}))
	s.show(locales.CircleChooseStaff, Args{"Circle": text(n.Called)}, rows...)
	return "circle.staff"
}

func (s *step) addStaff(n *care.Network, staff string) Reason {
	c := s.staffContact(staff)
	if !s.plansIn(s.me.ID, n.ID) || c == nil || c.Staff != staff {
		return s.refused()
	}
	if n.Member(c.ID) == nil {
		n.Add(care.Member{Contact: c.ID, Role: s.staffRole(c)})
		c.Networks = append(c.Networks, n.ID)
		s.putContact(c)
		s.putNetwork(n)
		s.audit("network:"+n.ID, "member.joined", c.ID)
		s.say(Message{Person: c.ID, Lane: Bulk, Key: locales.CircleYouWereAdded, Args: Args{"Circle": text(n.Called), "Name": text(s.me.Name)},
			Guard: Guard{Purpose: PurposeNotice, Network: n.ID, Quiet: true}})
	}
	s.showCircle(n)
	return "circle.staff.added"
}
