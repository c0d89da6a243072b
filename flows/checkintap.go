package flows

import (
	"time"

	"polyphony/care"
	"polyphony/locales"
	"polyphony/scheduler/calendar"
)

// Skip, not now, pause and stop: all of them always work, also on a question of
// last month, which then says what is so now.

var checkInActs map[string]func(*step, *care.Plan, *care.CheckIn, string) Reason

func init() {
	checkInActs = map[string]func(*step, *care.Plan, *care.CheckIn, string) Reason{
		"skip": skipCheckIn, "later": askLater, "now": answerNow, "pause": pauseCheckIns, "back": showQuestion,
		"stop": func(s *step, p *care.Plan, _ *care.CheckIn, _ string) Reason { return s.stopPlan(p) },
	}
}

func checkInTap(s *step, p press) Reason {
	in := s.checkin(p.id)
	if s.me == nil || in == nil || in.Member != s.me.ID {
		return s.refused()
	}
	plan := s.plan(in.Plan)
	if plan == nil || plan.Ended {
		s.stale()
		s.redraw(locales.CheckEnded, nil, s.proposeRows(in.Network)...)
		return "checkin.stale"
	}
	act, value := splitArg(p.arg)
	do, known := checkInActs[act]
	if !known {
		return s.refused()
	}
	return do(s, plan, in, value)
}

// closed says that nothing more is taken for the answer to this question.
func (s *step) closed(in *care.CheckIn) {
	if s.me.CheckIn == in.ID {
		s.closeCheckIn(s.me)
		s.putContact(s.me)
	}
}

func skipCheckIn(s *step, p *care.Plan, in *care.CheckIn, _ string) Reason {
	if len(in.Words) > 0 {
		s.notice(locales.AgreementAnswered, nil)
		s.drawQuestion(in, restButtons(in))
		return "checkin.answered.already"
	}
	in.Skipped = true
	s.put(care.KindCheckIn, in.ID, in)
	s.closed(in)
	if !in.Later.IsZero() && p.Open == in.ID {
		s.cancel(laterTimer(p.ID))
	}
	s.redraw(locales.CheckSkipped, nil)
	return "checkin.skip"
}

// drawQuestion shows the question where it was tapped on.
func (s *step) drawQuestion(in *care.CheckIn, rows ...[]Button) {
	key, args, lines := s.asking(in)
	if len(in.Words) > 0 || s.me.CheckIn != in.ID {
		lines = nil // what is written next does not answer this one
	}
	s.redrawWho(key, args, lines, rows)
}

func showQuestion(s *step, p *care.Plan, in *care.CheckIn, _ string) Reason {
	if p.Open != in.ID || len(in.Words) > 0 || in.Skipped {
		s.drawQuestion(in, restButtons(in))
		return "checkin.shown"
	}
	s.drawQuestion(in, checkInButtons(in)...)
	return "checkin.shown"
}

// pauseFor is how long a pause is that waits for no meeting.
const pauseFor = 7

// pauseCheckIns asks how long, then keeps it. Whoever has paused already sees
// until when.
func pauseCheckIns(s *step, p *care.Plan, in *care.CheckIn, how string) Reason {
	week := checkInButton(in, locales.AgreementPauseWeek, nil, "pause.week")
	back := checkInButton(in, locales.AgreementBack, nil, "back")
	switch {
	case s.isPaused(p):
		s.notice(locales.AgreementPausedAlready, nil)
		s.drawPaused(p)
		return "checkin.paused.already"
	case how == "week":
		return s.pauseWeek(p)
	case how == "meeting" && s.nextMeeting(s.network(p.Network), p.Member) == nil:
		s.redraw(locales.AgreementNoMeeting, nil, row(week), row(back))
		return "checkin.no.meeting"
	case how == "meeting":
		return s.pauseToMeeting(p)
	}
	s.redraw(locales.AgreementPauseAsk, nil, row(week), row(checkInButton(in, locales.AgreementPauseMeeting, nil, "pause.meeting")), row(back))
	return "checkin.pause.asked"
}

func (s *step) isPaused(p *care.Plan) bool { return p.ToMeeting || p.Paused.After(s.now) }

func (s *step) pauseWeek(p *care.Plan) Reason {
	p.Paused = s.now.AddDate(0, 0, pauseFor)
	s.paused(p)
	return "checkin.pause"
}

