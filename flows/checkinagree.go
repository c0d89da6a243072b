package flows

import (
	"time"

	"polyphony/care"
	"polyphony/locales"
	"polyphony/scheduler/calendar"
)

// An agreement is its member's own: only their yes starts it, and they change,
// pause and end it alone. Staff suggest, and may end it.

func agreeButton(p *care.Plan, label locales.Key, arg string) Button {
	return Button{Label: label, Data: data("agree", p.ID, p.Rev, arg)}
}

// agreeAct is one button of an agreement, for its member or for the team.
type agreeAct struct {
	do   func(*step, *care.Plan, string) Reason
	team bool // also for the circle's team
}

var agreeActs map[string]agreeAct

func init() {
	agreeActs = map[string]agreeAct{
		"show":    {do: func(s *step, p *care.Plan, _ string) Reason { s.showPlan(p); return "agree.shown" }, team: true},
		"change":  {do: func(s *step, p *care.Plan, _ string) Reason { return s.changePlan(p) }, team: true},
		"end":     {do: func(s *step, p *care.Plan, _ string) Reason { return s.stopPlan(p) }, team: true},
		"yes":     {do: agreeYes},
		"no":      {do: agreeNo},
		"pause":   {do: agreePause},
		"go":      {do: agreeGo},
		"silence": {do: silenceTap},
	}
}

// agreeTap handles the buttons of an agreement, proposed or running.
func agreeTap(s *step, p press) Reason {
	plan := s.plan(p.id)
	if s.me == nil || plan == nil {
		return s.refused()
	}
	n := s.network(plan.Network)
	act, value := splitArg(p.arg)
	do, known := agreeActs[act]
	own := plan.Member == s.me.ID && s.place(n, s.me.ID) != nil
	if !known || !own && !(do.team && s.plansIn(s.me.ID, plan.Network)) {
		return s.refused()
	}
	if plan.Ended || ended(n) != "" || p.rev != plan.Rev || plan.Agreed && (act == "yes" || act == "no") {
		s.stale()
		s.showPlan(plan)
		return "agree.stale"
	}
	return do.do(s, plan, value)
}

// agreeYes is the member's own yes: the agreement to be asked.
func agreeYes(s *step, p *care.Plan, _ string) Reason {
	if s.isOver(p) {
		s.endPlan(p)
		s.redraw(locales.AgreementPassed, nil, s.proposeRows(p.Network)...)
		return "agree.passed"
	}
	s.startPlan(p)
	s.redraw(locales.CheckAgreed, Args{"Terms": s.terms(p)}, row(agreeButton(p, locales.AgreementOpen, "show")))
	return "agree.yes"
}

// startPlan starts what its member has just agreed to, in the place of the
// agreement that it changes, and tells the team.
func (s *step) startPlan(p *care.Plan) {
	p.Agreed = true
	if !s.me.Agrees(care.CheckIns) {
		s.decideConsent(care.CheckIns, true)
	}
	s.replace(p)
	s.lastMet(s.network(p.Network), p)
	s.putPlan(p)
	s.askNext(p)
	s.audit("contact:"+s.me.ID, "plan.agreed", p.ID)
	s.tellCircleTeam(p, locales.AgreementTeamYes)
}

// replace ends the agreement that a new one changes. What is open of it stays
// open, and what its member wants done in silence goes on.
func (s *step) replace(p *care.Plan) {
	old := s.plan(p.Replaces)
	if old == nil || old.Ended || old.Member != p.Member {
		return
	}
	if old.Open != "" {
		s.cancel(laterTimer(old.ID))
	}
	if old.Silence != nil {
		wish := *old.Silence
		p.Silence = &wish
		p.Silence.From = time.Time{} // counted anew from the next question on
	}
	p.Open, old.Open = old.Open, ""
	s.endPlan(old)
}

// agreeNo: whoever suggested it hears that it is not wanted, and no reason.
func agreeNo(s *step, p *care.Plan, _ string) Reason {
	s.endPlan(p)
	s.redraw(locales.CheckDeclined, nil)
	if p.By != s.me.ID {
		s.say(Message{Person: p.By, Lane: Bulk, Key: locales.AgreementTeamNo, Args: Args{"Name": s.called(p.Member)}, Silent: true,
			Guard: Guard{Purpose: PurposeDuty, Network: p.Network, Quiet: true}})
	}
	return "agree.no"
}

