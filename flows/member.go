package flows

import (
	"slices"
	"time"

	"polyphony/care"
	"polyphony/locales"
)

// mayMute: only the person decides who gets no messages about their circle for
// now. The team is not muted: it is there because of its role.
func mayMute(by, whom care.Role) bool {
	return by == care.Person && (whom == care.Relative || whom == care.Volunteer)
}

// mayRemove: the person removes members of their circle (rule 2). Staff do so
// at the person's word, and only those whom the person could have invited.
func mayRemove(by, whom care.Role) bool {
	switch by {
	case care.Person:
		return whom != care.Person
	case care.Practitioner, care.Coordinator:
		return whom == care.Relative || whom == care.Volunteer
	}
	return false
}

// manages are the members whose place this person may change.
func (s *step) manages(n *care.Network) []care.Member {
	me := s.place(n, s.me.ID)
	if me == nil {
		return nil
	}
	var out []care.Member
	for _, m := range n.Members {
		if m.Contact != s.me.ID && s.place(n, m.Contact) != nil && (mayMute(me.Role, m.Role) || mayRemove(me.Role, m.Role)) {
			out = append(out, m)
		}
	}
	return out
}

func peopleLabel(by care.Role) locales.Key {
	if by == care.Person {
		return locales.CirclePeople
	}
	return locales.CirclePeopleStaff
}

// choosePeople asks whom it is about.
func (s *step) choosePeople(n *care.Network) Reason {
	act := "remove."
	if s.place(n, s.me.ID).Role == care.Person {
		act = "member."
	}
	var rows [][]Button
	s.fetchMembers(n)
	for _, m := range s.manages(n) {
		rows = append(rows, row(circleButton(n, locales.ListName, Args{"Name": text(s.name(m.Contact))}, act+m.Contact)))
	}
	if len(rows) == 0 {
		return s.refused()
	}
	s.show(locales.MemberChoose, nil, append(rows, backToCircle(n))...)
	return "member.choose"
}

// whom is the member that a button names. One who has gone since is not there
// any more, and the button says so; nil and false: not for this person at all.
func (s *step) whom(n *care.Network, id string, may func(by, whom care.Role) bool) (m *care.Member, reason Reason) {
	me, m := s.place(n, s.me.ID), s.place(n, id)
	switch {
	case id == s.me.ID || !may(me.Role, care.Relative):
		return nil, s.refused()
	case m == nil:
		s.notice(locales.MemberRemovedSince, nil)
		s.showCircle(n)
		return nil, "member.stale"
	case !may(me.Role, m.Role):
		return nil, s.refused()
	}
	return m, ""
}

// showMember says what can be done about somebody, and what it would mean.
func (s *step) showMember(n *care.Network, id string) Reason {
	m, reason := s.whom(n, id, mayRemove)
	if m == nil {
		return reason
	}
	name := Args{"Name": text(s.name(id)), "Role": keyed(roleNames[m.Role])}
	if !mayMute(s.place(n, s.me.ID).Role, m.Role) {
		return s.askRemove(n, id)
	}
	key, label, act := locales.MemberCard, locales.MemberMute, "mute."
	if m.Muted {
		key, label, act = locales.MemberCardMuted, locales.MemberUnmute, "unmute."
	}
	s.show(key, name, row(circleButton(n, label, name, act+id)), row(circleButton(n, locales.MemberRemove, name, "remove."+id)), backToCircle(n))
	return "member.shown"
}

// mute stops everything of this circle to somebody for now, also what is queued
// (Address looks at sending), or lets it go on.
func (s *step) mute(n *care.Network, id string, muted bool) Reason {
	m, reason := s.whom(n, id, mayMute)
	if m == nil {
		return reason
	}
	if m.Muted != muted {
		was := *m
		m.Muted, m.MutedAt, m.Knew = muted, time.Time{}, nil
		if muted {
			m.MutedAt, m.Knew = s.now, slices.Clone(n.Meetings[:min(len(n.Meetings), knewAtMost)])
		}
		s.putNetwork(n)
		s.audit("network:"+n.ID, mutedReason(muted), id)
		if !muted {
			s.catchUp(n, &was)
		}
	}
	s.showCircle(n)
	return mutedReason(muted)
}

func mutedReason(muted bool) Reason {
	if muted {
		return "member.muted"
	}
	return "member.unmuted"
}

// twoStay reports whether somebody is one of the last two practitioners: two
// come to every meeting (rule 10).
func (s *step) twoStay(n *care.Network, m *care.Member) bool {
	return m.Role == care.Practitioner && len(s.standing(n, care.Practitioner)) <= 2
}

// askRemove says plainly what happens before it does.
func (s *step) askRemove(n *care.Network, id string) Reason {
	m, reason := s.whom(n, id, mayRemove)
	if m == nil {
		return reason
	}
	args := Args{"Name": text(s.name(id)), "Circle": text(n.Called)}
	if s.twoStay(n, m) {
		s.show(locales.MemberTwoStay, args, backToCircle(n))
		return "remove.two.stay"
	}
	key := locales.MemberRemoveAsk
	switch {
	case s.place(n, s.me.ID).Role.Staff():
		key = locales.MemberRemoveAskStaff
	case m.Role.Staff():
		key = locales.MemberRemoveAskTeam
	}
	yes := circleButton(n, locales.MemberRemoveYes, args, "remove_yes."+id)
	yes.Style = "danger"
	s.show(key, args, row(yes), row(circleButton(n, locales.MemberRemoveNo, args, "")))
	return "remove.asked"
}

// remove takes somebody out of the circle and tells those whom it concerns.
func (s *step) remove(n *care.Network, id string) Reason {
	m, reason := s.whom(n, id, mayRemove)
	if m == nil {
		return reason
	}
	if s.twoStay(n, m) {
		return s.askRemove(n, id)
	}
	role, args := m.Role, Args{"Name": s.called(id), "Circle": text(n.Called), "By": s.called(s.me.ID)}
	s.takeOut(n, id)
	s.audit("network:"+n.ID, "member.removed", id)
	s.say(Message{Person: id, Lane: Bulk, Key: locales.MemberRemoved, Args: args, Guard: Guard{Purpose: PurposeNotice, Quiet: true}})
	if role.Staff() {
		s.tellStaff(n, id, true, locales.MemberRemovedTeam, args)
	}
	if n.Centre != "" && n.Centre != s.me.ID {
		s.say(Message{Person: n.Centre, Lane: Bulk, Key: locales.MemberRemovedTold, Args: args,
			Guard: Guard{Purpose: PurposeNotice, Network: n.ID, Quiet: true}})
	}
	s.redraw(locales.MemberRemovedDone, args, backToCircle(n))
	return "member.removed"
}
