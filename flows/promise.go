package flows

import (
	"polyphony/care"
	"polyphony/locales"
)

// Telling somebody who has no Telegram is a promise. Nobody makes it for
// somebody else: whoever is chosen is asked, and until their yes it is not made.

// chooseTeller offers the members of the circle.
func (s *step) chooseTeller(n *care.Network, a *care.Absent) {
	rows := [][]Button{row(s.absentButton(locales.AbsentMyself, nil, "teller."+s.me.ID))}
	s.fetchMembers(n)
	for _, m := range n.Members {
		if m.Contact != s.me.ID && s.place(n, m.Contact) != nil {
			rows = append(rows, row(s.absentButton(locales.ListName, Args{"Name": s.called(m.Contact)}, "teller."+m.Contact)))
		}
	}
	rows = append(rows, row(s.absentButton(locales.AbsentNobody, nil, "one."+a.ID)))
	s.askFor(draftAbsent, locales.AbsentWho, Args{"Name": text(a.Name)}, rows...)
}

func absentChoose(s *step, n *care.Network, _ string) Reason {
	a := absentOf(n, s.me.Draft.Absent)
	if a == nil {
		return s.tooLate()
	}
	s.chooseTeller(n, a)
	return "absent.choosing"
}

// absentTeller asks whoever was chosen. Choosing oneself is the yes.
func absentTeller(s *step, n *care.Network, contact string) Reason {
	a := absentOf(n, s.me.Draft.Absent)
	if a == nil || s.place(n, contact) == nil {
		return s.refused()
	}
	a.Asker = s.me.ID
	s.me.Draft = nil
	s.putContact(s.me)
	back := row(Button{Label: locales.PlanBack, Data: data("circle", n.ID, 0, "absent")})
	if contact == s.me.ID {
		s.redraw(locales.AbsentPromised, Args{"Name": text(a.Name)}, back)
		return s.promise(n, a, contact)
	}
	a.Asked = contact
	s.putNetwork(n)
	s.audit("network:"+n.ID, "teller.asked", a.ID)
	s.say(Message{Person: contact, Lane: Bulk, Key: locales.AbsentAsk, Args: Args{"Name": text(a.Name), "Circle": text(n.Called)},
		Slot: "promise:" + a.ID, Fresh: true, Buttons: [][]Button{row(
			Button{Label: locales.AbsentAskYes, Data: data("promise", n.ID, 0, "yes."+a.ID)},
			Button{Label: locales.AbsentAskNo, Data: data("promise", n.ID, 0, "no."+a.ID)})},
		Guard: Guard{Purpose: PurposeNotice, Network: n.ID, Quiet: true}})
	s.redraw(locales.AbsentAsked, Args{"Who": s.called(contact)}, back)
	return "teller.asked"
}

// promiseTap is the answer of whoever was asked. It counts while they are.
func promiseTap(s *step, p press) Reason {
	n := s.network(p.id)
	if s.me == nil || s.place(n, s.me.ID) == nil {
		return s.refused()
	}
	answer, id := splitArg(p.arg)
	a := absentOf(n, id)
	if a == nil || a.Asked != s.me.ID || ended(n) != "" {
		s.stale()
		s.redraw(locales.AbsentAskOver, nil)
		return "promise.stale"
	}
	if answer == "yes" {
		s.redraw(locales.AbsentPromised, Args{"Name": text(a.Name)})
		return s.promise(n, a, s.me.ID)
	}
	a.Asked = ""
	s.putNetwork(n)
	s.audit("network:"+n.ID, "teller.declined", a.ID)
	s.redraw(locales.AbsentThanksNo, nil)
	s.tellAsker(n, a, locales.AbsentSaidNo, chooseButton(n))
	return "promise.declined"
}

func chooseButton(n *care.Network) []Button {
	return row(Button{Label: locales.AbsentChoose, Data: data("circle", n.ID, 0, "absent")})
}

// tellAsker tells whoever asked what the one who was asked has said.
func (s *step) tellAsker(n *care.Network, a *care.Absent, key locales.Key, buttons ...[]Button) {
	if a.Asker == s.me.ID {
		return
	}
	s.say(Message{Person: a.Asker, Lane: Bulk, Key: key, Args: Args{"Who": s.called(s.me.ID), "Name": text(a.Name)}, Buttons: buttons,
		Guard: Guard{Purpose: PurposeNotice, Network: n.ID, Quiet: true}})
}

// promise makes somebody the one who tells, and gives them what there is to
// tell already.
func (s *step) promise(n *care.Network, a *care.Absent, contact string) Reason {
	before := a.Teller
	a.Teller, a.Asked = contact, ""
	s.putNetwork(n)
	s.audit("network:"+n.ID, "teller.promised", a.ID)
	s.tellAsker(n, a, locales.AbsentSaidYes)
	if before != "" && before != contact && s.place(n, before) != nil {
		s.say(Message{Person: before, Lane: Bulk, Key: locales.AbsentReplaced, Args: Args{"Who": s.called(contact), "Name": text(a.Name)},
			Guard: Guard{Purpose: PurposeNotice, Network: n.ID, Quiet: true}})
	}
	for _, id := range n.Meetings {
		if m := s.meeting(id); m != nil && !m.Cancelled && s.now.Before(starts(m)) && !knows(m, a.ID) {
			s.tellOne(n, m, a, telling(m, tellPlanned))
		}
	}
	return "promise.made"
}

// tellerGone: whoever promised to tell somebody, or is asked to, does not belong
// any more. The person and the team choose another.
func (s *step) tellerGone(n *care.Network, contact string) {
	for _, a := range s.release(n, contact) {
		for _, id := range n.With(care.Person, care.Practitioner, care.Coordinator) {
			if id == contact || s.place(n, id) == nil {
				continue
			}
			s.say(Message{Person: id, Lane: Bulk, Key: locales.AbsentWanted, Args: wantedArgs(n, a),
				Buttons: [][]Button{chooseButton(n)}, Guard: Guard{Purpose: PurposeNotice, Network: n.ID, Quiet: true}})
		}
	}
}

func wantedArgs(n *care.Network, a *care.Absent) Args {
	return Args{"Name": text(a.Name), "Circle": text(n.Called)}
}

// release takes back what somebody promised or is asked to promise, and returns
// those whom nobody tells now.
func (s *step) release(n *care.Network, contact string) (without []*care.Absent) {
	for i := range n.Absent {
		a := &n.Absent[i]
		if a.Asked != contact && a.Teller != contact {
			continue
		}
		if a.Asked == contact {
			a.Asked = ""
		}
		if a.Teller == contact {
			a.Teller = ""
		}
		if a.Teller == "" && a.Asked == "" {
			without = append(without, a)
		}
		s.putNetwork(n)
	}
	return without
}
