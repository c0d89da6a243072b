package flows

import (
	"slices"
	"time"

	"polyphony/care"
)

// An alert goes from step to step until a human takes it, and never ends without.

// escalation is who is told when, as the team file says it.
func (s *step) escalation() care.Escalation {
	e := s.team().Escalation
	if len(e.Steps) == 0 {
		e.Steps, e.Waits = care.DefaultEscalation.Steps, nil
	}
	if e.After <= 0 {
		e.After = care.DefaultEscalation.After
	}
	return e
}

// escalate takes the next step that reaches somebody, tells the sender the
// truth and sets the timer for the step after it.
func (s *step) escalate(a *care.Alert) Reason {
	a.Waits = false
	r := s.nextStep(a)
	if !r.anybody() && a.GaveBack != "" {
		a.GaveBack = "" // there is nobody else
		r = s.nextStep(a)
	}
	newly := s.raiseStep(a, r)
	s.timer(stepTimer(a.ID), s.nextDue(a, r))
	a.GaveBack = "" // from the next step on everybody is asked
	s.tellSender(a, r, newly)
	s.putAlert(a)
	return "help.escalated"
}

// nextStep moves an alert to the next step that reaches somebody. A step that
// reaches nobody is skipped at once; the last one is repeated, and then the
// whole team and the coordinators hear, whomever the file names. When a whole
// round reaches nobody, the first step is next.
func (s *step) nextStep(a *care.Alert) reach {
	steps := s.escalation().Steps
	last := len(steps) - 1
	from, again := min(a.Step+1, last), a.Step >= last
	if again {
		a.Rounds++
	}
	for i := from; i <= last; i++ {
		names := steps[i]
		if again {
			names = append(slices.Clone(names), everybody...)
		}
		if r := s.targets(a, names); r.anybody() {
			a.Step = i
			return r
		}
	}
	for i := range from {
		if r := s.targets(a, steps[i]); r.anybody() {
			a.Step = i
			return r
		}
	}
	r := s.targets(a, everybody)
	a.Step = last
	if !r.anybody() {
		a.Step = -1
	}
	return r
}

// everybody is told when a round has ended and nobody has taken it.
var everybody = []string{care.TargetTeam, care.TargetCoordinators}

// raiseStep rings all whom a step reaches, and says who of them is told for the
// first time.
func (s *step) raiseStep(a *care.Alert, r reach) (newly []string) {
	a.Raised, a.Rung, a.Now = s.now, nil, nil
	for _, id := range r.people {
		if a.Tell(id) {
			newly = append(newly, id)
			s.givenCard(a, id)
		}
	}
	s.moment(a, "step", "")
	s.cardsTo(a, r.people, true)
	a.Now = append(a.Now, r.people...)
	for _, id := range r.ways {
		s.ringWay(a, id)
		a.Now = append(a.Now, care.Way+id)
	}
	for _, id := range r.people {
		s.wake(a, id)
	}
	if r.group {
		s.tellTeamGroup(a)
		a.Now = append(a.Now, care.Way+care.TargetGroup)
	}
	return newly
}

// nextDue is when the step after this one is taken: after its own delay, a
// minute after a round that reached nobody, and when cover begins at the latest.
func (s *step) nextDue(a *care.Alert, r reach) time.Time {
	next := s.dueNow().Add(s.escalation().Wait(a.Step))
	if !r.anybody() {
		next = s.now.Add(nobodyAgain)
	}
	if a.Cover.After(s.now) && a.Cover.Before(next) {
		next = a.Cover
	}
	return next
}

// dueNow is the instant that the next step counts from: when this one was due,
// so that steps keep their distance however late a beat comes; after an outage
// it is now.
func (s *step) dueNow() time.Time {
	if s.ev.Kind == KindTimer && s.now.Sub(s.ev.At) < lateBeat {
		return s.ev.At
	}
	return s.now
}

// lateBeat is the most by which a step may be late and still count as on time.
const lateBeat = time.Minute

// nobodyAgain is when a round that reached nobody starts again.
const nobodyAgain = time.Minute

func stepTimer(alert string) TimerKey  { return TimerKey{Subject: "alert", ID: alert, What: "step"} }
func takenTimer(alert string) TimerKey { return TimerKey{Subject: "alert", ID: alert, What: "taken"} }

// onAlertStep: nobody has taken it in time.
func onAlertStep(s *step) Reason {
	a := s.alert(s.ev.Timer.ID)
	if a == nil || a.State != care.AlertOpen {
		return "step.over"
	}
	a.Failed, a.Down = nil, nil // a new step, a new card, another chance
	if reason, done := s.cover(a); done {
		return reason
	}
	a.Rev++
	return s.escalate(a)
}

func (s *step) moment(a *care.Alert, what, who string) {
	s.noteOnBoard(a, what)
	a.Story = append(a.Story, care.Moment{At: s.now, What: what, Who: who})
	s.audit("alert:"+a.ID, Reason("alert."+what), "")
}
