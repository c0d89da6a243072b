package flows

import (
	"strconv"
	"strings"
	"time"

	"polyphony/care"
	"polyphony/locales"
	"polyphony/scheduler/calendar"
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
// Whoever says that they are safe has been told that people look in; from then
// on they hear only who has it.
func (s *step) tellSender(a *care.Alert, r reach, newly []string) {
	if a.SaysSafe {
		return
	}
	key, named := s.standsAt(a, r, newly)
	truth := string(key) + strings.Join(named, " ") + strconv.FormatInt(a.Cover.Unix(), 36)
	if s.senderHears && len(r.people) > 0 {
		a.SenderTold, a.Truth = s.now, truth
		return // they have just been told why it begins again
	}
	if truth == a.Truth && s.now.Sub(a.SenderTold) < senderGap {
		return
	}
	a.SenderTold, a.Truth = s.now, truth
	s.toSenderIf(untaken(a), a, key, Args{"Told": s.told(a, named), "When": when(a.Cover)})
}

// untaken is the guard of what is true only while nobody has an alert: a message
// may wait, and whoever takes it meanwhile overtakes it.
func untaken(a *care.Alert) Guard { return Guard{Purpose: PurposeLines, Untaken: a.ID} }

// standsAt is the sentence for how things stand, and who is named in it.
func (s *step) standsAt(a *care.Alert, r reach, newly []string) (locales.Key, []string) {
	first, covered := a.SenderTold.IsZero(), s.covered()
	until := !covered && !a.Cover.IsZero() // nobody is on call, and it is known until when
	switch {
	case !r.anybody() && until:
		return locales.ChainOutsideNobody, nil
	case !r.anybody():
		return locales.HelpNobody, nil
	case len(r.people) == 0 && until:
		return locales.ChainOutsideWays, nil
	case len(r.people) == 0:
		return locales.ChainWays, nil
	case s.coverBegins:
		return locales.ChainCoverBegins, r.people
	case first && covered:
		return locales.HelpTold, r.people
	case first && until:
		return locales.ChainOutside, r.people
	case first:
		return locales.HelpToldOutside, r.people
	case len(newly) > 0:
		return locales.HelpStillNobody, newly
	case a.Waits && until:
		return locales.ChainOutsideWaits, r.people
	case until:
		return locales.ChainOutsideTrying, r.people
	}
	return locales.HelpStillTrying, r.people
}

// senderGap is how often the sender hears the same again: often enough to be
// true, without wearing them out. A change they hear at once.
const senderGap = 30 * time.Minute

// toSender speaks to whoever asked for help, also to somebody who never joined.
// Once they say that they are safe it makes no sound at night.
func (s *step) toSender(a *care.Alert, key locales.Key, args Args, first ...[]Button) {
	s.toSenderIf(Guard{Purpose: PurposeLines}, a, key, args, first...)
}

func (s *step) toSenderIf(g Guard, a *care.Alert, key locales.Key, args Args, first ...[]Button) {
	if unasked(a) {
		return // they asked for nothing: the watch tells them what they may read
	}
	c := s.contact(a.Sender)
	if c != nil && !c.Died.IsZero() && !a.Opened.After(c.Died) {
		return // they asked, and have died since
	}
	m := Message{Lane: Urgent, Chat: a.Chat, Key: key, Args: args, Guard: g,
		Silent:  a.SaysSafe && calendar.Quiet(s.now, s.zoneOf(c)),
		Buttons: [][]Button{row(Button{Label: locales.HelpSafe, Data: data("safe", a.ID, a.Rev, "")})}}
	if a.Sender != "" {
		m.Chat, m.Person = 0, a.Sender
	}
	if !a.Open() || a.SaysSafe {
		m.Buttons = nil
	}
	if !a.Open() {
		m = withKeys(m, a)
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
	s.tellSender(a, reach{people: s.reachableOf(a.Told), ways: a.Rung}, nil)
}
