package bot

import (
	"context"
	"fmt"
	"time"

	telegram "github.com/go-telegram/bot"
)

// registerTimeout bounds each call by which we introduce ourselves.
const registerTimeout = 10 * time.Second

// Me asks Telegram who we are: the bot's id, and its username without the @,
// for links that open a chat with it. An error holds a reason and a status,
// nothing else; a wrong token is "bad_token".
func (c *Client) Me(ctx context.Context) (id int64, username string, err error) {
	err = c.once(ctx, "getMe", func(ctx context.Context) error {
		me, err := c.api.GetMe(ctx)
		if err == nil {
			id, username = me.ID, me.Username
		}
		return err
	})
	return id, username, err
}

// SetWebhook asks Telegram to deliver updates to an address, with the secret
// that the Webhook knows, over at most so many connections (1 to 100). Updates
// that wait are kept. Errors are as those of Me.
func (c *Client) SetWebhook(ctx context.Context, address, secret string, connections int) error {
	return c.once(ctx, "setWebhook", func(ctx context.Context) error {
		_, err := c.api.SetWebhook(ctx, &telegram.SetWebhookParams{
			URL: address, SecretToken: secret, MaxConnections: connections, AllowedUpdates: Updates,
		})
		return err
	})
}

// WebhookState is what Telegram knows of our webhook.
type WebhookState struct {
	URL     string    // empty: long polling
	Pending int       // updates that wait at Telegram
	Failed  time.Time // when a call last failed, zero: never
}

// Webhook asks Telegram where it delivers updates. Errors are as those of Me.
func (c *Client) Webhook(ctx context.Context) (state WebhookState, err error) {
	err = c.once(ctx, "getWebhookInfo", func(ctx context.Context) error {
		info, err := c.api.GetWebhookInfo(ctx)
		if err != nil {
			return err
		}
		state = WebhookState{URL: info.URL, Pending: info.PendingUpdateCount}
		if info.LastErrorDate > 0 {
			state.Failed = time.Unix(int64(info.LastErrorDate), 0)
		}
		return nil
	})
	return state, err
}

// deleteWebhook takes a webhook away and keeps the updates that wait.
func (c *Client) deleteWebhook(ctx context.Context) error {
	return c.once(ctx, "deleteWebhook", func(ctx context.Context) error {
		_, err := c.api.DeleteWebhook(ctx, &telegram.DeleteWebhookParams{})
		return err
	})
}

// once makes one call and keeps nothing of its error but the reason.
func (c *Client) once(ctx context.Context, method string, do func(context.Context) error) error {
	ex := &exchange{}
	ctx, cancel := context.WithTimeout(withExchange(ctx, ex), registerTimeout)
	defer cancel()
	if f, ok := describe(do(ctx), ex); !ok {
		return fmt.Errorf("telegram: %s: %s (status %d)", method, f.reason, f.status)
	}
	return nil
}
