package flows

import (
	"time"

	"polyphony/care"
	"polyphony/locales"
)

// visitOff: one of the two has cancelled.
func (s *step) visitOff(v *care.Visit) Reason {
	switch {
	case v.Watched():
		s.offAtTheDoor(v, locales.GoingOffThere)
		s.showGoing(v)
		return "visit.off.there"
	case s.me.ID == v.Volunteer:
		s.redraw(locales.GoingCannotDone, s.visitArgs(v, s.me.ID))
		s.outOfCalendar(v)
		s.volunteerGone(v, true)
		return "visit.volunteer.cannot"
	}
	s.redraw(locales.GoingCancelDone, s.visitArgs(v, s.me.ID))
	s.outOfCalendar(v)
	s.offForVolunteer(v)
	return "visit.off"
}

// outOfCalendar takes a visit out of the calendar of whoever cancelled it.
func (s *step) outOfCalendar(v *care.Visit) {
	s.say(Message{Person: s.me.ID, Lane: Bulk, Key: locales.GoingOffFile, Args: s.visitArgs(v, s.me.ID), Calendar: s.offCalendar(v),
		Silent: true, Guard: Guard{Purpose: PurposeReply}})
}

// offCalendar takes a visit from a calendar; its number is that of the change
// that is being made.
func (s *step) offCalendar(v *care.Visit) *Appointment {
	a := visitAppointment(v, s.now)
	a.Seq, a.Cancelled = v.Seq+1, true
	return a
}

// soon reports whether a volunteer may be on the way already: then they hear at
// once that they need not go, at any hour.
func (s *step) soon(v *care.Visit) bool { return !s.now.Before(visitStarts(v).Add(-remindHours)) }

// offForVolunteer ends an agreed visit that the person does not want, or cannot
// have, any more. The volunteer is told and thanked; no reason is asked.
func (s *step) offForVolunteer(v *care.Visit) {
	msg := Message{Person: v.Volunteer, Lane: Bulk, Slot: goingSlot(v.ID), Fresh: true, Key: locales.GoingOffVolunteer,
		Args: Args{"When": when(visitStarts(v))}, Calendar: s.offCalendar(v), Guard: Guard{Purpose: PurposeNotice, Quiet: !s.soon(v), Start: visitStarts(v)}}
	if s.soon(v) {
		msg.Lane = Reply
	}
	s.say(msg)
	s.watchersGo(v)
	v.Seq++
	v.Rev++
	v.Changed, v.ChangedBy = s.now, v.Person
	s.visitMoment(v, "off", v.Person)
	s.visitNever(v, care.VisitOff)
}

// calledOff reports whether the person has cancelled a visit that runs.
func calledOff(v *care.Visit) bool {
	return v.Watched() && endedEarly(v)
}

// endedEarly reports whether the person has ended a visit after it began.
func endedEarly(v *care.Visit) bool {
	return v.ChangedBy == v.Person && !v.Began.IsZero() && !v.Changed.Before(v.Began)
}

// offAtTheDoor: the person cancels while the volunteer is there, or before the
// door. The volunteer hears at once and is thanked; somebody watches over them
// until they are safe, as if nothing had happened (I11).
func (s *step) offAtTheDoor(v *care.Visit, key locales.Key) {
	v.Changed, v.ChangedBy = s.now, v.Person
	v.Rev++
	s.visitMoment(v, "off.there", v.Person)
	s.putVisit(v)
	msg := Message{Person: v.Volunteer, Lane: Reply, Key: key, Args: s.visitArgs(v, v.Volunteer),
		Guard: Guard{Purpose: PurposeNotice, Visit: v.ID, As: PartVolunteer}}
	msg.Buttons = s.hereButtons(v)
	s.say(msg)
}

// watchersGo lets buddy and deputy go: they read that they are not needed.
func (s *step) watchersGo(v *care.Visit) {
	for _, w := range []*care.Watcher{&v.Buddy, &v.Deputy} {
		s.letWatcherGo(v, w)
	}
}

// volunteerLeaves takes a volunteer who was withdrawn out of a visit. One that
// runs is watched over until they are safe.
func (s *step) volunteerLeaves(v *care.Visit) {
	switch {
	case v.Watched():
		s.visitMoment(v, "volunteer.withdrawn", v.Volunteer)
		s.putVisit(v)
	case v.State == care.VisitAgreed:
		s.volunteerGone(v, false)
	default:
		if a := v.Asking(v.Volunteer); a != nil {
			a.Answer = care.OfferGone
		}
		s.putVisit(v)
	}
}

// volunteerGone: the volunteer does not go. The person and the team hear the
// truth, nobody hears a reason, and others are asked.
func (s *step) volunteerGone(v *care.Visit, told bool) {
	who := v.Volunteer
	begins := visitStarts(v)
	if !told && s.hearsUs(who) {
		s.say(Message{Person: who, Lane: Bulk, Slot: goingSlot(v.ID), Fresh: true, Key: locales.GoingOffVolunteer, Args: Args{"When": when(begins)},
			Calendar: s.offCalendar(v), Guard: Guard{Purpose: PurposeNotice, Quiet: !s.soon(v), Start: begins}})
	}
	s.say(Message{Person: v.Person, Lane: Bulk, Slot: goingSlot(v.ID), Fresh: true, Key: locales.GoingCannotCome, Args: s.visitArgs(v, v.Person), Calendar: s.offCalendar(v),
		Guard: Guard{Purpose: PurposeNotice, Visit: v.ID, As: PartVisited, Quiet: !s.soon(v), Start: begins}})
	s.tellVisitTeam(v, locales.GoingCannotTeam, Args{"Name": s.called(who), "Member": s.called(v.Person), "When": when(begins)})
	s.watchersGo(v)
	s.shutDoor(v)
	s.visitMoment(v, "volunteer.gone", who)
	v.Forget()
	v.Cannot, v.Told = nil, time.Time{}
	v.Changed, v.ChangedBy = s.now, who
	s.cancel(beforeTimer(v))
	s.findAnew(v)
}

// tellVisitTeam tells the practitioners and coordinators of the circle. Where it
// has ended there is nobody to tell: the visit is off with it.
func (s *step) tellVisitTeam(v *care.Visit, key locales.Key, args Args) {
	n := s.network(v.Network)
	if n == nil || ended(n) != "" {
		return
	}
	for _, id := range s.standing(n, care.Practitioner, care.Coordinator) {
		s.say(Message{Person: id, Lane: Bulk, Key: key, Args: args, Guard: Guard{Purpose: PurposeDuty, Network: n.ID, Quiet: true}})
	}
}
