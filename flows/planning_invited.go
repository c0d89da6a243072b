package flows

import (
	"slices"

	"polyphony/care"
	"polyphony/locales"
)

// Who is invited: everybody, unless somebody was left out. The person at the
// centre (rule 1) and the practitioners who come are always invited.

// everybody are the members of a circle who can be invited.
func (s *step) everybody(n *care.Network) (all []string) {
	for _, m := range n.Members {
		if s.place(n, m.Contact) != nil {
			all = append(all, m.Contact)
		}
	}
	return all
}

// invitedBy are those whom a draft invites, as the circle is now.
func (s *step) invitedBy(d *care.Draft) (invited []string) {
	return s.invitees(s.network(d.Network), d.Invited, d.Staff)
}

// invitees are those of a list who belong to the circle, with those who are
// always invited; of an empty list, everybody.
func (s *step) invitees(n *care.Network, chosen, staff []string) []string {
	all := s.everybody(n)
	if len(chosen) == 0 {
		return all
	}
	return slices.DeleteFunc(all, func(id string) bool {
		return !slices.Contains(chosen, id) && !alwaysInvited(n, staff, id)
	})
}

func alwaysInvited(n *care.Network, staff []string, id string) bool {
	m := n.Member(id)
	return slices.Contains(staff, id) || m != nil && m.Role == care.Person
}

func (s *step) showInvited() {
	s.await(draftPlan)
	d := s.me.Draft
	n, invited := s.network(d.Network), s.invitedBy(d)
	var rows [][]Button
	s.fetchMembers(n)
	for _, id := range s.everybody(n) {
		if alwaysInvited(n, d.Staff, id) {
			continue
		}
		label := locales.PlanInvitedNot
		if slices.Contains(invited, id) {
			label = locales.PlanInvited
		}
		rows = append(rows, row(s.planButton(label, Args{"Name": text(s.name(id))}, "invited."+id)))
	}
	s.draw(locales.PlanInvite, nil, nil, nil, append(rows, row(s.planButton(locales.PlanDone, nil, "summary"), s.planButton(locales.PlanLeave, nil, "leave")))...)
}

// planInvited invites somebody, or leaves them out.
func planInvited(s *step, id string) Reason {
	d := s.me.Draft
	n := s.network(d.Network)
	all, invited := s.everybody(n), s.invitedBy(d)
	switch {
	case !slices.Contains(all, id) || alwaysInvited(n, d.Staff, id):
		return s.refused()
	case slices.Contains(invited, id):
		invited = minus(invited, []string{id})
	default:
		invited = append(invited, id)
	}
	if d.Invited = invited; sameSet(invited, all) {
		d.Invited = nil
	}
	s.chosen(care.PartInvited)
	s.showInvited()
	return "plan.invited"
}

// invitedLine says who is invited, in a few words.
func (s *step) invitedLine(d *care.Draft) Line {
	if invited := s.invitedBy(d); len(invited) < len(s.everybody(s.network(d.Network))) {
		return Line{Key: locales.PlanInvitedNames, Args: Args{"Names": s.names(invited)}}
	}
	return line(locales.PlanAllInvited)
}
