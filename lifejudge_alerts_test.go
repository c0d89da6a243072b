package main

import (
	"context"
	"slices"
	"strings"
	"time"

	"polyphony/care"
)

// lifeLetters says which invariant a rule of the nights on call holds.
var lifeLetters = map[string]string{"a": "i3", "b": "i2", "c": "i2", "d": "i2", "e": "i3", "f": "i2", "g": "i9", "h": "i10"}

// judgeAlerts lays what people did about calls for help, and what arrived, beside
// what was promised, by the rules of the nights on call (I2, I3, I10).
func (h *lifeHouse) judgeAlerts(ctx context.Context) {
	w, n := h.world, h.night
	n.faults = nil
	keys, err := h.eyes.Keys(ctx, "*"+h.parts.Deployment+"*rec:alert:*").Result()
	if err != nil {
		w.fault("i2", "alerts cannot be read: %v", err)
	}
	var lives []*alertLife
	for _, key := range keys {
		a, id := &care.Alert{}, key[strings.LastIndexByte(key, ':')+1:]
		if found, err := h.look.Peek(ctx, care.KindAlert, id, a); err != nil || !found || a.Drill {
			continue
		}
		w.one("alerts judged")
		lives = append(lives, n.lifeOf(ctx, id, a))
	}
	slices.SortFunc(lives, func(a, b *alertLife) int { return a.opened.Compare(b.opened) })
	for _, u := range h.updates {
		h.judgeCry(u, lives)
	}
	for _, l := range lives {
		if l.record.Visit == "" || l.record.Chat != 0 {
			n.judgeFirstCard(l)
		}
		n.judgeSteps(l)
		n.judgeOwned(l)
		n.judgeTaps(l)
		n.judgeCards(l)
		if l.record.State != care.AlertDone {
			w.fault("i2", "alert %s of %s has not ended with a person: it is %s", l.id, h.names[l.chat], l.record.State)
		}
	}
	for _, p := range h.cast {
		if !p.staff() && p.erased().IsZero() { // else their alerts have no name any more
			n.judgeTruth(p.Name, lives)
		}
	}
	n.judgeReports()
	h.judgeGaps()
	for _, f := range n.faults {
		w.fault(lifeLetters[f[1:2]], "%s: %s", h.parts.Deployment, f)
	}
}

// judgeCry: the lines within a second, and an alert for every cry (I3, I2); the
// fixed lines while nothing can be kept.
func (h *lifeHouse) judgeCry(u *lifeUpdate, lives []*alertLife) {
	w, n, p := h.world, h.night, h.byChat[u.chat]
	if u.kind != "text" || !isUrgent(u.text) || p == nil || p.staff() || u.first.Before(w.begin) {
		return
	}
	w.one("cries judged")
	if u.taken.IsZero() {
		w.fault("i1", "%s asked for help at %s and it was never kept", p.Name, u.first)
		return
	}
	by, _ := n.by(u.taken, u.chat, false)
	if p.wasShut(u.first, by) {
		return
	}
	if _, ok := first(n.phones.at(u.chat), u.first, by, func(a sight) bool { return strings.HasPrefix(a.text, readsLines) }); !ok {
		w.fault("i3", "%s asked for help, kept at %s, and read no lines until %s", p.Name, u.taken, by)
	}
	if !slices.ContainsFunc(lives, func(l *alertLife) bool {
		return l.chat == u.chat && !l.opened.After(by) && (l.done.IsZero() || !l.done.Before(u.first))
	}) && !slices.ContainsFunc(h.ear.of[u.chat], func(s *lifeSight) bool { return strings.HasPrefix(s.text, readsErased) && s.at.After(u.first) }) {
		w.fault("i2", "%s asked for help at %s and there is no alert", p.Name, u.taken)
	}
}

