package flows

import (
	"slices"

	"polyphony/care"
	"polyphony/locales"
)

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
		rows = append(rows, row(circleButton(n, locales.ListName, Args{"Name": text(m.Name)}, "add."+m.ID)))
	}
	rows = append(rows, backToCircle(n))
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
		s.say(Message{Person: c.ID, Lane: Bulk, Key: locales.CircleYouWereAdded, Args: Args{"Circle": text(n.Called), "Name": s.called(s.me.ID)},
			Guard: Guard{Purpose: PurposeNotice, Network: n.ID, Quiet: true}})
		if n.Centre != "" {
			s.say(Message{Person: n.Centre, Lane: Bulk, Key: locales.CircleAdded,
				Args:  Args{"Name": s.called(c.ID), "Role": keyed(roleNames[s.staffRole(c)]), "By": s.called(s.me.ID)},
				Guard: Guard{Purpose: PurposeNotice, Network: n.ID, Quiet: true}})
		}
	}
	s.showCircle(n)
	return "circle.staff.added"
}

// standing are the members of a circle who hold one of the roles now: whoever
// has left the team does not count.
func (s *step) standing(n *care.Network, roles ...care.Role) []string {
	return slices.DeleteFunc(n.With(roles...), func(id string) bool { return s.place(n, id) == nil })
}

// tellStaff tells the team of a circle that somebody's place in it has ended.
// When it was one of the team, the coordinators outside the circle hear it too:
// they see to it that enough practitioners come.
func (s *step) tellStaff(n *care.Network, who string, wasStaff bool, key locales.Key, args Args) {
	told := s.standing(n, care.Practitioner, care.Coordinator)
	if wasStaff {
		for _, m := range s.team().StaffWith(care.Coordinator) {
			if c := s.staffContact(m.ID); c != nil && !slices.Contains(told, c.ID) {
				told = append(told, c.ID)
			}
		}
	}
	for _, id := range told {
		if id != who && id != s.me.ID {
			guard := Guard{Purpose: PurposeDuty, Quiet: true}
			if s.place(n, id) != nil {
				guard.Network, guard.Ended = n.ID, ended(n) != ""
			}
			s.say(Message{Person: id, Lane: Bulk, Key: key, Args: args, Guard: guard})
		}
	}
}
