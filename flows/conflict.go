package flows

import (
	"polyphony/care"
	"polyphony/locales"
)

// Two people at the same meeting: whoever sends second is told what has changed
// since they began, sees the meeting as it stands, and is asked again. What
// they had not chosen themselves is taken over, so nothing is overwritten unseen.

var sinceKeys = map[care.Part]locales.Key{
	care.PartTime: locales.PlanSinceTime, care.PartLength: locales.PlanSinceLength, care.PartPlace: locales.PlanSincePlace,
	care.PartPeople: locales.PlanSincePeople, care.PartInvited: locales.PlanSinceInvited,
}

func (s *step) conflict(m *care.Meeting) Reason {
	d := s.me.Draft
	args := s.meetingArgs(m)
	first := []Line{{Key: locales.PlanSince, Args: args}}
	for _, c := range m.Changes {
		if c.Seq <= d.Seq {
			continue
		}
		first = append(first, Line{Key: sinceKeys[c.Part], Args: Args{"Name": text(s.name(c.By))}})
		if c.Part == care.PartPeople {
			d.Why, d.Asked = "", false
		}
	}
	s.rebase(d, m)
	s.notice(locales.PlanSinceLook, nil)
	s.showSummary(first...)
	return "change.conflict"
}

// sinceKey says what happened to a meeting last: it moved, or something else
// about it changed.
func sinceKey(m *care.Meeting) (notice, card locales.Key) {
	other := false
	for _, c := range m.Changes {
		if c.Seq == m.Seq && c.Part == care.PartTime {
			return locales.MeetingSinceMoved, locales.MeetingMoved
		}
		other = other || c.Seq == m.Seq
	}
	if other {
		return locales.ChangeSince, locales.ChangeSeveral
	}
	return locales.MeetingSinceMoved, locales.MeetingMoved
}
