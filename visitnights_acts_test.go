package main

import (
	"context"
	"fmt"
	"strings"
	"time"

	"polyphony/care"
)

// What the watch over visits knows of their buttons: watch/ID/REVISION/ACT.
const (
	visitSafeAct = "safe"
	visitGoesOn  = "goes_on"
	readsMore30  = "more30"
	readsMore15  = "more15"
)

// visitDeed is one thing that somebody does.
type visitDeed struct {
	odds int
	do   func(*visitNight, context.Context) error
}

var visitDeeds = []visitDeed{
	{40, (*visitNight).arranges}, {22, (*visitNight).volunteerTaps}, {10, (*visitNight).watcherTaps}, {20, (*visitNight).teamLooks},
	{4, (*visitNight).writesWord}, {2, (*visitNight).shuts}, {4, (*visitNight).opens},
}

// goes lets people act, mostly half a minute apart and sometimes at one instant.
func (n *visitNight) goes(ctx context.Context) error {
	for end := n.now().Add(n.length); n.now().Before(end); {
		if n.rng.IntN(4) > 0 {
			time.Sleep(time.Duration(n.rng.ExpFloat64() * float64(45*time.Second)))
		} else {
			time.Sleep(time.Duration(n.rng.IntN(3)) * 7 * time.Millisecond)
		}
		odds := 0
		for _, d := range visitDeeds {
			odds += d.odds
		}
		k := n.rng.IntN(odds)
		for _, d := range visitDeeds {
			if k -= d.odds; k < 0 {
				if err := d.do(n, ctx); err != nil {
					return err
				}
				break
			}
		}
		n.timings.one("acts")
		for _, id := range n.planned {
			if v := n.visit(ctx, id); v.Alert != "" {
				n.seen[v.Alert] = true
			}
		}
		if err := n.looks(ctx); err != nil {
			return err
		}
		if err := n.looksAtVisits(ctx); err != nil {
			return err
		}
	}
	return nil
}

// tapsAs presses a button by what it carries, unless that door is shut.
func (n *visitNight) tapsAs(ctx context.Context, contact string, message int, data string) error {
	who := n.byContact[contact]
	if who == "" || n.isShut(who) {
		return nil
	}
	n.note("%s presses %s", who, data)
	_, err := n.server.TapsRaw(ctx, n.people[who], n.people[who], message, data)
	return err
}

// arranges does what comes next before a visit: a buddy, a deputy, their yes, and
// then "I'm here", with a battery that may not last.
func (n *visitNight) arranges(ctx context.Context) error {
	var soon []*care.Visit
	for _, id := range n.planned {
		if v := n.visit(ctx, id); v.State == care.VisitAgreed && n.now().After(n.begins[id].Add(-45*time.Minute)) {
			soon = append(soon, v)
		}
	}
	if len(soon) == 0 {
		return nil
	}
	v := one(n.night, soon)
	for i, w := range []care.Watcher{v.Buddy, v.Deputy} {
		letter := []string{"b", "d"}[i]
		switch {
		case w.Contact == "" && (letter == "b" || v.Buddy.Contact != ""):
			return n.tapsAs(ctx, v.Volunteer, 0, fmt.Sprintf("buddy/%s/%d/ask.%s.%s", v.ID, v.Seq, letter, one(n.night, n.watchers)))
		case w.Contact != "" && w.Yes.IsZero() && (letter == "b" || !v.Buddy.Yes.IsZero()):
			act := "yes"
			if n.rng.IntN(10) == 0 {
				act = "no"
			}
			return n.tapsAs(ctx, w.Contact, 0, fmt.Sprintf("buddy/%s/%d/%s", v.ID, v.Seq, act))
		}
	}
	if !v.Buddy.Ready() || !v.Deputy.Ready() || n.now().Before(n.begins[v.ID].Add(-10*time.Minute)) {
		return nil
	}
	n.flat[v.ID] = n.rng.IntN(4) == 0 && !n.asleep
	return n.tapsAs(ctx, v.Volunteer, 0, fmt.Sprintf("watch/%s/%d/here", v.ID, v.Rev))
}

