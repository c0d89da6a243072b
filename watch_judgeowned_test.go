package main

import (
	"slices"
	"strings"
	"time"

	"polyphony/care"
)

// follows is what must come after a moment of an alert's story, and when.
type follows struct {
	after  []string
	within func(*night) time.Duration
	next   []string // or that it is done
}

// ownersTimetable is what happens to an alert that somebody has: they are asked
// after it, it is raised again when they say nothing, and a colleague who is
// asked to take over is not waited for without end.
var ownersTimetable = []follows{
	{append([]string{storyTaken, storyStill}, storyPassed...), func(*night) time.Duration { return unasked },
		append([]string{storyAskedAfter, storyStill, storyStep}, storyPassed...)},
	{[]string{storyAskedAfter}, func(n *night) time.Duration { return n.parts.Team.Escalation.After },
		append([]string{storyStill, storyStep}, storyPassed...)},
	{[]string{storyAsked}, func(*night) time.Duration { return answers }, storyAnswered},
}

// judgeOwned: an alert that somebody has keeps its timetable too (I2, I9).
func (n *night) judgeOwned(l *alertLife) {
	story := l.record.Story
	for i, m := range story {
		for _, f := range ownersTimetable {
			if !slices.Contains(f.after, m.What) {
				continue
			}
			due, next := m.At.Add(f.within(n)), f.next
			if m.What != storyAsked {
				if later := n.heardOn(l, story[i+1:], due); later.After(due) {
					due, next = later, append([]string{storyAskedAfter}, next...)
				}
			}
			by, _ := n.by(due, 0, true)
			if !by.After(n.now()) && !slices.ContainsFunc(story[i+1:], func(o care.Moment) bool {
				return !o.At.After(by) && (slices.Contains(next, o.What) || strings.HasPrefix(o.What, storyDone))
			}) {
				n.fault("c", "alert %s: after %q at %s one of %v was due at %s and none came until %s; then %v", l.id, m.What,
					m.At.Format("15:04:05.000"), f.next, due.Format("15:04:05.000"), by.Format("15:04:05.000"), story[i+1:])
			}
		}
	}
}

// heardOn is when the owner is asked though something was due at an instant:
// half an hour after the last word that they wrote to whoever asked for help.
func (n *night) heardOn(l *alertLife, rest []care.Moment, due time.Time) time.Time {
	moves := func(at time.Time) {
		if !at.After(due) {
			due = at.Add(unasked)
		}
	}
	for k, m := range rest {
		if m.What != storyRelayOpened {
			continue
		}
		until := n.now()
		for _, o := range rest[k:] {
			if o.What == storyRelayEnded && o.At.Before(until) {
				until = o.At
			}
		}
		owner, _ := l.heldAt(m.At)
		moves(m.At)
		for _, u := range n.order {
			if n.names[u.chat] == owner && u.text != "" && u.text[0] != '/' && u.taken.After(m.At) && u.taken.Before(until) {
				moves(u.taken)
			}
		}
	}
	return due
}

// judgePassed: an alert changes hands when its owner has asked for it and the
// colleague has said yes, which judgeTaps looks for.
func (n *night) judgePassed(l *alertLife, before string, s hold) {
	if !slices.ContainsFunc(n.order, func(u *tried) bool {
		b, ok := readButton(u.data)
		return ok && b.alert == l.id && n.names[u.chat] == before && strings.HasPrefix(b.act, actPass) && u.first.Before(s.from)
	}) {
		n.fault("d", "alert %s: %s has it from %s, and %s has not passed it on", l.id, s.owner, s.from.Format("15:04:05.000"), before)
	}
}
