package main

import (
	"context"
	"slices"
	"strings"
	"time"

	"polyphony/care"
	"polyphony/flows"
)

// pressed finds presses by one person of one act on an alert, first brought in a time.
func (n *night) pressed(l *alertLife, who string, acts []string, from, until time.Time) (found []*tried) {
	for _, u := range n.order {
		b, ok := readButton(u.data)
		if ok && b.alert == l.id && n.names[u.chat] == who && slices.Contains(acts, b.act) && !u.first.Before(from) && !u.first.After(until) {
			found = append(found, u)
		}
	}
	return found
}

// wasOld reports whether a newer card of the alert had come to anybody before
// the press.
func (n *night) wasOld(l *alertLife, u *tried) bool {
	mine, _ := readButton(u.data)
	for _, a := range n.phones.all {
		if a.alert != l.id || !a.at.Before(u.first) {
			continue
		}
		for _, data := range a.buttons {
			if b, ok := readButton(data); ok && b.rev > mine.rev {
				return true
			}
		}
	}
	return false
}

// judgeTaps: whoever has an alert has pressed so, on a card that was not old; it
// ends by its owner's hand alone (I2, "old cards never act").
func (n *night) judgeTaps(l *alertLife) {
	before := l.opened
	for i, s := range l.holds {
		if s.owner == "" {
			continue
		}
		act := actTake
		if s.passed {
			act = actYes
			n.judgePassed(l, l.holds[i-1].owner, s)
		}
		if !n.actedBy(l, s.owner, []string{act}, before, s.from) {
			continue
		}
		before = s.from
	}
	if !l.done.IsZero() {
		if owner := l.holds[len(l.holds)-1].owner; owner == "" || owner != l.closer {
			n.fault("d", "alert %s was ended at %s by %q, its owner is %q", l.id, l.done.Format("15:04:05.000"), l.closer, owner)
			return
		}
		n.actedBy(l, l.closer, actsClosing, l.holds[len(l.holds)-1].from, l.done)
	}
}

func (n *night) actedBy(l *alertLife, who string, acts []string, from, until time.Time) bool {
	all := n.pressed(l, who, acts, from, until)
	if len(all) == 0 {
		n.fault("d", "alert %s: %s is said to have pressed %v by %s and has not", l.id, who, acts, until.Format("15:04:05.000"))
		return false
	}
	if !slices.ContainsFunc(all, func(u *tried) bool { return !n.wasOld(l, u) }) {
		n.fault("f", "alert %s: an old button of %s acted at %s", l.id, who, until.Format("15:04:05.000"))
	}
	return true
}

// judgeCards: a card says who has it when they do, and that nobody has while
// nobody does.
func (n *night) judgeCards(l *alertLife) {
	for _, a := range n.phones.all {
		if a.alert != l.id {
			continue
		}
		who := ""
		switch {
		case strings.Contains(a.text, readsYours):
			who = n.names[a.chat]
		case strings.Contains(a.text, readsTheirs):
			who = lastWord(a.text[:strings.Index(a.text, readsTheirs)])
		case strings.Contains(a.text, readsOpen):
			if owner, since := l.heldAt(a.at); owner != "" && n.late(since, a.at, a.chat) {
				n.fault("e", "alert %s: %s reads at %s that nobody has it; %s has since %s", l.id, n.names[a.chat], a.at.Format("15:04:05.000"), owner, since.Format("15:04:05.000"))
			}
			continue
		default:
			continue
		}
		if !slices.ContainsFunc(l.holds, func(s hold) bool {
			return s.owner == who && !s.from.After(a.at) && (s.until.IsZero() || !n.late(s.until, a.at, a.chat))
		}) {
			n.fault("e", "alert %s: %s reads at %s that %s has it", l.id, n.names[a.chat], a.at.Format("15:04:05.000"), who)
		}
	}
}

func lastWord(text string) string {
	fields := strings.Fields(text)
	if len(fields) == 0 {
		return ""
	}
	return fields[len(fields)-1]
}

