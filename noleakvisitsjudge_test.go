package main

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"polyphony/care"
	"polyphony/flows"
)

// judge explains whatever came to anybody since the act before, by what the visits
// were then, are now, and were between; and looks at every phone and record.
func (l *visitLeak) judge(ctx context.Context) error {
	was, wasOpen := l.visits, l.open
	if err := l.look(ctx, was, wasOpen); err != nil {
		return err
	}
	j := &visitJudge{visitLeak: l, was: was, wasOpen: wasOpen}
	for _, a := range l.ear.arrived() {
		c := l.ear.canaries[a.word]
		if l.reads[a.chat] == nil {
			l.reads[a.chat] = map[string]bool{}
		}
		l.reads[a.chat][a.word] = true
		why := j.why(c, a)
		if why == "" {
			l.fault("%s %s of %s reached %s", c.kind, a.word, c.by, l.nameOf(a.chat))
			continue
		}
		l.sum[c.kind+" reached "+why]++
	}
	l.stands(j)
	l.since = l.st.App.Now()
	return nil
}

func (l *visitLeak) fault(format string, args ...any) {
	last := "nothing"
	if len(l.log) > 0 {
		last = l.log[len(l.log)-1]
	}
	l.faults = append(l.faults, fmt.Sprintf(format, args...)+", after: "+last)
}

// look reads who is who, every visit and the alerts about them.
func (l *visitLeak) look(ctx context.Context, was map[string]*care.Visit, wasOpen map[string]bool) error {
	tx := l.st.App.Store.Begin(ctx)
	for _, p := range l.people {
		var a care.Account
		if _, err := tx.Read(care.KindAccount, flows.ChatID(p.ID), &a); err != nil {
			return err
		}
		l.contacts[p.ID] = a.Contact
		if a.Contact != "" {
			l.ids[a.Contact] = p.ID
		}
		for _, data := range l.buttons(p.ID, 4) {
			if !l.known[data] {
				l.known[data], l.seen = true, append(l.seen, data)
			}
		}
	}
	ids := []string{}
	for id := range was {
		ids = append(ids, id)
	}
	var all care.Visits
	if _, err := tx.Read(care.KindVisits, care.VisitsID, &all); err != nil {
		return err
	}
	for _, ring := range []string{"ring00000000", "ring00000001"} {
		var n care.Network
		if _, err := tx.Read(care.KindNetwork, ring, &n); err != nil {
			return err
		}
		ids = append(ids, n.Visits...)
	}
	l.visits, l.open = map[string]*care.Visit{}, map[string]bool{}
	for _, id := range append(ids, all.Open...) {
		v := &care.Visit{}
		if found, err := tx.Read(care.KindVisit, id, v); err != nil {
			return err
		} else if found {
			l.visits[id] = v
		}
	}
	for _, v := range l.visits {
		l.notes(v, was[v.ID])
		var a care.Alert
		if found, err := tx.Read(care.KindAlert, v.Alert, &a); err != nil {
			return err
		} else if found {
			if l.open[v.Alert] = a.Open(); wasOpen[v.Alert] && !a.Open() {
				l.sum["visit's volunteer found by the team"]++
			}
		}
	}
	return nil
}

// notes remembers whose words a visit holds, who was put to whom, and counts.
func (l *visitLeak) notes(v, was *care.Visit) {
	l.ear.mu.Lock()
	defer l.ear.mu.Unlock()
	for word, c := range l.ear.canaries {
		if strings.Contains(v.Own.Text+" "+v.Wish.Text+" "+v.Address.Text, word) {
			c.visits[v.ID] = true
		}
	}
	for _, who := range []string{v.Choice, v.Volunteer} {
		l.offers[v.Person+" "+who] = true
	}
	for _, m := range v.Story {
		if m.What == "offered" {
			l.offers[v.Person+" "+m.Who] = true
		}
	}
	if was == nil || was.State != v.State {
		l.sum["visit "+string(v.State)]++
	}
	if v.Alert != "" && (was == nil || was.Alert != v.Alert) {
		l.sum["visit raised"]++
	}
}

// stands looks at what can be read now: where somebody lives stands on no phone
// but theirs and that of the volunteer who goes, and of the people on call while
// they look for them; and in no record of a visit that is over.
func (l *visitLeak) stands(j *visitJudge) {
	now := l.st.App.Now()
	for _, p := range l.people {
		var places []string // that have ever been on this phone
		for word := range l.reads[p.ID] {
			if c := l.ear.canaries[word]; c.kind == "place" && c.chat != p.ID && !l.shut[p.ID] {
				places = append(places, word)
			}
		}
		if len(places) == 0 {
			continue
		}
		chat, _ := l.st.Server.Chat(p.ID)
		for _, m := range chat {
			for _, word := range places {
				c := l.ear.canaries[word]
				if !m.Me && strings.Contains(m.HTML, word) && j.place(c, visitArrival{p.ID, word, now}, l.visits, l.open) == "" && !(l.told[word] && l.isTeam(p.ID)) {
					l.fault("place %s of %s still stands on the phone of %s", word, c.by, l.nameOf(p.ID))
				}
			}
		}
		l.sum["phone looked at"]++
	}
	for _, v := range l.visits {
		if !v.Open() && !l.open[v.Alert] && (v.Address.Text != "" || v.Spot != nil || v.Last != nil) {
			l.fault("place %q is still kept of visit %s, which is %s", v.Address.Text, v.ID, v.State)
		}
	}
}

