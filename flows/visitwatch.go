package flows

import (
	"time"

	"polyphony/care"
)

// A running visit has exactly one next deadline, v.Due, and one timer that keeps
// it (I9). Each deadline takes one step; a step counts from when the one before
// was due, so that after an outage all that is late is done at once (I11). It
// ends when somebody says that the volunteer is safe, and in no other way.

// watchAgain is how often a visit that is with the people on call is looked at:
// it must never be with nobody.
const watchAgain = 15 * time.Minute

// homeSoon is when a volunteer is asked whether they are home who has not said
// when they will be.
const homeSoon = time.Hour

// watchMoves say what comes after each step, and how long that is given.
var watchMoves = map[care.WatchStep]struct {
	next care.WatchStep
	wait time.Duration
}{
	care.StepHere:    {care.StepAsked, care.Grace},
	care.StepHome:    {care.StepAsked, care.Grace},
	care.StepAsked:   {care.StepOverdue, care.WatchWait},
	care.StepOverdue: {care.StepBuddy, care.WatchWait},
	care.StepBuddy:   {care.StepDeputy, care.WatchWait},
	care.StepDeputy:  {care.StepRaised, watchAgain},
	care.StepRaised:  {care.StepRaised, watchAgain},
}

// deadline keeps a visit with its one next deadline.
func (s *step) deadline(v *care.Visit, due time.Time) {
	v.Due = due.Truncate(time.Millisecond)
	s.timer(visitTimer(v.ID, "watch"), v.Due)
	s.putVisit(v)
}

// onWatchDue: the volunteer has said nothing until the deadline.
func onWatchDue(s *step) Reason {
	v := s.visit(s.ev.Timer.ID)
	switch {
	case v == nil || !v.Watched():
		return "watch.over"
	case v.Due.After(s.now):
		s.deadline(v, v.Due)
		return "watch.early"
	}
	return s.goOnWatching(v)
}

// goOnWatching takes every step that is due by now.
func (s *step) goOnWatching(v *care.Visit) Reason {
	was := v.Step
	var told []string
	for !v.Due.After(s.now) {
		told = append(told, s.nextWatch(v)...)
	}
	s.deadline(v, v.Due)
	if v.Step != was {
		s.visitMoment(v, "watch."+string(v.Step), "")
		s.drawVolunteer(v, true)
		s.drawWatchers(v, told)
	}
	if v.Step == care.StepRaised && (was != care.StepRaised || !s.visitRaised(v)) {
		s.raiseVisit(v, "visit.overdue", "", false)
	}
	return Reason("watch." + string(v.Step))
}

// nextWatch takes one step, and says who of the watchers is told by it. Whoever
// cannot be reached is given no time.
func (s *step) nextWatch(v *care.Visit) (told []string) {
	move := watchMoves[v.Step]
	v.Step = move.next
	wait := move.wait
	switch v.Step {
	case care.StepAsked, care.StepOverdue:
		if !s.hearsUs(v.Volunteer) {
			wait = 0
		}
	case care.StepBuddy, care.StepDeputy:
		w := watcherAt(v, v.Step)
		if !s.watcherHears(w) {
			wait = 0
			break
		}
		told = []string{w.Contact}
	}
	v.Due = v.Due.Add(wait)
	return told
}

// watcherAt is who is told at a step.
func watcherAt(v *care.Visit, at care.WatchStep) care.Watcher {
	if at == care.StepBuddy {
		return v.Buddy
	}
	return v.Deputy
}

// hearsUs reports whether somebody can be reached, as far as we know.
func (s *step) hearsUs(contact string) bool {
	c := s.contact(contact)
	return c != nil && c.Chat != 0 && !c.Blocked && !c.Stopped && c.Died.IsZero()
}

func (s *step) watcherHears(w care.Watcher) bool { return !w.Lost && s.hearsUs(w.Contact) }

// toldOf are the watchers who have been told that the volunteer says nothing.
func (s *step) toldOf(v *care.Visit) (told []string) {
	late := map[care.WatchStep]int{care.StepBuddy: 1, care.StepDeputy: 2, care.StepRaised: 2}[v.Step]
	for _, w := range []care.Watcher{v.Buddy, v.Deputy}[:late] {
		if s.watcherHears(w) {
			told = append(told, w.Contact)
		}
	}
	return told
}

// onVisit is the visit on which somebody is as its volunteer, or nil.
func (s *step) onVisit(c *care.Contact) *care.Visit {
	if c == nil {
		return nil
	}
	for _, id := range c.Visits {
		if v := s.visit(id); v != nil && v.Watched() && v.Volunteer == c.ID {
			return v
		}
	}
	return nil
}

// visitFailed: a row about a visit did not reach its reader. Who does not hear is
// given no time; what was only slow stays and arrives.
func (s *step) visitFailed(f Failure) Reason {
	v := s.visit(f.Visit)
	if v == nil {
		return "failure.noted"
	}
	if v.Open() && !v.Watched() {
		return s.beforeFailed(v, f)
	}
	lost := notArrived[f.Reason] || !s.hearsUs(f.Person)
	for _, w := range []*care.Watcher{&v.Buddy, &v.Deputy} {
		if w.Contact == f.Person && w.Lost != lost && (lost || f.Reason == FailedArrived) {
			w.Lost = lost
			s.putVisit(v)
		}
	}
	if !lost || !v.Watched() || s.waitsFor(v) != f.Person {
		return "failure.noted"
	}
	if f.Person == v.Volunteer && s.hearsUs(f.Person) {
		return "failure.noted" // slow, or one message: they have their time
	}
	s.skipIn(v, f.Person)
	return "failure.watch"
}

// skipIn goes on at once when a visit waits for somebody whom nothing reaches.
func (s *step) skipIn(v *care.Visit, contact string) {
	if v.Watched() && s.waitsFor(v) == contact {
		v.Due = s.now
		s.goOnWatching(v)
	}
}

// beforeFailed: a row about a visit that has not begun did not arrive. Whoever
// nothing reaches any more has no part in it; one message says little.
func (s *step) beforeFailed(v *care.Visit, f Failure) Reason {
	if f.Reason != FailedBlocked && f.Reason != FailedGone {
		return "failure.noted"
	}
	s.visitWithout(v, f.Person)
	return "failure.visit"
}

// notArrived are the failures after which somebody else is asked at once.
var notArrived = map[string]bool{FailedBlocked: true, FailedGone: true, FailedRefused: true, FailedSlow: true}

// waitsFor is whose answer the next deadline waits for.
func (s *step) waitsFor(v *care.Visit) string {
	switch v.Step {
	case care.StepAsked, care.StepOverdue:
		return v.Volunteer
	case care.StepBuddy:
		return v.Buddy.Contact
	case care.StepDeputy:
		return v.Deputy.Contact
	}
	return ""
}
