package main

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"polyphony/care"
	"polyphony/flows"
	"polyphony/sandbox"
)

// hostileCast are two people who ask for visits, volunteers who are asked, one who
// was withdrawn, and one who has never joined.
var hostileCast = []string{"pia0", "pia1", "val0", "val1", "val2", "val3", "wim0", "zed0"}

// arrive lets them come, and the two people ask.
func (l *visitLeak) arrive(ctx context.Context) error {
	for _, name := range hostileCast {
		p, err := l.st.Server.AddPerson(strings.ToUpper(name[:1])+name[1:], "en")
		if err != nil {
			return err
		}
		if name != "zed0" {
			id := name[:3] + "00000000" + name[3:]
			l.contacts[p.ID], l.ids[id] = id, p.ID
		}
	}
	l.people = l.st.Server.People()
	if _, err := l.st.App.operator(ctx, flows.Operator{Verb: "hostile"}, nil); err != nil {
		return err
	}
	if err := l.st.House.Settle(ctx); err != nil {
		return err
	}
	for _, pia := range []string{"pia000000000", "pia000000001"} {
		if _, err := l.st.Server.TapsRaw(ctx, l.ids[pia], l.ids[pia], 0, "visit/-/1/send"); err != nil {
			return err
		}
		if err := l.st.House.Settle(ctx); err != nil {
			return err
		}
		if err := l.judge(ctx); err != nil {
			return err
		}
	}
	return nil
}

// founds writes the records of those who came.
func (l *visitLeak) founds(tx flows.Tx, now time.Time) (d flows.Decision, err error) {
	put := func(kind care.Kind, id string, value any) {
		d.Put = append(d.Put, flows.Put{Kind: kind, ID: id, Value: value})
	}
	peers, week := &care.Peers{}, []care.Weekly(nil)
	for day := range 7 {
		for _, part := range care.PartsOfDay {
			week = append(week, care.Weekly{Day: time.Weekday(day), Part: part})
		}
	}
	for _, name := range hostileCast[:len(hostileCast)-1] {
		id := name[:3] + "00000000" + name[3:]
		c := &care.Contact{ID: id, Chat: l.ids[id], Name: l.canary("name", id, ""), Language: "en", Menu: 1}
		for _, p := range care.Purposes {
			c.Decide(p, true, now)
		}
		if name[:3] == "pia" {
			n := &care.Network{ID: "ring" + id[4:], Called: c.Name, Centre: id, Began: now}
			n.Add(care.Member{Contact: id, Role: care.Person})
			c.Networks = []string{n.ID}
			day := func(after int) string { return now.AddDate(0, 0, after).Format(time.DateOnly) }
			v := &care.Visit{Network: n.ID, Person: id, Zone: "Europe/London", For: care.ActivityOther, Own: care.Words{Text: l.canary("wish", id, ""), Author: id}, Minutes: 60,
				Wish: care.Words{Text: l.canary("wish", id, ""), Author: id}, Slots: []care.Slot{{Day: day(1), Part: care.Afternoon}, {Day: day(2), Part: care.Afternoon}, {Day: day(3), Part: care.Morning}}}
			c.Draft = &care.Draft{What: "visit", Network: n.ID, Visit: v, Since: now}
			put(care.KindNetwork, n.ID, n)
		} else {
			p := care.Peer{Contact: id, Admitted: now, Guide: now, Times: week}
			if name[:3] == "wim" {
				p.Withdrawn = now
			}
			peers.All = append(peers.All, p)
			put(care.KindVolunteer, id, &care.VolunteerWords{Contact: id, About: care.Words{Text: l.canary("about", id, ""), Author: id}, Secret: care.Words{Text: l.canary("secret", id, ""), Author: id}})
		}
		put(care.KindContact, id, c)
		put(care.KindAccount, flows.ChatID(c.Chat), &care.Account{Chat: c.Chat, Contact: id})
	}
	put(care.KindPeers, care.PeersID, peers)
	d.Reason = "hostile.came"
	return d, nil
}

// act lets one thing happen: something honest that leads on, something of one's
// own, something forged, or time.
func (l *visitLeak) act(ctx context.Context) error {
	who := l.people[l.rng.IntN(len(l.people))]
	switch k := l.rng.IntN(100); {
	case k < 30:
		return l.leadsOn(ctx)
	case k < 50:
		return l.tapsOwn(ctx, who)
	case k < 85:
		l.sum["hostile"]++
		return l.taps(ctx, who.ID, l.forged())
	case k < 92:
		command := []string{"/visit", "/volunteer", "/volunteers", "/circle", "/mine", "/inbox", "/company", "/agenda"}[l.rng.IntN(8)]
		l.log = who.Name + " says " + command
		_, err := l.st.Server.Says(ctx, who.ID, command)
		return err
	}
	l.log = "time passes"
	return l.st.walk(ctx, l.st.App.Now().Add(time.Duration(1+l.rng.IntN(300))*time.Minute), func(to time.Time) error {
		time.Sleep(to.Sub(l.st.App.Now()))
		return nil
	})
}

func (l *visitLeak) taps(ctx context.Context, chat int64, data string) error {
	if data == "" || len(data) > 64 {
		return nil
	}
	l.log = fmt.Sprint(l.contacts[chat], " taps ", data)
	a, err := l.st.Server.TapsRaw(ctx, chat, chat, 0, data)
	if err == nil {
		l.reads(chat, a.Text)
	}
	return err
}