// late reports whether something that became untrue at an instant is said too
// long after it.
func (n *night) late(since, at time.Time, chat int64) bool {
	by, _ := n.by(since, chat, true)
	return at.After(by)
}

// judgeTruth: what whoever asked for help reads about who has seen it is true
// when it is said, and said when it is true (I3).
func (n *night) judgeTruth(who string, lives []*alertLife) {
	chat := n.people[who]
	mine := slices.DeleteFunc(slices.Clone(lives), func(l *alertLife) bool { return l.chat != chat })
	seen := n.phones.at(chat)
	for _, a := range seen {
		if i := strings.Index(a.text, readsSeen); i >= 0 && slices.Contains(nightStaff, lastWord(a.text[:i])) {
			n.judgeSeen(a, lastWord(a.text[:i]), mine)
			continue
		}
		if !anyOf(a.text, readsNotYet) || a.edit {
			continue
		}
		for _, l := range mine {
			if owner, since := l.heldAt(a.at); owner != "" && n.late(since, a.at, chat) {
				n.fault("e", "%s reads at %s, of %s, %q; %s has since %s", who, a.at.Format("15:04:05.000"), l.id, a.text, owner, since.Format("15:04:05.000"))
			}
		}
		if !strings.Contains(a.text, readsNobody) {
			continue
		}
		if there := n.there(a.at.Add(-2*time.Minute), a.at); len(there) > 1 && n.isCalm(a.at) {
			n.fault("e", "%s reads at %s that nobody can be reached; %v could be", who, a.at.Format("15:04:05.000"), there)
		}
	}
	for _, l := range mine {
		for _, s := range l.holds {
			if s.owner == "" {
				continue
			}
			by, _ := n.by(s.from, chat, false)
			reads := s.owner + map[bool]string{false: readsSeen, true: readsHanded}[s.passed]
			if _, ok := first(seen, s.from, by, func(a sight) bool { return strings.Contains(a.text, reads) }); !ok {
				n.fault("e", "%s was not told until %s that %s has seen it at %s", who, by.Format("15:04:05.000"), s.owner, s.from.Format("15:04:05.000"))
			}
		}
	}
}

func (n *night) judgeSeen(a sight, by string, mine []*alertLife) {
	if !slices.ContainsFunc(mine, func(l *alertLife) bool {
		return slices.ContainsFunc(l.holds, func(s hold) bool {
			return s.owner == by && !s.from.After(a.at) && !n.late(s.from, a.at, a.chat)
		})
	}) {
		n.fault("e", "%s reads at %s that %s has seen it", n.names[a.chat], a.at.Format("15:04:05.000"), by)
	}
}

// judgeEnd: at the end of the night everything is closed, and every record
// agrees with every other and with what people see.
func (n *night) judgeEnd(ctx context.Context, l *alertLife) {
	var account care.Account
	_, _ = n.look.Peek(ctx, care.KindAccount, flows.ChatID(l.chat), &account)
	switch {
	case l.record.State != care.AlertDone || l.done.IsZero():
		n.fault("d", "alert %s is %s at the end of the night, done at %s", l.id, l.record.State, l.done)
	case account.Alert != "":
		n.fault("d", "%s still has the alert %s", n.names[l.chat], account.Alert)
	case l.record.Closed != l.done:
		n.fault("d", "alert %s is closed at %s and done at %s", l.id, l.record.Closed, l.done)
	}
	for _, who := range nightStaff {
		if slices.ContainsFunc(n.away, func(a away) bool { return a.who == who }) {
			continue // they could not be shown everything
		}
		last := map[int]sight{}
		for _, a := range n.phones.at(n.people[who]) {
			last[a.message] = a
		}
		for message, a := range last {
			if a.alert == l.id && !n.phones.deleted[[2]int64{a.chat, int64(message)}] && slices.ContainsFunc(a.buttons, func(data string) bool {
				b, ok := readButton(data)
				return ok && (b.act == actTake || slices.Contains(actsOfOwner, b.act))
			}) && len(n.trouble.all) == 0 {
				n.fault("d", "alert %s is closed, and a card of %s offers %v", l.id, who, a.labels)
			}
		}
	}
}
