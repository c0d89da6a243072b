package main

import (
	"context"
	"fmt"
	"slices"
	"time"

	"polyphony/care"
	"polyphony/scheduler/calendar"
)

// judge explains whatever came to anybody since the last act, by what the visits
// were before it and are after it.
func (l *visitLeak) judge(ctx context.Context) error {
	time.Sleep(2 * time.Second)
	if err := l.st.House.Settle(ctx); err != nil {
		return err
	}
	was := l.visits
	now, err := l.readVisits(ctx)
	if err != nil {
		return err
	}
	l.visits = now
	for _, p := range l.people {
		for _, data := range l.buttons(p.ID) {
			if !slices.Contains(l.seen, data) {
				l.seen = append(l.seen, data)
			}
		}
	}
	l.mu.Lock()
	came := l.came
	l.came = nil
	l.mu.Unlock()
	for _, a := range came {
		c, reader := l.words[a.word], l.contacts[a.reader]
		why := l.why(c, reader, a.reader, was, now)
		if why == "" {
			l.faults = append(l.faults, fmt.Sprintf("after %q: %s %s of %s reached %s (chat %d)", l.log, c.kind, a.word, c.by, reader, a.reader))
			continue
		}
		l.sum[c.kind+": "+why]++
	}
	return nil
}

// readVisits reads every visit there has been, and notes who has had what part.
func (l *visitLeak) readVisits(ctx context.Context) (map[string]*care.Visit, error) {
	all, ids := map[string]*care.Visit{}, []string{}
	tx := l.st.App.Store.Begin(ctx)
	for id := range l.visits {
		ids = append(ids, id)
	}
	for _, ring := range []string{"ring00000000", "ring00000001"} {
		var n care.Network
		if _, err := tx.Read(care.KindNetwork, ring, &n); err != nil {
			return nil, err
		}
		ids = append(ids, n.Visits...)
	}
	var open care.Visits
	found, err := tx.Read(care.KindVisits, care.VisitsID, &open)
	if err != nil {
		return nil, err
	}
	ids = append(ids, open.Open...)
	for _, id := range ids {
		v := &care.Visit{}
		found, err := tx.Read(care.KindVisit, id, v)
		if err != nil {
			return nil, err
		}
		if !found {
			continue
		}
		all[id] = v
		for _, a := range v.Asked {
			l.ever["asked "+v.Person+" "+a.Volunteer] = true
		}
		for _, w := range []string{v.Buddy.Contact, v.Deputy.Contact} {
			l.ever["watches "+v.Person+" "+w], l.ever["watches "+v.Volunteer+" "+w] = true, true
		}
		for _, who := range []string{v.Choice, v.Volunteer} {
			l.ever["offered "+who+" "+v.Person] = true
		}
	}
	return all, nil
}

// why explains how something may have reached a reader, "" when nothing does.
func (l *visitLeak) why(c *visitCanary, reader string, chat int64, was, now map[string]*care.Visit) string {
	called := slices.ContainsFunc([]map[string]*care.Visit{was, now}, func(all map[string]*care.Visit) bool {
		for _, v := range all {
			if (v.Person == c.by || v.Volunteer == c.by || l.ever["watches "+v.Person+" "+c.by]) && v.Alert != "" && l.isTeam(chat) {
				return true
			}
		}
		return false
	})
	switch {
	case reader == c.by:
		return "their own"
	case c.kind == "secret":
		return ""
	case called && (c.kind == "name" || c.kind == "place"):
		return "the team looks for them"
	case c.kind == "place":
		if l.goes(was[c.visit], reader) || l.goes(now[c.visit], reader) {
			return "who goes"
		}
	case c.kind == "about":
		if l.ever["offered "+c.by+" "+reader] {
			return "offered to"
		}
	case c.kind == "wish" && l.ever["asked "+c.by+" "+reader]:
		return "asked"
	case c.kind == "name" && c.by[:3] != "pia":
		return "a first name" // of a volunteer: whoever watches, is asked or looks after them
	case c.kind == "name" && (l.ever["asked "+c.by+" "+reader] || l.ever["watches "+c.by+" "+reader]):
		return "asked"
	}
	return ""
}

// goes reports whether somebody is the volunteer who may know where, from a day
// before until the safe end.
func (l *visitLeak) goes(v *care.Visit, reader string) bool {
	if v == nil || v.Volunteer != reader || reader == "" || v.State != care.VisitAgreed && !v.Watched() {
		return false
	}
	begins, err := calendar.Instant(v.Day, v.Clock, calendar.Zone(v.Zone))
	return err == nil && !l.st.App.Now().Before(begins.Add(-24*time.Hour))
}

func (l *visitLeak) isTeam(chat int64) bool {
	for _, p := range l.people {
		if p.ID == chat {
			return slices.Contains([]string{"Amira", "Ben", "Dora"}, p.Name)
		}
	}
	return false
}
