package flows

import (
	"polyphony/care"
	"polyphony/locales"
)

// What a volunteer and those who watch over them see of a visit that runs: one
// card each, drawn anew whenever it changes.

// volunteerKeys are the volunteer's card by the step of the watch.
var volunteerKeys = map[care.WatchStep]locales.Key{
	care.StepHere: locales.WatchRunning, care.StepAsked: locales.WatchAsked, care.StepOverdue: locales.WatchOverdue,
	care.StepBuddy: locales.WatchTold, care.StepDeputy: locales.WatchTold, care.StepRaised: locales.WatchRaised,
	care.StepHome: locales.WatchWay,
}

// drawVolunteer draws the volunteer's card; fresh sends it anew, so that their
// phone rings. A visit that runs knows no quiet hours.
func (s *step) drawVolunteer(v *care.Visit, fresh bool) {
	m := s.volunteerCard(v)
	m.Fresh = fresh
	if fresh {
		m.Lane = Urgent
	}
	s.say(m)
}

func (s *step) volunteerCard(v *care.Visit) Message {
	m := Message{Person: v.Volunteer, Lane: Reply, Slot: goingSlot(v.ID), Replace: true, Buttons: s.hereButtons(v),
		Args: Args{"When": near(v.Due, s.now), "Name": s.nextTold(v), "Told": s.names(s.toldOf(v))}, Guard: Guard{Purpose: PurposeNotice, Visit: v.ID, As: PartVolunteer}}
	switch {
	case v.State == care.VisitAgreed:
		m.Key = locales.WatchNotBegun
	case !v.Watched():
		m.Key, m.Args["Name"] = locales.WatchOver, s.who(v.SafeBy)
		if v.SafeBy == v.Buddy.Contact || v.SafeBy == v.Deputy.Contact || v.SafeBy != v.Volunteer && v.Signal.IsZero() {
			m.Key = locales.WatchOverTold
		}
		m.Guard = Guard{Purpose: PurposeNotice} // nothing of the visit is in it, and they may be no volunteer any more
	case v.State == care.VisitLeaving && v.Step == care.StepAsked:
		m.Key = locales.WatchHomeAsked
	case v.State == care.VisitLeaving && v.Step == care.StepHome && v.HomeBy.IsZero():
		m.Key = locales.WatchLeaving
	default:
		m.Key = volunteerKeys[v.Step]
	}
	return m
}

// hereButtons are what the card of an agreed or running visit offers its volunteer.
func (s *step) hereButtons(v *care.Visit) [][]Button {
	act := func(label locales.Key, arg, style string) Button {
		return Button{Label: label, Data: data("watch", v.ID, v.Rev, arg), Style: style}
	}
	more := row(act(locales.WatchMore15, "more15", ""), act(locales.WatchMore30, "more30", ""))
	switch {
	case v.State == care.VisitAgreed:
		return [][]Button{row(act(locales.WatchHere, "here", "primary"))}
	case v.State == care.VisitRunning:
		return [][]Button{more, row(act(locales.WatchDone, "done", ""))}
	case v.State == care.VisitLeaving && v.HomeBy.IsZero() && v.Step == care.StepHome:
		return [][]Button{row(act(locales.WatchHome, "home", "primary")), row(act(locales.WatchHome30, "home30", ""), act(locales.WatchHome60, "home60", "")),
			row(act(locales.WatchNoNeed, "no_need", ""))}
	case v.State == care.VisitLeaving:
		return [][]Button{row(act(locales.WatchHome, "home", "primary")), more}
	}
	return nil
}

// nextTold is who hears next while the volunteer says nothing.
func (s *step) nextTold(v *care.Visit) Arg {
	for _, w := range []care.Watcher{v.Buddy, v.Deputy} {
		if s.watcherHears(w) {
			return s.who(w.Contact)
		}
	}
	return keyed(locales.WatchOnCall)
}

// drawWatchers draws the cards of buddy and deputy; those who are named hear it
// with a sound, the others see it when they look.
func (s *step) drawWatchers(v *care.Visit, ring []string) {
	for _, w := range []care.Watcher{v.Buddy, v.Deputy} {
		if w.Contact == "" {
			continue
		}
		m := s.watchingCard(v, w.Contact)
		for _, id := range ring {
			if id == w.Contact && (s.me == nil || s.me.ID != id) && !s.quietlyRaised(v) { // whoever tapped has it before them
				m.Fresh, m.Silent, m.Lane = true, false, Urgent
			}
		}
		s.say(m)
	}
}

// watchingCard is what buddy or deputy sees.
func (s *step) watchingCard(v *care.Visit, reader string) Message {
	ends := v.Until
	if v.State == care.VisitLeaving {
		ends = v.HomeBy
		if ends.IsZero() {
			ends = v.Due
		}
	}
	m := Message{Person: reader, Lane: Reply, Slot: watcherSlot(v.ID), Replace: true, Silent: true, Protect: true,
		Args: Args{"Who": s.who(v.Volunteer), "When": near(ends, s.now), "Name": s.who(v.SafeBy)}, Guard: Guard{Purpose: PurposeNotice, Visit: v.ID, As: PartBuddy}}
	act := func(label locales.Key, arg string) []Button {
		return row(Button{Label: label, Data: data("watch", v.ID, v.Rev, arg)})
	}
	safe, raise := act(locales.WatchBuddySafe, "safe"), act(locales.WatchBuddyRaise, "raise")
	switch told := toldLate(v, reader); {
	case s.quietlyRaised(v):
		return leaveCard(m)
	case !v.Watched() && v.SafeBy == v.Volunteer:
		m.Key = locales.WatchBuddyOver
	case !v.Watched() && v.SafeBy == reader:
		m.Key = locales.WatchBuddyOverYou
	case !v.Watched():
		m.Key = locales.WatchBuddyOverTold
	case told && v.Step == care.StepRaised:
		m.Key, m.Buttons, m.Lines = locales.WatchBuddyRaised, [][]Button{safe}, s.numberLines(v, locales.TalkNumberRing)
	case told:
		m.Key, m.Buttons, m.Lines = locales.WatchBuddyTold, [][]Button{safe, raise}, s.numberLines(v, locales.TalkNumberRing)
	case v.State == care.VisitLeaving:
		m.Key = locales.WatchBuddyWay
	default:
		m.Key = locales.WatchBuddyRunning
	}
	return m
}

// toldLate reports whether a watcher has been told that the volunteer says nothing.
func toldLate(v *care.Visit, contact string) bool {
	switch v.Step {
	case care.StepBuddy:
		return contact == v.Buddy.Contact
	case care.StepDeputy, care.StepRaised:
		return true
	}
	return false
}
