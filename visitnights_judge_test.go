package main

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"polyphony/care"
)

// looksAtVisits looks into the store while nothing is disturbed: each visit that
// is watched has exactly one next deadline, and it has not passed (I9, I11).
func (n *visitNight) looksAtVisits(ctx context.Context) error {
	var wrong string
	for range 2 { // what happens at this very instant is over at the second look
		if !n.isCalm(n.now()) {
			return nil
		}
		timers, err := n.look.Timers(ctx, 1000)
		if err != nil {
			return err
		}
		wrong = ""
		for _, id := range n.planned {
			v, due := n.visit(ctx, id), []time.Time(nil)
			for _, t := range timers {
				if t.Key.Subject == "visit" && t.Key.ID == id && t.Key.What == "watch" {
					due = append(due, t.Due)
				}
			}
			switch {
			case v.Watched() && (len(due) != 1 || !due[0].Equal(v.Due)):
				wrong = fmt.Sprintf("%s is %s at %s with %d deadlines %v, and says %s", id, v.State, v.Step, len(due), due, v.Due)
			case v.Watched() && n.now().Sub(v.Due) > atOnce:
				wrong = fmt.Sprintf("%s should have gone on from %s at %s", id, v.Step, v.Due)
			case !v.Watched() && len(due) > 0:
				wrong = fmt.Sprintf("%s is %s with the deadlines %v", id, v.State, due)
			}
		}
		if wrong == "" {
			n.timings.one("looks at visits")
			return nil
		}
		time.Sleep(5 * time.Millisecond)
	}
	n.fault("w", "%s: %s", n.now().Format("15:04:05.000"), wrong)
	return nil
}

// visitLife is the story of a visit, as its record tells it, beside what people did.
type visitLife struct {
	v      *care.Visit
	alerts []*alertLife
	used   int // revision of the last tap that explained something
}

// judgeVisits lays what people pressed and what arrived beside what was promised.
func (n *visitNight) judgeVisits(ctx context.Context) error {
	alerts := n.alerts(ctx)
	for _, id := range n.planned {
		l := &visitLife{v: n.visit(ctx, id), used: -1}
		for alert, a := range alerts {
			if a.Visit == id {
				l.alerts = append(l.alerts, n.lifeOf(ctx, alert, a))
			}
		}
		slices.SortFunc(l.alerts, func(a, b *alertLife) int { return a.opened.Compare(b.opened) })
		n.judgeWatch(l)
		n.judgeSigns(l)
		n.judgeVisitEnd(l)
		for _, a := range l.alerts {
			n.timings.one("alerts")
			n.judgeFirstCard(a)
			n.judgeSteps(a)
			n.judgeOwned(a)
			n.judgeSafe(a)
		}
	}
	n.timings.count["troubles"] += len(n.trouble.all)
	n.timings.count["updates"] += len(n.order)
	return nil
}

// watchRanks are the steps in their order, and how long after the one before each
// may come.
var (
	watchRanks = []string{"watch.asked", "watch.overdue", "watch.buddy", "watch.deputy", "watch.raised"}
	watchWaits = []time.Duration{0, 15 * time.Minute, 5 * time.Minute, 5 * time.Minute, 5 * time.Minute}
)

// judgeWatch follows a visit from "I'm here" on: every step that is due comes,
// within a second or a second after a disturbance, and is told.
func (n *visitNight) judgeWatch(l *visitLife) {
	var base, until, last time.Time // when the first step is due; when it should be over; when the last step came
	rank := -1
	var begun bool
	next := func() time.Time { // when the next step is due
		if rank < 0 {
			return base
		}
		due := last.Add(watchWaits[rank+1])
		if n.nobodyAt(l.v, rank, last) {
			return last
		}
		sum := base
		for _, w := range watchWaits[:rank+2] {
			sum = sum.Add(w)
		}
		return minTime(due, sum)
	}
	late := func(at time.Time, here int) {
		if !begun || rank >= len(watchRanks)-1 {
			return
		}
		due := next()
		by, over := n.by(due, 0, false)
		switch {
		case at.After(by):
			n.fault("l", "%s: %s was due at %s and had not come at %s", l.v.ID, watchRanks[rank+1], due.Format("15:04:05.000"), at.Format("15:04:05.000"))
		case here > rank && at.Before(base.Add(-time.Millisecond)):
			n.fault("l", "%s: %s came at %s and was due at %s", l.v.ID, watchRanks[here], at.Format("15:04:05.000"), due.Format("15:04:05.000"))
		case here > rank:
			n.timings.took(dueToStep, due, at, over)
			if here == len(watchRanks)-1 {
				n.judgeRaised(l, due)
			}
		}
	}
	for i, m := range l.v.Story {
		here := slices.Index(watchRanks, m.What)
		switch {
		case here >= 0 && m.Who != "": // by hand
			n.explained(l, m, "raise")
			n.judgeRaised(l, m.At)
			rank, last = here, m.At
			continue
		case here >= 0:
			late(m.At, here)
			rank, last = here, m.At
			n.judgeTold(l, i)
			continue
		case m.What == "watch.began":
			begun, until = true, m.At.Add(time.Duration(l.v.Minutes)*time.Minute)
			n.timings.one("visits begun")
			n.explained(l, m, "here")
		case m.What == "watch.longer":
			late(m.At, -1)
			until = maxTime(until, m.At).Add(n.longerBy(l, m))
		case m.What == "watch.leaving":
			late(m.At, -1)
			n.explained(l, m, "done")
			until = time.Time{}
		case m.What == "watch.way":
			late(m.At, -1)
			by := map[string]time.Duration{"home30": 30 * time.Minute, "home60": time.Hour}
			until = m.At.Add(by[n.explained(l, m, "home30", "home60")])
		case m.What == "watch.safe":
			late(m.At, -1)
			begun = false
		default:
			continue
		}
		rank, base = -1, until
		if until.IsZero() {
			base = m.At.Add(time.Hour)
		}
	}
	late(n.now(), -1)
}

