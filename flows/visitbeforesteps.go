package flows

import (
	"time"

	"polyphony/care"
	"polyphony/locales"
	"polyphony/scheduler/calendar"
)

// Every agreed visit has one timer, for the earliest of what is due before it
// begins. When it fires, whatever has come due since Visit.Told is done, and the
// timer is set to what comes next; a visit that has moved begins anew.

// beforeStep is one thing that is due before a visit, or when it should have begun.
type beforeStep struct {
	due func(s *step, v *care.Visit) time.Time
	do  func(s *step, v *care.Visit)
}

var beforeSteps []beforeStep

func init() {
	beforeSteps = []beforeStep{
		{dayBefore(PartVisited), dayReminder(PartVisited)},
		{dayBefore(PartVolunteer), dayReminder(PartVolunteer)},
		{doorOpens, (*step).openDoor},
		{hoursBefore(PartVisited), hoursReminder(PartVisited)},
		{hoursBefore(PartVolunteer), hoursReminder(PartVolunteer)},
		{fromBegin(-awakeAsked), (*step).askAwake},
		{fromBegin(-drowsyBefore), (*step).tellDrowsy},
		{fromBegin(care.Grace), (*step).askBegun},
		{neverBegun, (*step).visitMissed},
	}
}

const (
	remindAfternoon = "16:00"          // on the day before
	remindHours     = 2 * time.Hour    // before it begins
	awakeAsked      = time.Hour        // buddy and deputy are asked whether they are awake
	drowsyBefore    = 30 * time.Minute // the volunteer hears that neither has said so
)

func beforeTimer(v *care.Visit) TimerKey { return visitTimer(v.ID, "before") }

// beforeAnew sets the timer to what is due next.
func (s *step) beforeAnew(v *care.Visit) {
	var next time.Time
	for _, b := range beforeSteps {
		if due := b.due(s, v); due.After(v.Told) && (next.IsZero() || due.Before(next)) {
			next = due
		}
	}
	if next.IsZero() {
		s.cancel(beforeTimer(v))
		return
	}
	s.timer(beforeTimer(v), next)
}

// onVisitBefore does what has come due.
func onVisitBefore(s *step) Reason {
	v := s.visit(s.ev.Timer.ID)
	if v == nil || v.State != care.VisitAgreed {
		return "visit.before.over"
	}
	told := v.Told
	v.Told = s.now
	s.putVisit(v)
	for _, b := range beforeSteps {
		if due := b.due(s, v); due.After(told) && !due.After(s.now) {
			b.do(s, v)
		}
		if v.State != care.VisitAgreed {
			return "visit.missed"
		}
	}
	s.beforeAnew(v)
	return "visit.before"
}

func fromBegin(d time.Duration) func(*step, *care.Visit) time.Time {
	return func(s *step, v *care.Visit) time.Time { return visitStarts(v).Add(d) }
}

func neverBegun(s *step, v *care.Visit) time.Time { return visitEnds(v).Add(care.Grace) }

// whoIs is the contact who has a part.
func whoIs(v *care.Visit, as VisitPart) string {
	if as == PartVisited {
		return v.Person
	}
	return v.Volunteer
}

// dayBefore is the afternoon before, by the reader's clock.
func dayBefore(as VisitPart) func(*step, *care.Visit) time.Time {
	return func(s *step, v *care.Visit) time.Time {
		zone := s.zoneOf(s.contact(whoIs(v, as)))
		day := visitStarts(v).In(zone).AddDate(0, 0, -1)
		at, err := calendar.Instant(day.Format(time.DateOnly), remindAfternoon, zone)
		if err != nil {
			return time.Time{}
		}
		return at
	}
}

// hoursBefore goes out before quiet hours rather than in them.
func hoursBefore(as VisitPart) func(*step, *care.Visit) time.Time {
	return func(s *step, v *care.Visit) time.Time {
		return calendar.BeforeQuiet(visitStarts(v).Add(-remindHours), s.zoneOf(s.contact(whoIs(v, as))))
	}
}

// dayReminder is not said any more once the later one is due.
func dayReminder(as VisitPart) func(*step, *care.Visit) {
	return func(s *step, v *care.Visit) { s.remindVisit(v, as, visitStarts(v).Add(-remindHours-time.Hour)) }
}

func hoursReminder(as VisitPart) func(*step, *care.Visit) {
	return func(s *step, v *care.Visit) { s.remindVisit(v, as, visitStarts(v)) }
}

// remindVisit reminds one of the two: the person if they wish for reminders,
// the volunteer in any case, since somebody waits for them.
func (s *step) remindVisit(v *care.Visit, as VisitPart, before time.Time) {
	if !s.now.Before(before) {
		return
	}
	key, purpose := locales.GoingRemindVolunteer, PurposeNotice
	if as == PartVisited {
		key, purpose = locales.GoingRemindPerson, care.Reminders
	}
	msg := s.goingCard(v, whoIs(v, as), key)
	msg.Lane, msg.Fresh = Bulk, true
	msg.Guard.Purpose, msg.Guard.Before, msg.Guard.Quiet, msg.Guard.Start = purpose, before, true, visitStarts(v)
	s.say(msg)
}

// askBegun asks a volunteer who should be there and has said nothing. Nobody
// watches over them until they say "I'm here", and they are told so.
func (s *step) askBegun(v *care.Visit) {
	msg := s.goingCard(v, v.Volunteer, locales.GoingBegun)
	msg.Lane, msg.Fresh = Reply, true
	msg.Guard.Purpose, msg.Guard.Before = PurposeNotice, neverBegun(s, v)
	s.say(msg)
}

// visitMissed ends a visit that never began, as far as we know. The team hears,
// since nobody has watched over a volunteer who may have gone all the same.
func (s *step) visitMissed(v *care.Visit) {
	v.Seq++
	s.visitMoment(v, "missed", "")
	args := Args{"Name": s.called(v.Volunteer), "Member": s.called(v.Person), "When": when(visitStarts(v))}
	s.tellVisitTeam(v, locales.GoingMissedTeam, args)
	s.say(Message{Person: v.Volunteer, Lane: Bulk, Slot: goingSlot(v.ID), Fresh: true, Key: locales.GoingMissedVolunteer, Args: s.visitArgs(v, v.Volunteer), Guard: Guard{Purpose: PurposeNotice}})
	s.say(Message{Person: v.Person, Lane: Bulk, Slot: goingSlot(v.ID), Fresh: true, Key: locales.GoingMissedPerson, Args: s.visitArgs(v, v.Person),
		Guard: Guard{Purpose: PurposeNotice, Visit: v.ID, As: PartVisited, Quiet: true}})
	s.visitNever(v, care.VisitOff)
}
