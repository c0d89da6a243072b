package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"os"
	"os/exec"
	"sort"
	"strings"
	"time"

	"github.com/redis/go-redis/v9"

	"polyphony/alarm"
	"polyphony/bot"
	"polyphony/care"
	"polyphony/store"
)

// Run looks at everything that serve needs, or does one thing with its key.
func (c DoctorCmd) Run(ctx context.Context) error {
	switch {
	case c.NewKey:
		key, err := store.NewKey()
		if err == nil {
			_, err = fmt.Println(key)
		}
		return err
	case c.RotateKey:
		return withKeys(ctx, c.Config, (*keyRoom).rotate)
	case c.Reseal:
		return withKeys(ctx, c.Config, (*keyRoom).reseal)
	case c.CheckKey:
		return checkKey(c.MasterKey, os.Stdin, os.Stdout)
	}
	d := &doctor{Config: c.Config, out: os.Stdout, now: time.Now}
	return d.examine(ctx)
}

// doctor looks at one part after the other and goes on whatever it finds.
type doctor struct {
	Config
	out   io.Writer
	now   func() time.Time
	wrong int
}

// clockTolerance is how far our clock may be from others'. A second would be
// enough for people; a webhook's certificate and an alert's steps are not fussy.
const clockTolerance = 5 * time.Second

func (d *doctor) examine(ctx context.Context) error {
	d.settings()
	d.watched()
	d.texts()
	d.team()
	d.redis(ctx)
	d.telegram(ctx)
	if d.wrong > 0 {
		return fmt.Errorf("%d of these must be put right", d.wrong)
	}
	fmt.Fprintln(d.out, "All is well.")
	return nil
}

func (d *doctor) well(what, detail string, args ...any) {
	fmt.Fprintf(d.out, "ok     %-10s %s\n", what, fmt.Sprintf(detail, args...))
}

func (d *doctor) note(what, detail string, args ...any) {
	fmt.Fprintf(d.out, "note   %-10s %s\n", what, fmt.Sprintf(detail, args...))
}

func (d *doctor) bad(what, detail string, args ...any) {
	d.wrong++
	fmt.Fprintf(d.out, "WRONG  %-10s %s\n", what, fmt.Sprintf(detail, args...))
}

func (d *doctor) settings() {
	faults := d.Faults(NeedTelegram, NeedStore, NeedTeam)
	for _, f := range faults {
		d.bad("settings", "%s", f)
	}
	if len(faults) > 0 {
		return
	}
	d.well("settings", "replica %s of deployment %s", d.Replica, d.Deployment)
	d.key()
}

// key says which key is in use, so that the copy in the safe can be compared
// with it, see docs/operations/keys.md.
func (d *doctor) key() {
	keys, err := store.ParseKeyset(d.MasterKey.Reveal())
	if err != nil {
		d.bad("key", "MASTER_KEY is not one that polyphony doctor printed.")
		return
	}
	d.well("key", "fingerprint %s", keys.Fingerprint())
	if old := len(keys.Old()); old > 0 {
		d.note("key", "it is being changed, %d former one still opens: polyphony doctor --rotate-key says the next step", old)
	}
}

// watched says what nobody would hear of, and what a call from outside Telegram
// cannot be answered by. Neither stops anything.
func (d *doctor) watched() {
	if d.HeartbeatURL == "" {
		d.note("heartbeat", "HEARTBEAT_URL is not set: nobody is rung when this machine is gone, unless a monitor asks /readyz")
	} else {
		d.well("heartbeat", "a monitor is called every minute while all is well; is it set to ring somebody after three without?")
	}
	if d.PublicURL == "" {
		d.note("links", "PUBLIC_URL is not set: an alarm by e-mail or SMS has no link to answer it by")
	} else {
		d.well("links", "an alarm by e-mail or SMS can be answered by its link")
	}
}

func (d *doctor) texts() {
	texts, err := loadTexts()
	if err != nil {
		d.bad("texts", "%s", err)
		return
	}
	if _, err := readerOf(d.UrgencyFile); err != nil {
		d.bad("texts", "%s", err)
		return
	}
	d.well("texts", "complete in %s", strings.Join(texts.Languages(), ", "))
}

func (d *doctor) team() {
	team, warnings, err := loadTeam(d.TeamFile, d.now())
	if err != nil {
		d.bad("team", "%s", err)
		return
	}
	for _, w := range warnings {
		d.note("team", "%s", w)
	}
	d.well("team", "%s: %d staff", team.Name, len(team.Staff))
	if team.NoReading {
		d.note("reading", "[reading] words = false: no machine looks for danger in what people write. Whatever cannot wait waits for whoever reads the inbox")
	}
	gaps := TeamGaps(team, d.now())
	for _, g := range gaps {
		d.note("cover", "nobody is on call %s", g)
	}
	if len(gaps) == 0 {
		d.well("cover", "somebody is on call in all promised hours")
	}
	d.channels(team)
}

