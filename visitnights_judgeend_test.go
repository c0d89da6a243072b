package main

import (
	"slices"
	"strings"
	"time"

	"polyphony/care"
)

// judgeRaised: when it is due the people on call have it, and somebody is called.
func (n *visitNight) judgeRaised(l *visitLife, due time.Time) {
	n.judgeCalled(l, due, dueToRaised, false)
}

func (n *visitNight) judgeCalled(l *visitLife, due time.Time, what string, quiet bool) {
	by, over := n.by(due, 0, n.nobodyThere(due, ""))
	i := slices.IndexFunc(l.alerts, func(a *alertLife) bool {
		return !a.opened.After(by) && (a.done.IsZero() || !a.done.Before(due)) && (!quiet || a.record.Quiet)
	})
	if i < 0 {
		n.fault("r", "%s: %s was due at %s, and the people on call did not have it at %s", l.v.ID, what, due.Format("15:04:05.000"), by.Format("15:04:05.000"))
		return
	}
	a := l.alerts[i]
	if a.opened.Before(due) {
		return // they have it already
	}
	got, ok := between(n.calls(a), a.opened, by)
	if !ok {
		n.fault("r", "%s: %s was due at %s, and nobody was called until %s", l.v.ID, what, due.Format("15:04:05.000"), by.Format("15:04:05.000"))
		return
	}
	n.timings.took(what, due, got, over)
}

// judgeSigns: a quiet sign that was given on a visit raises it at once, and the
// phone on which it was given hears nothing of that.
func (n *visitNight) judgeSigns(l *visitLife) {
	began, safe := n.momentOf(l.v, "watch.began"), n.momentOf(l.v, "watch.safe")
	if began.IsZero() {
		return
	}
	for _, u := range n.order {
		if n.names[u.chat] != n.byContact[l.v.Volunteer] || u.taken.Before(began.Add(atOnce)) || !safe.IsZero() && !u.taken.Before(safe) {
			continue
		}
		on := strings.HasPrefix(u.data, "watch/"+l.v.ID+"/")
		given := map[care.QuietSign]bool{
			care.QuietThirty: on && strings.HasSuffix(u.data, readsMore30), care.QuietFifteen: on && strings.HasSuffix(u.data, readsMore15),
			care.QuietWord: u.text == visitWord || u.text == "Blue Kettle!",
		}[n.signs[l.v.Volunteer]]
		if given {
			n.timings.one("signs")
			n.judgeCalled(l, u.taken, signToRaised, false)
		}
	}
	for _, a := range l.alerts {
		for _, seen := range n.phones.at(n.people[n.byContact[l.v.Volunteer]]) {
			if a.record.Quiet && seen.alert == a.id {
				n.fault("q", "%s: the volunteer's phone shows the alert of their quiet sign at %s", l.v.ID, seen.at.Format("15:04:05.000"))
			}
		}
	}
}

func (n *visitNight) momentOf(v *care.Visit, what string) time.Time {
	for _, m := range v.Story {
		if m.What == what {
			return m.At
		}
	}
	return time.Time{}
}

// judgeVisitEnd: a visit that began is over because a human said so.
func (n *visitNight) judgeVisitEnd(l *visitLife) {
	v := l.v
	switch {
	case v.Began.IsZero():
		return
	case v.Watched():
		n.fault("e", "%s: everybody is home and it is still %s", v.ID, v.State)
		return
	}
	n.timings.one("visits over")
	at, who := v.SafeAt, n.byContact[v.SafeBy]
	if said := n.momentOf(v, "watch.safe"); !said.IsZero() {
		at = said
	}
	acts := map[bool][]string{true: {"home", "no_need"}, false: {visitSafeAct}}
	if !slices.ContainsFunc(n.order, func(u *tried) bool {
		p := strings.Split(u.data, "/")
		if len(p) != 4 || u.first.After(v.SafeAt) {
			return false
		}
		byHand := p[0] == "watch" && p[1] == v.ID && (n.names[u.chat] == n.byContact[v.Volunteer] && slices.Contains(acts[true], p[3]) || slices.Contains(acts[false], p[3]))
		byTeam := p[0] == "alert" && p[3] == visitSafeAct && slices.ContainsFunc(l.alerts, func(a *alertLife) bool { return a.id == p[1] })
		return byHand || byTeam
	}) {
		n.fault("e", "%s was over at %s by %q, and nobody had said that the volunteer is safe", v.ID, at.Format("15:04:05.000"), who)
	}
}

// judgeSafe: what the watch has raised ends by a tap of its owner that says the
// volunteer is safe, and by nothing that the volunteer does.
func (n *visitNight) judgeSafe(a *alertLife) {
	if a.record.State != care.AlertDone {
		n.fault("e", "alert %s of %s is not finished", a.id, a.record.Visit)
		return
	}
	if !slices.ContainsFunc(n.order, func(u *tried) bool {
		b, ok := readButton(u.data)
		return ok && b.alert == a.id && (b.act == visitSafeAct || b.act == visitGoesOn) && slices.Contains(nightStaff, n.names[u.chat]) && !u.first.After(a.done)
	}) {
		n.fault("q", "alert %s of %s was finished at %s, and nobody of the team had said so", a.id, a.record.Visit, a.done.Format("15:04:05.000"))
	}
}
