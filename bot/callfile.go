package bot

import (
	"bytes"
	"context"

	telegram "github.com/go-telegram/bot"
	"github.com/go-telegram/bot/models"

	"polyphony/flows"
)

// input is the file as the library wants it. Its type goes by its name.
func (u *upload) input() *models.InputFileUpload {
	return &models.InputFileUpload{Filename: u.name, Data: bytes.NewReader(u.body)}
}

func (c *Client) document(ctx context.Context, m flows.Message, letter *Letter, as form) error {
	text, mode, entities := letter.as(as)
	_, err := c.api.SendDocument(ctx, &telegram.SendDocumentParams{
		ChatID: m.Chat, Caption: text, ParseMode: mode, CaptionEntities: entities, Document: letter.file.input(),
		DisableNotification: m.Silent, ProtectContent: m.Protect, ReplyMarkup: letter.Markup,
	})
	return err
}

func (c *Client) photo(ctx context.Context, m flows.Message, letter *Letter, as form) error {
	text, mode, entities := letter.as(as)
	_, err := c.api.SendPhoto(ctx, &telegram.SendPhotoParams{
		ChatID: m.Chat, Caption: text, ParseMode: mode, CaptionEntities: entities, Photo: letter.file.input(), HasSpoiler: letter.file.hidden,
		DisableNotification: m.Silent, ProtectContent: m.Protect, ReplyMarkup: letter.Markup,
	})
	return err
}

// editCaption changes the text under a file that was sent, and its buttons. The
// file stays as it is.
func (c *Client) editCaption(ctx context.Context, chat int64, message int, letter *Letter, as form) error {
	text, mode, entities := letter.as(as)
	params := &telegram.EditMessageCaptionParams{
		ChatID: chat, MessageID: message, Caption: text, ParseMode: mode, CaptionEntities: entities,
	}
	if markup, ok := letter.Markup.(*InlineKeyboard); ok {
		params.ReplyMarkup = markup
	}
	_, err := c.api.EditMessageCaption(ctx, params)
	return err
}
