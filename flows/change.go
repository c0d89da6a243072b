package flows

import (
	"slices"

	"polyphony/care"
	"polyphony/locales"
	"polyphony/scheduler/calendar"
)

// Changing a meeting that stands is the planning message again, filled with
// what stands. Everybody hears once what has changed; rows and buttons of the
// version before die with its Seq (I6, rule 11).

// beginMove opens the month for a meeting that stands.
func (s *step) beginMove(m *care.Meeting) Reason {
	s.begin(s.draftOf(m))
	s.showMonth(s.monthOf(m.Day[:7]))
	return "move.begun"
}

// beginChange asks what to change about a meeting that stands.
func (s *step) beginChange(m *care.Meeting) Reason {
	s.begin(s.draftOf(m))
	button := func(label locales.Key, arg string) Button { return s.planButton(label, nil, arg) }
	s.draw(locales.PlanChange, s.meetingArgs(m), nil, nil,
		row(button(locales.PlanButtonTime, "month."+m.Day[:7]), button(locales.PlanButtonLength, "lengths")),
		row(button(locales.PlanButtonPlace, "places"), button(locales.PlanButtonPeople, "people")),
		row(button(locales.PlanButtonInvited, "invite"), Button{Label: locales.MeetingButtonCancel, Data: data("meet", m.ID, m.Seq, "cancel")}),
		row(button(locales.PlanLeave, "leave")))
	return "change.begun"
}

// beginPeople opens the practitioners of a meeting that stands.
func (s *step) beginPeople(m *care.Meeting) Reason {
	s.begin(s.draftOf(m))
	s.showPeople()
	return "change.people"
}

// draftOf is a meeting as a draft of itself.
func (s *step) draftOf(m *care.Meeting) *care.Draft {
	d := &care.Draft{What: draftPlan, Network: m.Network, Meeting: m.ID, Seq: m.Seq}
	s.rebase(d, m)
	return d
}

// rebase takes over from a meeting whatever was not chosen in the draft.
func (s *step) rebase(d *care.Draft, m *care.Meeting) {
	d.Seq = m.Seq
	mine := func(p care.Part) bool { return slices.Contains(d.Parts, p) }
	if !mine(care.PartTime) {
		d.Day, d.Clock = s.teamClock(m)
	}
	if !mine(care.PartLength) {
		d.Length = m.Minutes
	}
	if !mine(care.PartPlace) {
		d.Place, d.Kind, d.Spot = m.Place, m.Kind, m.Spot
	}
	if !mine(care.PartPeople) {
		d.Staff = m.Practitioners
	}
	if !mine(care.PartInvited) {
		d.Invited = nil
		if len(minus(s.everybody(s.network(m.Network)), m.Invited)) > 0 {
			d.Invited = slices.Clone(m.Invited)
		}
	}
}

// teamClock is a meeting's day and time by the team's clock, which may not be
// the one by which it was planned.
func (s *step) teamClock(m *care.Meeting) (day, clock string) {
	if m.Zone == s.team().Zone {
		return m.Day, m.Clock
	}
	at := starts(m).In(s.teamZone())
	return calendar.Day(at, s.teamZone()), at.Format("15:04")
}

// sendChange changes the meeting, if it is still the one that the draft began with.
func (s *step) sendChange(d *care.Draft) Reason {
	m := s.meeting(d.Meeting)
	switch {
	case m == nil:
		s.redraw(locales.PlanOld, nil)
		return "plan.stale"
	case m.Cancelled || !s.now.Before(ends(m)):
		s.me.Draft = nil
		s.putContact(s.me)
		return s.staleMeeting(m)
	case m.Seq != d.Seq:
		return s.conflict(m)
	}
	if reason, wrong := s.draftWrong(); wrong {
		return reason
	}
	parts := s.differences(m, d)
	if len(parts) == 0 {
		s.notice(locales.PlanNothing, nil)
		s.showSummary()
		return "change.nothing"
	}
	s.me.Draft = nil
	s.putContact(s.me)
	return s.change(m, d, parts)
}

// differences are the parts that a draft really changes.
func (s *step) differences(m *care.Meeting, d *care.Draft) (parts []care.Part) {
	add := func(p care.Part, differs bool) {
		if differs && slices.Contains(d.Parts, p) {
			parts = append(parts, p)
		}
	}
	day, clock := s.teamClock(m)
	add(care.PartTime, d.Day != day || d.Clock != clock)
	add(care.PartLength, d.Length != m.Minutes)
	add(care.PartPlace, d.Place != m.Place || d.Kind != m.Kind || !sameSpot(d.Spot, m.Spot))
	add(care.PartPeople, !sameSet(d.Staff, m.Practitioners))
	add(care.PartInvited, !sameSet(s.invitedBy(d), m.Invited))
	return parts
}

