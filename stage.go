package main

import (
	"context"
	"log/slog"
	"net/http"
	"sync"
	"time"

	"github.com/redis/go-redis/v9"

	"polyphony/care"
	"polyphony/flows"
	"polyphony/sandbox"
	"polyphony/store"
)

// stage is a Telegram for one machine with the whole application behind it, in
// one process: what `polyphony sandbox` serves and what the scripts play on.
type stage struct {
	Server *sandbox.Server
	App    *App
	House  house
	stop   func()
}

// stageOptions are what differs between the sandbox and the tests.
type stageOptions struct {
	Redis   redis.UniversalClient
	Clock   *sandbox.Clock
	Running bool // the clock runs by itself
	Log     *slog.Logger
	Team    care.Team
	Poll    time.Duration
	Beat    time.Duration
	Polling bool // the application asks for updates instead of being told
	Story   []sandbox.Step
	Tweak   func(*Parts)
}

// inProcess is an address that no resolver knows: it is reached by transports,
// never by a network.
const inProcess = "http://inside.invalid"

// stageSecret and stageToken mean nothing outside this process.
const (
	stageToken  = "1000:inside-this-process-only-0000000000"
	stageSecret = "inside-this-process-only"
	stageBot    = "polyphony_sandbox_bot"
)

// newStage starts the sandbox and the application and introduces them.
func newStage(ctx context.Context, o stageOptions) (*stage, error) {
	key, err := store.NewKey()
	if err != nil {
		return nil, err
	}
	mux := http.NewServeMux()
	server := sandbox.New(sandbox.Options{
		Clock: o.Clock, People: castPeople, Story: o.Story, Log: o.Log, BotName: stageBot,
		WebhookClient: &http.Client{Transport: handlerTransport{mux}},
	})
	log := &sentLog{}
	parts := Parts{
		Redis: o.Redis, MasterKey: key, Deployment: "sandbox", Replica: "sandbox", Token: stageToken, APIURL: inProcess,
		BotName: stageBot, Secret: stageSecret, HTTP: &http.Client{Transport: server.Transport()}, Now: o.Clock.Now, Log: o.Log,
		Team: &o.Team, Workers: 16, Poll: o.Poll, Beat: o.Beat, PollWait: 10 * time.Second,
		Settled: func(r flows.Row, out flows.Outcome, at time.Time) { log.add(r, out, at) },
	}
	if o.Tweak != nil {
		o.Tweak(&parts)
	}
	app, err := NewApp(ctx, parts)
	if err != nil {
		server.Close()
		return nil, err
	}
	mux.Handle("/telegram/webhook", app.Webhook)
	st := &stage{Server: server, App: app, House: house{app: app, pending: server.Pending, sent: log}}
	if o.Running {
		st.House.slack = 50 * time.Millisecond
	}
	run, cancel := context.WithCancel(context.WithoutCancel(ctx))
	var loops sync.WaitGroup
	loops.Go(func() { _ = app.Run(run, o.Polling) })
	st.stop = func() {
		cancel()
		server.Close()
		loops.Wait()
	}
	if !o.Polling {
		if err := app.Client.SetWebhook(ctx, inProcess+"/telegram/webhook", stageSecret, 40); err != nil {
			st.stop()
			return nil, err
		}
	}
	app.publish(ctx)
	server.SetHouse(st.House)
	return st, nil
}

// Close ends both.
func (s *stage) Close() { s.stop() }

// walk lets time pass up to an instant, stopping at everything that falls due
// on the way; push moves the clock.
func (s *stage) walk(ctx context.Context, to time.Time, push func(time.Time) error) error {
	for {
		next, ok, err := s.House.Next(ctx)
		if err != nil {
			return err
		}
		if !ok || next.After(to) {
			next = to
		}
		if now := s.App.Now(); next.After(now) {
			if err := push(next); err != nil {
				return err
			}
		}
		if err := s.House.Settle(ctx); err != nil {
			return err
		}
		if !s.App.Now().Before(to) {
			return nil
		}
	}
}