// agreePause pauses from the list of agreements.
func agreePause(s *step, p *care.Plan, how string) Reason {
	week, back := row(agreeButton(p, locales.AgreementPauseWeek, "pause.week")), row(agreeButton(p, locales.AgreementBack, "show"))
	planned := s.nextMeeting(s.network(p.Network), p.Member) != nil
	switch {
	case !p.Agreed || s.isPaused(p):
		s.showPlan(p)
		return "agree.shown"
	case how == "week":
		return s.pauseWeek(p)
	case how == "meeting" && planned:
		return s.pauseToMeeting(p)
	case how == "meeting":
		s.redraw(locales.AgreementNoMeeting, nil, week, back)
		return "checkin.no.meeting"
	}
	s.redraw(locales.AgreementPauseAsk, nil, week, row(agreeButton(p, locales.AgreementPauseMeeting, "pause.meeting")), back)
	return "checkin.pause.asked"
}

// agreeGo ends a pause earlier.
func agreeGo(s *step, p *care.Plan, _ string) Reason {
	if p.Agreed && s.isPaused(p) {
		p.ToMeeting = false
		p.Paused = s.now
		s.putPlan(p)
		s.askNext(p)
	}
	s.showPlan(p)
	return "agree.goes.on"
}

// stopPlan ends an agreement, by its member or by the team.
func (s *step) stopPlan(p *care.Plan) Reason {
	agreed := p.Agreed
	s.endPlan(p)
	if p.Member == s.me.ID {
		s.redraw(locales.CheckEnded, nil, s.proposeRows(p.Network)...)
		if agreed {
			s.tellCircleTeam(p, locales.AgreementTeamEnded)
		}
		return "checkin.stop"
	}
	if !agreed {
		s.takenBack(p)
		s.redraw(locales.AgreementTakenBack, Args{"Name": s.called(p.Member)})
		return "agree.taken.back"
	}
	s.redraw(locales.AgreementEndedFor, Args{"Name": s.called(p.Member)})
	s.say(Message{Person: p.Member, Lane: Bulk, Key: locales.AgreementEndedBy, Args: Args{"Name": s.called(s.me.ID), "Terms": s.terms(p)},
		Slot: "plan:" + p.ID, Fresh: true, Buttons: [][]Button{proposeRow(p.Network)}, Guard: Guard{Purpose: PurposeNotice, Network: p.Network, Quiet: true}})
	return "agree.ended"
}

// takenBack takes the buttons from a proposal that does not stand any more.
func (s *step) takenBack(p *care.Plan) {
	s.say(Message{Person: p.Member, Lane: Bulk, Key: locales.AgreementWithdrawn, Args: Args{"Name": s.called(s.me.ID)}, Slot: "plan:" + p.ID, Silent: true,
		Guard: Guard{Purpose: PurposeNotice, Network: p.Network, Quiet: true}})
}

// tellCircleTeam says to the circle's team, quietly, what has become of an agreement.
func (s *step) tellCircleTeam(p *care.Plan, key locales.Key) {
	for _, id := range s.standing(s.network(p.Network), care.Practitioner, care.Coordinator) {
		s.say(Message{Person: id, Lane: Bulk, Key: key, Args: Args{"Name": s.called(p.Member), "Terms": s.terms(p)}, Silent: true,
			Guard: Guard{Purpose: PurposeDuty, Network: p.Network, Quiet: true}})
	}
}

// terms are what was agreed, one thing a line: what, when, from when, until when.
func (s *step) terms(p *care.Plan) Arg {
	lines := append(quoted(p.Asks()).List, whenLine(p))
	today := calendar.Day(s.now, s.zoneOf(s.contact(p.Member)))
	switch {
	case p.ToMeeting && !p.Agreed:
		lines = append(lines, Line{Key: locales.AgreementFromMeeting})
	case p.From > today:
		lines = append(lines, Line{Key: locales.AgreementFrom, Args: Args{"Day": {Day: p.From}}})
	}
	if p.Until != "" {
		lines = append(lines, Line{Key: locales.AgreementUntil, Args: Args{"Day": {Day: p.Until}}})
	}
	return list(lines...)
}

// whenLine says on which days and at what time.
func whenLine(p *care.Plan) Line {
	if p.After > 0 {
		return Line{Key: locales.AgreementAfter, Args: Args{"Count": count(p.After), "Time": text(p.Clock)}}
	}
	days := p.OnDays()
	if len(days) == 0 {
		return Line{Key: locales.AgreementDays, Args: Args{"Days": keyed(locales.CheckEachDay), "Time": text(p.Clock)}}
	}
	var names []Line
	for _, d := range days {
		names = append(names, Line{Key: locales.ListName, Args: Args{"Name": keyed(weekdays[d])}})
	}
	return Line{Key: locales.AgreementDays, Args: Args{"Days": {List: names, Inline: true}, "Time": text(p.Clock)}}
}

// weekdays are the names of the days, from Sunday as Go counts them.
var weekdays = []locales.Key{locales.DaySunday, locales.DayMonday, locales.DayTuesday, locales.DayWednesday, locales.DayThursday, locales.DayFriday, locales.DaySaturday}
