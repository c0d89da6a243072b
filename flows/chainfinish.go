package flows

import (
	"polyphony/care"
	"polyphony/locales"
)

// What was done, in the words of whoever did it, when none of the buttons says it.
// The words are kept with the alert's story.

// draftFinish waits for those words.
const draftFinish = "finish"

// finishes reports whether what somebody writes now says what was done. It often
// repeats words of danger, so it opens no alert of their own; it is shown back
// before anything is closed.
func (s *step) finishes() bool {
	_, waits := s.awaiting()
	return waits && s.me.Draft.What == draftFinish && s.finishing() != nil
}

// finishing is the alert whose owner is writing what was done, or nil.
func (s *step) finishing() *care.Alert {
	if s.me.Draft == nil || s.me.Draft.What != draftFinish {
		return nil
	}
	a := s.alert(s.me.Draft.Alert)
	if a == nil || a.State != care.AlertTaken || a.Owner != s.me.ID || !s.staff() {
		return nil
	}
	return a
}

// askFinish asks for the words.
func askFinish(s *step, a *care.Alert) Reason {
	if a.State != care.AlertTaken || a.Owner != s.me.ID {
		return s.refused()
	}
	s.begin(&care.Draft{What: draftFinish, Alert: a.ID})
	m := s.card(a, s.me.ID)
	m.Key = locales.ChainFinishAsk
	m.Buttons = [][]Button{row(Button{Label: locales.OutcomeNotYet, Data: data("alert", a.ID, a.Rev, "not_yet")})}
	s.say(m)
	return "alert.finish.asked"
}

// finishTyped shows the words back.
func finishTyped(s *step, typed string) Reason {
	a := s.finishing()
	if a == nil { // it is not theirs any more
		s.me.Draft = nil
		s.putContact(s.me)
		return s.words(typed, care.Media{})
	}
	s.me.Draft.Text, s.me.Draft.Typed = typed, true
	s.touched()
	act := func(label locales.Key, arg string) []Button {
		return row(Button{Label: label, Data: data("alert", a.ID, a.Rev, arg)})
	}
	m := s.card(a, s.me.ID)
	m.Key, m.Fresh = locales.ChainFinishCheck, true
	m.Lines = []Line{{Key: locales.ChainFinishWords, Args: Args{"Words": {Words: typed, By: s.me.ID}, "Name": s.who(s.me.ID)}}}
	m.Buttons = [][]Button{act(locales.ChainFinishYes, "other_yes"), act(locales.ChainFinishAgain, "other"), act(locales.OutcomeNotYet, "not_yet")}
	s.say(m)
	return "alert.finish.shown"
}

// closeInWords closes an alert with them.
func closeInWords(s *step, a *care.Alert) Reason {
	d := s.me.Draft
	if s.finishing() != a || !d.Typed || d.Text == "" {
		return askOutcome(s, a)
	}
	a.Finish = s.spoken(d.Text, care.Media{})
	s.wrote(s.me.ID, care.Ref{Kind: care.KindAlert, ID: a.ID})
	return s.closeAlert(a, "other")
}

// finishLine shows them on the closed card.
func (s *step) finishLine(a *care.Alert) []Line {
	if a.Open() || a.Finish.Text == "" {
		return nil
	}
	return []Line{{Key: locales.ChainFinishWords, Args: Args{"Words": {Words: a.Finish.Text, By: a.Finish.Author}, "Name": s.who(a.Finish.Author)}}}
}

// forgetFinish takes them away again, wherever the card stands.
func (s *step) forgetFinish(a *care.Alert, contact string) {
	if a == nil || a.Finish.Text == "" || a.Finish.Author != contact {
		return
	}
	a.Finish = care.Words{}
	a.Rev++
	s.putAlert(a)
	s.cards(a, false)
}

// finishPiece is them as their author meets them again.
func finishPiece(a *care.Alert, author string) *piece {
	if a == nil || a.Finish.Text == "" || a.Finish.Author != author {
		return nil
	}
	return &piece{words: []care.Words{a.Finish}, network: a.Network, finish: a}
}
