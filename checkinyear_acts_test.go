package main

import (
	"context"
	"fmt"
	"slices"
	"strconv"
	"time"
)

// askAct is one thing that happens; it reports whether it could.
type askAct struct {
	name string
	odds int
	do   func(*askYear, context.Context, *modelPlan, time.Time) (bool, error)
}

var askActsAll = []askAct{
	{"answer", 14, (*askYear).answers}, {"skip", 10, (*askYear).skips}, {"not now", 20, (*askYear).notNow},
	{"pause", 10, (*askYear).pauses}, {"go on", 6, (*askYear).goesOn}, {"end", 3, (*askYear).ends}, {"hour", 6, (*askYear).otherHour},
	{"stop or come back", 4, (*askYear).stopsOrComesBack}, {"agree", 10, (*askYear).agrees}, {"meeting", 8, (*askYear).planMeeting},
	{"restart", 5, (*askYear).restarts}, {"outage", 5, (*askYear).isAway},
}

// act tries until one thing could be done.
func (y *askYear) act(ctx context.Context) error {
	for range 20 {
		a := askActsAll[y.draw()]
		p := y.plans[y.rng.IntN(len(y.plans))]
		now := y.home.App.Now()
		if p.stopped && !slices.Contains([]string{"stop or come back", "meeting", "restart", "outage"}, a.name) {
			continue
		}
		done, err := a.do(y, ctx, p, now)
		if err != nil {
			return fmt.Errorf("%s, %s: %w", a.name, p.who, err)
		}
		if done {
			y.note("%s, %s", a.name, p.who)
			y.did[a.name]++
			return nil
		}
	}
	return nil
}

func (y *askYear) draw() int {
	all := 0
	for _, a := range askActsAll {
		all += a.odds
	}
	n := y.rng.IntN(all)
	for i, a := range askActsAll {
		if n -= a.odds; n < 0 {
			return i
		}
	}
	return 0
}

func (p *modelPlan) rests(now time.Time) bool { return p.toMeeting || p.paused.After(now) }

// answers writes what is taken for the answer; a meeting that was over lately
// brings a question of its own, whose answer this would be.
func (y *askYear) answers(ctx context.Context, p *modelPlan, now time.Time) (bool, error) {
	if !p.open || p.heard.IsZero() || p.rests(now) || !y.met.IsZero() && y.met.After(p.heard.Add(-24*time.Hour)) {
		return false, nil
	}
	p.done = true
	return true, y.says(ctx, p.who, "We had soup and went to the river.")
}

func (y *askYear) skips(ctx context.Context, p *modelPlan, _ time.Time) (bool, error) {
	if !p.running || p.heard.IsZero() || p.done {
		return false, nil
	}
	found, err := y.tapsAt(ctx, p.who, "Skip", p.heard)
	if found {
		p.done, p.open, p.later = true, false, time.Time{}
	}
	return found, err
}

func (y *askYear) notNow(ctx context.Context, p *modelPlan, now time.Time) (bool, error) {
	if !p.running || p.heard.IsZero() || p.done || p.put || p.after > 0 {
		return false, nil
	}
	if found, err := y.tapsAt(ctx, p.who, "Not now", p.heard); !found || err != nil {
		return false, err
	}
	at, fits := p.laterToday(now)
	label := "Later today, " + at.In(p.zone).Format("15:04")
	if !fits || y.rng.IntN(2) == 0 {
		at, label = p.on(daysOn(p.dayOf(now), 1)), "Tomorrow, "+p.clock
	}
	found, err := y.tapsAt(ctx, p.who, label, p.heard)
	if err == nil && !found {
		err = fmt.Errorf("%s is not offered %q", p.who, label)
	}
	if next, ok := p.next(now); !ok || at.Before(next) {
		p.later, p.put = at, true
	}
	return true, err
}

// laterToday is the full hour at most three hours on, unless that is at night.
func (p *modelPlan) laterToday(now time.Time) (time.Time, bool) {
	at := now.Add(3 * time.Hour)
	local := at.In(p.zone)
	at = at.Add(-time.Duration(local.Minute())*time.Minute - time.Duration(local.Second())*time.Second).Truncate(time.Second)
	return at, p.dayOf(at) == p.dayOf(now) && !isQuiet(at, p.zone)
}

// pauses for a week, or until the next meeting if one is planned: from the
// question, or from what was agreed.
func (y *askYear) pauses(ctx context.Context, p *modelPlan, now time.Time) (bool, error) {
	if !p.running || p.rests(now) {
		return false, nil
	}
	from := p.heard
	if from.IsZero() || y.rng.IntN(2) == 0 {
		from = time.Time{}
		if err := y.says(ctx, p.who, "/checkins"); err != nil {
			return false, err
		}
	}
	if found, err := y.tapsAt(ctx, p.who, "Pause", from); !found || err != nil {
		return false, err
	}
	label := "A week"
	if y.starts.After(now) && y.rng.IntN(2) == 0 {
		label, p.toMeeting = "Until the next meeting", true
	} else {
		p.paused = now.Add(7 * 24 * time.Hour)
	}
	p.later, p.open = time.Time{}, false
	found, err := y.tapsAt(ctx, p.who, label, from)
	if err == nil && !found {
		err = fmt.Errorf("%s is not offered %q", p.who, label)
	}
	return true, err
}

