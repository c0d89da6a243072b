package flows

import (
	"fmt"
	"time"

	"polyphony/care"
	"polyphony/locales"
	"polyphony/scheduler/calendar"
)

// Another time: either of the two proposes one, and it counts once the other has
// said yes. Until then the time that was agreed stands.

const (
	moveNear  = 6             // times offered nearest to the one that stands
	moveAhead = 3 * time.Hour // sooner than this nobody could be asked
	moveDays  = 14            // days ahead that are offered
	moveFirst = 8             // the first hour at which a visit begins, by the visit's clock,
	moveLast  = 20            // and the one from which on none does
)

// visitShifts are the other times worth offering, nearest first.
var visitShifts = []struct{ days, hours int }{{0, -1}, {0, 1}, {0, -2}, {0, 2}, {1, 0}, {-1, 0}, {2, 0}, {0, 3}, {0, -3}, {7, 0}}

// movable reports whether a visit can be at that time: ahead, by day, while its
// volunteer is not on another one.
func (s *step) movable(v *care.Visit, day, clock string) (at time.Time, ok bool) {
	at, err := calendar.Instant(day, clock, calendar.Zone(v.Zone))
	if err != nil || at.Equal(visitStarts(v)) {
		return at, false
	}
	local := at.In(calendar.Zone(v.Zone))
	if local.Hour() < moveFirst || local.Hour() >= moveLast || at.Before(s.now.Add(moveAhead)) || at.After(s.now.AddDate(0, 0, moveDays+7)) {
		return at, false
	}
	return at, !s.visitsThen(v.Volunteer, v.ID, at, at.Add(time.Duration(v.Minutes)*time.Minute))
}

// visitsThen reports whether a volunteer is on another visit between two instants.
func (s *step) visitsThen(volunteer, but string, from, until time.Time) bool {
	p := s.peers().Of(volunteer)
	if p == nil {
		return false
	}
	for _, id := range p.Open {
		o := s.visit(id)
		if o == nil || id == but || o.State != care.VisitAgreed && !o.Watched() {
			continue
		}
		if from.Before(visitEnds(o)) && visitStarts(o).Before(until) {
			return true
		}
	}
	return false
}

// offerNear asks, in the place of the card, which other time would do.
func (s *step) offerNear(v *care.Visit) Reason {
	var times []time.Time
	for _, by := range visitShifts {
		if day, clock, ok := shiftedVisit(v, by.days, by.hours); ok && len(times) < moveNear {
			if at, can := s.movable(v, day, clock); can {
				times = append(times, at)
			}
		}
	}
	return s.offerMoves(v, times, Button{Label: locales.MoveDays, Data: data("going", v.ID, v.Seq, "days")})
}

// offerDays offers the same hour on the days to come.
func (s *step) offerDays(v *care.Visit) Reason {
	var times []time.Time
	today := s.now.In(calendar.Zone(v.Zone))
	for i := range moveDays {
		day := time.Date(today.Year(), today.Month(), today.Day()+i, 0, 0, 0, 0, time.UTC).Format(time.DateOnly)
		if at, can := s.movable(v, day, v.Clock); can {
			times = append(times, at)
		}
	}
	return s.offerMoves(v, times, Button{Label: locales.MoveNear, Data: data("going", v.ID, v.Seq, "move")})
}

func (s *step) offerMoves(v *care.Visit, times []time.Time, other Button) Reason {
	var rows [][]Button
	for _, at := range times {
		local := at.In(calendar.Zone(v.Zone))
		rows = append(rows, row(Button{Label: locales.MoveSlot, Args: Args{"When": when(at)},
			Data: data("going", v.ID, v.Seq, "to."+local.Format(time.DateOnly)+"."+local.Format("15:04"))}))
	}
	rows = append(rows, row(other), row(Button{Label: locales.MoveKeep, Data: data("going", v.ID, v.Seq, "card")}))
	key := locales.MoveAsk
	if len(times) == 0 {
		key = locales.MoveNone
	}
	s.redraw(key, s.visitArgs(v, s.me.ID), rows...)
	return "visit.move.asked"
}

// shiftedVisit is the time of a visit some days and hours away, by the clock.
func shiftedVisit(v *care.Visit, days, hours int) (day, clock string, ok bool) {
	d, err := time.Parse(time.DateOnly, v.Day)
	h, minute, err2 := calendar.Clock(v.Clock)
	if err != nil || err2 != nil || h+hours < 0 || h+hours > 23 {
		return "", "", false
	}
	return d.AddDate(0, 0, days).Format(time.DateOnly), fmt.Sprintf("%02d:%02d", h+hours, minute), true
}

// proposeMove asks the other of the two for another time. A proposal before it
// is over: the newest counts.
func (s *step) proposeMove(v *care.Visit, value string) Reason {
	day, clock := splitArg(value)
	if _, ok := s.movable(v, day, clock); !ok {
		s.stale() // its hour has come, or the volunteer has another visit then
		return s.offerNear(v)
	}
	v.Proposal = &care.Proposal{ID: s.newID("proposal"), By: s.me.ID, Day: day, Clock: clock}
	v.Rev++
	s.visitMoment(v, "move.proposed", s.me.ID)
	s.putVisit(v)
	other := otherOf(v, s.me.ID)
	args := s.visitArgs(v, other)
	args["New"] = when(proposedFor(v))
	s.say(Message{Person: other, Lane: Bulk, Slot: goingSlot(v.ID), Fresh: true, Key: locales.MoveWished, Args: args, Buttons: moveButtons(v),
		Guard: s.moveGuard(v, other)})
	s.showGoing(v)
	return "visit.move.proposed"
}

