package flows

import (
	"time"

	"polyphony/care"
)

// An alert that is raised while nobody is on call opens all the same: those whom
// the team file names for such hours hear at once, and the first step is taken
// when cover begins.

// coverLook is how often it is looked whether cover has begun earlier than was
// known, since somebody may step in at any time.
const coverLook = 15 * time.Minute

// fromTheStart takes an alert to its people from the first step on, or to those
// who are there while nobody is on call.
func (s *step) fromTheStart(a *care.Alert) Reason {
	a.Step, a.Failed, a.Down, a.Cover = -1, nil, nil, time.Time{}
	if s.covered() {
		return s.escalate(a)
	}
	a.Cover = s.nextCover()
	r := s.targets(a, s.escalation().OutOfHours)
	if !r.anybody() {
		return s.escalate(a)
	}
	newly := s.raiseStep(a, r)
	next := s.now.Add(s.escalation().After)
	if a.Waits = !a.Cover.IsZero(); a.Waits {
		next = s.nextLook(a)
	}
	a.GaveBack = ""
	s.timer(stepTimer(a.ID), next)
	s.tellSender(a, r, newly)
	s.putAlert(a)
	return "help.outside"
}

func (s *step) nextLook(a *care.Alert) time.Time {
	next := s.now.Add(coverLook)
	if a.Cover.After(s.now) && a.Cover.Before(next) {
		return a.Cover
	}
	return next
}

// cover looks, when a step is due, whether people have come on call since, and
// whether there is anything to do before they do.
func (s *step) cover(a *care.Alert) (Reason, bool) {
	if s.covered() {
		if a.Cover.IsZero() {
			return "", false
		}
		a.Cover, a.Step, s.coverBegins = time.Time{}, -1, true
		a.Rev++
		s.moment(a, "cover.begins", "")
		return s.escalate(a), true
	}
	was := a.Cover
	a.Cover = s.nextCover()
	if !a.Waits || a.Cover.IsZero() {
		return "", false
	}
	s.timer(stepTimer(a.ID), s.nextLook(a))
	if !was.Equal(a.Cover) {
		s.status(a)
	}
	s.putAlert(a)
	return "help.waits", true
}
