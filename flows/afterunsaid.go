package flows

import (
	"slices"
	"time"

	"polyphony/care"
	"polyphony/locales"
	"polyphony/scheduler/calendar"
)

// What nobody has said about a meeting that is over: who was there, and whether
// it took place. Neither is ever presumed.

type presence int

const (
	notSaid presence = iota
	wasThere
	wasNotThere
)

var presenceLabel = map[presence]locales.Key{
	notSaid: locales.AfterMarkUnsaid, wasThere: locales.AfterMarkCame, wasNotThere: locales.AfterMarkMissed,
}

// presenceOf is what was said about somebody.
func presenceOf(m *care.Meeting, contact string) presence {
	came, said := m.Came[contact]
	switch {
	case !said:
		return notSaid
	case came:
		return wasThere
	}
	return wasNotThere
}

// unsaidFor is how long the team's day shows a meeting of which nobody has said
// whether it took place.
const unsaidFor = 14 * 24 * time.Hour

// askAgainClock is when, by the team's clock, its practitioners are asked again.
const askAgainClock = "09:30"

func tookTimer(meeting string) TimerKey {
	return TimerKey{Subject: "meeting", ID: meeting, What: "took"}
}

// awaitTook keeps a meeting that is over in sight until somebody has said
// whether it took place.
func (s *step) awaitTook(n *care.Network, m *care.Meeting) {
	if m.Took != "" {
		return
	}
	n.Unsaid = slices.DeleteFunc(n.Unsaid, func(id string) bool { return id == m.ID || !s.stillUnsaid(id) })
	n.Unsaid = append(n.Unsaid, m.ID)
	s.putNetwork(n)
	s.timer(tookTimer(m.ID), s.nextWorkingDay(ends(m)))
}

// stillUnsaid reports whether the team's day shows a meeting as open.
func (s *step) stillUnsaid(id string) bool {
	m := s.meeting(id)
	return m != nil && !m.Cancelled && m.Took == "" && s.now.Before(ends(m).Add(unsaidFor))
}

// nextWorkingDay is the morning of the next Monday to Friday by the team's clock.
func (s *step) nextWorkingDay(after time.Time) time.Time {
	zone := s.teamZone()
	for day := 1; ; day++ {
		date := after.In(zone).AddDate(0, 0, day)
		if w := date.Weekday(); w == time.Saturday || w == time.Sunday {
			continue
		}
		at, err := calendar.Instant(date.Format(time.DateOnly), askAgainClock, zone)
		if err != nil {
			panic(readFailed{undecided(err.Error())})
		}
		return at
	}
}

// onTookDue asks once more.
func onTookDue(s *step) Reason {
	m := s.meeting(s.ev.Timer.ID)
	if m == nil || !s.stillUnsaid(m.ID) || ended(s.network(m.Network)) != "" {
		return "took.said"
	}
	for _, id := range s.wereOn(m) {
		msg := s.afterCard(m, id)
		msg.Fresh, msg.Replace = true, true
		s.say(msg)
	}
	return "took.asked.again"
}

// tookSaid takes a meeting off the list of those of which nobody has said it.
func (s *step) tookSaid(m *care.Meeting) {
	n := s.network(m.Network)
	if !slices.Contains(n.Unsaid, m.ID) {
		return
	}
	n.Unsaid = slices.DeleteFunc(n.Unsaid, func(id string) bool { return id == m.ID })
	s.putNetwork(n)
	s.cancel(tookTimer(m.ID))
}

// unsaidLines are the meetings of some circles of which nobody has said whether
// they took place, each with the way to say it.
func (s *step) unsaidLines(circles []*care.Network) (lines []Line, rows [][]Button) {
	for _, n := range circles {
		for _, id := range n.Unsaid {
			if !s.stillUnsaid(id) {
				continue
			}
			m := s.meeting(id)
			lines = append(lines, Line{Key: locales.AgendaUnsaid, Args: s.afterArgs(m)})
			rows = append(rows, row(afterButton(m, locales.AgendaSay, s.afterArgs(m), "show")))
		}
	}
	return lines, rows
}

// showAfter opens the card of a meeting that is over below the list.
func showAfter(s *step, m *care.Meeting, _ string) Reason {
	msg := s.afterCard(m, s.me.ID)
	msg.Lane, msg.Fresh, msg.Guard.Quiet = Reply, true, false
	s.say(msg)
	return "after.opened"
}
