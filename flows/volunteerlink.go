package flows

import (
	"polyphony/care"
	"polyphony/locales"
)

// invitePeer makes a single-use link for one volunteer, with the same link as a
// picture to scan.
func (s *step) invitePeer() Reason {
	token := s.ev.Seed.Token("invitation", 1)
	inv := &care.Invitation{ID: TokenID(token), Role: care.Volunteer, By: s.me.ID, Made: s.now, Expires: s.now.Add(care.InvitationLife)}
	s.put(care.KindInvitation, inv.ID, inv)
	s.keepLink(inv)
	s.audit("invitation:"+inv.ID, "invited", string(care.Volunteer))
	link := "https://t.me/" + s.BotName + "?start=" + token
	s.say(Message{Lane: Reply, Key: locales.VolunteersLink, Args: Args{"Link": {Link: link}, "Expires": when(inv.Expires)}, QR: link,
		Buttons: [][]Button{row(peersButton(locales.InviteWithdraw, nil, inv.ID, "unlink"))}, Guard: Guard{Purpose: PurposeDuty}})
	return "volunteers.invited"
}

// unlinkPeer makes a link worthless that nobody has opened.
func unlinkPeer(s *step, p press) Reason {
	inv := read[care.Invitation](s, care.KindInvitation, p.id)
	switch {
	case inv == nil || !peerLink(inv):
		return s.refused()
	case inv.UsedBy != "":
		s.stale()
		s.redraw(locales.InviteUsedSince, Args{"Name": s.called(inv.UsedBy)})
		return "withdraw.used"
	case inv.Gone.IsZero():
		inv.Gone = s.now
		s.put(care.KindInvitation, inv.ID, inv)
		s.audit("invitation:"+inv.ID, "invitation.withdrawn", string(inv.Role))
	}
	s.redraw(locales.InviteWithdrawn, nil)
	return "withdrawn"
}
