package bot

import (
	"context"
	"log/slog"
	"strings"
	"time"

	telegram "github.com/go-telegram/bot"
	"github.com/go-telegram/bot/models"
)

// Telegram's limits for what a bot says of itself.
const (
	commandsLimit    = 100 // commands in a list
	commandLimit     = 256 // units of a command's description
	descriptionLimit = 512 // units, shown before the first message
	shortLimit       = 120 // units, shown in the profile
	publishTimeout   = 10 * time.Second
)

// Command is one entry of the menu.
type Command struct {
	Name string // without the slash, lower case
	Text string // what it does
}

// PublisherOptions say what is published. A function that is nil publishes
// nothing of its kind.
type PublisherOptions struct {
	Client    *Client
	Languages []string                               // BCP 47, as the catalogue has them
	Default   string                                 // the one for everybody else
	Commands  func(lang string) []Command            // the same for everybody
	About     func(lang string) (long, short string) // descriptions, plain text
	Log       *slog.Logger
}

// Publisher tells Telegram which commands there are. That is decoration: who
// may do what is decided at every event. So failures are logged, by reason, and
// nothing else comes of them.
type Publisher struct{ o PublisherOptions }

// NewPublisher makes a publisher.
func NewPublisher(o PublisherOptions) *Publisher {
	o.Log = logger(o.Log)
	return &Publisher{o: o}
}

// Publish sets the commands of private chats and the descriptions, in every
// language.
func (p *Publisher) Publish(ctx context.Context) {
	scope := &models.BotCommandScopeAllPrivateChats{}
	for code, lang := range p.codes() {
		p.commands(ctx, scope, code, lang)
		p.about(ctx, code, lang)
	}
}

// codes maps Telegram's two-letter codes to our languages; "" is for everybody
// else.
func (p *Publisher) codes() map[string]string {
	codes := map[string]string{"": p.o.Default}
	for _, lang := range p.o.Languages {
		code, _, _ := strings.Cut(lang, "-")
		if _, taken := codes[code]; len(code) == 2 && (!taken || code == lang) {
			codes[code] = lang
		}
	}
	return codes
}

func (p *Publisher) commands(ctx context.Context, scope models.BotCommandScope, code, lang string) {
	if p.o.Commands == nil {
		return
	}
	var list []models.BotCommand
	for _, c := range p.o.Commands(lang) {
		list = append(list, models.BotCommand{Command: c.Name, Description: shorten(c.Text, commandLimit)})
	}
	if len(list) == 0 {
		return
	}
	p.call(ctx, "setMyCommands", lang, func(ctx context.Context) error {
		_, err := p.o.Client.api.SetMyCommands(ctx, &telegram.SetMyCommandsParams{
			Commands: list[:min(len(list), commandsLimit)], Scope: scope, LanguageCode: code,
		})
		return err
	})
}

func (p *Publisher) about(ctx context.Context, code, lang string) {
	if p.o.About == nil {
		return
	}
	long, short := p.o.About(lang)
	p.call(ctx, "setMyDescription", lang, func(ctx context.Context) error {
		_, err := p.o.Client.api.SetMyDescription(ctx, &telegram.SetMyDescriptionParams{
			Description: shorten(long, descriptionLimit), LanguageCode: code,
		})
		return err
	})
	p.call(ctx, "setMyShortDescription", lang, func(ctx context.Context) error {
		_, err := p.o.Client.api.SetMyShortDescription(ctx, &telegram.SetMyShortDescriptionParams{
			ShortDescription: shorten(short, shortLimit), LanguageCode: code,
		})
		return err
	})
}

func (p *Publisher) call(ctx context.Context, method, lang string, do func(context.Context) error) {
	ex := &exchange{}
	ctx, cancel := context.WithTimeout(withExchange(ctx, ex), publishTimeout)
	defer cancel()
	if f, ok := describe(do(ctx), ex); !ok {
		p.o.Log.Warn("not published", "method", method, "lang", lang, "reason", f.reason, "status", f.status)
	}
}
