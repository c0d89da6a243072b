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

// How many there are in a night of visits: volunteers who visit one person each
// in each wave, and as many volunteers again who only watch.
const (
	visitPairs = 4
	visitLater = 65 * time.Minute // from one wave to the next
	visitWord  = "blue kettle"
)

// seeds lets everybody come whom the visits need, and agree on them.
func (n *visitNight) seeds(ctx context.Context) error {
	verb := "visits"
	for i := range visitPairs {
		for _, kind := range []string{"Pia", "Val", "Bud"} {
			name := fmt.Sprint(kind, i)
			p, err := n.server.AddPerson(name, "en")
			if err != nil {
				return err
			}
			n.people[name], n.names[p.ID] = p.ID, name
			n.byContact[visitContact(kind, i)] = name
			if _, err := n.server.Says(ctx, p.ID, "/start"); err != nil {
				return err
			}
			verb += fmt.Sprint(" ", p.ID)
		}
		val := visitContact("Val", i)
		n.signs[val] = []care.QuietSign{care.QuietNone, care.QuietThirty, care.QuietFifteen, care.QuietWord}[n.rng.IntN(4)]
		n.temper[val] = []float64{0.1, 0.5, 1}[n.rng.IntN(3)]
		if n.asleep {
			n.temper[val], n.signs[val] = []float64{0, 1, 0, 1}[i], []care.QuietSign{care.QuietNone, care.QuietThirty, care.QuietNone, care.QuietFifteen}[i]
		}
		n.watchers = append(n.watchers, visitContact("Bud", i))
		n.others = append(n.others, visitContact("Bud", i), val)
	}
	if _, err := n.life.app.operator(ctx, flows.Operator{Verb: verb}, nil); err != nil {
		return err
	}
	settle := house{app: n.life.app, pending: n.server.Pending, sent: &sentLog{}, slack: 50 * time.Millisecond}
	if err := (sandbox.Player{Server: n.server, Settle: settle.Settle}).Settle(ctx); err != nil {
		return err
	}
	for _, id := range []string{"amira", "ben", "chidi", "dora"} {
		var link care.StaffLink
		if _, err := n.look.Peek(ctx, care.KindStaff, id, &link); err != nil {
			return err
		}
		n.watchers, n.others = append(n.watchers, link.Contact), append(n.others, link.Contact)
		n.byContact[link.Contact] = map[string]string{"amira": "Amira", "ben": "Ben", "chidi": "Chidi", "dora": "Dora"}[id]
	}
	for _, id := range n.planned {
		if v := n.visit(ctx, id); v.State != care.VisitAgreed {
			return fmt.Errorf("visit %s is %q", id, v.State)
		}
	}
	return nil
}

func visitContact(kind string, i int) string { return fmt.Sprintf("%s%09d", strings.ToLower(kind), i) }

// plans lets an operator write the records of the people and of what they agreed on.
func (n *visitNight) plans(next decider) decider {
	return func(tx flows.Tx, e flows.Event, now time.Time) (flows.Decision, error) {
		if chats, ok := strings.CutPrefix(e.Operator.Verb, "visits "); ok {
			return n.planAll(tx, strings.Fields(chats), now)
		}
		return next(tx, e, now)
	}
}

func (n *visitNight) planAll(tx flows.Tx, chats []string, now time.Time) (d flows.Decision, err error) {
	put := func(kind care.Kind, id string, value any) {
		d.Put = append(d.Put, flows.Put{Kind: kind, ID: id, Value: value})
	}
	peers, all := &care.Peers{}, &care.Visits{}
	n.planned = nil
	for i := range visitPairs {
		contacts := map[string]*care.Contact{}
		for k, kind := range []string{"Pia", "Val", "Bud"} {
			var account care.Account
			chat := chats[3*i+k]
			if _, err := tx.Read(care.KindAccount, chat, &account); err != nil {
				return d, err
			}
			c := &care.Contact{ID: visitContact(kind, i), Chat: n.people[fmt.Sprint(kind, i)], Name: fmt.Sprint(kind, i), Language: "en"}
			for _, p := range care.Purposes {
				c.Decide(p, true, now)
			}
			account.Chat, account.Contact = c.Chat, c.ID
			contacts[kind] = c
			put(care.KindAccount, chat, &account)
			put(care.KindContact, c.ID, c)
			if kind != "Pia" {
				peers.All = append(peers.All, care.Peer{Contact: c.ID, Admitted: now, Guide: now, Signal: n.signs[c.ID]})
			}
		}
		pia, val := contacts["Pia"], contacts["Val"]
		put(care.KindVolunteer, val.ID, &care.VolunteerWords{Contact: val.ID, Secret: care.Words{Author: val.ID, Text: visitWord}})
		circle := &care.Network{ID: fmt.Sprintf("ring%08d", i), Called: pia.Name, Centre: pia.ID, Began: now}
		circle.Add(care.Member{Contact: pia.ID, Role: care.Person})
		pia.Networks = []string{circle.ID}
		for wave := range n.waves {
			v := n.plan(i, wave, now)
			v.Network, v.Person, v.By, v.Volunteer = circle.ID, pia.ID, pia.ID, val.ID
			n.planned, all.Open, circle.Visits = append(n.planned, v.ID), append(all.Open, v.ID), append(circle.Visits, v.ID)
			pia.Visits, val.Visits = append(pia.Visits, v.ID), append(val.Visits, v.ID)
			p := peers.Of(val.ID)
			p.Open = append(p.Open, v.ID)
			put(care.KindVisit, v.ID, v)
			d.Timers = append(d.Timers, flows.Timer{Key: flows.TimerKey{Subject: "visit", ID: v.ID, What: "before"}, Due: now.Add(time.Minute)})
		}
		put(care.KindNetwork, circle.ID, circle)
	}
	slices.Sort(n.planned)
	put(care.KindPeers, care.PeersID, peers)
	put(care.KindVisits, care.VisitsID, all)
	d.Reason = "visits.planned"
	return d, nil
}

// plan is one visit that is agreed, by the clock of the town.
func (n *visitNight) plan(i, wave int, now time.Time) *care.Visit {
	town, err := time.LoadLocation("Europe/London")
	if err != nil {
		panic(err)
	}
	begins := n.begin.Add(25*time.Minute + time.Duration(wave)*visitLater + time.Duration(7*i)*time.Minute).In(town)
	minutes := care.VisitLengths[i%2]
	if n.asleep {
		begins, minutes = n.begin.Add(10*time.Minute).In(town), 8
	}
	id := fmt.Sprintf("visit%03d%04d", wave, i)
	n.begins[id] = begins
	return &care.Visit{
		ID: id, At: now, State: care.VisitAgreed, Rev: 1, Seq: 1, For: care.ActivityWalk, Minutes: minutes,
		Day: begins.Format(time.DateOnly), Clock: begins.Format("15:04"), Zone: town.String(), Agreed: now, Told: now,
		Address: care.Words{Text: "the blue door", Author: visitContact("Pia", i)},
	}
}

func (n *visitNight) visit(ctx context.Context, id string) *care.Visit {
	v := &care.Visit{}
	if _, err := n.look.Peek(ctx, care.KindVisit, id, v); err != nil {
		n.fault("x", "visit %s cannot be read: %v", id, err)
	}
	return v
}
