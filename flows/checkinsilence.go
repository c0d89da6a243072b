package flows

import (
	"slices"
	"strconv"
	"time"

	"polyphony/care"
	"polyphony/locales"
	"polyphony/scheduler/calendar"
)

// Silence means nothing (rule 7), unless somebody has asked for themselves: if I
// have not answered for so many days, please do this, in their own words.

const draftSilence = "check.silence"

// silentDays are the days offered.
var silentDays = []int{3, 5, 7}

// wishLimit keeps the wish one message.
const wishLimit = 1000

func silenceTimer(plan string) TimerKey {
	return TimerKey{Subject: "plan", ID: plan, What: "silence"}
}

// silenceTap offers the wish, takes its days, or takes it back.
func silenceTap(s *step, p *care.Plan, value string) Reason {
	if !p.Agreed {
		s.stale()
		s.showPlan(p)
		return "agree.stale"
	}
	if value == "off" {
		return s.dropWish(p)
	}
	if days, err := strconv.Atoi(value); err == nil && slices.Contains(silentDays, days) {
		wished := *p
		wished.Silence = &care.Silence{Days: days}
		s.begin(&care.Draft{What: draftSilence, Network: p.Network, Member: p.Member, Plan: &wished})
		s.draw(locales.AgreementWishWrite, Args{"Number": count(days)}, nil, nil, row(agreeButton(p, locales.AgreementBack, "show")))
		return "silence.days"
	}
	rows := [][]Button{nil}
	for _, d := range silentDays {
		rows[0] = append(rows[0], Button{Label: locales.AgreementWishDays, Args: Args{"Number": count(d)}, Data: data("agree", p.ID, p.Rev, "silence."+strconv.Itoa(d))})
	}
	if p.Silence != nil {
		rows = append(rows, row(agreeButton(p, locales.AgreementWishOff, "silence.off")))
	}
	s.redraw(locales.AgreementWishAsk, nil, append(rows, row(agreeButton(p, locales.AgreementBack, "show")))...)
	return "silence.asked"
}

// silenceTyped keeps the wish, in its member's own words, and tells the team
// that it was made: an agreement is known to both sides.
func silenceTyped(s *step, typed string) Reason {
	d := s.me.Draft
	p := s.plan(d.Plan.ID)
	if len([]rune(typed)) > wishLimit {
		s.reply(locales.AgreementWishLong, nil)
		return "silence.long"
	}
	s.endDraft()
	if p == nil || p.Ended || p.Member != s.me.ID {
		s.reply(locales.CheckEnded, nil, s.proposeRows(d.Network)...)
		return "silence.stale"
	}
	s.noMoreSilence(p)
	p.Silence = &care.Silence{Days: d.Plan.Silence.Days, Do: s.spoken(typed, care.Media{}), At: s.now}
	s.wrote(s.me.ID, care.Ref{Kind: care.KindPlan, ID: p.ID})
	s.putPlan(p)
	s.audit("contact:"+s.me.ID, "silence.agreed", p.ID)
	for _, id := range s.standing(s.network(p.Network), care.Practitioner, care.Coordinator) {
		s.say(Message{Person: id, Lane: Bulk, Key: locales.AgreementWishTeam, Args: s.wishArgs(p), Silent: true, Protect: true,
			Guard: Guard{Purpose: PurposeDuty, Network: p.Network, Quiet: true}})
	}
	s.drawPlan(p)
	return "silence.agreed"
}

func (s *step) wishArgs(p *care.Plan) Args {
	w := p.Silence
	return Args{"Name": s.called(p.Member), "Number": count(w.Days), "Words": {Words: w.Do.Text, By: p.Member},
		"Day": {Day: calendar.Day(w.At, s.zoneOf(s.contact(p.Member)))}}
}

