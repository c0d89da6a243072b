package flows

import (
	"time"

	"polyphony/care"
	"polyphony/locales"
)

// "I'm here": a visit begins only with a buddy and a deputy who said yes to it
// and can be reached, and of whom at least one is awake. Otherwise the volunteer
// reads what is missing and what helps.

const (
	hereBefore = time.Hour // how long before its time a visit can begin
	usualVisit = 60        // minutes, when nobody said how long
)

// beginVisit: the volunteer is there.
func beginVisit(s *step, v *care.Visit) Reason {
	if s.peer(s.me.ID) == nil {
		return s.refused() // withdrawn since
	}
	if other := s.onVisit(s.me); other != nil {
		s.reply(locales.WatchSecond, nil)
		s.drawVolunteer(other, true)
		return "watch.other"
	}
	if begins, err := visitBegins(v); err != nil || s.now.Before(begins.Add(-hereBefore)) {
		s.reply(locales.WatchEarly, Args{"When": when(begins)})
		return "watch.early"
	}
	if key, args := s.unwatched(v); key != "" {
		s.reply(key, args, s.watchersWanted(v)...)
		return "watch.refused"
	}
	minutes := v.Minutes
	if minutes <= 0 {
		minutes = usualVisit
	}
	v.State, v.Step, v.Began, v.LastSeen = care.VisitRunning, care.StepHere, s.now, s.now
	v.Until = s.now.Add(time.Duration(minutes) * time.Minute)
	v.Rev++
	s.takesPart(v, v.Volunteer)
	s.cancel(visitTimer(v.ID, "before"))
	s.visitMoment(v, "watch.began", v.Volunteer)
	s.deadline(v, v.Until)
	s.notice(locales.WatchBegan, nil)
	s.drawVolunteer(v, true)
	s.drawGoingOn(v, v.Person)
	s.drawWatchers(v, nil)
	return "watch.began"
}

// unwatched says what is missing for a visit to begin; no key: nothing.
func (s *step) unwatched(v *care.Visit) (locales.Key, Args) {
	args := Args{"Name": s.who(v.Buddy.Contact), "Who": s.who(v.Deputy.Contact)}
	switch {
	case v.Buddy.Contact == "" || v.Buddy.Yes.IsZero():
		return locales.WatchNoBuddy, nil
	case v.Deputy.Contact == "" || v.Deputy.Yes.IsZero() || v.Deputy.Contact == v.Buddy.Contact:
		return locales.WatchNoDeputy, nil
	case !s.watcherHears(v.Buddy):
		return locales.WatchLost, Args{"Name": args["Name"]}
	case !s.watcherHears(v.Deputy):
		return locales.WatchLost, Args{"Name": args["Who"]}
	case !s.awake(v.Buddy) && !s.awake(v.Deputy):
		return locales.WatchAsleep, args
	}
	return "", nil
}
