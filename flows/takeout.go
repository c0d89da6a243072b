package flows

import (
	"slices"

	"polyphony/care"
	"polyphony/locales"
)

// takeOut ends somebody's place in a circle. What is queued for them dies at
// sending (Address); what would come later is ended here. What they wrote stays
// theirs, and nothing of what the others have is changed but their own name.
func (s *step) takeOut(n *care.Network, contact string) {
	if n.Centre == contact {
		s.visitsEnd(n)
	}
	n.Remove(contact)
	if n.Centre == contact {
		n.Centre = ""
	}
	c := s.contact(contact)
	if c != nil {
		c.Networks = slices.DeleteFunc(c.Networks, func(id string) bool { return id == n.ID })
		if c.Draft != nil && c.Draft.Network == n.ID {
			c.Draft = nil
		}
		s.forgetQuestion(n, c)
		s.putContact(c)
	}
	s.leaveMeetings(n, contact)
	for _, id := range slices.Clone(n.Plans) {
		if p := s.plan(id); p != nil && p.Member == contact {
			s.endPlan(p)
		}
	}
	s.withdrawAll(n, contact)
	s.dropAskerOf(n, contact)
	s.tellerGone(n, contact)
	s.putNetwork(n)
}

// withdrawAll withdraws the links that somebody made and nobody has used.
func (s *step) withdrawAll(n *care.Network, by string) {
	for _, id := range slices.Clone(n.Invites) {
		if inv := read[care.Invitation](s, care.KindInvitation, id); inv != nil && inv.By == by && inv.UsedBy == "" {
			inv.Gone = s.now
			s.put(care.KindInvitation, inv.ID, inv)
			s.dropInvite(n, id)
		}
	}
}

// leaveMeetings takes somebody out of the meetings that have not begun. The
// meetings stand for everybody else, and so does what they said about them.
func (s *step) leaveMeetings(n *care.Network, contact string) {
	for _, id := range n.Meetings {
		m := s.meeting(id)
		if m == nil || m.Cancelled || !s.now.Before(starts(m)) {
			continue
		}
		if m.Asked(contact) || slices.Contains(m.Practitioners, contact) {
			s.leaveMeeting(n, m, contact)
		}
	}
	for _, id := range n.Series {
		if r := s.series(id); r != nil {
			r.Practitioners = drop(r.Practitioners, contact)
			if len(r.Invited) > 1 { // an empty list would mean everybody
				r.Invited = drop(r.Invited, contact)
			}
			s.putSeries(r)
		}
	}
}

func (s *step) leaveMeeting(n *care.Network, m *care.Meeting, contact string) {
	stood := *m
	m.Invited, m.Practitioners = drop(slices.Clone(m.Invited), contact), drop(slices.Clone(m.Practitioners), contact)
	delete(m.Answers, contact)
	m.Topics = slices.DeleteFunc(m.Topics, func(t care.Topic) bool { return t.Words.Author == contact })
	m.Proposals = slices.DeleteFunc(m.Proposals, func(p care.Proposal) bool { return p.By == contact })
	s.putMeeting(m)
	s.remindAnew(s.contact(contact))
	if slices.Contains(stood.Practitioners, contact) {
		s.tellComesNot(n, m, &stood, contact)
		return
	}
	for _, id := range m.Practitioners { // who answered what is on the team's cards
		if s.place(n, id) != nil && m.Asked(id) {
			s.redrawMeeting(m, id, locales.MeetingDetails)
		}
	}
}

// tellComesNot says that somebody of the team will not come: to everybody
// invited, before the meeting (rule 10), and to the team, which chooses who does.
func (s *step) tellComesNot(n *care.Network, m, stood *care.Meeting, gone string) {
	by := gone
	if s.me != nil {
		by = s.me.ID
	}
	parts := []care.Part{care.PartPeople}
	s.raiseBy(m, by, parts)
	s.putMeeting(m)
	lines := []Line{{Key: locales.ChangeComesNot, Args: Args{"Names": s.names([]string{gone})}}}
	for _, id := range m.Invited {
		if s.plansIn(id, n.ID) {
			s.redrawMeeting(m, id, locales.MeetingDetails)
			s.remindAnew(s.contact(id))
			continue
		}
		s.tellChanged(m, stood, id, parts, lines)
	}
	for _, id := range s.standing(n, care.Practitioner, care.Coordinator) {
		s.say(Message{Person: id, Lane: Bulk, Key: locales.MemberMeeting,
			Args:  Args{"Name": s.called(gone), "Circle": text(n.Called), "When": when(starts(m))},
			Guard: Guard{Purpose: PurposeNotice, Network: n.ID, Meeting: m.ID, Seq: m.Seq, Quiet: true, Start: starts(m)}})
	}
	s.tellElsewhere(m, locales.ChangePeople)
}

// redrawMeeting brings somebody's card of a meeting up to date, quietly and in
// its place.
func (s *step) redrawMeeting(m *care.Meeting, reader string, key locales.Key) {
	msg := s.meetingCard(m, reader, key)
	msg.Lane, msg.Silent = Bulk, true
	msg.Guard.Purpose, msg.Guard.Quiet = PurposeNotice, true
	s.say(msg)
}

func drop(from []string, contact string) []string {
	return slices.DeleteFunc(from, func(id string) bool { return id == contact })
}
