package main

import (
	"context"
	"slices"
	"strings"
	"time"
)

// nightAct is one thing that somebody does.
type nightAct struct {
	name string
	odds int
	do   func(*night, context.Context) error
}

var nightActs = []nightAct{
	{"asks", 16, (*night).asks}, {"asks together", 3, (*night).askTogether}, {"writes more", 10, (*night).writesOn}, {"says safe", 5, (*night).saysSafe},
	{"looks at the phone", 60, (*night).looksAtPhone}, {"shuts the door", 5, (*night).shutsDoor}, {"stops", 3, (*night).stopsOrReturns},
}

// lives lets people act, mostly minutes apart and sometimes at the same instant.
func (n *night) lives(ctx context.Context) error {
	end := n.now().Add(n.length)
	for n.now().Before(end) {
		if n.rng.IntN(4) > 0 {
			time.Sleep(time.Duration(n.rng.ExpFloat64() * float64(60*time.Second)))
		} else {
			time.Sleep(time.Duration(n.rng.IntN(3)) * 7 * time.Millisecond)
		}
		act := nightActs[n.drawAct()]
		if err := act.do(n, ctx); err != nil {
			return err
		}
		n.timings.one("acts")
		if err := n.looks(ctx); err != nil {
			return err
		}
	}
	return nil
}

func (n *night) drawAct() int {
	all := 0
	for _, a := range nightActs {
		all += a.odds
	}
	k := n.rng.IntN(all)
	for i, a := range nightActs {
		if k -= a.odds; k < 0 {
			return i
		}
	}
	return 0
}

func one[T any](n *night, of []T) T { return of[n.rng.IntN(len(of))] }

func (n *night) writes(ctx context.Context, who, text string) error {
	n.note("%s writes %q", who, text)
	_, err := n.server.Says(ctx, n.people[who], text)
	return err
}

func (n *night) asks(ctx context.Context) error {
	if n.plant.crashes {
		n.life.gate.arm(2+n.rng.IntN(24), n.rng.IntN(2) == 0)
		if err := n.writes(ctx, one(n, nightAsk), one(n, writesUrgent)); err != nil {
			return err
		}
		n.crash(ctx, 0, false, time.Second)
		return nil
	}
	return n.writes(ctx, one(n, nightAsk), one(n, writesUrgent))
}

func (n *night) askTogether(ctx context.Context) error {
	for _, who := range nightAsk[n.rng.IntN(2):] {
		if err := n.writes(ctx, who, one(n, writesUrgent)); err != nil {
			return err
		}
	}
	return nil
}

func (n *night) writesOn(ctx context.Context) error {
	return n.writes(ctx, one(n, nightAsk[:2]), one(n, writesMore))
}

func (n *night) saysSafe(ctx context.Context) error {
	who := one(n, nightAsk)
	var all []press
	for _, a := range n.phones.at(n.people[who]) {
		for i, label := range a.labels {
			if label == pressSafe {
				all = append(all, press{a.message, a.buttons[i]})
			}
		}
	}
	return n.presses(ctx, who, all)
}

// press is a button somebody once saw on a message.
type press struct {
	message int
	data    string
}

// presses taps the newest of the buttons, or sometimes an old one.
func (n *night) presses(ctx context.Context, who string, all []press) error {
	if len(all) == 0 || n.isShut(who) {
		return nil
	}
	p := all[len(all)-1]
	if n.rng.IntN(3) == 0 {
		p = one(n, all)
	}
	n.note("%s presses %s", who, p.data)
	_, err := n.server.TapsRaw(ctx, n.people[who], n.people[who], p.message, p.data)
	return err
}

// looksAtPhone lets somebody of the team press something on a card, if they
// are not asleep: the newest that they see, or an old one.
func (n *night) looksAtPhone(ctx context.Context) error {
	who := one(n, nightStaff)
	all := n.cardsOf(who, nil)
	if n.rng.IntN(5) > 0 && len(all) > 0 { // what stands on the newest card of one alert
		b, _ := readButton(one(n, all[max(0, len(all)-12):]).data)
		newest := n.cardsOf(who, func(o cardButton) bool { return o.alert == b.alert })
		last := newest[len(newest)-1]
		rev, _ := readButton(last.data)
		all = slices.DeleteFunc(newest, func(p press) bool { o, _ := readButton(p.data); return p.message != last.message || o.rev != rev.rev })
	}
	if len(all) == 0 || n.isShut(who) {
		return nil
	}
	p := one(n, all)
	for _, act := range actsMeant { // most people press what is meant for them
		if i := slices.IndexFunc(all, func(p press) bool {
			b, _ := readButton(p.data)
			return b.act == act || strings.HasPrefix(b.act, actPass) && act == actPass
		}); i >= 0 && n.rng.IntN(2) == 0 {
			p = all[i]
		}
	}
	n.note("%s presses %s", who, p.data)
	_, err := n.server.TapsRaw(ctx, n.people[who], n.people[who], p.message, p.data)
	return err
}

