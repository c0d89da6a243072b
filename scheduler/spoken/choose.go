package spoken

import (
	"fmt"
	"slices"
	"unicode"
	"unicode/utf8"
)

// chooseClock takes the time of day that was meant most surely; the others were
// numbers of houses and buses, and are rest.
func (s *scan) chooseClock() {
	sure, best := make([]int, len(s.facts)), 1
	for i, f := range s.facts {
		if f.about == aClock {
			sure[i] = s.sureness(i)
			best = max(best, sure[i])
		}
	}
	for i := len(s.facts) - 1; i >= 0; i-- {
		if s.facts[i].about == aClock && sure[i] < best {
			s.refuse(i)
		}
	}
}

// refuse makes a time of day rest, and the words that announced it small words
// again.
func (s *scan) refuse(i int) {
	f := s.facts[i]
	rest := fact{about: aRest, from: f.from + f.clock.announced, to: f.to}
	if f.clock.announced == 0 {
		s.facts[i] = rest
		return
	}
	s.facts[i] = fact{about: aFiller, from: f.from, to: rest.from}
	s.facts = slices.Insert(s.facts, i+1, rest)
}

// sureness orders times of day: how they were written, then where they stand.
// Nothing above 0 is no time of day.
func (s *scan) sureness(i int) int {
	c := s.facts[i].clock
	if c.strength == strong {
		return 100
	}
	stands := s.stands(i)
	switch {
	case c.strength == medium && !s.beforeName(i):
		return stands + 10
	case c.strength == medium && stands > 0:
		return 1 // at 12 Station Road
	}
	return stands
}

// stands says how well a bare number stands for a time of day: beside the day
// best, among words not at all.
func (s *scan) stands(i int) int {
	before, after := s.beside(i, -1), s.beside(i, 1)
	switch {
	case ofDay(before) && after != aRest:
		return 5
	case ofDay(before):
		return 4
	case ofDay(after) && before != aRest:
		return 3
	case before != aRest && after != aRest:
		return 2
	}
	return 0
}

func ofDay(what about) bool { return what == aDay || what == aPart || what == aEvery }

// beside is what stands next to a fact, small words apart; a comma, or the end
// of the line, is aFiller.
func (s *scan) beside(i, step int) about {
	for j := i + step; j >= 0 && j < len(s.facts); j += step {
		broken := s.toks[s.facts[j].from].afterBreak
		if step < 0 {
			broken = s.toks[s.facts[j+1].from].afterBreak
		}
		f := s.facts[j]
		if f.about == aRest && broken {
			return aFiller
		}
		if f.about != aFiller {
			return f.about
		}
	}
	return aFiller
}

// beforeName tells whether a word with a capital follows: 12 Station Road.
func (s *scan) beforeName(i int) bool {
	if i+1 >= len(s.facts) || s.facts[i+1].about != aRest {
		return false
	}
	t := s.toks[s.facts[i+1].from]
	r, _ := utf8.DecodeRuneInString(t.original)
	return unicode.IsUpper(r)
}

// looseMinutes takes a bare 90 behind the time of day for the length.
func (s *scan) looseMinutes() {
	if len(s.all(aLength)) > 0 {
		return
	}
	for i := range s.facts {
		f := &s.facts[i]
		t := s.toks[f.from]
		if f.about == aRest && f.to == f.from+1 && t.number && t.value >= 30 && t.value <= 240 && t.value%15 == 0 &&
			s.beside(i, -1) == aClock && s.beside(i, 1) != aRest {
			*f = fact{about: aLength, from: f.from, to: f.to, minutes: t.value}
			return
		}
	}
}

// settleClock takes the time of day and the length, and answers the minute of
// the day.
func (s *scan) settleClock(a *answer) (minute int, timed bool) {
	var parts []string
	for _, f := range s.facts {
		if f.part != "" {
			parts = append(parts, f.part)
		}
	}
	for _, f := range s.all(aClock) {
		at, length, ok := f.clock.resolve(parts, a)
		a.note(Impossible, !ok)
		if !ok {
			continue
		}
		a.note(Unclear, timed && at != minute)
		if !timed {
			minute, timed = at, true
			a.Clock = clockText(at)
			a.length(length)
		}
	}
	for _, f := range s.all(aLength) {
		a.note(Impossible, f.bad)
		if !f.bad {
			a.length(f.minutes)
		}
	}
	return minute, timed
}

func (a *answer) length(minutes int) {
	if minutes == 0 {
		return
	}
	a.note(Unclear, a.Minutes != 0 && a.Minutes != minutes)
	if a.Minutes == 0 {
		a.Minutes = minutes
	}
}

func clockText(minute int) string { return fmt.Sprintf("%02d:%02d", minute/60, minute%60) }

// resolve answers the minute of the day and, when an end was named, the length.
func (c clock) resolve(parts []string, a *answer) (minute, length int, ok bool) {
	if c.part == "" && len(parts) > 0 {
		c.part = parts[0]
		for _, p := range parts {
			a.note(Unclear, (p == sMorning) != (c.part == sMorning))
		}
	} else if len(parts) > 0 {
		a.note(Unclear, (parts[0] == sMorning) != (c.part == sMorning))
	}
	minute, ok = c.minuteOfDay(a)
	if !ok || c.until == nil {
		return minute, 0, ok
	}
	last, ok := c.until.after(minute, a)
	if last <= minute && c.inherited {
		c.part = ""
		minute, _ = c.minuteOfDay(a)
	}
	return minute, last - minute, ok && last > minute
}

// after is the minute of the day of an end: without a part of the day the first
// such hour behind the beginning.
func (c clock) after(begin int, a *answer) (minute int, ok bool) {
	if c.part == "" && c.hour <= 12 {
		minute, ok = clock{hour: c.hour, minute: c.minute}.minuteOfDay(a)
		if minute <= begin && c.hour < 12 {
			minute += 12 * 60
		}
		return minute, ok
	}
	return c.minuteOfDay(a)
}

// minuteOfDay is 0 to 1439, or no such time.
func (c clock) minuteOfDay(a *answer) (int, bool) {
	hour := c.hour
	switch {
	case c.part == sMorning:
		a.note(Unclear, hour > 12)
		if hour == 12 {
			hour = 0
		}
	case c.part != "":
		a.note(Unclear, hour == 0 || hour == 12 && c.part == sEvening)
		if hour < 12 {
			hour += 12
		}
	case c.bare && hour >= 1 && hour <= 7:
		hour += 12
	}
	minute := hour*60 + c.minute
	return minute, hour < 24 && c.minute < 60 && minute >= 0
}
