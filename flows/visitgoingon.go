package flows

import (
	"polyphony/care"
	"polyphony/locales"
)

// The card of an agreed visit stays in the chat of either while the visit runs
// and after it. It says what is true then, and offers nothing that is over.

// goingOnCard is a running visit as one of the two sees it: the volunteer is
// asked whether all is well, the person can end it.
func (s *step) goingOnCard(v *care.Visit, reader string) Message {
	if reader == v.Volunteer {
		return s.volunteerCard(v)
	}
	msg := Message{Person: reader, Lane: Reply, Slot: goingSlot(v.ID), Key: locales.GoingHere, Args: s.visitArgs(v, reader),
		Buttons: s.goingButtons(v, PartVisited), Guard: visitGuard(v, PartVisited, PurposeReply)}
	if calledOff(v) {
		msg.Key = locales.GoingEnded
	}
	return msg
}

// drawGoingOn brings that card up to date without a sound.
func (s *step) drawGoingOn(v *care.Visit, reader string) {
	msg := s.goingOnCard(v, reader)
	msg.Guard.Purpose = PurposeNotice
	if reader == v.Person {
		msg.Lane, msg.Silent = Bulk, true
	}
	s.say(msg)
}

// drawGoingOver: the volunteer is safe, and the person has nothing to do about
// this visit any more.
func (s *step) drawGoingOver(v *care.Visit) {
	if s.contact(v.Person) == nil {
		return
	}
	s.say(Message{Person: v.Person, Lane: Bulk, Slot: goingSlot(v.ID), Silent: true, Key: locales.GoingOver, Guard: Guard{Purpose: PurposeNotice}})
}