func (s *step) moveGuard(v *care.Visit, reader string) Guard {
	g := visitGuard(v, partOf(v, reader), PurposeNotice)
	g.Before, g.Quiet, g.Start = visitStarts(v), true, visitStarts(v)
	return g
}

func otherOf(v *care.Visit, one string) string {
	if one == v.Person {
		return v.Volunteer
	}
	return v.Person
}

func proposedFor(v *care.Visit) time.Time {
	at, err := calendar.Instant(v.Proposal.Day, v.Proposal.Clock, calendar.Zone(v.Zone))
	if err != nil {
		return time.Time{}
	}
	return at
}

func moveButtons(v *care.Visit) [][]Button {
	act := func(label locales.Key, arg string) Button {
		return Button{Label: label, Data: data("going", v.ID, v.Seq, arg+"."+v.Proposal.ID)}
	}
	return [][]Button{row(act(locales.MoveYes, "yes")), row(act(locales.MoveNo, "no"))}
}

// otherTimeLines say on a card which time was asked for and is not answered.
func (s *step) otherTimeLines(v *care.Visit, reader string) []Line {
	if v.Proposal == nil || v.State != care.VisitAgreed {
		return nil
	}
	args := s.visitArgs(v, reader)
	args["New"] = when(proposedFor(v))
	if v.Proposal.By == reader {
		return []Line{{Key: locales.MoveWaits, Args: args}}
	}
	return []Line{{Key: locales.MoveAsks, Args: args}}
}

// takeBackRow is what a card offers while a proposal is open: to whoever made it
// to take it back, to the other to answer.
func takeBackRow(v *care.Visit, reader string) [][]Button {
	switch {
	case v.Proposal == nil || v.State != care.VisitAgreed:
		return nil
	case v.Proposal.By == reader:
		return [][]Button{row(Button{Label: locales.MoveBack, Data: data("going", v.ID, v.Seq, "back."+v.Proposal.ID)})}
	}
	return moveButtons(v)
}

// agreeMove: the other says yes, and the visit moves. Who watches over it is
// asked again, since their yes was to another time.
func (s *step) agreeMove(v *care.Visit, id string) Reason {
	if v.Proposal == nil || v.Proposal.ID != id || v.Proposal.By == s.me.ID {
		return s.staleMove(v)
	}
	by := v.Proposal.By
	if at, ok := s.movableNow(v); !ok {
		v.Proposal = nil
		s.putVisit(v)
		s.notice(locales.MoveTooLate, Args{"When": when(at)})
		s.showGoing(v)
		s.redrawGoing(v, by)
		return "visit.move.late"
	}
	s.shutDoor(v)
	v.Day, v.Clock, v.Proposal = v.Proposal.Day, v.Proposal.Clock, nil
	v.Changed, v.ChangedBy, v.Shown = s.now, by, time.Time{}
	v.Seq++
	v.Rev++
	s.visitMoment(v, "moved", s.me.ID)
	s.redraw(locales.MoveDone, s.visitArgs(v, s.me.ID))
	s.askWatchersAgain(v)
	s.timeStands(v)
	for _, who := range []string{v.Person, v.Volunteer} {
		s.say(s.goingNotice(v, who, locales.GoingMoved))
	}
	return "visit.moved"
}

// movableNow asks once more when the yes comes; an hour that has become too near
// is none that the other could be ready for.
func (s *step) movableNow(v *care.Visit) (time.Time, bool) {
	at := proposedFor(v)
	return at, at.After(s.now.Add(time.Hour)) && !s.visitsThen(v.Volunteer, v.ID, at, at.Add(time.Duration(v.Minutes)*time.Minute))
}

func (s *step) staleMove(v *care.Visit) Reason {
	s.notice(locales.MoveGone, nil)
	s.showGoing(v)
	return "visit.move.gone"
}

// refuseMove: the time that was agreed stands.
func (s *step) refuseMove(v *care.Visit, id string) Reason {
	if v.Proposal == nil || v.Proposal.ID != id || v.Proposal.By == s.me.ID {
		return s.staleMove(v)
	}
	by := v.Proposal.By
	v.Proposal = nil
	v.Rev++
	s.visitMoment(v, "move.refused", s.me.ID)
	s.putVisit(v)
	s.showGoing(v)
	msg := s.goingCard(v, by, locales.MoveStays)
	msg.Lane, msg.Fresh, msg.Guard = Bulk, true, s.moveGuard(v, by)
	s.say(msg)
	return "visit.move.refused"
}

// takeMoveBack: whoever asked for another time does not any more.
func (s *step) takeMoveBack(v *care.Visit, id string) Reason {
	if v.Proposal == nil || v.Proposal.ID != id || v.Proposal.By != s.me.ID {
		return s.staleMove(v)
	}
	v.Proposal = nil
	v.Rev++
	s.visitMoment(v, "move.back", s.me.ID)
	s.putVisit(v)
	s.showGoing(v)
	s.redrawGoing(v, otherOf(v, s.me.ID))
	return "visit.move.back"
}
