package flows

import (
	"slices"
	"time"

	"polyphony/care"
	"polyphony/locales"
)

// Passing an alert on to a colleague. Its owner has it until the colleague's yes,
// and the sender hears only once it has changed hands.

// passWithin is how long a colleague is given to answer.
const passWithin = 5 * time.Minute

func passTimer(alert string) TimerKey { return TimerKey{Subject: "alert", ID: alert, What: "pass"} }

// passMany is how many colleagues one card offers.
const passMany = 40

// askPass shows its owner who could take over, those on call first.
func askPass(s *step, a *care.Alert) Reason {
	if a.State != care.AlertTaken || a.Owner != s.me.ID {
		return s.refused()
	}
	var rows [][]Button
	for _, c := range s.couldTake(a) {
		label := locales.ChainPassTo
		if s.onDutyNow(c.Staff) {
			label = locales.ChainPassToOnCall
		}
		rows = append(rows, row(Button{Label: label, Args: Args{"Name": text(c.Name)}, Data: data("alert", a.ID, a.Rev, "pass."+c.ID)}))
	}
	if len(rows) == 0 {
		s.notice(locales.ChainPassNobody, nil)
		return "alert.pass.nobody"
	}
	m := s.card(a, s.me.ID)
	m.Key = locales.ChainPassWho
	m.Buttons = append(rows, row(Button{Label: locales.ChainPassKeep, Data: data("alert", a.ID, a.Rev, "not_yet")}))
	s.say(m)
	return "alert.pass.who"
}

// couldTake are the colleagues who can be asked now.
func (s *step) couldTake(a *care.Alert) (all []*care.Contact) {
	for _, m := range s.team().Staff {
		c := s.staffContact(m.ID)
		if c != nil && s.canHear(c.ID) && c.ID != a.Owner && c.ID != a.Sender && c.ID != a.Passing {
			all = append(all, c)
		}
	}
	slices.SortStableFunc(all, func(x, y *care.Contact) int {
		switch dx, dy := s.onDutyNow(x.Staff), s.onDutyNow(y.Staff); {
		case dx && !dy:
			return -1
		case dy && !dx:
			return 1
		}
		return 0
	})
	return all[:min(len(all), passMany)]
}

// passTo asks one colleague, in the place of whoever was being asked.
func (s *step) passTo(a *care.Alert, contact string) Reason {
	if a.State != care.AlertTaken || a.Owner != s.me.ID {
		return s.refused()
	}
	if !slices.ContainsFunc(s.couldTake(a), func(c *care.Contact) bool { return c.ID == contact }) {
		s.stale()
		return askPass(s, a)
	}
	a.Passing, a.PassedAt, a.Rung = contact, s.now, nil
	if a.Tell(contact) {
		s.givenCard(a, contact)
	}
	a.Rev++
	s.moment(a, "passing", contact)
	s.putAlert(a)
	s.timer(passTimer(a.ID), s.now.Add(passWithin))
	s.cardsTo(a, []string{contact}, true)
	s.wake(a, contact)
	return "alert.passing"
}

// passYes: the colleague takes over, and now the sender hears.
func passYes(s *step, a *care.Alert) Reason {
	if a.State != care.AlertTaken || a.Passing != s.me.ID {
		return s.refused()
	}
	before := a.Owner
	s.disown(a)
	s.own(a, s.me)
	a.Rev++
	s.moment(a, "passed.on", s.me.ID)
	s.putAlert(a)
	s.notice(takenNotice(a), nil)
	s.cardsTo(a, []string{before}, true) // whoever passed it on hears that it is off their hands
	s.toSender(a, locales.ChainHanded, Args{"Name": s.who(s.me.ID), "Owner": s.who(before)})
	return "alert.passed"
}

// passNo: they cannot. The owner still has it, and hears.
func passNo(s *step, a *care.Alert) Reason {
	if a.State != care.AlertTaken || a.Passing != s.me.ID {
		return s.refused()
	}
	s.notice(locales.ChainPassThanks, Args{"Owner": s.who(a.Owner)})
	return s.passFell(a, locales.ChainPassRefused, "pass.refused")
}

// onPassDue: no answer in time.
func onPassDue(s *step) Reason {
	a := s.alert(s.ev.Timer.ID)
	if a == nil || a.State != care.AlertTaken || a.Passing == "" {
		return "pass.over"
	}
	return s.passFell(a, locales.ChainPassSilent, "pass.silent")
}

// passFell tells the owner, with sound, that they still have it, and why.
func (s *step) passFell(a *care.Alert, key locales.Key, why string) Reason {
	asked := a.Passing
	s.endPass(a)
	a.Rev++
	s.moment(a, why, asked)
	s.putAlert(a)
	for _, id := range a.Told {
		m := s.card(a, id)
		if id == a.Owner {
			m.Fresh = true
			m.Lines = append(m.Lines, Line{Key: key, Args: Args{"Name": s.who(asked)}})
		}
		s.say(m)
	}
	return Reason("alert." + why)
}

func (s *step) endPass(a *care.Alert) {
	if a.Passing == "" {
		return
	}
	a.Passing, a.PassedAt = "", time.Time{}
	s.cancel(passTimer(a.ID))
}
