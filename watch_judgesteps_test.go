package main

import (
	"slices"
	"time"
)

// calls are the instants at which an alert rang for somebody: a new card on a
// phone, or the channel.
func (n *night) calls(l *alertLife) (all []time.Time) {
	for _, a := range n.phones.all {
		if a.alert == l.id && !a.edit && a.has(actTake) {
			all = append(all, a.at)
		}
	}
	all = append(all, n.phones.channel...)
	slices.SortFunc(all, time.Time.Compare)
	return all
}

func between(all []time.Time, from, until time.Time) (time.Time, bool) {
	for _, at := range all {
		if !at.Before(from) && !at.After(until) {
			return at, true
		}
	}
	return time.Time{}, false
}

// judgeFirstCard: within a second of the record somebody is called (I2), and a
// chat that Telegram holds back is no excuse.
func (n *night) judgeFirstCard(l *alertLife) {
	recorded := l.opened
	for _, u := range n.order {
		if u.chat == l.chat && isUrgent(u.text) && !u.first.After(l.opened) && !u.taken.IsZero() {
			recorded = u.taken
		}
	}
	recorded = minTime(recorded, l.opened)
	by, over := n.by(recorded, 0, n.nobodyThere(recorded, ""))
	got, ok := between(n.calls(l), l.opened, by)
	if !ok {
		n.fault("b", "alert %s of %s, recorded at %s: nobody was called until %s", l.id, n.names[l.chat], recorded.Format("15:04:05.000"), by.Format("15:04:05.000"))
		return
	}
	n.timings.took("record to first card", recorded, got, over)
}

func minTime(a, b time.Time) time.Time {
	if b.Before(a) {
		return b
	}
	return a
}

// nobodyThere reports whether nobody of the team could be reached just then, but
// for one who has just said that they can't.
func (n *night) nobodyThere(at time.Time, but string) bool {
	there := n.there(at.Add(-time.Minute), at.Add(time.Minute))
	return len(slices.DeleteFunc(there, func(who string) bool { return who == but })) == 0
}

// there are those of the team who could be reached all the time.
func (n *night) there(from, until time.Time) (names []string) {
	for _, who := range nightStaff {
		if !slices.ContainsFunc(n.away, func(a away) bool {
			return a.who == who && !a.from.After(until) && (a.until.IsZero() || a.until.Add(atOnce).After(from))
		}) {
			names = append(names, who)
		}
	}
	return names
}

// judgeSteps: while nobody has it, the next call comes when it is due (I2).
func (n *night) judgeSteps(l *alertLife) {
	calls, wait := n.calls(l), n.longestWait()
	before := ""
	for _, s := range l.holds {
		if s.owner != "" {
			before = s.owner
			continue
		}
		until := s.until
		if until.IsZero() {
			until = n.now()
		}
		for due, at := s.from, s.from; ; {
			by, over := n.by(due, n.heldBack(due), n.nobodyThere(due, before))
			if by.After(until) {
				break
			}
			got, ok := between(calls, at, by)
			if !ok {
				n.fault("c", "alert %s: a call was due at %s and none came until %s", l.id, due.Format("15:04:05.000"), by.Format("15:04:05.000"))
				break
			}
			if due != s.from {
				n.timings.took("due to sent step", due, got, over)
			}
			at, due = got.Add(time.Millisecond), got.Add(wait)
		}
		var last time.Time
		for _, step := range l.steps {
			if step.Before(s.from) || step.After(until) {
				continue
			}
			if !last.IsZero() {
				if by, _ := n.by(last.Add(wait), 0, true); step.After(by) {
					n.fault("c", "alert %s: a step was due at %s and came at %s", l.id, last.Add(wait).Format("15:04:05.000"), step.Format("15:04:05.000"))
				}
			}
			last = step
		}
	}
}

// heldBack is a chat of the team that Telegram held back just then: when all
// others have heard already, the step may be for them alone.
func (n *night) heldBack(at time.Time) int64 {
	for _, t := range n.trouble.all {
		if t.chat != 0 && !t.from.After(at.Add(atOnce)) && t.until.Add(pauses[t.kind]).After(at) {
			return t.chat
		}
	}
	return 0
}

// longestWait is the longest that the team file lets pass between two steps.
func (n *night) longestWait() time.Duration {
	e := n.parts.Team.Escalation
	wait := e.After
	for i := range e.Steps {
		wait = max(wait, e.Wait(i))
	}
	return wait
}
