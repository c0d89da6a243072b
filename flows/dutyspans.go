package flows

import (
	"slices"
	"time"

	"polyphony/care"
	"polyphony/scheduler/calendar"
)

// shortBreak is how long somebody may be off between two shifts that count as
// one: nobody is asked anew after it whether they are there.
const shortBreak = 2 * time.Hour

// dutySpans are the times in which a member of staff is on call in any tier.
// Shifts that follow each other directly are one.
func (s *step) dutySpans(staff string, from, until time.Time) (out []calendar.Stretch) {
	var all []calendar.Stretch
	for tier := 1; tier <= calendar.Tiers(s.team(), s.rota()); tier++ {
		all = append(all, calendar.Shifts(s.team(), s.rota(), staff, from, until, tier)...)
	}
	slices.SortFunc(all, func(a, b calendar.Stretch) int { return a.From.Compare(b.From) })
	for _, st := range all {
		if n := len(out); n > 0 && st.From.Sub(out[n-1].Until) < shortBreak {
			out[n-1].Until = later(out[n-1].Until, st.Until)
			continue
		}
		out = append(out, st)
	}
	return out
}

// onDutyWithin is the part of a stretch in which somebody is on call; ok is false
// when they are not at all.
func (s *step) onDutyWithin(staff string, from, until time.Time) (part calendar.Stretch, ok bool) {
	if !until.After(from) {
		return part, false
	}
	for tier := 1; tier <= calendar.Tiers(s.team(), s.rota()); tier++ {
		for _, st := range calendar.Shifts(s.team(), s.rota(), staff, from, until, tier) {
			if !ok {
				part, ok = st, true
			}
			part.Until = later(part.Until, st.Until)
		}
	}
	return part, ok
}

// onDutyThroughout reports whether somebody is on call all through a stretch.
func (s *step) onDutyThroughout(staff string, from, until time.Time) bool {
	part, ok := s.onDutyWithin(staff, from, until)
	return ok && part.From.Equal(from) && part.Until.Equal(until)
}

// coverFor finds the cover that a button means.
func (s *step) coverFor(id string) *care.Cover {
	for i, c := range s.rota().Covers {
		if c.ID == id {
			return &s.rota().Covers[i]
		}
	}
	return nil
}
