package flows

import (
	"time"

	"polyphony/care"
	"polyphony/locales"
)

// relayedKept is how many words an alert keeps of its relays. What is written
// beyond stands by itself, as its author's note.
const relayedKept = 200

// relayFlood is how many messages of one sender in a minute go across one by
// one. What comes beyond stands on the card, so that nobody's chat is held up.
const relayFlood = 30

// ownerWrites passes on what an owner writes while their relay is open. It goes
// to that sender and opens nothing else: it often repeats their words, and a
// draft that waits for words does not get them. A command is still a command.
func (s *step) ownerWrites(typed string, media care.Media) (Reason, bool) {
	a := s.ownRelay()
	if a == nil || typed == "" && media.Kind == "" {
		return "", false
	}
	w := s.spoken(typed, media)
	s.keepRelayed(a, w, a.Sender)
	a.Relay.Last = s.now
	s.stillWriting(a)
	s.putAlert(a)
	m := Message{Person: a.Sender, Lane: Urgent, Guard: Guard{Purpose: PurposeLines, Relay: a.ID}}
	if a.Sender == "" {
		m.Chat = a.Chat
	}
	s.across(m, w, s.who(s.me.ID))
	if _, waits := s.awaiting(); waits {
		s.me.Draft = nil
		s.putContact(s.me)
		s.reply(locales.RelayNotDraft, Args{"Name": s.asks(a)}, row(relayEnd(a, "over")))
	}
	return "relay.passed", true
}

// senderWrites passes on what a sender writes while a relay is open. It stands
// on the card as well, whatever becomes of it here.
func (s *step) senderWrites(a *care.Alert, w care.Words) {
	if a.Relay == nil || s.ownerGone(a) {
		return
	}
	if flooding(a, w.Author, s.now) {
		if s.now.Sub(a.Relay.Much) >= time.Minute {
			a.Relay.Much = s.now
			s.toSender(a, locales.RelayMuch, Args{"Name": s.who(a.Relay.With)})
			s.say(Message{Person: a.Relay.With, Lane: Urgent, Key: locales.RelayMuchOwner, Args: Args{"Name": s.asks(a)}, Guard: Guard{Purpose: PurposeDuty}})
		}
		return
	}
	s.keepRelayed(a, w, a.Relay.With)
	a.Relay.Last = s.now
	s.across(Message{Person: a.Relay.With, Lane: Urgent, Protect: true, Guard: Guard{Purpose: PurposeDuty, Relay: a.ID}}, w, s.asks(a))
}

func flooding(a *care.Alert, author string, now time.Time) bool {
	n := 0
	for _, w := range a.Relayed {
		if w.Author == author && now.Sub(w.At) < time.Minute {
			n++
		}
	}
	return n >= relayFlood
}

// keepRelayed keeps words of a relay, and lists them as their author's.
func (s *step) keepRelayed(a *care.Alert, w care.Words, to string) {
	if len(a.Relayed) < relayedKept {
		a.Relayed = append(a.Relayed, w)
		s.wrote(w.Author, care.Ref{Kind: care.KindAlert, ID: a.ID})
		return
	}
	if w.Author == "" {
		return // they stand on the card
	}
	n := &care.Note{ID: s.newID("note"), Network: a.Network, Author: w.Author, To: to, Words: []care.Words{w}}
	s.put(care.KindNote, n.ID, n)
	s.wrote(w.Author, care.Ref{Kind: care.KindNote, ID: n.ID})
}

// captioned are the kinds under which Telegram shows words.
var captioned = map[care.MediaKind]bool{care.Voice: true, care.Photo: true, care.Video: true, care.File: true}

// across says to the other what somebody wrote: the words behind a spoiler,
// since they would stand on a locked screen (rule 12), and what was sent as it
// is, straight from Telegram, without their Telegram name.
func (s *step) across(m Message, w care.Words, from Arg) {
	sent := m
	if w.Text != "" {
		m.Key = locales.RelayFrom
		if s.ev.Kind == KindEdited {
			m.Key = locales.RelayChanged
		}
		m.Args = Args{"Name": from, "Words": {Words: w.Text, By: w.Author}}
		s.say(m)
	}
	if w.Media.Kind == "" {
		return
	}
	switch {
	case captioned[w.Media.Kind]: // our line takes the place of their words under it
		sent.Key, sent.Args = locales.RelayCaption, Args{"Name": from}
	case w.Text == "":
		m.Key, m.Args = locales.RelaySends, Args{"Name": from}
		s.say(m)
	}
	sent.Why, sent.Copy = "relay.media", &Copy{Chat: w.Media.Chat, Message: w.Media.Message}
	s.say(sent)
}

// relayFailed tells a writer that their words have not arrived. Whoever cannot
// be reached any more has no part in a relay; an owner has none in the alert.
func (s *step) relayFailed(f Failure) Reason {
	a := s.alert(f.Relay)
	if a == nil || !a.Open() || f.Reason == FailedSlow || f.Reason == FailedMoved {
		return "failure.noted"
	}
	gone := f.Reason == FailedBlocked || f.Reason == FailedGone || f.Reason == FailedUnwanted
	if f.Person != "" && f.Person != a.Sender {
		s.toSender(a, locales.RelayLost, Args{"Name": s.who(f.Person)})
		if gone && a.State == care.AlertTaken && a.Owner == f.Person {
			return s.reopen(a, "owner.gone")
		}
		return "relay.failed"
	}
	writer := a.Owner
	if a.Relay != nil && gone {
		writer = s.closeRelay(a, "")
		s.putAlert(a)
		s.cards(a, false)
	}
	s.say(Message{Person: writer, Lane: Urgent, Key: locales.RelayLostOwner, Args: Args{"Name": s.asks(a)}, Guard: Guard{Purpose: PurposeDuty}})
	return "relay.failed"
}
