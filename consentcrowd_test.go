package main

import (
	"context"
	"fmt"
	"sync"
	"testing"
	"time"

	"polyphony/care"
	"polyphony/flows"
	"polyphony/sandbox"
)

// The crowd of TestConsentAtTheMomentOfSending: circles of twenty, each member
// with five plans that fall due together; a tenth of it under the race detector.
const (
	consentCircle   = 20
	consentPlans    = 5
	consentWithdraw = 4 // beside one who ends a plan, of each circle
	consentChat     = int64(200_000)
)

var (
	consentCircles = map[bool]int{true: 10, false: 100}[raceEnabled]
	consentMembers = consentCircles * consentCircle

	consentMenus = time.Date(2026, 3, 2, 13, 0, 0, 0, time.UTC)
	consentDue   = time.Date(2026, 3, 3, 12, 0, 0, 0, time.UTC) // a Tuesday
	consentFreed = time.Date(2026, 3, 3, 14, 0, 0, 0, time.UTC) // a hold of more than an hour is obeyed chat by chat
)

func memberOf(i int) string  { return fmt.Sprintf("agreer%06d", i) }
func planOf(i, k int) string { return fmt.Sprintf("check%d%06d", k, i) }

// consentCrowd is the application with the circles in it.
type consentCrowd struct {
	*crowd
	telegram *consentTelegram
	wire     *consentWire
	persons  []sync.Mutex // each sees to one member at a time
}

func newConsentCrowd(t *testing.T) *consentCrowd {
	t.Helper()
	ctx := context.Background()
	db := newRealRedis(t).client()
	t.Cleanup(func() { _ = db.Close() })
	db.ConfigSet(ctx, "appendfsync", "no") // nothing is killed here
	c := &consentCrowd{crowd: &crowd{T: t, ctx: ctx, clock: sandbox.NewClock(castStart, false)}, persons: make([]sync.Mutex, consentCircles)}
	c.wire = &consentWire{commits: map[string]consentCommit{}, snares: map[string]*withdrawal{}}
	db.AddHook(c.wire)
	c.telegram = &consentTelegram{now: c.clock.Now, order: &c.wire.order, screens: map[int64][]keypad{}}
	c.telegram.more = sync.NewCond(&c.telegram.mu)
	team := exampleTeamNow(t)
	texts, err := loadTexts()
	if err != nil {
		t.Fatal(err)
	}
	companion, err := newCompanion(texts, stageBot)
	if err != nil {
		t.Fatal(err)
	}
	c.st, err = newStage(ctx, stageOptions{Redis: db, Clock: c.clock, Log: quiet(), Team: team, Poll: 20 * time.Millisecond, Beat: time.Hour,
		Tweak: func(p *Parts) {
			c.telegram.next, p.HTTP.Transport = p.HTTP.Transport, c.telegram
			p.Decide = func(tx flows.Tx, ev flows.Event, now time.Time) (flows.Decision, error) {
				var circle int
				if _, err := fmt.Sscanf(ev.Operator.Verb, "agreeing %d", &circle); err == nil {
					return circleAgrees(tx, circle)
				}
				return companion.Decide(tx, ev, now)
			}
		}})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(c.st.Close)
	if err := gather(ctx, c.st.App, c.st.Server, team, sandbox.Player{Server: c.st.Server, Settle: c.st.House.Settle}); err != nil {
		t.Fatal(err)
	}
	for circle := range consentCircles {
		if _, err := c.st.App.operator(ctx, flows.Operator{Verb: fmt.Sprint("agreeing ", circle)}, nil); err != nil {
			t.Fatal(err)
		}
	}
	c.settle()
	return c
}

// circleAgrees writes the records of one circle as joining and agreeing would
// have: a person, relatives, two practitioners, and everybody's plans.
func circleAgrees(tx flows.Tx, circle int) (d flows.Decision, err error) {
	n := care.Network{ID: fmt.Sprintf("agree%07d", circle), Called: fmt.Sprint("Circle", circle), Began: castStart}
	if _, err := tx.Read(care.KindNetwork, n.ID, &n); err != nil {
		return d, err
	}
	for _, staff := range []string{"amira", "ben"} {
		var link care.StaffLink
		var who care.Contact
		if _, err := tx.Read(care.KindStaff, staff, &link); err != nil {
			return d, err
		}
		if _, err := tx.Read(care.KindContact, link.Contact, &who); err != nil {
			return d, err
		}
		who.Networks = append(who.Networks, n.ID)
		n.Add(care.Member{Contact: who.ID, Role: care.Practitioner})
		d.Put = append(d.Put, flows.Put{Kind: care.KindContact, ID: who.ID, Value: &who})
	}
	for i := circle * consentCircle; i < (circle+1)*consentCircle; i++ {
		role := care.Relative
		if i%consentCircle == 0 {
			role, n.Centre = care.Person, memberOf(i)
		}
		who := &care.Contact{ID: memberOf(i), Chat: consentChat + int64(i), Name: fmt.Sprint("Member", i), Language: "en", Networks: []string{n.ID}}
		for _, p := range care.Purposes {
			who.Decide(p, true, castStart)
		}
		n.Add(care.Member{Contact: who.ID, Role: role})
		d.Put = append(d.Put, flows.Put{Kind: care.KindContact, ID: who.ID, Value: who},
			flows.Put{Kind: care.KindAccount, ID: flows.ChatID(who.Chat), Value: &care.Account{Chat: who.Chat, Contact: who.ID}})
		for k := range consentPlans {
			p := &care.Plan{ID: planOf(i, k), Network: n.ID, Member: who.ID, Question: "What about " + planOf(i, k) + "?", Weekday: int(time.Tuesday),
				Clock: fmt.Sprintf("12:%02d", k), Agreed: true, At: castStart}
			due := consentDue.Add(time.Duration(k) * time.Minute)
			if k == consentPlans-1 && ender(i) {
				p.Weekday, due = -1, due.AddDate(0, 0, -1)
			}
			n.Plans = append(n.Plans, p.ID)
			d.Put = append(d.Put, flows.Put{Kind: care.KindPlan, ID: p.ID, Value: p})
			d.Timers = append(d.Timers, flows.Timer{Key: flows.TimerKey{Subject: "plan", ID: p.ID, What: "ask"}, Due: due})
		}
	}
	d.Put = append(d.Put, flows.Put{Kind: care.KindNetwork, ID: n.ID, Value: &n})
	return d, nil
}

// queued counts the check-ins that wait in the outbox.
func (c *consentCrowd) queued() (n int) {
	c.Helper()
	rows, err := c.st.App.Store.Queued(c.ctx, int64(2*consentMembers))
	if err != nil {
		c.Fatal(err)
	}
	for _, w := range rows {
		if w.Row.Message.Guard.Plan != "" {
			n++
		}
	}
	return n
}
