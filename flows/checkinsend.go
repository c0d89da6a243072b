package flows

import (
	"polyphony/care"
	"polyphony/locales"
)

// sendAgreement ends the draft: what a member proposes for themselves starts
// with this yes; what staff propose is put to the member.
func sendAgreement(s *step, n *care.Network, _ string) Reason {
	d := s.me.Draft
	if len(d.Plan.Questions) == 0 || d.Plan.Clock == "" {
		return s.nextPage()
	}
	m := s.place(n, d.Member)
	old := s.plan(d.Plan.ID)
	s.endDraft()
	if m == nil || m.Role.Staff() || d.Plan.ID != "" && (old == nil || old.Ended || old.Rev != d.Plan.Rev) {
		s.stale()
		s.showAgreements()
		return "check.stale"
	}
	if d.Member == s.me.ID {
		return s.agreeOwn(n, d, old)
	}
	return s.putToMember(n, d, old)
}

// newPlan keeps what was chosen as an agreement to be.
func (s *step) newPlan(n *care.Network, d *care.Draft) *care.Plan {
	p := &care.Plan{ID: s.newID("plan"), Network: n.ID, Member: d.Member, By: s.me.ID, At: s.now}
	s.choose(p, d.Plan)
	n.Plans = append(n.Plans, p.ID)
	s.putNetwork(n)
	return p
}

// choose takes over from a draft what can be chosen. Words that somebody typed
// are listed as theirs.
func (s *step) choose(p, chosen *care.Plan) {
	p.Questions, p.Question, p.Own = chosen.Questions, "", false
	p.Days, p.Weekday, p.After, p.Clock = chosen.Days, -1, chosen.After, chosen.Clock
	p.From, p.Until, p.ToMeeting = chosen.From, chosen.Until, chosen.ToMeeting
	s.putPlan(p)
	for _, q := range p.Questions {
		if q.Own {
			s.wrote(q.By, care.Ref{Kind: care.KindPlan, ID: p.ID})
		}
	}
}

// agreeOwn starts or changes somebody's own agreement; their team is told.
func (s *step) agreeOwn(n *care.Network, d *care.Draft, p *care.Plan) Reason {
	if p == nil {
		p = s.newPlan(n, d)
	} else {
		s.noMoreSilence(p)
		s.choose(p, d.Plan)
		p.Rev++
	}
	changed := p.Agreed
	if changed {
		s.putPlan(p)
		s.askNext(p)
		s.audit("contact:"+s.me.ID, "plan.changed", p.ID)
		s.tellCircleTeam(p, locales.AgreementTeamChanged)
	} else {
		s.startPlan(p)
	}
	s.redraw(locales.CheckAgreed, Args{"Terms": s.terms(p)}, row(agreeButton(p, locales.AgreementOpen, "show")))
	if changed {
		return "agree.changed"
	}
	return "agree.yes"
}

// putToMember puts a proposal to its member. One that was waiting for their yes
// gives way to it; an agreement that runs goes on until then.
func (s *step) putToMember(n *care.Network, d *care.Draft, old *care.Plan) Reason {
	p := s.newPlan(n, d)
	if old != nil {
		p.Replaces = old.ID
		if !old.Agreed {
			p.Replaces = old.Replaces
		}
	}
	for _, other := range s.plansOf(n, d.Member) {
		if other != p && !other.Agreed && (old == other || p.Replaces != "" && other.Replaces == p.Replaces) {
			s.endPlan(other)
			s.takenBack(other)
		}
	}
	s.putPlan(p)
	s.redraw(locales.CheckProposed, Args{"Name": s.called(p.Member)})
	s.say(Message{Person: p.Member, Lane: Bulk, Key: s.proposalKey(p), Args: s.proposalArgs(p), Slot: "plan:" + p.ID, Buttons: proposalRows(p),
		Guard: Guard{Purpose: PurposeNotice, Network: n.ID, Quiet: true}})
	return "check.proposed"
}

// proposalKey says whether something new is suggested or a change.
func (s *step) proposalKey(p *care.Plan) locales.Key {
	if old := s.plan(p.Replaces); old != nil && !old.Ended {
		return locales.AgreementProposalChange
	}
	return locales.AgreementProposal
}

// proposalArgs say who suggests what, and who would read the answers.
func (s *step) proposalArgs(p *care.Plan) Args {
	return Args{"Name": s.called(p.By), "Terms": s.terms(p), "Readers": s.readers(p)}
}

func proposalRows(p *care.Plan) [][]Button {
	return [][]Button{
		row(agreeButton(p, locales.CheckAgree, "yes"), agreeButton(p, locales.CheckDecline, "no")),
		row(agreeButton(p, locales.AgreementChangeFirst, "change")),
	}
}
