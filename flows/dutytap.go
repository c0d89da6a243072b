package flows

import (
	"polyphony/care"
	"polyphony/locales"
)

// The buttons of /oncall and of what staff are told about it. Those of a menu
// hold only while it is the newest; the others mean the same at any time.

var (
	dutyMenus map[string]func(*step, press, string) Reason
	dutyActs  map[string]func(*step, press, string) Reason
)

func init() {
	dutyMenus = map[string]func(*step, press, string) Reason{
		"mine":    func(s *step, _ press, page string) Reason { return s.offerShifts(draftAskCover, page) },
		"theirs":  func(s *step, _ press, page string) Reason { return s.offerShifts(draftOfferCover, page) },
		"set":     func(s *step, _ press, page string) Reason { return s.offerShifts(draftSetCover, page) },
		"pick":    pickShift,
		"part":    pickPart,
		"moments": pickMoments,
		"from":    pickFrom,
		"until":   pickUntil,
		"whom":    func(s *step, _ press, _ string) Reason { return s.wholeOf() },
		"who":     pickWho,
		"return":  pickReturn,
		"leave":   leaveCover,
		"undo":    offerUndo,
		"drop":    dropCover,
		"wake":    func(s *step, _ press, _ string) Reason { return s.showWake() },
		"wakeby":  wakeBy,
		"untie":   func(s *step, _ press, _ string) Reason { return s.untieTeam() },
	}
	dutyActs = map[string]func(*step, press, string) Reason{
		"open":  func(s *step, _ press, _ string) Reason { return s.showOnCall() },
		"here":  iAmHere,
		"cant":  cantDo,
		"cover": findCover,
	}
}

// Drafts that wait for taps and never for words.
const (
	draftAskCover   = "cover.ask"
	draftOfferCover = "cover.offer"
	draftSetCover   = "cover.set"
)

func dutyTap(s *step, p press) Reason {
	if !s.staff() {
		return s.refused()
	}
	act, value := splitArg(p.arg)
	if do, known := dutyActs[act]; known {
		return do(s, p, value)
	}
	do, known := dutyMenus[act]
	if !known || p.rev != s.me.Menu {
		s.notice(locales.OncallChangedSince, nil)
		return s.showOnCall()
	}
	return do(s, p, value)
}

// coverDraft is the cover that is being arranged; nil when there is none.
func (s *step) coverDraft() *care.Draft {
	d := s.me.Draft
	if d == nil || d.Cover == nil {
		return nil
	}
	return d
}

// dutyAgain draws the overview, because what was tapped on is not so any more.
func (s *step) dutyAgain(why locales.Key) Reason {
	s.notice(why, nil)
	s.dropCoverDraft()
	s.showOnCall()
	return "duty.stale"
}

func (s *step) dropCoverDraft() {
	if s.coverDraft() != nil {
		s.me.Draft = nil
		s.putContact(s.me)
	}
}

func leaveCover(s *step, _ press, _ string) Reason {
	s.dropCoverDraft()
	s.notice(locales.OncallLeft, nil)
	return s.showOnCall()
}

// dutyButton is a button of the menu that is being drawn.
func (s *step) dutyButton(label locales.Key, args Args, id, arg string) Button {
	return Button{Label: label, Args: args, Data: data("duty", id, s.me.Menu, arg)}
}

// coverEnd are the ways out of every part of arranging cover.
func (s *step) coverEnd(back string) []Button {
	return row(s.dutyButton(locales.OncallBack, nil, "-", back), s.dutyButton(locales.OncallLeave, nil, "-", "leave"))
}
