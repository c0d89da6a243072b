package bot

import (
	"context"

	telegram "github.com/go-telegram/bot"
	"github.com/go-telegram/bot/models"

	"polyphony/flows"
)

// form is how a text is handed over.
type form int

const (
	formHTML   form = iota
	formHidden      // plain, with its hidden parts named beside it
	formBare        // plain
)

// result is how a call ended.
type result struct {
	failure failure
	ok      bool
	message int // Telegram's id of the message sent
}

func (r result) failed() (failure, bool) { return r.failure, r.ok }

// fresh reports whether no more than half of the lease has passed. A process
// that was paused for longer may no longer own the row.
func (t *turn) fresh() bool { return t.s.o.Now().Sub(t.claimed) <= t.s.o.Lease/2 }

// call makes one call under its timeout. Its request begins only if what Address
// read still stands, and is written only while the claim is fresh.
func (t *turn) call(ctx context.Context, method string, do func(context.Context) error) result {
	began := t.s.o.Now()
	ex := &exchange{fresh: t.fresh}
	ctx, cancel := context.WithTimeout(withExchange(ctx, ex), t.s.o.CallTimeout)
	defer cancel()
	if t.s.o.Still != nil && t.tx != nil {
		ex.still = func() (func(), bool, error) { return t.s.o.Still(ctx, t.tx) }
	}
	f, ok := describe(do(ctx), ex)
	reason := f.reason
	if ok {
		reason = "ok"
	}
	t.s.o.Observer.Called(method, reason, t.s.o.Now().Sub(began))
	return result{failure: f, ok: ok, message: ex.message}
}

// send edits a message, or sends a new one: a copy, a picture, a document or a
// text.
func (t *turn) send(ctx context.Context, a attempt) result {
	m, client := t.row.Message, t.s.o.Client
	m.Silent = m.Silent || t.to.Silent
	switch {
	case m.Copy != nil:
		return t.call(ctx, "copyMessage", func(ctx context.Context) error { return client.copy(ctx, m, a.letter, a.form) })
	case a.edit != 0 && a.caption:
		return t.call(ctx, "editMessageCaption", func(ctx context.Context) error { return client.editCaption(ctx, m.Chat, a.edit, a.letter, a.form) })
	case a.edit != 0:
		return t.call(ctx, "editMessageText", func(ctx context.Context) error { return client.edit(ctx, m.Chat, a.edit, a.letter, a.form) })
	case a.letter.file != nil && a.letter.file.picture:
		return t.call(ctx, "sendPhoto", func(ctx context.Context) error { return client.photo(ctx, m, a.letter, a.form) })
	case a.letter.file != nil:
		return t.call(ctx, "sendDocument", func(ctx context.Context) error { return client.document(ctx, m, a.letter, a.form) })
	}
	return t.call(ctx, "sendMessage", func(ctx context.Context) error { return client.message(ctx, m, a.letter, a.form) })
}

func (c *Client) answer(ctx context.Context, id string, letter *Letter) error {
	_, err := c.api.AnswerCallbackQuery(ctx, &telegram.AnswerCallbackQueryParams{CallbackQueryID: id, Text: letter.Plain()})
	return err
}

func (c *Client) message(ctx context.Context, m flows.Message, letter *Letter, as form) error {
	text, mode, entities := letter.as(as)
	_, err := c.api.SendMessage(ctx, &telegram.SendMessageParams{
		ChatID: m.Chat, Text: text, ParseMode: mode, Entities: entities, LinkPreviewOptions: noPreview(),
		DisableNotification: m.Silent, ProtectContent: m.Protect, ReplyMarkup: letter.Markup, ReplyParameters: answerTo(m),
	})
	return err
}

// answerTo shows a message as the answer to another, as long as that stands.
func answerTo(m flows.Message) *models.ReplyParameters {
	if m.ReplyTo == 0 {
		return nil
	}
	return &models.ReplyParameters{MessageID: m.ReplyTo, AllowSendingWithoutReply: true}
}

// edit takes inline buttons only, and without any it takes away those that
// stand.
func (c *Client) edit(ctx context.Context, chat int64, message int, letter *Letter, as form) error {
	text, mode, entities := letter.as(as)
	markup, ok := letter.Markup.(*InlineKeyboard)
	params := &telegram.EditMessageTextParams{
		ChatID: chat, MessageID: message, Text: text, ParseMode: mode, Entities: entities, LinkPreviewOptions: noPreview(),
	}
	if ok {
		params.ReplyMarkup = markup
	}
	_, err := c.api.EditMessageText(ctx, params)
	return err
}

// remove deletes a message of ours.
func (c *Client) remove(ctx context.Context, chat int64, message int) error {
	_, err := c.api.DeleteMessage(ctx, &telegram.DeleteMessageParams{ChatID: chat, MessageID: message})
	return err
}

// copy passes on a message as it was written. With a text, that stands in the
// place of the words under it, which the reader may have behind a spoiler.
func (c *Client) copy(ctx context.Context, m flows.Message, letter *Letter, as form) error {
	params := &telegram.CopyMessageParams{
		ChatID: m.Chat, FromChatID: m.Copy.Chat, MessageID: m.Copy.Message,
		DisableNotification: m.Silent, ProtectContent: m.Protect, ReplyMarkup: letter.Markup,
	}
	if m.Key != "" {
		params.Caption, params.ParseMode, params.CaptionEntities = letter.as(as)
	}
	_, err := c.api.CopyMessage(ctx, params)
	return err
}

// noPreview keeps Telegram from fetching the addresses in a text.
func noPreview() *models.LinkPreviewOptions {
	return &models.LinkPreviewOptions{IsDisabled: telegram.True()}
}

// plainer is the form to try when this one was not understood.
func (l *Letter) plainer(f form) form {
	if f == formHTML && len(spoilers(l.pieces)) > 0 {
		return formHidden
	}
	return formBare
}

// as gives the text in a form.
func (l *Letter) as(f form) (text string, mode models.ParseMode, entities []models.MessageEntity) {
	if f == formHTML {
		return l.HTML(), models.ParseModeHTML, nil
	}
	if f == formHidden {
		for _, s := range spoilers(l.pieces) {
			entities = append(entities, models.MessageEntity{
				Type: models.MessageEntityTypeSpoiler, Offset: s.offset, Length: s.length,
			})
		}
	}
	return l.Plain(), "", entities
}
