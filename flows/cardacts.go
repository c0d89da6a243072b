package flows

import (
	"polyphony/care"
	"polyphony/locales"
)

// What the buttons of a card do. Each checks the state and the owner once more:
// a button is only a wish.
var alertActs map[string]func(*step, *care.Alert) Reason

func init() {
	alertActs = map[string]func(*step, *care.Alert) Reason{
		"take":      takeAlert,
		"done":      askOutcome,
		"back":      giveBack,
		"spoke":     func(s *step, a *care.Alert) Reason { return s.closeAlert(a, "spoke") },
		"emergency": func(s *step, a *care.Alert) Reason { return s.closeAlert(a, "emergency") },
		"nothing":   func(s *step, a *care.Alert) Reason { return s.closeAlert(a, "nothing") },
		"other":     askFinish,
		"other_yes": closeInWords,
		"pass":      askPass,
		"pass_yes":  passYes,
		"pass_no":   passNo,
		"not_yet":   notYet,
		"mine":      stillMine,
		"play":      playAlert,
		"read":      readAlert,
		"offer":     offerMeeting,
		"no_offer":  noMeeting,
	}
}

// takeAlert makes whoever tapped its owner, atomically: the commit is refused
// when somebody else was a moment faster, and then decided again.
func takeAlert(s *step, a *care.Alert) Reason {
	if a.State != care.AlertOpen {
		return s.refused()
	}
	s.own(a, s.me)
	a.Rev++
	s.moment(a, "taken", s.me.ID)
	if !s.onDutyNow(s.me.Staff) {
		s.moment(a, "taken.off.duty", s.me.ID)
	}
	s.putAlert(a)
	s.notice(locales.CardTakenNotice, nil)
	s.cards(a, false)
	key := locales.HelpSeen
	if s.ev.Kind == KindLink {
		key = locales.SeenTaken // they have heard of it, and not seen the words yet
	}
	s.toSender(a, key, Args{"Name": text(s.me.Name)})
	return "alert.taken"
}

// readAlert shows everything that was said, word for word.
func readAlert(s *step, a *care.Alert) Reason {
	var lines []Line
	for _, w := range a.Words {
		lines = append(lines, s.fullLine(w))
	}
	s.say(Message{Lane: Reply, Key: locales.CardEverything, Lines: lines, Protect: true, Guard: Guard{Purpose: PurposeDuty}})
	return "alert.read"
}

// playedAtOnce is how many of the newest things sent one tap passes on.
const playedAtOnce = 5

// playAlert copies what was sent during an alert to whoever has the card and
// asks for it. It stays with Telegram and goes to nobody else.
func playAlert(s *step, a *care.Alert) Reason {
	if a.Owner != "" && a.Owner != s.me.ID && a.Passing != s.me.ID {
		return s.refused()
	}
	sent := sentMedia(a.Words)
	for _, m := range sent[max(0, len(sent)-playedAtOnce):] {
		s.say(Message{Lane: Urgent, Why: "alert.media", Copy: &Copy{Chat: m.Chat, Message: m.Message}, Protect: true, Guard: Guard{Purpose: PurposeDuty}})
	}
	return "alert.played"
}

// giveBack puts an alert back into the chain, which starts at once.
func giveBack(s *step, a *care.Alert) Reason {
	if a.State != care.AlertTaken || a.Owner != s.me.ID {
		return s.refused()
	}
	a.GaveBack = s.me.ID
	reason := s.reopen(a, "given.back")
	s.say(s.card(a, s.me.ID)) // their own card shows it too, without ringing
	return reason
}

func (s *step) reopen(a *care.Alert, why string) Reason {
	key := locales.HelpRaisedAgain
	if why == "given.back" {
		key = locales.HelpGivenBack
	}
	name := s.name(a.Owner)
	s.disown(a)
	a.State, a.Owner = care.AlertOpen, ""
	a.Rev++
	s.moment(a, why, "")
	s.toSender(a, key, Args{"Name": text(name)})
	s.senderHears = true
	s.fromTheStart(a)
	return Reason("alert." + why)
}

// askOutcome asks what was done before an alert is closed.
func askOutcome(s *step, a *care.Alert) Reason {
	if a.State != care.AlertTaken || a.Owner != s.me.ID {
		return s.refused()
	}
	act := func(label locales.Key, arg string) []Button {
		return row(Button{Label: label, Data: data("alert", a.ID, a.Rev, arg)})
	}
	m := s.card(a, s.me.ID)
	m.Key = locales.CardOutcome
	m.Buttons = [][]Button{act(locales.OutcomeSpoke, "spoke"), act(locales.OutcomeEmergency, "emergency"),
		act(locales.OutcomeNothing, "nothing"), act(locales.ChainOutcomeOther, "other"), act(locales.OutcomeNotYet, "not_yet")}
	s.say(m)
	return "alert.outcome"
}

func notYet(s *step, a *care.Alert) Reason {
	if s.finishing() == a {
		s.me.Draft = nil
		s.putContact(s.me)
	}
	s.say(s.card(a, s.me.ID))
	return "alert.kept"
}

// closeAlert ends an alert by a person's hand, never by the machine's.
func (s *step) closeAlert(a *care.Alert, outcome string) Reason {
	if a.State != care.AlertTaken || a.Owner != s.me.ID {
		return s.refused()
	}
	s.disown(a)
	a.State, a.Closed, a.Outcome = care.AlertDone, s.now, outcome
	s.cancel(redrawTimer(a.ID))
	s.cancel(ringTimer(a.ID))
	a.Rev++
	s.moment(a, "done."+outcome, s.me.ID)
	s.putAlert(a)
	s.cancel(stepTimer(a.ID))
	account := read[care.Account](s, care.KindAccount, ChatID(a.Chat))
	if account != nil && account.Alert == a.ID {
		account.Alert = ""
		s.putAccount(account)
	}
	if n := s.network(a.Network); n != nil && n.Alert == a.ID {
		n.Alert = ""
		s.putNetwork(n)
	}
	s.forgottenDone(a)
	s.cards(a, false)
	s.toSender(a, locales.HelpClosed, Args{"Name": text(s.me.Name)})
	s.forgetNumber(a)
	s.keepFor("alert", a.ID, a.Closed, s.team().Retention.Alerts)
	return "alert.done"
}

// onAlertTaken: taken, but not finished after half an hour. The owner is asked
// once; still unfinished after the next delay, it is raised again.
func onAlertTaken(s *step) Reason {
	a := s.alert(s.ev.Timer.ID)
	if a == nil || a.State != care.AlertTaken {
		return "taken.over"
	}
	if a.Asked {
		return s.reopen(a, "unfinished")
	}
	a.Asked = true
	a.Rev++
	s.moment(a, "asked", a.Owner)
	s.putAlert(a)
	s.timer(takenTimer(a.ID), s.now.Add(s.escalation().After))
	m := s.card(a, a.Owner)
	m.Key, m.Fresh = stillKey(a, s.now), true
	m.Buttons = append([][]Button{row(Button{Label: locales.CardStillMine, Data: data("alert", a.ID, a.Rev, "mine")})}, m.Buttons...)
	s.say(m)
	return "alert.asked"
}

// stillMine: the owner is still with it, for another half hour.
func stillMine(s *step, a *care.Alert) Reason {
	if a.State != care.AlertTaken || a.Owner != s.me.ID {
		return s.refused()
	}
	a.Asked = false
	s.moment(a, "still", s.me.ID)
	s.putAlert(a)
	s.timer(takenTimer(a.ID), s.now.Add(care.TakenFor))
	s.say(s.card(a, s.me.ID))
	return "alert.still"
}
