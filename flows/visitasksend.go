package flows

import (
	"slices"

	"polyphony/care"
	"polyphony/locales"
)

// visitSummary shows what will be asked. Nobody has been asked anything yet.
func visitSummary(s *step, _ string) Reason {
	s.await(draftVisit)
	d := s.me.Draft
	d.Asked = true
	key, label, args := locales.VisitSummary, locales.VisitSend, Args(nil)
	if !s.forOneself() {
		args = Args{"Name": s.called(d.Visit.Person)}
		key, label = locales.VisitSummaryThem, locales.VisitSendThem
	}
	send := s.visitChoice(label, args, "send")
	send.Style = "primary"
	where := row(s.visitChoice(locales.VisitChangeLength, nil, "lengths"))
	if len(s.team().Areas) > 0 {
		where = append(row(s.visitChoice(locales.VisitChangeArea, nil, "areas")), where...)
	}
	s.draw(key, args, nil, visitLines(d.Visit, d.Visit.Slots, true), row(send),
		row(s.visitChoice(locales.VisitChangeFor, nil, "whats"), s.visitChoice(locales.VisitChangeTimes, nil, "days")), where,
		row(s.visitChoice(locales.VisitChangeWish, nil, "wishes"), s.visitChoice(locales.VisitChangeOften, nil, "often")),
		row(s.visitChoice(locales.PlanLeave, nil, "leave")))
	return "visit.summary"
}

// sendVisit asks: the volunteers, or first the person. Times that have passed
// meanwhile are left out.
func sendVisit(s *step, _ string) Reason {
	d := s.me.Draft
	n, v := s.network(d.Network), d.Visit
	if v.For == "" || v.Minutes == 0 || n.Centre != v.Person {
		return visitActivities(s, "")
	}
	v.Slots = slotsOf(openings(v, s.now, askLead))
	if len(v.Slots) == 0 {
		s.notice(locales.VisitTimesPassed, nil)
		return visitWhen(s, "")
	}
	if len(n.Visits) >= visitsMost {
		s.endDraft()
		return s.beginVisit(n)
	}
	v.ID, v.At, v.By = s.newID("visit"), s.now, s.me.ID
	s.endDraft()
	s.openVisit(v)
	if v.Own.Text != "" || v.Wish.Text != "" {
		s.wrote(s.me.ID, care.Ref{Kind: care.KindVisit, ID: v.ID})
	}
	s.visitMoment(v, "asked", s.me.ID)
	if v.Person != s.me.ID {
		return s.suggestVisit(v)
	}
	s.intoCard(v)
	return s.nextRound(v)
}

// intoCard makes the message in which a visit was asked for its card.
func (s *step) intoCard(v *care.Visit) {
	v.State = care.VisitWanted
	m := s.visitCard(v)
	m.Edit, m.Caption = s.ev.Message, s.ev.Caption
	s.say(m)
}

// suggestVisit puts a visit that the team asked for to its person.
func (s *step) suggestVisit(v *care.Visit) Reason {
	v.State = care.VisitProposed
	s.timer(visitTimer(v.ID, "round"), proposalEnds(v, s.now))
	s.putVisit(v)
	s.suggestedCard(v)
	s.drawVisit(v, true)
	return "visit.suggested"
}

// suggestedKeys are what whoever suggested a visit reads of it.
var suggestedKeys = map[care.VisitState]locales.Key{
	care.VisitProposed: locales.VisitSuggested, care.VisitWanted: locales.VisitSuggestedYes, care.VisitOffered: locales.VisitSuggestedYes,
	care.VisitAgreed: locales.VisitSuggestedAgreed, care.VisitRunning: locales.VisitSuggestedAgreed, care.VisitLeaving: locales.VisitSuggestedAgreed, care.VisitOver: locales.VisitSuggestedAgreed,
	care.VisitOff: locales.VisitOffTeam, care.VisitUnfound: locales.VisitUnfoundTeam,
}

// suggestedCard draws what the team sees of a visit that it suggested, where it
// was tapped.
func (s *step) suggestedCard(v *care.Visit) {
	m := s.wantingCard(v, s.me.ID, suggestedKeys[v.State])
	m.Lane, m.Slot, m.Edit, m.Caption = Reply, suggestedSlot(v), s.ev.Message, s.ev.Caption
	m.Guard = Guard{Purpose: PurposeReply, Network: v.Network}
	if searching(v) {
		m.Buttons = [][]Button{row(visitButton(v, "visit", locales.VisitSuggestionTakeBack, "back"))}
	}
	s.say(m)
}

// suggestionYes: the person wants the visit that the team suggested.
func suggestionYes(s *step, v *care.Visit) Reason {
	if v.Person != s.me.ID || v.State != care.VisitProposed {
		return s.refused()
	}
	v.Rev++
	v.Slots = slices.Clone(slotsOf(openings(v, s.now, askLead)))
	v.State = care.VisitWanted
	s.tellSuggester(v, locales.VisitSuggestedYes)
	s.drawVisit(v, false)
	return s.nextRound(v)
}

// suggestionNo: whoever suggested it hears that it is not wanted, and no reason.
func suggestionNo(s *step, v *care.Visit) Reason {
	if v.Person != s.me.ID || v.State != care.VisitProposed {
		return s.refused()
	}
	v.Rev++
	s.visitNever(v, care.VisitOff)
	s.redraw(locales.VisitSuggestionNo, nil, s.againRow(v.Network))
	s.tellSuggester(v, locales.VisitOffTeam)
	return "visit.suggestion.no"
}
