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
		"When": when(starts(m)), "Minutes": count(m.Minutes), "Place": s.placeArg(m.Place, m.Kind),
		"Practitioners": s.names(s.wereOn(m)),
	}
}

// notices are how a change of a meeting is told, by kind.
const (
	tellPlanned   = locales.MeetingPlanned
	tellMoved     = locales.MeetingMoved
	tellCancelled = locales.MeetingCancelled
)

// tellAll tells everybody who is invited, once, in one message with the
// calendar file, and sets their reminders anew. Rows of an earlier version die
// with its Seq. More lines follow the first words.
func (s *step) tellAll(m *care.Meeting, key locales.Key, more ...Line) {
	m.Changed = s.now
	if key == tellMoved {
		m.Proposals = nil // they were other times than one that is no more
	}
	s.putMeeting(m)
	s.fetchReminders(m.Invited)
	for _, id := range m.Invited {
		s.tell(m, id, key, more...)
	}
	s.tellElsewhere(m, key)
}

// tellElsewhere is for those who do not get the notice itself: the circle's
// group, and members without Telegram by whoever tells them.
func (s *step) tellElsewhere(m *care.Meeting, key locales.Key) {
	s.tellGroup(m, key)
	s.tellAbsent(m, key)
	s.overAtEnd(m)
	s.meetingForRequest(m)
}

// tell tells one of those who are invited.
func (s *step) tell(m *care.Meeting, id string, key locales.Key, more ...Line) {
	s.tellBefore(starts(m), m, id, key, more...)
}

// tellBefore tells somebody what they have to know by the given instant.
func (s *step) tellBefore(start time.Time, m *care.Meeting, id string, key locales.Key, more ...Line) {
	if s.place(s.network(m.Network), id) == nil {
		return
	}
	msg := s.noticeOf(m, id, key)
	tighten(more)
	msg.Lines = slices.Concat(more, msg.Lines)
	msg.Silent = calendar.Quiet(s.now, s.zoneOf(s.contact(id)))
	msg.Guard.Quiet, msg.Guard.Start = true, start
	s.say(msg)
	s.remindAnew(s.contact(id))
}

// overAtEnd takes the meeting off its circle's list when it ends.
func (s *step) overAtEnd(m *care.Meeting) {
	s.keepFor("meeting", m.ID, ends(m), s.team().Retention.Meetings)
	if m.Cancelled {
		s.cancel(overTimer(m.ID))
		return
	}
	s.timer(overTimer(m.ID), starts(m).Add(time.Duration(m.Minutes)*time.Minute))
}

// startsBeforeQuietEnds: such a change goes out at once,
// without sound (Guard.Start).
func (s *step) startsBeforeQuietEnds(m *care.Meeting, contact string) bool {
	return starts(m).Before(calendar.QuietEnd(s.now, s.zoneOf(s.contact(contact))))
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
		rows = append(rows, row(act(locales.MeetingButtonMove, "move"), act(locales.ChangeButton, "change"), act(locales.MeetingButtonCancel, "cancel")))
	}
	return rows
}

// plansIn reports whether a contact may plan meetings of a network: its
// practitioners and the team's coordinators, while the circle goes on.
func (s *step) plansIn(contact, network string) bool {
	n := s.network(network)
	m := s.place(n, contact)
	return m != nil && m.Role.Staff() && ended(n) == ""
}

// meetingTap handles the buttons of a meeting's card.
func meetingTap(s *step, p press) Reason {
	m := s.meeting(p.id)
	if s.me == nil || m == nil || s.place(s.network(m.Network), s.me.ID) == nil || !m.Asked(s.me.ID) && !s.plansIn(s.me.ID, m.Network) {
		return s.refused()
	}
	if p.rev != m.Seq || m.Cancelled || !s.now.Before(ends(m)) {
		return s.staleMeeting(m)
	}
	verb, value := splitArg(p.arg)
	if act, known := memberActs[verb]; known && (m.Asked(s.me.ID) || verb == "details") {
		return act(s, m, value)
	}
	if !s.plansIn(s.me.ID, m.Network) {
		return s.refused()
	}
	if verb == "moveto" {
		return s.moveToProposal(m, value)
	}
	if act, known := staffActs[p.arg]; known {
		return act(s, m)
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
		notice, card := sinceKey(m)
		s.notice(notice, nil)
		s.showMeeting(m, card)
	}
	return "meeting.stale"
}

func (s *step) dropFromNetwork(m *care.Meeting) {
	if n := s.network(m.Network); n != nil {
		n.Drop(m.ID)
		s.putNetwork(n)
	}
}
