package flows

import (
	"slices"

	"polyphony/care"
	"polyphony/locales"
	"polyphony/scheduler/calendar"
)

// When somebody dies, one act by staff stops everything to them and about them
// at once. If they were the person at the centre, their circle falls still. What
// is said then, people say.

// askWhoDied offers the members, and the way back for a mistake.
func askWhoDied(s *step, n *care.Network, _ string) Reason {
	if !s.staffOf(n) {
		return s.refused()
	}
	s.menu()
	var rows [][]Button
	s.fetchMembers(n)
	for _, m := range n.Members {
		c := s.contact(m.Contact)
		switch {
		case c == nil || c.ID == s.me.ID:
		case !c.Died.IsZero():
			rows = append(rows, row(circleButton(n, locales.DeathMistake, Args{"Name": text(c.Name)}, "mistake."+c.ID)))
		case s.place(n, c.ID) != nil:
			rows = append(rows, row(s.lifeButton(n, locales.ListName, Args{"Name": text(c.Name)}, "died."+c.ID)))
		}
	}
	rows = append(rows, row(circleButton(n, locales.DeathNo, nil, "")))
	s.show(locales.DeathWho, Args{"Circle": text(n.Called)}, rows...)
	return "death.begun"
}

// isCentre reports whether a circle is somebody's own.
func isCentre(n *care.Network, contact string) bool {
	m := n.Member(contact)
	return n.Centre == contact || m != nil && m.Role == care.Person
}

func askDied(s *step, n *care.Network, contact string) Reason {
	c := s.contact(contact)
	if c == nil || contact == s.me.ID || n.Member(contact) == nil {
		return s.refused()
	}
	key := locales.DeathAsk
	if isCentre(n, contact) {
		key = locales.DeathAskCentre
	}
	name := Args{"Name": text(c.Name)}
	s.menu()
	s.show(key, name, row(s.lifeButton(n, locales.DeathYes, name, "died_yes."+contact)), row(circleButton(n, locales.DeathNo, nil, "")))
	return "death.asked"
}

// died is the one act. Rows that wait are dropped by Address from this commit on.
func died(s *step, n *care.Network, contact string) Reason {
	c := s.contact(contact)
	if c == nil || contact == s.me.ID || n.Member(contact) == nil {
		return s.refused()
	}
	if !c.Died.IsZero() {
		s.stale()
		s.showCircle(n)
		return "death.known"
	}
	c.Died, c.Draft, c.Asked, c.CheckIn = s.now, nil, "", ""
	s.putContact(c)
	s.letGoOf(c, "owner.gone")
	s.visitsWithout(c)
	said := map[string][]Line{}
	for _, id := range c.Networks {
		if circle := s.network(id); circle != nil && circle.Member(c.ID) != nil {
			said[id] = s.mourn(circle, c)
		}
	}
	s.audit("contact:"+c.ID, "died", "")
	s.say(Message{Lane: Reply, Key: locales.DeathDone, Lines: said[n.ID], Edit: s.ev.Message,
		Buttons: [][]Button{mistakeButton(n, c)}, Guard: Guard{Purpose: PurposeReply}})
	s.tellTeamOfDeath(c, said)
	s.tellOfOpenAlert(c)
	return "death.noted"
}

func mistakeButton(n *care.Network, c *care.Contact) []Button {
	return row(circleButton(n, locales.DeathWasMistake, nil, "mistake."+c.ID))
}

// mourn takes somebody out of what a circle says; their own falls still. It
// returns what the circle's team is to know.
func (s *step) mourn(n *care.Network, c *care.Contact) []Line {
	var off []*care.Meeting
	n.Died = append(n.Died, c.ID)
	for _, id := range slices.Clone(n.Plans) {
		if p := s.plan(id); p != nil && p.Member == c.ID {
			s.endPlan(p)
		}
	}
	s.remindAnew(c)
	if isCentre(n, c.ID) {
		if n.Still.IsZero() {
			n.Off = nil // of an earlier mistake
		}
		n.Still = s.now
		off = s.endEverything(n)
		for _, m := range off {
			n.Off = append(n.Off, m.ID)
		}
	}
	if n.Still.IsZero() {
		s.dropAskerOf(n, c.ID) // in a circle that is still the clock waits (onRequestClock)
	}
	without := s.release(n, c.ID)
	s.putNetwork(n)
	s.audit("network:"+n.ID, "member.died", c.ID)
	return s.deathLines(n, c, off, without)
}

// deathLines say what has stopped and what only people can do.
func (s *step) deathLines(n *care.Network, c *care.Contact, off []*care.Meeting, without []*care.Absent) []Line {
	still := !n.Still.IsZero()
	lines := []Line{{Key: locales.DeathStopped, Args: Args{"Name": text(c.Name)}}}
	if still {
		lines[0].Key = locales.DeathStoppedCentre
	}
	for _, m := range off {
		lines = append(lines, Line{Key: locales.DeathOff, Args: Args{"When": when(starts(m))}})
	}
	lines = append(lines, line(locales.DeathNow))
	if still {
		return append(lines, line(locales.DeathNowButtons))
	}
	for _, a := range without {
		lines = append(lines, Line{Key: locales.AbsentWanted, Args: wantedArgs(n, a)})
	}
	return lines
}

// teamOf are the staff of all circles of somebody, each with the circle in which
// they are told: the one that falls still before others.
func (s *step) teamOf(c *care.Contact) (team []string, circle map[string]*care.Network) {
	circle = map[string]*care.Network{}
	for _, id := range c.Networks {
		n := s.network(id)
		if n == nil || n.Member(c.ID) == nil {
			continue
		}
		for _, staff := range n.With(care.Practitioner, care.Coordinator) {
			if staff == s.me.ID || s.place(n, staff) == nil {
				continue
			}
			if circle[staff] == nil {
				team = append(team, staff)
			}
			if circle[staff] == nil || isCentre(n, c.ID) {
				circle[staff] = n
			}
		}
	}
	return team, circle
}

func (s *step) tellTeamOfDeath(c *care.Contact, said map[string][]Line) {
	team, circle := s.teamOf(c)
	for _, id := range team {
		n := circle[id]
		s.say(Message{Person: id, Lane: Reply, Key: locales.DeathTeam, Slot: "death:" + c.ID, Fresh: true,
			Args:  Args{"Circle": text(n.Called), "Name": text(c.Name), "Who": s.called(s.me.ID)},
			Lines: said[n.ID], Buttons: [][]Button{mistakeButton(n, c)}, Silent: calendar.Quiet(s.now, s.zoneOf(s.contact(id))),
			Guard: Guard{Purpose: PurposeDuty, Network: n.ID, Ended: ended(n) != ""}})
	}
}

// tellOfOpenAlert: an alert never ends without a human, so whoever has it hears.
func (s *step) tellOfOpenAlert(c *care.Contact) {
	a := s.alertOfContact(c)
	if a == nil {
		return
	}
	told := s.reachableOf(a.Told)
	if a.Owner != "" {
		told = []string{a.Owner}
	}
	for _, id := range told {
		s.say(Message{Person: id, Lane: Urgent, Key: locales.DeathAlert, Args: Args{"Name": text(c.Name)}, Guard: Guard{Purpose: PurposeDuty, Alert: a.ID}})
	}
	s.moment(a, "sender.died", "")
	s.putAlert(a)
}
