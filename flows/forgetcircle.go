package flows

import (
	"slices"

	"polyphony/care"
	"polyphony/locales"
)

// goneFrom takes somebody who is erased out of a circle. Their own closes, as
// kindly as when the team closes it; any other goes on without them.
func (s *step) goneFrom(n *care.Network, c *care.Contact) {
	s.dropLinks(n, c.ID)
	for _, id := range append(slices.Clone(n.Meetings), append(n.Unsaid, n.Last)...) {
		if m := s.meeting(id); m != nil {
			s.forgetInMeeting(m, c.ID)
		}
	}
	for i := range n.Absent {
		if a := &n.Absent[i]; a.By == c.ID {
			a.Relation, a.How = "", ""
		}
	}
	for _, id := range slices.Clone(n.Plans) {
		s.forgetPlan(id, c.ID)
	}
	if isCentre(n, c.ID) {
		s.closeFor(n, c)
	} else {
		s.leaveFor(n, c)
	}
	s.audit("network:"+n.ID, "member.forgotten", "")
}

// dropLinks removes the unused links that somebody made, and those that would
// bring them back.
func (s *step) dropLinks(n *care.Network, contact string) {
	for _, id := range slices.Clone(n.Invites) {
		inv := read[care.Invitation](s, care.KindInvitation, id)
		if inv != nil && (inv.By == contact || inv.Contact == contact) {
			s.put(care.KindInvitation, id, nil)
			s.dropInvite(n, id)
		}
	}
	s.putNetwork(n)
}

func (s *step) leaveFor(n *care.Network, c *care.Contact) {
	s.takeOut(n, c.ID)
	if ended(n) != "" {
		return
	}
	if n.Centre != "" {
		s.say(Message{Person: n.Centre, Lane: Bulk, Key: locales.ForgetToldPerson, Guard: Guard{Purpose: PurposeNotice, Network: n.ID, Quiet: true}})
	}
	for _, id := range s.standing(n, care.Practitioner, care.Coordinator) {
		s.say(Message{Person: id, Lane: Bulk, Key: locales.ForgetToldTeam, Args: Args{"Circle": s.circleArg(n)},
			Guard: Guard{Purpose: PurposeDuty, Network: n.ID, Quiet: true}})
	}
}

// closeFor closes the circle of somebody who is erased. It has no name from
// then on, and nobody in it is called after what they were to that person.
func (s *step) closeFor(n *care.Network, c *care.Contact) {
	told, quiet := ended(n) == "", !n.Still.IsZero()
	var off []*care.Meeting
	if n.Closed.IsZero() {
		n.Closed = s.now
		off = s.endEverything(n)
		if n.Group != 0 {
			s.sayGoodbye(n)
		}
		s.keepFor("network", n.ID, n.Closed, closedFor(s.team()))
	}
	s.release(n, c.ID)
	n.Remove(c.ID)
	n.Centre, n.Called = "", ""
	for i := range n.Members {
		n.Members[i].Relation = ""
	}
	for i := range n.Absent {
		n.Absent[i].Relation = ""
	}
	s.putNetwork(n)
	s.clearPlaces(n, off)
	s.fetchMembers(n)
	for _, m := range n.Members {
		switch {
		case s.place(n, m.Contact) == nil:
		case m.Role.Staff() && (told || quiet):
			s.say(Message{Person: m.Contact, Lane: Bulk, Key: locales.ForgetClosedTeam, Args: Args{"Names": s.names(othersIn(n, m.Contact))},
				Lines: append(offLines(off, ""), absentToTell(n, m.Contact)...),
				Guard: Guard{Purpose: PurposeDuty, Network: n.ID, Ended: true, Quiet: true}})
		case told:
			lines := append(offLines(off, m.Contact), absentToTell(n, m.Contact)...)
			s.say(Message{Person: m.Contact, Lane: Bulk, Key: locales.ForgetClosed, Lines: append(lines, s.crisisLines()...), Keyboard: true,
				Guard: Guard{Purpose: PurposeNotice, Network: n.ID, Ended: true, Quiet: true}})
		}
	}
}

// othersIn are the members of a circle but one.
func othersIn(n *care.Network, contact string) (others []string) {
	for _, m := range n.Members {
		if m.Contact != contact {
			others = append(others, m.Contact)
		}
	}
	return others
}

// offLines are the meetings that are off; for a reader, only those they were
// invited to.
func offLines(off []*care.Meeting, reader string) (lines []Line) {
	for _, m := range off {
		if reader == "" || m.Asked(reader) {
			lines = append(lines, Line{Key: locales.ClosingMeeting, Args: Args{"When": when(starts(m))}, Tight: len(lines) > 0})
		}
	}
	return lines
}

// clearPlaces takes out where a person's own meetings were to be: often it is
// where they live.
func (s *step) clearPlaces(n *care.Network, off []*care.Meeting) {
	for _, id := range append(slices.Clone(n.Meetings), append(n.Unsaid, n.Last)...) {
		if m := s.meeting(id); m != nil {
			off = append(off, m)
		}
	}
	for _, m := range off {
		if m.Kind != care.PlaceVideo && m.Kind != care.PlaceVenue {
			m.Place, m.Spot = "", nil
			s.putMeeting(m)
		}
		if r := s.series(m.Series); r != nil {
			r.Place, r.Spot = "", nil
			s.putSeries(r)
		}
	}
}