func sameSpot(a, b *care.Spot) bool {
	if a == nil || b == nil {
		return a == b
	}
	return *a == *b
}

// change makes the changes and tells everybody once.
func (s *step) change(m *care.Meeting, d *care.Draft, parts []care.Part) Reason {
	stood := *m
	if slices.Contains(parts, care.PartTime) {
		m.Day, m.Clock, m.Zone = d.Day, d.Clock, s.team().Zone
		meetWishes(m, &stood)
	}
	m.Minutes, m.Place, m.Kind, m.Spot, m.Practitioners = d.Length, d.Place, d.Kind, d.Spot, d.Staff
	m.Invited = s.keepInvited(m, d, parts)
	var lines []Line
	if slices.Contains(parts, care.PartPeople) {
		m.Why, m.WhyBy = d.Why, s.me.ID
		lines = s.peopleLines(stood.Practitioners, m.Practitioners, "") // the card gives the reason, with whose it is
	}
	if slices.Contains(parts, care.PartInvited) {
		m.Chosen = len(d.Invited) > 0
		lines = append(lines, Line{Key: locales.PlanInvitedNames, Args: Args{"Names": s.names(m.Invited)}})
	}
	s.raise(m, parts)
	s.putMeeting(m)
	s.refill(m)
	s.redraw(changedKey(parts), s.meetingArgs(m))
	s.tellChange(m, &stood, parts, lines)
	s.audit("meeting:"+m.ID, changeReason(parts), "")
	return changeReason(parts)
}

// keepInvited leaves the list as it is unless it was chosen anew; whoever comes
// from the team is invited in any case.
func (s *step) keepInvited(m *care.Meeting, d *care.Draft, parts []care.Part) []string {
	if slices.Contains(parts, care.PartInvited) {
		return s.invitedBy(d)
	}
	return append(slices.Clone(m.Invited), minus(d.Staff, m.Invited)...)
}

// raise makes a new version of the meeting and remembers what was changed.
func (s *step) raise(m *care.Meeting, parts []care.Part) { s.raiseBy(m, s.me.ID, parts) }

func (s *step) raiseBy(m *care.Meeting, by string, parts []care.Part) {
	m.Seq++
	m.Changed = s.now
	for _, p := range parts {
		m.Changes = append(m.Changes, care.Change{Seq: m.Seq, Part: p, By: by, At: s.now})
	}
	m.Changes = m.Changes[max(0, len(m.Changes)-care.ChangesKept):]
}

func changedKey(parts []care.Part) locales.Key {
	if slices.Contains(parts, care.PartTime) {
		return locales.PlanMoved
	}
	return locales.PlanChanged
}

func changeReason(parts []care.Part) Reason {
	switch {
	case slices.Contains(parts, care.PartTime):
		return "meeting.moved"
	case len(parts) == 1:
		return Reason("meeting.changed." + parts[0])
	}
	return "meeting.changed"
}

// changeKeys say what has changed: as the first words of a notice, or as a line
// of one that tells several things.
var changeKeys = map[care.Part]struct{ first, line locales.Key }{
	care.PartTime: {tellMoved, locales.ChangeNewTime}, care.PartLength: {locales.ChangeLength, locales.ChangeNewLength},
	care.PartPlace: {locales.ChangePlace, locales.ChangeNewPlace}, care.PartPeople: {locales.ChangePeople, locales.ChangeNewPeople},
	care.PartInvited: {locales.ChangeInvited, locales.ChangeNewInvited},
}

// tellNotNeeded tells somebody once that they need not come. Their answer and
// their reminder go.
func (s *step) tellNotNeeded(m *care.Meeting, id string) {
	delete(m.Answers, id)
	s.remindAnew(s.contact(id))
	if s.place(s.network(m.Network), id) == nil {
		return
	}
	s.say(Message{Person: id, Lane: Bulk, Slot: "meeting:" + m.ID, Fresh: true, Key: locales.ChangeNotNeeded, Args: s.meetingArgs(m),
		Silent: calendar.Quiet(s.now, s.zoneOf(s.contact(id))),
		Guard:  Guard{Purpose: PurposeNotice, Network: m.Network, Quiet: true, Start: starts(m)}})
}
