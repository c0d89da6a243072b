package flows

import (
	"slices"
	"strings"
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
		s.lines()
		return s.raiseAgain(a, signal, said)
	}
	s.lines()
	a := &care.Alert{ID: s.newID("alert"), Chat: s.ev.Chat, Opened: s.now, State: care.AlertOpen, Rev: 1, Signals: []string{signal}}
	if s.me != nil {
		a.Sender, a.Network = s.me.ID, s.circleOf(s.me)
		s.me.Draft = nil // whatever was half done does not matter now
		s.putContact(s.me)
	}
	if a.Network == "" {
		a.Network = s.circleHere()
	}
	s.bringNotes(a)
	s.hear(a, said)
	s.wrote(a.Sender, care.Ref{Kind: care.KindAlert, ID: a.ID}) // also when it has no words
	s.account.Alert = a.ID
	s.putAccount(s.account)
	if n := s.network(a.Network); n != nil {
		n.Alert = a.ID
		s.putNetwork(n)
	}
	a.Step = -1
	s.moment(a, "opened", a.Sender)
	s.escalate(a)
	return "help.opened"
}

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

// lines sends the crisis lines, which nothing may hold up.
func (s *step) lines() {
	s.say(Message{Lane: Urgent, Key: locales.HelpLines, Lines: s.crisisLines(), Keyboard: s.me != nil, Guard: Guard{Purpose: PurposeLines}})
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
	if a.Relay != nil {
		return "relay.joined" // they know who reads it
	}
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

// told are names for whoever asked for help. Somebody who never joined learns
// that people were told, and not who works here.
func (s *step) told(a *care.Alert, contacts []string) Arg {
	if a.Sender == "" {
		return keyed(locales.HelpTheTeam)
	}
	return s.names(contacts)
}

// reachableOf leaves out whoever cannot be reached any more.
func (s *step) reachableOf(contacts []string) []string {
	var out []string
	for _, id := range contacts {
		if s.canHear(id) {
			out = append(out, id)
		}
	}
	return out
}

// canHear reports whether a staff member can be reached by Telegram, as far as
// we know.
func (s *step) canHear(contact string) bool {
	c := s.contact(contact)
	return s.isStaff(c) && c.Chat != 0 && !c.Blocked && !c.Stopped && c.Died.IsZero()
}

// ownerGone reports whether whoever took an alert cannot be reached about it.
func (s *step) ownerGone(a *care.Alert) bool {
	return a.State == care.AlertTaken && !s.canHear(a.Owner)
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

// escalate takes the next step that reaches somebody, tells the sender the
// truth and sets the timer for the step after it. A step with nobody reachable
// is skipped at once; a whole round that reaches nobody starts again after a
// minute.
func (s *step) escalate(a *care.Alert) Reason {
	e := s.team().Escalation
	if len(e.Steps) == 0 {
		e = care.DefaultEscalation
	}
	covered := s.covered()
	reached := []string{}
	channels := false
	for range e.Steps {
		a.Step++
		if a.Step >= len(e.Steps) {
			a.Step, a.Rounds = len(e.Steps)-1, a.Rounds+1
		}
		var someChannel bool
		reached, someChannel = s.targets(a, e.Steps[a.Step])
		channels = channels || someChannel
		if len(reached) > 0 {
			break
		}
	}
	if len(reached) == 0 && a.GaveBack != "" {
		a.GaveBack = "" // there is nobody else
		if !channels {
			a.Step = -1
			return s.escalate(a)
		}
	}
	var newly []string
	for _, id := range reached {
		if a.Tell(id) {
			newly = append(newly, id)
		}
	}
	a.Raised = s.now
	next := s.dueNow().Add(e.After)
	if len(reached) == 0 && !channels {
		next = s.now.Add(nobodyAgain)
		a.Step = -1
	}
	s.moment(a, "step", "")
	s.timer(stepTimer(a.ID), next)
	s.cardsTo(a, reached, true)
	a.GaveBack = "" // from the next step on everybody is asked
	s.tellSender(a, reached, newly, covered)
	s.putAlert(a)
	return "help.escalated"
}

// dueNow is the instant that the next step counts from: when this one was due,
// so that steps keep their distance however late a beat comes; after an outage
// it is now.
func (s *step) dueNow() time.Time {
	if s.ev.Kind == KindTimer && s.now.Sub(s.ev.At) < lateBeat {
		return s.ev.At
	}
	return s.now
}

// lateBeat is the most by which a step may be late and still count as on time.
const lateBeat = time.Minute

// nobodyAgain is when a round that reached nobody starts again.
const nobodyAgain = time.Minute

func stepTimer(alert string) TimerKey  { return TimerKey{Subject: "alert", ID: alert, What: "step"} }
func takenTimer(alert string) TimerKey { return TimerKey{Subject: "alert", ID: alert, What: "taken"} }

// targets are the contacts of one escalation step who can be reached, and
// whether it also went out on a channel that is not Telegram.
func (s *step) targets(a *care.Alert, names []string) (reached []string, channels bool) {
	t := s.team()
	add := func(staff string) {
		c := s.staffContact(staff)
		if c != nil && s.canHear(c.ID) && c.ID != a.Sender && c.ID != a.GaveBack && !slices.Contains(reached, c.ID) {
			reached = append(reached, c.ID)
		}
	}
	for _, name := range names {
		switch name {
		case care.TargetOnCall:
			onCall, _ := s.onDuty(1)
			for _, id := range onCall {
				add(id)
			}
		case care.TargetTeam:
			for _, m := range t.StaffWith(care.Practitioner) {
				add(m.ID)
			}
		case care.TargetCoordinators:
			for _, m := range t.StaffWith(care.Coordinator) {
				add(m.ID)
			}
		case care.TargetChannels:
			for _, ch := range t.Channels {
				s.channel(a, ch.ID)
				channels = true
			}
		default:
			if _, isStaff := t.StaffByID(name); isStaff {
				add(name)
			} else {
				s.channel(a, name)
				channels = true
			}
		}
	}
	return reached, channels
}

// channel raises an alert on a way that is not Telegram: no names, no words. It
// is tried until the next step, which raises it anew.
func (s *step) channel(a *care.Alert, id string) {
	s.say(Message{Channel: id, Lane: Urgent, Key: locales.AlarmWaits, Language: "en", Guard: Guard{Purpose: PurposeDuty, Alert: a.ID, Before: s.now.Add(s.team().Escalation.After)}})
}

// tellSender says who was told and that nobody has answered yet, because that
// is the truth of this moment; and asks the one question that helps most.
func (s *step) tellSender(a *care.Alert, told, newly []string, covered bool) {
	first := a.SenderTold.IsZero()
	key := locales.HelpStillNobody
	switch {
	case len(told) == 0:
		key = locales.HelpNobody
	case first && covered:
		key = locales.HelpTold
	case first:
		key = locales.HelpToldOutside
	case len(newly) == 0:
		key = locales.HelpStillTrying
	default:
		told = newly
	}
	truth := string(key) + strings.Join(told, " ")
	if s.senderHears && len(told) > 0 {
		a.SenderTold, a.Truth = s.now, truth
		return // they have just been told why it begins again
	}
	if !first && truth == a.Truth && s.now.Sub(a.SenderTold) < senderGap {
		return
	}
	a.SenderTold, a.Truth = s.now, truth
	s.toSender(a, key, Args{"Told": s.told(a, told)})
}

// senderGap is how often the sender hears the same again: often enough to be
// true, without wearing them out. A change they hear at once.
const senderGap = 30 * time.Minute

// toSender speaks to whoever asked for help, also to somebody who never joined.
func (s *step) toSender(a *care.Alert, key locales.Key, args Args, first ...[]Button) {
	if c := s.contact(a.Sender); c != nil && !c.Died.IsZero() && !a.Opened.After(c.Died) {
		return // they asked, and have died since
	}
	m := Message{Lane: Urgent, Chat: a.Chat, Key: key, Args: args, Guard: Guard{Purpose: PurposeLines},
		Buttons: [][]Button{row(Button{Label: locales.HelpSafe, Data: data("safe", a.ID, a.Rev, "")})}}
	if a.Sender != "" {
		m.Chat, m.Person = 0, a.Sender
	}
	if !a.Open() || a.SaysSafe {
		m.Buttons = nil
	}
	m.Buttons = append(first, m.Buttons...)
	s.say(m)
}

// status repeats where things stand to the sender.
func (s *step) status(a *care.Alert) {
	if a.State == care.AlertTaken {
		s.toSender(a, locales.HelpAddedTaken, Args{"Told": text(s.name(a.Owner))})
		return
	}
	s.tellSender(a, s.reachableOf(a.Told), nil, s.covered())
}

func (s *step) moment(a *care.Alert, what, who string) {
	s.noteOnBoard(a, what)
	a.Story = append(a.Story, care.Moment{At: s.now, What: what, Who: who})
	s.audit("alert:"+a.ID, Reason("alert."+what), "")
}

// safeTap is "I'm safe now" from the sender. It reaches whoever has the card
// and closes nothing by itself.
func safeTap(s *step, p press) Reason {
	a := s.alert(p.id)
	if a == nil || a.Chat != s.ev.Chat {
		return s.refused()
	}
	if !a.Open() {
		s.notice(locales.HelpAlreadyClosed, nil)
		return "safe.closed"
	}
	if a.SaysSafe {
		s.notice(locales.HelpSafeNoted, nil)
		return "safe.known"
	}
	a.SaysSafe = true
	s.moment(a, "says.safe", a.Sender)
	s.putAlert(a)
	s.cards(a, false)
	s.notice(locales.HelpSafeNoted, nil)
	s.toSender(a, locales.HelpSafeThanks, nil)
	return "safe.noted"
}

// onAlertStep: nobody has taken it in time.
func onAlertStep(s *step) Reason {
	a := s.alert(s.ev.Timer.ID)
	if a == nil || a.State != care.AlertOpen {
		return "step.over"
	}
	a.Rev++
	return s.escalate(a)
}
