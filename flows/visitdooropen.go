package flows

import (
	"strings"
	"time"

	"polyphony/care"
	"polyphony/locales"
)

func doorOpens(s *step, v *care.Visit) time.Time { return visitStarts(v).Add(-care.AddressBefore) }

// openDoor shows the volunteer where, once it is time and the person has said it.
func (s *step) openDoor(v *care.Visit) {
	if !whereSaid(v) || !v.Shown.IsZero() || !mayKnowWhere(v, v.Volunteer, s.now) || s.peer(v.Volunteer) == nil && !v.Watched() {
		return
	}
	v.Shown = s.now
	s.visitMoment(v, "where.shown", v.Volunteer)
	s.putVisit(v)
	guard := visitGuard(v, PartDoor, PurposeNotice)
	guard.Quiet, guard.Start = true, visitStarts(v)
	s.say(Message{Person: v.Volunteer, Lane: Bulk, Slot: doorSlot(v.ID), Fresh: true, Replace: true, Protect: true, Key: locales.DoorShown, Args: s.doorArgs(v), Guard: guard})
}

// doorArgs are where, behind a spoiler, and whose door it is.
func (s *step) doorArgs(v *care.Visit) Args {
	args := s.visitArgs(v, v.Volunteer)
	where := v.Address.Text
	if v.Spot != nil {
		where = strings.TrimSpace(where + "\n" + mapLink(v.Spot))
	}
	args["Words"] = Arg{Words: where, By: v.Person}
	return args
}

// shutDoor takes where a visit is out of the volunteer's chat. Where Telegram
// refuses, a sentence stands in its place. The volunteer may have lost their
// part by now, so nothing but the message itself is asked for.
func (s *step) shutDoor(v *care.Visit) {
	if v.Shown.IsZero() || v.Volunteer == "" {
		return
	}
	v.Shown = time.Time{}
	s.say(Message{Person: v.Volunteer, Lane: Bulk, Slot: doorSlot(v.ID), Gone: true, Silent: true, Key: locales.DoorShut, Guard: Guard{Purpose: PurposeReply}})
}