// forged is what stood in anybody's chat, or what nobody was ever shown.
func (l *visitLeak) forged() string {
	if len(l.seen) > 0 && l.rng.IntN(2) == 0 {
		return l.seen[l.rng.IntN(len(l.seen))]
	}
	v := l.anyVisit()
	if v == nil {
		return ""
	}
	acts := []string{"going/%s/%d/card", "going/%s/%d/where", "going/%s/%d/move", "going/%s/%d/yes", "buddy/%s/%d/yes", "buddy/%s/%d/awake", "buddy/%s/%d/pick.b.0",
		"buddy/%s/%d/ask.b.val000000003", "watch/%s/%d/here", "watch/%s/%d/safe", "watch/%s/%d/raise", "watch/%s/%d/done", "offer/%s/%d/like", "offer/%s/%d/show", "offer/%s/%d/no",
		"found/%s/%d/yes", "found/%s/%d/else", "visit/%s/%d/back", "visit/%s/%d/yes"}
	rev := []int{v.Rev, v.Seq, 0, 1}[l.rng.IntN(4)]
	return fmt.Sprintf(acts[l.rng.IntN(len(acts))], v.ID, rev)
}

func (l *visitLeak) anyVisit() *care.Visit {
	var all []*care.Visit
	for _, v := range l.visits {
		all = append(all, v)
	}
	slices.SortFunc(all, func(a, b *care.Visit) int { return strings.Compare(a.ID, b.ID) })
	if len(all) == 0 {
		return nil
	}
	return all[l.rng.IntN(len(all))]
}

// tapsOwn presses what stands in somebody's newest messages.
func (l *visitLeak) tapsOwn(ctx context.Context, who sandbox.Person) error {
	if all := l.buttons(who.ID); len(all) > 0 {
		return l.taps(ctx, who.ID, all[l.rng.IntN(len(all))])
	}
	return nil
}

func (l *visitLeak) buttons(chat int64) (all []string) {
	messages, _ := l.st.Server.Chat(chat)
	for _, m := range messages[max(0, len(messages)-4):] {
		for _, row := range m.Buttons {
			for _, b := range row {
				if b.Data != "" {
					all = append(all, b.Data)
				}
			}
		}
	}
	return all
}

// leadsOn does what comes next on one of the visits.
func (l *visitLeak) leadsOn(ctx context.Context) error {
	v := l.anyVisit()
	if v == nil {
		return nil
	}
	pia, val := l.ids[v.Person], l.ids[v.Volunteer]
	switch v.State {
	case care.VisitWanted:
		a := v.Asked[l.rng.IntN(len(v.Asked))]
		for _, slot := range v.Slots {
			if err := l.taps(ctx, l.ids[a.Volunteer], fmt.Sprintf("offer/%s/%d/hour.%s.%s", v.ID, v.Rev, slot.Day, map[care.PartOfDay]string{care.Morning: "10:00", care.Afternoon: "14:00"}[slot.Part])); err != nil {
				return err
			}
		}
		return nil
	case care.VisitOffered:
		return l.taps(ctx, pia, fmt.Sprintf("found/%s/%d/%s", v.ID, v.Rev, []string{"yes", "yes", "else"}[l.rng.IntN(3)]))
	case care.VisitAgreed:
		if v.Address.Text == "" || l.rng.IntN(10) == 0 {
			return l.saysWhere(ctx, v)
		}
		for i, w := range []care.Watcher{v.Buddy, v.Deputy} {
			letter := "bd"[i : i+1]
			if w.Contact == "" {
				other := fmt.Sprintf("val%09d", l.rng.IntN(4))
				return l.taps(ctx, val, fmt.Sprintf("buddy/%s/%d/ask.%s.%s", v.ID, v.Seq, letter, other))
			}
			if !w.Ready() || l.rng.IntN(4) == 0 {
				return l.taps(ctx, l.ids[w.Contact], fmt.Sprintf("buddy/%s/%d/awake", v.ID, v.Seq))
			}
		}
		return l.taps(ctx, val, fmt.Sprintf("watch/%s/%d/here", v.ID, v.Rev))
	case care.VisitRunning:
		return l.taps(ctx, val, fmt.Sprintf("watch/%s/%d/%s", v.ID, v.Rev, []string{"more15", "done"}[l.rng.IntN(2)]))
	case care.VisitLeaving:
		return l.taps(ctx, val, fmt.Sprintf("watch/%s/%d/home", v.ID, v.Rev))
	}
	return nil
}

// saysWhere lets the person say where it is, in words or as a place.
func (l *visitLeak) saysWhere(ctx context.Context, v *care.Visit) error {
	pia := l.ids[v.Person]
	if err := l.taps(ctx, pia, fmt.Sprintf("going/%s/%d/where", v.ID, v.Seq)); err != nil {
		return err
	}
	if err := l.st.House.Settle(ctx); err != nil {
		return err
	}
	word := l.canary("place", v.Person, v.ID)
	l.log = v.Person + " says where"
	if l.rng.IntN(2) == 0 {
		_, err := l.st.Server.Says(ctx, pia, word+" Mill Lane")
		return err
	}
	var lat float64
	if _, err := fmt.Sscan(l.canary("spot", v.Person, v.ID), &lat); err != nil {
		return err
	}
	long := -0.12
	_, err := l.st.Server.SendsThing(ctx, pia, sandbox.Thing{Kind: "location", Caption: word, Latitude: &lat, Longitude: &long})
	return err
}
