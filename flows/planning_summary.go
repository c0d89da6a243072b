package flows

import (
	"slices"
	"time"

	"polyphony/care"
	"polyphony/locales"
	"polyphony/scheduler/calendar"
)

// The summary shows the whole of a plan back before anybody is told, and leads
// to each part of it.

// overlapsShown is how many other meetings the summary warns of.
const overlapsShown = 3

// showSummary draws the summary; what has to be said first comes first. Until
// there are a day and a time it asks for them.
func (s *step) showSummary(first ...Line) {
	s.await(draftPlan)
	d := s.me.Draft
	switch {
	case d.Day == "":
		s.showMonth(s.thisMonth(), first...)
		return
	case d.Clock == "":
		s.showTimes(-1, first...)
		return
	}
	lines := s.summaryWarnings(d)
	if m := s.meeting(d.Meeting); m != nil && s.running(m) != nil {
		lines = append(lines, line(locales.SeriesOnlyThis))
	}
	lines = append(lines, line(locales.PlanAsk))
	s.draw(summaryKey(d), s.summaryArgs(d), first, lines, s.summaryButtons(d)...)
}

func summaryKey(d *care.Draft) locales.Key {
	switch {
	case d.Meeting == "":
		return locales.PlanSummary
	case slices.Contains(d.Parts, care.PartTime):
		return locales.PlanMoveSummary
	}
	return locales.PlanChangeSummary
}

func (s *step) summaryArgs(d *care.Draft) Args {
	args := Args{
		"Circle": text(circleName(s.network(d.Network))), "When": when(s.draftBegins(d)), "Minutes": count(d.Length),
		"Place": s.placeArg(d.Place, d.Kind), "Practitioners": s.names(d.Staff), "Invited": list(s.invitedLine(d)),
	}
	if d.Meeting == "" {
		args["Often"] = list(oftenLine(d))
	}
	return args
}

// oftenKeys say how often a meeting comes back, by weeks.
var oftenKeys = [weeksAtMost + 1]locales.Key{
	locales.PlanOnce, locales.PlanEveryWeek, locales.PlanEvery2Weeks, locales.PlanEvery3Weeks, locales.PlanEvery4Weeks,
}

func oftenLine(d *care.Draft) Line { return line(oftenKeys[d.Every]) }

// draftBegins is the instant at which a drafted meeting begins.
func (s *step) draftBegins(d *care.Draft) time.Time {
	begin, err := calendar.Instant(d.Day, d.Clock, s.teamZone())
	if err != nil {
		panic(readFailed{undecided("draft without a time")})
	}
	return begin
}

// summaryWarnings are what whoever plans should know before they send.
func (s *step) summaryWarnings(d *care.Draft) (lines []Line) {
	if m := s.meeting(d.Meeting); m != nil && !starts(m).Equal(s.draftBegins(d)) {
		lines = append(lines, Line{Key: locales.ChangeWas, Args: Args{"When": when(starts(m))}})
	}
	if dates := s.datesLine(d); len(dates.Args["Days"].List) > 0 {
		lines = append(lines, dates)
	}
	lines = append(lines, s.peopleLines(s.peopleBefore(d), d.Staff, d.Why)...)
	if d.Asked && d.Why == "" && s.otherPeople(d) {
		lines = append(lines, line(locales.PlanNoReason))
	}
	if face, _ := calendar.Shown(d.Day, d.Clock, s.teamZone()); face == calendar.Twice {
		lines = append(lines, Line{Key: locales.PlanTwice, Args: Args{"Clock": text(d.Clock)}})
	}
	return slices.Concat(lines, s.circleLines(d), s.overlapLines(d))
}

// datesLine lists the next dates of a meeting that comes back.
func (s *step) datesLine(d *care.Draft) Line {
	var dates []Line
	for _, day := range s.following(d) {
		if !slices.Contains(d.Except, day) {
			dates = append(dates, Line{Key: locales.ListDay, Args: Args{"Day": {Day: day}}})
		}
	}
	return Line{Key: locales.PlanDates, Args: Args{"Days": {List: dates, Inline: true}}}
}

// overlapLines warn of meetings of the same practitioners with other circles. A circle is
// named only to somebody who belongs to it.
func (s *step) overlapLines(d *care.Draft) (lines []Line) {
	begin := s.draftBegins(d)
	end := begin.Add(time.Duration(d.Length) * time.Minute)
	for _, id := range d.Staff {
		for _, m := range s.meetingsOf(id) {
			if len(lines) == overlapsShown {
				return lines
			}
			if m.ID == d.Meeting || m.Network == d.Network || !starts(m).Before(end) || !begin.Before(ends(m)) {
				continue
			}
			l := Line{Key: locales.PlanOverlap, Args: Args{"Name": text(s.name(id)), "When": when(starts(m))}}
			if s.plansIn(s.me.ID, m.Network) {
				l.Key, l.Args["Circle"] = locales.PlanOverlapCircle, text(circleName(s.network(m.Network)))
			}
			lines = append(lines, l)
		}
	}
	return lines
}

// meetingsOf are the planned meetings to which a practitioner comes.
func (s *step) meetingsOf(contact string) (all []*care.Meeting) {
	c := s.contact(contact)
	if c == nil {
		return nil
	}
	for _, id := range c.Networks {
		n := s.network(id)
		if s.place(n, contact) == nil || ended(n) != "" {
			continue
		}
		for _, mid := range n.Meetings {
			if m := s.meeting(mid); m != nil && !m.Cancelled && slices.Contains(m.Practitioners, contact) {
				all = append(all, m)
			}
		}
	}
	return all
}

func (s *step) summaryButtons(d *care.Draft) [][]Button {
	send := s.planButton(locales.PlanSend, nil, "send")
	send.Style = "primary"
	if slices.Contains(d.Parts, care.PartTime) {
		send.Label = locales.PlanMoveSend
	}
	button := func(label locales.Key, arg string) Button { return s.planButton(label, nil, arg) }
	rows := [][]Button{
		row(button(locales.PlanButtonTime, "month."+d.Day[:7]), button(locales.PlanButtonLength, "lengths")),
		row(button(locales.PlanButtonPlace, "places"), button(locales.PlanButtonPeople, "people")),
	}
	if len(d.Staff) >= 2 { // rule 10
		rows = append([][]Button{row(send)}, rows...)
	}
	last := row(button(locales.PlanButtonInvited, "invite"))
	if d.Meeting == "" {
		last = append(last, button(locales.PlanButtonOften, "often"))
	}
	rows = append(rows, last)
	for _, day := range s.following(d) {
		label := locales.PlanLeaveOut
		if slices.Contains(d.Except, day) {
			label = locales.PlanPutBack
		}
		rows = append(rows, row(s.planButton(label, Args{"Day": {Day: day}}, "skip."+day)))
	}
	return append(rows, row(button(locales.PlanLeave, "leave")))
}
