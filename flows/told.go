package flows

import (
	"slices"

	"polyphony/care"
	"polyphony/locales"
)

// toldTap handles what a teller says, and a colleague who takes it over.
func toldTap(s *step, p press) Reason {
	m := s.meeting(p.id)
	if s.me == nil || m == nil || s.place(s.network(m.Network), s.me.ID) == nil {
		return s.refused()
	}
	n := s.network(m.Network)
	act, id := splitArg(p.arg)
	a := absentOf(n, id)
	do, known := toldActs[act]
	switch {
	case !known || !s.mayTell(n, m, a):
		return s.refused()
	case a == nil || ended(n) != "" || !s.now.Before(ends(m)):
		s.stale()
		s.redraw(locales.TellingRemoved, nil)
		return "told.stale"
	case p.rev != m.Seq || knows(m, a.ID):
		return s.staleTold(n, m, a)
	}
	return do(s, n, m, a)
}

// mayTell reports whether somebody may know who tells whom of a meeting: those
// who promised it, whoever took it over, and the team (I7). Of somebody who is
// off the list nothing is said anyway.
func (s *step) mayTell(n *care.Network, m *care.Meeting, a *care.Absent) bool {
	return a == nil || s.place(n, s.me.ID).Role.Staff() || s.me.ID == a.Teller || s.me.ID == m.Told[a.ID].By
}

var toldActs map[string]func(*step, *care.Network, *care.Meeting, *care.Absent) Reason

func init() {
	toldActs = map[string]func(*step, *care.Network, *care.Meeting, *care.Absent) Reason{
		"yes": toldYes, "no": toldNo, "take": toldTake,
	}
}

// staleTold says what has happened since the button was shown.
func (s *step) staleTold(n *care.Network, m *care.Meeting, a *care.Absent) Reason {
	s.stale()
	who := s.tells(n, m, a)
	switch {
	case knows(m, a.ID):
		s.redraw(locales.TellingKnown, s.tellArgs(m, a))
	case who == s.me.ID:
		msg := s.tellCard(m, a, who, telling(m, tellMoved))
		msg.Lane, msg.Fresh, msg.Slot, msg.Edit, msg.Guard = Reply, false, "", s.ev.Message, Guard{Purpose: PurposeReply}
		s.say(msg)
	case who != "" && !missed(m, a.ID):
		s.redraw(locales.TellingTaken, s.tellArgs(m, a, who))
	default:
		s.redraw(locales.TellingRemoved, nil)
	}
	return "told.stale"
}

func (s *step) tellArgs(m *care.Meeting, a *care.Absent, who ...string) Args {
	args := Args{"Name": text(a.Name), "When": when(starts(m))}
	if len(who) > 0 {
		args["Who"] = s.called(who[0])
	}
	return args
}

func toldYes(s *step, n *care.Network, m *care.Meeting, a *care.Absent) Reason {
	if s.tells(n, m, a) != s.me.ID {
		return s.staleTold(n, m, a)
	}
	s.setTold(m, a.ID, care.Told{Seq: m.Seq, Done: true, At: s.now, By: m.Told[a.ID].By})
	s.cancel(toldTimer(m.ID, a.ID))
	s.audit("meeting:"+m.ID, "absent.told", a.ID)
	s.redraw(locales.TellingThanks, s.tellArgs(m, a))
	s.redrawForTeam(m)
	return "told.yes"
}

// toldNo: somebody of the team is asked instead, since a meeting that somebody
// does not hear of is one that they are left out of.
func toldNo(s *step, n *care.Network, m *care.Meeting, a *care.Absent) Reason {
	if s.tells(n, m, a) != s.me.ID || missed(m, a.ID) {
		return s.staleTold(n, m, a)
	}
	key := locales.TellingWanted
	if m.Cancelled {
		key = locales.TellingWantedCancelled
	}
	asked := s.tellTeam(n, m, a, s.me.ID, key)
	if len(asked) == 0 {
		s.redraw(locales.TellingThanksAlone, s.tellArgs(m, a), s.tellCard(m, a, s.me.ID, key).Buttons...)
		return "told.alone"
	}
	s.setTold(m, a.ID, care.Told{Seq: m.Seq, At: s.now})
	s.audit("meeting:"+m.ID, "absent.missed", a.ID)
	args := s.tellArgs(m, a)
	args["Told"] = s.names(asked)
	s.redraw(locales.TellingThanksNo, args)
	s.redrawForTeam(m)
	return "told.no"
}

// toldTake makes a member of staff the one who tells somebody this time.
func toldTake(s *step, n *care.Network, m *care.Meeting, a *care.Absent) Reason {
	if !s.plansIn(s.me.ID, n.ID) {
		return s.refused()
	}
	before := s.tells(n, m, a)
	if before != "" && before != s.me.ID && !missed(m, a.ID) {
		return s.staleTold(n, m, a)
	}
	s.setTold(m, a.ID, care.Told{Seq: m.Seq, By: s.me.ID})
	s.askLater(n, m, a)
	s.audit("meeting:"+m.ID, "absent.taken", a.ID)
	card := s.tellCard(m, a, s.me.ID, locales.TellingYours)
	s.redraw(locales.TellingYours, card.Args, card.Buttons...)
	for _, id := range append(s.insteadOf(n, m, s.me.ID), before) {
		if id == "" || id == s.me.ID || s.place(n, id) == nil {
			continue
		}
		msg := s.tellMessage(m, a, id, locales.TellingTaken)
		msg.Args, msg.Lines, msg.Fresh, msg.Silent = s.tellArgs(m, a, s.me.ID), nil, false, true
		s.say(msg)
	}
	s.redrawForTeam(m)
	return "told.taken"
}

// redrawForTeam shows on the cards of the meeting's practitioners who knows.
func (s *step) redrawForTeam(m *care.Meeting) {
	n := s.network(m.Network)
	if m.Cancelled || !slices.Contains(n.Meetings, m.ID) {
		return
	}
	for _, id := range m.Practitioners {
		if s.place(n, id) == nil || !m.Asked(id) {
			continue
		}
		msg := s.meetingCard(m, id, locales.MeetingDetails)
		msg.Lane, msg.Silent = Bulk, true
		msg.Guard.Purpose, msg.Guard.Quiet = PurposeNotice, true
		s.say(msg)
	}
}
