package sandbox_test

import (
	"bytes"
	"context"
	"fmt"
	"net/http"
	"strings"
	"testing"
	"testing/synctest"

	"github.com/go-telegram/bot"
	"github.com/go-telegram/bot/models"

	"polyphony/sandbox"
)

func TestArgumentsArriveWhicheverWayTheyAreSent(t *testing.T) {
	p := open(t)
	p.says(t, p.alex, "hello")
	for kind, body := range map[string]string{
		"application/json":                  `{"chat_id":1001,"text":"é \"x\"","disable_notification":true,"parse_mode":null}`,
		"application/x-www-form-urlencoded": `chat_id=1001&text=%C3%A9+%22x%22&disable_notification=true`,
		"multipart/form-data; boundary=b":   "--b\r\nContent-Disposition: form-data; name=\"chat_id\"\r\n\r\n1001\r\n--b\r\nContent-Disposition: form-data; name=\"text\"\r\n\r\né \"x\"\r\n--b\r\nContent-Disposition: form-data; name=\"disable_notification\"\r\n\r\ntrue\r\n--b--\r\n",
	} {
		answer, err := p.http.Post("http://sandbox.test/bot"+token+"/sendMessage", kind, strings.NewReader(body))
		if err != nil {
			t.Fatal(err)
		}
		answer.Body.Close()
		if m := p.newest(t, p.alex); answer.StatusCode != 200 || m.Text != `é "x"` || !m.Silent {
			t.Errorf("%s: %d, %+v", kind, answer.StatusCode, m)
		}
	}
	answer, err := p.http.Get("http://sandbox.test/bot" + token + "/sendMessage?chat_id=1001&text=by+address")
	if err != nil {
		t.Fatal(err)
	}
	answer.Body.Close()
	if m := p.newest(t, p.alex); m.Text != "by address" {
		t.Errorf("GET: %+v", m)
	}
	for kind, body := range map[string]string{"application/json": "{", "multipart/form-data; boundary=b": "--b\r\nContent-Disp"} {
		answer, err := p.http.Post("http://sandbox.test/bot"+token+"/sendMessage", kind, strings.NewReader(body))
		if err != nil {
			t.Fatal(err)
		}
		answer.Body.Close()
		if answer.StatusCode != 400 {
			t.Errorf("%s cut short: %d", kind, answer.StatusCode)
		}
	}
}

func TestThePersonSeesEveryKindOfMessageThatTheBotSends(t *testing.T) {
	p := open(t)
	p.says(t, p.alex, "hello")
	up := func(name string) models.InputFile {
		return &models.InputFileUpload{Filename: name, Data: bytes.NewReader([]byte("data"))}
	}
	if _, err := p.bot.SendPhoto(t.Context(), &bot.SendPhotoParams{ChatID: p.alex, Photo: up("code.png"), Caption: "Scan me"}); err != nil {
		t.Error(err)
	}
	if m := p.newest(t, p.alex); m.Kind != "photo" || m.Document.Type != "image/png" || m.Text != "Scan me" {
		t.Errorf("photo: %+v", m)
	}
	if _, err := p.bot.SendVoice(t.Context(), &bot.SendVoiceParams{ChatID: p.alex, Voice: up("a.ogg")}); err != nil || p.newest(t, p.alex).Kind != "voice" {
		t.Error("voice", err)
	}
	if _, err := p.bot.SendSticker(t.Context(), &bot.SendStickerParams{ChatID: p.alex, Sticker: up("a.webp")}); err != nil || p.newest(t, p.alex).Kind != "sticker" {
		t.Error("sticker", err)
	}
	if _, err := p.bot.SendVenue(t.Context(), &bot.SendVenueParams{ChatID: p.alex, Latitude: 51.5, Longitude: -0.1, Title: "Clinic", Address: "1 High Street"}); err != nil || p.newest(t, p.alex).Place.Title != "Clinic" {
		t.Error("venue", err)
	}
	if _, err := p.bot.SendLocation(t.Context(), &bot.SendLocationParams{ChatID: p.alex, Latitude: 51.5, Longitude: -0.1}); err != nil || p.newest(t, p.alex).Place.Latitude != 51.5 {
		t.Error("location", err)
	}
	if _, got := p.call(t, "sendPhoto", map[string]any{"chat_id": p.alex, "photo": "nonsense"}); got["description"] != "Bad Request: wrong file identifier/HTTP URL specified" {
		t.Error(got)
	}
}

func TestMessagesAreCopiedForwardedAndProtected(t *testing.T) {
	p := open(t)
	p.says(t, p.sofia, "olá")
	n := p.says(t, p.alex, "my words")
	forwarded, err := p.bot.ForwardMessage(t.Context(), &bot.ForwardMessageParams{ChatID: p.sofia, FromChatID: p.alex, MessageID: n})
	if err != nil || forwarded.ForwardOrigin == nil || p.newest(t, p.sofia).Forwarded != "Alex" {
		t.Errorf("forwarded: %+v, %v", forwarded, err)
	}
	copied, err := p.bot.CopyMessage(t.Context(), &bot.CopyMessageParams{ChatID: p.sofia, FromChatID: p.alex, MessageID: n, ProtectContent: true})
	if err != nil || p.newest(t, p.sofia).Forwarded != "" || p.newest(t, p.sofia).Text != "my words" {
		t.Errorf("copied: %+v, %v", copied, err)
	}
	_, err = p.bot.ForwardMessage(t.Context(), &bot.ForwardMessageParams{ChatID: p.alex, FromChatID: p.sofia, MessageID: copied.ID})
	if err == nil || !strings.Contains(err.Error(), "message has protected content and can't be forwarded") {
		t.Errorf("forwarding what is protected: %v", err)
	}
}

