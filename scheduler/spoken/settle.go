package spoken

import (
	"slices"
	"time"

	"polyphony/care"
	"polyphony/scheduler/calendar"
)

// answer is a meeting while it is put together.
type answer struct {
	Meeting
	problems map[Problem]bool
}

func (a *answer) note(p Problem, is bool) {
	if is {
		a.problems[p] = true
	}
}

// settle decides between readings and puts the facts together.
func (s *scan) settle(line string) Meeting {
	a := &answer{problems: map[Problem]bool{}}
	s.settleWeakDays()
	s.settleDotted()
	s.chooseClock()
	s.looseMinutes()
	minute, timed := s.settleClock(a)
	s.settleEvery(a)
	s.settleDay(a, minute, timed)
	s.settlePlace(a, line)
	return a.finish(s.now, s.zone)
}

// finish names what is missing and the gravest problem.
func (a *answer) finish(now time.Time, zone *time.Location) Meeting {
	for _, m := range []struct {
		what string
		is   bool
	}{{MissingDay, a.Day == ""}, {MissingTime, a.Clock == ""}, {MissingLength, a.Minutes == 0}, {MissingPlace, a.Place == "" && a.Kind == ""}} {
		if m.is {
			a.Missing = append(a.Missing, m.what)
		}
	}
	a.note(NoDay, a.Day == "")
	a.note(NoTime, a.Clock == "")
	if a.Day != "" && a.Clock != "" {
		at, err := calendar.Instant(a.Day, a.Clock, zone)
		a.note(Impossible, err != nil || at.In(zone).Format("15:04") != a.Clock)
		a.note(Past, err == nil && !at.After(now))
	} else if a.Day != "" {
		a.note(Past, a.Day < calendar.Day(now, zone))
	}
	for _, p := range []Problem{Unclear, Impossible, NoDay, NoTime, Past, Rhythm} {
		if a.problems[p] {
			a.Problem = p
			break
		}
	}
	return a.Meeting
}

// all lists the facts about one thing.
func (s *scan) all(what about) (list []*fact) {
	for i := range s.facts {
		if s.facts[i].about == what {
			list = append(list, &s.facts[i])
		}
	}
	return list
}

// settleWeakDays takes 5/7 for a day if there is no better one, or if it stands beside
// the weekday that it is (tue 3/3); else it is a house and a flat.
func (s *scan) settleWeakDays() {
	named := len(s.all(aDay)) > 0 || len(s.all(aDotted)) > 0
	weekday := 0
	for _, f := range append(s.all(aDay), s.all(aEvery)...) {
		named = named || f.day.kind != dNone
		if f.day.kind == dWeekday {
			weekday = f.day.weekday
		}
	}
	for i := range s.facts {
		f := &s.facts[i]
		if f.about != aWeakDay {
			continue
		}
		before, after := s.beside(i, -1), s.beside(i, 1)
		same := weekday > 0 && !f.bad && weekdayOf(f.day.date) == weekday && (before == aDay || after == aDay) && before != aRest && after != aRest
		f.about = aRest
		if !named || same {
			f.about, named = aDay, true
		}
	}
}

// settleDotted decides whether 15.03 is a day or a time.
func (s *scan) settleDotted() {
	days, weekday := len(s.all(aDay)), 0
	for _, f := range append(s.all(aDay), s.all(aEvery)...) {
		if f.day.kind == dWeekday {
			weekday = f.day.weekday
			days = max(days, 1)
		}
	}
	clocks, timed := s.all(aClock), false
	for _, f := range clocks {
		timed = timed || f.clock.strength == strong
	}
	for _, f := range s.all(aDotted) {
		fits := weekday > 0 && !f.bad && weekdayOf(f.day.date) == weekday && (len(clocks) > 0 || f.clock.minute%5 > 0)
		if f.clock.strength == strong && days > 0 && !timed && !fits {
			f.about, f.bad, timed = aClock, false, true
			continue
		}
		f.about = aDay
		days++
	}
}

// settleEvery takes how often.
func (s *scan) settleEvery(a *answer) {
	for _, f := range s.all(aEvery) {
		a.note(Rhythm, f.bad)
		a.note(Unclear, a.Every != 0 && f.every != a.Every)
		if !f.bad {
			a.Every = f.every
		}
	}
}

