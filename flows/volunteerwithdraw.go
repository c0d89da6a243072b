package flows

import (
	"slices"

	"polyphony/care"
	"polyphony/locales"
)

// Whoever is withdrawn, by a coordinator, by the team file or by themselves,
// asks for nothing and is asked nothing from that moment on.

// withdrawPeer takes somebody from the list of volunteers and out of every visit
// that has not begun. It reports whether they are on one now: that is watched
// over until they are safe.
func (s *step) withdrawPeer(contact string) (visiting bool) {
	all := s.peers()
	p := all.Of(contact)
	if p == nil || !p.Withdrawn.IsZero() {
		return false
	}
	p.Withdrawn = s.now
	s.putPeers(all)
	s.audit("contact:"+contact, "volunteer.withdrawn", "")
	theirs := slices.Clone(p.Open)
	if c := s.contact(contact); c != nil {
		theirs = append(theirs, c.Visits...)
	}
	slices.Sort(theirs)
	for _, id := range slices.Compact(theirs) {
		v := s.visit(id)
		switch {
		case v == nil || !v.Open():
		case v.Volunteer == contact:
			visiting = visiting || v.Watched()
			s.volunteerLeaves(v)
		default:
			s.askedLeaves(v, contact)
		}
	}
	return visiting
}

// askedLeaves: somebody who was asked about a visit does not go, whatever they
// answered. Nobody waits for them, and nobody is asked about them any more.
func (s *step) askedLeaves(v *care.Visit, contact string) {
	a := v.Asking(contact)
	if a == nil || a.Answer == care.OfferNo || a.Answer == care.OfferGone {
		return
	}
	a.Answer, a.Answered = care.OfferGone, s.now
	s.leavesVisit(v, contact)
	s.putVisit(v)
	switch {
	case v.State == care.VisitOffered && v.Choice == contact:
		v.Rev++
		s.tellLost(v, contact)
		s.searchOn(v)
	case v.State == care.VisitWanted:
		s.afterAnswer(v)
	}
}

// withdrawalWaits is kept with a visit whose volunteer was withdrawn during it.
const withdrawalWaits = "withdrawn.untold"

// tellWithdrawn tells somebody that they are asked nothing any more. Whoever is
// on a visit hears it when they are safe: it is no news to read at a door.
func (s *step) tellWithdrawn(contact string) {
	if v := s.onVisit(s.contact(contact)); v != nil {
		s.visitMoment(v, withdrawalWaits, contact)
		s.putVisit(v)
		return
	}
	s.say(Message{Person: contact, Lane: Bulk, Key: locales.VolunteerWithdrawn, Guard: Guard{Purpose: PurposeNotice, Quiet: true}})
}

// tellWithdrawnSince tells them what waited until the visit was over.
func (s *step) tellWithdrawnSince(v *care.Visit) {
	waits := slices.ContainsFunc(v.Story, func(m care.Moment) bool { return m.What == withdrawalWaits })
	if waits && s.contact(v.Volunteer) != nil && s.peer(v.Volunteer) == nil {
		s.tellWithdrawn(v.Volunteer)
	}
}

// peerLeaves asks once more; peerLeft takes their word.
func peerLeaves(s *step, _ *care.Peer, _ press) Reason {
	yes := Button{Label: locales.VolunteerLeaveYes, Data: data("peer", "-", s.menu(), "leave_yes"), Style: "danger"}
	s.show(locales.VolunteerLeaveAsk, nil, row(yes), row(peerButton(locales.VolunteerLeaveNo, nil, "")))
	return "volunteer.leave.asked"
}

func peerLeft(s *step, p *care.Peer, pr press) Reason {
	if pr.rev == 0 || pr.rev != s.me.Menu {
		s.stale()
		return s.showPeer()
	}
	visiting := s.withdrawPeer(p.Contact)
	var lines []Line
	if visiting {
		lines = append(lines, line(locales.VolunteerWithdrawnVisit))
	}
	s.showLines(locales.VolunteerLeft, nil, lines, nil)
	name := s.called(p.Contact)
	s.toCoordinators(p.Contact, func(*care.Contact) Message {
		return Message{Key: locales.VolunteersLeft, Args: Args{"Name": name}, Silent: true}
	})
	return "volunteer.left"
}

// teamVolunteers heeds what a new team file says of volunteers: those who joined
// are on the list, those who are not in it any more are not.
func (s *step) teamVolunteers(before, now *care.Team) {
	for _, m := range before.Staff {
		c := s.staffContact(m.ID)
		if _, still := now.StaffByID(m.ID); c != nil && !still {
			s.endsTeamVolunteer(c.ID)
		}
	}
	for _, m := range now.StaffWith(care.Volunteer) {
		c := s.staffContact(m.ID)
		if c == nil || s.peer(c.ID) != nil || !c.Died.IsZero() {
			continue
		}
		if was := s.peers().Of(c.ID); was == nil {
			s.admit(c.ID, "")
			s.tellAdmitted(c.ID)
		}
	}
}

// endsTeamVolunteer withdraws whom the team file had admitted.
func (s *step) endsTeamVolunteer(contact string) {
	if p := s.peer(contact); p != nil && p.By == "" {
		s.withdrawPeer(contact)
		s.tellWithdrawn(contact)
	}
}
