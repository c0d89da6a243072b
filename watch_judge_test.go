package main

import (
	"context"
	"slices"
	"strings"
	"time"

	"polyphony/care"
)

// judge lays what people did and what arrived beside what was promised.
func (n *night) judge(ctx context.Context) error {
	all := n.alerts(ctx)
	n.timings.count["alerts"] += len(all)
	n.timings.count["updates"] += len(n.order)
	n.timings.count["troubles"] += len(n.trouble.all)
	n.timings.count["sights"] += len(n.phones.all)
	var lives []*alertLife
	for id, a := range all {
		lives = append(lives, n.lifeOf(ctx, id, a))
	}
	slices.SortFunc(lives, func(a, b *alertLife) int { return a.opened.Compare(b.opened) })
	for _, u := range n.order {
		n.judgeRecord(u, lives)
	}
	for _, l := range lives {
		n.judgeFirstCard(l)
		n.judgeSteps(l)
		n.judgeOwned(l)
		n.judgeTaps(l)
		n.judgeCards(l)
		n.judgeEnd(ctx, l)
	}
	for _, who := range nightAsk {
		n.judgeTruth(who, lives)
	}
	n.judgeReports()
	return nil
}

// alertLife is the story of an alert, as its record tells it.
type alertLife struct {
	id     string
	chat   int64
	opened time.Time
	record *care.Alert
	holds  []hold // in turn: nobody has it, somebody has it
	steps  []time.Time
	done   time.Time
	closer string
}

// hold is a time in which an alert was with one owner, or with nobody.
type hold struct {
	owner       string // first name; "" nobody
	passed      bool   // handed over by the one before
	from, until time.Time
}

// lifeOf reads the story. It is no more than what the record claims: each
// moment of it is held against what people did.
func (n *night) lifeOf(ctx context.Context, id string, a *care.Alert) *alertLife {
	l := &alertLife{id: id, chat: a.Chat, opened: a.Opened, record: a, holds: []hold{{from: a.Opened}}}
	turn := func(owner string, at time.Time) {
		l.holds[len(l.holds)-1].until = at
		l.holds = append(l.holds, hold{owner: owner, from: at})
	}
	for _, m := range a.Story {
		holder := l.holds[len(l.holds)-1].owner
		switch {
		case m.What == storyTaken, slices.Contains(storyPassed, m.What):
			if m.What == storyTaken && holder != "" {
				n.fault("f", "alert %s was taken at %s while %s had it", id, m.At.Format("15:04:05.000"), holder)
			}
			turn(n.staffOf(ctx, m.Who), m.At)
			if slices.Contains(storyPassed, m.What) {
				l.holds[len(l.holds)-1].passed = true
				n.timings.one("passed on")
			}
		case m.What == storyStep:
			if holder != "" {
				turn("", m.At)
			}
			l.steps = append(l.steps, m.At)
		case strings.HasPrefix(m.What, storyDone):
			l.done, l.closer = m.At, n.staffOf(ctx, m.Who)
			l.holds[len(l.holds)-1].until = m.At
		}
	}
	return l
}

// heldAt is who had the alert at an instant, and since when.
func (l *alertLife) heldAt(at time.Time) (owner string, since time.Time) {
	for _, s := range l.holds {
		if !s.from.After(at) && (s.until.IsZero() || s.until.After(at)) {
			owner, since = s.owner, s.from
		}
	}
	return owner, since
}

// by is until when something due at an instant may come: a second, or a second
// after the last disturbance that overlaps and its pause. A disturbance of one
// chat counts for that chat alone; of the channel only with channel set. over is the end of the last
// of them, without its pause.
func (n *night) by(due time.Time, chat int64, channel bool) (by, over time.Time) {
	return n.byIn(due, atOnce, chat, channel)
}