func maxTime(a, b time.Time) time.Time {
	if a.After(b) {
		return a
	}
	return b
}

// nobodyAt reports whether whoever is told at a step has shut their door: then
// the next one is told at once.
func (n *visitNight) nobodyAt(v *care.Visit, rank int, at time.Time) bool {
	told := map[int]string{2: v.Buddy.Contact, 3: v.Deputy.Contact}[rank]
	return told != "" && slices.ContainsFunc(n.away, func(a away) bool {
		return a.who == n.byContact[told] && a.from.Before(at) && (a.until.IsZero() || a.until.After(at.Add(atOnce)))
	})
}

// explained finds the tap by which something happened and returns what it was:
// nobody can press a revision that has not been shown, so of all that were
// pressed before, it is the first with the newest revision.
func (n *visitNight) explained(l *visitLife, m care.Moment, acts ...string) string {
	best, rev, what := -1, l.used, ""
	for i, u := range n.order {
		p := strings.Split(u.data, "/")
		if len(p) != 4 || p[0] != "watch" || p[1] != l.v.ID || u.first.After(m.At) || n.byContact[m.Who] != n.names[u.chat] {
			continue
		}
		b, _ := readButton("alert/" + strings.Join(p[1:], "/"))
		if slices.Contains(acts, p[3]) && b.rev > rev {
			best, rev, what = i, b.rev, p[3]
		}
	}
	if best < 0 {
		n.fault("e", "%s: %s of %s at %s, and nobody pressed %v", l.v.ID, m.What, n.byContact[m.Who], m.At.Format("15:04:05.000"), acts)
	}
	l.used = max(rev, l.used)
	return what
}

// longerBy is how much longer somebody said, or the team for them.
func (n *visitNight) longerBy(l *visitLife, m care.Moment) time.Duration {
	if slices.ContainsFunc(l.alerts, func(a *alertLife) bool { return a.done.Equal(m.At) && a.record.Outcome == visitGoesOn }) {
		return 30 * time.Minute
	}
	return map[string]time.Duration{readsMore15: 15 * time.Minute, readsMore30: 30 * time.Minute}[n.explained(l, m, readsMore15, readsMore30)]
}

// judgeTold: a step is heard by whom it is for.
func (n *visitNight) judgeTold(l *visitLife, i int) {
	m := l.v.Story[i]
	told := map[string]string{"watch.asked": l.v.Volunteer, "watch.overdue": l.v.Volunteer, "watch.buddy": l.v.Buddy.Contact, "watch.deputy": l.v.Deputy.Contact}[m.What]
	chat := n.people[n.byContact[told]]
	if told == "" {
		return
	}
	by, _ := n.by(m.At, chat, false)
	if told != l.v.Volunteer && quietAt(l, m.At) {
		n.timings.one("left to the people on call")
		return // whoever watches is asked for nothing while a quiet sign is looked into
	}
	soon := i+1 < len(l.v.Story) && l.v.Story[i+1].At.Before(by) // it has changed before it could be said
	if soon || by.After(n.now()) || n.isOut(n.byContact[told], m.At, by) {
		return
	}
	if _, ok := first(n.phones.at(chat), m.At, by, func(a sight) bool {
		return !a.edit && slices.ContainsFunc(a.buttons, func(b string) bool { return strings.HasPrefix(b, "watch/"+l.v.ID+"/") })
	}); !ok {
		n.fault("s", "%s: %s at %s, and %s heard nothing until %s", l.v.ID, m.What, m.At.Format("15:04:05.000"), n.byContact[told], by.Format("15:04:05.000"))
		return
	}
	n.timings.one("steps heard")
}

// quietAt reports whether an alert to which a quiet sign was given was open then.
func quietAt(l *visitLife, at time.Time) bool {
	return slices.ContainsFunc(l.alerts, func(a *alertLife) bool {
		return a.record.Quiet && !a.opened.After(at) && (a.done.IsZero() || !a.done.Before(at))
	})
}

// isOut reports whether somebody has had their door shut for some of a time.
func (n *visitNight) isOut(who string, from, until time.Time) bool {
	return slices.ContainsFunc(n.away, func(a away) bool {
		return a.who == who && !a.from.After(until) && (a.until.IsZero() || a.until.Add(atOnce).After(from))
	})
}
