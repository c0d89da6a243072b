package flows

import (
	"slices"

	"polyphony/care"
	"polyphony/locales"
	"polyphony/scheduler/calendar"
)

// Whom to ask: every colleague who can be reached and is free, and why not the
// others.

// standIns are the staff ids who could be on call in a stretch, with a line for
// each who cannot.
func (s *step) standIns(c *care.Cover) (free []string, why []Line) {
	for _, m := range s.team().Staff {
		if !m.Role.Staff() || m.ID == c.Out {
			continue
		}
		if key := s.cannot(m.ID, c); key != "" {
			why = append(why, Line{Key: key, Args: Args{"Name": s.staffNames([]string{m.ID})}, Tight: len(why) > 0})
			continue
		}
		free = append(free, m.ID)
	}
	return free, why
}

// cannot says why somebody cannot be on call in a stretch; empty: they can.
func (s *step) cannot(staff string, c *care.Cover) locales.Key {
	contact := s.staffContact(staff)
	switch {
	case contact == nil || !s.isStaff(contact) || contact.Chat == 0:
		return locales.OncallCannotJoin
	case contact.Stopped:
		return locales.OncallCannotStop
	case contact.Blocked:
		return locales.OncallCannotBlock
	case s.onDutyThroughout(staff, c.From, c.Until):
		return locales.OncallCannotBusy
	}
	return ""
}

// wholeOf goes on from the stretch that is chosen: to whom, or at once to whose
// it is.
func (s *step) wholeOf() Reason {
	d := s.coverDraft()
	if d == nil {
		return s.dutyAgain(locales.OncallChangedSince)
	}
	if why := s.chosenStill(d.Cover); why != "" {
		return s.dutyAgain(why)
	}
	if d.What == draftOfferCover {
		return s.takeOver(d.Cover)
	}
	d.Since = s.now
	s.menu()
	free, why := s.standIns(d.Cover)
	key := locales.OncallWhom
	switch {
	case len(free) == 0:
		key = locales.OncallWhomNone
	case d.What == draftSetCover:
		key = locales.OncallWhomSet
	}
	var rows [][]Button
	if d.What == draftAskCover && len(free) > 1 {
		rows = append(rows, row(s.dutyButton(locales.OncallEveryone, nil, "-", "who.all")))
	}
	for _, id := range free {
		rows = append(rows, row(s.dutyButton(locales.OncallPerson, Args{"Name": s.staffNames([]string{id})}, id, "who")))
	}
	s.showWith(key, s.span(s.me, d.Cover.From, d.Cover.Until), why, append(rows, s.coverEnd("part.all"))...)
	return "duty.whom"
}

// chosenStill says what has become of the chosen stretch meanwhile; empty: it is
// as it was, or has begun and goes on.
func (s *step) chosenStill(c *care.Cover) locales.Key {
	if !c.Until.After(s.now) {
		return locales.OncallOver
	}
	c.From = later(c.From, s.now)
	if c.Out != "" && !s.onDutyThroughout(c.Out, c.From, c.Until) {
		return locales.OncallChangedSince
	}
	if c.Out == "" && !slices.ContainsFunc(calendar.DutyGaps(s.team(), s.rota(), s.now, c.Until), func(g calendar.Stretch) bool {
		return !g.From.After(c.From) && !g.Until.Before(c.Until)
	}) {
		return locales.OncallChangedSince
	}
	return ""
}

// pickWho: somebody was chosen. A coordinator sets it; a colleague asks.
func pickWho(s *step, p press, value string) Reason {
	d := s.coverDraft()
	if d == nil {
		return s.dutyAgain(locales.OncallChangedSince)
	}
	if why := s.chosenStill(d.Cover); why != "" {
		return s.dutyAgain(why)
	}
	free, _ := s.standIns(d.Cover)
	if value == "all" && d.What == draftAskCover && len(free) > 0 {
		return s.askSwap(free, nil)
	}
	if !slices.Contains(free, p.id) {
		s.notice(locales.OncallChangedSince, nil)
		return s.wholeOf()
	}
	if d.What == draftSetCover {
		return s.setCover(p.id)
	}
	return s.offerReturn(p.id)
}

// offerReturn lets whoever asks take a shift of the other's in return.
func (s *step) offerReturn(staff string) Reason {
	s.menu()
	var rows [][]Button
	rows = append(rows, row(s.dutyButton(locales.OncallJustAsk, nil, staff, "return")))
	for _, st := range s.inReturn(staff) {
		rows = append(rows, row(s.dutyButton(locales.OncallShift, s.span(s.me, st.From, st.Until), staff, "return."+stamp(st.Until))))
	}
	if len(rows) == 1 {
		return s.askSwap([]string{staff}, nil)
	}
	s.show(locales.OncallInReturn, Args{"Name": s.staffNames([]string{staff})}, append(rows, s.coverEnd("whom"))...)
	return "duty.return"
}

// inReturn are the shifts of a colleague that whoever asks could take for one of
// theirs: none in which they are on call themselves.
func (s *step) inReturn(staff string) (out []calendar.Stretch) {
	for _, st := range s.dutyParts(staff, s.now.AddDate(0, 0, ownDays)) {
		if _, busy := s.onDutyWithin(s.me.Staff, st.From, st.Until); !busy && st.From.After(s.now) && len(out) < shiftPage {
			out = append(out, st)
		}
	}
	return out
}

func pickReturn(s *step, p press, value string) Reason {
	d := s.coverDraft()
	if d == nil || d.What != draftAskCover {
		return s.dutyAgain(locales.OncallChangedSince)
	}
	if why := s.chosenStill(d.Cover); why != "" {
		return s.dutyAgain(why)
	}
	if free, _ := s.standIns(d.Cover); !slices.Contains(free, p.id) {
		s.notice(locales.OncallChangedSince, nil)
		return s.wholeOf()
	}
	if value == "" {
		return s.askSwap([]string{p.id}, nil)
	}
	for _, st := range s.inReturn(p.id) {
		if st.Until.Unix() == unstamp(value).Unix() {
			return s.askSwap([]string{p.id}, &care.Cover{From: st.From, Until: st.Until, Out: p.id, In: s.me.Staff})
		}
	}
	return s.dutyAgain(locales.OncallChangedSince)
}

// findCover begins, from a message that coordinators were sent, with the shift
// that it names.
func findCover(s *step, p press, value string) Reason {
	if !s.coordinates() {
		return s.refused()
	}
	s.ev.Kind = KindText // what they were told stays where it is
	st, found := s.shiftNamed(draftSetCover, p.id, unstamp(value))
	if !found {
		return s.dutyAgain(locales.OncallChangedSince)
	}
	return s.chose(draftSetCover, st)
}

// cantDo begins with a shift of one's own, from the question before it.
func cantDo(s *step, _ press, value string) Reason {
	s.ev.Kind = KindText
	st, found := s.shiftNamed(draftAskCover, s.me.Staff, unstamp(value))
	if !found {
		return s.offerShifts(draftAskCover, "")
	}
	return s.chose(draftAskCover, st)
}
