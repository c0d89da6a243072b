package flows

import (
	"slices"
	"strings"

	"polyphony/care"
	"polyphony/locales"
)

// draftInvite waits for what an invited relative is to the person.
const draftInvite = "invite.relation"

// relationLimit keeps a relation a few words; invitesLimit keeps the list of a
// circle's links one that people can look through.
const (
	relationLimit = 60
	invitesLimit  = 20
)

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

// mayWithdraw: whoever made it, the person whose circle it is, and the
// practitioners of the circle.
func mayWithdraw(by *care.Member, inv *care.Invitation) bool {
	return by != nil && (inv.By == by.Contact || by.Role == care.Person || by.Role == care.Practitioner)
}

// stillInvites reports whether an invitation is worth what it was when it was
// made: whoever made it may still bring this role into this circle.
func (s *step) stillInvites(inv *care.Invitation) bool {
	if peerLink(inv) {
		return s.isCoordinator(inv.By)
	}
	if inv.Network == "" { // the operator's, for the team
		_, known := s.team().StaffByID(inv.Staff)
		return known
	}
	n := s.network(inv.Network)
	if n == nil || ended(n) != "" || inv.Role == care.Person && n.Centre != "" {
		return false
	}
	if inv.By == "" {
		return true
	}
	by := s.place(n, inv.By)
	return by != nil && mayInvite(by, inv.Role, n)
}

// pending are a circle's invitations by which somebody new can still join,
// oldest first.
func (s *step) pending(n *care.Network) []*care.Invitation {
	return slices.DeleteFunc(s.unused(n), func(inv *care.Invitation) bool { return inv.Contact != "" || !s.stillInvites(inv) })
}

// unused are all links of a circle that nobody has used and that have not run
// out, those that bring somebody back as well.
func (s *step) unused(n *care.Network) []*care.Invitation {
	var out []*care.Invitation
	for _, id := range n.Invites {
		inv := read[care.Invitation](s, care.KindInvitation, id)
		if inv != nil && inv.UsedBy == "" && inv.Gone.IsZero() && !s.now.After(inv.Expires) {
			out = append(out, inv)
		}
	}
	return out
}

// inviteTo asks what a relative is to the person; others are invited at once.
func (s *step) inviteTo(n *care.Network, role care.Role) Reason {
	me := s.place(n, s.me.ID)
	if me == nil || !mayInvite(me, role, n) {
		return s.refused()
	}
	if len(s.pending(n)) >= invitesLimit {
		s.redraw(locales.InviteFull, nil, row(circleButton(n, locales.CircleInvites, Args{"Number": count(invitesLimit)}, "invites")), backToCircle(n))
		return "invite.full"
	}
	if role != care.Relative {
		s.showCircle(s.makeInvitation(n, role, ""))
		return "invited"
	}
	s.begin(&care.Draft{What: draftInvite, Network: n.ID})
	key := locales.InviteRelation
	if me.Role.Staff() {
		key = locales.InviteRelationStaff
	}
	s.show(key, Args{"Circle": text(n.Called)},
		row(Button{Label: locales.InviteRelationSkip, Data: data("circle", n.ID, s.me.Menu, "skip")}), backToCircle(n))
	return "invite.begun"
}

// relationTyped takes what an invited relative is, in somebody's own words.
func relationTyped(s *step, typed string) Reason {
	n := s.network(s.me.Draft.Network)
	me := s.place(n, s.me.ID)
	if me != nil && ended(n) != "" {
		s.endDraft()
		s.showEnded(n)
		return "invite.ended"
	}
	if me == nil || !mayInvite(me, care.Relative, n) {
		s.endDraft()
		s.reply(locales.PlanOld, nil)
		return "invite.stale"
	}
	typed = strings.Join(strings.Fields(typed), " ")
	if len([]rune(typed)) > relationLimit {
		s.reply(locales.InviteRelationLong, nil)
		return "invite.relation.long"
	}
	s.endDraft()
	s.menu() // the question before is answered
	s.makeInvitation(n, care.Relative, typed)
	return "invited"
}

// relationSkipped makes the link without; a second tap makes no second link.
func relationSkipped(s *step, n *care.Network, p press) Reason {
	d := s.me.Draft
	if d == nil || d.What != draftInvite || d.Network != n.ID || p.rev != s.me.Menu {
		return s.staleCircle(n)
	}
	if !mayInvite(s.place(n, s.me.ID), care.Relative, n) {
		return s.refused()
	}
	s.endDraft()
	s.showCircle(s.makeInvitation(n, care.Relative, ""))
	return "invited"
}

func (s *step) endDraft() {
	s.me.Draft = nil
	s.putContact(s.me)
}

// makeInvitation makes a single-use link and sends it, with the same link as a
// picture to scan. The token leaves in this one message and is kept nowhere.
func (s *step) makeInvitation(n *care.Network, role care.Role, relation string) *care.Network {
	token := s.ev.Seed.Token("invitation", 1)
	inv := &care.Invitation{ID: TokenID(token), Network: n.ID, Role: role, Relation: relation, By: s.me.ID, Made: s.now, Expires: s.now.Add(care.InvitationLife)}
	s.put(care.KindInvitation, inv.ID, inv)
	s.keepLink(inv)
	var waiting []string
	for _, other := range s.unused(n) { // those used up and run out leave the list here; what may still be opened must be found
		waiting = append(waiting, other.ID)
	}
	n.Invites = append(waiting, inv.ID)
	s.putNetwork(n)
	s.audit("network:"+n.ID, "invited", string(role))
	link := "https://t.me/" + s.BotName + "?start=" + token
	key, args := locales.InviteLink, Args{"Circle": text(n.Called), "Role": keyed(roleNames[role]), "Link": {Link: link}, "Expires": when(inv.Expires)}
	if relation != "" {
		key, args["Relation"] = locales.InviteLinkFor, Arg{Open: relation}
	}
	s.say(Message{Lane: Reply, Key: key, Args: args, QR: link, Guard: Guard{Purpose: PurposeReply},
		Buttons: [][]Button{row(circleButton(n, locales.InviteWithdraw, nil, "withdraw."+inv.ID))}})
	return n
}
