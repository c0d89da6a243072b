package flows

import (
	"slices"
	"time"

	"polyphony/care"
	"polyphony/locales"
	"polyphony/scheduler/calendar"
)

// At the change of shift whoever comes on call reads what is open, and whoever
// goes off is asked to hand over what they hold. /handover shows it at any time.

func handoverCommand(s *step, _ string) Reason {
	if !s.staff() {
		return s.unknownCommand()
	}
	m := s.handover(s.me, locales.HandoverNow)
	m.Lane, m.Guard.Asked = Reply, true
	if len(m.Lines) == 0 {
		m.Key = locales.HandoverNothing
	}
	s.say(m)
	return "handover.shown"
}

// handover is what is open, as one member of the team may read it.
func (s *step) handover(c *care.Contact, key locales.Key) Message {
	m := Message{Person: c.ID, Lane: Urgent, Key: key, Slot: "handover", Fresh: true, Replace: true, Protect: true, Guard: Guard{Purpose: PurposeDuty}}
	for _, a := range s.openAlerts() {
		s.openAlert(&m, a, c.ID)
	}
	s.openSoon(&m, c)
	s.openRequests(&m, c)
	return m
}

// openAlerts are the calls for help that nobody has finished.
func (s *step) openAlerts() (all []*care.Alert) {
	b := s.board()
	s.fetch(care.KindAlert, b.Open...)
	for _, id := range b.Open {
		if a := s.alert(id); a != nil && a.Open() && !a.Drill {
			all = append(all, a)
		}
	}
	return all
}

func (s *step) openAlert(m *Message, a *care.Alert, reader string) {
	key := locales.HandoverTaken
	switch a.Owner {
	case "":
		key = locales.HandoverOpen
	case reader:
		key = locales.HandoverYours
	}
	args := Args{"Name": s.asks(a), "When": when(a.Opened)}
	if key == locales.HandoverTaken {
		args["Owner"] = s.who(a.Owner)
	}
	m.Lines = append(m.Lines, Line{Key: key, Args: args})
	m.Buttons = append(m.Buttons, row(Button{Label: locales.HandoverCard, Args: Args{"Name": s.asks(a)}, Data: data("handover", a.ID, 0, "card")}))
}

// openSoon are the shelves on which something lies that sounded as if it could
// not wait and that nobody has read.
func (s *step) openSoon(m *Message, c *care.Contact) {
	for _, st := range s.standings(c) {
		n := 0
		for _, i := range s.shelf(st.network).Items {
			if i.Soon && !s.withheld(i) {
				n++
			}
		}
		if n > 0 {
			m.Lines = append(m.Lines, Line{Key: locales.HandoverSoon, Args: Args{"Circle": s.shelfName(st.network), "Count": count(n)}})
			m.Buttons = append(m.Buttons, row(s.shelfButton(st.network, "list")))
		}
	}
}

// openRequests are the meetings that somebody waits to be offered (rule 9).
func (s *step) openRequests(m *Message, c *care.Contact) {
	for _, id := range c.Networks {
		n := s.network(id)
		if p := s.place(n, c.ID); p == nil || !p.Role.Staff() || ended(n) != "" {
			continue
		}
		if r := s.request(n.Request); r != nil && r.Open() {
			m.Lines = append(m.Lines, Line{Key: locales.HandoverRequest, Args: Args{"Circle": s.circleArg(n), "When": when(r.Due)}})
		}
	}
}

// handoverTap opens a card from that list, as it stands now.
func handoverTap(s *step, p press) Reason {
	a := s.alert(p.id)
	if a == nil || !s.staff() || a.Drill || !a.Open() && !slices.Contains(a.Told, s.me.ID) {
		return s.refused()
	}
	if a.Open() && a.Tell(s.me.ID) {
		s.moment(a, "shown", s.me.ID)
		s.putAlert(a)
	}
	s.access(a.Sender, accessCardOpened, a.ID)
	m := s.card(a, s.me.ID)
	m.Fresh = true
	s.say(m)
	return "handover.card"
}

func handoverTimer() TimerKey {
	return TimerKey{Subject: "board", ID: care.BoardID, What: "shift"}
}

// afterShift is how long after a change of shift what is open is told: whatever
// else falls due on the hour comes first, and is part of it.
const afterShift = time.Second

// planHandover sets the timer for the next change of who is on call first. A
// change of this very moment is not missed.
func (s *step) planHandover() {
	s.timer(handoverTimer(), s.nextShift(s.now.Add(-2*time.Second)).Add(afterShift))
}

// nextShift is the next instant after t at which others may be on call.
func (s *step) nextShift(t time.Time) time.Time {
	next := t.AddDate(0, 0, 1) // it is looked at again each day, whatever the pattern says
	sooner := func(at time.Time) {
		if at.After(t) && at.Before(next) {
			next = at
		}
	}
	staff, until := calendar.Duty(s.team(), s.rota(), t, 1)
	sooner(until)
	if len(staff) == 0 {
		_, begins := calendar.Covered(s.team(), s.rota(), t)
		sooner(begins)
	}
	for _, c := range s.rota().Covers {
		sooner(c.From)
		sooner(c.Until)
	}
	return next
}

// onShift: others may be on call from now on.
func onShift(s *step) Reason {
	r, at := s.rota(), s.ev.At.Add(-afterShift)
	s.timer(handoverTimer(), s.nextShift(s.now).Add(afterShift))
	if !at.After(r.Handed) {
		return "handover.known"
	}
	before, _ := calendar.Duty(s.team(), r, at.Add(-time.Second), 1)
	now, _ := s.onDuty(1)
	if !slices.Equal(before, now) {
		r.Handed = at
		s.put(care.KindRota, care.RotaID, r) // this change has been planned for
	}
	for _, id := range now {
		if !slices.Contains(before, id) {
			s.comesOn(s.staffContact(id))
		}
	}
	for _, id := range before {
		if !slices.Contains(now, id) {
			s.goesOff(s.staffContact(id))
		}
	}
	return "handover.done"
}

func (s *step) comesOn(c *care.Contact) {
	if c == nil || !s.canHear(c.ID) {
		return
	}
	if m := s.handover(c, locales.HandoverOn); len(m.Lines) > 0 {
		s.say(m)
	}
}

// eventful is how long before the end of a shift something must have been opened
// for whoever goes off to hear that nothing is left of it.
const eventful = 12 * time.Hour

// goesOff asks for what they still hold. Without that they read one quiet
// sentence, if it was no quiet shift.
func (s *step) goesOff(c *care.Contact) {
	if c == nil || !s.canHear(c.ID) {
		return
	}
	m := Message{Person: c.ID, Lane: Urgent, Key: locales.HandoverOff, Slot: "handover", Fresh: true, Replace: true, Protect: true, Guard: Guard{Purpose: PurposeDuty}}
	all := s.openAlerts()
	for _, a := range all {
		if a.Owner == c.ID {
			s.openAlert(&m, a, c.ID)
		}
	}
	switch {
	case len(m.Lines) > 0:
		s.say(m)
	case len(all) == 0 && s.now.Sub(s.board().Last) < eventful:
		m.Key, m.Silent = locales.HandoverOffNothing, true
		s.say(m)
	}
}
