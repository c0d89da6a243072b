package flows

import (
	"slices"
	"time"

	"polyphony/care"
	"polyphony/locales"
)

// From the moment at which both have said yes until the volunteer stands at the
// door: cards, reminders, another time, cancelling, where it is, and who watches
// over it.

// visitAgreed: both said yes; volunteer, day, clock and zone are set. Both get a
// card and a calendar file, and the person is asked where it is.
func (s *step) visitAgreed(v *care.Visit) {
	if v.State != care.VisitAgreed {
		v.State = care.VisitAgreed
		v.Seq++
		v.Rev++
	}
	v.Agreed, v.Proposal, v.Seq = s.now, nil, max(v.Seq, 1) // messages about a time name which one
	s.takesPart(v, v.Person)
	s.takesPart(v, v.Volunteer)
	s.timeStands(v)
	s.say(s.goingNotice(v, v.Person, locales.GoingPerson))
	s.say(s.goingNotice(v, v.Volunteer, locales.GoingVolunteer))
	if s.me != nil && s.me.ID == v.Person && s.ev.Kind == KindTap {
		s.askWhere(v, 0)
	}
}

// timeStands does what follows from the time of a visit, when it was agreed and
// whenever it has moved.
func (s *step) timeStands(v *care.Visit) {
	begins := visitStarts(v)
	peers := s.peers()
	if p := peers.Of(v.Volunteer); p != nil {
		if !slices.Contains(p.Open, v.ID) {
			p.Open = append(p.Open, v.ID)
		}
		p.Visited = later(p.Visited, begins)
		s.putPeers(peers)
	}
	v.Told = s.now
	s.beforeAnew(v)
	s.putVisit(v)
	s.openDoor(v)
}

// visitStarts is the instant at which an agreed visit begins.
func visitStarts(v *care.Visit) time.Time {
	t, err := visitBegins(v)
	if err != nil {
		panic(readFailed{undecided("visit " + v.ID + " has no time")})
	}
	return t
}

// visitEnds is when it should be over, as it was planned.
func visitEnds(v *care.Visit) time.Time {
	return visitStarts(v).Add(time.Duration(v.Minutes) * time.Minute)
}

// visitArgs are what every text about an agreed visit may say to one of the two:
// the name is the other one's.
func (s *step) visitArgs(v *care.Visit, reader string) Args {
	other := v.Volunteer
	if reader == v.Volunteer {
		other = v.Person
	}
	return Args{"Name": s.called(other), "When": when(visitStarts(v)), "Minutes": count(v.Minutes)}
}

// visitGuard lets a message about a visit leave only while its reader has that
// part in it, at this time.
func visitGuard(v *care.Visit, as VisitPart, p care.Purpose) Guard {
	return Guard{Purpose: p, Visit: v.ID, As: as, Seq: v.Seq}
}

// partOf is which of the two somebody is.
func partOf(v *care.Visit, reader string) VisitPart {
	if reader == v.Volunteer {
		return PartVolunteer
	}
	return PartVisited
}

// goingSlot is the card of an agreed visit in the chat of either.
func goingSlot(visit string) string { return "going:" + visit }

// goingCard is an agreed or running visit as one of the two sees it.
func (s *step) goingCard(v *care.Visit, reader string, key locales.Key) Message {
	as := partOf(v, reader)
	msg := Message{Person: reader, Lane: Reply, Slot: goingSlot(v.ID), Key: key, Args: s.visitArgs(v, reader), Guard: visitGuard(v, as, PurposeReply)}
	msg.Lines = append([]Line{forLine(v)}, s.whereKnown(v, as)...)
	if as == PartVolunteer {
		msg.Lines = append(msg.Lines, s.watcherLines(v)...)
	}
	msg.Lines = append(msg.Lines, s.otherTimeLines(v, reader)...)
	tighten(msg.Lines)
	msg.Buttons = append(append(msg.Buttons, takeBackRow(v, reader)...), s.goingButtons(v, as)...)
	return msg
}

// goingNotice is the message by which one of the two hears of the visit or of
// its change: text, buttons and the calendar file.
func (s *step) goingNotice(v *care.Visit, reader string, key locales.Key) Message {
	msg := s.goingCard(v, reader, key)
	msg.Lane, msg.Fresh, msg.Guard.Purpose = Bulk, true, PurposeNotice
	msg.Guard.Quiet, msg.Guard.Start = true, visitStarts(v)
	msg.Calendar = visitAppointment(v, s.now)
	if s.me != nil && s.me.ID == reader { // the answer to what they just did
		msg.Lane, msg.Guard.Purpose, msg.Guard.Quiet = Reply, PurposeReply, false
	}
	return msg
}

// visitAppointment is what a calendar is told: neither whom nor where.
func visitAppointment(v *care.Visit, now time.Time) *Appointment {
	return &Appointment{UID: v.ID + "@polyphony", Seq: v.Seq, Day: v.Day, Clock: v.Clock, Zone: v.Zone, Minutes: v.Minutes, At: now}
}

// forLine says what it is for; somebody's own words stand behind a spoiler.
func forLine(v *care.Visit) Line {
	return Line{Key: locales.GoingFor, Args: Args{"For": visitFor(v)}}
}

// goingButtons are what either may do about an agreed visit.
func (s *step) goingButtons(v *care.Visit, as VisitPart) (rows [][]Button) {
	act := func(label locales.Key, arg string) Button {
		return Button{Label: label, Data: data("going", v.ID, v.Seq, arg)}
	}
	agreed := v.State == care.VisitAgreed
	if as == PartVolunteer {
		rows = s.hereButtons(v)
		if agreed {
			rows = append(s.nextForVolunteer(v), row(act(locales.GoingButtonOther, "move"), act(locales.GoingButtonCannot, "cancel")))
		}
		return rows
	}
	if agreed {
		rows = append(rows, row(act(whereLabel(v), "where")), row(act(locales.GoingButtonOther, "move"), act(locales.GoingButtonCancel, "cancel")))
	} else if v.Watched() && !calledOff(v) {
		rows = append(rows, row(act(locales.GoingButtonCancel, "cancel")))
	}
	return rows
}

// redrawGoing brings the card of one of the two up to date, quietly and in its
// place.
func (s *step) redrawGoing(v *care.Visit, reader string) {
	if v.Watched() {
		s.drawGoingOn(v, reader)
		return
	}
	msg := s.goingCard(v, reader, cardKey(v, reader))
	msg.Lane, msg.Silent, msg.Guard.Purpose = Bulk, true, PurposeNotice
	msg.Guard.Quiet, msg.Guard.Start = true, visitStarts(v)
	s.say(msg)
}

func cardKey(v *care.Visit, reader string) locales.Key {
	if reader == v.Volunteer {
		return locales.GoingVolunteer
	}
	return locales.GoingPerson
}

// showGoing shows somebody their card: in place of what they tapped, else anew.
func (s *step) showGoing(v *care.Visit) {
	msg := s.goingCard(v, s.me.ID, cardKey(v, s.me.ID))
	if v.Watched() {
		msg = s.goingOnCard(v, s.me.ID)
	}
	msg.Fresh = s.ev.Kind != KindTap
	s.inPlace(msg)
}
