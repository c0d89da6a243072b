package bot

import (
	"context"
	"encoding/json"
	"errors"
	"log/slog"
	"net/http"
	"strings"
	"time"

	"polyphony/flows"
)

// Updates are the kinds of updates that the companion asks Telegram for.
var Updates = []string{"message", "edited_message", "callback_query", "my_chat_member"}

const (
	pollTimeout  = 50 * time.Second       // Telegram's limit for a long poll
	pollGrace    = 10 * time.Second       // on top of it, for the way there and back
	pollFirst    = 250 * time.Millisecond // first pause after an error
	pollCap      = 5 * time.Second        // longest pause after an error
	pollBatch    = 100                    // updates at once, Telegram's limit
	quietForgets = 24 * time.Hour         // ids are random again after a quiet week
)

// PollerOptions are what a Poller needs.
type PollerOptions struct {
	IntakeOptions
	Client  *Client
	Timeout time.Duration // of one long poll, whole seconds, at most 50 s (the default)
	Log     *slog.Logger
}

// Poller asks Telegram for updates. It moves the offset, which tells Telegram
// that the updates before it are done with, only after the inbox has them (I1).
type Poller struct {
	intake  *intake
	client  *Client
	timeout time.Duration
	log     *slog.Logger

	offset   int64     // 0: whatever Telegram has
	heard    time.Time // when the offset last moved
	answered bool      // Telegram has given us updates: it is we who poll
	pause    time.Duration
	conflict seldom
	trouble  seldom
}

// NewPoller makes a poller.
func NewPoller(o PollerOptions) *Poller {
	if o.Timeout <= 0 || o.Timeout > pollTimeout {
		o.Timeout = pollTimeout
	}
	o.Timeout = max(o.Timeout, time.Second)
	return &Poller{intake: newIntake(o.IntakeOptions, "poll"), client: o.Client, timeout: o.Timeout, log: logger(o.Log)}
}

// Run polls until ctx ends.
func (p *Poller) Run(ctx context.Context) {
	p.heard = p.intake.Now()
	for ctx.Err() == nil {
		wait := p.step(ctx)
		if wait > 0 {
			sleep(ctx, wait)
		}
	}
}

// step asks once, keeps what came and moves the offset. It returns how long to
// wait before the next step.
func (p *Poller) step(ctx context.Context) time.Duration {
	if p.intake.Now().Sub(p.heard) > quietForgets {
		// Everything received is recorded, and known ids are dropped there.
		p.offset = 0
	}
	began := p.intake.Now()
	batch, trouble := p.client.updates(ctx, p.offset, p.timeout)
	if ctx.Err() != nil {
		return 0
	}
	p.intake.Observer.Called("getUpdates", trouble.name(), p.intake.Now().Sub(began))
	if trouble.reason != "" {
		return p.troubled(ctx, trouble)
	}
	p.answered = true
	return p.take(ctx, batch)
}

func (p *Poller) take(ctx context.Context, batch []json.RawMessage) time.Duration {
	items, next, err := p.read(batch)
	if err == nil {
		err = p.intake.record(ctx, items)
	}
	if err != nil {
		if ctx.Err() == nil && p.trouble.now(p.intake.Now()) {
			p.log.Error("updates are not kept, Telegram keeps them", "reason", "store", "updates", len(items))
		}
		return p.backoff()
	}
	if len(batch) > 0 && next == p.offset {
		return p.backoff() // nothing but garbage, and no id to pass it by
	}
	p.pause = 0
	if len(batch) > 0 {
		p.offset, p.heard = next, p.intake.Now()
	}
	return 0
}

// read decodes each update alone and finds the offset after them. One without a
// readable id must be passed too: ids rise, so it comes after the one before it,
// and one step beyond that can confirm nothing else.
func (p *Poller) read(batch []json.RawMessage) (items []flows.Item, next int64, err error) {
	next = p.offset
	for _, raw := range batch {
		item, id, err := p.intake.item(raw)
		switch {
		case err == nil:
			items = append(items, item)
			next = id + 1
		case !errors.Is(err, ErrMalformed):
			return nil, 0, err
		case next > 0:
			next++
		}
	}
	return items, next, nil
}

// troubled decides what to do when Telegram gave no updates.
func (p *Poller) troubled(ctx context.Context, t trouble) time.Duration {
	switch {
	case t.webhook && !p.answered:
		return p.clearWebhook(ctx)
	case t.status == http.StatusConflict:
		if p.conflict.now(p.intake.Now()) {
			p.log.Error("somebody else takes this bot's updates", "reason", t.reason, "status", t.status)
		}
	case p.trouble.now(p.intake.Now()):
		p.log.Warn("no updates", "reason", t.reason, "status", t.status)
	}
	return max(t.retry, p.backoff())
}

// clearWebhook takes away a webhook that was set when we began. One that
// appears later was set by somebody who means it.
func (p *Poller) clearWebhook(ctx context.Context) time.Duration {
	err := p.client.deleteWebhook(ctx)
	p.log.Info("a webhook was set: taken away, updates are polled", "ok", err == nil)
	if err != nil {
		return p.backoff()
	}
	return 0
}

func (p *Poller) backoff() time.Duration {
	p.pause = min(max(2*p.pause, pollFirst), pollCap)
	return p.pause
}

// webhookActive is how Telegram says that updates go to a webhook.
func webhookActive(description string) bool {
	return strings.Contains(strings.ToLower(description), "webhook is active")
}