func (s *step) pauseToMeeting(p *care.Plan) Reason {
	p.ToMeeting = true
	s.paused(p)
	return "checkin.pause.meeting"
}

// paused puts everything of a plan to rest: its next question, the one that was
// put off, and the counting of days without an answer.
func (s *step) paused(p *care.Plan) {
	s.noMoreSilence(p)
	s.putPlan(p)
	s.askNext(p)
	if in := s.checkin(p.Open); in != nil {
		if !in.Later.IsZero() {
			s.cancel(laterTimer(p.ID))
		}
		s.closed(in)
	}
	s.drawPaused(p)
}

// drawPaused says until when, and how to go on earlier.
func (s *step) drawPaused(p *care.Plan) {
	key, args := locales.CheckPaused, Args{"Until": {Day: calendar.Day(p.Paused, s.zoneOf(s.me))}}
	if p.ToMeeting {
		key, args = locales.AgreementPausedMeeting, nil
	}
	s.redraw(key, args, row(agreeButton(p, locales.AgreementGoOn, "go")), row(agreeButton(p, locales.CheckStop, "end")))
}

// askLater offers when, then puts the question off, once.
func askLater(s *step, p *care.Plan, in *care.CheckIn, how string) Reason {
	if p.Open != in.ID || len(in.Words) > 0 || in.Skipped || !in.Later.IsZero() {
		s.stale()
		return showQuestion(s, p, in, "")
	}
	zone := s.zoneOf(s.me)
	today, fits := laterToday(s.now, zone)
	tomorrow, err := calendar.Instant(daysLater(s.now, 1, zone), p.Clock, zone)
	if err != nil {
		panic(readFailed{undecided("plan " + p.ID + ": " + err.Error())})
	}
	switch {
	case how == "today" && fits:
		return s.putOff(p, in, today)
	case how == "tomorrow":
		return s.putOff(p, in, tomorrow)
	}
	var rows [][]Button
	if fits {
		rows = append(rows, row(checkInButton(in, locales.AgreementLaterToday, Args{"Time": text(today.In(zone).Format("15:04"))}, "later.today")))
	}
	rows = append(rows, row(checkInButton(in, locales.AgreementLaterTomorrow, Args{"Time": text(p.Clock)}, "later.tomorrow")),
		row(checkInButton(in, locales.AgreementBack, nil, "back")))
	s.redraw(locales.AgreementLaterAsk, nil, rows...)
	return "checkin.later.asked"
}

// laterToday is a few hours on, at a full hour, if that is not in the night.
func laterToday(now time.Time, zone *time.Location) (time.Time, bool) {
	local := now.In(zone).Add(3 * time.Hour)
	at := local.Add(-time.Duration(local.Minute())*time.Minute - time.Duration(local.Second())*time.Second).Truncate(time.Second)
	return at, calendar.Day(at, zone) == calendar.Day(now, zone) && !calendar.Quiet(at, zone)
}

// putOff asks again then, unless the next regular question comes first.
func (s *step) putOff(p *care.Plan, in *care.CheckIn, at time.Time) Reason {
	if next, known := s.nextAsk(p); known && !at.Before(next) {
		s.redraw(locales.AgreementLaterUsual, Args{"When": when(next)}, restButtons(in))
		return "checkin.later.usual"
	}
	in.Later = at
	s.put(care.KindCheckIn, in.ID, in)
	s.timer(laterTimer(p.ID), at)
	s.redraw(locales.AgreementLater, Args{"When": when(at)}, restButtons(in))
	return "checkin.later"
}

// onLater asks again in the same words what was put off and is still open.
func onLater(s *step) Reason {
	p := s.plan(s.ev.Timer.ID)
	if p == nil || !p.Agreed || p.Ended {
		return "checkin.over"
	}
	in := s.checkin(p.Open)
	switch {
	case in == nil || in.Later.IsZero() || in.Skipped || len(in.Words) > 0:
		return "checkin.later.over"
	case s.lateForIt():
		return "checkin.late"
	case !s.askable(p) || s.isPaused(p):
		return "checkin.withheld"
	}
	c := s.contact(p.Member)
	c.CheckIn = in.ID
	s.putContact(c)
	msg := s.askCard(p, in)
	msg.Fresh = true
	s.say(msg)
	return "checkin.asked.later"
}