func (d *doctor) channels(team care.Team) {
	channels, _ := channelsOf(team)
	faults := alarm.New(channels, slog.New(slog.DiscardHandler)).Faults()
	names := make([]string, 0, len(faults))
	for id := range faults {
		names = append(names, id)
	}
	sort.Strings(names)
	for _, id := range names {
		d.bad("channel", "%s cannot work as it is set: %s", id, faults[id])
	}
	if len(faults) == 0 && len(channels) > 0 {
		d.well("channel", "%d can work as they are set; a drill shows whether they ring", len(channels))
	}
}

func (d *doctor) redis(ctx context.Context) {
	if d.RedisURL == "" {
		if _, err := exec.LookPath("redis-server"); err != nil {
			d.bad("redis", "redis-server is not installed: apt-get install redis-server, or set REDIS_URL")
			return
		}
	}
	ctx, cancel := context.WithTimeout(ctx, 30*time.Second)
	defer cancel()
	opened, err := openRedis(ctx, d.Config, slog.New(slog.DiscardHandler))
	if err != nil {
		d.bad("redis", "%s", err)
		return
	}
	defer opened.close()
	d.well("redis", "%s", opened.durability)
	if opened.durability.Accepted {
		d.note("redis", "it may lose its last second or two; ACCEPT_DURABILITY accepts that")
	}
	if opened.durability.Alone {
		d.note("redis", "a failover may forget the last moments; REDIS_REPLICAS=0 accepts that")
	}
	if n := opened.durability.Lacks; n > 0 {
		d.bad("redis", "%d more replicas must follow it (REDIS_REPLICAS): nothing is taken until then", n)
	}
	if there, err := opened.db.Time(ctx).Result(); err == nil {
		d.clock("redis", there)
	}
	d.keysFit(ctx, opened.db)
}

// keysFit sees whether MASTER_KEY opens what is kept: serve does not start with
// one that does not.
func (d *doctor) keysFit(ctx context.Context, db redis.UniversalClient) {
	s, err := d.onlooker(db)
	if err != nil {
		return // no keyset at all: said already
	}
	if err := s.KeysFit(ctx); err != nil {
		d.bad("key", "%s", err)
	}
}

// clock compares our clock with somebody else's.
func (d *doctor) clock(whose string, there time.Time) {
	off := d.now().Sub(there)
	if off.Abs() > clockTolerance {
		d.bad("clock", "ours and that of %s are %s apart", whose, off.Abs().Round(time.Second))
		return
	}
	d.well("clock", "agrees with that of %s", whose)
}

func (d *doctor) telegram(ctx context.Context) {
	client, err := bot.NewClient(d.TelegramToken.Reveal(), strings.TrimRight(d.TelegramAPIURL, "/"), &http.Client{})
	if err != nil {
		d.bad("telegram", "%s", err)
		return
	}
	_, name, err := client.Me(ctx)
	if err != nil {
		d.bad("telegram", "%s", err)
		return
	}
	d.well("telegram", "the token is that of @%s", name)
	d.webhook(ctx, client)
	if there, err := serverDate(ctx, d.TelegramAPIURL); err == nil {
		d.clock("telegram", there)
	}
}

func (d *doctor) webhook(ctx context.Context, client *bot.Client) {
	state, err := client.Webhook(ctx)
	switch want := strings.TrimRight(d.PublicURL, "/") + "/telegram/webhook"; {
	case err != nil:
		d.bad("webhook", "%s", err)
	case d.PublicURL == "" && state.URL != "":
		d.note("webhook", "one is set; serve takes it away, since PUBLIC_URL is empty")
	case d.PublicURL == "":
		d.well("webhook", "none: serve fetches its updates, %d wait", state.Pending)
	case state.URL != want:
		d.note("webhook", "another address is set; serve sets %s", bareURL(want))
	case d.now().Sub(state.Failed) < time.Hour:
		d.bad("webhook", "Telegram could not deliver at %s, %d updates wait", state.Failed.UTC().Format(time.RFC3339), state.Pending)
	default:
		d.well("webhook", "delivers to us, %d updates wait", state.Pending)
	}
}

var errNoDate = errors.New("no date")

// serverDate is the time by the clock of a web server.
func serverDate(ctx context.Context, url string) (time.Time, error) {
	ctx, cancel := context.WithTimeout(ctx, headerTimeout)
	defer cancel()
	req, err := http.NewRequestWithContext(ctx, http.MethodHead, url, nil)
	if err != nil {
		return time.Time{}, errNoDate
	}
	res, err := http.DefaultClient.Do(req)
	if err != nil {
		return time.Time{}, errNoDate
	}
	defer res.Body.Close()
	return http.ParseTime(res.Header.Get("Date"))
}
