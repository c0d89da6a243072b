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
	if a.Step+1 < len(s.escalation().Steps) && s.realAlert() {
		s.moment(a, "cut", "")
		return s.drillDone(a)
	}
	return s.drillStep(a)
}

// drillStep calls whoever a step names and has not been called yet.
func (s *step) drillStep(a *care.Alert) Reason {
	e := s.escalation()
	if a.Step++; a.Step >= len(e.Steps) {
		return s.drillDone(a)
	}
	r := s.targets(a, e.Steps[a.Step])
	for _, id := range r.people {
		if !a.Tell(id) {
			continue
		}
		m := s.drillCard(a, id)
		m.Fresh = true
		s.say(m)
		if c := s.contact(id); c != nil {
			s.drillWays(a, c.Wake) // tried, too
		}
	}
	s.drillWays(a, r.ways)
	s.moment(a, "step", "")
	s.putAlert(a)
	s.timer(drillTimer(a.ID), s.dueNow().Add(e.Wait(a.Step)))
	return "drill.step"
}

// drillWays calls channels of the team file, each once a drill.
func (s *step) drillWays(a *care.Alert, ways []string) {
	for _, id := range ways {
		known := slices.ContainsFunc(s.team().Channels, func(c care.Channel) bool { return c.ID == id })
		if known && !slices.Contains(a.Woken, id) {
			a.Woken = append(a.Woken, id)
			s.channel(a, id)
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
