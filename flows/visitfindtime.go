package flows

import (
	"time"

	"polyphony/care"
	"polyphony/scheduler/calendar"
)

// How long before a visit begins things must have happened: volunteers are
// asked, one of them has chosen the hour, the person has said yes.
const (
	askLead    = 3 * time.Hour
	chooseLead = 2 * time.Hour
	answerLead = time.Hour
)

// roundLasts is how long the volunteers of one round have to answer, quiet hours
// not counted. All answers of a round are weighed together, so that nobody has
// to be the first to tap.
const roundLasts = 4 * time.Hour

// waking is when so much time has passed outside the quiet hours. It is less
// than the day between two nights.
func waking(t time.Time, d time.Duration, zone *time.Location) time.Time {
	end := calendar.QuietEnd(t, zone).Add(d)
	if !calendar.Quiet(end, zone) {
		return end
	}
	rest := end.Sub(calendar.QuietBegan(end, zone))
	return calendar.QuietEnd(end, zone).Add(rest)
}

// An opening is an hour at which a visit could begin.
type opening struct {
	slot  care.Slot
	clock string
	at    time.Time
}

// openings are the full hours of what was asked for that are at least so far
// ahead, the first one first.
func openings(v *care.Visit, now time.Time, lead time.Duration) (open []opening) {
	zone := calendar.Zone(v.Zone)
	for _, slot := range v.Slots {
		from, until := slot.Part.Hours()
		for h := from; h < until; h++ {
			at, err := calendar.Instant(slot.Day, hourOf(h), zone)
			if err == nil && at.Sub(now) >= lead {
				open = append(open, opening{slot, hourOf(h), at})
			}
		}
	}
	return open
}

// slotsOf are the parts of days in which there are openings.
func slotsOf(open []opening) (slots []care.Slot) {
	for _, o := range open {
		if n := len(slots); n == 0 || slots[n-1] != o.slot {
			slots = append(slots, o.slot)
		}
	}
	return slots
}

// A visiting is a time in which somebody is on a visit.
type visiting struct{ from, until time.Time }

// visitsTaken are the times of agreed visits, without one.
func (s *step) visitsTaken(visits []string, except string) (all []visiting) {
	for _, id := range visits {
		v := s.visit(id)
		if v == nil || id == except || v.Volunteer == "" || v.Day == "" {
			continue
		}
		if begins, err := visitBegins(v); err == nil {
			all = append(all, visiting{begins, begins.Add(time.Duration(v.Minutes) * time.Minute)})
		}
	}
	return all
}

// freeOf leaves the openings at which nobody is on another visit.
func freeOf(open []opening, minutes int, all []visiting) (free []opening) {
	for _, o := range open {
		until, clash := o.at.Add(time.Duration(minutes)*time.Minute), false
		for _, t := range all {
			clash = clash || o.at.Before(t.until) && t.from.Before(until)
		}
		if !clash {
			free = append(free, o)
		}
	}
	return free
}

// inTheirWeek leaves the openings in a volunteer's weekly times.
func inTheirWeek(open []opening, times []care.Weekly) (in []opening) {
	for _, o := range open {
		day, err := time.Parse(time.DateOnly, o.slot.Day)
		if err != nil {
			continue
		}
		for _, w := range times {
			if w == (care.Weekly{Day: day.Weekday(), Part: o.slot.Part}) {
				in = append(in, o)
				break
			}
		}
	}
	return in
}
