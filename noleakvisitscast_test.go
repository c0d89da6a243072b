package main

import (
	"context"
	"fmt"
	"strings"
	"time"

	"polyphony/care"
	"polyphony/flows"
)

// hostileCast are two people who ask for visits, a relative of the first, volunteers,
// one who was withdrawn, and one who has never joined.
var hostileCast = []string{"pia0", "pia1", "rel0", "val0", "val1", "val2", "val3", "val4", "wim0", "zed0"}

func hostileID(name string) string { return name[:3] + "00000000" + name[3:] }

// arrive lets them come, makes a group of some of them, and lets the two ask. What
// Telegram calls them is a canary too: nobody is told more than a first name.
func (l *visitLeak) arrive(ctx context.Context) error {
	var group []int64
	for _, name := range hostileCast {
		id := hostileID(name)
		p, err := l.st.Server.AddPerson(name+l.ear.canary("account", id, 0, ""), "en")
		if err != nil {
			return err
		}
		l.ids[id] = p.ID
		l.ear.canaries[p.Name[len(name):]].chat = p.ID
		if _, err := l.st.Server.Says(ctx, p.ID, "/start"); err != nil {
			return err
		}
		if strings.Contains("pia0 rel0 val0 val1 zed0", name) {
			group = append(group, p.ID)
		}
	}
	g, err := l.st.Server.AddGroup("Ring", group)
	if err != nil {
		return err
	}
	l.group, l.people = g.ID, l.st.Server.People()
	if err := l.settle(ctx); err != nil {
		return err
	}
	if _, err := l.st.App.operator(ctx, flows.Operator{Verb: "hostile"}, nil); err != nil {
		return err
	}
	for _, pia := range []string{"pia000000000", "pia000000001"} {
		if err := l.does(ctx, func(ctx context.Context) error { return l.asks(ctx, pia) }); err != nil {
			return err
		}
	}
	if len(l.visits) != 2 {
		return fmt.Errorf("%d visits were asked for", len(l.visits))
	}
	return nil
}

// founds writes the records of those who came.
func (l *visitLeak) founds(now time.Time) (d flows.Decision, err error) {
	put := func(kind care.Kind, id string, value any) {
		d.Put = append(d.Put, flows.Put{Kind: kind, ID: id, Value: value})
	}
	peers, week := &care.Peers{}, []care.Weekly(nil)
	for day := range 7 {
		for _, part := range care.PartsOfDay {
			week = append(week, care.Weekly{Day: time.Weekday(day), Part: part})
		}
	}
	rings := map[string]*care.Network{}
	for _, name := range hostileCast[:len(hostileCast)-1] {
		id := hostileID(name)
		word := func(kind string) care.Words {
			return care.Words{Text: l.ear.canary(kind, id, l.ids[id], ""), Author: id}
		}
		c := &care.Contact{ID: id, Chat: l.ids[id], Name: word("name").Text, Language: "en", Menu: 1}
		for _, p := range care.Purposes {
			c.Decide(p, true, now)
		}
		switch name[:3] {
		case "pia":
			n := &care.Network{ID: "ring" + id[4:], Called: c.Name, Centre: id, Began: now}
			n.Add(care.Member{Contact: id, Role: care.Person})
			rings[n.ID], c.Networks = n, []string{n.ID}
			friend := care.Friend{ID: "frie" + id[4:], Name: l.ear.canary("company", id, c.Chat, ""), Near: l.ear.canary("company", id, c.Chat, ""), Ring: 1, Of: id}
			put(care.KindCompany, id, &care.Company{Contact: id, People: []care.Friend{friend}, Share: care.Share{Audience: care.OnlyMe}, Changed: now})
		case "rel":
			rings["ring00000000"].Add(care.Member{Contact: id, Role: care.Relative})
			c.Networks = []string{"ring00000000"}
		default:
			p := care.Peer{Contact: id, Admitted: now, Guide: now, Times: week}
			if name[:3] == "wim" {
				p.Withdrawn = now
			}
			if name == "val1" {
				p.Signal = care.QuietThirty
			}
			peers.All = append(peers.All, p)
			put(care.KindVolunteer, id, &care.VolunteerWords{Contact: id, About: word("about"), Secret: word("secret")})
		}
		put(care.KindContact, id, c)
		put(care.KindAccount, flows.ChatID(c.Chat), &care.Account{Chat: c.Chat, Contact: id})
	}
	for id, n := range rings {
		put(care.KindNetwork, id, n)
	}
	put(care.KindPeers, care.PeersID, peers)
	d.Reason = "hostile.came"
	return d, nil
}

// asks lets a person ask for a visit: what they chose on the pages before is
// written down for them, and they press the last button.
func (l *visitLeak) asks(ctx context.Context, pia string) error {
	if _, err := l.st.App.operator(ctx, flows.Operator{Verb: "wishes " + pia}, nil); err != nil {
		return err
	}
	if err := l.st.House.Settle(ctx); err != nil {
		return err
	}
	c, err := l.contact(ctx, pia)
	if err != nil {
		return err
	}
	return l.taps(ctx, l.ids[pia], fmt.Sprintf("visit/-/%d/send", c.Menu))
}

func (l *visitLeak) wishesAgain(tx flows.Tx, pia string, now time.Time) (d flows.Decision, err error) {
	c := &care.Contact{}
	if found, err := tx.Read(care.KindContact, pia, c); err != nil || !found {
		return flows.Decision{Reason: "wishes.nobody"}, err
	}
	word := func() care.Words { return care.Words{Text: l.ear.canary("wish", pia, c.Chat, ""), Author: pia} }
	day := func(after int) string { return now.AddDate(0, 0, after).Format(time.DateOnly) }
	v := &care.Visit{Network: "ring" + pia[4:], Person: pia, By: pia, Zone: "Europe/London", For: care.ActivityOther, Own: word(), Wish: word(), Minutes: 60, Every: l.rng.IntN(2),
		Slots: []care.Slot{{Day: day(1), Part: care.Afternoon}, {Day: day(2), Part: care.Afternoon}, {Day: day(3), Part: care.Morning}}}
	c.Menu++
	c.Draft = &care.Draft{What: "visit", Network: v.Network, Visit: v, Since: now}
	return flows.Decision{Reason: "wishes", Put: []flows.Put{{Kind: care.KindContact, ID: pia, Value: c}}}, nil
}

// contact reads somebody's record; an empty one when there is none.
func (l *visitLeak) contact(ctx context.Context, id string) (*care.Contact, error) {
	c := &care.Contact{}
	_, err := l.st.App.Store.Begin(ctx).Read(care.KindContact, id, c)
	return c, err
}

// chatOf finds somebody of the team.
func (l *visitLeak) chatOf(name string) int64 {
	p, _ := l.st.Server.Named(name)
	return p.ID
}

// nameOf is how somebody is called in what is printed.
func (l *visitLeak) nameOf(chat int64) string {
	for _, p := range l.people {
		if p.ID == chat {
			name, _, _ := strings.Cut(p.Name, "zq")
			return name
		}
	}
	if chat == l.group {
		return "the group"
	}
	return fmt.Sprint("chat ", chat)
}
