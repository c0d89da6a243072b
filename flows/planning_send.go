package flows

import (
	"slices"

	"polyphony/care"
	"polyphony/locales"
)

// planSend makes the meeting, or changes the one that stands, and tells
// everybody. Whatever is not right any more is said instead.
func planSend(s *step, _ string) Reason {
	d := s.me.Draft
	n := s.network(d.Network)
	if d.Day == "" || d.Clock == "" {
		s.showSummary()
		return "plan.incomplete"
	}
	if ended(n) != "" {
		s.draw(locales.PlanCircleEnded, nil, nil, nil)
		return "plan.circle.ended"
	}
	if d.Meeting != "" {
		return s.sendChange(d)
	}
	if reason, wrong := s.draftWrong(); wrong {
		return reason
	}
	if m := s.plannedAt(n, s.draftBegins(d)); m != nil {
		return s.plannedAlready(m)
	}
	s.me.Draft = nil
	s.putContact(s.me)
	m := &care.Meeting{ID: s.newID("meeting"), Network: n.ID, Seq: 1, Day: d.Day, Clock: d.Clock, Zone: s.team().Zone, Minutes: d.Length,
		Place: d.Place, Kind: d.Kind, Spot: d.Spot, Practitioners: d.Staff, Invited: s.invitedBy(d), Chosen: len(d.Invited) > 0, Why: d.Why, WhyBy: s.me.ID, PlannedBy: s.me.ID, At: s.now}
	lines := s.peopleLines(s.peopleBefore(d), d.Staff, "") // the card gives the reason, with whose it is
	if d.Every > 0 {
		s.beginSeries(m, d)
		lines = append(lines, oftenLine(d))
	}
	s.redraw(locales.PlanSent, s.meetingArgs(m))
	s.announce(n, m, tellPlanned, lines...)
	s.audit("meeting:"+m.ID, "meeting.planned", "")
	return "meeting.planned"
}

// draftWrong says what keeps a draft from being sent.
func (s *step) draftWrong() (Reason, bool) {
	d := s.me.Draft
	if (d.Meeting == "" || slices.Contains(d.Parts, care.PartTime)) && !s.draftBegins(d).After(s.now) {
		s.wrong(locales.PlanPast, nil)
		s.showMonth(s.thisMonth())
		return "plan.past", true
	}
	return s.peopleWrong()
}

// announce puts a new meeting on its circle's list and tells everybody.
func (s *step) announce(n *care.Network, m *care.Meeting, key locales.Key, lines ...Line) {
	n.Meetings = append(n.Meetings, m.ID)
	s.putNetwork(n)
	s.putMeeting(m)
	s.tellAll(m, key, lines...)
}