// byIn is by for what may take longer than a second.
func (n *night) byIn(due time.Time, within time.Duration, chat int64, channel bool) (by, over time.Time) {
	by = due.Add(within)
	for again := true; again; {
		again = false
		for _, t := range n.trouble.all {
			isChannel := t.kind == channelNo || t.kind == channelHangs
			if !n.concerns(t, chat) || isChannel && !channel || t.from.After(by) {
				continue
			}
			until := t.until
			if until.IsZero() {
				until = n.now()
			}
			ended := until
			until = until.Add(pauses[t.kind])
			if until.Before(due) {
				continue
			}
			if ended.After(over) {
				over = ended
			}
			if late := until.Add(within); late.After(by) {
				by, again = late, true
			}
		}
	}
	return by, over
}

// concerns reports whether a disturbance is one for a chat. When Telegram wants
// silence in two chats at once, the whole bot is taken to be meant.
func (n *night) concerns(t *trouble, chat int64) bool {
	return t.chat == 0 || t.chat == chat || t.kind == telegram429 && slices.ContainsFunc(n.trouble.all, func(o *trouble) bool {
		return o.kind == telegram429 && o.chat != t.chat && !o.from.After(t.until.Add(afterTelegram)) && !t.from.After(o.until.Add(afterTelegram))
	})
}

// first finds what came to a phone in a time, both ends included.
func first(all []sight, from, until time.Time, is func(sight) bool) (sight, bool) {
	for _, a := range all {
		if !a.at.Before(from) && !a.at.After(until) && is(a) {
			return a, true
		}
	}
	return sight{}, false
}

// judgeRecord: lines within a second of an urgent word, an alert for it, and the
// fixed lines while nothing can be kept (I3).
func (n *night) judgeRecord(u *tried, lives []*alertLife) {
	seen := n.phones.at(u.chat)
	if u.text != "" {
		for _, failed := range u.failed[:min(1, len(u.failed))] {
			by, over := n.byTelegram(failed, u.chat)
			a, ok := first(seen, failed.Add(-10*time.Minute), by, func(a sight) bool { return strings.HasPrefix(a.text, readsAway) })
			kept := !over.IsZero() && !u.taken.IsZero() && !u.taken.After(by) // Telegram was away too; when it came again, it could be kept
			if !ok && !kept && !n.crashedIn(failed, by) {
				n.fault("a", "%s wrote at %s while nothing could be kept and heard nothing until %s", n.names[u.chat], failed.Format("15:04:05.000"), by.Format("15:04:05.000"))
			}
			if ok {
				n.timings.took("away to outage lines", failed, a.at, over)
			}
		}
	}
	if !isUrgent(u.text) || !slices.Contains(nightAsk, n.names[u.chat]) {
		return
	}
	if u.taken.IsZero() {
		n.fault("a", "%s asked for help at %s and it was never kept", n.names[u.chat], u.first.Format("15:04:05.000"))
		return
	}
	by, over := n.by(u.taken, u.chat, false)
	a, ok := first(seen, u.first, by, func(a sight) bool { return strings.HasPrefix(a.text, readsLines) })
	if !ok {
		n.fault("a", "%s asked for help, kept at %s, and read no lines until %s", n.names[u.chat], u.taken.Format("15:04:05.000"), by.Format("15:04:05.000"))
	} else {
		n.timings.took("record to lines", u.taken, a.at, over)
	}
	if !slices.ContainsFunc(lives, func(l *alertLife) bool {
		return l.chat == u.chat && !l.opened.After(by) && (l.done.IsZero() || !l.done.Before(u.first))
	}) {
		n.fault("b", "%s asked for help at %s and there is no alert", n.names[u.chat], u.taken.Format("15:04:05.000"))
	}
}

// byTelegram is by, for what needs no Redis.
func (n *night) byTelegram(due time.Time, chat int64) (by, over time.Time) {
	by = due.Add(atOnce)
	for _, t := range n.trouble.all {
		if strings.HasPrefix(t.kind, "telegram") && n.concerns(t, chat) && !t.from.After(by) && t.until.Add(pauses[t.kind]).After(due) {
			by, over = t.until.Add(2*time.Minute), t.until // tried again when the update comes again
		}
	}
	return by, over
}

func (n *night) crashedIn(from, until time.Time) bool {
	return slices.ContainsFunc(n.trouble.all, func(t *trouble) bool {
		return t.kind == crashed && !t.from.After(until) && t.until.After(from)
	})
}
