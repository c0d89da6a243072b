package flows

import (
	"slices"
	"time"

	"polyphony/care"
	"polyphony/locales"
	"polyphony/scheduler/calendar"
)

// Whoever promised to tell somebody without Telegram is given each notice of a
// meeting to pass on, and says whether they did. They learn the name and the
// meeting, and nothing else.

// toldTimer asks, the day before, whether somebody knows of a meeting.
func toldTimer(meeting, absent string) TimerKey {
	return TimerKey{Subject: "meeting", ID: meeting, What: "told", Arg: absent}
}

// askWhetherTold is when a teller who has said nothing is asked: the day before,
// or for a meeting planned at short notice three hours before.
var askWhetherTold = []care.Offset{{Days: 1}, {Hours: 3}}

// tellAbsent gives the news of a meeting to those who tell others.
func (s *step) tellAbsent(m *care.Meeting, key locales.Key) {
	n := s.network(m.Network)
	for i := range n.Absent {
		a := &n.Absent[i]
		if a.Teller != "" && s.place(n, a.Teller) == nil {
			s.tellerGone(n, a.Teller)
		}
		if !m.Cancelled && m.Told[a.ID].Seq > 0 && onlyPeople(untold(m, nil, calendar.QuietBegan(s.now, s.zoneOf(s.contact(s.tells(n, m, a)))))) {
			s.tellStill(n, m, a)
			continue
		}
		s.setTold(m, a.ID, care.Told{Seq: m.Seq, By: m.Told[a.ID].By})
		s.tellOne(n, m, a, telling(m, key))
		s.askLater(n, m, a)
	}
}

func (s *step) setTold(m *care.Meeting, absent string, t care.Told) {
	if m.Told == nil {
		m.Told = map[string]care.Told{}
	}
	m.Told[absent] = t
	s.putMeeting(m)
}

// telling is how a teller hears what everybody else hears as key.
func telling(m *care.Meeting, key locales.Key) locales.Key {
	switch {
	case m.Cancelled:
		return locales.TellingCancelled
	case key == tellPlanned || key == locales.SeriesNext:
		return locales.TellingPlanned
	}
	return locales.TellingChanged
}

// knows reports whether somebody has been told of the meeting as it stands.
func knows(m *care.Meeting, absent string) bool {
	t := m.Told[absent]
	return t.Done && t.Seq == m.Seq
}

// missed reports whether their teller could not reach them.
func missed(m *care.Meeting, absent string) bool {
	t := m.Told[absent]
	return t.Seq == m.Seq && !t.Done && !t.At.IsZero()
}

// tells is who tells somebody of a meeting, "" when nobody does: whoever took
// it over this time, else whoever promised. Whoever is not invited themselves
// has no part in it.
func (s *step) tells(n *care.Network, m *care.Meeting, a *care.Absent) string {
	for _, id := range []string{m.Told[a.ID].By, a.Teller} {
		member, c := s.place(n, id), s.contact(id)
		if member != nil && (member.Role.Staff() || m.Asked(id)) && !member.Muted && c != nil && !c.Stopped && !c.Blocked {
			return id
		}
	}
	return ""
}

// tellOne asks whoever tells somebody to do it; with nobody, the team.
func (s *step) tellOne(n *care.Network, m *care.Meeting, a *care.Absent, key locales.Key) {
	if who := s.tells(n, m, a); who != "" {
		s.say(s.tellCard(m, a, who, key))
		return
	}
	key = locales.TellingNobody
	if m.Cancelled {
		key = locales.TellingNobodyCancelled
	}
	s.tellTeam(n, m, a, "", key)
}

// tellCard is what a teller reads: whom, when and where.
func (s *step) tellCard(m *care.Meeting, a *care.Absent, who string, key locales.Key) Message {
	msg := s.tellMessage(m, a, who, key)
	msg.Buttons = [][]Button{row(
		Button{Label: locales.TellingYes, Data: data("told", m.ID, m.Seq, "yes."+a.ID)},
		Button{Label: locales.TellingNo, Data: data("told", m.ID, m.Seq, "no."+a.ID)})}
	return msg
}

