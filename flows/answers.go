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
	care.Coming: locales.MeetingThanksCome, care.NotComing: locales.MeetingThanksCannot,
}

// answerMeeting keeps an answer. The same one again changes nothing.
func (s *step) answerMeeting(m *care.Meeting, a care.Answer) Reason {
	if m.Answers[s.me.ID] != a {
		s.keepAnswer(m, a)
		s.tellPractitioners(m)
	}
	s.notice(answerNotice[a], nil)
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

// tellPractitioners draws the cards of the practitioners, of whoever planned the
// meeting and of the coordinators invited anew. The other members' stay as they
// are until they open the details: in a circle of five hundred each answer would
// else edit five hundred messages, at thirty a second, and hold up whatever
// matters more. A card in which its reader is changing the meeting is left out.
func (s *step) tellPractitioners(m *care.Meeting) {
	n := s.network(m.Network)
	for _, id := range s.whoPlanned(m) {
		if id == s.me.ID || s.place(n, id) == nil || s.isChanging(id, m.ID) {
			continue
		}
		s.say(s.cardAnew(m, id))
	}
}

// whoPlanned are those whose cards follow every answer, each once.
func (s *step) whoPlanned(m *care.Meeting) []string {
	all := slices.Clone(m.Practitioners)
	for _, id := range append([]string{m.PlannedBy}, s.network(m.Network).With(care.Coordinator)...) {
		if m.Asked(id) && !slices.Contains(all, id) {
			all = append(all, id)
		}
	}
	return all
}

// cardAnew is the standing card with what has changed, without a sound.
func (s *step) cardAnew(m *care.Meeting, reader string) Message {
	msg := s.meetingCard(m, reader, locales.MeetingDetails)
	msg.Lane, msg.Silent = Bulk, true
	msg.Guard.Purpose, msg.Guard.Quiet = PurposeNotice, true
	return msg
}

// isChanging reports whether somebody has begun a change of a meeting: their
// card shows the month or the summary, and an answer must not wipe it away.
func (s *step) isChanging(contact, meeting string) bool {
	c := s.contact(contact)
	return c != nil && c.Draft != nil && c.Draft.Meeting == meeting && s.now.Sub(c.Draft.Since) <= draftLife
}
