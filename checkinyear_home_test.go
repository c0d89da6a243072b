package main

import (
	"context"
	"fmt"
	"net/http"
	"sync"
	"sync/atomic"
	"time"

	"polyphony/care"
	"polyphony/flows"
	"polyphony/sandbox"
	"polyphony/store"
)

// home is a Telegram whose companion can be ended and begun anew on the same Redis.
type home struct {
	*stage
	parts   Parts
	webhook atomic.Pointer[http.Handler]
	end     func()
}

// newHome begins with the people, and hears what leaves for them.
func newHome(ctx context.Context, parts Parts, clock *sandbox.Clock, people []sandbox.Person, e *ear) (*home, error) {
	h := &home{}
	mux := http.NewServeMux()
	mux.HandleFunc("/telegram/webhook", func(w http.ResponseWriter, r *http.Request) { (*h.webhook.Load()).ServeHTTP(w, r) })
	server := sandbox.New(sandbox.Options{Clock: clock, People: people, Log: quiet(), BotName: stageBot, WebhookClient: &http.Client{Transport: handlerTransport{mux}}})
	e.next = server.Transport()
	key, err := store.NewKey()
	if err != nil {
		return nil, err
	}
	parts.MasterKey, parts.Deployment, parts.Replica, parts.Token, parts.APIURL = key, "sandbox", "sandbox", stageToken, inProcess
	parts.BotName, parts.Secret, parts.HTTP, parts.Now, parts.Log = stageBot, stageSecret, &http.Client{Transport: e}, clock.Now, quiet()
	parts.Workers, parts.Poll, parts.Beat, parts.PollWait = 16, 24*time.Hour, 24*time.Hour, 10*time.Second
	h.parts, h.stage = parts, &stage{Server: server}
	h.stage.stop = func() { h.end(); server.Close() }
	if err := h.start(ctx); err != nil {
		server.Close()
		return nil, err
	}
	if err := h.App.Client.SetWebhook(ctx, inProcess+"/telegram/webhook", stageSecret, 40); err != nil {
		h.Close()
		return nil, err
	}
	h.App.publish(ctx)
	return h, nil
}

// start begins a new life of the companion.
func (h *home) start(ctx context.Context) error {
	app, err := NewApp(ctx, h.parts)
	if err != nil {
		return err
	}
	var hook http.Handler = app.Webhook
	h.webhook.Store(&hook)
	h.stage.App = app
	h.stage.House = house{app: app, pending: h.Server.Pending, sent: &sentLog{}, slack: 50 * time.Millisecond}
	h.Server.SetHouse(h.stage.House)
	run, cancel := context.WithCancel(context.WithoutCancel(ctx))
	var loops sync.WaitGroup
	loops.Go(func() { _ = app.Run(run, false) })
	h.end = func() { cancel(); loops.Wait() }
	return nil
}

// moreMembers are in the circle besides those of the cast.
var moreMembers = []string{"Nadia", "Omar", "Priya", "Ruth", "Tomek", "Uma"}

// askers writes who is in the circle besides the cast, by which clock each
// lives, and what was agreed with them, as their own yes would have.
func (y *askYear) askers(tx flows.Tx, now time.Time) (d flows.Decision, err error) {
	var link care.StaffLink
	var amira care.Contact
	if _, err := tx.Read(care.KindStaff, "amira", &link); err != nil {
		return d, err
	}
	if _, err := tx.Read(care.KindContact, link.Contact, &amira); err != nil {
		return d, err
	}
	var n care.Network
	if _, err := tx.Read(care.KindNetwork, amira.Networks[0], &n); err != nil {
		return d, err
	}
	for i, p := range y.plans {
		c := &care.Contact{ID: fmt.Sprintf("asked%07d", i), Chat: y.people[p.who], Name: p.who, Language: "en", Networks: []string{n.ID}}
		var known care.Account
		if found, err := tx.Read(care.KindAccount, flows.ChatID(c.Chat), &known); err != nil {
			return d, err
		} else if found && known.Contact != "" {
			if _, err := tx.Read(care.KindContact, known.Contact, c); err != nil {
				return d, err
			}
		} else {
			n.Add(care.Member{Contact: c.ID, Role: care.Relative})
			d.Put = append(d.Put, flows.Put{Kind: care.KindAccount, ID: flows.ChatID(c.Chat), Value: &care.Account{Chat: c.Chat, Contact: c.ID}})
			for _, purpose := range care.Purposes {
				c.Decide(purpose, true, now)
			}
		}
		c.Zone = p.zone.String()
		c.Decide(care.CheckIns, true, now)
		d.Put = append(d.Put, flows.Put{Kind: care.KindContact, ID: c.ID, Value: c})
		if !p.running {
			continue
		}
		plan := &care.Plan{ID: fmt.Sprintf("agreed%06d", i), Network: n.ID, Member: c.ID, By: c.ID, Agreed: true, At: now,
			Weekday: -1, Days: p.days, After: p.after, Clock: p.clock, From: p.from, Until: p.until}
		for _, q := range p.questions {
			plan.Questions = append(plan.Questions, care.Question{Text: q})
		}
		n.Plans = append(n.Plans, plan.ID)
		d.Put = append(d.Put, flows.Put{Kind: care.KindPlan, ID: plan.ID, Value: plan})
		if at, ok := p.next(now); ok {
			d.Timers = append(d.Timers, flows.Timer{Key: flows.TimerKey{Subject: "plan", ID: plan.ID, What: "ask"}, Due: at})
		}
	}
	d.Put = append(d.Put, flows.Put{Kind: care.KindNetwork, ID: n.ID, Value: &n})
	return d, nil
}

// standing lays the next dates in the store beside those of the model: each
// running plan whose next date is known has exactly one.
func (y *askYear) standing(ctx context.Context) error {
	timers, err := y.home.App.Store.Timers(ctx, 1000)
	if err != nil {
		return err
	}
	got := map[string][]string{}
	for _, t := range timers {
		if t.Key.Subject != "plan" || t.Key.What != "ask" {
			continue
		}
		var p care.Plan
		var c care.Contact
		if _, err := y.home.App.Store.Peek(ctx, care.KindPlan, t.Key.ID, &p); err != nil {
			return err
		}
		if _, err := y.home.App.Store.Peek(ctx, care.KindContact, p.Member, &c); err != nil {
			return err
		}
		got[c.Name] = append(got[c.Name], t.Due.UTC().Format("2006-01-02 15:04"))
	}
	now := y.home.App.Now()
	for _, p := range y.plans {
		var want []string
		if at, ok := p.next(now); ok {
			want = append(want, at.UTC().Format("2006-01-02 15:04"))
		}
		if fmt.Sprint(got[p.who]) != fmt.Sprint(want) {
			y.fault("%s %s: the store holds the next dates %v, not %v", now.Format("2006-01-02 15:04:05"), p.who, got[p.who], want)
		}
	}
	y.looks++
	return nil
}
