package flows

import (
	"polyphony/care"
	"polyphony/locales"
)

// /volunteers is the coordinators' list of peer volunteers: who, since when,
// and whether they can be asked. What a volunteer chose is theirs, and visits
// are counted for the team, never for one of them (rule 17).

func volunteersCommand(s *step, _ string) Reason {
	if !s.coordinates() {
		return s.unknownCommand()
	}
	return s.listPeers(0)
}

// peersActs is the table of the list's buttons.
var peersActs map[string]func(*step, press) Reason

func init() {
	peersActs = map[string]func(*step, press) Reason{
		"":       func(s *step, _ press) Reason { return s.listPeers(0) },
		"invite": func(s *step, _ press) Reason { return s.invitePeer() },
		"unlink": unlinkPeer,
	}
}

// peersTap handles the buttons of coordinators.
func peersTap(s *step, p press) Reason {
	act, value := splitArg(p.arg)
	do, known := peersActs[act]
	if s.me == nil || !s.coordinates() || !known {
		return s.refused()
	}
	p.arg = value
	return do(s, p)
}

func peersButton(label locales.Key, args Args, contact, arg string) Button {
	return Button{Label: label, Args: args, Data: data("peers", contact, 0, arg)}
}

func (s *step) listPeers(int) Reason {
	var lines []Line
	for _, p := range s.peers().All {
		if p.Withdrawn.IsZero() {
			lines = append(lines, Line{Key: locales.VolunteersListed, Args: Args{"Name": s.called(p.Contact), "Since": when(p.Admitted)}, Tight: true})
		}
	}
	s.showLines(locales.VolunteersTitle, nil, lines, [][]Button{row(peersButton(locales.VolunteersInvite, nil, "-", "invite"))})
	return "volunteers.shown"
}

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
