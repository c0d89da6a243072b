package flows

import (
	"slices"

	"polyphony/care"
	"polyphony/locales"
	"polyphony/scheduler/calendar"
)

// A series makes its meetings one at a time: while it runs, exactly one of them
// is planned (as I9), and the series says which. The next is made when that one
// is over or cancelled.

// beginSeries makes the series of a first meeting.
func (s *step) beginSeries(m *care.Meeting, d *care.Draft) {
	r := &care.Series{ID: s.newID("series"), Network: m.Network, Rule: calendar.Weekly(d.Every), First: m.Day, Clock: m.Clock, Zone: m.Zone,
		Minutes: m.Minutes, Place: m.Place, Kind: m.Kind, Spot: m.Spot, Practitioners: m.Practitioners,
		Invited: d.Invited, Except: d.Except, By: s.me.ID, Meeting: m.ID, Day: m.Day}
	m.Series = r.ID
	n := s.network(m.Network)
	n.Series = append(n.Series, r.ID)
	s.putNetwork(n)
	s.putSeries(r)
}

// running is the series whose next meeting this is, nil when it is none's.
func (s *step) running(m *care.Meeting) *care.Series {
	if m.Series == "" {
		return nil
	}
	if r := s.series(m.Series); r != nil && r.Ended.IsZero() && r.Meeting == m.ID {
		return r
	}
	return nil
}

// nextOfSeries plans the meeting after one that is over or cancelled, and tells
// everybody. Asked twice it does nothing. A circle that has ended ends its series.
func (s *step) nextOfSeries(m *care.Meeting) {
	r, n := s.running(m), s.network(m.Network)
	if r == nil {
		return
	}
	if n == nil || ended(n) != "" {
		s.endSeries(r)
		return
	}
	day := s.nextDay(r)
	if day == "" {
		s.endSeries(r)
		return
	}
	before := r.Practitioners
	r.Practitioners = slices.DeleteFunc(slices.Clone(before), func(id string) bool { return !slices.Contains(s.practitioners(n), id) })
	next := &care.Meeting{ID: s.newID("meeting"), Network: n.ID, Seq: 1, Day: day, Clock: r.Clock, Zone: r.Zone, Minutes: r.Minutes,
		Place: r.Place, Kind: r.Kind, Spot: r.Spot, Practitioners: r.Practitioners,
		Invited: s.invitees(n, r.Invited, r.Practitioners), Chosen: len(r.Invited) > 0, Series: r.ID, PlannedBy: r.By, At: s.now}
	r.Meeting, r.Day = next.ID, day
	s.putSeries(r)
	s.announce(n, next, locales.SeriesNext, s.peopleLines(m.Practitioners, next.Practitioners, "")...)
	s.audit("meeting:"+next.ID, "series.next", r.ID)
	if len(next.Practitioners) < 2 {
		s.askForPeople(n, r, next)
	}
}

// daysTried is how many dates of a rule are looked at at once.
const daysTried = 60

// nextDay is the rule's next day after the one that was planned, of those that
// are still to come: an outage makes no meetings in the past.
func (s *step) nextDay(r *care.Series) string {
	after := max(r.Day, calendar.Day(s.now.AddDate(0, 0, -1), calendar.Zone(r.Zone)))
	days, err := calendar.NextDays(r.Rule, r.First, after, r.Except, daysTried)
	if err != nil {
		panic(readFailed{undecided("series " + r.ID + " has no rule")})
	}
	for _, day := range days {
		if at, err := calendar.Instant(day, r.Clock, calendar.Zone(r.Zone)); err == nil && at.After(s.now) {
			return day
		}
	}
	return ""
}

func (s *step) endSeries(r *care.Series) {
	r.Ended, r.Meeting = s.now, ""
	s.putSeries(r)
	if n := s.network(r.Network); n != nil {
		n.Series = slices.DeleteFunc(n.Series, func(id string) bool { return id == r.ID })
		s.putNetwork(n)
	}
	s.audit("network:"+r.Network, "series.ended", r.ID)
}

// askForPeople asks whoever planned the series and the circle's coordinators to
// choose who comes, since fewer than two are left.
func (s *step) askForPeople(n *care.Network, r *care.Series, m *care.Meeting) {
	asked := n.With(care.Coordinator)
	if !slices.Contains(asked, r.By) {
		asked = append(asked, r.By)
	}
	if asked = slices.DeleteFunc(asked, func(id string) bool { return !s.plansIn(id, n.ID) }); len(asked) == 0 {
		asked = s.practitioners(n)
	}
	for _, id := range asked {
		s.say(Message{Person: id, Lane: Bulk, Key: locales.SeriesNeedsTwo, Args: Args{"Circle": text(circleName(n)), "When": when(starts(m))},
			Buttons: [][]Button{row(Button{Label: locales.SeriesChoose, Data: data("meet", m.ID, m.Seq, "people")})},
			Guard:   Guard{Purpose: PurposeNotice, Network: n.ID, Meeting: m.ID, Seq: m.Seq, Quiet: true}})
	}
}

// refill takes over for a series that has too few practitioners left those who
// were chosen for its next meeting.
func (s *step) refill(m *care.Meeting) {
	if r := s.running(m); r != nil && len(r.Practitioners) < 2 {
		r.Practitioners = m.Practitioners
		s.putSeries(r)
	}
}

// askCancel asks before anybody is told; of a meeting that comes back, how much.
func (s *step) askCancel(m *care.Meeting) Reason {
	button := func(label locales.Key, arg, style string) []Button {
		return row(Button{Label: label, Data: data("meet", m.ID, m.Seq, arg), Style: style})
	}
	keep := button(locales.MeetingCancelNo, "keep", "")
	if s.running(m) != nil {
		s.redraw(locales.SeriesCancelAsk, s.meetingArgs(m), button(locales.SeriesCancelOne, "cancel_yes", "danger"),
			button(locales.SeriesCancelAll, "cancel_all", "danger"), keep)
		return "series.cancel.asked"
	}
	s.redraw(locales.MeetingCancelAsk, s.meetingArgs(m), button(locales.MeetingCancelYes, "cancel_yes", "danger"), keep)
	return "meeting.cancel.asked"
}

// cancelMeeting cancels a meeting, and with it all that follow or none.
func (s *step) cancelMeeting(m *care.Meeting, following bool) Reason {
	m.Cancelled = true
	m.Seq++
	m.Changed = s.now
	s.putMeeting(m)
	s.dropFromNetwork(m)
	r := s.running(m)
	done, told, reason := locales.MeetingCancelledDone, tellCancelled, Reason("meeting.cancelled")
	if following && r != nil {
		s.endSeries(r)
		done, told, reason = locales.SeriesEndedDone, locales.SeriesEnded, "series.cancelled"
	}
	s.redraw(done, s.meetingArgs(m))
	s.tellAll(m, told)
	s.audit("meeting:"+m.ID, reason, "")
	s.nextOfSeries(m)
	return reason
}
