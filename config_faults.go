package main

import (
	"cmp"
	"net"
	"net/url"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"
)

// Need is a part of the settings that a command cannot do without.
type Need int

// What a command may need.
const (
	NeedTelegram Need = iota // a token
	NeedStore                // a place for the records, and the key that seals them
	NeedTeam                 // the team file's name
)

var (
	tokenShape      = regexp.MustCompile(`^[0-9]{5,16}:[A-Za-z0-9_-]{30,64}$`)
	secretShape     = regexp.MustCompile(`^[A-Za-z0-9_-]{16,256}$`)
	memoryShape     = regexp.MustCompile(`^[1-9][0-9]{0,6}(?i:mb|gb)$`)
	deploymentShape = regexp.MustCompile(`^[a-z0-9][a-z0-9-]{0,31}$`)
	replicaShape    = regexp.MustCompile(`^[A-Za-z0-9][A-Za-z0-9._-]{0,127}$`)
	botNameShape    = regexp.MustCompile(`^[A-Za-z][A-Za-z0-9_]{3,31}$`)
)

// Faults says everything that is missing or wrong, one plain sentence each and
// never with the value of a secret in it. What is set must be right whether it
// is needed or not.
func (c Config) Faults(needs ...Need) []string {
	var f faults
	c.telegramFaults(&f, slices.Contains(needs, NeedTelegram))
	c.storeFaults(&f, slices.Contains(needs, NeedStore))
	c.webFaults(&f)
	f.when(slices.Contains(needs, NeedTeam) && c.TeamFile == "", "TEAM_FILE is not set: name the team file.")
	c.paceFaults(&f)
	return f
}

type faults []string

func (f *faults) when(wrong bool, sentence string) {
	if wrong {
		*f = append(*f, sentence)
	}
}

func (c Config) standIn() bool { return strings.TrimRight(c.TelegramAPIURL, "/") != telegramAPI }

func (c Config) telegramFaults(f *faults, need bool) {
	token := c.TelegramToken.Reveal()
	switch {
	case token == "":
		f.when(need, "TELEGRAM_TOKEN is not set: @BotFather gives you one.")
	case c.standIn():
		f.when(strings.ContainsAny(token, "/?# \t\r\n"), "TELEGRAM_TOKEN holds a character that no token has.")
	default:
		f.when(!tokenShape.MatchString(token), "TELEGRAM_TOKEN is not a bot token: those look like 123456789:AA…, without spaces or quotation marks.")
	}
	f.when(!isWebAddress(c.TelegramAPIURL), "TELEGRAM_API_URL is not a web address: write "+telegramAPI+".")
	f.when(c.BotName != "" && !botNameShape.MatchString(c.BotName), "BOT_NAME is not a username: write it without @ and without spaces.")
}

func (c Config) storeFaults(f *faults, need bool) {
	f.when(need && strings.TrimSpace(c.MasterKey.Reveal()) == "", "MASTER_KEY is not set: polyphony doctor --new-key prints a fresh one. Keep a copy where no backup of the data lies.")
	if c.RedisURL != "" {
		_, err := redisFrom(c.RedisURL)
		f.when(err != nil, "REDIS_URL is not an address of Redis: write redis://, rediss:// or unix://.")
	}
	f.when(need && c.DataDir == "", "DATA_DIR is not set: name a directory that is kept.")
	f.when(c.AcceptDurability != "" && c.AcceptDurability != "everysec", "ACCEPT_DURABILITY can only be everysec.")
	f.when(c.heard() < 0, "REDIS_REPLICAS must be a whole number from 0 to 5.")
	f.when(c.RedisURL == "" && c.heard() > 0, "REDIS_REPLICAS is set, but REDIS_URL is not: a redis-server of our own has no replicas.")
	f.when(!memoryShape.MatchString(c.RedisMemory), "REDIS_MEMORY must be a size like 256mb or 2gb.")
	f.when(!deploymentShape.MatchString(c.Deployment), "DEPLOYMENT must be a short name of a–z, 0–9 and -, 32 characters at most.")
	f.when(!replicaShape.MatchString(c.Replica), "REPLICA must be a name of letters, digits, dots, - and _.")
}

