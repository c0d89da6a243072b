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
	if a.State == care.AlertTaken {
		s.reply(locales.HelpAddedTaken, Args{"Told": text(s.name(a.Owner))})
	} else {
		s.reply(locales.HelpAdded, Args{"Told": s.told(a, s.reachableOf(a.Told))})
	}
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

// raiseAgain: more urgent words join the open alert, and its people hear again.
func (s *step) raiseAgain(a *care.Alert, signal string, said care.Words) Reason {
	s.hear(a, said)
	if !slices.Contains(a.Signals, signal) {
		a.Signals = append(a.Signals, signal)
	}
	if s.ownerGone(a) {
		return s.reopen(a, "owner.gone")
	}
	again := s.now.Sub(a.Raised) >= raiseGap
	if again {
		a.Raised = s.now
	}
	if !again {
		s.putAlert(a)
		s.timer(redrawTimer(a.ID), s.now.Add(redrawGap))
		return "help.raised"
	}
	s.moment(a, "raised.again", a.Sender)
	s.cards(a, true)
	s.status(a)
	s.putAlert(a)
	return "help.raised"
}

// raiseGap is how often one sender's further urgent words ring again: a flood
// from one person is heard, without wearing the on-call team out.
const raiseGap = time.Minute