func (s *step) tellMessage(m *care.Meeting, a *care.Absent, who string, key locales.Key) Message {
	msg := Message{Person: who, Lane: Bulk, Key: key, Slot: "tell:" + m.ID + ":" + a.ID, Fresh: true,
		Args:   Args{"Name": text(a.Name), "When": when(starts(m)), "Minutes": count(m.Minutes)},
		Silent: calendar.Quiet(s.now, s.zoneOf(s.contact(who))),
		Guard: Guard{Purpose: PurposeNotice, Network: m.Network, Meeting: m.ID, Seq: m.Seq, Before: starts(m),
			Quiet: true, Start: starts(m)}}
	if m.Place != "" && !m.Cancelled {
		msg.Lines = []Line{{Key: locales.MeetingPlace, Args: Args{"Place": text(m.Place)}}}
	}
	return msg
}

// tellTeam asks the practitioners of the meeting whether one of them tells
// somebody; instead of them the circle's staff. It returns who was asked.
func (s *step) tellTeam(n *care.Network, m *care.Meeting, a *care.Absent, but string, key locales.Key) []string {
	asked := s.insteadOf(n, m, but)
	for _, id := range asked {
		msg := s.tellMessage(m, a, id, key)
		msg.Args["Who"] = s.called(but)
		msg.Buttons = [][]Button{row(Button{Label: locales.TellingTake, Data: data("told", m.ID, m.Seq, "take."+a.ID)})}
		s.say(msg)
	}
	return asked
}

func (s *step) insteadOf(n *care.Network, m *care.Meeting, but string) []string {
	for _, ids := range [][]string{m.Practitioners, n.With(care.Practitioner, care.Coordinator)} {
		ids = slices.DeleteFunc(slices.Clone(ids), func(id string) bool { return id == but || s.place(n, id) == nil })
		if len(ids) > 0 {
			return ids
		}
	}
	return nil
}

// askLater sets the one question whether somebody has been told.
func (s *step) askLater(n *care.Network, m *care.Meeting, a *care.Absent) {
	due := s.askDue(n, m, a, s.now)
	if due.IsZero() {
		s.cancel(toldTimer(m.ID, a.ID))
		return
	}
	s.timer(toldTimer(m.ID, a.ID), due)
}

func (s *step) askDue(n *care.Network, m *care.Meeting, a *care.Absent, from time.Time) time.Time {
	zone := s.zoneOf(s.contact(s.tells(n, m, a)))
	for _, o := range askWhetherTold {
		due := calendar.Before(starts(m), o.Days, time.Duration(o.Hours)*time.Hour, calendar.Zone(m.Zone))
		due = calendar.BeforeQuiet(due, zone).Add(time.Minute) // after the reminder of the same moment
		if due.After(from) {
			return due
		}
	}
	return time.Time{}
}

// onToldDue asks whoever has said nothing whether they told somebody.
func onToldDue(s *step) Reason {
	m := s.meeting(s.ev.Timer.ID)
	if m == nil || !s.now.Before(starts(m)) {
		return "told.over"
	}
	n := s.network(m.Network)
	a := absentOf(n, s.ev.Timer.Arg)
	if a == nil || ended(n) != "" || knows(m, a.ID) {
		return "told.known"
	}
	if due := s.askDue(n, m, a, s.ev.At.Add(-time.Second)); !due.Equal(s.ev.At) && due.After(s.now) {
		s.askLater(n, m, a) // the meeting moved while this waited
		return "told.moved"
	}
	key := locales.TellingAsked
	if m.Cancelled {
		key = locales.TellingAskedCancelled
	}
	if missed(m, a.ID) {
		s.tellTeam(n, m, a, "", nobodyTells(m))
		return "told.team.asked"
	}
	s.tellOne(n, m, a, key)
	return "told.asked"
}

func nobodyTells(m *care.Meeting) locales.Key {
	if m.Cancelled {
		return locales.TellingNobodyCancelled
	}
	return locales.TellingNobody
}

// absentLines say, for the team, who of those without Telegram knows.
func (s *step) absentLines(m *care.Meeting) []Line {
	n := s.network(m.Network)
	var lines []Line
	for i := range n.Absent {
		a := &n.Absent[i]
		who := s.tells(n, m, a)
		key := locales.TellingLineAsked
		switch {
		case knows(m, a.ID):
			key = locales.TellingLineKnows
		case missed(m, a.ID):
			key = locales.TellingLineMissed
		case who == "":
			key = locales.TellingLineNobody
		}
		args := Args{"Name": text(a.Name)}
		if key == locales.TellingLineAsked {
			args["Teller"] = s.called(who)
		}
		lines = append(lines, Line{Key: key, Args: args})
	}
	return lines
}
