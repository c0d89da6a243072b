package flows

import (
	"polyphony/care"
	"polyphony/locales"
)

// Staff who lost their phone or account come back by a new link for the team.
// They stay who they were: circles, meetings and what they planned are theirs on
// the new account, and the old one loses everything (I7).

// staffOnNewAccount is the colleague whom a link for the team brings back on an
// account that we do not know yet, or nil.
func (s *step) staffOnNewAccount(inv *care.Invitation) *care.Contact {
	if s.me != nil || inv.Staff == "" {
		return nil
	}
	if before := s.staffContact(inv.Staff); before != nil && before.Died.IsZero() {
		return before
	}
	return nil
}

// staffReturns points them at the new account. What they held goes back into the
// chain all the same: nobody knows how long they could not be reached.
func (s *step) staffReturns(inv *care.Invitation, c *care.Contact) Reason {
	inv.UsedBy, inv.UsedAt = c.ID, s.now
	s.put(care.KindInvitation, inv.ID, inv)
	s.moveAccount(c)
	s.me = c
	s.audit("contact:"+c.ID, "account.replaced", "")
	s.say(Message{Lane: Reply, Key: locales.AccountBack, Args: Args{"Name": text(c.Name)}, Keyboard: true, Guard: Guard{Purpose: PurposeReply}})
	s.letGoOf(c, "owner.replaced")
	return "account.replaced"
}
