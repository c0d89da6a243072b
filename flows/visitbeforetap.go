package flows

import (
	"polyphony/care"
	"polyphony/locales"
)

// goingActs is what the person and the volunteer do on the card of an agreed
// visit, by verb.
var goingActs map[string]func(*step, *care.Visit, string) Reason

func init() {
	goingActs = map[string]func(*step, *care.Visit, string) Reason{
		"card":       goingShown,
		"where":      func(s *step, v *care.Visit, _ string) Reason { return s.whereTapped(v) },
		"move":       func(s *step, v *care.Visit, _ string) Reason { return s.offerNear(v) },
		"days":       func(s *step, v *care.Visit, _ string) Reason { return s.offerDays(v) },
		"to":         (*step).proposeMove,
		"yes":        (*step).agreeMove,
		"no":         (*step).refuseMove,
		"back":       (*step).takeMoveBack,
		"cancel":     func(s *step, v *care.Visit, _ string) Reason { return s.askVisitOff(v) },
		"cancel_yes": func(s *step, v *care.Visit, _ string) Reason { return s.visitOff(v) },
	}
}

// goingTap asks who taps, and whether the card still shows the truth.
func goingTap(s *step, p press) Reason {
	v := s.visit(p.id)
	if s.me == nil || v == nil || s.me.ID != v.Person && s.me.ID != v.Volunteer {
		return s.refused()
	}
	act, value := splitArg(p.arg)
	do, known := goingActs[act]
	switch {
	case !known || act == "where" && s.me.ID != v.Person:
		return s.refused()
	case v.State == care.VisitAgreed && p.rev == v.Seq:
		return do(s, v, value)
	case v.Watched() && (act == "card" || s.me.ID == v.Person && (act == "cancel" || act == "cancel_yes") && !calledOff(v)):
		return do(s, v, value)
	}
	return s.staleVisit(v)
}

func goingShown(s *step, v *care.Visit, _ string) Reason {
	s.showGoing(v)
	return "visit.card"
}

// staleVisit says what has happened since the button was shown, and puts the
// truth in its place.
func (s *step) staleVisit(v *care.Visit) Reason {
	switch {
	case v.State == care.VisitAgreed:
		s.notice(locales.GoingSinceMoved, nil)
		s.showGoing(v)
	case v.Watched():
		s.notice(locales.GoingSinceBegan, nil)
		s.showGoing(v)
	case v.State == care.VisitOver:
		s.notice(locales.GoingSinceOver, nil)
		s.redraw(locales.GoingOver, nil)
	case v.Open():
		s.notice(locales.GoingSinceSearch, nil)
		s.redraw(locales.GoingSearch, nil)
	default:
		s.notice(locales.GoingSinceOff, nil)
		s.redraw(locales.GoingOff, nil)
	}
	return "visit.stale"
}

// askVisitOff asks once more, saying what will follow.
func (s *step) askVisitOff(v *care.Visit) Reason {
	key := locales.GoingCancelAsk
	switch {
	case s.me.ID == v.Volunteer:
		key = locales.GoingCannotAsk
	case v.Watched():
		key = locales.GoingCancelHere
	}
	yes := Button{Label: locales.GoingCancelYes, Style: "danger", Data: data("going", v.ID, v.Seq, "cancel_yes")}
	s.redraw(key, s.visitArgs(v, s.me.ID), row(yes), row(Button{Label: locales.GoingCancelNo, Data: data("going", v.ID, v.Seq, "card")}))
	return "visit.cancel.asked"
}
