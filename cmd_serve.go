package main

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"os"
	"strings"
	"time"

	"github.com/redis/go-redis/v9"

	"polyphony/alarm"
	"polyphony/bot"
	"polyphony/care"
	"polyphony/flows"
	"polyphony/store"
)

// Timeouts of the HTTP server. A webhook call is small and answered at once.
const (
	headerTimeout   = 5 * time.Second
	readTimeout     = 15 * time.Second
	writeTimeout    = 20 * time.Second
	idleTimeout     = 2 * time.Minute
	shutdownTimeout = 10 * time.Second
	webhookCalls    = 40 // connections that Telegram may use at once
)

// wallClock is the time by which a deployment lives. Tests start it elsewhere.
// Its instants carry no monotonic reading, which stands still while a machine
// is suspended: a lease must be seen to have run out.
var wallClock = func() time.Time { return time.Now().Round(0) }

// Run serves until it is told to stop.
func (c ServeCmd) Run(ctx context.Context) error {
	if err := refuse(c.Faults(NeedTelegram, NeedStore, NeedTeam)); err != nil {
		return err
	}
	hurry(c.UrgencyFile)
	team, warnings, err := loadTeam(c.TeamFile, time.Now())
	if err != nil {
		return err
	}
	channels, secrets := channelsOf(team)
	log := NewLog(os.Stderr, LogOptions{Level: c.LogLevel.Value, Secrets: append(c.Secrets(), secrets...)})
	for _, w := range warnings {
		log.Warn("team file", "fault", w.String())
	}
	// first of all, so that a second start by mistake does not push the first
	// one out of its place
	listener, err := net.Listen("tcp", c.Listen)
	if err != nil {
		return fmt.Errorf("cannot listen on %s: another process does, or we may not", c.Listen)
	}
	defer listener.Close()
	opened, err := openRedis(ctx, c.Config, log)
	if err != nil {
		return err
	}
	defer opened.close()
	if c.BotName, err = c.name(ctx); err != nil {
		return err
	}
	parts := c.parts(opened.db, log, &team, channels)
	if parts.Erasures, err = store.OpenErasureList(c.erasureList()); err != nil {
		return err
	}
	app, err := NewApp(ctx, parts)
	if err != nil {
		return err
	}
	if err := app.eraseAgain(ctx); err != nil {
		return err
	}
	if err := app.adopt(ctx, team); err != nil {
		return err
	}
	app.warm()
	return app.serve(ctx, c.Config, listener, opened.durability)
}

// name is the bot's username, for links. Telegram is asked a few times when no
// setting names it; with BOT_NAME set, serve starts without Telegram.
func (c Config) name(ctx context.Context) (string, error) {
	if c.BotName != "" {
		return c.BotName, nil
	}
	client, err := bot.NewClient(c.TelegramToken.Reveal(), strings.TrimRight(c.TelegramAPIURL, "/"), &http.Client{})
	if err != nil {
		return "", err
	}
	for try := 1; ; try++ {
		_, name, err := client.Me(ctx)
		if err == nil {
			return name, nil
		}
		if try == 5 || ctx.Err() != nil {
			return "", fmt.Errorf("%w: is the token right? BOT_NAME lets serve start without asking", err)
		}
		select {
		case <-ctx.Done():
		case <-time.After(time.Second):
		}
	}
}

// parts are the settings of a real deployment.
func (c Config) parts(db redis.UniversalClient, log *slog.Logger, team *care.Team, channels []alarm.Channel) Parts {
	return Parts{
		Redis: db, Heard: c.heard(), MasterKey: c.MasterKey.Reveal(), Deployment: c.Deployment, Replica: c.Replica,
		Token: c.TelegramToken.Reveal(), APIURL: strings.TrimRight(c.TelegramAPIURL, "/"), BotName: c.BotName, Phrases: c.UrgencyFile, Secret: c.WebhookSecret.Reveal(), PublicURL: c.PublicURL, Heartbeat: c.HeartbeatURL.Reveal(),
		HTTP: &http.Client{Transport: &http.Transport{
			Proxy: http.ProxyFromEnvironment, MaxIdleConnsPerHost: bot.MostPlaces + bot.DefaultUrgentPlaces, IdleConnTimeout: idleTimeout, ForceAttemptHTTP2: true,
			TLSHandshakeTimeout: headerTimeout, DialContext: (&net.Dialer{Timeout: headerTimeout}).DialContext,
		}},
		Now: wallClock, Log: log, Team: team, Channels: channels, Workers: c.Workers.Value, Poll: c.Poll.Value, Beat: time.Second,
		Pace: flows.Pace{Overall: c.PaceOverall.Value, Chat: c.PaceChat.Value, Group: groupPace(c.PaceChat.Value)},
	}
}

// groupPace is Telegram's 20 messages a minute to one group, unless the pace
// is switched off altogether.
func groupPace(chat float64) float64 {
	if chat == 0 {
		return 0
	}
	return 20
}

