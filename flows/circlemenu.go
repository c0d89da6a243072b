package flows

import (
	"polyphony/care"
	"polyphony/locales"
)

// The buttons under /circle. What is wanted every week stands there; what is
// wanted once a year, or hurts when it is tapped by mistake, is one tap further.

// circleButtons are what this person may do in a circle that goes on.
func (s *step) circleButtons(n *care.Network) [][]Button {
	me := s.place(n, s.me.ID)
	if me == nil {
		return nil
	}
	var rows [][]Button
	add := func(label locales.Key, arg string) { rows = append(rows, row(circleButton(n, label, nil, arg))) }
	if me.Role.Staff() {
		rows = append(rows, row(Button{Label: locales.CirclePlan, Data: data("plan", n.ID, 0, "")}))
		add(locales.CircleCheckIn, "checkin")
	}
	for _, who := range []struct {
		role  care.Role
		label locales.Key
	}{{care.Person, locales.CircleInvitePerson}, {care.Relative, locales.CircleInvite}, {care.Volunteer, locales.CircleInviteVolunteer}} {
		if mayInvite(me, who.role, n) {
			add(who.label, "invite."+string(who.role))
		}
	}
	if me.Role.Staff() {
		add(locales.CircleAddStaff, "staff")
	}
	if pending := s.pending(n); len(pending) > 0 && (me.Role == care.Person || me.Role.Staff()) {
		rows = append(rows, row(circleButton(n, locales.CircleInvites, Args{"Number": count(len(pending))}, "invites")))
	}
	if me.Role == care.Person {
		rows = append(rows, row(Button{Label: locales.CircleVisit, Data: data("visit", n.ID, 0, "")}), askRow(n.ID))
		rows = append(rows, s.moreButtons(n, me)...)
	} else if me.Role.Staff() {
		add(locales.CircleMore, "more")
	} else {
		rows = append(rows, askRow(n.ID))
		add(locales.CircleLeave, "leave")
	}
	switch {
	case len(s.belongs(s.me)) > 1:
		rows = append(rows, row(Button{Label: locales.CircleOthers, Data: data("circle", "-", 0, "others")}))
	case s.staff():
		rows = append(rows, row(Button{Label: locales.CircleStart, Data: data("circle", "-", 0, "new")}))
	}
	return rows
}

// moreButtons are the rarer ones, of the person and the team.
func (s *step) moreButtons(n *care.Network, me *care.Member) [][]Button {
	var rows [][]Button
	add := func(label locales.Key, arg string) { rows = append(rows, row(circleButton(n, label, nil, arg))) }
	if len(s.manages(n)) > 0 {
		add(peopleLabel(me.Role), "people")
	}
	add(locales.AbsentButton, "absent")
	rows = append(rows, groupButtons(n)...)
	if me.Role.Staff() {
		add(locales.AccountButton, "phone")
		add(locales.CircleLeave, "leave")
		add(locales.DeathButton, "died")
		add(locales.ClosingButton, "close")
	}
	return rows
}

// moreOfCircle shows the rarer buttons in the circle's place.
func moreOfCircle(s *step, n *care.Network, _ press) Reason {
	me := s.place(n, s.me.ID)
	if !me.Role.Staff() {
		return s.refused()
	}
	s.show(locales.CircleMoreTitle, Args{"Circle": text(n.Called)}, append(s.moreButtons(n, me), backToCircle(n))...)
	return "circle.more"
}
