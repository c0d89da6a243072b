package flows

import (
	"slices"

	"polyphony/care"
	"polyphony/locales"
)

// A wish for another time reaches somebody: the team hears of the first one of
// each member, sees the others on its card, and a move to one of them counts
// whoever made it as coming.

// tellWished tells those who can move the meeting that somebody would like
// another time, once; further times only redraw the card.
func (s *step) tellWished(m *care.Meeting) {
	n := s.network(m.Network)
	for _, id := range s.whoPlanned(m) {
		comes := slices.Contains(m.Practitioners, id) || id == m.PlannedBy
		switch {
		case id == s.me.ID || s.place(n, id) == nil:
		case comes && s.plansIn(id, m.Network):
			msg := s.cardOf(m, id, locales.MeetingWished, true)
			msg.Args["Name"] = s.called(s.me.ID)
			msg.Lane, msg.Fresh = Bulk, true
			msg.Guard.Purpose, msg.Guard.Quiet, msg.Guard.Before = PurposeNotice, true, starts(m)
			s.say(msg)
		case !s.isChanging(id, m.ID):
			s.say(s.cardAnew(m, id))
		}
	}
}

// otherKept keeps "another time" as the answer of somebody who wrote which, and
// gives the message on which they tapped its card back.
func (s *step) otherKept(d *care.Draft) {
	m := s.meeting(d.Meeting)
	if m == nil || m.Cancelled || m.Seq != d.Seq || !s.now.Before(ends(m)) || !m.Asked(s.me.ID) {
		return
	}
	if m.Answers[s.me.ID] != care.OtherTime {
		s.keepAnswer(m, care.OtherTime)
		s.tellPractitioners(m)
	}
	if d.Message == 0 {
		return
	}
	msg := s.meetingCard(m, s.me.ID, locales.MeetingDetails)
	msg.Edit, msg.Caption, msg.Slot = d.Message, d.Caption, ""
	s.say(msg)
}

// wishesMet are the proposals at a meeting's new time, as they stand now: those
// who made them have said that they can come then.
func wishesMet(m, stood *care.Meeting) (met []care.Proposal) {
	for _, p := range stood.Proposals {
		if proposed(stood, p).Equal(starts(m)) {
			p.Day, p.Clock = m.Day, m.Clock
			met = append(met, p)
		}
	}
	return met
}

// meetWishes begins the answers to a new time with those who proposed it.
func meetWishes(m, stood *care.Meeting) {
	m.Answers, m.Proposals = nil, wishesMet(m, stood) // the others were to the old time
	for _, p := range m.Proposals {
		if m.Answers == nil {
			m.Answers = map[string]care.Answer{}
		}
		m.Answers[p.By] = care.Coming
	}
}

// ownAnswer says to somebody what they said.
func ownAnswer(m *care.Meeting, reader string) (Line, bool) {
	a := m.Answers[reader]
	met := slices.ContainsFunc(m.Proposals, func(p care.Proposal) bool { return p.By == reader && proposed(m, p).Equal(starts(m)) })
	if a == care.Coming && met {
		return line(locales.MeetingYouProposed), true
	}
	return line(yourAnswer[a]), a != ""
}
