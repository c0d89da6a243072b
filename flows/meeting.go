package flows

import (
	"slices"
	"time"

	"polyphony/care"
	"polyphony/locales"
	"polyphony/scheduler/calendar"
)

// starts is the instant at which a meeting begins.
func starts(m *care.Meeting) time.Time {
	t, err := calendar.Instant(m.Day, m.Clock, calendar.Zone(m.Zone))
	if err != nil {
		panic(readFailed{undecided("meeting " + m.ID + " has no time")})
	}
	return t
}

// meetingArgs are what every text about a meeting may say.
func (s *step) meetingArgs(m *care.Meeting) Args {
	return Args{
		"When": when(starts(m)), "Minutes": count(m.Minutes), "Place": text(m.Place),
		"Practitioners": s.names(m.Practitioners),
	}
}

// notices are how a change of a meeting is told, by kind.
const (
	tellPlanned   = locales.MeetingPlanned
	tellMoved     = locales.MeetingMoved
	tellCancelled = locales.MeetingCancelled
)

// tellAll tells everybody who is invited, once, and sets or drops their
// reminders. Rows and timers of an earlier version die with its Seq.
func (s *step) tellAll(m *care.Meeting, key locales.Key) {
	n := s.network(m.Network)
	defer s.meetingForRequest(m)
	for _, id := range m.Invited {
		if s.place(n, id) == nil {
			continue
		}
		msg := s.meetingCard(m, id, key)
		msg.Lane, msg.Fresh, msg.Guard.Purpose = Bulk, true, PurposeNotice
		msg.Silent = calendar.Quiet(s.now, s.zoneOf(s.contact(id)))
		msg.Guard.Quiet = !s.startsBeforeQuietEnds(m, id)
		s.say(msg)
		if m.Cancelled {
			s.cancel(remindTimer(m.ID, id))
		} else {
			s.setReminder(m, id, s.now)
		}
	}
	if m.Cancelled {
		s.cancel(overTimer(m.ID))
		return
	}
	s.timer(overTimer(m.ID), starts(m).Add(time.Duration(m.Minutes)*time.Minute))
}

// startsBeforeQuietEnds: such a change goes out at once, without sound.
func (s *step) startsBeforeQuietEnds(m *care.Meeting, contact string) bool {
	return starts(m).Before(calendar.QuietEnd(s.now, s.zoneOf(s.contact(contact))))
}

// meetingCard is a meeting as one reader sees it: what stands, what they
// answered, and, for the team, what the others answered.
func (s *step) meetingCard(m *care.Meeting, reader string, key locales.Key) Message {
	msg := Message{Person: reader, Lane: Reply, Slot: "meeting:" + m.ID, Key: key, Args: s.meetingArgs(m),
		Guard: Guard{Purpose: PurposeReply, Network: m.Network, Meeting: m.ID, Seq: m.Seq}}
	if m.Cancelled {
		return msg
	}
	if m.Place != "" {
		msg.Lines = append(msg.Lines, Line{Key: locales.MeetingPlace, Args: Args{"Place": text(m.Place)}})
	}
	msg.Lines = append(msg.Lines, Line{Key: locales.MeetingWho, Args: Args{"Practitioners": s.names(m.Practitioners)}})
	if a := m.Answers[reader]; a != "" {
		msg.Lines = append(msg.Lines, line(yourAnswer[a]))
	}
	msg.Lines = append(msg.Lines, s.answerLines(m)...)
	msg.Buttons = s.meetingButtons(m, reader)
	return msg
}

var yourAnswer = map[care.Answer]locales.Key{
	care.Coming: locales.MeetingYouCome, care.NotComing: locales.MeetingYouCannot, care.OtherTime: locales.MeetingYouOther,
}

