package main

import (
	"slices"
	"strings"
	"time"
)

// The checker's own idea of the promises about check-ins (I9, rules 6, 7 and
// 16): it knows zones from Go's tables and uses nothing of the program.

// modelPlan is what one member has agreed to, and how things stand with it.
type modelPlan struct {
	who  string
	zone *time.Location

	questions   []string
	days        []time.Weekday // none: every day
	after       int            // instead: so many days after each meeting
	clock       string
	from, until string // days; empty: from now on, and until it is ended

	running   bool
	stopped   bool // its member said /stop
	paused    time.Time
	toMeeting bool
	met       time.Time // when the last meeting was over

	asked time.Time // the open question; zero: none
	heard time.Time // when its member last heard it
	done  bool      // it was answered or skipped
	later time.Time // it is asked again then
	put   bool      // it was put off once
	open  bool      // what its member writes is taken for the answer
}

// dayOf is the day that a member's calendar shows.
func (p *modelPlan) dayOf(t time.Time) string { return t.In(p.zone).Format(time.DateOnly) }

// on is when the member's clock shows the agreed time on a day.
func (p *modelPlan) on(day string) time.Time {
	wall, err := time.Parse("2006-01-02 15:04", day+" "+p.clock)
	if err != nil {
		panic(err)
	}
	for _, hours := range []time.Duration{-24, 24} {
		_, offset := wall.Add(hours * time.Hour).In(p.zone).Zone()
		at := wall.Add(-time.Duration(offset) * time.Second)
		if at.In(p.zone).Format("2006-01-02 15:04") == day+" "+p.clock {
			return at
		}
	}
	panic("no " + p.clock + " on " + day)
}

func daysOn(day string, n int) string {
	d, err := time.Parse(time.DateOnly, day)
	if err != nil {
		panic(err)
	}
	return d.AddDate(0, 0, n).Format(time.DateOnly)
}

// date is the first date of the agreement after t, whether or not it pauses.
func (p *modelPlan) date(t time.Time) (time.Time, bool) {
	if !p.running {
		return time.Time{}, false
	}
	if p.after > 0 {
		if p.met.IsZero() {
			return time.Time{}, false
		}
		at := p.on(daysOn(p.dayOf(p.met), p.after))
		return at, at.After(t)
	}
	day := max(p.dayOf(t), p.from)
	for ; ; day = daysOn(day, 1) {
		d, _ := time.Parse(time.DateOnly, day)
		if len(p.days) > 0 && !slices.Contains(p.days, d.Weekday()) {
			continue
		}
		if at := p.on(day); at.After(t) {
			return at, true
		}
	}
}

// next is the date for which something must stand in the store.
func (p *modelPlan) next(t time.Time) (time.Time, bool) {
	if p.toMeeting {
		return time.Time{}, false
	}
	if p.paused.After(t) {
		t = p.paused
	}
	return p.date(t)
}

// text is the question as its member reads it.
func (p *modelPlan) text() string { return "“" + strings.Join(p.questions, "”\n“") + "”" }

// lateMost is how late a question may be asked after the companion was away.
const lateMost = 6 * time.Hour

// due is what happens on a date: asked at t, which is later than the date when
// the companion was away.
func (y *askYear) due(p *modelPlan, date, t time.Time) {
	switch {
	case p.toMeeting || date.Before(p.paused):
		y.count(p, "withheld")
	case p.until != "" && p.dayOf(t) > p.until:
		p.running, p.asked, p.later = false, time.Time{}, time.Time{}
		if !p.stopped {
			y.hears(p, "over", "", t)
		}
	case t.Sub(date) >= lateMost:
		y.count(p, "late")
	case p.stopped:
		y.count(p, "withheld")
	default:
		p.asked, p.done, p.later, p.put = t, false, time.Time{}, false
		y.asks(p, t)
	}
}

// dueLater is a question that was put off.
func (y *askYear) dueLater(p *modelPlan, t time.Time) {
	late := t.Sub(p.later) >= lateMost
	p.later = time.Time{}
	switch {
	case p.done || p.asked.IsZero():
	case late:
		y.count(p, "late")
	case p.stopped || p.toMeeting || t.Before(p.paused):
		y.count(p, "withheld")
	default:
		y.asks(p, t)
	}
}

// asks expects a question, unless the night outlasts the six hours.
func (y *askYear) asks(p *modelPlan, t time.Time) {
	at := t
	if isQuiet(t, p.zone) {
		at = morning(t, p.zone)
	}
	if !at.Before(t.Add(lateMost)) {
		y.count(p, "late")
		p.heard = time.Time{}
		return
	}
	p.heard, p.open = at, true
	y.hears(p, "asked", p.text(), at)
}

func (y *askYear) hears(p *modelPlan, what, text string, at time.Time) {
	if isQuiet(at, p.zone) {
		at = morning(at, p.zone)
	}
	y.want = append(y.want, said{p.who, what, text, at})
	y.count(p, what)
}

// passes lets the model live from one instant to another, date by date.
func (y *askYear) passes(from, to time.Time) {
	for {
		next := to.Add(time.Nanosecond)
		earliest := func(t time.Time) {
			if t.After(from) && t.Before(next) {
				next = t
			}
		}
		earliest(y.meets)
		for _, p := range y.plans {
			if at, ok := p.date(from); ok {
				earliest(at)
			}
			earliest(p.later)
		}
		if next.After(to) {
			return
		}
		for _, p := range y.plans {
			at, ok := p.date(from)
			if p.running && p.later.Equal(next) {
				y.dueLater(p, next)
			}
			if p.running && ok && at.Equal(next) {
				y.due(p, at, next)
			}
		}
		if y.meets.Equal(next) {
			y.met, y.meets = y.meets, time.Time{}
			for _, p := range y.plans {
				p.met, p.toMeeting = y.met, false
			}
		}
		from = next
	}
}

// away lets the companion be away: what fell due meanwhile is seen at the end.
func (y *askYear) away(from, to time.Time) {
	for _, p := range y.plans {
		if p.running && p.later.After(from) && !p.later.After(to) {
			y.dueLater(p, to)
		}
		if at, ok := p.next(from); ok && !at.After(to) {
			y.due(p, at, to)
		}
	}
}
