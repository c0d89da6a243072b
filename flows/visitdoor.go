package flows

import (
	"strings"
	"time"

	"polyphony/care"
	"polyphony/locales"
)

// Where a visit is, only the person says, and only the volunteer who goes reads
// it: from a day before, in a message that cannot be forwarded, behind a spoiler.
// It is taken out of their chat when the visit is over, moves or is cancelled.

// draftWhere waits for where a visit is.
const draftWhere = "visit.where"

// whereLimit is how long an address with its bell and stairs may be.
const whereLimit = 400

// doorSlot is the message in the volunteer's chat that shows where.
func doorSlot(visit string) string { return "door:" + visit }

func whereSaid(v *care.Visit) bool { return v.Address.Text != "" || v.Spot != nil }

func whereLabel(v *care.Visit) locales.Key {
	if whereSaid(v) {
		return locales.DoorButtonChange
	}
	return locales.DoorButton
}

// whereKnown says on a card who knows where, and never where.
func (s *step) whereKnown(v *care.Visit, as VisitPart) []Line {
	if v.State != care.VisitAgreed {
		return nil
	}
	var key locales.Key
	switch said := whereSaid(v); {
	case as == PartVisited && said:
		key = locales.DoorKept
	case as == PartVisited:
		key = locales.DoorWanted
	case !v.Shown.IsZero() && said:
		key = locales.DoorBelow
	case said:
		key = locales.DoorLater
	default:
		key = locales.DoorNotSaid
	}
	return []Line{{Key: key, Args: s.visitArgs(v, whoIs(v, as))}}
}

// askWhere asks the person, in a message of its own, or in the place of edit.
func (s *step) askWhere(v *care.Visit, edit int) {
	s.begin(&care.Draft{What: draftWhere, About: v.ID, Seq: v.Seq})
	later := Button{Label: locales.DoorNotNow, Data: data("going", v.ID, v.Seq, "card")}
	msg := Message{Person: s.me.ID, Lane: Reply, Key: locales.DoorAsk, Args: s.visitArgs(v, s.me.ID), Edit: edit, Buttons: [][]Button{row(later)},
		Guard: visitGuard(v, PartVisited, PurposeReply)}
	if edit != 0 {
		msg.Caption = s.ev.Caption
	}
	s.say(msg)
}

func (s *step) whereTapped(v *care.Visit) Reason {
	s.askWhere(v, 0) // the card stays: it holds the calendar file
	return "visit.where.asked"
}

// whereWaits is the visit whose person is being asked where it is, nil when the
// question is not open or not true any more.
func (s *step) whereWaits() *care.Visit {
	if s.me == nil || s.me.Draft == nil || s.me.Draft.What != draftWhere || s.now.Sub(s.me.Draft.Since) > draftLife {
		return nil
	}
	v := s.visit(s.me.Draft.About)
	if v == nil || v.Person != s.me.ID || v.State != care.VisitAgreed {
		return nil
	}
	return v
}

// whereTyped keeps where a visit is, as the person wrote it.
func whereTyped(s *step, typed string) Reason {
	v := s.whereWaits()
	if v == nil {
		s.endDraft()
		s.reply(locales.DoorTooLate, nil) // it was an address, so it is not kept
		return "visit.where.late"
	}
	if tooLong(typed, whereLimit) {
		s.reply(locales.DoorLong, nil)
		return "visit.where.long"
	}
	return s.keepWhere(v, s.spoken(typed, care.Media{}), nil)
}

// whereSent takes a location while the question is open. Where somebody who has
// asked for help is, is never taken for it.
func whereSent(s *step) (Reason, bool) {
	v := s.whereWaits()
	if v == nil || s.ev.Spot == nil || s.ownRelay() != nil || s.ownAlert() != nil || s.within != nil {
		return "", false
	}
	return s.keepWhere(v, s.spoken(strings.TrimSpace(s.ev.Text), care.Media{}), s.ev.Spot), true
}

func (s *step) keepWhere(v *care.Visit, said care.Words, spot *care.Spot) Reason {
	s.endDraft()
	v.Address, v.Spot = said, spot
	v.Rev++
	s.wrote(v.Person, care.Ref{Kind: care.KindVisit, ID: v.ID})
	s.visitMoment(v, "where.said", v.Person)
	s.putVisit(v)
	s.say(Message{Person: v.Person, Lane: Reply, Key: locales.DoorThanks, Args: s.visitArgs(v, v.Person), Guard: visitGuard(v, PartVisited, PurposeReply)})
	s.redrawGoing(v, v.Person)
	v.Shown = time.Time{} // what was changed is shown once more
	s.openDoor(v)
	s.redrawGoing(v, v.Volunteer)
	return "visit.where"
}
