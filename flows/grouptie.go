package flows

import (
	"strconv"
	"time"

	"polyphony/care"
	"polyphony/locales"
	"polyphony/scheduler/calendar"
)

// A group becomes a circle's own when somebody says so who may plan in the
// circle, or who is its person. They are asked in private.

// mayTie are the circles for which this person decides.
func (s *step) mayTie() []*care.Network {
	var out []*care.Network
	if s.me == nil {
		return nil
	}
	for _, id := range s.me.Networks {
		if n := s.network(id); s.decidesFor(n) {
			out = append(out, n)
		}
	}
	return out
}

// decidesFor reports whether they may tie a group to this circle, or untie it.
func (s *step) decidesFor(n *care.Network) bool {
	m := s.place(n, s.me.ID)
	return m != nil && ended(n) == "" && (m.Role.Staff() || m.Role == care.Person)
}

// groupWait is how long we wait before we ask about a supergroup: a group that
// becomes one announces it like a new group, a moment before or after it says so.
const groupWait = 3 * time.Second

// onGroupIn asks whoever put us into a group whose it is.
func onGroupIn(s *step) Reason {
	switch {
	case s.account == nil:
		return "group.nobody"
	case s.ev.Super && s.me != nil:
		s.timer(TimerKey{Subject: "group", ID: ChatID(s.ev.Chat), What: "in", Arg: ChatID(s.account.Chat)}, s.now.Add(groupWait))
		return "group.waits"
	}
	return s.putIntoGroup()
}

// onGroupInDue asks the same, now that a group which we knew has been heard of.
func onGroupInDue(s *step) Reason {
	chat, err := strconv.ParseInt(s.ev.Timer.ID, 10, 64)
	s.account = read[care.Account](s, care.KindAccount, s.ev.Timer.Arg)
	if err != nil || s.account == nil {
		return "group.nobody"
	}
	s.ev.Chat, s.me = chat, s.contact(s.account.Contact)
	return s.putIntoGroup()
}

func (s *step) putIntoGroup() Reason {
	s.aside()
	g := s.within
	switch {
	case g.Network != "" || s.rota().Group == g.Chat:
		return "group.known" // told twice, or it became a supergroup
	case s.me == nil:
		return s.pointToPrivate()
	case g.Asked == s.me.ID:
		return "group.asked.before"
	}
	free, others := s.withoutGroup()
	switch {
	case len(free) > 0:
		return s.askTie(free)
	case others: // a group that becomes a supergroup announces itself like this too, perhaps before it says so
		return "group.others"
	}
	s.reply(locales.GroupNotYours, nil)
	return "group.not.theirs"
}

// withoutGroup are the circles that this person decides for and that have no
// group, and whether any circle that they belong to has one.
func (s *step) withoutGroup() (free []*care.Network, others bool) {
	for _, id := range s.me.Networks {
		n := s.network(id)
		switch {
		case n == nil:
		case n.Group != 0:
			others = true
		case s.decidesFor(n):
			free = append(free, n)
		}
	}
	return free, others
}

// circleInGroup is /circle in a group: whoever decides is asked whose group it
// is, everybody else sees their circle.
func (s *step) circleInGroup() Reason {
	if mine := s.mayTie(); s.within.Network == "" && len(mine) > 0 {
		return s.askTie(mine)
	}
	return circleCommand(s, "")
}

// askTie asks in private. The group's own title is not repeated: anybody in it
// can write there what they like.
func (s *step) askTie(circles []*care.Network) Reason {
	s.within.Asked = s.me.ID
	s.putGroup(s.within)
	act := func(label locales.Key, args Args, arg string) []Button {
		return row(Button{Label: label, Args: args, Data: data("group", ChatID(s.within.Chat), 0, arg)})
	}
	if len(circles) == 1 {
		n := circles[0]
		s.reply(locales.GroupAsk, Args{"Circle": text(n.Called)}, append(act(locales.GroupYes, nil, "yes."+n.ID), act(locales.GroupNo, nil, "no")...))
		return "group.asked"
	}
	var rows [][]Button
	for _, n := range circles {
		rows = append(rows, act(locales.CircleOf, Args{"Circle": text(n.Called)}, "yes."+n.ID))
	}
	s.reply(locales.GroupWhich, nil, append(rows, act(locales.GroupNone, nil, "no"))...)
	return "group.asked"
}

