package flows

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"polyphony/care"
	"polyphony/locales"
	"polyphony/scheduler/calendar"
)

// Gaps: promised hours in which nobody who can be reached is on call. Each is
// announced a day ahead when it can be known, and at once otherwise.

// gapSoon is when a gap is told of every day, although it was told of before.
const gapSoon = 3 * 24 * time.Hour

// gapsAtOnce is how many a message lists.
const gapsAtOnce = 20

// gaps are those until an instant.
func (s *step) gaps(until time.Time) []calendar.Stretch {
	return calendar.GapsWithout(s.team(), s.rota(), s.now, until, s.staffHears)
}

func gapName(g calendar.Stretch) string {
	return fmt.Sprintf("gap.%d.%d", g.From.Unix(), g.Until.Unix())
}

func gapTimes(name string) (from, until time.Time) {
	a, b, _ := strings.Cut(strings.TrimPrefix(name, "gap."), ".")
	first, _ := strconv.ParseInt(a, 10, 64)
	last, _ := strconv.ParseInt(b, 10, 64)
	return time.Unix(first, 0), time.Unix(last, 0)
}

func gapOver(name string, now time.Time) bool {
	_, until := gapTimes(name)
	return !until.After(now)
}

// forgetClosed forgets what was told of gaps that are none any more, so that they
// are told of again if they come back.
func (s *step) forgetClosed() {
	now := s.gaps(s.now.AddDate(0, 0, onCallDays))
	r := s.rota()
	for name := range r.Reported {
		if !strings.HasPrefix(name, "gap.") {
			continue
		}
		from, until := gapTimes(name)
		if !slices.ContainsFunc(now, func(g calendar.Stretch) bool { return g.From.Before(until) && from.Before(g.Until) }) {
			delete(r.Reported, name)
			s.putRota(r)
		}
	}
}

// gapKnown reports whether the coordinators have been told of all of a gap.
func (s *step) gapKnown(g calendar.Stretch) bool { return !s.gapTold(g).IsZero() }

// reportGaps tells the coordinators of the gaps of the next fortnight, when one
// is new or soon.
func (s *step) reportGaps(daily bool) {
	all := s.gaps(s.now.AddDate(0, 0, onCallDays))
	worth := false
	for _, g := range all {
		worth = worth || !s.gapKnown(g) || daily && g.From.Sub(s.now) <= gapSoon
	}
	if worth {
		s.tellGaps(all)
	}
}

// gapsNow tells at once of those that begin before a day has passed after the
// next daily report.
func (s *step) gapsNow() {
	s.forgetClosed()
	next := s.dayAt(gapsClock, 0)
	if !next.After(s.now) {
		next = s.dayAt(gapsClock, 1)
	}
	var fresh []calendar.Stretch
	for _, g := range s.gaps(s.now.AddDate(0, 0, onCallDays)) {
		if g.From.Before(next.AddDate(0, 0, 1).Add(time.Hour)) && !s.gapKnown(g) {
			fresh = append(fresh, g)
		}
	}
	if len(fresh) > 0 {
		s.tellGaps(fresh)
	}
}

func (s *step) tellGaps(gaps []calendar.Stretch) { s.tellGapsTo(s.mustHear, gaps) }

// tellGapsTo tells of gaps, and remembers it when anybody was told.
func (s *step) tellGapsTo(tell func(func(*care.Contact) Message) int, gaps []calendar.Stretch) {
	gaps = gaps[:min(gapsAtOnce, len(gaps))]
	if len(gaps) == 0 {
		return
	}
	told := tell(func(to *care.Contact) Message {
		m := Message{Key: locales.ReachGaps}
		for _, g := range gaps {
			args, key := s.span(to, g.From, g.Until), locales.ReachGap
			if len(g.Staff) > 0 {
				key, args["Names"] = locales.ReachGapAway, s.staffNames(g.Staff)
			}
			m.Lines = append(m.Lines, Line{Key: key, Args: args, Tight: len(m.Lines) > 0})
			if len(m.Buttons) < shiftPage {
				whose := nobodyID
				if len(g.Staff) > 0 {
					whose = g.Staff[0]
				}
				m.Buttons = append(m.Buttons, row(Button{Label: locales.ReachFindGap, Args: s.span(to, g.From, g.Until), Data: data("duty", whose, 0, "cover."+stamp(g.Until))}))
			}
		}
		return m
	})
	if told == 0 {
		return // nobody knows: it stays new
	}
	for _, g := range gaps {
		s.mark(gapName(g), s.now)
	}
}
