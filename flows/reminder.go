package flows

import (
	"time"

	"polyphony/care"
	"polyphony/locales"
	"polyphony/scheduler/calendar"
)

// A member has one reminder timer a meeting, for the next of the offsets; when
// it fires the one after it is set. So a chain can neither fork nor double, and
// moving the meeting replaces it.

func remindTimer(meeting, contact string) TimerKey {
	return TimerKey{Subject: "meeting", ID: meeting, What: "remind", Arg: contact}
}

// setReminder sets the first reminder that still lies after from, or drops the
// timer when none does.
func (s *step) setReminder(m *care.Meeting, contact string, from time.Time) {
	due := s.nextReminder(m, contact, from)
	if due.IsZero() || m.Answers[contact] == care.NotComing {
		s.cancel(remindTimer(m.ID, contact))
		return
	}
	s.timer(remindTimer(m.ID, contact), due)
}

// nextReminder is when the next reminder after from goes out: before quiet
// hours rather than in them (product.md), zero when there is none left.
func (s *step) nextReminder(m *care.Meeting, contact string, from time.Time) time.Time {
	begin, zone := starts(m), s.zoneOf(s.contact(contact))
	for _, o := range care.ReminderOffsets {
		due := calendar.Before(begin, o.Days, time.Duration(o.Hours)*time.Hour, calendar.Zone(m.Zone))
		if due = calendar.BeforeQuiet(due, zone); due.After(from) {
			return due
		}
	}
	return time.Time{}
}

// onReminder sends the reminder that is due, if it still is, and sets the next.
func onReminder(s *step) Reason {
	m, contact := s.meeting(s.ev.Timer.ID), s.ev.Timer.Arg
	if m == nil || m.Cancelled || !m.Asked(contact) || m.Answers[contact] == care.NotComing {
		return "reminder.over"
	}
	if due := s.nextReminder(m, contact, s.ev.At.Add(-time.Second)); !due.Equal(s.ev.At) {
		s.setReminder(m, contact, s.now) // the meeting moved while this waited
		return "reminder.moved"
	}
	begin := starts(m)
	if !s.now.Before(begin) {
		return "reminder.late"
	}
	msg := s.meetingCard(m, contact, reminderKey(s.now, begin, s.zoneOf(s.contact(contact))))
	msg.Lane, msg.Fresh = Bulk, true
	msg.Guard.Purpose, msg.Guard.Before, msg.Guard.Quiet = care.Reminders, begin, true
	if c := s.contact(contact); c != nil && c.Staff != "" {
		msg.Guard.Purpose = PurposeNotice // staff are reminded because of their role
	}
	s.say(msg)
	s.setReminder(m, contact, s.now)
	return "reminder.sent"
}

// reminderKey says "today" or "tomorrow" when it is.
func reminderKey(now, begin time.Time, zone *time.Location) locales.Key {
	day := calendar.Day(begin, zone)
	switch day {
	case calendar.Day(now, zone):
		return locales.ReminderToday
	case calendar.Day(now.In(zone).AddDate(0, 0, 1), zone):
		return locales.ReminderTomorrow
	}
	return locales.ReminderLater
}
