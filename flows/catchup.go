package flows

import (
	"slices"
	"time"

	"polyphony/care"
)

// knewAtMost is how many meetings are remembered of somebody who is muted: the
// soonest planned. Circles have one or two ahead.
const knewAtMost = 20

// catchUp tells somebody who got no word for a while what became of the
// meetings: one that was called off or moved is news, and comes as a notice; the
// cards of the others are brought up to date, and not sent again when still true.
func (s *step) catchUp(n *care.Network, was *care.Member) {
	for _, id := range was.Knew {
		if m := s.meeting(id); m != nil && m.Cancelled && m.Asked(was.Contact) && s.now.Before(starts(m)) {
			s.tell(m, was.Contact, tellCancelled)
		}
	}
	for _, id := range n.Meetings {
		m := s.meeting(id)
		switch {
		case m == nil || m.Cancelled || !m.Asked(was.Contact) || !s.now.Before(starts(m)):
		case slices.Contains(was.Knew, id) && movedSince(m, was.MutedAt):
			s.tell(m, was.Contact, tellMoved)
		default:
			s.redrawMeeting(m, was.Contact, tellPlanned)
		}
	}
}

// movedSince reports whether a meeting got another time since an instant.
func movedSince(m *care.Meeting, since time.Time) bool {
	return slices.ContainsFunc(m.Changes, func(c care.Change) bool { return c.Part == care.PartTime && !c.At.Before(since) })
}