// answerLines lists the answers as names: coming, not coming, another time.
func (s *step) answerLines(m *care.Meeting) []Line {
	groups := []struct {
		answer care.Answer
		key    locales.Key
	}{{care.Coming, locales.MeetingComing}, {care.NotComing, locales.MeetingNotComing}, {care.OtherTime, locales.MeetingOtherTime}}
	var lines []Line
	for _, g := range groups {
		var who []string
		for _, id := range m.Invited {
			if m.Answers[id] == g.answer {
				who = append(who, id)
			}
		}
		if len(who) > 0 {
			lines = append(lines, Line{Key: g.key, Args: Args{"Names": s.names(who)}})
		}
	}
	return lines
}

func (s *step) meetingButtons(m *care.Meeting, reader string) [][]Button {
	act := func(label locales.Key, arg string) Button {
		return Button{Label: label, Data: data("meet", m.ID, m.Seq, arg)}
	}
	rows := [][]Button{
		row(act(locales.MeetingButtonCome, string(care.Coming)), act(locales.MeetingButtonCannot, string(care.NotComing))),
		row(act(locales.MeetingButtonOther, string(care.OtherTime)), act(locales.MeetingButtonDetails, "details")),
	}
	if s.plansIn(reader, m.Network) {
		rows = append(rows, row(act(locales.MeetingButtonMove, "move"), act(locales.MeetingButtonCancel, "cancel")))
	}
	return rows
}

// plansIn reports whether a contact may plan meetings of a network: its
// practitioners and the team's coordinators.
func (s *step) plansIn(contact, network string) bool {
	m := s.place(s.network(network), contact)
	return m != nil && m.Role.Staff()
}

// meetingTap handles the buttons of a meeting's card.
func meetingTap(s *step, p press) Reason {
	m := s.meeting(p.id)
	if s.me == nil || m == nil || !m.Asked(s.me.ID) || s.place(s.network(m.Network), s.me.ID) == nil {
		return s.refused()
	}
	if p.rev != m.Seq || m.Cancelled || !s.now.Before(ends(m)) {
		return s.staleMeeting(m)
	}
	switch p.arg {
	case string(care.Coming), string(care.NotComing), string(care.OtherTime):
		return s.answerMeeting(m, care.Answer(p.arg))
	case "details":
		s.showMeeting(m, locales.MeetingDetails)
		return "meeting.details"
	}
	if !s.plansIn(s.me.ID, m.Network) {
		return s.refused()
	}
	switch p.arg {
	case "move":
		return s.beginMove(m)
	case "cancel":
		return s.askCancel(m)
	case "cancel_yes":
		return s.cancelMeeting(m)
	case "keep":
		s.showMeeting(m, locales.MeetingDetails)
		return "meeting.kept"
	}
	return s.refused()
}

func ends(m *care.Meeting) time.Time {
	return starts(m).Add(time.Duration(m.Minutes) * time.Minute)
}

// staleMeeting says what has happened to the meeting since the button was
// shown, and puts the truth in its place.
func (s *step) staleMeeting(m *care.Meeting) Reason {
	switch {
	case m.Cancelled:
		s.notice(locales.MeetingSinceCancelled, nil)
		s.redraw(locales.MeetingCancelled, s.meetingArgs(m))
	case !s.now.Before(ends(m)):
		s.notice(locales.MeetingSinceOver, nil)
		s.redraw(locales.MeetingOver, s.meetingArgs(m), s.wasThereRow(m))
	default:
		s.notice(locales.MeetingSinceMoved, nil)
		s.showMeeting(m, locales.MeetingMoved)
	}
	return "meeting.stale"
}

// showMeeting draws the card in the place of the message tapped on.
func (s *step) showMeeting(m *care.Meeting, key locales.Key) {
	msg := s.meetingCard(m, s.me.ID, key)
	if s.ev.Message != 0 {
		msg.Edit = s.ev.Message
		msg.Slot = ""
	}
	s.say(msg)
}

