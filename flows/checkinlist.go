package flows

import (
	"slices"

	"polyphony/care"
	"polyphony/locales"
	"polyphony/scheduler/calendar"
)

// /checkins shows what was agreed: to everybody their own, to staff also their
// circles, to see and suggest.

func checkInsCommand(s *step, _ string) Reason {
	s.showAgreements()
	return "agreements.shown"
}

// plansOf are somebody's agreements in a circle, those only proposed too.
func (s *step) plansOf(n *care.Network, contact string) (out []*care.Plan) {
	s.fetch(care.KindPlan, n.Plans...)
	for _, id := range n.Plans {
		if p := s.plan(id); p != nil && !p.Ended && p.Member == contact {
			out = append(out, p)
		}
	}
	return out
}

// showAgreements lists what this person has agreed to, with a way to change it,
// and what else they may begin.
func (s *step) showAgreements() {
	var own []*care.Plan
	for _, n := range s.ownCircles(s.me) {
		own = append(own, s.plansOf(n, s.me.ID)...)
	}
	rows := s.circleRows()
	if s.onlyTeam() && len(rows) == 1 {
		s.chooseMember(s.leads(s.me)[0])
		return
	}
	switch len(own) {
	case 0:
		key := locales.AgreementNone
		if len(s.ownCircles(s.me)) == 0 {
			key = locales.AgreementWhich
		}
		if len(rows) == 0 {
			key = locales.CircleNone
		}
		s.show(key, nil, rows...)
	case 1:
		s.drawPlan(own[0], rows...)
	default:
		s.listPlans(own, rows)
	}
}

// listPlans shows several agreements, by number.
func (s *step) listPlans(own []*care.Plan, rows [][]Button) {
	var lines []Line
	var open [][]Button
	for i, p := range own {
		lines = append(lines, Line{Key: locales.AgreementItem, Args: Args{"Number": count(i + 1), "Terms": s.terms(p), "State": s.state(p)}})
		open = append(open, row(Button{Label: locales.AgreementNumber, Args: Args{"Number": count(i + 1)}, Data: data("agree", p.ID, p.Rev, "show")}))
	}
	s.showLines(locales.AgreementMine, nil, lines, append(open, rows...))
}

// showLines draws a menu with further paragraphs, in place after a tap.
func (s *step) showLines(key locales.Key, args Args, lines []Line, rows [][]Button) {
	msg := Message{Lane: Reply, Key: key, Args: args, Lines: lines, Buttons: rows, Guard: Guard{Purpose: PurposeReply}}
	if s.ev.Kind == KindTap {
		msg.Edit, msg.Caption = s.ev.Message, s.ev.Caption
	}
	s.say(msg)
}

// leads are the circles in whose team somebody is and that go on.
func (s *step) leads(c *care.Contact) []*care.Network {
	return slices.DeleteFunc(s.circles(c), func(n *care.Network) bool { return !n.Member(c.ID).Role.Staff() })
}

func (s *step) onlyTeam() bool { return len(s.ownCircles(s.me)) == 0 }

// circleRows begin something new: for oneself, or for a member of a circle that
// one is in the team of.
func (s *step) circleRows() (rows [][]Button) {
	own := s.ownCircles(s.me)
	for _, n := range own {
		label, args := locales.AgreementPropose, Args(nil)
		if len(s.plansOf(n, s.me.ID)) > 0 {
			label = locales.AgreementProposeMore
		}
		if len(own) > 1 {
			label, args = locales.AgreementProposeIn, Args{"Circle": text(n.Called)}
		}
		rows = append(rows, row(Button{Label: label, Args: args, Data: data("ask", n.ID, 0, "new")}))
	}
	for _, n := range s.leads(s.me) {
		rows = append(rows, row(Button{Label: locales.CircleOf, Args: Args{"Circle": text(n.Called)}, Data: data("ask", n.ID, 0, "new")}))
	}
	return rows
}

func proposeRow(network string) []Button {
	return row(Button{Label: locales.AgreementPropose, Data: data("ask", network, 0, "new")})
}

// proposeRows is the same, as long as the circle is theirs and goes on.
func (s *step) proposeRows(network string) [][]Button {
	if n := s.network(network); s.mayAsk(n, s.me.ID) {
		return [][]Button{proposeRow(network)}
	}
	return nil
}

// showPlan shows one agreement as it stands.
func (s *step) showPlan(p *care.Plan) {
	if p.Ended || ended(s.network(p.Network)) != "" {
		s.show(locales.CheckEnded, nil, s.proposeRows(p.Network)...)
		return
	}
	s.drawPlan(p)
}

// drawPlan is an agreement with what its reader may do about it.
func (s *step) drawPlan(p *care.Plan, more ...[]Button) {
	args := Args{"Terms": s.terms(p), "State": s.state(p), "Name": s.called(p.Member), "Readers": s.readers(p)}
	var lines []Line
	if w := p.Silence; w != nil {
		lines = append(lines, Line{Key: locales.AgreementWish, Args: Args{"Number": count(w.Days), "Words": {Words: w.Do.Text, By: p.Member}}})
	}
	if p.Member != s.me.ID {
		label := locales.AgreementTakeBack
		if p.Agreed {
			label = locales.AgreementEndFor
		}
		s.showLines(locales.AgreementOf, args, lines, append([][]Button{row(agreeButton(p, locales.AgreementSuggest, "change")), row(agreeButton(p, label, "end"))},
			row(Button{Label: locales.AgreementBack, Data: data("ask", p.Network, 0, "new")})))
		return
	}
	if !p.Agreed {
		s.showLines(locales.AgreementProposal, s.proposalArgs(p), nil, append(proposalRows(p), more...))
		return
	}
	rest := row(agreeButton(p, locales.CheckPause, "pause"))
	if s.isPaused(p) {
		rest = row(agreeButton(p, locales.AgreementGoOn, "go"))
	}
	rows := [][]Button{row(agreeButton(p, locales.AgreementChange, "change")), rest, row(agreeButton(p, locales.AgreementSilence, "silence")), row(agreeButton(p, locales.AgreementEnd, "end"))}
	s.showLines(locales.AgreementCard, args, lines, append(rows, more...))
}

// readers are those of the team who read what is answered.
func (s *step) readers(p *care.Plan) Arg {
	return s.names(s.standing(s.network(p.Network), care.Practitioner, care.Coordinator))
}

// state says what is so now: when the next question comes, or why none does.
func (s *step) state(p *care.Plan) Arg {
	next, known := s.nextAsk(p)
	l := Line{Key: locales.AgreementNext, Args: Args{"When": when(next)}}
	switch {
	case !p.Agreed:
		l = Line{Key: locales.AgreementWaits, Args: Args{"Name": s.called(p.Member)}}
	case p.ToMeeting:
		l = Line{Key: locales.AgreementPausedMeeting}
	case p.Paused.After(s.now):
		l = Line{Key: locales.CheckPaused, Args: Args{"Until": {Day: calendar.Day(p.Paused, s.zoneOf(s.contact(p.Member)))}}}
	case !known:
		l = Line{Key: locales.AgreementNextMeeting}
	}
	return list(l)
}
