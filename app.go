package main

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"sync"
	"time"

	"github.com/redis/go-redis/v9"

	"polyphony/alarm"
	"polyphony/bot"
	"polyphony/care"
	"polyphony/engine"
	"polyphony/flows"
	"polyphony/locales"
	"polyphony/scheduler"
	"polyphony/store"
)

// Parts are what differs between production, the sandbox and the tests.
// Everything else is the same program.
type Parts struct {
	Redis       redis.UniversalClient
	Heard       int // replicas of Redis that must have heard before anything leaves the house
	MasterKey   string
	Deployment  string
	Replica     string
	Token       string
	APIURL      string
	BotName     string
	Phrases     string       // a trust's own phrases of danger, a file; empty: none
	Secret      string       // webhook secret; empty: no webhook handler
	Heartbeat   string       // a monitor's address, called while all is well; empty: nobody listens
	PublicURL   string       // where the webhook and one-use links lead; empty: there are none
	HTTP        *http.Client // reaches the Bot API
	Now         func() time.Time
	Random      io.Reader
	Log         *slog.Logger
	Team        *care.Team // the checked team file; nil: only what was applied counts
	Channels    []alarm.Channel
	Pace        flows.Pace
	Workers     int
	Poll        time.Duration
	Beat        time.Duration // of the metronome
	Lease       time.Duration
	CallTimeout time.Duration
	PollWait    time.Duration                                                  // of one long poll
	Erasures    *store.ErasureList                                             // who was erased, outside Redis; nil: nothing is kept anyway
	Settled     func(flows.Row, flows.Outcome, time.Time)                      // hears of every settled row; nil: nobody does
	Decide      func(flows.Tx, flows.Event, time.Time) (flows.Decision, error) // in place of the companion's, for tests of the corridor
}

// App is the whole program, wired: shared by serve, the sandbox and the
// end-to-end tests.
type App struct {
	Parts
	Texts     *locales.Catalogue
	Companion *flows.Companion
	Store     *store.Store
	Engine    *engine.Engine
	Sender    *bot.Sender
	Client    *bot.Client
	Outage    *bot.Outage
	Webhook   *bot.Webhook
	Alarm     *alarm.Alarm
	Meter     *Meter

	seenPlaces chan struct{}
	erasures   erasures
	erased     time.Time
	forget     time.Time
	measured   time.Time
	mu         sync.Mutex
}

// NewApp wires the parts. Nothing runs yet and nothing was called but the
// store's Enter, which makes this replica the one of its name.
func NewApp(ctx context.Context, p Parts) (*App, error) {
	if p.Random == nil {
		p.Random = rand.Reader
	}
	a := &App{Parts: p, Meter: NewMeter(), seenPlaces: make(chan struct{}, seenAtOnce)}
	var err error
	if a.Texts, err = loadTexts(); err != nil {
		return nil, err
	}
	if a.Companion, err = newCompanion(a.Texts, p.BotName); err != nil {
		return nil, err
	}
	a.Companion.SeenURL = seenURL(p.PublicURL)
	if p.Phrases != "" {
		reader, err := readPhrases(p.Phrases)
		if err != nil {
			return nil, err
		}
		a.Companion.Read = reader.Read
	}
	if a.Store, err = store.Open(p.Redis, store.Options{
		Deployment: p.Deployment, Replica: p.Replica, MasterKey: p.MasterKey, Lease: p.Lease, Heard: p.Heard, Random: p.Random,
	}); err != nil {
		return nil, err
	}
	if a.Client, err = bot.NewClient(p.Token, p.APIURL, p.HTTP); err != nil {
		return nil, err
	}
	a.erasures = erasures{a.Store, p.Erasures, store.NewScour(a.Store)}
	a.Alarm = alarm.New(p.Channels, p.Log)
	a.wireEdge()
	a.wireEngine()
	if p.Secret != "" {
		if a.Webhook, err = bot.NewWebhook(bot.WebhookOptions{IntakeOptions: a.intake(), Secret: p.Secret, Log: p.Log}); err != nil {
			return nil, err
		}
	}
	if _, err := a.Store.Enter(ctx, p.Now()); err != nil {
		return nil, err
	}
	return a, nil
}

func (a *App) wireEngine() {
	decide := a.Companion.Decide
	if a.Decide != nil {
		decide = a.Decide
	}
	a.Engine = engine.New(engine.Options{
		Store: a.Store, Decode: decode, Decide: decide, Regret: a.Companion.Regret,
		Now: a.Now, Workers: a.Workers, Poll: a.Parts.Poll, Log: a.Log,
		Said: func(d flows.Decision) {
			for _, m := range d.Say {
				a.Sender.Said(m.Lane)
			}
		},
		Handled: a.Meter.Handled,
		Parked:  a.Meter.Parked,
	})
}

