package flows

import (
	"time"

	"polyphony/care"
)

// An alert goes from step to step until a human takes it, and never ends without.

// escalate takes the next step that reaches somebody, tells the sender the
// truth and sets the timer for the step after it. A step with nobody reachable
// is skipped at once; a whole round that reaches nobody starts again after a
// minute.
func (s *step) escalate(a *care.Alert) Reason {
	e := s.team().Escalation
	if len(e.Steps) == 0 {
		e = care.DefaultEscalation
	}
	covered := s.covered()
	reached := []string{}
	channels := false
	for range e.Steps {
		a.Step++
		if a.Step >= len(e.Steps) {
			a.Step, a.Rounds = len(e.Steps)-1, a.Rounds+1
		}
		var someChannel bool
		reached, someChannel = s.targets(a, e.Steps[a.Step])
		channels = channels || someChannel
		if len(reached) > 0 {
			break
		}
	}
	if len(reached) == 0 && a.GaveBack != "" {
		a.GaveBack = "" // there is nobody else
		if !channels {
			a.Step = -1
			return s.escalate(a)
		}
	}
	var newly []string
	for _, id := range reached {
		if a.Tell(id) {
			newly = append(newly, id)
		}
	}
	a.Raised = s.now
	next := s.dueNow().Add(e.After)
	if len(reached) == 0 && !channels {
		next = s.now.Add(nobodyAgain)
		a.Step = -1
	}
	s.moment(a, "step", "")
	s.timer(stepTimer(a.ID), next)
	s.cardsTo(a, reached, true)
	a.GaveBack = "" // from the next step on everybody is asked
	s.tellSender(a, reached, newly, covered)
	s.putAlert(a)
	return "help.escalated"
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
	a.Rev++
	return s.escalate(a)
}

func (s *step) moment(a *care.Alert, what, who string) {
	a.Story = append(a.Story, care.Moment{At: s.now, What: what, Who: who})
	s.audit("alert:"+a.ID, Reason("alert."+what), "")
}
