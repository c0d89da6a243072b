package flows

import (
	"time"

	"polyphony/care"
	"polyphony/locales"
)

// Nobody visits anybody unless a coordinator admitted them: by a link of their
// own making, from their list, or in the team file.

// peerLink reports whether an invitation makes its user a peer volunteer of the
// team, in no circle.
func peerLink(inv *care.Invitation) bool {
	return inv.Role == care.Volunteer && inv.Network == "" && inv.Staff == ""
}

// isCoordinator reports whether a contact is a coordinator of the team, now.
func (s *step) isCoordinator(contact string) bool {
	c := s.contact(contact)
	if !s.isStaff(c) {
		return false
	}
	m, _ := s.team().StaffByID(c.Staff)
	return m.Role == care.Coordinator
}

// admitsByLink makes a peer volunteer of whoever joined by a link for one.
func (s *step) admitsByLink(inv *care.Invitation) {
	m, _ := s.team().StaffByID(inv.Staff)
	if !peerLink(inv) && (inv.Staff == "" || m.Role != care.Volunteer) {
		return
	}
	s.admit(s.me.ID, inv.By)
	s.toCoordinators("", func(*care.Contact) Message {
		return Message{Key: locales.VolunteersJoined, Args: Args{"Name": s.called(s.me.ID)}, Silent: true}
	})
}

// admit puts somebody on the list of peer volunteers. Whoever was withdrawn
// keeps what they chose, and reads the guide anew: that is their yes.
func (s *step) admit(contact, by string) {
	all := s.peers()
	p := all.Of(contact)
	if p == nil {
		all.All = append(all.All, care.Peer{Contact: contact})
		p = &all.All[len(all.All)-1]
	}
	if p.Admitted.IsZero() || !p.Withdrawn.IsZero() {
		p.Admitted, p.By, p.Withdrawn, p.Guide = s.now, by, time.Time{}, time.Time{}
		s.audit("contact:"+contact, "volunteer.admitted", "")
	}
	s.putPeers(all)
}

// peerHelp is what /help says besides, to volunteers and to coordinators.
func (s *step) peerHelp() (lines []Line) {
	if s.peer(s.me.ID) != nil {
		lines = append(lines, line(locales.VolunteerHelp))
	}
	if s.coordinates() {
		lines = append(lines, line(locales.VolunteersHelp))
	}
	return lines
}

// guideNext begins the guide for a volunteer who has not read it.
func (s *step) guideNext() {
	if p := s.peer(s.me.ID); p == nil || !p.Guide.IsZero() {
		return
	}
	s.reply(locales.GuideTitle, Args{"Number": count(1), "Of": count(len(guide))})
	first := &s.d.Say[len(s.d.Say)-1]
	first.Lines = []Line{line(guide[0])}
	first.Buttons = [][]Button{row(peerButton(locales.GuideNext, nil, "guide.1"))}
}

// asksStaff asks staff who open a link for a volunteer whether they mean it:
// they may only have tried what they are about to pass on.
func (s *step) asksStaff(inv *care.Invitation) Reason {
	s.reply(locales.VolunteerStaffAsk, nil,
		row(Button{Label: locales.VolunteerStaffYes, Data: data("peer", inv.ID, 0, "yes")}),
		row(Button{Label: locales.VolunteerStaffNo, Data: data("peer", inv.ID, 0, "no")}))
	return "join.volunteer.asked"
}

// staffPeerTap is the answer of staff: they become a volunteer besides, or the
// link stays for whom it is meant.
func (s *step) staffPeerTap(p press) Reason {
	inv := read[care.Invitation](s, care.KindInvitation, p.id)
	switch {
	case inv == nil || !peerLink(inv) || !s.staff():
		return s.refused()
	case p.arg == "no":
		s.redraw(locales.VolunteerStaffKept, nil)
		return "join.volunteer.no"
	case s.peer(s.me.ID) != nil:
		s.stale()
		return s.showPeer()
	case inv.UsedBy != "" || !inv.Gone.IsZero() || s.now.After(inv.Expires) || !s.stillInvites(inv):
		s.redraw(locales.JoinWithdrawn, nil)
		return "join.withdrawn"
	case p.arg != "yes":
		return s.refused()
	}
	inv.UsedBy, inv.UsedAt = s.me.ID, s.now
	s.put(care.KindInvitation, inv.ID, inv)
	s.admitsByLink(inv)
	return s.showPeer()
}
