package flows

import (
	"slices"

	"polyphony/care"
)

// Erasing is one decision: access ends, the person's own key goes, and with it
// every word of theirs can be read no more. Records are removed in the same
// decision as far as one decision can; a timer goes on with the rest until
// nothing is left, also after a crash.

// forgetBatch is how many things one decision removes at most.
const forgetBatch = care.MinePage

func forgetTimer(contact string) TimerKey {
	return TimerKey{Subject: "contact", ID: contact, What: "forget"}
}

// erase takes somebody out of everything, and reports whether a call for help
// of theirs is still open. Nothing is said to them here.
func (s *step) erase(contact string) (open bool) {
	c := s.contact(contact)
	gone := Erasure{Contact: contact}
	if c != nil {
		gone.Chat = c.Chat
		open = s.vanish(c)
	}
	s.forgetSome(contact)
	s.d.Erase = append(s.d.Erase, gone)
	s.silenceTrail(contact)
	return open
}

// vanish ends what somebody is here: their contact, account, circles, and what
// runs for them. From its first line on nobody is called by their name.
func (s *step) vanish(c *care.Contact) (open bool) {
	alerts, _ := s.alertsOf(c)
	if s.me != nil && s.me.ID == c.ID {
		s.me = nil
	}
	s.put(care.KindContact, c.ID, nil)
	if account := read[care.Account](s, care.KindAccount, ChatID(c.Chat)); account != nil && account.Contact == c.ID {
		account.Contact = ""
		s.put(care.KindAccount, ChatID(c.Chat), nil)
		if len(alerts) > 0 {
			account.Language = c.Language
			s.putAccount(account) // what they write goes on reaching whoever helps
		}
	}
	for _, a := range alerts {
		s.keepUnfinished(a, c)
	}
	s.forgetVisits(c)
	for _, id := range c.Networks {
		if n := s.network(id); n != nil && n.Member(c.ID) != nil {
			s.goneFrom(n, c)
		}
	}
	s.forgetCheckIn(c.CheckIn, c.ID)
	s.forgetNote(c.Said, c.ID)
	for _, id := range c.Measures {
		s.forgetMeasure(id, c.ID)
	}
	s.forgetCompany(c.ID, c.ID)
	s.cancel(remindTimer(c.ID))
	s.cancel(keptTimer("contact", c.ID))
	return len(alerts) > 0
}

// forgetSome removes what somebody wrote, the newest first, at most a batch,
// and sets the timer for what is left.
func (s *step) forgetSome(contact string) {
	m := s.mineOf(contact)
	if len(m.Items) == 0 && m.Pages > 0 {
		m.Pages--
		if page := s.minePage(contact, m.Pages); page != nil {
			m.Items = page.Items
		}
		s.put(care.KindMine, minePageID(contact, m.Pages), nil)
	}
	from := max(0, len(m.Items)-forgetBatch)
	for _, r := range slices.Backward(m.Items[from:]) {
		s.forgetOne(r, contact)
	}
	m.Items = m.Items[:from]
	if len(m.Items) == 0 && m.Pages == 0 {
		s.put(care.KindMine, contact, nil)
		s.cancel(forgetTimer(contact))
		return
	}
	s.put(care.KindMine, contact, m)
	s.timer(forgetTimer(contact), s.now)
}

// onForgetMore goes on where the decision before stopped.
func onForgetMore(s *step) Reason {
	if s.contact(s.ev.Timer.ID) != nil {
		return "forget.over" // nobody who was erased
	}
	s.forgetSome(s.ev.Timer.ID)
	s.silenceTrail(s.ev.Timer.ID)
	return "forget.more"
}

// onErased erases somebody again who was erased before a backup was taken back.
// They hear nothing of it: to them it is long done.
func onErased(s *step) Reason {
	s.erase(s.ev.Contact)
	return "forgotten.again"
}

// silenceTrail keeps the decision that erases somebody from writing of them.
func (s *step) silenceTrail(contact string) {
	s.d.Audit = slices.DeleteFunc(s.d.Audit, func(e Entry) bool { return e.Subject == "contact:"+contact })
	for i := range s.d.Audit {
		e := &s.d.Audit[i]
		if e.Who == contact {
			e.Who = ""
		}
		if e.Detail == contact {
			e.Detail = ""
		}
	}
}
