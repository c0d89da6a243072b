package flows

import (
	"slices"
	"time"

	"polyphony/care"
	"polyphony/locales"
	"polyphony/scheduler/calendar"
)

// The team's day and week: the meetings of one's circles in order of time, who
// comes, who has not answered and who cannot be reached, and whose clock runs.

// agendaMost is how many meetings one answer shows, and agendaPage how many of
// them one message holds: each may bring long names and places.
const (
	agendaMost = 20
	agendaPage = 5
)

func todayCommand(s *step, _ string) Reason {
	return s.agenda(locales.AgendaToday, locales.AgendaEmptyToday, 1)
}

func weekCommand(s *step, _ string) Reason {
	return s.agenda(locales.AgendaWeek, locales.AgendaEmptyWeek, 7)
}

// agenda shows the given number of days, from today by the team's clock.
func (s *step) agenda(title, empty locales.Key, days int) Reason {
	if !s.staff() {
		s.reply(locales.AgendaNotStaff, nil)
		return "agenda.not.staff"
	}
	zone := calendar.Zone(s.team().Zone)
	y, mo, d := s.now.In(zone).Date()
	until := time.Date(y, mo, d+days, 0, 0, 0, 0, zone)
	circles := s.staffCircles()
	found := s.meetingsUntil(circles, until)
	requests, plan := s.requestLines(circles)
	unsaid, say := s.unsaidLines(circles)
	requests, plan = append(requests, unsaid...), append(plan, say...)
	if len(found) == 0 && len(requests) == 0 {
		s.reply(empty, nil)
		return "agenda.empty"
	}
	shown := found[:min(len(found), agendaMost)]
	first := Message{Lane: Reply, Key: title, Lines: requests, Buttons: plan, Guard: Guard{Purpose: PurposeDuty}}
	if len(found) == 0 {
		first.Lines = append([]Line{line(empty)}, requests...)
	}
	s.agendaPages(first, shown, len(found)-len(shown))
	return "agenda.shown"
}

// agendaPages divides the meetings into messages that Telegram takes.
func (s *step) agendaPages(msg Message, meetings []*care.Meeting, hidden int) {
	for i, m := range meetings {
		if i > 0 && i%agendaPage == 0 {
			s.say(msg)
			msg = Message{Lane: Reply, Key: locales.AgendaMore, Guard: msg.Guard}
		}
		begin := Arg{When: ref(starts(m)), Zone: s.team().Zone}
		circle := text(circleName(s.network(m.Network)))
		msg.Lines = append(msg.Lines, Line{Key: locales.AgendaMeeting, Args: Args{"When": begin, "Circle": circle, "Facts": list(s.agendaFacts(m)...)}})
		if m.Asked(s.me.ID) {
			msg.Buttons = append(msg.Buttons, row(Button{Label: locales.AgendaOpen, Args: Args{"When": begin, "Circle": circle}, Data: data("agenda", m.ID, m.Seq, "")}))
		}
	}
	if hidden > 0 {
		msg.Lines = append(msg.Lines, Line{Key: locales.AgendaLeftOut, Args: Args{"Count": count(hidden)}})
	}
	s.say(msg)
}

func ref[T any](v T) *T { return &v }

// staffCircles are the circles in which this person is staff and that go on.
func (s *step) staffCircles() (out []*care.Network) {
	for _, id := range s.me.Networks {
		if n := s.network(id); s.plansIn(s.me.ID, id) && n.Closed.IsZero() {
			out = append(out, n)
		}
	}
	return out
}

// meetingsUntil are the meetings of some circles that are not over and begin
// before an instant, in order of time.
func (s *step) meetingsUntil(circles []*care.Network, until time.Time) (out []*care.Meeting) {
	for _, n := range circles {
		for _, id := range n.Meetings {
			if m := s.meeting(id); m != nil && !m.Cancelled && s.now.Before(ends(m)) && starts(m).Before(until) {
				out = append(out, m)
			}
		}
	}
	slices.SortStableFunc(out, func(a, b *care.Meeting) int { return starts(a).Compare(starts(b)) })
	return out
}

// agendaFacts are what a practitioner wants to know before going.
func (s *step) agendaFacts(m *care.Meeting) (lines []Line) {
	if m.Place != "" {
		lines = append(lines, Line{Key: locales.AgendaPlace, Args: Args{"Place": text(m.Place)}})
	}
	of := map[care.Answer][]string{}
	var unreached []string
	for _, id := range s.invitedNow(m) {
		if a := m.Answers[id]; a != "" || !slices.Contains(m.Practitioners, id) { // they are named above
			of[a] = append(of[a], id)
		}
		if c := s.contact(id); c == nil || c.Chat == 0 || c.Blocked || c.Stopped {
			unreached = append(unreached, id)
		}
	}
	groups := []struct {
		key locales.Key
		who []string
	}{
		{locales.AgendaWho, m.Practitioners}, {locales.AgendaComing, of[care.Coming]}, {locales.AgendaNotComing, of[care.NotComing]},
		{locales.AgendaOtherTime, of[care.OtherTime]}, {locales.AgendaSilent, of[""]}, {locales.AgendaUnreached, unreached},
	}
	for _, g := range groups {
		if len(g.who) > 0 {
			lines = append(lines, Line{Key: g.key, Args: Args{"Names": s.someNames(g.who)}})
		}
	}
	return lines
}

// requestLines are the clocks that run in some circles, each with the way to
// end it.
func (s *step) requestLines(circles []*care.Network) (lines []Line, rows [][]Button) {
	for _, n := range circles {
		r := s.openRequest(n)
		if r == nil {
			continue
		}
		key, late := locales.AgendaAsked, locales.AgendaAskedLate
		if r.By == "" {
			key, late = locales.AgendaFirst, locales.AgendaFirstLate
		}
		if !s.now.Before(r.Due) {
			key = late
		}
		lines = append(lines, Line{Key: key, Args: s.requestArgs(r, r.By)})
		rows = append(rows, row(Button{Label: locales.AgendaPlan, Args: Args{"Circle": text(n.Called)}, Data: data("plan", n.ID, 0, "")}))
	}
	return lines, rows
}

// agendaTap opens a meeting's card below the list.
func agendaTap(s *step, p press) Reason {
	m := s.meeting(p.id)
	if s.me == nil || m == nil || !m.Asked(s.me.ID) || !s.plansIn(s.me.ID, m.Network) {
		return s.refused()
	}
	key := locales.MeetingDetails
	switch {
	case m.Cancelled:
		key = locales.MeetingCancelled
	case !s.now.Before(ends(m)):
		s.reply(locales.MeetingOver, s.meetingArgs(m))
		return "agenda.over"
	}
	if p.rev != m.Seq {
		s.stale()
	}
	msg := s.meetingCard(m, s.me.ID, key)
	msg.Fresh = true
	s.say(msg)
	return "agenda.opened"
}
