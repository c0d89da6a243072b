package flows

import (
	"slices"
	"time"

	"polyphony/care"
	"polyphony/locales"
	"polyphony/scheduler/calendar"
)

// What no machine noticed is read by people: of whatever lies unread the team is
// reminded with a sound once, after three working hours, and once more on the
// next working day, the coordinators too. From then on only the quiet digest
// says that it waits: a bell that never stops is one that nobody hears. One
// timer a shelf runs, for what is due next.

func unreadTimer(network string) TimerKey {
	return TimerKey{Subject: "shelf", ID: inboxID(network), What: "unread"}
}

// unreadClock sets the one timer of a shelf, or drops it when nothing is to ring.
func (s *step) unreadClock(network string, shelf *care.Shelf) {
	var next time.Time
	for _, i := range shelf.Items {
		if due := s.rings(i); i.Rung < len(due) && (next.IsZero() || due[i.Rung].Before(next)) {
			next = due[i.Rung]
		}
	}
	if next.IsZero() {
		s.cancel(unreadTimer(network))
		return
	}
	s.timer(unreadTimer(network), next)
}

// rings are when the team is reminded of something unread; never when it is read.
func (s *step) rings(i care.Item) []time.Time {
	if i.Unread.IsZero() {
		return nil
	}
	first := s.readLater(i.Unread)
	team := s.team()
	zone := calendar.Zone(team.Zone)
	day := first.In(zone)
	tomorrow := time.Date(day.Year(), day.Month(), day.Day()+1, 0, 0, 0, 0, zone)
	if opening := calendar.NextStart(team.Hours, tomorrow, zone, team.Holidays...); !opening.IsZero() {
		return []time.Time{first, s.readLater(opening)}
	}
	return []time.Time{first, s.readLater(first)}
}

// readLater is three working hours on. A team without hours is given a day.
func (s *step) readLater(t time.Time) time.Time {
	team := s.team()
	if next := calendar.Working(team.Hours, t, care.ReadWithin, calendar.Zone(team.Zone), team.Holidays...); !next.IsZero() {
		return next
	}
	return t.Add(24 * time.Hour)
}

// onUnreadWaits: something has waited for three working hours, or until the
// next working day. What an outage made late rings once, not twice.
func onUnreadWaits(s *step) Reason {
	network := shelfOf(s.ev.Timer.ID)
	shelf := s.shelf(network)
	s.dropWithheld(network, shelf)
	again, rang := s.ring(shelf)
	s.unreadClock(network, shelf)
	if n, _ := shelf.Unread(); n == 0 {
		return "unread.read"
	}
	if !rang {
		return "unread.later"
	}
	s.tellReaders(network, shelf, inboxNews{key: locales.InboxOverdue, alone: locales.InboxOverdueAlone, loud: true, quiet: true})
	if again {
		_, since := shelf.Unread()
		s.tellCoordinators(network, since)
	}
	return "unread.reminded"
}

// ringTogether is how much later something may be due to be rung together with
// what is due now.
const ringTogether = 15 * time.Minute

// ring marks what rings now, and reports whether anything is due, and for the
// second time. What is due in a moment rings with it; it makes nothing ring.
func (s *step) ring(shelf *care.Shelf) (again, rang bool) {
	rung := make([]int, len(shelf.Items))
	for k, i := range shelf.Items {
		due := s.rings(i)
		rung[k] = i.Rung
		for n, at := range due {
			if n >= i.Rung && !at.After(s.now) {
				rung[k], rang = n+1, true
			}
		}
		if rung[k] == i.Rung && i.Rung < len(due) && !due[i.Rung].Add(-ringTogether).After(s.now) {
			rung[k]++
		}
	}
	if !rang {
		return false, false
	}
	for k, n := range rung {
		again = again || n > max(1, shelf.Items[k].Rung)
		shelf.Items[k].Rung = n
	}
	return again, true
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
			Guard: Guard{Purpose: PurposeDuty, Quiet: true}})
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
