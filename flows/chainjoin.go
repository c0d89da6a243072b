package flows

import (
	"slices"
	"time"

	"polyphony/care"
	"polyphony/locales"
)

// What somebody writes while their alert is open joins it, and reaches whoever has
// the card.

// joinAlert adds what somebody writes while their alert is open: it reaches
// the people who have the card, in the order in which it was written.
func (s *step) joinAlert(a *care.Alert, typed string, media care.Media) Reason {
	lacked := len(lacking(a))
	s.hear(a, care.Words{Text: typed, Media: media})
	if s.ownerGone(a) {
		return s.reopen(a, "owner.gone")
	}
	if s.now.Sub(a.Drawn) < redrawGap { // a flood is drawn once it has passed, and answered once
		s.putAlert(a)
		s.timer(redrawTimer(a.ID), a.Drawn.Add(redrawGap))
		return "help.joined"
	}
	a.Drawn = s.now
	s.putAlert(a)
	s.cards(a, false)
	if a.Relay != nil {
		return "relay.joined" // they know who reads it
	}
	m := Message{Lane: Reply, Key: locales.HelpAdded, Args: Args{"Told": s.told(a, s.reachableOf(a.Told))}, Guard: untaken(a)}
	if a.State == care.AlertTaken {
		m = Message{Lane: Reply, Key: locales.HelpAddedTaken, Args: Args{"Told": text(s.name(a.Owner))}, Guard: Guard{Purpose: PurposeReply}}
	}
	if len(lacking(a)) != lacked {
		m = withKeys(m, a)
	}
	s.say(m)
	return "help.joined"
}

// redrawGap is how often further words draw the cards anew.
const redrawGap = 3 * time.Second

func redrawTimer(alert string) TimerKey { return TimerKey{Subject: "alert", ID: alert, What: "redraw"} }

// onRedraw shows what has been written since the cards were drawn.
func onRedraw(s *step) Reason {
	a := s.alert(s.ev.Timer.ID)
	if a == nil || !a.Open() {
		return "redraw.over"
	}
	a.Drawn = s.now
	s.putAlert(a)
	s.cards(a, false)
	return "redraw.done"
}

// raiseAgain: more urgent words join the open alert, and its people hear again,
// at once or when the gap since they last heard is over. Whoever said that they
// were safe is not any more.
func (s *step) raiseAgain(a *care.Alert, signal string, said care.Words) Reason {
	s.hear(a, said)
	if !slices.Contains(a.Signals, signal) {
		a.Signals = append(a.Signals, signal)
	}
	gap := raiseGap
	if a.SaysSafe {
		gap = unsafeGap
		a.SaysSafe = false
		s.moment(a, "safe.no.more", a.Sender)
	}
	a.Urged = s.now
	if s.ownerGone(a) {
		return s.reopen(a, "owner.gone")
	}
	if s.now.Sub(a.Raised) < gap {
		s.putAlert(a)
		s.timer(redrawTimer(a.ID), s.now.Add(redrawGap))
		s.timer(ringTimer(a.ID), a.Raised.Add(gap))
		return "help.raised"
	}
	return s.ringAgain(a)
}

// raiseGap is how often one sender's further urgent words ring again: a flood
// from one person is heard, without wearing the on-call team out. unsafeGap is
// the same after they had said that they were safe.
const (
	raiseGap  = time.Minute
	unsafeGap = 10 * time.Second
)

func ringTimer(alert string) TimerKey { return TimerKey{Subject: "alert", ID: alert, What: "ring"} }

// onRing: urgent words came while its people had just heard. They hear now,
// unless somebody has taken it with those words on the card.
func onRing(s *step) Reason {
	a := s.alert(s.ev.Timer.ID)
	if a == nil || !a.Open() || a.SaysSafe || a.Urged.Before(a.Raised) || a.State == care.AlertTaken && a.Urged.Before(a.Taken) {
		return "ring.over"
	}
	return s.ringAgain(a)
}

// ringAgain lets its owner hear, or everybody who was told while nobody has it.
func (s *step) ringAgain(a *care.Alert) Reason {
	s.moment(a, "raised.again", a.Sender)
	if a.Waits && s.now.Sub(a.Raised) >= s.escalation().After {
		s.fromTheStart(a)
		return "help.raised"
	}
	a.Raised = s.now
	hear := a.Told
	if a.State == care.AlertTaken {
		hear = []string{a.Owner}
	}
	s.cardsTo(a, hear, true)
	for _, id := range hear {
		s.wake(a, id)
	}
	s.status(a)
	s.putAlert(a)
	return "help.raised"
}
