package bot

import (
	"context"
	"time"

	telegram "github.com/go-telegram/bot"

	"polyphony/flows"
)

// caller is somebody who wrote while nothing could be kept.
type caller struct {
	chat int64
	lang string
}

func (o *Outage) work(ctx context.Context) {
	for {
		select {
		case <-ctx.Done():
			return
		case who := <-o.queue:
			if sleep(ctx, o.reserve()) {
				o.answer(ctx, who)
			}
		}
	}
}

// reserve takes the next moment at which an answer may leave.
func (o *Outage) reserve() time.Duration {
	o.mu.Lock()
	defer o.mu.Unlock()
	now := o.o.Now()
	if o.slot.Before(now) {
		o.slot = now
	}
	wait := o.slot.Sub(now)
	o.slot = o.slot.Add(outageSpacing)
	return wait
}

// answer sends the lines. When that fails and may yet work, the chat is
// forgotten, so that the next delivery of the same words tries again.
func (o *Outage) answer(ctx context.Context, who caller) {
	ex := &exchange{}
	bounded, cancel := context.WithTimeout(withExchange(context.WithoutCancel(ctx), ex), outageCall)
	defer cancel()
	_, err := o.o.Client.api.SendMessage(bounded, &telegram.SendMessageParams{ChatID: who.chat, Text: o.lines(who.lang)})
	f, ok := describe(err, ex)
	switch {
	case ok:
		f.reason = "lines"
	case f.reason == reasonBlocked, f.reason == reasonGone, f.reason == reasonRefused:
	default:
		o.memory.forget(who.chat)
	}
	o.o.Log.Info("answered without a store", "reason", f.reason, "status", f.status)
	o.o.Observer.Settled(flows.Urgent, f.reason, 0)
	if f.reason == reasonLimited {
		sleep(ctx, min(f.retry, outageAlarm))
	}
}

// lines are the fixed texts, their telephone numbers in order.
func (o *Outage) lines(lang string) string {
	return toPlain(isolateNumbers(reader{lang: lang}, []piece{{text: o.o.Lines(lang)}}))
}

// callerOf finds who wrote, if it was a private message.
func callerOf(raw []byte) (caller, bool) {
	message := fieldsOf(raw).sub("message")
	chat := message.sub("chat")
	id := chat.number("id")
	if id == 0 || !private(chat) {
		return caller{}, false
	}
	return caller{chat: id, lang: message.sub("from").text("language_code")}, true
}
