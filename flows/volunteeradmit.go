package flows

import (
	"time"

	"polyphony/care"
	"polyphony/locales"
	"polyphony/scheduler/calendar"
)

// Admitting somebody and withdrawing them take a second tap.

// peerState is one line of the list: who, since when, and whether they are
// asked. What they chose, and how often they went, is not the team's to read.
func (s *step) peerState(contact string) Line {
	day := func(t time.Time) Arg { return Arg{Day: calendar.Day(t, s.zoneOf(s.me))} }
	p := s.peers().Of(contact)
	args := Args{"Name": s.called(contact)}
	if p == nil {
		return Line{Key: locales.VolunteersNotYet, Args: args}
	}
	args["Since"] = day(p.Admitted)
	switch {
	case !p.Withdrawn.IsZero():
		args["Since"] = day(p.Withdrawn)
		return Line{Key: locales.VolunteersGone, Args: args}
	case p.Guide.IsZero():
		return Line{Key: locales.VolunteersReads, Args: args}
	case s.now.Before(p.Paused) && pausedForGood(p):
		return Line{Key: locales.VolunteersPaused, Args: args}
	case s.now.Before(p.Paused):
		args["Until"] = day(p.Paused)
		return Line{Key: locales.VolunteersPausedUntil, Args: args}
	case !p.Active(s.now):
		return Line{Key: locales.VolunteersNoTimes, Args: args}
	}
	return Line{Key: locales.VolunteersListed, Args: args}
}

// onList reports whether somebody stands on this coordinator's list.
func (s *step) onList(contact string) bool {
	for _, id := range s.listed() {
		if id == contact {
			return true
		}
	}
	return false
}

// showOne says what can be done about one of them.
func (s *step) showOne(contact string) Reason {
	if !s.onList(contact) {
		return s.refused()
	}
	b := peersButton(locales.VolunteersAdmit, Args{"Name": s.called(contact)}, contact, "admit")
	if s.peer(contact) != nil {
		b = peersButton(locales.VolunteersWithdraw, Args{"Name": s.called(contact)}, contact, "withdraw")
	}
	state := s.peerState(contact)
	s.show(state.Key, state.Args, row(b), backToPeers())
	return "volunteers.one"
}

// askPeer asks before anything is done. What was done meanwhile is shown instead.
func (s *step) askPeer(contact string, key, label locales.Key, yes string) Reason {
	if !s.onList(contact) {
		return s.refused()
	}
	if admitted := s.peer(contact) != nil; admitted != (yes == "withdraw_yes") {
		s.stale()
		return s.showOne(contact)
	}
	args := Args{"Name": s.called(contact)}
	b := Button{Label: label, Args: args, Data: data("peers", contact, s.menu(), yes)}
	if yes == "withdraw_yes" {
		b.Style = "danger"
	}
	s.show(key, args, row(b), row(peersButton(locales.VolunteersNo, nil, contact, "one")))
	return "volunteers.asked"
}

// secondTap reports whether a button is the one of the newest question; else
// what is true now is drawn.
func (s *step) secondTap(p press) bool {
	if p.rev != 0 && p.rev == s.me.Menu {
		return true
	}
	s.stale()
	s.showOne(p.id)
	return false
}

func peerWithdrawn(s *step, p press) Reason {
	switch {
	case !s.onList(p.id):
		return s.refused()
	case !s.secondTap(p):
		return "volunteers.stale"
	case s.peer(p.id) == nil: // a colleague was faster
		s.stale()
		return s.showOne(p.id)
	}
	visiting := s.withdrawPeer(p.id)
	if p.id != s.me.ID {
		s.tellWithdrawn(p.id)
	}
	key := locales.VolunteersWithdrawn
	if visiting {
		key = locales.VolunteersVisiting
	}
	s.showLines(key, Args{"Name": s.called(p.id)}, nil, [][]Button{backToPeers()})
	return "volunteers.withdrawn"
}

func peerAdmitted(s *step, p press) Reason {
	switch {
	case !s.onList(p.id):
		return s.refused()
	case !s.secondTap(p):
		return "volunteers.stale"
	case s.peer(p.id) != nil:
		s.stale()
		return s.showOne(p.id)
	}
	s.admit(p.id, s.me.ID)
	s.tellAdmitted(p.id)
	s.show(locales.VolunteersAdmitted, Args{"Name": s.called(p.id)}, backToPeers())
	return "volunteers.admitted"
}

// tellAdmitted asks somebody who is on the list now for their own yes: nobody is
// asked to visit before they have read the guide.
func (s *step) tellAdmitted(contact string) {
	s.say(Message{Person: contact, Lane: Bulk, Key: locales.VolunteerAdmitted, Args: Args{"Team": text(s.team().Name)},
		Buttons: [][]Button{row(peerButton(locales.VolunteerGuideButton, nil, "guide.0"))}, Guard: Guard{Purpose: PurposeNotice, Quiet: true}})
}

// countedMonths is how many months of visits stand under the list.
const countedMonths = 3

// visitCounts are the visits of the team, this month and those before: how many
// were asked for, made, and found nobody; and how many wait now.
func (s *step) visitCounts() []Line {
	all := s.visits()
	s.fetch(care.KindVisit, all.Open...)
	wanting := 0
	for _, id := range all.Open {
		if v := s.visit(id); v != nil && (v.State == care.VisitWanted || v.State == care.VisitOffered) {
			wanting++
		}
	}
	lines := []Line{{Key: locales.VolunteersWanting, Args: Args{"Number": count(wanting)}}}
	now := s.now.In(calendar.Zone(s.team().Zone))
	first := time.Date(now.Year(), now.Month(), 1, 0, 0, 0, 0, time.UTC)
	for n := range countedMonths {
		month := first.AddDate(0, -n, 0)
		of, any := all.Months[month.Format(tallyMonth)]
		if !any && n > 0 {
			continue
		}
		lines = append(lines, Line{Key: locales.VolunteersMonth, Tight: true, Args: Args{"Month": monthName(month), "Year": text(month.Format("2006")),
			"Asked": count(of.Asked), "Made": count(of.Made), "Unfound": count(of.Unfound)}})
	}
	return lines
}