// settleDay takes the day that everything said about it agrees on.
func (s *scan) settleDay(a *answer, minute int, timed bool) {
	var dates, ahead, weeks []time.Time
	var weekdays []day
	for _, f := range append(s.all(aDay), s.all(aEvery)...) {
		a.note(Impossible, f.bad && f.about == aDay)
		switch {
		case f.bad:
		case f.day.kind == dWeekday:
			weekdays = append(weekdays, f.day)
		case f.day.kind == dWeek:
			weeks = append(weeks, f.day.date)
		case f.day.kind == dDate && f.day.later > 0:
			ahead = append(ahead, f.day.date)
		case f.day.kind == dDate:
			dates = append(dates, f.day.date)
		}
	}
	for _, d := range ahead { // in two weeks: that very day, or the weekday of its week
		if len(weekdays) > 0 {
			weeks = append(weeks, d.AddDate(0, 0, 1-weekdayOf(d)))
		} else {
			dates = append(dates, d)
		}
	}
	for _, w := range weekdays {
		a.note(Unclear, w.weekday != weekdays[0].weekday)
		if len(weeks) > 0 {
			dates = append(dates, weeks[0].AddDate(0, 0, w.weekday-1))
		}
	}
	if len(dates) == 0 && len(weekdays) > 0 {
		dates = append(dates, s.coming(weekdays[0], minute, timed))
	}
	if len(dates) == 0 {
		return
	}
	s.agree(a, dates, weekdays, weeks)
	a.Day = dates[0].Format("2006-01-02")
}

// agree notes when a line names two different days.
func (s *scan) agree(a *answer, dates []time.Time, weekdays []day, weeks []time.Time) {
	for _, d := range dates {
		a.note(Unclear, !d.Equal(dates[0]))
	}
	for _, w := range weekdays {
		a.note(Unclear, w.weekday != weekdayOf(dates[0]))
	}
	for _, w := range weeks {
		a.note(Unclear, !w.Equal(dates[0].AddDate(0, 0, 1-weekdayOf(dates[0]))))
	}
}

// coming is the weekday that lies ahead: today only while the time is still to
// come, or not known yet.
func (s *scan) coming(w day, minute int, timed bool) time.Time {
	today := s.today()
	if w.next {
		return s.monday(1).AddDate(0, 0, w.weekday-1+7*w.later)
	}
	d := today.AddDate(0, 0, (w.weekday-weekdayOf(today)+7)%7)
	if d.Equal(today) && timed {
		at, err := calendar.Instant(d.Format("2006-01-02"), clockText(minute), s.zone)
		if err == nil && !at.After(s.now) {
			d = d.AddDate(0, 0, 7)
		}
	}
	return d.AddDate(0, 0, 7*w.later)
}

// settlePlace takes the place: one that everybody knows, a link, or words that
// say where. What is left besides is shown back.
func (s *scan) settlePlace(a *answer, line string) {
	var known, link []string
	for _, f := range s.all(aPlace) {
		if f.place == sHome || f.place == sTeam || f.place == sVideo {
			known = append(known, f.place)
		} else {
			link = append(link, f.place)
		}
	}
	slices.Sort(known)
	known, link = slices.Compact(known), slices.Compact(link)
	if len(link) > 0 && len(known) == 0 {
		known = append(known, sVideo)
	}
	a.note(Unclear, len(known) > 1 || len(link) > 1)
	video := len(known) > 0 && known[len(known)-1] == sVideo
	place, rest := s.words(line, video)
	switch {
	case video:
		a.Kind, a.Note = care.PlaceVideo, rest
		if len(link) > 0 {
			a.Place = link[0]
		}
	case place != "":
		a.Place, a.Kind, a.Note = place, care.PlaceAddress, rest
	case len(known) > 0 && known[0] == sHome:
		a.Place, a.Kind, a.Note = Home, care.PlaceAddress, rest
	case len(known) > 0:
		a.Place, a.Kind, a.Note = Team, care.PlaceVenue, rest
	default:
		a.Note = rest
	}
}