func (y *askYear) goesOn(ctx context.Context, p *modelPlan, now time.Time) (bool, error) {
	if !p.running || !p.rests(now) {
		return false, nil
	}
	p.toMeeting, p.paused = false, now
	return true, y.does(ctx, p.who, "/checkins", "tap:Go on now")
}

func (y *askYear) ends(ctx context.Context, p *modelPlan, _ time.Time) (bool, error) {
	if !p.running {
		return false, nil
	}
	found, err := false, error(nil)
	if !p.heard.IsZero() {
		found, err = y.tapsAt(ctx, p.who, "Stop these", p.heard)
	}
	if err == nil && !found {
		err = y.does(ctx, p.who, "/checkins", "tap:End it")
	}
	p.running, p.asked, p.heard, p.later, p.open = false, time.Time{}, time.Time{}, time.Time{}, false
	return true, err
}

var askHours = []string{"09:00", "12:00", "15:00", "18:00", "20:00"}

func (y *askYear) otherHour(ctx context.Context, p *modelPlan, _ time.Time) (bool, error) {
	if !p.running {
		return false, nil
	}
	p.clock = askHours[y.rng.IntN(len(askHours))]
	return true, y.does(ctx, p.who, "/checkins", "tap:Change it", "tap:Time", "tap:"+p.clock, "tap:Change it like this")
}

func (y *askYear) stopsOrComesBack(ctx context.Context, p *modelPlan, _ time.Time) (bool, error) {
	p.open = false
	if p.stopped {
		p.stopped = false
		return true, y.does(ctx, p.who, "tap:Start again")
	}
	p.stopped = true
	return true, y.says(ctx, p.who, "/stop")
}

// agrees lets somebody who is asked nothing choose their questions.
func (y *askYear) agrees(ctx context.Context, p *modelPlan, now time.Time) (bool, error) {
	if p.running {
		return false, nil
	}
	library := []string{"What has this week been like?", "What has been hard?", "What is on your mind?"}
	*p = modelPlan{who: p.who, zone: p.zone, met: p.met, questions: library[:1+y.rng.IntN(3)], clock: askHours[y.rng.IntN(len(askHours))], running: true}
	steps := []string{"/checkins", "tap:Choose my questions", "tap:" + p.questions[0]}
	switch y.rng.IntN(3) {
	case 0:
		steps = append(steps, "tap:Every day")
	case 1:
		p.after = 1 + y.rng.IntN(3)
		steps = append(steps, "tap:"+strconv.Itoa(p.after)+" day")
	default:
		p.days = []time.Weekday{time.Tuesday, time.Saturday}
		steps = append(steps, "tap:Tuesday", "tap:Saturday", "tap:These days")
	}
	steps = append(steps, "tap:"+p.clock)
	for _, q := range p.questions[1:] {
		steps = append(steps, "tap:One more question", "tap:"+q)
	}
	begin := p.dayOf(now)
	if p.after == 0 && y.rng.IntN(2) == 0 {
		for p.from = daysOn(begin, 1); weekdayOf(p.from) != time.Monday; {
			p.from = daysOn(p.from, 1)
		}
		begin = p.from
		steps = append(steps, "tap:From when", "tap:From next Monday")
	}
	if y.rng.IntN(2) == 0 {
		p.until = daysOn(begin, 28)
		steps = append(steps, "tap:Until when", "tap:For 4 weeks")
	}
	return true, y.does(ctx, p.who, append(steps, "tap:Yes, ask me")...)
}

func weekdayOf(day string) time.Weekday {
	d, _ := time.Parse(time.DateOnly, day)
	return d.Weekday()
}

// planMeeting plans one at ten past an hour, never over at the hour of a question.
func (y *askYear) planMeeting(ctx context.Context, _ *modelPlan, now time.Time) (bool, error) {
	london := mustZone("Europe/London")
	if !y.meets.IsZero() {
		return false, nil
	}
	day := now.In(london).AddDate(0, 0, 2+y.rng.IntN(9)).Format(time.DateOnly)
	begin, err := time.ParseInLocation("2006-01-02 15:04", day+" 14:10", london)
	if err != nil {
		return false, err
	}
	y.starts, y.meets = begin, begin.Add(time.Hour)
	return true, y.does(ctx, "Amira", "/meeting "+day+" 14:10 60m at home", "tap:Yes, tell everybody")
}

// restarts ends the companion and begins it anew on the same Redis.
func (y *askYear) restarts(ctx context.Context, _ *modelPlan, _ time.Time) (bool, error) {
	y.home.end()
	if err := y.home.start(ctx); err != nil {
		return false, err
	}
	return true, y.home.House.Settle(ctx)
}

// isAway is an outage of some hours in which nothing runs; none goes over the
// end of a meeting.
func (y *askYear) isAway(ctx context.Context, _ *modelPlan, now time.Time) (bool, error) {
	to := now.Add(time.Duration(60+y.rng.IntN(18*60)) * time.Minute)
	if y.meets.After(now) && !y.meets.After(to) {
		return false, nil
	}
	y.home.end()
	time.Sleep(to.Sub(y.home.App.Now()))
	if err := y.home.start(ctx); err != nil {
		return false, err
	}
	err := y.home.House.Settle(ctx)
	y.away(now, to)
	y.now = to
	return true, err
}