// running draws a visit that is watched, if there is any.
func (n *visitNight) running(ctx context.Context) *care.Visit {
	var all []*care.Visit
	for _, id := range n.planned {
		if v := n.visit(ctx, id); v.Watched() {
			all = append(all, v)
		}
	}
	if len(all) == 0 {
		return nil
	}
	return one(n.night, all)
}

// watchButtons are those of a visit that somebody has seen, oldest first.
func (n *visitNight) watchButtons(contact, visit string) (all []press) {
	for _, a := range n.phones.at(n.people[n.byContact[contact]]) {
		for _, data := range a.buttons {
			if strings.HasPrefix(data, "watch/"+visit+"/") {
				all = append(all, press{a.message, data})
			}
		}
	}
	return all
}

// volunteerTaps lets a volunteer press something, mostly what they saw last.
func (n *visitNight) volunteerTaps(ctx context.Context) error {
	v := n.running(ctx)
	if v == nil || n.flat[v.ID] || n.rng.Float64() > n.temper[v.Volunteer] {
		return nil
	}
	return n.tapsOneOf(ctx, v.Volunteer, n.watchButtons(v.Volunteer, v.ID))
}

func (n *visitNight) tapsOneOf(ctx context.Context, contact string, all []press) error {
	if len(all) == 0 {
		return nil
	}
	p := one(n.night, all)
	if n.rng.IntN(6) > 0 {
		p = one(n.night, all[max(0, len(all)-3):])
	}
	return n.tapsAs(ctx, contact, p.message, p.data)
}

// watcherTaps lets somebody who watches answer, when they are awake.
func (n *visitNight) watcherTaps(ctx context.Context) error {
	if n.lonely {
		return n.shuts(ctx)
	}
	v := n.running(ctx)
	if v == nil || n.asleep || n.rng.IntN(3) > 0 {
		return nil
	}
	w := one(n.night, []care.Watcher{v.Buddy, v.Deputy})
	return n.tapsOneOf(ctx, w.Contact, n.watchButtons(w.Contact, v.ID))
}

func (n *visitNight) teamLooks(ctx context.Context) error {
	if n.rng.IntN(2) == 0 {
		return nil
	}
	return n.looksAtPhone(ctx)
}

// writesWord lets a volunteer write to the companion: their word, or another.
func (n *visitNight) writesWord(ctx context.Context) error {
	v := n.running(ctx)
	if v == nil || n.flat[v.ID] || n.isShut(n.byContact[v.Volunteer]) {
		return nil
	}
	return n.writes(ctx, n.byContact[v.Volunteer], one(n.night, []string{visitWord, "Blue Kettle!", "we are still at it"}))
}

// shuts and opens let anybody block the companion for a while.
func (n *visitNight) shuts(ctx context.Context) error {
	who := n.byContact[one(n.night, n.others)]
	if v := n.running(ctx); n.asleep {
		if v == nil || n.temper[v.Volunteer] > 0 {
			return nil
		}
		who = n.byContact[v.Buddy.Contact]
	}
	if n.isShut(who) {
		return nil
	}
	n.note("%s blocks", who)
	n.gone(who)
	return n.server.Blocks(ctx, n.people[who])
}

func (n *visitNight) opens(ctx context.Context) error {
	if n.asleep && n.now().Before(n.begin.Add(n.length)) {
		return nil
	}
	for _, contact := range n.others {
		if who := n.byContact[contact]; n.isShut(who) {
			return n.opensDoor(ctx, who)
		}
	}
	return nil
}

// comesHome lets everybody open their doors, volunteers charge their phones and
// say that they are home, and the team finish what it has.
func (n *visitNight) comesHome(ctx context.Context) error {
	time.Sleep(2 * time.Minute)
	for range n.others {
		if err := n.opens(ctx); err != nil {
			return err
		}
	}
	for range 8 {
		for _, id := range n.planned {
			v := n.visit(ctx, id)
			if !v.Watched() {
				continue
			}
			act := map[care.VisitState]string{care.VisitRunning: "done", care.VisitLeaving: "home"}[v.State]
			if err := n.tapsAs(ctx, v.Volunteer, 0, fmt.Sprintf("watch/%s/%d/%s", v.ID, v.Rev, act)); err != nil {
				return err
			}
		}
		time.Sleep(5 * time.Second)
	}
	return n.closes(ctx)
}
