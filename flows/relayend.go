package flows

import (
	"polyphony/care"
	"polyphony/locales"
)

// A relay ends by a tap of either, or when the alert is nobody's, another's or
// finished. Both hear it, and the sender hears who is there now.

// closeRelay ends it in the records.
func (s *step) closeRelay(a *care.Alert, by string) (with string) {
	with = a.Relay.With
	a.Relay = nil
	if c := s.contact(with); c != nil && c.Relays == a.ID {
		c.Relays = ""
		s.putContact(c)
	}
	s.moment(a, "relay.ended", by)
	return with
}

// relayHolds is asked whenever an alert is kept: a relay lasts only while the
// alert is that owner's, however it stopped being so.
func (s *step) relayHolds(a *care.Alert) {
	if a.Relay == nil || a.State == care.AlertTaken && a.Owner == a.Relay.With {
		return
	}
	with := s.closeRelay(a, "")
	key := locales.RelayNobody
	switch {
	case !a.Open():
		key = locales.RelayClosed
	case a.Owner != "":
		key = locales.RelayPassed
	}
	s.toSender(a, key, Args{"Name": s.who(with), "Owner": s.who(a.Owner)})
	if s.canHear(with) {
		s.say(Message{Person: with, Lane: Urgent, Key: locales.RelayOver, Args: Args{"Name": s.asks(a)}, Guard: Guard{Purpose: PurposeDuty}})
	}
}

// ownerEnds: the owner has said what they wanted. The alert stays theirs.
func (s *step) ownerEnds(a *care.Alert) Reason {
	s.closeRelay(a, s.me.ID)
	s.putAlert(a)
	s.cards(a, false)
	again := row(relayBegin(a, "again"))
	if p, _ := parsePress(s.ev.Tap.Data); p.arg == "over" {
		s.redraw(locales.RelayEnded, Args{"Name": s.asks(a)}, again)
	} else {
		s.reply(locales.RelayEnded, Args{"Name": s.asks(a)}, again)
	}
	s.toSender(a, locales.RelayEndedByOwner, Args{"Name": s.who(s.me.ID)})
	return "relay.ended"
}

// leaveTap is the sender's end of it.
func (s *step) leaveTap(a *care.Alert, p press) Reason {
	switch {
	case a.Chat != s.ev.Chat:
		return s.refused()
	case a.Relay == nil || p.rev != relayRev(a):
		s.stale()
		s.redraw(locales.RelayOldSender, nil)
		return "relay.stale"
	}
	return s.senderEnds(a)
}

func (s *step) senderEnds(a *care.Alert) Reason {
	with := s.senderLeaves(a, locales.RelayEndedBySender)
	s.show(locales.RelayLeft, Args{"Name": s.who(with)})
	return "relay.left"
}

// senderLeaves ends it from the sender's side and tells the owner how.
func (s *step) senderLeaves(a *care.Alert, key locales.Key) (with string) {
	with = s.closeRelay(a, a.Sender)
	s.putAlert(a)
	s.cards(a, false)
	m := Message{Person: with, Lane: Urgent, Key: key, Args: Args{"Name": s.asks(a)}, Guard: Guard{Purpose: PurposeDuty}}
	if key == locales.RelayEndedBySender {
		m.Buttons = [][]Button{row(relayBegin(a, "again"))}
	}
	s.say(m)
	return with
}

// relayCut ends the relay of somebody who asked for help and cannot or does not
// want to read any more.
func (s *step) relayCut(key locales.Key) {
	if a := s.ownAlert(); a != nil && a.Relay != nil {
		s.senderLeaves(a, key)
	}
}

// ownRelay is the relay in which this person's words go to a sender, nil when
// there is none.
func (s *step) ownRelay() *care.Alert {
	if s.me == nil || s.me.Relays == "" {
		return nil
	}
	a := s.alert(s.me.Relays)
	if a == nil || a.Relay == nil || a.Relay.With != s.me.ID || a.Owner != s.me.ID || !s.staff() {
		return nil
	}
	return a
}

// leaveForOwn: whoever presses the red button themselves writes to those who
// help them from now on.
func (s *step) leaveForOwn() {
	if a := s.ownRelay(); a != nil {
		s.ownerEnds(a)
	}
}

// endCommand is /end, for either.
func endCommand(s *step, _ string) Reason {
	if a := s.ownRelay(); a != nil {
		return s.ownerEnds(a)
	}
	if a := s.ownAlert(); a != nil && a.Relay != nil {
		return s.senderEnds(a)
	}
	s.reply(locales.RelayNone, nil)
	return "relay.none"
}
