package flows

import (
	"slices"
	"time"

	"polyphony/care"
	"polyphony/locales"
)

// /forget erases somebody: one question that says plainly what goes and what
// stays, one yes, and from that commit on nobody can read what they wrote.

// forgetLife is how long that question can be answered.
const forgetLife = 15 * time.Minute

// forgetCommand asks. Whoever is in the team file is not erased here: their
// place is the trust's to end.
func forgetCommand(s *step, _ string) Reason {
	switch {
	case s.me == nil:
		return s.stranger()
	case s.me.Staff != "":
		s.reply(locales.ForgetStaff, nil)
		return "forget.staff"
	case !s.me.Died.IsZero():
		return "forget.died" // whoever has the phone is answered as everybody is who writes with it
	}
	s.askForget()
	return "forget.asked"
}

func (s *step) askForget() {
	s.me.Forgets = s.now
	s.menu()
	s.say(Message{Lane: Reply, Key: locales.ForgetAsk, Lines: s.forgetLines(s.me), Edit: s.tapped(), Buttons: [][]Button{
		row(Button{Label: locales.ForgetYes, Data: s.forgetData("yes"), Style: "danger"}),
		row(Button{Label: locales.ForgetNo, Data: s.forgetData("no")})}, Guard: Guard{Purpose: PurposeReply}})
}

func (s *step) forgetData(arg string) string { return data("forget", "-", s.me.Menu, arg) }

// tapped is the message whose button led here, 0 when none did.
func (s *step) tapped() int {
	if s.ev.Kind == KindTap && !s.ev.Caption {
		return s.ev.Message
	}
	return 0
}

// forgetLines say what becomes of each circle, and what cannot go yet.
func (s *step) forgetLines(c *care.Contact) []Line {
	var lines []Line
	for _, id := range c.Networks {
		n := s.network(id)
		m := s.place(n, c.ID)
		switch {
		case m == nil:
		case ended(n) != "":
			lines = append(lines, Line{Key: locales.ForgetCircleEnded, Args: Args{"Circle": s.circleArg(n)}})
		case m.Role == care.Person:
			lines = append(lines, line(locales.ForgetCircleCloses))
		default:
			lines = append(lines, Line{Key: locales.ForgetCircleLeft, Args: Args{"Circle": s.circleArg(n)}})
		}
	}
	lines = append(lines, s.forgetVisitLines(c)...)
	lines = append(lines, line(locales.ForgetOthers))
	open, finished := s.alertsOf(c)
	days := s.team().Retention.Alerts
	switch {
	case len(open) > 0 && days > 0:
		lines = append(lines, Line{Key: locales.ForgetAlertOpenKept, Args: Args{"Count": count(days)}})
	case len(open) > 0:
		lines = append(lines, line(locales.ForgetAlertOpen))
	}
	if finished && days > 0 {
		lines = append(lines, Line{Key: locales.ForgetAlertsKept, Args: Args{"Team": text(s.team().Name), "Count": count(days)}})
	}
	return append(lines, line(locales.ForgetCopy), line(locales.ForgetSure))
}

// alertsOf are the calls for help of somebody that are open, and whether there
// are others. Those on older pages of what they wrote are finished.
func (s *step) alertsOf(c *care.Contact) (open []*care.Alert, finished bool) {
	mine := s.mineOf(c.ID)
	finished = mine.Pages > 0
	for _, r := range mine.Items {
		if r.Kind != care.KindAlert {
			continue
		}
		if a := s.alert(r.ID); a != nil && a.Sender == c.ID {
			if a.Open() {
				open = append(open, a)
			} else {
				finished = true
			}
		}
	}
	if a := s.alertOfContact(c); a != nil && !slices.Contains(open, a) {
		open = append(open, a)
	}
	return open, finished
}

// forgetTap is the answer. It counts once, in the newest menu, and not for long.
func forgetTap(s *step, p press) Reason {
	switch {
	case s.me == nil:
		s.redraw(locales.ForgetAlready, nil)
		return "forget.already"
	case s.me.Staff != "" || !s.me.Died.IsZero():
		return s.refused()
	case p.arg == "again":
		s.askForget()
		return "forget.asked"
	case p.rev != s.me.Menu || s.me.Forgets.IsZero() || s.now.Sub(s.me.Forgets) > forgetLife:
		s.stale()
		s.redraw(locales.ForgetOld, nil, row(Button{Label: locales.ForgetAgain, Data: s.forgetData("again")}))
		return "forget.stale"
	case p.arg != "yes":
		s.me.Forgets = time.Time{}
		s.putContact(s.me)
		s.redraw(locales.ForgetLeft, nil)
		return "forget.left"
	}
	c := s.me
	open := s.erase(c.ID)
	s.farewell(c, open)
	return "forgotten"
}

// farewell is the last message: it names nothing, and the keyboard goes with
// it, unless people are still busy with a call for help.
func (s *step) farewell(c *care.Contact, open bool) {
	m := Message{Chat: c.Chat, Language: c.Language, Zone: c.Zone, Lane: Reply, Key: locales.ForgetDone, Guard: Guard{Purpose: PurposeReply}}
	bye := m
	bye.Key, bye.Bare, bye.Lines = locales.ForgetGoodbye, !open, s.crisisLines()
	if open {
		m.Key, bye.Key = locales.ForgetDoneOpen, locales.ForgetGoodbyeOpen
	}
	m.Edit = s.tapped()
	s.say(m)
	s.say(bye)
}