func (a *App) wireEdge() {
	renderer := bot.NewRenderer(bot.RendererOptions{
		Texts: a.Texts, Fallback: "Polyphony", Log: a.Log,
		Keyboard: func(lang string) [][]string { return [][]string{{a.say(lang, locales.HelpButton)}} },
	})
	a.Sender = bot.NewSender(bot.SenderOptions{
		Outbox: outbox{a.Store, a.wakeEngine, a.Settled, a.Parts.Erasures}, Client: a.Client, Render: renderer, Address: flows.Address, Still: a.stillStands, Channel: a.raise, Data: a.dataFile,
		Pace: a.Pace, CallTimeout: a.CallTimeout, Lease: a.Store.Lease(), Poll: a.Parts.Poll,
		Now: a.Now, Log: a.Log, Observer: a.Meter,
	})
	a.Outage = bot.NewOutage(bot.OutageOptions{
		Client: a.Client, Lines: a.plainLines, Alarm: a.alarmAll, Probe: a.Store.Ping, Now: a.Now, Log: a.Log, Observer: a.Meter,
	})
}

// wakeEngine wakes the engine; the sender is wired before it.
func (a *App) wakeEngine() { a.Engine.Wake() }

func (a *App) intake() bot.IntakeOptions {
	return bot.IntakeOptions{Inbox: inbox{a.Store, a.wakeEngine}, Outage: a.Outage, Now: a.Now, Random: a.Random, Observer: a.Meter}
}

// Run works until ctx ends, then stops claiming, finishes what was begun and
// returns.
func (a *App) Run(ctx context.Context, poll bool) error {
	ctx, cancel := context.WithCancelCause(ctx)
	defer cancel(nil)
	var loops sync.WaitGroup
	loops.Go(func() {
		if err := a.Engine.Run(ctx); err != nil {
			cancel(err)
		}
	})
	loops.Go(func() { a.Sender.Run(ctx) })
	loops.Go(func() { a.Outage.Run(ctx) })
	loops.Go(func() { scheduler.Metronome{Tick: a.beat, Every: a.Beat}.Run(ctx) })
	if poll {
		poller := bot.NewPoller(bot.PollerOptions{IntakeOptions: a.intake(), Client: a.Client, Timeout: a.PollWait, Log: a.Log})
		loops.Go(func() { poller.Run(ctx) })
	}
	loops.Wait()
	if err := context.Cause(ctx); err != nil && !errors.Is(err, context.Canceled) {
		return err
	}
	return nil
}

func (a *App) beat(ctx context.Context) {
	if err := a.Tick(ctx, a.Now()); err != nil && ctx.Err() == nil {
		a.Log.Warn("tick failed", "reason", "store")
	}
}

// Tick fires what is due, and, now and then, takes over dead leases and
// forgets what is no longer needed. It may be called at any time.
func (a *App) Tick(ctx context.Context, now time.Time) error {
	late, freed, err := a.Store.Fire(ctx, now, a.Engine.Wake)
	a.Meter.Fired(late)
	if freed > 0 {
		a.Engine.Wake()
		a.Log.Info("took over", "count", freed)
		a.Sender.Wake()
	}
	if err != nil {
		return err
	}
	a.mu.Lock()
	defer a.mu.Unlock()
	if now.Sub(a.measured) >= store.MeasureEvery {
		a.measured = now
		if err := a.Store.Measure(ctx); err != nil {
			return err
		}
	}
	if now.Sub(a.erased) >= erasuresEvery {
		a.erased = now
		if err := a.afterErasures(ctx, now); err != nil {
			return err
		}
	}
	if now.Sub(a.forget) >= time.Minute {
		a.forget = now
		return errors.Join(a.Store.Forget(ctx, now), a.Store.Announce(ctx, now))
	}
	return nil
}

// say is the text of a key without arguments; the catalogue was checked whole
// when it was loaded, so there is always one.
func (a *App) say(lang string, key locales.Key) string {
	text, err := a.Texts.Text(lang, key, nil)
	if err != nil {
		return string(key)
	}
	return text
}

// raise carries the fixed text of an alarm over one channel, and says whether
// somebody may have heard it all the same.
func (a *App) raise(ctx context.Context, id, text string) error {
	switch reason := a.Alarm.Raise(ctx, []string{id}, text)[id]; reason {
	case alarm.Sent:
		return nil
	case alarm.Unreachable, alarm.Busy:
		return fmt.Errorf("channel %s: %s: %w", id, reason, bot.ErrNotLeft)
	case alarm.Unknown, alarm.Misset:
		return fmt.Errorf("channel %s: %s: %w", id, reason, bot.ErrNoWay)
	default:
		return fmt.Errorf("channel %s: %s", id, reason)
	}
}

// alarmAll tells everybody who has a channel that the store is away.
func (a *App) alarmAll(ctx context.Context) {
	var ids []string
	for _, c := range a.Channels {
		ids = append(ids, c.ID)
	}
	a.Alarm.Raise(ctx, ids, a.say(locales.Default, locales.AlarmOutage))
}

// contactName is a contact's first name, for the sandbox's drawer.
func (a *App) contactName(ctx context.Context, id string) string {
	var c care.Contact
	if found, err := a.Store.Peek(ctx, care.KindContact, id, &c); err != nil || !found {
		return id
	}
	return c.Name
}
