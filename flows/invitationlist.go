package flows

import (
	"slices"

	"polyphony/care"
	"polyphony/locales"
)

// showInvites lists the invitations that wait: for whom, as what, until when.
func (s *step) showInvites(n *care.Network) Reason {
	me := s.place(n, s.me.ID)
	if me.Role != care.Person && !me.Role.Staff() {
		return s.refused()
	}
	pending := s.pending(n)
	if len(pending) == 0 {
		s.show(locales.InviteListEmpty, Args{"Circle": text(n.Called)}, backToCircle(n))
		return "invites.none"
	}
	var lines []Line
	var rows [][]Button
	for i, inv := range pending {
		key, args := locales.InvitePending, Args{"Number": count(i + 1), "Role": keyed(roleNames[inv.Role]), "Expires": when(inv.Expires), "By": text(s.name(inv.By))}
		if inv.Relation != "" {
			key, args["Relation"] = locales.InvitePendingRelation, Arg{Open: inv.Relation}
		}
		lines = append(lines, Line{Key: key, Args: args})
		if mayWithdraw(me, inv) {
			rows = append(rows, row(circleButton(n, locales.InviteWithdrawNth, Args{"Number": count(i + 1)}, "withdraw."+inv.ID)))
		}
	}
	s.show(locales.InviteList, Args{"Circle": text(n.Called), "Invitations": list(lines...)}, append(rows, backToCircle(n))...)
	return "invites.shown"
}

// withdraw makes a link worthless. A button names its invitation, so an old
// list withdraws what it said.
func (s *step) withdraw(n *care.Network, id string) Reason {
	inv := read[care.Invitation](s, care.KindInvitation, id)
	if inv == nil || inv.Network != n.ID || !mayWithdraw(s.place(n, s.me.ID), inv) {
		return s.refused()
	}
	if inv.UsedBy != "" {
		s.stale()
		s.redraw(locales.InviteUsedSince, Args{"Name": text(s.name(inv.UsedBy))}, s.fromLink(n)...)
		return "withdraw.used"
	}
	if inv.Gone.IsZero() {
		inv.Gone = s.now
		inv.Relation, inv.Name = "", ""
		s.put(care.KindInvitation, inv.ID, inv)
		s.dropInvite(n, inv.ID)
		s.audit("network:"+n.ID, "invitation.withdrawn", string(inv.Role))
	}
	s.redraw(locales.InviteWithdrawn, nil, s.fromLink(n)...)
	return "withdrawn"
}

// fromLink is the way back from a list of links. Under the picture of a link
// there is none: what stands there is a caption, too small for a circle.
func (s *step) fromLink(n *care.Network) [][]Button {
	if s.ev.Caption {
		return nil
	}
	return [][]Button{backToCircle(n)}
}

func (s *step) dropInvite(n *care.Network, id string) {
	n.Invites = slices.DeleteFunc(n.Invites, func(i string) bool { return i == id })
	s.putNetwork(n)
}