// answerMeeting keeps an answer; the answerer's card and those of the
// meeting's practitioners show it.
func (s *step) answerMeeting(m *care.Meeting, a care.Answer) Reason {
	if m.Answers == nil {
		m.Answers = map[string]care.Answer{}
	}
	before := m.Answers[s.me.ID]
	m.Answers[s.me.ID] = a
	s.putMeeting(m)
	switch {
	case a == care.NotComing:
		s.cancel(remindTimer(m.ID, s.me.ID))
	case before == care.NotComing:
		s.setReminder(m, s.me.ID, s.now) // else it is set, and may be due this moment
	}
	s.notice(answerNotice[a], nil)
	s.showMeeting(m, locales.MeetingDetails)
	for _, id := range m.Practitioners {
		if id == s.me.ID || s.place(s.network(m.Network), id) == nil {
			continue
		}
		msg := s.meetingCard(m, id, locales.MeetingDetails)
		msg.Lane, msg.Silent = Bulk, true
		msg.Guard.Purpose, msg.Guard.Quiet = PurposeNotice, true
		s.say(msg)
	}
	return "meeting.answered"
}

var answerNotice = map[care.Answer]locales.Key{
	care.Coming: locales.MeetingThanksCome, care.NotComing: locales.MeetingThanksCannot, care.OtherTime: locales.MeetingThanksOther,
}

func (s *step) askCancel(m *care.Meeting) Reason {
	s.redraw(locales.MeetingCancelAsk, s.meetingArgs(m),
		row(Button{Label: locales.MeetingCancelYes, Data: data("meet", m.ID, m.Seq, "cancel_yes"), Style: "danger"}),
		row(Button{Label: locales.MeetingCancelNo, Data: data("meet", m.ID, m.Seq, "keep")}))
	return "meeting.cancel.asked"
}

func (s *step) cancelMeeting(m *care.Meeting) Reason {
	m.Cancelled = true
	m.Seq++
	s.putMeeting(m)
	s.dropFromNetwork(m)
	s.redraw(locales.MeetingCancelledDone, s.meetingArgs(m))
	s.tellAll(m, tellCancelled)
	s.audit("meeting:"+m.ID, "meeting.cancelled", "")
	return "meeting.cancelled"
}

func (s *step) dropFromNetwork(m *care.Meeting) {
	if n := s.network(m.Network); n != nil {
		n.Meetings = slices.DeleteFunc(n.Meetings, func(id string) bool { return id == m.ID })
		s.putNetwork(n)
	}
}

// meetingCommand plans for staff, and shows the next meeting to everybody.
func meetingCommand(s *step, _ string) Reason {
	if s.staff() {
		return s.chooseCircle(locales.PlanWhich, "plan")
	}
	for _, id := range s.me.Networks {
		n := s.network(id)
		if n == nil {
			continue
		}
		for _, mid := range n.Meetings {
			if m := s.meeting(mid); m != nil && m.Asked(s.me.ID) {
				msg := s.meetingCard(m, s.me.ID, locales.MeetingDetails)
				msg.Fresh = true
				msg.Buttons = append(msg.Buttons, askRow(id))
				s.say(msg)
				return "meeting.shown"
			}
		}
	}
	s.reply(locales.MeetingNone, nil, askRow("-"))
	return "meeting.none"
}

// inviteLate invites somebody who joined after a meeting was planned.
func (s *step) inviteLate(n *care.Network, id string) {
	m := s.meeting(id)
	if m == nil || m.Cancelled || m.Asked(s.me.ID) || !s.now.Before(starts(m)) {
		return
	}
	m.Invited = append(m.Invited, s.me.ID)
	s.putMeeting(m)
	msg := s.meetingCard(m, s.me.ID, tellPlanned)
	msg.Lane, msg.Fresh, msg.Guard.Purpose = Bulk, true, PurposeNotice
	s.say(msg)
	s.setReminder(m, s.me.ID, s.now)
}