func (c Config) webFaults(f *faults) {
	secret := c.WebhookSecret.Reveal()
	f.when(c.PublicURL != "" && secret == "", "WEBHOOK_SECRET is not set, but PUBLIC_URL is: a webhook without a secret would believe anybody.")
	f.when(c.PublicURL == "" && secret != "", "PUBLIC_URL is not set, but WEBHOOK_SECRET is: set both for a webhook, none for long polling.")
	f.when(secret != "" && !secretShape.MatchString(secret), "WEBHOOK_SECRET must have 16 to 256 of A–Z, a–z, 0–9, _ and -.")
	f.when(c.PublicURL != "" && !isWebAddress(c.PublicURL), "PUBLIC_URL is not a web address: write https://companion.example.org.")
	f.when(strings.HasPrefix(c.PublicURL, "http://") && !c.standIn(), "PUBLIC_URL must begin with https://: Telegram calls nothing else.")
	f.when(c.HeartbeatURL != "" && !isWebAddress(c.HeartbeatURL.Reveal()), "HEARTBEAT_URL is not a web address: write the whole of it, as the monitor shows it.")
	f.when(!isListenAddress(c.Listen), "LISTEN is not an address to listen on: write :8080 or 127.0.0.1:8080.")
}

func (c Config) paceFaults(f *faults) {
	number := func(name string, n Number, most float64) {
		within(f, name, n.wrong, n.Value, 0, most, "a number from 0 to "+strconv.FormatFloat(most, 'f', -1, 64))
	}
	number("PACE_OVERALL", c.PaceOverall, 1000)
	number("PACE_CHAT", c.PaceChat, 1000)
	within(f, "WORKERS", c.Workers.wrong, c.Workers.Value, 1, 256, "a whole number from 1 to 256")
	within(f, "POLL", c.Poll.wrong, c.Poll.Value, 10*time.Millisecond, time.Minute, "a duration from 10ms to 1m")
	levelFault(f, c.LogLevel)
}

func levelFault(f *faults, l Level) {
	f.when(l.wrong != "", "LOG_LEVEL must be debug, info, warn or error, not "+l.wrong+".")
}

// within reports a value that could not be read, or that lies outside; what
// compares with nothing (a number that is none) lies outside too.
func within[T cmp.Ordered](f *faults, name, wrong string, value, least, most T, want string) {
	switch {
	case wrong != "":
		f.when(true, name+" must be "+want+", not "+wrong+".")
	case !(value >= least && value <= most):
		f.when(true, name+" must be "+want+".")
	}
}

func isWebAddress(raw string) bool {
	u, err := url.Parse(raw)
	return err == nil && (u.Scheme == "https" || u.Scheme == "http") && u.Hostname() != "" &&
		u.User == nil && u.RawQuery == "" && u.Fragment == ""
}

func isListenAddress(address string) bool {
	_, port, err := net.SplitHostPort(address)
	if err != nil {
		return false
	}
	number, err := strconv.Atoi(port)
	return err == nil && number >= 0 && number <= 65535
}

// Faults says everything that is wrong with the sandbox's settings.
func (c SandboxCmd) Faults() []string {
	var f faults
	f.when(!isListenAddress(c.Listen), "SANDBOX_LISTEN is not an address to listen on: write 127.0.0.1:8090.")
	levelFault(&f, c.LogLevel)
	return f
}

// Faults adds to the settings' own what this invitation lacks.
func (c InviteCmd) Faults() []string {
	f := faults(c.Config.Faults(NeedTelegram, NeedStore))
	switch c.As {
	case "practitioner", "coordinator", "volunteer":
		f.when(c.Staff == "", "--staff is missing: whose link is it, as in the team file?")
		f.when(c.Network != "" && c.As != "volunteer", "--network is not for the team: they join circles in the chat.")
	case "relative":
		f.when(c.Network == "", "--network is missing: which circle do they join?")
		f.when(c.Staff != "", "--staff is for the team only.")
	case "person":
		f.when(c.Network == "" && c.Name == "", "--name is missing: how is the person called, whose circle begins?")
		f.when(c.Staff != "", "--staff is for the team only.")
	}
	return f
}

// Faults adds to the settings' own what this replay lacks.
func (c ParkedReplayCmd) Faults() []string {
	f := faults(c.Config.Faults(NeedStore))
	f.when(c.All == (len(c.ID) > 0), "Name the ids to replay, or say --all.")
	return f
}
