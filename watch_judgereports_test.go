package main

import (
	"slices"
	"strings"
	"time"
)

// judgeReports: the coordinators hear at once of somebody who is on call in the
// next fortnight and has blocked the companion or stopped it, and whether nobody
// is left then. Who has no coordinator tells the practitioners (I10).
func (n *night) judgeReports() {
	before := map[int64]*tried{} // what each did before
	for _, u := range n.order {
		who, last := n.names[u.chat], before[u.chat]
		before[u.chat] = u
		if last != nil && u.text == writesStop && last.text == writesStop {
			continue // said twice, missed once
		}
		if u.member != "kicked" && u.text != writesStop || u.taken.IsZero() || !slices.ContainsFunc(nightPattern, func(d nightDuty) bool { return slices.Contains(d.staff, who) }) {
			continue
		}
		n.timings.one("out of reach")
		by, over := n.byIn(u.taken, notices, n.people["Dora"], false)
		told := "Dora"
		if n.isAwayAt(told, u.first, by) {
			if !n.isKnownAway(told, u.first) {
				continue // the report has been said to a door that was shutting
			}
			there := slices.DeleteFunc(n.there(u.first.Add(-time.Minute), by), func(name string) bool { return name == who })
			if len(there) == 0 {
				continue
			}
			told = there[0]
			by, over = n.byIn(u.taken, notices, n.people[told], false)
		}
		a, ok := first(n.phones.at(n.people[told]), u.first, by, func(a sight) bool {
			return strings.Contains(a.text, who+readsBlocked) || strings.Contains(a.text, who+readsStopped) // of both, the first
		})
		if !ok {
			n.fault("h", "%s, who is on call, could not be reached from %s, and %s was not told until %s", who, u.taken.Format("15:04:05.000"), told, by.Format("15:04:05.000"))
			continue
		}
		n.timings.took("out of reach to report", u.taken, a.at, over)
		n.judgeAlone(u, who, a)
	}
}

// judgeAlone: the report says whether anybody else is on call with them.
func (n *night) judgeAlone(u *tried, who string, a sight) {
	others := slices.DeleteFunc(slices.Clone(nextDuty(who, u.taken)), func(name string) bool { return name == who })
	gone, there := true, false
	for _, name := range others {
		gone = gone && n.isKnownAway(name, u.first) && n.isAwayAt(name, u.first, a.at)
		there = there || slices.Contains(n.there(u.first.Add(-time.Minute), a.at), name)
	}
	switch alone := strings.Contains(a.text, readsAlone); {
	case gone && !alone:
		n.fault("h", "%s cannot be reached from %s, nor can %v, and the report at %s does not say so", who, u.taken.Format("15:04:05.000"), others, a.at.Format("15:04:05.000"))
	case there && alone && n.isCalm(u.first):
		n.fault("h", "%s cannot be reached from %s; %v can be, and the report at %s says that nobody can", who, u.taken.Format("15:04:05.000"), others, a.at.Format("15:04:05.000"))
	case alone:
		n.timings.one("nobody left")
	}
}

// isAwayAt reports whether somebody could not be reached at some moment of a time.
func (n *night) isAwayAt(who string, from, until time.Time) bool {
	return !slices.Contains(n.there(from, until), who)
}

// isKnownAway reports whether somebody has been out of reach for so long, with
// nothing disturbed, that the companion can know.
func (n *night) isKnownAway(who string, at time.Time) bool {
	return n.isCalm(at) && slices.ContainsFunc(n.away, func(a away) bool {
		return a.who == who && !a.untold && a.from.Before(at.Add(-time.Minute)) && (a.until.IsZero() || a.until.After(at))
	})
}

// nightDuty is one line of the pattern of the example team.
type nightDuty struct {
	days  []time.Weekday
	staff []string
}

var nightPattern = []nightDuty{
	{[]time.Weekday{time.Monday, time.Tuesday, time.Wednesday}, []string{"Amira", "Ben"}},
	{[]time.Weekday{time.Thursday, time.Friday}, []string{"Chidi", "Amira"}},
}

// nextDuty are those who are on call together in somebody's shift of now or
// else their next, read from the pattern as a person would.
func nextDuty(who string, at time.Time) []string {
	local := at.In(mustZone("Europe/London"))
	if local.Hour() >= 17 {
		local = local.AddDate(0, 0, 1)
	}
	for day := range 7 {
		for _, d := range nightPattern {
			if slices.Contains(d.days, local.AddDate(0, 0, day).Weekday()) && slices.Contains(d.staff, who) {
				return d.staff
			}
		}
	}
	return nil
}
