package flows

import (
	"slices"
	"time"

	"polyphony/care"
	"polyphony/locales"
	"polyphony/scheduler/calendar"
)

// What no machine noticed is read by people: whatever lies unread for three
// working hours reminds those who read it, and every three hours from then on
// the coordinators as well. One timer a shelf runs, for the oldest.

func unreadTimer(network string) TimerKey {
	return TimerKey{Subject: "shelf", ID: inboxID(network), What: "unread"}
}

// unreadClock sets the one timer of a shelf, or drops it when nothing waits.
func (s *step) unreadClock(network string, shelf *care.Shelf) {
	if _, since := shelf.Unread(); !since.IsZero() {
		_, next := s.overdue(since)
		s.timer(unreadTimer(network), next)
		return
	}
	s.cancel(unreadTimer(network))
}

// overdue is how many times three working hours have passed since something
// waits, and when they next will have.
func (s *step) overdue(since time.Time) (times int, next time.Time) {
	for next = s.readLater(since); !next.After(s.now); next = s.readLater(next) {
		times++
	}
	return times, next
}

// readLater is three working hours on. A team without hours is given a day.
func (s *step) readLater(t time.Time) time.Time {
	team := s.team()
	if next := calendar.Working(team.Hours, t, care.ReadWithin, calendar.Zone(team.Zone)); !next.IsZero() {
		return next
	}
	return t.Add(24 * time.Hour)
}

// onUnreadWaits: the oldest has waited for three working hours, or for as long
// again.
func onUnreadWaits(s *step) Reason {
	network := shelfOf(s.ev.Timer.ID)
	shelf := s.shelf(network)
	s.dropWithheld(network, shelf)
	_, since := shelf.Unread()
	s.unreadClock(network, shelf)
	if since.IsZero() {
		return "unread.read"
	}
	times, _ := s.overdue(since)
	if times == 0 {
		return "unread.later"
	}
	s.tellReaders(network, shelf, inboxNews{key: locales.InboxOverdue, alone: locales.InboxOverdueAlone, loud: true})
	if times > 1 {
		s.tellCoordinators(network, since)
	}
	return "unread.reminded"
}

// tellCoordinators: those who do not read this shelf themselves hear that its
// team has not, and whom to ask. They are shown nothing of it.
func (s *step) tellCoordinators(network string, since time.Time) {
	n := s.network(network)
	if n == nil {
		return // the whole team reads it, coordinators too
	}
	readers := s.readersOf(network)
	for _, m := range s.team().StaffWith(care.Coordinator) {
		c := s.staffContact(m.ID)
		if c == nil || slices.Contains(readers, c.ID) {
			continue
		}
		s.say(Message{Person: c.ID, Lane: Reply, Key: locales.InboxOverdueTeam, Slot: "overdue:" + network, Fresh: true, Replace: true,
			Args:  Args{"Circle": text(n.Called), "When": when(since), "Names": s.names(readers)},
			Guard: Guard{Purpose: PurposeDuty}})
	}
}

// dropWithheld takes off a shelf what waits unread and may not be seen any
// more: nobody could ever read it.
func (s *step) dropWithheld(network string, shelf *care.Shelf) {
	for _, i := range slices.Clone(shelf.Items) {
		if !i.Unread.IsZero() && s.withheld(i) {
			s.takeFromTeam(network, care.Ref{Kind: i.Kind, ID: i.ID})
		}
	}
}