// serve answers, introduces itself to Telegram and works until ctx ends.
func (a *App) serve(ctx context.Context, c Config, listener net.Listener, durability store.Durability) error {
	ready := newReadiness(a, durability)
	server := &http.Server{
		Handler: a.routes(ready), ReadHeaderTimeout: headerTimeout, ReadTimeout: readTimeout, WriteTimeout: writeTimeout,
		IdleTimeout: idleTimeout, MaxHeaderBytes: 1 << 14, ErrorLog: slog.NewLogLogger(slog.DiscardHandler, slog.LevelError),
	}
	go func() { _ = server.Serve(listener) }() // ends with Shutdown below
	a.Log.Info("serving", "addr", listener.Addr().String(), "replica", a.Replica, "durability", durability.String(), "mode", mode(c))
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	go ready.watch(ctx)
	go a.introduce(ctx, c)
	err := a.Run(ctx, c.PublicURL == "")
	stop, done := context.WithTimeout(context.WithoutCancel(ctx), shutdownTimeout)
	defer done()
	_ = server.Shutdown(stop) // what was recorded is safe whether or not its caller hears of it
	_ = a.Store.Leave(stop)   // else it is waited for a little, see store.RingLife
	a.Log.Info("stopped")
	return err
}

func mode(c Config) string {
	if c.PublicURL == "" {
		return "polling"
	}
	return "webhook"
}

// introduce tells Telegram where we are and what can be typed. Telegram may be
// away when we start: work does not wait for it.
func (a *App) introduce(ctx context.Context, c Config) {
	for delay := time.Second; ; delay = min(2*delay, time.Minute) {
		err := a.setWebhook(ctx, c)
		if err == nil {
			break
		}
		a.Log.Warn("telegram does not take the webhook", "err", err.Error())
		select {
		case <-ctx.Done():
			return
		case <-time.After(delay):
		}
	}
	a.publish(ctx)
}

func (a *App) setWebhook(ctx context.Context, c Config) error {
	if c.PublicURL == "" {
		return nil
	}
	return a.Client.SetWebhook(ctx, strings.TrimRight(c.PublicURL, "/")+"/telegram/webhook", c.WebhookSecret.Reveal(), webhookCalls)
}

// adopt makes the team file count on a first start, when none does yet. A
// later change is shown and applied by `polyphony team apply`.
func (a *App) adopt(ctx context.Context, team care.Team) error {
	now, applied, err := a.TeamNow(ctx)
	if err != nil {
		return err
	}
	if !applied {
		a.Log.Info("first team file applied")
		return a.ApplyTeam(ctx, team)
	}
	team, _ = keepOut(now, team)
	if n := len(TeamChanges(now, team)); n > 0 {
		a.Log.Warn("the team file differs from what was applied: polyphony team apply", "count", n)
	}
	return a.startRota(ctx)
}

// openedRedis is a connection that was checked, and how to let go of it.
type openedRedis struct {
	db         redis.UniversalClient
	durability store.Durability
	close      func()
}

// openRedis connects to the Redis that the settings name, or to one of our own
// in the data directory, and refuses one that could forget.
func openRedis(ctx context.Context, c Config, log *slog.Logger) (openedRedis, error) {
	address, stop := c.RedisURL, func() {}
	if address == "" {
		local, err := store.StartLocal(ctx, store.LocalOptions{Dir: c.DataDir, MaxMemory: c.RedisMemory, Log: log})
		if err != nil {
			return openedRedis{}, err
		}
		address, stop = Secret(local.Addr()), func() { _ = local.Close() } // it logs what went wrong itself
	}
	connect, err := redisFrom(address)
	if err != nil {
		stop()
		return openedRedis{}, err
	}
	db := connect()
	o := openedRedis{db: db, close: func() {
		_ = db.Close()
		stop()
	}}
	if o.durability, err = store.CheckDurability(ctx, db, c.AcceptDurability); err == nil {
		o.durability, err = store.CheckHeard(ctx, db, o.durability, c.heard(), failsOver(address))
	}
	if err != nil {
		o.close()
		return openedRedis{}, err
	}
	if o.durability.Lacks > 0 {
		log.Error("too few replicas of Redis: nothing is taken until they are back", "count", o.durability.Lacks)
	}
	return o, nil
}

// loadTeam reads and checks a team file; its error lists every fault.
func loadTeam(file string, now time.Time) (care.Team, []Fault, error) {
	src, err := os.ReadFile(file)
	if err != nil {
		return care.Team{}, nil, fmt.Errorf("the team file %s cannot be read: team.example.toml shows one", file)
	}
	team, faults := ParseTeam(src, now, os.LookupEnv)
	if !Refused(faults) {
		return team, faults, nil
	}
	lines := []string{"the team file " + file + " has faults:"}
	for _, f := range faults {
		lines = append(lines, "  "+f.String())
	}
	return care.Team{}, nil, errors.New(strings.Join(lines, "\n"))
}

// channelsOf reads the addresses of the team's channels from the environment.
// Every one is a secret.
func channelsOf(t care.Team) (channels []alarm.Channel, secrets []string) {
	for _, c := range t.Channels {
		url := os.Getenv(c.Env)
		channels = append(channels, alarm.Channel{ID: c.ID, URL: url})
		secrets = append(secrets, url)
	}
	return channels, secrets
}

// refuse turns faults into one error that lists them all.
func refuse(faults []string) error {
	if len(faults) == 0 {
		return nil
	}
	return errors.New("cannot start:\n  " + strings.Join(faults, "\n  "))
}
