package main

import (
	"context"
	"fmt"
	"strings"
	"testing"
	"time"

	"polyphony/flows"
	"polyphony/locales"
	"polyphony/sandbox"
)

// TestRealCardBehindBulk protects I2 with the real conversation: a relative's
// words, the crisis lines and the on-call card, behind 10,000 paced messages.
func TestRealCardBehindBulk(t *testing.T) {
	ctx := context.Background()
	r := newRealRedis(t)
	db := r.client()
	defer db.Close()
	team := exampleTeamNow(t)
	texts, err := loadTexts()
	if err != nil {
		t.Fatal(err)
	}
	companion, err := newCompanion(texts, stageBot)
	if err != nil {
		t.Fatal(err)
	}
	st, err := newStage(ctx, stageOptions{Redis: db, Clock: sandbox.NewClock(castStart, true), Running: true, Log: quiet(), Team: team, Poll: 250 * time.Millisecond, Beat: time.Second,
		Tweak: func(p *Parts) {
			p.Pace = flows.Pace{Overall: 30}
			p.Decide = func(tx flows.Tx, ev flows.Event, now time.Time) (flows.Decision, error) {
				if ev.Operator.Verb != "bulk" {
					return companion.Decide(tx, ev, now)
				}
				var d flows.Decision
				for i := range 10_000 {
					d.Say = append(d.Say, flows.Message{Chat: int64(100_000 + i), Lane: flows.Bulk, Key: locales.ListName, Args: flows.Args{"Name": {Text: fmt.Sprint(i)}}})
				}
				return d, nil
			}
		}})
	if err != nil {
		t.Fatal(err)
	}
	defer st.Close()
	if err := gather(ctx, st.App, st.Server, team, sandbox.Player{Server: st.Server, Settle: st.House.Settle}); err != nil {
		t.Fatal(err)
	}
	if _, err := st.App.operator(ctx, flows.Operator{Verb: "bulk"}, nil); err != nil {
		t.Fatal(err)
	}
	waits := func() int64 {
		d, _ := st.App.Store.Depths(ctx, st.App.Now())
		return d.Outbox[2] + d.Later[2]
	}
	eventually(t, 20*time.Second, "the bulk waits", func() bool { return waits() > 9000 })
	joseph, _ := st.Server.Named("Joseph")
	amira, _ := st.Server.Named("Amira")
	began := time.Now()
	go func() { _, _ = st.Server.Says(ctx, joseph.ID, "she's taken all her tablets") }()
	eventually(t, 5*time.Second, "the card", func() bool {
		chat, _ := st.Server.Chat(amira.ID)
		return strings.Contains(chat[len(chat)-1].Text, "Joseph asks for help")
	})
	took := time.Since(began)
	t.Logf("%d bulk messages still queued: the on-call card was there after %v", waits(), took)
	if took > time.Second {
		t.Errorf("the card took %v", took)
	}
}
