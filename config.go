package main

import (
	"log/slog"
	"os"
	"path/filepath"

	"github.com/alecthomas/kong"
)

// telegramAPI is Telegram's own Bot API. Anything else is a stand-in, and held
// to less: its token may have any form, and its webhook may be plain HTTP.
const telegramAPI = "https://api.telegram.org"

// Config is every setting that the commands share. It is parsed once; Faults
// says everything that is wrong with it. Secrets show themselves to nobody who
// prints it: see Secret and LogValue.
type Config struct {
	TelegramToken  Secret `env:"TELEGRAM_TOKEN" placeholder:"TOKEN" help:"The bot's token, from @BotFather. Better in the environment: a command line can be read by everybody on the machine."`
	TelegramAPIURL string `name:"telegram-api-url" env:"TELEGRAM_API_URL" default:"https://api.telegram.org" placeholder:"URL" help:"Base address of the Bot API. Anything but Telegram's own is a stand-in."`
	BotName        string `env:"BOT_NAME" placeholder:"NAME" help:"The bot's username, without @. Empty: Telegram is asked."`

	RedisURL         Secret `env:"REDIS_URL" placeholder:"URL" help:"redis://, rediss:// or unix:// address; for Sentinel with ?master_name=…, for a Cluster with ?addr=… for each further node. Empty: a redis-server of our own in the data directory."`
	AcceptDurability string `env:"ACCEPT_DURABILITY" placeholder:"everysec" help:"Accept a Redis that may lose its last second or two, or does not say how it writes to its disk. The only value is everysec; it stays visible in /readyz and the log."`
	RedisReplicas    string `env:"REDIS_REPLICAS" placeholder:"N" help:"How many replicas of Redis must have heard before Telegram is told that an update has arrived, and before anything is sent: whoever takes over then knows. Empty: 1 with Sentinel or a Cluster, else 0. 0 there accepts that a failover may forget the last moments."`
	MasterKey        Secret `env:"MASTER_KEY" placeholder:"KEYSET" help:"The keyset that seals every record. polyphony doctor --new-key prints a fresh one."`
	DataDir          string `env:"DATA_DIR" default:"data" placeholder:"DIR" help:"Directory of our own redis-server."`
	RedisMemory      string `env:"REDIS_MEMORY" default:"256mb" placeholder:"SIZE" help:"Most memory that our own redis-server may take, as Redis writes it. At 80% reminders and questions wait, so that urgent matters always fit."`
	ErasureList      string `env:"ERASURE_LIST" placeholder:"FILE" help:"The file that remembers who was erased, so that a restored backup cannot bring them back. Keep it where the backup of Redis does not reach. Empty: erased.txt in the data directory."`
	Deployment       string `env:"DEPLOYMENT" default:"polyphony" placeholder:"NAME" help:"A short name: the part of every key that keeps two deployments on one Redis apart. Changing it begins anew."`
	Replica          string `env:"REPLICA,FLY_MACHINE_ID" default:"${hostname}" placeholder:"NAME" help:"The name of this process among those that share its work. It must stay the same over a restart."`

	PublicURL     string `name:"public-url" env:"PUBLIC_URL" placeholder:"URL" help:"Address under which Telegram reaches us: webhook mode. Empty: long polling."`
	WebhookSecret Secret `env:"WEBHOOK_SECRET" placeholder:"SECRET" help:"What Telegram must say with every webhook call: 16 to 256 of A–Z, a–z, 0–9, _ and -."`
	Listen        string `env:"LISTEN" default:":8080" placeholder:"ADDRESS" help:"Where /healthz, /readyz, /metrics and the webhook are served."`

	HeartbeatURL Secret `name:"heartbeat-url" env:"HEARTBEAT_URL" placeholder:"URL" help:"Address of a monitor outside, called every minute while the whole chain is well; the monitor rings somebody when it hears nothing."`

	TeamFile    string `env:"TEAM_FILE" default:"team.toml" placeholder:"FILE" help:"The team file; team.example.toml shows one."`
	UrgencyFile string `env:"URGENCY_FILE" placeholder:"FILE" help:"Phrases of danger of the team's own, in addition to ours; docs/operations/phrases.md shows how to write them."`

	PaceOverall Number   `env:"PACE_OVERALL" default:"30" placeholder:"N" help:"Messages a second, all chats together: Telegram takes about 30, or 1000 with paid broadcasts. 0: no limit."`
	PaceChat    Number   `env:"PACE_CHAT" default:"1" placeholder:"N" help:"Messages a second to one chat. 0: no limit."`
	Workers     Count    `env:"WORKERS" default:"16" placeholder:"N" help:"How many queues are worked on at the same time, 1 to 256."`
	Poll        Duration `env:"POLL" default:"250ms" placeholder:"TIME" help:"How often to look for work that nobody woke us for, 10ms to 1m."`
	LogLevel    Level    `env:"LOG_LEVEL" default:"info" placeholder:"LEVEL" help:"debug, info, warn or error."`
}

