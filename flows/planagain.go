package flows

import (
	"slices"
	"time"

	"polyphony/care"
	"polyphony/locales"
)

// After a mistake, each meeting that was called off with nobody hearing of it
// can be planned again as it was, with one tap, while it lies ahead.

// offToCome are those meetings.
func (s *step) offToCome(n *care.Network) (off []*care.Meeting) {
	if ended(n) != "" {
		return nil
	}
	for _, id := range n.Off {
		if m := s.meeting(id); m != nil && m.Cancelled && s.now.Before(starts(m)) {
			off = append(off, m)
		}
	}
	return off
}

// putRightRows are the buttons of a mistake about somebody that is put right.
func (s *step) putRightRows(n *care.Network, c *care.Contact) [][]Button {
	if isCentre(n, c.ID) {
		return s.againRows(n)
	}
	return [][]Button{row(circleButton(n, locales.PlanBack, nil, ""))}
}

// againRows offer each of those meetings.
func (s *step) againRows(n *care.Network) (rows [][]Button) {
	for _, m := range s.offToCome(n) {
		rows = append(rows, row(circleButton(n, locales.DeathAgainButton, Args{"When": when(starts(m))}, "again."+m.ID)))
	}
	return append(rows, row(circleButton(n, locales.PlanBack, nil, "")))
}

// planAgain gives a meeting back as it was, and tells everybody of it anew. The
// series whose next meeting it was goes on.
func planAgain(s *step, n *care.Network, id string) Reason {
	if !s.staffOf(n) {
		return s.refused()
	}
	off := s.offToCome(n)
	i := slices.IndexFunc(off, func(m *care.Meeting) bool { return m.ID == id })
	if i < 0 {
		s.stale()
		s.showCircle(n)
		return "again.stale"
	}
	m := off[i]
	gone := func(id string) bool { return s.place(n, id) == nil }
	m.Cancelled = false
	m.Seq++
	m.Invited, m.Practitioners = slices.DeleteFunc(m.Invited, gone), slices.DeleteFunc(m.Practitioners, gone)
	n.Off = drop(n.Off, m.ID)
	if r := s.series(m.Series); r != nil && r.Meeting == m.ID && !slices.Contains(n.Series, r.ID) {
		r.Ended = time.Time{}
		n.Series = append(n.Series, r.ID)
		s.putSeries(r)
	}
	s.audit("meeting:"+m.ID, "meeting.planned.again", "")
	s.redraw(locales.PlanSent, s.meetingArgs(m), s.againRows(n)...)
	s.announce(n, m, tellPlanned)
	if len(m.Practitioners) < 2 {
		s.askForPeople(n, &care.Series{By: s.me.ID}, m)
	}
	return "meeting.planned.again"
}

// clocksGoOn: the day of whoever asked while the circle was still is not
// forgotten.
func (s *step) clocksGoOn(n *care.Network) {
	r := s.openRequest(n)
	if r == nil {
		return
	}
	s.timer(requestTimer(r.ID), r.Next(s.now))
	for _, a := range r.Also {
		if a.Breached.IsZero() {
			due := a.Due
			if due.Before(s.now) {
				due = s.now
			}
			s.timer(askerTimer(r.ID, a.By), due)
		}
	}
}
