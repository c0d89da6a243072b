package flows

import (
	"slices"

	"polyphony/care"
	"polyphony/locales"
)

// A relay lets whoever owns an alert and whoever asked for help write to each
// other through us. It begins with a tap on the owner's card, both read at once
// who is there, and either ends it. Whatever goes across goes word for word,
// to the two of them and nobody else (I7).

// relayButtons are what an owner's card offers: to begin, or to end.
func (s *step) relayButtons(a *care.Alert, reader string) [][]Button {
	if a.State != care.AlertTaken || a.Owner != reader || a.Drill || unasked(a) {
		return nil
	}
	if c := s.contact(reader); a.Relay != nil && c != nil && c.Relays == a.ID {
		return [][]Button{row(relayEnd(a, "end"))}
	}
	return [][]Button{row(relayBegin(a, "open"))}
}

// Buttons of the card and of messages differ in their argument, since an old
// one is answered where it stands. One that ends a relay bears its beginning,
// so that it never ends the next.

func relayBegin(a *care.Alert, arg string) Button {
	return Button{Label: locales.RelayReply, Data: data("relay", a.ID, a.Rev, arg)}
}

func relayEnd(a *care.Alert, arg string) Button {
	return Button{Label: locales.RelayEnd, Data: data("relay", a.ID, relayRev(a), arg)}
}

func relayRev(a *care.Alert) int {
	if a.Relay == nil {
		return -1
	}
	return int(a.Relay.Since.UnixMilli())
}

// relayActs are the buttons of a relay. "leave" is the sender's.
var relayActs map[string]func(*step, *care.Alert, press) Reason

func init() {
	relayActs = map[string]func(*step, *care.Alert, press) Reason{
		"open": beginTap, "again": beginTap, "end": endTap, "over": endTap,
	}
}

// relayTap asks who taps, and whether the button still shows the truth.
func relayTap(s *step, p press) Reason {
	a := s.alert(p.id)
	if a != nil && p.arg == "leave" {
		return s.leaveTap(a, p)
	}
	do, known := relayActs[p.arg]
	if a == nil || !known || !s.staff() || !slices.Contains(a.Told, s.me.ID) {
		return s.refused()
	}
	return do(s, a, p)
}

func beginTap(s *step, a *care.Alert, p press) Reason {
	if a.State != care.AlertTaken || a.Owner != s.me.ID || p.rev != a.Rev || a.Drill || unasked(a) {
		return s.oldRelay(a, p)
	}
	if a.Relay != nil && s.me.Relays == a.ID {
		s.notice(locales.RelayAlready, Args{"Name": s.asks(a)})
		return "relay.already"
	}
	return s.openRelay(a)
}

func endTap(s *step, a *care.Alert, p press) Reason {
	if a.Relay == nil || a.Relay.With != s.me.ID || p.rev != relayRev(a) {
		return s.oldRelay(a, p)
	}
	return s.ownerEnds(a)
}

// oldRelay says what has happened since, and draws what is true now.
func (s *step) oldRelay(a *care.Alert, p press) Reason {
	s.notice(since(a, s.me.ID), Args{"Owner": text(s.name(a.Owner))})
	m := s.card(a, s.me.ID)
	if s.ev.Message != 0 && (p.arg == "open" || p.arg == "end") {
		m.Edit, m.Slot = s.ev.Message, ""
	} else {
		s.redraw(locales.RelayOld, Args{"Name": s.asks(a)})
	}
	s.say(m)
	return "relay.stale"
}

// openRelay begins it, or turns the owner's words to this one again.
func (s *step) openRelay(a *care.Alert) Reason {
	if !s.senderHearsUs(a) {
		s.reply(locales.RelayCannot, Args{"Name": s.asks(a)})
		return "relay.unreachable"
	}
	before := s.alert(s.me.Relays)
	s.me.Relays, s.me.Draft = a.ID, nil
	s.putContact(s.me)
	if a.Relay == nil {
		a.Relay = &care.Relay{With: s.me.ID, Since: s.now, Last: s.now}
		a.Rev++
		s.moment(a, "relay.opened", s.me.ID)
		s.toSender(a, locales.RelayHere, Args{"Name": s.who(s.me.ID)}, row(relayLeave(a)))
	}
	s.stillWriting(a)
	s.putAlert(a)
	s.cards(a, false)
	m := Message{Lane: Urgent, Key: locales.RelayOpened, Args: Args{"Name": s.asks(a)}, Buttons: [][]Button{row(relayEnd(a, "over"))}, Guard: Guard{Purpose: PurposeDuty}}
	if before != nil && before.ID != a.ID && before.Relay != nil && before.Relay.With == s.me.ID {
		m.Key, m.Args["Other"] = locales.RelaySwitched, s.asks(before)
		s.say(s.card(before, s.me.ID))
	}
	s.say(m)
	return "relay.opened"
}

func relayLeave(a *care.Alert) Button {
	return Button{Label: locales.RelayLeave, Data: data("relay", a.ID, relayRev(a), "leave")}
}

// stillWriting: whoever writes is still with it. The question whether they are
// comes half an hour after their last word.
func (s *step) stillWriting(a *care.Alert) {
	if a.Asked {
		a.Asked = false
		s.say(s.card(a, a.Owner))
	}
	s.timer(takenTimer(a.ID), s.now.Add(care.TakenFor))
}

// senderHearsUs reports whether what is written would reach whoever asked.
func (s *step) senderHearsUs(a *care.Alert) bool {
	if a.Sender == "" {
		return a.Chat != 0
	}
	c := s.contact(a.Sender)
	return c != nil && c.Chat != 0 && !c.Blocked && !c.Stopped && c.Died.IsZero()
}

// asks is what to call whoever asked for help.
func (s *step) asks(a *care.Alert) Arg {
	switch {
	case a.Called != "":
		return text(a.Called)
	case !a.Forgotten.IsZero():
		return keyed(locales.ForgetSomebody)
	case a.Sender == "":
		return keyed(locales.CardSomebody)
	}
	return s.who(a.Sender)
}