func (l *visitLeak) isTeam(chat int64) bool {
	return slices.Contains([]string{"Amira", "Ben", "Dora"}, l.nameOf(chat))
}

// visitJudge knows what was before an act and is after it.
type visitJudge struct {
	*visitLeak
	was     map[string]*care.Visit
	wasOpen map[string]bool
}

// why explains how something may have reached a reader, "" when nothing does.
func (j *visitJudge) why(c *visitCanary, a visitArrival) string {
	reader := j.contacts[a.chat]
	switch {
	case a.chat == c.chat:
		return "its author"
	case c.kind == "secret" || c.kind == "company":
		return ""
	case c.kind == "account" && strings.HasPrefix(c.by, "zed"):
		return j.joined(c, a)
	case c.kind == "words" || c.kind == "number":
		if j.isTeam(a.chat) {
			return "the team"
		}
	case c.kind == "place":
		if j.told[a.word] && j.isTeam(a.chat) {
			return "the team, from somebody who pasted it"
		}
		if why := j.place(c, a, j.was, j.wasOpen); why != "" {
			return why
		}
		return j.place(c, a, j.visits, j.open)
	case c.kind == "about" && j.someVisitIs(func(v *care.Visit) bool { return v.Person == reader && j.putTo(v, c.by) }):
		return "whom they offered to visit"
	case c.kind == "wish" && j.someVisitIs(func(v *care.Visit) bool { return c.visits[v.ID] && j.mayReadWish(v, reader) }):
		return "who was asked"
	case c.kind == "name":
		return j.name(c, a, reader)
	}
	return ""
}

// someVisitIs reports whether a visit was or is such.
func (j *visitJudge) someVisitIs(such func(*care.Visit) bool) bool {
	for _, all := range []map[string]*care.Visit{j.was, j.visits} {
		for _, v := range all {
			if such(v) {
				return true
			}
		}
	}
	return false
}

// place: the volunteer who goes, from a day before until the safe end, and the
// people on call while they look for them.
func (j *visitJudge) place(c *visitCanary, a visitArrival, visits map[string]*care.Visit, open map[string]bool) string {
	for id := range c.visits {
		v := visits[id]
		switch {
		case v == nil:
		case open[v.Alert] && j.isTeam(a.chat):
			return "the people on call, who look for somebody"
		case v.Volunteer == "" || v.Volunteer != j.contacts[a.chat] || v.State != care.VisitAgreed && !v.Watched():
		case !a.at.Before(visitLeakBegins(v).Add(-24 * time.Hour)):
			return "who goes"
		}
	}
	return ""
}

// putTo: this volunteer is being put to the person, or was since the act before.
func (j *visitJudge) putTo(v *care.Visit, volunteer string) bool {
	return v.State == care.VisitOffered && v.Choice == volunteer || slices.ContainsFunc(v.Story, func(m care.Moment) bool {
		return m.What == "offered" && m.Who == volunteer && !m.At.Before(j.since)
	})
}

// asked: this volunteer is asked, has not said no nor been turned down, and nobody
// else goes; or they have been asked since the act before.
func (j *visitJudge) asked(v *care.Visit, reader string) bool {
	a := v.Asking(reader)
	if reader == "" || a == nil {
		return false
	}
	return !a.At.Before(j.since) || v.Open() && v.Volunteer == "" && !slices.Contains(v.Refused, reader) && (a.Answer == "" || a.Answer == care.OfferYes)
}

func (j *visitJudge) mayReadWish(v *care.Visit, reader string) bool {
	return j.asked(v, reader) || reader != "" && v.Volunteer == reader && v.State == care.VisitAgreed
}

// watches: this reader was asked to watch over a visit, and has not been let go.
func watchesVisit(v *care.Visit, reader string) bool {
	return reader != "" && slices.Contains([]string{v.Buddy.Contact, v.Deputy.Contact}, reader)
}

// name is somebody's first name: the other side of a visit, those who watch over
// it, the team, and the circle hear it. Whoever goes chooses who watches from a list.
func (j *visitJudge) name(c *visitCanary, a visitArrival, reader string) string {
	about := func(v *care.Visit) bool {
		switch c.by {
		case v.Person:
			return j.asked(v, reader) || reader != "" && v.Volunteer == reader || watchesVisit(v, reader)
		case v.Volunteer:
			return watchesVisit(v, reader)
		}
		return v.Volunteer == reader && reader != "" && (v.State == care.VisitAgreed || watchesVisit(v, c.by))
	}
	switch {
	case j.isTeam(a.chat):
		return "the team"
	case j.offers[reader+" "+c.by]:
		return "whom they offered to visit"
	case c.by == "rel000000000" && reader == "pia000000000", c.by == "pia000000000" && reader == "rel000000000":
		return "their circle"
	case j.someVisitIs(about):
		return "who has a part in a visit"
	}
	return ""
}

// joined: what Telegram calls a stranger is what they are called once they have
// joined, by a link that they found.
func (j *visitJudge) joined(c *visitCanary, a visitArrival) string {
	if j.isTeam(a.chat) {
		return "the team, of a stranger"
	}
	named := *c
	if named.by = j.contacts[c.chat]; named.by == "" {
		return ""
	}
	return j.name(&named, a, j.contacts[a.chat])
}
