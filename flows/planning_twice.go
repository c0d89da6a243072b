package flows

import (
	"time"

	"polyphony/care"
	"polyphony/locales"
)

// Two of the team may plan the same meeting: whoever sends second is shown the
// one that stands, and nobody hears of it twice.

// plannedAt is the circle's meeting that begins at that instant, nil when none does.
func (s *step) plannedAt(n *care.Network, at time.Time) *care.Meeting {
	for _, id := range n.Meetings {
		if m := s.meeting(id); m != nil && !m.Cancelled && starts(m).Equal(at) {
			return m
		}
	}
	return nil
}

// plannedAlready shows the meeting that somebody else planned a moment before.
func (s *step) plannedAlready(m *care.Meeting) Reason {
	s.me.Draft = nil
	s.putContact(s.me)
	if by := s.called(m.PlannedBy); by.Text != "" && m.PlannedBy != s.me.ID {
		s.notice(locales.PlanAlready, Args{"Name": by})
	} else {
		s.notice(locales.PlanOnceOnly, nil)
	}
	s.showMeeting(m, locales.MeetingDetails)
	return "plan.already"
}

// circleLines warn of other meetings of the same circle at that time.
func (s *step) circleLines(d *care.Draft) (lines []Line) {
	begin := s.draftBegins(d)
	end := begin.Add(time.Duration(d.Length) * time.Minute)
	for _, id := range s.network(d.Network).Meetings {
		m := s.meeting(id)
		if m == nil || m.Cancelled || m.ID == d.Meeting || !starts(m).Before(end) || !begin.Before(ends(m)) {
			continue
		}
		lines = append(lines, Line{Key: locales.PlanCircleMeets, Args: Args{"When": when(starts(m))}})
	}
	return lines[:min(len(lines), overlapsShown)]
}
