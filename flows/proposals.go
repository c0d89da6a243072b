package flows

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"polyphony/care"
	"polyphony/locales"
	"polyphony/scheduler/calendar"
)

// "Another time" offers a few, to be tapped; the team sees them on its card and
// can move the meeting there with two taps.

const (
	draftOther      = "meeting.other" // another time in somebody's own words
	proposalsEach   = 5               // that one member can make
	slotsOffered    = 6
	proposalsToMove = 6 // buttons on the team's card

	slotAhead = 3 * time.Hour // a time sooner than this is none that a team could move to
)

// shifts are the other times worth offering, nearest first: the same day at
// other hours, the same hour on neighbouring days.
var shifts = []struct{ days, hours int }{{0, -2}, {0, 2}, {-1, 0}, {1, 0}, {2, 0}, {7, 0}, {0, 3}, {0, -3}, {-2, 0}, {3, 0}}

// slotsFor are times that the reader can propose: ahead, within the team's
// hours from beginning to end, not in the reader's night, not proposed yet.
func (s *step) slotsFor(m *care.Meeting) []care.Proposal {
	var out []care.Proposal
	for _, by := range shifts {
		p, ok := shifted(m, by.days, by.hours)
		if ok && len(out) < slotsOffered && s.possible(m, p) && !slices.ContainsFunc(m.Proposals, func(o care.Proposal) bool {
			return o.By == s.me.ID && o.Day == p.Day && o.Clock == p.Clock
		}) {
			out = append(out, p)
		}
	}
	slices.SortFunc(out, func(a, b care.Proposal) int { return strings.Compare(a.Day+a.Clock, b.Day+b.Clock) })
	return out
}

// shifted is a meeting's time by the clock, some days and hours away; ok is
// false when the hours leave the day.
func shifted(m *care.Meeting, days, hours int) (p care.Proposal, ok bool) {
	day, err := time.Parse(time.DateOnly, m.Day)
	h, minute, err2 := calendar.Clock(m.Clock)
	if err != nil || err2 != nil || h+hours < 0 || h+hours > 23 {
		return p, false
	}
	return care.Proposal{Day: day.AddDate(0, 0, days).Format(time.DateOnly), Clock: fmt.Sprintf("%02d:%02d", h+hours, minute)}, true
}

// proposed is the instant of a proposal, zero when it makes no sense.
func proposed(m *care.Meeting, p care.Proposal) time.Time {
	t, err := calendar.Instant(p.Day, p.Clock, calendar.Zone(m.Zone))
	if err != nil {
		return time.Time{}
	}
	return t
}

func (s *step) possible(m *care.Meeting, p care.Proposal) bool {
	t, team := proposed(m, p), s.team()
	until, open := calendar.Covers(team.Hours, t, calendar.Zone(team.Zone), team.Holidays...)
	end := t.Add(time.Duration(m.Minutes) * time.Minute)
	return open && !end.After(until) && !t.Before(s.now.Add(slotAhead)) && !calendar.Quiet(t, s.zoneOf(s.me))
}

// offerTimes asks, in the place of the card, which other time would do.
func (s *step) offerTimes(m *care.Meeting) Reason {
	var rows [][]Button
	for _, p := range s.slotsFor(m) {
		rows = append(rows, row(Button{Label: locales.MeetingSlot, Args: Args{"When": when(proposed(m, p))},
			Data: data("meet", m.ID, m.Seq, "slot."+p.Day+"."+p.Clock)}))
	}
	rows = append(rows, row(Button{Label: locales.MeetingOtherWrite, Data: data("meet", m.ID, m.Seq, "write")}),
		row(Button{Label: locales.MeetingOtherDone, Data: data("meet", m.ID, m.Seq, "card")}))
	key := locales.MeetingOtherAsk
	if len(rows) == 2 {
		key = locales.MeetingOtherNone
	}
	s.say(Message{Person: s.me.ID, Lane: Reply, Key: key, Lines: s.proposalLines(m, s.me.ID), Buttons: rows, Edit: s.ev.Message, Caption: s.ev.Caption,
		Guard: Guard{Purpose: PurposeReply, Network: m.Network, Meeting: m.ID, Seq: m.Seq}})
	return "meeting.other"
}

// propose keeps a time that was tapped.
func (s *step) propose(m *care.Meeting, value string) Reason {
	day, clock := splitArg(value)
	p := care.Proposal{By: s.me.ID, Day: day, Clock: clock}
	mine := 0
	for _, o := range m.Proposals {
		if o.By == s.me.ID {
			mine++
		}
	}
	switch offered := slices.ContainsFunc(s.slotsFor(m), func(o care.Proposal) bool { return o.Day == day && o.Clock == clock }); {
	case !offered:
		s.stale() // tapped twice, or its hour has come
		return s.offerTimes(m)
	case mine >= proposalsEach:
		s.notice(locales.MeetingOtherEnough, nil)
		return s.offerTimes(m)
	}
	if m.Answers[s.me.ID] != care.OtherTime {
		s.keepAnswer(m, care.OtherTime)
	}
	p.ID = s.newID("proposal")
	m.Proposals = append(m.Proposals, p)
	s.putMeeting(m)
	s.notice(locales.MeetingOtherKept, nil)
	if mine == 0 {
		s.tellWished(m)
	} else {
		s.tellPractitioners(m)
	}
	s.offerTimes(m)
	return "meeting.proposed"
}