func TestButtonsCanBeChangedAloneAndManyMessagesDeletedAtOnce(t *testing.T) {
	p := open(t)
	p.says(t, p.alex, "hello")
	_, got := p.call(t, "sendMessage", map[string]any{"chat_id": p.alex, "text": "x", "reply_markup": `{"inline_keyboard":[[{"text":"Yes","callback_data":"y"}]]}`})
	id := got["result"].(map[string]any)["message_id"]
	same := map[string]any{"chat_id": p.alex, "message_id": id, "reply_markup": `{"inline_keyboard":[[{"text":"Yes","callback_data":"y"}]]}`}
	if got := p.description(t, "editMessageReplyMarkup", same); !strings.HasPrefix(got, "Bad Request: message is not modified: ") {
		t.Error(got)
	}
	if _, got := p.call(t, "editMessageReplyMarkup", map[string]any{"chat_id": p.alex, "message_id": id}); got["ok"] != true || len(p.newest(t, p.alex).Buttons) != 0 {
		t.Errorf("buttons gone: %v", got)
	}
	if got := p.description(t, "editMessageText", map[string]any{"chat_id": p.alex, "message_id": 1, "text": "x"}); got != "Bad Request: message can't be edited" {
		t.Error(got)
	}
	if _, got := p.call(t, "deleteMessages", map[string]any{"chat_id": p.alex, "message_ids": []int{1, 2, 77}}); got["ok"] != true || p.seen(t, p.alex) != 0 {
		t.Errorf("deleted: %v, %d left", got, p.seen(t, p.alex))
	}
}

func TestTheBotTellsAboutItselfInEachLanguage(t *testing.T) {
	p := open(t)
	p.call(t, "setMyName", map[string]any{"name": "Polifonia", "language_code": "pt"})
	for _, c := range []struct{ language, want string }{{"", "Polyphony"}, {"pt", "Polifonia"}, {"ur", "Polyphony"}} {
		if _, got := p.call(t, "getMyName", map[string]any{"language_code": c.language}); got["result"].(map[string]any)["name"] != c.want {
			t.Errorf("%q: %v", c.language, got)
		}
	}
	for method, args := range map[string]map[string]any{
		"setMyDescription":      {"description": strings.Repeat("x", 513)},
		"setMyShortDescription": {"short_description": strings.Repeat("x", 121)},
		"setMyName":             {"name": "x", "language_code": "english"},
		"setChatMenuButton":     {"menu_button": `{"type":"magic"}`},
	} {
		p.description(t, method, args)
	}
	if status, got := p.call(t, "setChatMenuButton", map[string]any{"menu_button": `{"type":"commands"}`}); status != 200 {
		t.Error(got)
	}
	p.says(t, p.alex, "hello")
	if status, got := p.call(t, "setMessageReaction", map[string]any{"chat_id": p.alex, "message_id": 1, "reaction": `[{"type":"emoji","emoji":"👍"}]`}); status != 200 || p.newest(t, p.alex).Reaction != "👍" {
		t.Error(got)
	}
}

func TestTheLibrarysOwnPollingWorksInsideABubble(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		p := open(t)
		ctx, cancel := context.WithCancel(t.Context())
		b, err := bot.New(token, bot.WithHTTPClient(60e9, p.http), bot.WithServerURL("http://sandbox.test"), bot.WithNotAsyncHandlers(),
			bot.WithDefaultHandler(func(ctx context.Context, b *bot.Bot, u *models.Update) {
				if _, err := b.SendMessage(ctx, &bot.SendMessageParams{ChatID: u.Message.Chat.ID, Text: "You said " + u.Message.Text}); err != nil {
					t.Error(err)
				}
			}))
		if err != nil {
			t.Fatal(err)
		}
		stopped := make(chan struct{})
		go func() { defer close(stopped); b.Start(ctx) }()
		for i := range 3 {
			p.says(t, p.alex, fmt.Sprint(i))
		}
		synctest.Wait()
		if got := p.newest(t, p.alex).Text; got != "You said 2" || p.seen(t, p.alex) != 6 || p.Pending() != 0 {
			t.Errorf("%q, %d messages, %d pending", got, p.seen(t, p.alex), p.Pending())
		}
		cancel()
		<-stopped
	})
}

type drawerHouse struct{ house }

func (drawerHouse) Drawer(context.Context) (sandbox.Drawer, error) {
	return sandbox.Drawer{
		Queued: []sandbox.Queued{{To: "1001", Lane: "bulk", Why: "reminder", Text: "x", Due: start}},
		Timers: []sandbox.Timer{{What: "reminder", Due: start}},
		Sent:   []sandbox.Sent{{To: "Sofia", At: start, Lane: "urgent", Why: "card", Text: "y"}},
	}, nil
}

func TestTheDrawerNamesPeopleInsteadOfNumbers(t *testing.T) {
	p := open(t)
	p.SetHouse(drawerHouse{})
	_, got := p.api(t, http.MethodGet, "/api/drawer", "")
	want := "map[queued:[map[due:2026-03-02T09:00:00Z lane:bulk text:x to:Alex why:reminder]] " +
		"sent:[map[at:2026-03-02T09:00:00Z lane:urgent text:y to:Sofia why:card]] timers:[map[due:2026-03-02T09:00:00Z what:reminder]]]"
	if fmt.Sprint(got) != want {
		t.Errorf("the drawer holds %v", got)
	}
}