// NewParser makes the command line's parser. Every flag is an environment
// variable too: those without a name of their own are POLYPHONY_<FLAG>.
func NewParser(cli *CLI, options ...kong.Option) (*kong.Kong, error) {
	hostname, err := os.Hostname()
	if err != nil || hostname == "" {
		hostname = "replica"
	}
	return kong.New(cli, append([]kong.Option{
		kong.Name("polyphony"),
		kong.Description("A Telegram companion for an Open Dialogue network: it keeps the thread between two meetings, and carries an urgent word to a human being at once."),
		kong.Vars{"hostname": hostname},
		kong.DefaultEnvars("POLYPHONY"),
		kong.UsageOnError(),
		kong.ConfigureHelp(kong.HelpOptions{Compact: true}),
	}, options...)...)
}

// LogValue is what a log may show of the settings: no secret, and of addresses
// neither passwords nor parameters.
func (c Config) LogValue() slog.Value {
	return slog.GroupValue(
		slog.Any("telegram_token", c.TelegramToken),
		slog.String("telegram_api_url", bareURL(c.TelegramAPIURL)),
		slog.String("bot_name", c.BotName),
		slog.String("redis_url", bareURL(c.RedisURL.Reveal())),
		slog.String("accept_durability", c.AcceptDurability),
		slog.Int("redis_replicas", c.heard()),
		slog.Any("master_key", c.MasterKey),
		slog.String("data_dir", c.DataDir),
		slog.String("redis_memory", c.RedisMemory),
		slog.String("erasure_list", c.erasureList()),
		slog.String("deployment", c.Deployment),
		slog.String("replica", c.Replica),
		slog.String("public_url", bareURL(c.PublicURL)),
		slog.Any("webhook_secret", c.WebhookSecret),
		slog.String("listen", c.Listen),
		slog.String("team_file", c.TeamFile),
		slog.String("urgency_file", c.UrgencyFile),
		slog.Float64("pace_overall", c.PaceOverall.Value),
		slog.Float64("pace_chat", c.PaceChat.Value),
		slog.Int("workers", c.Workers.Value),
		slog.Duration("poll", c.Poll.Value),
		slog.String("log_level", c.LogLevel.Value.String()),
	)
}

// erasureList is the file that remembers who was erased.
func (c Config) erasureList() string {
	if c.ErasureList != "" {
		return c.ErasureList
	}
	return filepath.Join(c.DataDir, "erased.txt")
}

// Secrets lists what must never be printed, for the log to mask.
func (c Config) Secrets() []string {
	return append([]string{
		c.TelegramToken.Reveal(), c.MasterKey.Reveal(), c.WebhookSecret.Reveal(), c.HeartbeatURL.Reveal(),
	}, urlSecrets(c.RedisURL.Reveal())...)
}
