package main

import (
	"cmp"
	"fmt"
	"slices"
	"time"
)

// The checker's own idea of the promises about meetings (I4, I5, I6), written
// from docs/guarantees.md alone: it uses nothing of the program, not even
// its calendar, and predicts every notice and every reminder to the second.

// said is one thing that somebody should hear, or heard.
type said struct {
	who, what, when string // what: planned, moved, cancelled, reminder; when: the meeting as the reader's clock shows it
	at              time.Time
}

func (s said) String() string {
	return fmt.Sprintf("%s %s: %s of %s", s.at.Format("2006-01-02 15:04:05"), s.who, s.what, s.when)
}

func sortSaid(all []said) {
	slices.SortFunc(all, func(a, b said) int {
		return cmp.Or(a.at.Compare(b.at), cmp.Compare(a.who, b.who), cmp.Compare(a.what, b.what), cmp.Compare(a.when, b.when))
	})
}

// edition is a meeting as it stood between two changes.
type edition struct {
	what  string // how it came about: planned, moved, cancelled
	begin time.Time
	was   time.Time // when it would have begun before; zero: nothing was planned
	from  time.Time // when it was decided
	until time.Time // when the next edition was decided; zero: never
}

// modelMeeting is what was decided about one meeting.
type modelMeeting struct {
	editions []edition
	cannot   map[string][]span // by member: when "I can't" stood as their answer
}

// span is a stretch of time; a zero end has not come.
type span struct{ from, until time.Time }

func (s span) holds(t time.Time) bool {
	return !t.Before(s.from) && (s.until.IsZero() || t.Before(s.until))
}

func inAny(spans []span, t time.Time) bool {
	return slices.ContainsFunc(spans, func(s span) bool { return s.holds(t) })
}

// modelMember is somebody of the circle.
type modelMember struct {
	name    string
	zone    *time.Location
	staff   bool
	silent  []span // when they had said /stop
	refused []span // when reminders were not agreed to
}

// expected is everything that must be heard before end, and nothing else of its kind.
func expected(zone *time.Location, meetings []*modelMeeting, members []*modelMember, end time.Time) (all []said) {
	for _, m := range members {
		for _, mt := range meetings {
			unheard := true // a change that overtakes the notice of the plan is the plan to its reader
			for _, v := range mt.editions {
				if unheard && v.what == "moved" {
					v.what = "planned"
				}
				unheard = unheard && v.overtaken(m)
				all = append(all, v.notice(m)...)
				if v.what != "cancelled" {
					all = append(all, v.reminders(m, mt, zone)...)
				}
			}
		}
	}
	return slices.DeleteFunc(all, func(s said) bool { return s.at.After(end) })
}

const clockLayout = "Monday 2 January, 15:04"

// told is when m would be told: at once, or when the quiet hours end; a change
// of a meeting that begins, or would have begun, before that goes at once.
func (v edition) told(m *modelMember) time.Time {
	wait := morning(v.from, m.zone)
	if !isQuiet(v.from, m.zone) || v.begin.Before(wait) || !v.was.IsZero() && v.was.Before(wait) {
		return v.from
	}
	return wait
}

// overtaken: something else was decided before m would have been told.
func (v edition) overtaken(m *modelMember) bool {
	return !v.until.IsZero() && !v.told(m).Before(v.until)
}

// notice is what m is told of it. Whoever had said /stop then has not heard it,
// and is shown what is planned when they come back.
func (v edition) notice(m *modelMember) []said {
	at := v.told(m)
	if v.overtaken(m) || inAny(m.silent, v.from) || inAny(m.silent, at) {
		return nil
	}
	return []said{{m.name, v.what, v.begin.In(m.zone).Format(clockLayout), at}}
}

// reminders are due three days, a day and two hours before; what would fall
// into the quiet hours comes at half past eight on the evening before.
func (v edition) reminders(m *modelMember, mt *modelMeeting, zone *time.Location) (all []said) {
	due := []time.Time{daysBefore(v.begin, 3, zone), daysBefore(v.begin, 1, zone), v.begin.Add(-2 * time.Hour)}
	for i := range due {
		if isQuiet(due[i], m.zone) {
			due[i] = evening(due[i], m.zone)
		}
	}
	for _, at := range slices.CompactFunc(due, time.Time.Equal) {
		switch {
		case !at.After(v.from), !v.until.IsZero() && !at.Before(v.until), !at.Before(v.begin):
		case inAny(m.silent, at), !m.staff && inAny(m.refused, at), inAny(mt.cannot[m.name], at):
		default:
			all = append(all, said{m.name, "reminder", v.begin.In(m.zone).Format(clockLayout), at})
		}
	}
	return all
}

func isQuiet(t time.Time, zone *time.Location) bool {
	h := t.In(zone).Hour()
	return h >= 21 || h < 8
}

// morning is the end of the quiet hours that t lies in.
func morning(t time.Time, zone *time.Location) time.Time {
	for t = t.Truncate(time.Minute); isQuiet(t, zone); {
		t = t.Add(time.Minute)
	}
	return t
}

// evening is half past eight before the quiet hours that t lies in.
func evening(t time.Time, zone *time.Location) time.Time {
	for t = t.Truncate(time.Minute); isQuiet(t, zone); {
		t = t.Add(-time.Minute)
	}
	return t.Add(-29 * time.Minute)
}

// daysBefore is the same time by the clock so many days earlier; a time that
// the clocks skip there moves forward, one that comes twice means the first.
func daysBefore(t time.Time, days int, zone *time.Location) time.Time {
	want := t.In(zone).Format("15:04")
	day := t.In(zone).AddDate(0, 0, -days).Format(time.DateOnly)
	if days == 0 {
		return t
	}
	noon, _ := time.ParseInLocation("2006-01-02 15:04", day+" 12:00", zone)
	for at := noon.Add(-14 * time.Hour); at.Before(noon.Add(14 * time.Hour)); at = at.Add(15 * time.Minute) {
		if at.In(zone).Format("2006-01-02 15:04") == day+" "+want {
			return at
		}
	}
	_, before := noon.Add(-13 * time.Hour).Zone()
	wall, _ := time.Parse("2006-01-02 15:04", day+" "+want)
	return wall.Add(-time.Duration(before) * time.Second)
}