// cardsOf are the buttons of cards that somebody has ever seen, in the order in
// which they saw them.
func (n *night) cardsOf(who string, only func(cardButton) bool) []press {
	var all []press
	for _, a := range n.phones.at(n.people[who]) {
		for _, data := range a.buttons {
			if b, ok := readButton(data); ok && (only == nil || only(b)) {
				all = append(all, press{a.message, data})
			}
		}
	}
	return all
}

func (n *night) isShut(who string) bool {
	p, _ := n.server.Named(who)
	return p.Blocked
}

// shutsDoor lets somebody of the team block the companion, or let it in again.
func (n *night) shutsDoor(ctx context.Context) error {
	who := one(n, nightStaff)
	if n.isShut(who) {
		return n.opensDoor(ctx, who)
	}
	n.note("%s blocks", who)
	n.gone(who)
	return n.server.Blocks(ctx, n.people[who])
}

func (n *night) opensDoor(ctx context.Context, who string) error {
	n.note("%s unblocks", who)
	if err := n.server.Unblocks(ctx, n.people[who]); err != nil {
		return err
	}
	if !n.stopped[who] {
		n.returned(who)
	}
	return nil
}

// stopsOrReturns lets somebody of the team say /stop, or come back.
func (n *night) stopsOrReturns(ctx context.Context) error {
	who := one(n, nightStaff)
	if n.isShut(who) {
		return nil
	}
	if n.isAway(who) {
		return n.comesBack(ctx, who)
	}
	n.gone(who)
	n.stopped[who] = true
	return n.writes(ctx, who, writesStop)
}

func (n *night) comesBack(ctx context.Context, who string) error {
	var all []press
	for _, a := range n.phones.at(n.people[who]) {
		for i, label := range a.labels {
			if label == pressBack {
				all = append(all, press{a.message, a.buttons[i]})
			}
		}
	}
	if len(all) == 0 {
		return nil
	}
	p := all[len(all)-1]
	n.note("%s comes back", who)
	_, err := n.server.TapsRaw(ctx, n.people[who], n.people[who], p.message, p.data)
	n.returned(who)
	delete(n.stopped, who)
	return err
}

func (n *night) isAway(who string) bool {
	return slices.ContainsFunc(n.away, func(a away) bool { return a.who == who && a.until.IsZero() })
}

func (n *night) gone(who string) {
	if !n.isAway(who) {
		n.away = append(n.away, away{who: who, from: n.now()})
	}
}

// freezes is gone for whoever could not even shut a door.
func (n *night) freezes(who string) {
	if !n.isAway(who) {
		n.away = append(n.away, away{who: who, from: n.now(), untold: true})
	}
}

func (n *night) returned(who string) {
	for i := range n.away {
		if n.away[i].who == who && n.away[i].until.IsZero() {
			n.away[i].until = n.now()
		}
	}
}

// closes lets everybody come back, and somebody finish whatever is left.
func (n *night) closes(ctx context.Context) error {
	time.Sleep(2 * time.Minute)
	for _, who := range nightStaff {
		if n.isShut(who) {
			if err := n.opensDoor(ctx, who); err != nil {
				return err
			}
		}
		if n.isAway(who) {
			time.Sleep(5 * time.Second)
			if err := n.comesBack(ctx, who); err != nil {
				return err
			}
		}
	}
	for range 12 {
		left := n.unfinished(ctx)
		if len(left) == 0 {
			break
		}
		for id, a := range left {
			who := n.staffOf(ctx, a.Owner)
			for _, name := range append([]string{who}, nightStaff...) {
				if name == "" {
					continue
				}
				found := false
				for _, act := range []string{actTake, actDone, n.play.spoken, visitSafeAct} {
					if len(n.cardsOf(name, func(b cardButton) bool { return b.alert == id })) == 0 {
						break
					}
					if mine := n.cardsOf(name, func(b cardButton) bool { return b.alert == id && b.act == act }); len(mine) > 0 {
						found = true
						p := mine[len(mine)-1]
						n.note("%s finishes with %s", name, p.data)
						if _, err := n.server.TapsRaw(ctx, n.people[name], n.people[name], p.message, p.data); err != nil {
							return err
						}
						time.Sleep(2 * time.Second)
					}
				}
				if found && who != "" {
					break
				}
				if _, open := n.unfinished(ctx)[id]; !open {
					break
				}
			}
		}
		time.Sleep(time.Minute)
	}
	time.Sleep(time.Minute)
	return n.looks(ctx)
}
