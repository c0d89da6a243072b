package flows

import (
	"time"

	"polyphony/care"
	"polyphony/locales"
)

// help answers somebody who asks urgently: the crisis lines at once, then the
// truth about who was told (rule 14), and a card to whoever is on call (I2).
// signal says why: "button", "command", or what the reading saw.
func (s *step) help(signal string, said care.Words) Reason {
	s.leaveForOwn()
	if a := s.ownAlert(); a != nil {
		s.linesAgain(a)
		return s.raiseAgain(a, signal, said)
	}
	s.lines(everything)
	a := &care.Alert{ID: s.newID("alert"), Chat: s.ev.Chat, Opened: s.now, State: care.AlertOpen, Rev: 1, Signals: []string{signal},
		Lined: s.now, LinedTimes: 1, Uncovered: !s.covered()}
	if s.me != nil {
		a.Sender, a.Network = s.me.ID, s.circleOf(s.me)
		s.me.Draft = nil // whatever was half done does not matter now
		s.putContact(s.me)
	}
	if v := s.onVisit(s.me); v != nil {
		a.Visit = v.ID
	}
	if a.Network == "" {
		a.Network = s.circleHere()
	}
	s.bringNotes(a)
	s.hear(a, said)
	s.wrote(a.Sender, care.Ref{Kind: care.KindAlert, ID: a.ID}) // also when it has no words
	s.account.Alert = a.ID
	if s.me == nil {
		s.account.Language = s.Match(s.ev.From.Language)
	}
	s.putAccount(s.account)
	if n := s.network(a.Network); n != nil {
		n.Alert = a.ID
		s.putNetwork(n)
	}
	s.moment(a, "opened", a.Sender)
	s.fromTheStart(a)
	return "help.opened"
}

// linesAgain sends the crisis lines once more: every time, but for a flood,
// which has them right above.
func (s *step) linesAgain(a *care.Alert) {
	if s.now.Sub(a.Lined) >= time.Minute {
		a.Lined, a.LinedTimes = s.now, 0
	}
	a.LinedTimes++
	if a.LinedTimes <= linesAMinute {
		s.lines(lacking(a))
	}
}

const linesAMinute = 5

// lately is how far back what somebody wrote before asking for help belongs to
// it: whoever gets the card should not have to look for it.
const lately = time.Hour

// notesBrought is how many of them an alert brings, the newest: there must be
// room for what raised it and for what follows.
const notesBrought = wordsKept / 2

// bringNotes puts what this person wrote to the team within the last hour on
// the card too.
func (s *step) bringNotes(a *care.Alert) {
	if s.me == nil || s.now.Sub(s.me.SaidAt) > lately {
		return
	}
	if n := s.note(s.me.Said); n != nil && n.Author == s.me.ID {
		a.Words = append(a.Words, n.Words[max(0, len(n.Words)-notesBrought):]...)
	}
}

// wordsKept is how many words an alert holds. Whoever writes more has been
// heard; the rest goes to the team's inbox, where nothing is lost.
const wordsKept = 100

// hear adds what was said to an alert, word for word.
func (s *step) hear(a *care.Alert, said care.Words) {
	if said.Text == "" && said.Media.Kind == "" {
		return
	}
	said.Author, said.At, said.Chat, said.Message = a.Sender, s.now, s.ev.Chat, s.ev.Message
	s.heed(a, said)
	s.senderWrites(a, said)
	if len(a.Words) >= wordsKept && s.me != nil {
		s.keepNote(said.Text, said.Media, false)
		return
	}
	s.wrote(a.Sender, care.Ref{Kind: care.KindAlert, ID: a.ID})
	a.Words = append(a.Words, said)
}

// lines sends the crisis lines, which nothing may hold up, with the keys that
// say at one tap what is asked next.
func (s *step) lines(give []Giving) {
	s.say(Message{Lane: Urgent, Key: locales.HelpLines, Lines: s.crisisLines(), Keyboard: s.me != nil, Give: give, Guard: Guard{Purpose: PurposeLines}})
}

// ownAlert is this chat's open alert, or nil.
func (s *step) ownAlert() *care.Alert {
	if s.account == nil || s.account.Alert == "" {
		return nil
	}
	a := s.alert(s.account.Alert)
	if a == nil || !a.Open() {
		return nil
	}
	return a
}
