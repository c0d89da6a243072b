package sandbox_test

import (
	"fmt"
	"sync"
	"testing"
	"time"

	"github.com/go-telegram/bot"

	"polyphony/sandbox"
)

func TestEverythingMayHappenAtOnce(t *testing.T) {
	p := open(t, func(o *sandbox.Options) { o.Clock = sandbox.NewClock(start, true) })
	p.says(t, p.alex, "hello")
	p.says(t, p.sofia, "olá")
	var all sync.WaitGroup
	for _, do := range []func(i int) error{
		func(i int) error { _, err := p.Says(t.Context(), p.alex, fmt.Sprint(i)); return err },
		func(i int) error {
			p.call(t, "sendMessage", map[string]any{"chat_id": p.alex, "text": fmt.Sprint(i), "reply_markup": `{"inline_keyboard":[[{"text":"Yes","callback_data":"y"}]]}`})
			return nil
		},
		func(i int) error {
			p.call(t, "editMessageText", map[string]any{"chat_id": p.alex, "message_id": i + 1, "text": "changed"})
			return nil
		},
		func(int) error { p.call(t, "getUpdates", map[string]any{"offset": -5}); return nil }, // refused while a webhook is set
		func(int) error { _, err := p.Chat(p.alex); return err },
		func(int) error { return p.Advance(t.Context(), time.Second) },
		func(i int) error { _, err := p.AddPerson(fmt.Sprint("Person ", i), "en"); return err },
		func(int) error { p.People(); p.Pending(); p.Record(); return nil },
		func(i int) error {
			p.call(t, "setWebhook", map[string]any{"url": "http://127.0.0.1:1/nobody"})
			p.call(t, "deleteWebhook", nil)
			return nil
		},
		func(int) error { p.api(t, "GET", "/api/people/1001/chat", ""); return nil },
	} {
		all.Go(func() {
			for i := range 30 {
				if err := do(i); err != nil {
					t.Error(err)
				}
			}
		})
	}
	all.Wait()
	if got := len(p.People()); got != 32 {
		t.Errorf("%d people", got)
	}
}

func BenchmarkSendMessage(b *testing.B) {
	p := open(b)
	if _, err := p.Says(b.Context(), p.alex, "hello"); err != nil {
		b.Fatal(err)
	}
	for b.Loop() {
		if _, err := p.bot.SendMessage(b.Context(), &bot.SendMessageParams{ChatID: p.alex, Text: "<b>Hello</b>, Alex", ParseMode: "HTML"}); err != nil {
			b.Fatal(err)
		}
	}
}
