package flows

import (
	"slices"

	"polyphony/care"
	"polyphony/locales"
)

var yourAnswer = map[care.Answer]locales.Key{
	care.Coming: locales.MeetingYouCome, care.NotComing: locales.MeetingYouCannot, care.OtherTime: locales.MeetingYouOther,
}

var answerNotice = map[care.Answer]locales.Key{
	care.Coming: locales.MeetingThanksCome, care.NotComing: locales.MeetingThanksCannot, care.OtherTime: locales.MeetingThanksOther,
}

// answerMeeting keeps an answer. The same one again changes nothing.
func (s *step) answerMeeting(m *care.Meeting, a care.Answer) Reason {
	if m.Answers[s.me.ID] != a {
		s.keepAnswer(m, a)
		s.tellPractitioners(m)
	}
	s.notice(answerNotice[a], nil)
	if a == care.OtherTime {
		return s.offerTimes(m)
	}
	s.showMeeting(m, locales.MeetingDetails)
	return "meeting.answered"
}

// keepAnswer writes it down. Whoever cannot come is not reminded, until they can.
func (s *step) keepAnswer(m *care.Meeting, a care.Answer) {
	before := m.Answers[s.me.ID]
	if before == care.NotComing {
		s.caughtUp(s.me)
	}
	if m.Answers == nil {
		m.Answers = map[string]care.Answer{}
	}
	m.Answers[s.me.ID] = a
	if a != care.OtherTime {
		m.Proposals = slices.DeleteFunc(m.Proposals, func(p care.Proposal) bool { return p.By == s.me.ID })
	}
	s.putMeeting(m)
	if before == care.NotComing || a == care.NotComing {
		s.remindAnew(s.me)
	}
}

// tellPractitioners draws the practitioners' cards anew. The other members'
// stay as they are until they open the details: in a circle of five hundred
// each answer would else edit five hundred messages, at thirty a second, and
// hold up whatever matters more.
func (s *step) tellPractitioners(m *care.Meeting) {
	for _, id := range m.Practitioners {
		if id == s.me.ID || s.place(s.network(m.Network), id) == nil {
			continue
		}
		msg := s.meetingCard(m, id, locales.MeetingDetails)
		msg.Lane, msg.Silent = Bulk, true
		msg.Guard.Purpose, msg.Guard.Quiet = PurposeNotice, true
		s.say(msg)
	}
}
