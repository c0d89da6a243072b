package flows

import (
	"time"

	"polyphony/care"
	"polyphony/locales"
)

// The buttons of a visit that runs. Each is looked at by who taps, by what the
// visit is now, and by whether the button still shows it.

// watchAct is one button: for whom, while what, and what it does.
type watchAct struct {
	part  VisitPart
	while []care.VisitState
	do    func(*step, *care.Visit) Reason
}

var hereActs map[string]watchAct

func init() {
	running, leaving := []care.VisitState{care.VisitRunning}, []care.VisitState{care.VisitLeaving}
	watched := []care.VisitState{care.VisitRunning, care.VisitLeaving}
	hereActs = map[string]watchAct{
		"here":    {PartVolunteer, []care.VisitState{care.VisitAgreed}, beginVisit},
		"more15":  {PartVolunteer, watched, longer(15 * time.Minute)},
		"more30":  {PartVolunteer, watched, longer(30 * time.Minute)},
		"done":    {PartVolunteer, running, leaveVisit},
		"home30":  {PartVolunteer, leaving, homeIn(30 * time.Minute)},
		"home60":  {PartVolunteer, leaving, homeIn(time.Hour)},
		"home":    {PartVolunteer, leaving, volunteerSafe},
		"no_need": {PartVolunteer, leaving, volunteerSafe},
		"safe":    {PartBuddy, watched, buddySafe},
		"raise":   {PartBuddy, watched, buddyRaises},
	}
}

// watchTap asks who taps, and whether the button still shows the truth.
func watchTap(s *step, p press) Reason {
	v := s.visit(p.id)
	act, known := hereActs[p.arg]
	if v == nil || !known || s.me == nil || !visitParts[act.part](v, s.me.ID, s.now) {
		return s.refused()
	}
	if act.part == PartVolunteer && v.Watched() {
		s.signTap(v, p.arg)
		v.LastSeen = s.now
		s.putVisit(v)
	}
	for _, state := range act.while {
		if state == v.State && (p.rev == v.Rev || p.arg == "here") { // at the door no button is too old
			return act.do(s, v)
		}
	}
	return s.oldWatch(v, act.part)
}

// oldWatch says that a button was old and draws in its place what is true.
func (s *step) oldWatch(v *care.Visit, part VisitPart) Reason {
	s.stale()
	m := s.volunteerCard(v)
	if part == PartBuddy {
		m = s.watchingCard(v, s.me.ID)
	}
	if s.ev.Message != 0 {
		m.Edit, m.Slot, m.Replace = s.ev.Message, "", false
	}
	m.Guard.Purpose = PurposeReply
	s.say(m)
	return "watch.stale"
}

// longer gives the volunteer more time, from when it would have been over or from
// now, whichever is later.
func longer(by time.Duration) func(*step, *care.Visit) Reason {
	return func(s *step, v *care.Visit) Reason {
		if v.State == care.VisitLeaving {
			v.HomeBy = later(v.HomeBy, s.now).Add(by)
			return s.watchOn(v, care.StepHome, v.HomeBy, "watch.longer")
		}
		v.Until = later(v.Until, s.now).Add(by)
		return s.watchOn(v, care.StepHere, v.Until, "watch.longer")
	}
}

// leaveVisit: it is over, and the volunteer goes home.
func leaveVisit(s *step, v *care.Visit) Reason {
	v.State = care.VisitLeaving
	return s.watchOn(v, care.StepHome, s.now.Add(homeSoon), "watch.leaving")
}

func homeIn(in time.Duration) func(*step, *care.Visit) Reason {
	return func(s *step, v *care.Visit) Reason {
		v.HomeBy = s.now.Add(in)
		return s.watchOn(v, care.StepHome, v.HomeBy, "watch.way")
	}
}

// watchOn: the volunteer has said something, and is watched until then.
func (s *step) watchOn(v *care.Visit, at care.WatchStep, due time.Time, what Reason) Reason {
	heard := s.toldOf(v)
	v.Step = at
	v.Rev++
	s.visitMoment(v, string(what), v.Volunteer)
	s.deadline(v, due)
	s.saysWell(v)
	s.drawVolunteer(v, false)
	s.drawWatchers(v, heard)
	return what
}

func volunteerSafe(s *step, v *care.Visit) Reason { return s.endVisit(v, v.Volunteer) }

// buddySafe: buddy or deputy has spoken with the volunteer.
func buddySafe(s *step, v *care.Visit) Reason { return s.endVisit(v, s.me.ID) }

// buddyRaises: they cannot reach the volunteer, and wait for nobody.
func buddyRaises(s *step, v *care.Visit) Reason {
	if v.Step == care.StepRaised && s.visitRaised(v) {
		s.notice(locales.WatchRaisedAlready, nil)
		s.drawWatchers(v, nil)
		return "watch.raised.already"
	}
	v.Step = care.StepRaised
	v.Rev++
	s.visitMoment(v, "watch.raised", s.me.ID)
	s.deadline(v, s.now.Add(watchAgain))
	s.drawVolunteer(v, true)
	s.drawWatchers(v, nil)
	s.raiseVisit(v, "visit.buddy", s.me.ID, false)
	return "watch.raised"
}

// endVisit ends the watch, because somebody said that the volunteer is safe.
func (s *step) endVisit(v *care.Visit, by string) Reason {
	told := s.toldOf(v)
	v.SafeBy, v.SafeAt = by, s.now
	v.Rev++
	s.visitMoment(v, "watch.safe", by)
	s.visitSafe(v, by)
	s.saysWell(v)
	s.drawVolunteer(v, false)
	s.drawWatchers(v, told)
	return "watch.safe"
}
