package flows

import (
	"slices"
	"time"

	"polyphony/care"
	"polyphony/locales"
)

func (s *step) beginDrill() Reason {
	if s.drill() != nil {
		return "drill.runs"
	}
	a := &care.Alert{ID: s.newID("alert"), Drill: true, Opened: s.now, Raised: s.now, State: care.AlertOpen, Rev: 1, Step: -1, Signals: []string{"drill"}}
	rota := s.rota()
	rota.Drill, rota.Drilled = a.ID, s.now
	s.putRota(rota)
	s.moment(a, "drill", "")
	return s.drillStep(a)
}

// onDrillStep: the next step of a drill, or its end.
func onDrillStep(s *step) Reason {
	a := s.alert(s.ev.Timer.ID)
	if a == nil || !a.Drill || !a.Open() {
		return "drill.over"
	}
	return s.drillStep(a)
}

// drillStep calls whoever a step names and has not been called yet.
func (s *step) drillStep(a *care.Alert) Reason {
	e := s.team().Escalation
	if len(e.Steps) == 0 {
		e = care.DefaultEscalation
	}
	if a.Step++; a.Step >= len(e.Steps) {
		return s.drillDone(a)
	}
	reached, _ := s.targets(a, s.drillNames(a, e.Steps[a.Step]))
	for _, id := range reached {
		if !a.Tell(id) {
			continue
		}
		m := s.drillCard(a, id)
		m.Fresh = true
		s.say(m)
		s.drillWake(a, id)
	}
	s.moment(a, "step", "")
	s.putAlert(a)
	s.timer(drillTimer(a.ID), s.dueNow().Add(e.Wait(a.Step)))
	return "drill.step"
}

// drillNames are the targets of a step without channels that were called before.
func (s *step) drillNames(a *care.Alert, step []string) (names []string) {
	t := s.team()
	called := func(id string) {
		if !slices.Contains(a.Woken, id) {
			a.Woken, names = append(a.Woken, id), append(names, id)
		}
	}
	for _, name := range step {
		switch {
		case name == care.TargetChannels:
			for _, c := range t.Channels {
				called(c.ID)
			}
		case slices.ContainsFunc(t.Channels, func(c care.Channel) bool { return c.ID == name }):
			called(name)
		default:
			names = append(names, name)
		}
	}
	return names
}

// drillWake tries the ways by which somebody wants to be woken.
func (s *step) drillWake(a *care.Alert, contact string) {
	c := s.contact(contact)
	for _, ch := range s.team().Channels {
		if c != nil && ch.Staff == c.Staff && slices.Contains(c.Wake, ch.ID) && !slices.Contains(a.Woken, ch.ID) {
			a.Woken = append(a.Woken, ch.ID)
			s.channel(a, ch.ID)
		}
	}
}

// drillReached notes that a drill has reached somebody.
func (s *step) drillReached(a *care.Alert, c *care.Contact) Reason {
	if drillAt(a, "reached", c.ID).IsZero() {
		s.moment(a, "reached", c.ID)
		s.putAlert(a)
	}
	s.notice(locales.DrillThanks, nil)
	s.say(s.drillCard(a, c.ID))
	return "drill.reached"
}

// drillAt is when something happened to somebody in a drill; zero: never.
func drillAt(a *care.Alert, what, who string) time.Time {
	for _, m := range a.Story {
		if m.What == what && m.Who == who {
			return m.At
		}
	}
	return time.Time{}
}

// failedMoment begins the moment of a story at which a channel did not take a call.
const failedMoment = "failed.channel."

// drillFailed notes that a call of a drill could not be delivered.
func (s *step) drillFailed(a *care.Alert, f Failure) Reason {
	switch {
	case f.Reason == FailedSlow, !a.Open():
		return "drill.slow" // it is tried again
	case f.Channel != "":
		s.moment(a, failedMoment+f.Channel, "")
	case f.Person != "" && !slices.Contains(a.Failed, f.Person):
		a.Failed = append(a.Failed, f.Person)
	}
	s.putAlert(a)
	return "drill.failed"
}

// drillCard is what one member of staff sees of a drill.
func (s *step) drillCard(a *care.Alert, reader string) Message {
	m := Message{Person: reader, Lane: Urgent, Key: locales.DrillCard, Slot: "alert:" + a.ID, Replace: true,
		Args: Args{"When": when(a.Opened)}, Guard: Guard{Purpose: PurposeDuty, Alert: a.ID}}
	at := drillAt(a, "reached", reader)
	switch {
	case !at.IsZero():
		m.Key, m.Args = locales.DrillCardReached, Args{"When": when(at)}
	case !a.Open():
		m.Key = locales.DrillCardOver
	default:
		m.Buttons = [][]Button{row(Button{Label: locales.DrillHere, Data: data("drill", a.ID, a.Rev, "here"), Style: "primary"})}
	}
	return m
}
