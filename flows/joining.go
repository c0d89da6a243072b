package flows

import (
	"polyphony/care"
	"polyphony/locales"
)

// start answers /start, with or without an invitation.
func start(s *step, token string) Reason {
	if token != "" {
		return s.join(token)
	}
	if s.me == nil {
		return s.stranger()
	}
	if s.me.Stopped {
		return s.comeBack()
	}
	s.say(Message{Lane: Reply, Key: locales.StartAgain, Args: Args{"Name": text(s.me.Name)}, Lines: s.nobodyReads(), Keyboard: true, Guard: Guard{Purpose: PurposeReply}})
	if p, open := s.unanswered(); open {
		s.askConsent(p)
	}
	return "start.again"
}

// stranger answers somebody who has not joined: kindly, with the crisis lines,
// since nobody knows why they wrote.
func (s *step) stranger() Reason {
	s.say(Message{Lane: Reply, Key: locales.StartStranger, Lines: append(s.nobodyReads(), s.crisisLines()...), Guard: Guard{Purpose: PurposeLines}})
	return "start.stranger"
}

// join uses an invitation. Link and role are bound: whoever made the link said
// what its user becomes, and nothing typed here can change it.
func (s *step) join(token string) Reason {
	inv := read[care.Invitation](s, care.KindInvitation, TokenID(token))
	switch {
	case inv == nil:
		return s.refuse(locales.JoinUnknown, "join.unknown")
	case s.me != nil && inv.UsedBy == s.me.ID && (inv.Staff != "" || s.alreadyThere(inv)):
		s.say(Message{Lane: Reply, Key: locales.JoinAgain, Keyboard: true, Guard: Guard{Purpose: PurposeReply}})
		return "join.again"
	case inv.UsedBy != "" && s.me != nil && (s.alreadyThere(inv) || inv.Staff != "" && s.staff()):
		s.reply(locales.JoinHere, nil)
		return "join.member"
	case inv.UsedBy != "":
		return s.refuse(locales.JoinUsed, "join.used")
	case !inv.Gone.IsZero():
		return s.refuse(locales.JoinWithdrawn, "join.withdrawn")
	case s.now.After(inv.Expires) && inv.Contact != "":
		return s.refuse(locales.AccountGone, "join.expired")
	case s.now.After(inv.Expires):
		return s.refuse(locales.JoinExpired, "join.expired")
	case inv.Contact != "":
		return s.returns(inv)
	case s.me != nil && s.alreadyThere(inv):
		s.reply(locales.JoinMember, nil)
		return "join.member"
	case !s.stillInvites(inv):
		return s.refuse(locales.JoinWithdrawn, "join.withdrawn")
	case s.staff() && peerLink(inv):
		return s.asksStaff(inv)
	case s.staff() && !inv.Role.Staff():
		s.reply(locales.JoinStaff, Args{"Role": keyed(roleNames[inv.Role])})
		return "join.staff"
	}
	if before := s.staffOnNewAccount(inv); before != nil {
		return s.staffReturns(inv, before)
	}
	s.becomeContact()
	inv.UsedBy, inv.UsedAt = s.me.ID, s.now
	s.put(care.KindInvitation, inv.ID, inv)
	if inv.Staff != "" {
		s.joinTeam(inv)
	}
	s.admitsByLink(inv)
	network := s.joinNetwork(inv)
	inv.Relation, inv.Name = "", "" // the circle has them now
	s.welcome(inv, network)
	s.tellFirst(network)
	s.audit("contact:"+s.me.ID, "joined", string(inv.Role))
	return "joined." + Reason(inv.Role)
}

func (s *step) refuse(key locales.Key, why Reason) Reason {
	s.say(Message{Lane: Reply, Key: key, Lines: s.crisisLines(), Guard: Guard{Purpose: PurposeLines}})
	return why
}

func (s *step) alreadyThere(inv *care.Invitation) bool {
	if peerLink(inv) {
		return s.peer(s.me.ID) != nil
	}
	if inv.Network == "" {
		return s.me.Staff != "" && s.me.Staff == inv.Staff
	}
	return s.place(s.network(inv.Network), s.me.ID) != nil
}

// becomeContact gives a first-time visitor a record; a contact who comes back
// by a link stops being stopped.
func (s *step) becomeContact() {
	if s.me == nil {
		s.me = &care.Contact{ID: s.newID("contact"), Chat: s.ev.Chat, Name: s.ev.From.Name, Language: s.Match(s.ev.From.Language), Reminded: s.now}
		s.account.Contact = s.me.ID
		s.putAccount(s.account)
	}
	s.me.Stopped, s.me.Blocked = false, false
	s.putContact(s.me)
	s.keepLooking("contact", s.me.ID)
}

func (s *step) joinTeam(inv *care.Invitation) {
	before := s.staffContact(inv.Staff)
	if before != nil && before.ID != s.me.ID {
		before.Staff = "" // a lost account loses the role with the new link (I7)
		s.putContact(before)
		s.endsTeamVolunteer(before.ID)
	}
	s.me.Staff = inv.Staff
	if member, ok := s.team().StaffByID(inv.Staff); ok {
		s.me.Name = member.Name // the team file says how staff are called
	}
	s.put(care.KindStaff, inv.Staff, &care.StaffLink{Staff: inv.Staff, Contact: s.me.ID})
	if before != nil && before.ID != s.me.ID {
		s.letGoOf(before, "owner.replaced")
	}
}

