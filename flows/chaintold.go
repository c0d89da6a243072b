package flows

import (
	"strings"
	"time"

	"polyphony/care"
	"polyphony/locales"
)

// What whoever asked for help is told, which is the truth of that moment (rule 14).

// told are names for whoever asked for help. Somebody who never joined learns
// that people were told, and not who works here.
func (s *step) told(a *care.Alert, contacts []string) Arg {
	if a.Sender == "" {
		return keyed(locales.HelpTheTeam)
	}
	return s.names(contacts)
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
func (s *step) toSender(a *care.Alert, key locales.Key, args Args) {
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
