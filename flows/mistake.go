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
// Meetings that were called off stay so, and the team hears which.
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
	c.Died = time.Time{}
	for _, id := range c.Networks {
		if of := s.network(id); of != nil && slices.Contains(of.Died, c.ID) {
			again[of.ID] = s.comeAlive(of, c)
		}
	}
	s.putContact(c)
	s.audit("contact:"+c.ID, "death.mistake", "")
	args := Args{"Name": text(c.Name), "Who": s.called(s.me.ID)}
	s.say(Message{Lane: Reply, Key: locales.DeathUndone, Args: args, Lines: again[n.ID], Edit: s.ev.Message, Guard: Guard{Purpose: PurposeReply},
		Buttons: [][]Button{row(circleButton(n, locales.PlanBack, nil, ""))}})
	for _, id := range team {
		s.say(Message{Person: id, Lane: Reply, Key: locales.DeathUndone, Args: args, Lines: again[circle[id].ID], Slot: "death:" + c.ID, Fresh: true,
			Silent: calendar.Quiet(s.now, s.zoneOf(s.contact(id))), Guard: Guard{Purpose: PurposeDuty, Network: circle[id].ID}})
	}
	return "mistake.put.right"
}

// comeAlive gives somebody their place back, and says what is to be planned again.
func (s *step) comeAlive(n *care.Network, c *care.Contact) (again []Line) {
	n.Died = slices.DeleteFunc(n.Died, func(id string) bool { return id == c.ID })
	s.caughtUp(c)
	s.remindAnew(c)
	if isCentre(n, c.ID) {
		for _, id := range n.Off {
			if m := s.meeting(id); m != nil && s.now.Before(starts(m)) {
				again = append(again, Line{Key: locales.DeathAgain, Args: Args{"When": when(starts(m))}, Tight: len(again) > 0})
			}
		}
		again = append(again, line(locales.DeathAgainRest))
		n.Still, n.Off = time.Time{}, nil
	}
	s.putNetwork(n)
	return again
}