// askOtherWords asks for another time in somebody's own words.
func (s *step) askOtherWords(m *care.Meeting) Reason {
	s.begin(&care.Draft{What: draftOther, Network: m.Network, Meeting: m.ID, Seq: m.Seq, Message: s.ev.Message, Caption: s.ev.Caption})
	s.redraw(locales.MeetingOtherWords, nil, row(Button{Label: locales.PlanBack, Data: data("meet", m.ID, m.Seq, string(care.OtherTime))}))
	return "meeting.other.words"
}

// otherTyped puts the words before the circle's team, verbatim: no machine
// guesses a date from them.
func otherTyped(s *step, typed string) Reason {
	d, network := s.me.Draft, s.me.Draft.Network
	s.me.Draft = nil
	s.putContact(s.me)
	if s.place(s.network(network), s.me.ID) == nil {
		return s.toTeam(typed, care.Media{}, false)
	}
	n := &care.Note{ID: s.newID("note"), Network: network, Author: s.me.ID, Words: []care.Words{s.spoken(typed, care.Media{})}}
	s.wrote(s.me.ID, care.Ref{Kind: care.KindNote, ID: n.ID})
	s.put(care.KindNote, n.ID, n)
	s.shelve(network, care.Item{Kind: care.KindNote, ID: n.ID, At: s.now}, true)
	s.otherKept(d)
	s.reply(locales.MeetingOtherNoted, Args{"When": when(s.readBy())})
	return "meeting.other.noted"
}

// proposalLines list the other times: their own to whoever made them, all of
// them with names to the team.
func (s *step) proposalLines(m *care.Meeting, reader string) []Line {
	var lines []Line
	for _, o := range s.openProposals(m) {
		var names []string
		for _, p := range m.Proposals {
			if p.Day == o.Day && p.Clock == o.Clock && s.place(s.network(m.Network), p.By) != nil {
				names = append(names, p.By)
			}
		}
		at := when(proposed(m, o))
		switch {
		case s.plansIn(reader, m.Network):
			lines = append(lines, Line{Key: locales.MeetingCouldCome, Args: Args{"Names": s.someNames(names), "When": at}, Tight: true})
		case slices.Contains(names, reader):
			lines = append(lines, Line{Key: locales.MeetingYouCould, Args: Args{"When": at}, Tight: true})
		}
	}
	return lines
}

// openProposals are the times still ahead, each once, soonest first.
func (s *step) openProposals(m *care.Meeting) []care.Proposal {
	var out []care.Proposal
	for _, p := range m.Proposals {
		known := slices.ContainsFunc(out, func(o care.Proposal) bool { return o.Day == p.Day && o.Clock == p.Clock })
		if at := proposed(m, p); !known && at.After(s.now) && !at.Equal(starts(m)) && s.place(s.network(m.Network), p.By) != nil {
			out = append(out, p)
		}
	}
	slices.SortFunc(out, func(a, b care.Proposal) int { return strings.Compare(a.Day+a.Clock, b.Day+b.Clock) })
	return out
}

// proposalButtons move the meeting to a proposed time, for those who plan.
func (s *step) proposalButtons(m *care.Meeting, reader string) [][]Button {
	if len(m.Proposals) == 0 || !s.plansIn(reader, m.Network) {
		return nil
	}
	var rows [][]Button
	for i, p := range s.openProposals(m) {
		if i < proposalsToMove {
			rows = append(rows, row(Button{Label: locales.MeetingMoveTo, Args: Args{"When": when(proposed(m, p))},
				Data: data("meet", m.ID, m.Seq, "moveto."+p.Day+"."+p.Clock)}))
		}
	}
	return rows
}

// moveToProposal opens the summary of a move with a proposed time filled in:
// one tap more than opening it (rule 11).
func (s *step) moveToProposal(m *care.Meeting, value string) Reason {
	day, clock := splitArg(value)
	if !slices.ContainsFunc(s.openProposals(m), func(p care.Proposal) bool { return p.Day == day && p.Clock == clock }) {
		s.stale() // withdrawn, or its hour has come
		s.showMeeting(m, locales.MeetingDetails)
		return "meeting.proposal.gone"
	}
	d := s.draftOf(m)
	at := proposed(m, care.Proposal{Day: day, Clock: clock}).In(s.teamZone()) // drafts are in the team's zone, proposals in the meeting's
	d.Day, d.Clock, d.Parts = calendar.Day(at, s.teamZone()), at.Format("15:04"), []care.Part{care.PartTime}
	s.begin(d)
	s.showSummary()
	return "move.begun"
}