// groupTap handles the answers, and the button that unties.
func groupTap(s *step, p press) Reason {
	if s.me == nil {
		return s.refused()
	}
	act, value := splitArg(p.arg)
	if act == "untie" {
		return s.untie(s.network(p.id), s.groupNamed(value))
	}
	g := s.groupNamed(p.id)
	n := s.network(value)
	switch {
	case act == "yes" && s.decidesFor(n) && n.Group == g.Chat && g.Network == n.ID:
		s.redraw(locales.GroupTied, Args{"Circle": text(n.Called)})
		return "group.tied.before"
	case g.Asked != s.me.ID: // what nobody asked them they cannot answer, whatever the button says
		s.stale()
		s.redraw(locales.GroupAgain, nil)
		return "group.stale"
	case act == "no":
		g.Asked = ""
		s.putGroup(g)
		s.redraw(locales.GroupLeftAlone, nil)
		return "group.left.alone"
	case act != "yes" || !s.decidesFor(n):
		return s.refused()
	case g.Network != "" || s.rota().Group == g.Chat:
		s.redraw(locales.GroupTaken, nil)
		return "group.taken"
	}
	return s.tie(g, n)
}

// tie makes a group the circle's own, in the place of any other. Everybody
// concerned is told: those in the group, and the person whose circle it is.
func (s *step) tie(g *care.GroupChat, n *care.Network) Reason {
	if n.Group != 0 && n.Group != g.Chat {
		s.sayGoodbye(n)
	}
	g.Network, g.By, g.Asked = n.ID, s.me.ID, ""
	n.Group = g.Chat
	s.putGroup(g)
	s.putNetwork(n)
	s.audit("network:"+n.ID, "group.tied", "")
	s.redraw(locales.GroupTied, Args{"Circle": text(n.Called)})
	s.sayInGroup(n, Message{Lane: Reply, Key: locales.GroupSaidHello, Buttons: s.writeToMe(), Guard: Guard{Network: n.ID},
		Silent: calendar.Quiet(s.now, calendar.Zone(s.team().Zone))})
	if n.Centre != "" && n.Centre != s.me.ID {
		s.say(Message{Person: n.Centre, Lane: Bulk, Key: locales.GroupTiedBy, Args: Args{"Name": s.called(s.me.ID), "Circle": text(n.Called)},
			Buttons: groupButtons(n), Guard: Guard{Purpose: PurposeNotice, Network: n.ID, Quiet: true}})
	}
	return "group.tied"
}

// groupButtons untie a circle's group, when it has one.
func groupButtons(n *care.Network) [][]Button {
	if n.Group == 0 {
		return nil
	}
	return [][]Button{row(Button{Label: locales.GroupUntie, Data: data("group", n.ID, 0, "untie."+ChatID(n.Group))})}
}

func (s *step) untie(n *care.Network, g *care.GroupChat) Reason {
	if !s.decidesFor(n) {
		return s.refused()
	}
	if n.Group != 0 && n.Group != g.Chat { // another group has taken its place since
		s.stale()
		s.showCircle(n)
		return "group.stale"
	}
	if n.Group == 0 {
		s.redraw(locales.GroupUntied, Args{"Circle": text(n.Called)})
		return "group.untied.before"
	}
	s.sayGoodbye(n)
	s.putNetwork(n)
	s.audit("network:"+n.ID, "group.untied", "")
	s.redraw(locales.GroupUntied, Args{"Circle": text(n.Called)})
	return "group.untied"
}

// sayGoodbye lets a circle's group go, and says so there.
func (s *step) sayGoodbye(n *care.Network) {
	s.sayInGroup(n, Message{Lane: Reply, Key: locales.GroupSaidBye, Silent: calendar.Quiet(s.now, calendar.Zone(s.team().Zone))})
	g := s.groupChat(n.Group)
	g.Network, g.By = "", ""
	s.putGroup(g)
	n.Group = 0
}

// onGroupOut: we were taken out of a group.
func onGroupOut(s *step) Reason { return s.groupGone(s.ev.Chat) }

// groupGone forgets a group that we cannot reach any more, and tells whoever tied
// it and the person that nothing is said there now.
func (s *step) groupGone(chat int64) Reason {
	g := read[care.GroupChat](s, care.KindGroup, ChatID(chat))
	if g == nil {
		return "group.unknown"
	}
	s.put(care.KindGroup, ChatID(chat), nil)
	s.teamGroupGone(chat)
	n := s.network(g.Network)
	if n == nil || n.Group != chat {
		return "group.out"
	}
	n.Group = 0
	s.putNetwork(n)
	s.audit("network:"+n.ID, "group.untied", "")
	told := []string{g.By}
	if n.Centre != g.By {
		told = append(told, n.Centre)
	}
	for _, id := range told {
		if s.place(n, id) != nil {
			s.say(Message{Person: id, Lane: Bulk, Key: locales.GroupOut, Args: Args{"Circle": text(n.Called)},
				Guard: Guard{Purpose: PurposeNotice, Network: n.ID, Quiet: true}})
		}
	}
	return "group.out"
}
