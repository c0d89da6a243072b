package flows

import (
	"slices"
	"time"

	"polyphony/care"
	"polyphony/locales"
	"polyphony/scheduler/calendar"
)

// /counts shows how the team as a whole was reached: the last thirty days, and
// the thirty before. Nobody is counted one by one (rule 17).

// countsDays is how many days stand together, and countsFew how many calls for
// help there must be before times are said: of fewer they would be somebody's.
const (
	countsDays = 30
	countsFew  = 3
)

func countsCommand(s *step, _ string) Reason {
	if !s.staff() {
		return s.unknownCommand()
	}
	today := s.now.In(calendar.Zone(s.team().Zone))
	lines := s.countsLines(locales.CountsLast, today)
	lines = append(lines, s.countsLines(locales.CountsBefore, today.AddDate(0, 0, -countsDays))...)
	if s.coordinates() {
		lines = append(lines, s.companyCounts()...)
	}
	s.say(Message{Lane: Reply, Key: locales.CountsTitle, Lines: lines, Guard: Guard{Purpose: PurposeDuty}})
	return "counts.shown"
}

// countsLines are the counts of the days up to and with last.
func (s *step) countsLines(title locales.Key, last time.Time) []Line {
	sum := s.countsUntil(last)
	first := last.AddDate(0, 0, 1-countsDays)
	lines := []Line{{Key: title, Args: Args{"From": Arg{Day: first.Format(time.DateOnly)}, "Until": Arg{Day: last.Format(time.DateOnly)}}}}
	add := func(key locales.Key, args Args) { lines = append(lines, Line{Key: key, Args: args, Tight: true}) }
	add(locales.CountsCarried, Args{"Count": count(sum.Carried)})
	if sum.Carried == 0 {
		return lines
	}
	add(locales.CountsOutside, Args{"Count": count(sum.Outside)})
	add(locales.CountsAgain, Args{"Count": count(sum.Again)})
	for _, of := range []struct {
		key, few locales.Key
		all      []int
	}{{locales.CountsSeen, locales.CountsSeenFew, sum.Seen}, {locales.CountsDone, locales.CountsDoneFew, sum.Done}} {
		if len(of.all) < countsFew {
			add(of.few, nil)
			continue
		}
		middle, longest := spread(of.all)
		add(of.key, Args{"Middle": lasted(middle), "Longest": lasted(longest)})
	}
	return lines
}

// countsUntil adds up the days that end with last.
func (s *step) countsUntil(last time.Time) (sum care.DayTally) {
	for n := range countsDays {
		day := last.AddDate(0, 0, -n)
		t := s.tally(day.Format(tallyMonth))
		if t == nil {
			continue
		}
		of := t.Days[day.Day()]
		sum.Carried += of.Carried
		sum.Outside += of.Outside
		sum.Again += of.Again
		sum.Seen = append(sum.Seen, of.Seen...)
		sum.Done = append(sum.Done, of.Done...)
	}
	return sum
}

// spread is the middle one of some lengths of time, and the longest.
func spread(seconds []int) (middle, longest time.Duration) {
	sorted := slices.Sorted(slices.Values(seconds))
	of := func(i int) time.Duration { return time.Duration(sorted[i]) * time.Second }
	n := len(sorted)
	return (of((n-1)/2) + of(n/2)) / 2, of(n - 1)
}
