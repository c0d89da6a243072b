package flows

import (
	"slices"
	"time"

	"polyphony/care"
	"polyphony/locales"
	"polyphony/scheduler/calendar"
)

// Members who agreed to check-ins are asked once how a meeting was: an open
// question, answered like any other, or not at all.

// howAfter is when they are asked although no practitioner has said yet that
// it took place; howUntil is when it is too long ago to ask.
const (
	howAfter = 2 * time.Hour
	howUntil = 48 * time.Hour
)

// howTimer is when a meeting's members are asked; with a contact, when that
// member's quiet hours are over.
func howTimer(meeting, contact string) TimerKey {
	return TimerKey{Subject: "meeting", ID: meeting, What: "how", Arg: contact}
}

// onHowWasIt asks everybody, or the one member whose night is over.
func onHowWasIt(s *step) Reason {
	m := s.meeting(s.ev.Timer.ID)
	if m == nil || m.Cancelled || m.Took == care.TookNot || s.now.Before(ends(m)) {
		return "how.over"
	}
	if s.ev.Timer.Arg != "" {
		return s.wonder(m, s.ev.Timer.Arg)
	}
	s.wonderAll(m)
	return "how.asked"
}

func (s *step) wonderAll(m *care.Meeting) {
	s.fetch(care.KindContact, m.Invited...)
	for _, id := range m.Invited {
		s.wonder(m, id)
	}
}

// thoughtThere: nobody has said that they were not, and neither had they. While
// nobody has said that it took place, only those count who were to come.
func thoughtThere(m *care.Meeting, contact string) bool {
	if came, said := m.Came[contact]; said {
		return came
	}
	a := m.Answers[contact]
	return a == care.Coming || m.Took == care.TookPlace && a != care.NotComing
}

// wonder asks one member, if they were there, agreed and were not asked yet. A
// question of the night waits for the morning, so that no words of the evening
// are taken for its answer.
func (s *step) wonder(m *care.Meeting, contact string) Reason {
	c, at := s.contact(contact), s.place(s.network(m.Network), contact)
	switch {
	case c == nil || at == nil || at.Role.Staff() || at.Muted || ended(s.network(m.Network)) != "":
		return "how.no.place"
	case c.Chat == 0 || c.Stopped || c.Blocked || !c.Died.IsZero() || !c.Agrees(care.CheckIns):
		return "how.withheld"
	case slices.Contains(m.Wondered, contact) || !thoughtThere(m, contact) || s.now.After(ends(m).Add(howUntil)):
		return "how.not.asked"
	}
	if zone := s.zoneOf(c); calendar.Quiet(s.now, zone) {
		s.timer(howTimer(m.ID, contact), calendar.QuietEnd(s.now, zone))
		return "how.waits"
	}
	in := &care.CheckIn{ID: s.newID("checkin"), Network: m.Network, Member: contact, Meeting: m.ID,
		Question: s.Question(c.Language, locales.AfterHow), Asked: s.now}
	s.put(care.KindCheckIn, in.ID, in)
	m.Wondered = append(m.Wondered, contact)
	s.putMeeting(m)
	s.superseded(c)
	c.CheckIn = in.ID
	s.putContact(c)
	act := func(label locales.Key, arg string) Button {
		return Button{Label: label, Data: data("how", in.ID, 0, arg)}
	}
	key := locales.AfterQuestion
	if c.Prefer[m.Network].Audience == care.OnlyMe {
		key = locales.AnsweringAfterMe
	}
	s.say(Message{Person: contact, Lane: Bulk, Key: key, Slot: "checkin:" + in.ID, Lines: s.whose(locales.AnsweringCircle, in),
		Args:    Args{"Name": text(c.Name), "Question": {Open: in.Question}},
		Buttons: [][]Button{row(act(locales.AfterSkip, "skip"), act(locales.AfterIWasNot, "absent"))},
		Guard:   Guard{Purpose: care.CheckIns, Network: m.Network, Quiet: true, Before: s.now.Add(checkInLate)}})
	return "how.asked"
}

// howTap skips the question, or says that one was not there.
func howTap(s *step, p press) Reason {
	in := s.checkin(p.id)
	if s.me == nil || in == nil || in.Member != s.me.ID || p.arg != "skip" && p.arg != "absent" {
		return s.refused()
	}
	if p.arg == "skip" && len(in.Words) > 0 {
		s.stale() // they have answered since: that stands
		s.say(s.howCard(in))
		return "how.answered.already"
	}
	if s.me.CheckIn == in.ID {
		s.closeCheckIn(s.me)
		s.putContact(s.me)
	}
	in.Skipped = len(in.Words) == 0
	s.put(care.KindCheckIn, in.ID, in)
	m := s.meeting(in.Meeting)
	if p.arg == "skip" || m == nil {
		s.redraw(locales.AfterSkipped, nil)
		return "how.skipped"
	}
	return s.sayWasThere(m, false)
}

// sayWasThere keeps a member's own word on whether they came, and shows it on
// the team's card.
func (s *step) sayWasThere(m *care.Meeting, was bool) Reason {
	if !m.Asked(s.me.ID) || m.Took == care.TookNot || s.place(s.network(m.Network), s.me.ID) == nil {
		return s.refused()
	}
	s.setCame(m, s.me.ID, was, true)
	s.putMeeting(m)
	key, label, arg := locales.AfterNotedWas, locales.AfterIWasNot, "was_not"
	if !was {
		key, label, arg = locales.AfterNotedWasNot, locales.AfterIWas, "was"
	}
	s.redraw(key, nil, row(afterButton(m, label, nil, arg)))
	if m.Took == care.TookPlace {
		for _, id := range s.wereOn(m) {
			if id == s.me.ID {
				continue
			}
			msg := s.afterCard(m, id)
			msg.Silent = true
			s.say(msg)
		}
	}
	return "after.own.word"
}

// wasThereRow lets somebody who was invited say whether they came.
func (s *step) wasThereRow(m *care.Meeting) []Button {
	if m.Took == care.TookNot {
		return nil
	}
	return row(afterButton(m, locales.AfterIWas, nil, "was"), afterButton(m, locales.AfterIWasNot, nil, "was_not"))
}
