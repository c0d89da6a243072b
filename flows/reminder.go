package flows

import (
	"slices"
	"time"

	"polyphony/care"
	"polyphony/locales"
	"polyphony/scheduler/calendar"
)

// Everybody has one reminder timer, for the earliest reminder that is due to
// them of any meeting in any circle. When it fires, what is due then and in the
// next minutes goes into one message, Contact.Reminded is set to the end of
// those minutes, and the timer to what is due after it. So a chain can neither
// fork nor double, and a meeting that moves takes no other meeting's reminder
// with it (docs/decisions/0009).

// remindTogether is how near to one another reminders fall together: they
// become one message.
const remindTogether = 10 * time.Minute

func remindTimer(contact string) TimerKey {
	return TimerKey{Subject: "contact", ID: contact, What: "remind"}
}

// dueReminder is one reminder that has not gone out.
type dueReminder struct {
	m   *care.Meeting
	due time.Time
}

// duesOf are the reminders that somebody still has to get. One whose moment
// came before they were told of the time is none: they have only just heard.
func (s *step) duesOf(c *care.Contact) []dueReminder {
	if !c.Died.IsZero() {
		return nil
	}
	var all []dueReminder
	offsets := s.team().OffsetsOf(c)
	for _, id := range c.Networks {
		n := s.network(id)
		if n == nil || !n.Closed.IsZero() || n.Member(c.ID) == nil {
			continue
		}
		for _, mid := range n.Meetings {
			m := s.meeting(mid)
			if m == nil || m.Cancelled || !m.Asked(c.ID) || m.Answers[c.ID] == care.NotComing || !s.now.Before(starts(m)) {
				continue
			}
			for _, o := range offsets {
				if due := s.dueAt(m, o, c); due.After(c.Reminded) && due.After(knownSince(m)) {
					all = append(all, dueReminder{m, due})
				}
			}
		}
	}
	return all
}

// dueAt is when a reminder goes out: before quiet hours rather than in them.
func (s *step) dueAt(m *care.Meeting, o care.Offset, c *care.Contact) time.Time {
	short := time.Duration(o.Hours)*time.Hour + time.Duration(o.Minutes)*time.Minute
	return calendar.BeforeQuiet(calendar.Before(starts(m), o.Days, short, calendar.Zone(m.Zone)), s.zoneOf(c))
}

// knownSince is when people were told of the meeting as it stands.
func knownSince(m *care.Meeting) time.Time {
	if m.Changed.After(m.At) {
		return m.Changed
	}
	return m.At
}

// earliest is when the first of them is due, zero when there is none.
func earliest(all []dueReminder) (first time.Time) {
	for _, r := range all {
		if first.IsZero() || r.due.Before(first) {
			first = r.due
		}
	}
	return first
}

// remindAnew sets somebody's timer to what is due to them now, or drops it.
// Whatever changes their meetings, their answers or their wishes calls it.
func (s *step) remindAnew(c *care.Contact) {
	if c == nil {
		return
	}
	if c.Reminded.IsZero() { // known since before there was one timer a contact: what was due is out
		c.Reminded = s.now
		s.putContact(c)
	}
	if first := earliest(s.duesOf(c)); first.IsZero() {
		s.cancel(remindTimer(c.ID))
	} else {
		s.timer(remindTimer(c.ID), first)
	}
}

// caughtUp is called before somebody gets reminders that they did not get until
// now (they can come after all, they joined, they want them earlier): those
// whose moment has passed are not made up for. One that is due this very moment
// still goes out.
func (s *step) caughtUp(c *care.Contact) {
	first := earliest(s.duesOf(c))
	if c.Reminded.Before(s.now) && (first.IsZero() || first.After(s.now)) {
		c.Reminded = s.now
		s.putContact(c)
	}
}

// onRemind sends what is due to somebody, if it still is, and sets the timer
// for the next.
func onRemind(s *step) Reason {
	c := s.contact(s.ev.Timer.ID)
	if c == nil {
		return "reminder.over"
	}
	return s.remind(c)
}

func (s *step) remind(c *care.Contact) Reason {
	all := s.duesOf(c)
	first := earliest(all)
	switch {
	case first.IsZero():
		return "reminder.over"
	case first.After(s.now):
		s.timer(remindTimer(c.ID), first) // a meeting moved while this waited
		return "reminder.moved"
	}
	c.Reminded = s.now.Add(remindTogether)
	s.putContact(c)
	var these []*care.Meeting
	for _, r := range all {
		if !r.due.After(c.Reminded) && !slices.Contains(these, r.m) && s.hearsOf(r.m.Network, c.ID) {
			these = append(these, r.m)
		}
	}
	s.remindOf(these, c)
	s.remindAnew(c)
	return "reminder.sent"
}

// remindOf says it: one meeting as its card, several as a list with a button
// each. A reminder brings no calendar file; the notice did.
func (s *step) remindOf(meetings []*care.Meeting, c *care.Contact) {
	if len(meetings) == 0 {
		return
	}
	slices.SortStableFunc(meetings, func(a, b *care.Meeting) int { return starts(a).Compare(starts(b)) })
	var msg Message
	if len(meetings) == 1 {
		msg = s.cardOf(meetings[0], c.ID, reminderKey(s.now, starts(meetings[0]), s.zoneOf(c)), true)
		msg.Fresh, msg.Guard.Remind = true, true
	} else {
		msg = s.meetingList(meetings, c.ID, locales.ReminderSeveral)
		for i := range msg.Lines {
			msg.Lines[i].Remind = true
		}
	}
	msg.Lane, msg.Guard.Purpose, msg.Guard.Quiet = Bulk, care.Reminders, true
	msg.Guard.Before = starts(meetings[len(meetings)-1])
	if c.Staff != "" {
		msg.Guard.Purpose = PurposeNotice // staff are reminded because of their role
	}
	s.say(msg)
}

// onMeetingReminder turns a timer of the version before, one a meeting and
// member, into the chain: what was due before it has gone out already.
func onMeetingReminder(s *step) Reason {
	c := s.contact(s.ev.Timer.Arg)
	if c == nil {
		return "reminder.over"
	}
	if c.Reminded.IsZero() {
		c.Reminded = s.ev.At.Add(-time.Millisecond)
		s.putContact(c)
	}
	return s.remind(c)
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
