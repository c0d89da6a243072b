package bot

import (
	"fmt"
	"time"

	ics "github.com/arran4/golang-ical"
)

// localFormat is a time by the clock, as RFC 5545 writes it.
const localFormat = "20060102T150405"

// changesAfter is how many changes of the clocks beyond its end a file knows. A
// reader that looks at the days around the meeting finds both kinds of time.
const changesAfter = 2

// unambiguous reports whether t is the only instant that its zone's clocks show
// so. Readers disagree about the others, so those are written in UTC.
func unambiguous(t time.Time) bool {
	_, offset := t.Zone()
	from, until := t.ZoneBounds()
	if !from.IsZero() {
		if gained := offsetBefore(from) - offset; t.Sub(from) < time.Duration(gained)*time.Second {
			return false
		}
	}
	if until.IsZero() {
		return true
	}
	_, next := until.Zone()
	return until.Sub(t) > time.Duration(offset-next)*time.Second
}

// offsetBefore is the offset from UTC, in seconds, that a change ended.
func offsetBefore(change time.Time) int {
	_, offset := change.Add(-time.Second).Zone()
	return offset
}

// zoneRules writes out what the zone's clocks do around a meeting: one observance
// for the change that was last before it, and one for each until changesAfter
// after it. A zone that never changed has one that begins in 1970. There is no
// recurrence rule: the file is about one meeting, and a new one is sent when
// that moves.
func zoneRules(loc *time.Location, start, end time.Time) *ics.VTimezone {
	rules := ics.NewTimezone(loc.String())
	from, until := start.In(loc).ZoneBounds()
	if from.IsZero() {
		_, offset := start.Zone()
		rules.Components = append(rules.Components, observance(start, time.Unix(0, 0).UTC(), offset))
	} else {
		rules.Components = append(rules.Components, changeAt(from))
	}
	for left := changesAfter; left > 0 && !until.IsZero(); {
		if !until.Before(end) {
			left--
		}
		rules.Components = append(rules.Components, changeAt(until))
		_, until = until.ZoneBounds()
	}
	return rules
}

// changeAt is the observance that begins with a change. Its beginning is written
// by the clock that the change ended (RFC 5545, 3.6.5).
func changeAt(change time.Time) ics.Component {
	before := offsetBefore(change)
	return observance(change, change.UTC().Add(time.Duration(before)*time.Second), before)
}

// observance describes the offset in force at t, since a time by the clock.
func observance(t, since time.Time, before int) ics.Component {
	name, offset := t.Zone()
	var o ics.ComponentBase
	o.SetProperty(ics.ComponentPropertyDtStart, since.Format(localFormat))
	o.SetProperty(ics.ComponentProperty(ics.PropertyTzoffsetfrom), clockOffset(before))
	o.SetProperty(ics.ComponentProperty(ics.PropertyTzoffsetto), clockOffset(offset))
	o.SetProperty(ics.ComponentProperty(ics.PropertyTzname), name)
	if t.IsDST() {
		return &ics.Daylight{ComponentBase: o}
	}
	return &ics.Standard{ComponentBase: o}
}

// clockOffset writes an offset from UTC as +hhmm, with seconds where there are
// any, as before zones were agreed upon.
func clockOffset(seconds int) string {
	sign := '+'
	if seconds < 0 {
		sign, seconds = '-', -seconds
	}
	s := fmt.Sprintf("%c%02d%02d", sign, seconds/3600, seconds/60%60)
	if rest := seconds % 60; rest != 0 {
		s += fmt.Sprintf("%02d", rest)
	}
	return s
}
