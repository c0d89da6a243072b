package flows

import (
	"slices"
	"time"

	"polyphony/care"
	"polyphony/locales"
	"polyphony/scheduler/calendar"
)

// askMistake asks before somebody is written to again.
func askMistake(s *step, n *care.Network, contact string) Reason {
	c := s.contact(contact)
	if !s.staffOf(n) || c == nil || n.Member(contact) == nil {
		return s.refused()
	}
	if c.Died.IsZero() {
		s.notice(locales.DeathPutRight, nil)
		s.showCircle(n)
		return "mistake.known"
	}
	s.menu()
	s.show(locales.DeathUndoAsk, Args{"Name": text(c.Name)},
		row(s.lifeButton(n, locales.DeathUndoYes, nil, "mistake_yes."+contact)), row(circleButton(n, locales.DeathUndoNo, nil, "")))
	return "mistake.asked"
}

// putRight undoes what can be undone: somebody is spoken to and of again.
// Meetings that were called off stay so until one of the team plans them again.
func putRight(s *step, n *care.Network, contact string) Reason {
	c := s.contact(contact)
	if c == nil || n.Member(contact) == nil {
		return s.refused()
	}
	if c.Died.IsZero() {
		s.notice(locales.DeathPutRight, nil)
		s.showCircle(n)
		return "mistake.known"
	}
	team, circle := s.teamOf(c)
	again := map[string][]Line{}
	s.caughtUp(c) // while nothing is due to them: what they missed is not made up for
	c.Died, c.Doubted = time.Time{}, time.Time{}
	for _, id := range c.Networks {
		if of := s.network(id); of != nil && slices.Contains(of.Died, c.ID) {
			again[of.ID] = s.comeAlive(of, c)
		}
	}
	s.putContact(c)
	s.audit("contact:"+c.ID, "death.mistake", "")
	args := Args{"Name": text(c.Name), "Who": s.called(s.me.ID)}
	s.say(Message{Lane: Reply, Key: locales.DeathUndone, Args: args, Lines: again[n.ID], Edit: s.ev.Message, Guard: Guard{Purpose: PurposeReply},
		Buttons: s.putRightRows(n, c)})
	for _, id := range team {
		s.say(Message{Person: id, Lane: Reply, Key: locales.DeathUndone, Args: args, Lines: again[circle[id].ID], Buttons: s.putRightRows(circle[id], c), Slot: "death:" + c.ID, Fresh: true,
			Silent: calendar.Quiet(s.now, s.zoneOf(s.contact(id))), Guard: Guard{Purpose: PurposeDuty, Network: circle[id].ID}})
	}
	return "mistake.put.right"
}

// comeAlive gives somebody their place back, and says what is to be planned again.
func (s *step) comeAlive(n *care.Network, c *care.Contact) (again []Line) {
	n.Died = slices.DeleteFunc(n.Died, func(id string) bool { return id == c.ID })
	s.remindAnew(c)
	if isCentre(n, c.ID) {
		n.Still = time.Time{}
		for _, m := range s.offToCome(n) {
			again = append(again, Line{Key: locales.DeathAgain, Args: Args{"When": when(starts(m))}, Tight: len(again) > 0})
		}
		if len(again) > 0 {
			again = append(again, line(locales.DeathCards))
		}
		again = append(again, line(locales.DeathAgainRest))
		s.clocksGoOn(n)
	}
	s.putNetwork(n)
	return append(again, Line{Key: locales.DeathNotTold, Args: Args{"Name": text(c.Name)}})
}
