package flows

import (
	"slices"

	"polyphony/care"
	"polyphony/locales"
)

// Whoever lost their phone or account comes back by a link that staff of their
// circle make. It binds the account that opens it to the same contact, and the
// old account loses everything at that commit (I7). Staff come back by a link
// for the team, which nobody makes in a chat.

// askWhoseAccount offers those for whom such a link can be made.
func askWhoseAccount(s *step, n *care.Network, _ string) Reason {
	if !s.plansIn(s.me.ID, n.ID) {
		return s.refused()
	}
	s.menu()
	var rows [][]Button
	s.fetchMembers(n)
	for _, m := range n.Members {
		if s.comesBack(n, m.Contact) {
			rows = append(rows, row(s.lifeButton(n, locales.ListName, Args{"Name": s.called(m.Contact)}, "phone."+m.Contact)))
		}
	}
	key := locales.AccountWho
	if len(rows) == 0 {
		key = locales.AccountNobody
	}
	s.show(key, Args{"Circle": text(n.Called)}, append(rows, row(circleButton(n, locales.PlanBack, nil, "")))...)
	return "account.begun"
}

// comesBack reports whether a link of a circle may bring this contact back.
func (s *step) comesBack(n *care.Network, contact string) bool {
	m, c := s.place(n, contact), s.contact(contact)
	return m != nil && !m.Role.Staff() && c != nil && !s.isStaff(c) && c.Died.IsZero()
}

// makeReturnLink makes the link; an earlier one for the same person ends.
func makeReturnLink(s *step, n *care.Network, contact string) Reason {
	if !s.plansIn(s.me.ID, n.ID) || !s.comesBack(n, contact) {
		return s.refused()
	}
	s.withdrawReturns(n, contact)
	token := s.ev.Seed.Token("return", 1)
	inv := &care.Invitation{ID: TokenID(token), Network: n.ID, Role: n.Member(contact).Role, Contact: contact, By: s.me.ID,
		Made: s.now, Expires: s.now.Add(care.ReturnLife)}
	s.put(care.KindInvitation, inv.ID, inv)
	s.keepLink(inv)
	n.Invites = append(n.Invites, inv.ID)
	s.putNetwork(n)
	s.audit("contact:"+contact, "account.link", "")
	s.menu()
	s.redraw(locales.AccountMade, Args{"Name": s.called(contact)}, row(circleButton(n, locales.PlanBack, nil, "")))
	link := "https://t.me/" + s.BotName + "?start=" + token
	s.say(Message{Lane: Reply, Key: locales.AccountLink, QR: link,
		Args:    Args{"Name": s.called(contact), "Link": {Link: link}, "Expires": when(inv.Expires)},
		Buttons: [][]Button{row(circleButton(n, locales.InviteWithdraw, nil, "withdraw."+inv.ID))}, Guard: Guard{Purpose: PurposeReply}})
	return "account.link"
}

// withdrawReturns ends the links that would bring somebody back.
func (s *step) withdrawReturns(n *care.Network, contact string) {
	n.Invites = slices.DeleteFunc(n.Invites, func(id string) bool {
		inv := read[care.Invitation](s, care.KindInvitation, id)
		if inv == nil || inv.Contact != contact || inv.UsedBy != "" {
			return false
		}
		inv.Gone = s.now
		s.put(care.KindInvitation, inv.ID, inv)
		return true
	})
}

// endReturns ends every link that would bring somebody back, of all their
// circles: they are back (I7).
func (s *step) endReturns(c *care.Contact) {
	for _, id := range c.Networks {
		if n := s.network(id); n != nil {
			s.withdrawReturns(n, c.ID)
			s.putNetwork(n)
		}
	}
}

// returns uses such a link. Whoever belongs here already, by this account or as
// somebody else, changes nothing by opening it.
func (s *step) returns(inv *care.Invitation) Reason {
	n, c := s.network(inv.Network), s.contact(inv.Contact)
	switch {
	case c == nil || n == nil || !inv.Gone.IsZero() || ended(n) != "" || !s.comesBack(n, c.ID) || s.place(n, inv.By) == nil:
		return s.refuse(locales.AccountGone, "account.gone")
	case s.me != nil && s.me.ID == c.ID:
		s.say(Message{Lane: Reply, Key: locales.AccountSame, Keyboard: true, Guard: Guard{Purpose: PurposeReply}})
		return "account.same"
	case s.me != nil:
		return s.refuse(locales.AccountElsewhere, "account.elsewhere")
	}
	inv.UsedBy, inv.UsedAt = c.ID, s.now
	s.put(care.KindInvitation, inv.ID, inv)
	s.dropInvite(n, inv.ID)
	s.endReturns(c)
	s.moveAccount(c)
	s.me = c
	s.audit("contact:"+c.ID, "account.replaced", "")
	s.say(Message{Lane: Reply, Key: locales.AccountBack, Args: Args{"Name": text(c.Name)}, Keyboard: true, Guard: Guard{Purpose: PurposeReply}})
	if p, open := s.unanswered(); open {
		s.askConsent(p)
	}
	s.tellReturned(n, inv.By)
	return "account.replaced"
}

// moveAccount points a contact at the chat that the event came from.
func (s *step) moveAccount(c *care.Contact) {
	old := c.Chat
	c.Chat, c.Blocked, c.Stopped, c.Draft, c.Asked = s.ev.Chat, false, false, nil, ""
	c.Menu++ // buttons of older menus are stale
	s.account.Contact = c.ID
	if a := s.alert(s.account.Alert); a != nil && a.Open() && a.Sender == "" {
		a.Sender, a.Network = c.ID, s.circleOf(c) // they asked for help before we knew who they are
		s.putAlert(a)
		s.cards(a, false)
	}
	s.moveAlert(c, old)
	if old != 0 && old != s.ev.Chat {
		s.put(care.KindAccount, ChatID(old), nil)
	}
	s.putAccount(s.account)
	s.putContact(c)
}

// moveAlert takes an open request for help along: its asker hears of it, and
// says that they are safe, on the new account only.
func (s *step) moveAlert(c *care.Contact, old int64) {
	before := read[care.Account](s, care.KindAccount, ChatID(old))
	if before == nil || before.Contact != c.ID {
		return
	}
	a := s.alert(before.Alert)
	if a == nil || !a.Open() {
		return
	}
	a.Chat = s.ev.Chat
	s.putAlert(a)
	if mine := s.ownAlert(); mine == nil {
		s.account.Alert = a.ID
	}
}

// tellReturned tells whoever made the link, and the person whose circle it is.
func (s *step) tellReturned(n *care.Network, by string) {
	for _, id := range []string{by, n.Centre} {
		if id == "" || id == s.me.ID || s.place(n, id) == nil {
			continue
		}
		s.say(Message{Person: id, Lane: Bulk, Key: locales.AccountTold, Args: Args{"Name": s.called(s.me.ID)},
			Guard: Guard{Purpose: PurposeNotice, Network: n.ID, Quiet: true}})
	}
}
