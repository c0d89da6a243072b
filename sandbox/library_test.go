package sandbox_test

import (
	"errors"
	"strings"
	"testing"

	"github.com/go-telegram/bot"
	"github.com/go-telegram/bot/models"

	"polyphony/sandbox"
)

func TestTheLibrarySendsEditsAndDeletesAsAtTelegram(t *testing.T) {
	p := open(t)
	p.says(t, p.alex, "/start")
	me, err := p.bot.GetMe(t.Context())
	if err != nil || me.Username != "polyphony_sandbox_bot" || me.ID != 424242 || !me.IsBot {
		t.Fatalf("getMe: %+v, %v", me, err)
	}
	sent, err := p.bot.SendMessage(t.Context(), &bot.SendMessageParams{
		ChatID: p.alex, Text: "<b>Hello</b> Alex", ParseMode: models.ParseModeHTML, ProtectContent: true, DisableNotification: true,
		ReplyMarkup: &models.InlineKeyboardMarkup{InlineKeyboard: [][]models.InlineKeyboardButton{{{Text: "Yes", CallbackData: "y"}}}},
	})
	if err != nil {
		t.Fatal(err)
	}
	got := p.newest(t, p.alex)
	if got.Text != "Hello Alex" || got.HTML != "<b>Hello</b> Alex" || !got.Protected || !got.Silent || got.Me || got.Buttons[0][0].Data != "y" {
		t.Errorf("Alex sees %+v", got)
	}
	if _, err := p.bot.EditMessageText(t.Context(), &bot.EditMessageTextParams{ChatID: p.alex, MessageID: sent.ID, Text: "Changed"}); err != nil {
		t.Fatal(err)
	}
	if got := p.newest(t, p.alex); got.Text != "Changed" || !got.Edited || len(got.Buttons) != 0 {
		t.Errorf("after the edit Alex sees %+v", got)
	}
	_, err = p.bot.EditMessageText(t.Context(), &bot.EditMessageTextParams{ChatID: p.alex, MessageID: sent.ID, Text: "Changed"})
	if !errors.Is(err, bot.ErrorBadRequest) || !strings.Contains(err.Error(), "message is not modified: ") {
		t.Errorf("the same edit again: %v", err)
	}
	if ok, err := p.bot.DeleteMessage(t.Context(), &bot.DeleteMessageParams{ChatID: p.alex, MessageID: sent.ID}); !ok || err != nil {
		t.Errorf("delete: %v, %v", ok, err)
	}
	_, err = p.bot.EditMessageText(t.Context(), &bot.EditMessageTextParams{ChatID: p.alex, MessageID: sent.ID, Text: "Gone"})
	if !errors.Is(err, bot.ErrorBadRequest) || !strings.Contains(err.Error(), "message to edit not found") {
		t.Errorf("editing what is gone: %v", err)
	}
}

func TestTheLibraryTypesTheSandboxesErrors(t *testing.T) {
	p := open(t)
	send := func(to int64) error {
		_, err := p.bot.SendMessage(t.Context(), &bot.SendMessageParams{ChatID: to, Text: "Hello"})
		return err
	}
	if err := send(p.alex); !errors.Is(err, bot.ErrorForbidden) || !strings.Contains(err.Error(), "Forbidden: bot can't initiate conversation with a user") {
		t.Errorf("to somebody who never wrote: %v", err)
	}
	if err := send(77); !errors.Is(err, bot.ErrorBadRequest) || !strings.Contains(err.Error(), "Bad Request: chat not found") {
		t.Errorf("to nobody: %v", err)
	}
	p.says(t, p.alex, "hello")
	if err := p.Blocks(t.Context(), p.alex); err != nil {
		t.Fatal(err)
	}
	if err := send(p.alex); !errors.Is(err, bot.ErrorForbidden) || !strings.Contains(err.Error(), "Forbidden: bot was blocked by the user") {
		t.Errorf("to somebody who blocked: %v", err)
	}
	if err := p.Unblocks(t.Context(), p.alex); err != nil {
		t.Fatal(err)
	}
	if err := p.Fail(sandbox.Fault{Method: "sendMessage", RetryAfter: 3}); err != nil {
		t.Fatal(err)
	}
	var slow *bot.TooManyRequestsError
	if err := send(p.alex); !errors.As(err, &slow) || slow.RetryAfter != 3 {
		t.Errorf("flooded: %v", err)
	}
	if err := send(p.alex); err != nil {
		t.Errorf("after the fault: %v", err)
	}
	p.Server.Close()
	if err := send(p.alex); !errors.Is(err, sandbox.ErrClosed) {
		t.Errorf("after Close: %v", err)
	}
}

func TestADocumentKeepsItsNameTypeAndBytes(t *testing.T) {
	p := open(t)
	p.says(t, p.alex, "hello")
	sent, err := p.bot.SendDocument(t.Context(), &bot.SendDocumentParams{
		ChatID: p.alex, Caption: "Your <i>meeting</i>", ParseMode: models.ParseModeHTML,
		Document: &models.InputFileUpload{Filename: "meeting.ics", Data: strings.NewReader("BEGIN:VCALENDAR")},
	})
	if err != nil {
		t.Fatal(err)
	}
	if d := sent.Document; d.FileName != "meeting.ics" || d.MimeType != "text/calendar" || d.FileSize != 15 {
		t.Errorf("the bot got back %+v", d)
	}
	got := p.newest(t, p.alex)
	if got.Kind != "document" || got.HTML != "Your <i>meeting</i>" || got.Document.Name != "meeting.ics" {
		t.Errorf("Alex sees %+v", got)
	}
	if _, raw := p.api(t, "GET", "/api/files/"+got.Document.ID, ""); raw["raw"] != "BEGIN:VCALENDAR" {
		t.Errorf("the file is %v", raw)
	}
	again, err := p.bot.SendDocument(t.Context(), &bot.SendDocumentParams{ChatID: p.alex, Document: &models.InputFileString{Data: sent.Document.FileID}})
	if err != nil || again.Document.FileName != "meeting.ics" {
		t.Errorf("sent again by its number: %+v, %v", again, err)
	}
}