// dropWish takes the wish back; the team hears that it does not stand any more.
func (s *step) dropWish(p *care.Plan) Reason {
	if p.Silence != nil {
		s.noMoreSilence(p)
		p.Silence = nil
		s.putPlan(p)
		s.audit("contact:"+s.me.ID, "silence.ended", p.ID)
		s.tellCircleTeam(p, locales.AgreementWishGone)
	}
	s.showPlan(p)
	return "silence.off"
}

// noMoreSilence stops the counting of days; the next question begins it anew.
func (s *step) noMoreSilence(p *care.Plan) {
	if p.Silence == nil || p.Silence.From.IsZero() {
		return
	}
	p.Silence.From = time.Time{}
	s.cancel(silenceTimer(p.ID))
}

// answered reports whether a question was answered; to skip it is an answer.
func answered(in *care.CheckIn) bool { return in == nil || in.Skipped || len(in.Words) > 0 }

// countSilence begins to count with the first question after an answer.
func (s *step) countSilence(p *care.Plan) {
	w := p.Silence
	if w == nil {
		return
	}
	if answered(s.checkin(p.Open)) {
		w.From, w.Told = time.Time{}, time.Time{}
	}
	if w.From.IsZero() && w.Told.IsZero() {
		w.From = s.now
		s.timer(silenceTimer(p.ID), s.now.AddDate(0, 0, w.Days))
	}
}

// onSilence does what was agreed, if it is so: the team is told once, in its
// working hours, and so is the member.
func onSilence(s *step) Reason {
	p := s.plan(s.ev.Timer.ID)
	if p == nil || p.Ended || !p.Agreed || p.Silence == nil || p.Silence.From.IsZero() {
		return "silence.over"
	}
	c := s.contact(p.Member)
	switch {
	case answered(s.checkin(p.Open)) || s.isPaused(p):
		p.Silence.From = time.Time{}
		s.putPlan(p)
		return "silence.broken"
	case c == nil || c.Stopped || !c.Died.IsZero() || !c.Agrees(care.CheckIns) || !s.hearsOf(p.Network, c.ID):
		p.Silence.From = time.Time{} // a wish that is not wanted any more
		s.putPlan(p)
		return "silence.withheld"
	}
	t := s.team()
	if _, open := calendar.Covers(t.Hours, s.now, s.teamZone(), t.Holidays...); !open {
		if start := calendar.NextStart(t.Hours, s.now, s.teamZone(), t.Holidays...); start.After(s.now) {
			s.timer(silenceTimer(p.ID), start)
			return "silence.waits"
		}
	}
	s.tellSilence(p, c)
	return "silence.told"
}

func (s *step) tellSilence(p *care.Plan, c *care.Contact) {
	p.Silence.From, p.Silence.Told = time.Time{}, s.now
	s.putPlan(p)
	n := &care.Note{ID: s.newID("note"), Network: p.Network, Author: c.ID, Words: []care.Words{p.Silence.Do}}
	s.put(care.KindNote, n.ID, n)
	s.wrote(c.ID, care.Ref{Kind: care.KindNote, ID: n.ID})
	s.shelve(p.Network, care.Item{Kind: care.KindNote, ID: n.ID, At: s.now}, false)
	for _, id := range s.standing(s.network(p.Network), care.Practitioner, care.Coordinator) {
		s.say(Message{Person: id, Lane: Bulk, Key: locales.AgreementSilent, Args: s.wishArgs(p), Silent: true, Protect: true,
			Guard: Guard{Purpose: PurposeDuty, Network: p.Network}})
	}
	args := s.wishArgs(p)
	args["Name"] = text(c.Name)
	s.say(Message{Person: c.ID, Lane: Bulk, Key: locales.AgreementSilentOwn, Args: args, Slot: "silence:" + p.ID, Fresh: true, Silent: true,
		Guard: Guard{Purpose: PurposeNotice, Network: p.Network, Quiet: true}})
	s.audit("contact:"+c.ID, "silence.told", p.ID)
}
