package bot

import (
	"context"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"polyphony/flows"
)

// bench is a sender between an outbox and a Telegram that are both in memory.
type bench struct {
	*Sender
	outbox *outboxStub
	api    *telegramStub
	log    *sink
	stop   func()
}

// work runs a sender inside a bubble, where waiting costs nothing, and ends it;
// a goroutine that it left behind fails the test.
func work(t *testing.T, change func(*SenderOptions), then func(*testing.T, *bench)) {
	t.Helper()
	synctest.Test(t, func(t *testing.T) {
		log, lines := witness(t)
		b := &bench{outbox: &outboxStub{}, api: &telegramStub{}, log: lines}
		o := SenderOptions{
			Outbox: b.outbox, Client: b.api.client(t), Log: log, Poll: 5 * time.Minute,
			Render: NewRenderer(RendererOptions{Texts: sentences, Fallback: "?", Log: log}),
			Address: func(flows.Tx, flows.Row, time.Time) (flows.Delivery, error) {
				return flows.Delivery{Language: "en"}, nil
			},
		}
		if change != nil {
			change(&o)
		}
		b.Sender = NewSender(o)
		ctx, cancel := context.WithCancel(t.Context())
		done := make(chan struct{})
		go func() { b.Run(ctx); close(done) }()
		b.stop = sync.OnceFunc(func() { cancel(); <-done })
		then(t, b)
		b.stop()
	})
}

// send hands rows in and waits until everything stands still.
func (b *bench) send(rows ...flows.Row) {
	b.outbox.add(rows...)
	b.Wake()
	synctest.Wait()
}
