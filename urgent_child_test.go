package main

import (
	"context"
	"net/http"
	"os"
	"os/signal"
	"strconv"
	"syscall"
	"time"

	"polyphony/care"
	"polyphony/flows"
)

// benchOnCall is how many people on call bench/ spreads the cards over.
const benchOnCall = 200

// oneOnCall shows a decision the team with one of its people on call alone.
type oneOnCall struct {
	flows.Tx
	who int
}

func (o oneOnCall) Read(kind care.Kind, id string, into any) (bool, error) {
	found, err := o.Tx.Read(kind, id, into)
	if t, ok := into.(*care.Team); ok && found {
		t.OnCall = t.OnCall[o.who : o.who+1]
	}
	return found, err
}

// runUrgentChild is the application with the real conversation; whose turn it is
// to be on call goes round by the sender's chat.
func runUrgentChild() error {
	ctx, stop := signal.NotifyContext(context.Background(), syscall.SIGTERM)
	defer stop()
	connect, err := redisFrom(Secret(os.Getenv("REDIS_URL")))
	if err != nil {
		return err
	}
	texts, err := loadTexts()
	if err != nil {
		return err
	}
	companion, err := newCompanion(texts, "child_bot")
	if err != nil {
		return err
	}
	overall, _ := strconv.ParseFloat(os.Getenv("CHILD_PACE"), 64)
	app, err := NewApp(ctx, Parts{
		Redis: connect(), MasterKey: os.Getenv("MASTER_KEY"), Deployment: "child", Replica: os.Getenv("REPLICA"),
		Token: "1000:child", APIURL: os.Getenv("TELEGRAM_API_URL"), BotName: "child_bot", Secret: "child-secret-0123456789",
		HTTP: &http.Client{Transport: &http.Transport{MaxIdleConnsPerHost: 64}}, Now: time.Now, Log: quiet(),
		Pace: flows.Pace{Overall: overall, Chat: 1}, Beat: time.Second,
		Decide: func(tx flows.Tx, ev flows.Event, now time.Time) (flows.Decision, error) {
			return companion.Decide(oneOnCall{tx, int(ev.Chat) % benchOnCall}, ev, now)
		},
	})
	if err != nil {
		return err
	}
	return serveChild(ctx, app)
}
