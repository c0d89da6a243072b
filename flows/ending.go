package flows

import (
	"slices"

	"polyphony/care"
)

// endEverything ends what was to come in a circle, without a notice of its own,
// and returns the meetings that were called off.
func (s *step) endEverything(n *care.Network) (off []*care.Meeting) {
	for _, id := range slices.Clone(n.Meetings) {
		m := s.meeting(id)
		if m == nil || m.Cancelled || !s.now.Before(starts(m)) {
			continue
		}
		s.callOff(n, m)
		off = append(off, m)
	}
	for _, id := range n.Series {
		if r := s.series(id); r != nil {
			r.Ended = s.now
			s.putSeries(r)
		}
	}
	s.visitsEnd(n)
	if r := s.request(n.Request); r != nil && !n.Closed.IsZero() {
		r.Left = true // while a circle is only still, what was asked for waits
		s.endRequest(r, n)
	}
	for _, m := range n.Members {
		if c := s.contact(m.Contact); c != nil {
			s.forgetQuestion(n, c)
		}
	}
	for _, id := range slices.Clone(n.Plans) {
		if p := s.plan(id); p != nil {
			s.endPlan(p)
		}
	}
	for _, id := range n.Invites {
		if inv := read[care.Invitation](s, care.KindInvitation, id); inv != nil && inv.UsedBy == "" {
			inv.Gone = s.now
			s.put(care.KindInvitation, inv.ID, inv)
		}
	}
	n.Series, n.Invites = nil, nil
	return off
}

// callOff cancels a meeting that nobody is told of one by one.
func (s *step) callOff(n *care.Network, m *care.Meeting) {
	m.Cancelled, m.Changed = true, s.now
	m.Seq++
	s.putMeeting(m)
	n.Drop(m.ID)
	s.fetchReminders(m.Invited)
	for _, id := range m.Invited {
		s.remindAnew(s.contact(id))
	}
	for _, a := range n.Absent {
		s.cancel(toldTimer(m.ID, a.ID))
	}
	s.cancel(overTimer(m.ID))
	s.audit("meeting:"+m.ID, "meeting.cancelled", "")
}