func (s *step) joinNetwork(inv *care.Invitation) *care.Network {
	if inv.Network == "" {
		return nil
	}
	n := s.network(inv.Network)
	n.Add(care.Member{Contact: s.me.ID, Role: inv.Role, Relation: inv.Relation})
	if n.Called == "" && inv.Role == care.Person {
		n.Called = s.me.Name // its person was erased, and is back or followed by another
	}
	if !s.me.In(n.ID) {
		s.me.Networks = append(s.me.Networks, n.ID)
	}
	for _, id := range n.Meetings {
		s.inviteLate(n, id)
	}
	if n.Centre != "" && n.Centre != s.me.ID {
		key := locales.CircleJoinedTeam
		if inv.By == n.Centre {
			key = locales.CircleJoined
		}
		s.say(Message{Person: n.Centre, Lane: Bulk, Key: key, Args: Args{"Name": s.called(s.me.ID), "Role": keyed(roleNames[inv.Role])},
			Guard: Guard{Purpose: PurposeNotice, Network: n.ID, Quiet: true}})
	}
	s.dropInvite(n, inv.ID)
	s.audit("network:"+n.ID, "member.joined", s.me.ID)
	return n
}

// welcome says, in plain words, what the companion is, and asks for the first
// permission. Staff are here because of their role and are asked nothing.
func (s *step) welcome(inv *care.Invitation, n *care.Network) {
	args := Args{"Name": text(s.me.Name), "Team": text(s.team().Name)}
	key := locales.WelcomeStaff
	switch {
	case n == nil && s.peer(s.me.ID) != nil:
		key = locales.VolunteerWelcome
	case inv.Staff == "":
		key = welcomes[inv.Role]
		args["Circle"] = text(circleName(n))
	}
	s.say(Message{Lane: Reply, Key: key, Args: args, Lines: s.nobodyReads(), Keyboard: true, Guard: Guard{Purpose: PurposeReply}})
	if p, open := s.unanswered(); open {
		s.askConsent(p)
		return
	}
	s.guideNext()
}

var welcomes = map[care.Role]locales.Key{
	care.Person: locales.WelcomePerson, care.Relative: locales.WelcomeRelative,
	care.Volunteer: locales.WelcomeVolunteer, care.Practitioner: locales.WelcomeStaff, care.Coordinator: locales.WelcomeStaff,
}

func circleName(n *care.Network) string {
	if n == nil {
		return ""
	}
	return n.Called
}

// onOperator handles a command typed at the machine.
func onOperator(s *step) Reason {
	switch op := s.ev.Operator; {
	case op.Verb == "team" && op.Team != nil:
		return s.applyTeam(op.Team)
	case op.Verb == "rota":
		s.rotaClock()
		return "rota.started"
	case op.Verb == "invite" && op.Invite != nil:
		return s.operatorInvites(op.Invite)
	case op.Verb == "revoke" && op.About != "":
		return s.revoke(op.About)
	case op.Verb == "readmit" && op.About != "":
		return s.readmit(op.About)
	case op.Verb == "exported" && op.About != "":
		return s.exported(op.About, op.By)
	}
	panic(readFailed{undecided("operator command " + s.ev.Operator.Verb)})
}

// applyTeam makes a reviewed team file the one that counts. Whoever is not in
// it any more loses the role with it.
func (s *step) applyTeam(t *care.Team) Reason {
	t = s.withoutRevoked(t)
	s.teamVolunteers(s.team(), t)
	var left []*care.Contact
	for _, old := range s.team().Staff {
		c := s.staffContact(old.ID)
		now, still := t.StaffByID(old.ID)
		if c != nil && !now.Role.Staff() {
			left = append(left, c)
		}
		if still {
			continue
		}
		if c != nil {
			c.Staff = ""
			s.putContact(c)
		}
		s.put(care.KindStaff, old.ID, nil)
	}
	before := s.team()
	s.put(care.KindTeam, TeamID, t)
	s.digestClock() // its hours may be others now
	s.drillClock(before.Name == "")
	s.coversWithout(before)
	s.rotaChanged()
	s.planHandover()
	for _, c := range left { // what they hold goes back into the chain of the new team
		s.letGoOf(c, "owner.left")
		s.leaveCircles(c)
		s.watchesNoMore(c)
	}
	if before.NoReading != t.NoReading {
		s.audit("team:"+TeamID, "reading."+onOff[!t.NoReading], "")
	}
	s.audit("team:"+TeamID, "team.applied", "")
	return "team.applied"
}

// leaveCircles takes whoever left the team out of the meetings that they were to
// come to as staff; people hear of it before (rule 10).
func (s *step) leaveCircles(c *care.Contact) {
	for _, id := range c.Networks {
		n := s.network(id)
		if n == nil || ended(n) != "" {
			continue
		}
		if m := n.Member(c.ID); m != nil && m.Role.Staff() {
			s.leaveMeetings(n, c.ID)
		}
	}
}

// operatorInvites keeps an invitation that was made at the machine, and with
// it a circle when the invitation begins one.
func (s *step) operatorInvites(inv *care.Invitation) Reason {
	inv.Made, inv.Expires = s.now, s.now.Add(care.InvitationLife)
	if inv.Staff == "" && inv.Network == "" {
		n := &care.Network{ID: s.newID("network"), Called: inv.Name, Began: s.now}
		inv.Network = n.ID
		s.keepLooking("network", n.ID)
		s.askFirst(n)
	}
	s.put(care.KindInvitation, inv.ID, inv)
	s.keepLink(inv)
	s.audit("invitation:"+inv.ID, "invited", string(inv.Role))
	return "invited"
}