// judgeReminded: whoever is invited, has agreed and never changed anything about
// it, is reminded of a meeting a day before and two hours before (I6). What falls
// into the quiet hours is not looked at.
func (h *lifeHouse) judgeReminded(ctx context.Context) {
	w := h.world
	keys, err := h.eyes.Keys(ctx, "*"+h.parts.Deployment+"*rec:meeting:*").Result()
	if err != nil {
		w.fault("i6", "meetings cannot be read: %v", err)
	}
	for _, key := range keys {
		var m care.Meeting
		if found, err := h.look.Peek(ctx, care.KindMeeting, key[strings.LastIndexByte(key, ':')+1:], &m); err != nil || !found || m.Cancelled {
			continue
		}
		begin, err := time.ParseInLocation("2006-01-02 15:04", m.Day+" "+m.Clock, mustZone(m.Zone))
		known := m.At
		if m.Changed.After(known) {
			known = m.Changed
		}
		if err != nil || begin.After(w.begin.Add(w.length)) || begin.Sub(known) < 24*time.Hour+10*time.Minute || known.Before(w.begin) {
			continue
		}
		for _, p := range h.cast {
			c, joined := h.place(ctx, p.ID)
			if !joined || !m.Asked(c.ID) || !c.Agrees(care.Reminders) || p.staff() || c.OwnTimes || p.meddled || p.everGone() || !c.In(m.Network) || m.Answers[c.ID] == care.NotComing {
				continue
			}
			w.one("remindings judged")
			zone := w.zoneOf(h, &c)
			for _, due := range []time.Time{begin.AddDate(0, 0, -1), begin.Add(-2 * time.Hour)} { // a day is one of the calendar
				if due.Sub(known) > 10*time.Minute && !isQuiet(due.Add(-10*time.Minute), zone) && !isQuiet(due.Add(10*time.Minute), zone) {
					h.judgeOffset(p, zone, begin, due)
				}
			}
		}
	}
}

// judgeOffset: a reminder comes when it is due, or as soon as nothing is disturbed.
func (h *lifeHouse) judgeOffset(p *lifePerson, zone *time.Location, begin, due time.Time) {
	w := h.world
	by, _ := h.night.byIn(due, 5*time.Minute, p.ID, false)
	if !by.Before(begin) || p.wasShut(due, by) || slices.ContainsFunc(h.updates, func(u *lifeUpdate) bool {
		return u.chat == p.ID && strings.HasSuffix(u.data, "/"+string(care.NotComing)) // and came after all
	}) {
		return
	}
	w.one("reminders due judged")
	want := begin.In(zone).Format("2 January, 15:04")
	if !slices.ContainsFunc(h.ear.of[p.ID], func(s *lifeSight) bool {
		return isReminder(s) && strings.Contains(s.text, want) && !s.at.Before(due.Add(-time.Minute)) && !s.at.After(by)
	}) {
		w.fault("i6", "%s was not reminded of the meeting of %s from %s until %s", p.Name, begin, due, by)
	}
}

// readsGaps is how the coordinators hear that nobody is on call.
const readsGaps = "Nobody is on call in these hours"

// judgeGaps: when both who share the shifts of Monday to Wednesday cannot be
// reached, the coordinators hear at once which hours are without anybody (I10).
func (h *lifeHouse) judgeGaps() {
	w, n := h.world, h.night
	for _, a := range n.away {
		for _, b := range n.away {
			if a.who != "Amira" || b.who != "Ben" || a.untold || b.untold {
				continue
			}
			from, until := a.from, a.until
			if b.from.After(from) {
				from = b.from
			}
			if until.IsZero() || !b.until.IsZero() && b.until.Before(until) {
				until = b.until
			}
			day := from.In(mustZone(h.parts.Team.Zone)).Weekday()
			by := from.Add(10 * time.Minute)
			if day != time.Monday && day != time.Tuesday || until.IsZero() || until.Before(by) || w.isDisturbed(from.Add(-time.Minute), by, 0) || n.isAwayAt("Dora", from, by) {
				continue
			}
			w.one("gaps judged")
			if !slices.ContainsFunc(h.ear.of[n.people["Dora"]], func(s *lifeSight) bool {
				return strings.HasPrefix(s.text, readsGaps) && s.at.After(from.Add(-24*time.Hour)) && !s.at.After(by)
			}) {
				w.fault("i10", "%s: nobody is on call from %s, and Dora was not told until %s", h.parts.Deployment, from, by)
			}
		}
	}
}
