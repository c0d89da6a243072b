package flows

import (
	"time"

	"polyphony/care"
)

// A visit that is with the people on call. Its volunteer asked for nothing, at
// least not aloud: such an alert says nothing to them, opens no relay, and ends
// only when somebody says that they are safe.

// unasked reports whether the watch over a visit raised this, and nobody in their
// own chat.
func unasked(a *care.Alert) bool { return a.Visit != "" && (a.Chat == 0 || a.Quiet) }

// signalUnsafe is why the watch raises an alert.
const signalUnsafe = "volunteer_unsafe"

// visitRaised reports whether a visit is with the people on call.
func (s *step) visitRaised(v *care.Visit) bool {
	a := s.alert(v.Alert)
	return a != nil && a.Open()
}

// raiseVisit takes a visit to the people on call; when they have it already they
// hear again.
func (s *step) raiseVisit(v *care.Visit, why, by string, quiet bool) {
	a := s.alert(v.Alert)
	if a != nil && a.Open() {
		s.visitAgain(a, why, by, quiet)
		return
	}
	s.openRaised(v, newRaised(s, v, quiet), why, by)
}

func newRaised(s *step, v *care.Visit, quiet bool) *care.Alert {
	return &care.Alert{ID: s.newID("watch"), Sender: v.Volunteer, Visit: v.ID, Quiet: quiet, Opened: s.now, State: care.AlertOpen, Rev: 1,
		Signals: []string{signalUnsafe}, Uncovered: !s.covered()}
}

func (s *step) openRaised(v *care.Visit, a *care.Alert, why, by string) {
	v.Alert = a.ID
	s.putVisit(v)
	s.moment(a, "opened.visit", a.Sender)
	s.moment(a, why, by)
	s.fromTheStart(a)
}

// signAgain is how soon a sign that is given once more rings once more.
const signAgain = time.Minute

// visitAgain lets those who have it hear what has happened since, or everybody
// who was told while nobody has it.
func (s *step) visitAgain(a *care.Alert, why, by string, quiet bool) {
	known := quiet && a.Quiet && s.now.Sub(a.Raised) < signAgain
	a.Quiet, a.SaysSafe = a.Quiet || quiet, false
	if known {
		s.putAlert(a)
		return
	}
	s.moment(a, why, by)
	if s.ownerGone(a) {
		s.reopen(a, "owner.gone")
		return
	}
	hear := a.Told
	if a.State == care.AlertTaken {
		hear = []string{a.Owner}
	}
	a.Raised = s.now
	s.cardsTo(a, hear, true)
	for _, id := range hear {
		s.wake(a, id)
	}
	s.putAlert(a)
}

// saysWell: the volunteer has answered after all, or somebody speaks for them.
// Those who have the alert see it and still have to make sure; a quiet sign is
// not undone by any tap.
func (s *step) saysWell(v *care.Visit) {
	a := s.alert(v.Alert)
	if a == nil || !a.Open() {
		return
	}
	switch {
	case s.me != nil && s.me.ID != v.Volunteer:
		s.moment(a, "visit.safe", s.me.ID)
	case a.Quiet:
		s.cards(a, false)
		return
	default:
		known := a.SaysSafe && s.now.Sub(a.SafeAt) < signAgain
		a.SaysSafe, a.SafeAt = true, s.now
		s.moment(a, "says.safe", v.Volunteer)
		if known { // who says it in two taps is heard once
			s.putAlert(a)
			s.cards(a, false)
			return
		}
	}
	s.putAlert(a)
	s.showSafe(a)
}

// safeOutcomes are the only ways in which an alert of the watch is finished.
var safeOutcomes = map[string]bool{"safe": true, "goes_on": true}

// visitAnswered: whoever had the alert says that the volunteer is safe, and
// whether the visit goes on.
func (s *step) visitAnswered(a *care.Alert) {
	v := s.visit(a.Visit)
	if !unasked(a) || v == nil || v.Alert != a.ID {
		return
	}
	if a.Sender != "" { // from now on they find it among what is held about them, and not before
		s.wrote(a.Sender, care.Ref{Kind: care.KindAlert, ID: a.ID})
	}
	switch {
	case !v.Watched():
		if v.SafeBy == v.Volunteer {
			v.SafeBy, v.SafeAt = s.me.ID, s.now
		}
		v.Forget()
		s.putVisit(v)
		s.leavesVisit(v, v.Volunteer)
		if a.Quiet {
			s.watchersRelieved(v)
		}
	case a.Outcome == "safe":
		s.endVisit(v, s.me.ID)
	default:
		s.visitGoesOn(v, a.Quiet)
	}
}

// visitGoesOn: the volunteer is safe and still there, or on the way. They are
// watched as before; of a quiet sign their phone learns nothing.
func (s *step) visitGoesOn(v *care.Visit, quiet bool) {
	v.Alert, v.Signal = "", time.Time{}
	if quiet && v.Step != care.StepRaised {
		s.putVisit(v)
		s.drawWatchers(v, s.toldOf(v)) // they watch again, and their part is as it was
		return
	}
	longer(30*time.Minute)(s, v)
}

// volunteerErased: a volunteer has themselves erased while they are on a visit, or
// while people look for them. Nobody can ask them any more, so the people on call
// have it at once, with the name that they need.
func (s *step) volunteerErased(v *care.Visit, c *care.Contact) {
	a := s.alert(v.Alert)
	raised := a != nil && a.Open()
	if raised {
		s.keepUnfinished(a, c)
	}
	if !v.Watched() {
		return
	}
	v.Step = care.StepRaised
	s.deadline(v, s.now.Add(watchAgain))
	if raised {
		s.visitAgain(a, "visit.erased", "", false)
	} else {
		a = newRaised(s, v, false)
		a.Sender, a.Called, a.Forgotten = "", c.Name, s.now
		s.openRaised(v, a, "visit.erased", "")
	}
	s.drawWatchers(v, nil)
}
