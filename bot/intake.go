package bot

import (
	"context"
	"crypto/rand"
	"io"
	"sync"
	"time"

	"polyphony/flows"
)

// Recording is given up after recordTimeout; after recordPatience whoever wrote
// gets the crisis lines, though the words may still be kept (I3: within 1 s).
const (
	recordTimeout  = 5 * time.Second
	recordPatience = 700 * time.Millisecond
)

// IntakeOptions are what both ways in need.
type IntakeOptions struct {
	Inbox    Inbox
	Outage   *Outage // nil: nobody answers while the store is away
	Now      func() time.Time
	Random   io.Reader // nil: crypto/rand
	Observer Observer  // nil: none
}

// intake writes updates to the inbox and tells the outage responder how it went.
type intake struct {
	IntakeOptions
	via string
}

func newIntake(o IntakeOptions, via string) *intake {
	if o.Random == nil {
		o.Random = rand.Reader
	}
	if o.Now == nil {
		o.Now = time.Now
	}
	o.Observer = observer(o.Observer)
	return &intake{IntakeOptions: o, via: via}
}

// item makes an item and counts those that cannot be made.
func (in *intake) item(raw []byte) (item flows.Item, id int64, err error) {
	item, id, err = newItem(raw, in.Now(), in.Random)
	if err != nil {
		in.Observer.Received(in.via, "malformed")
	}
	return item, id, err
}

// record keeps all items or none.
func (in *intake) record(ctx context.Context, items []flows.Item) error {
	if len(items) == 0 {
		return nil
	}
	stop := in.impatient(items)
	bounded, cancel := context.WithTimeout(ctx, recordTimeout)
	defer cancel()
	err := in.Inbox.Record(bounded, items)
	stop()
	switch {
	case err == nil:
		in.count(len(items), "recorded")
		in.Outage.Up()
	case ctx.Err() == nil: // else we are being stopped, or Telegram hung up
		in.count(len(items), "failed")
		in.away(items)
	}
	return err
}

// impatient tells the outage responder when recording takes too long. Once stop
// has returned it will not do so any more.
func (in *intake) impatient(items []flows.Item) (stop func()) {
	var mu sync.Mutex
	over := false
	slow := time.AfterFunc(recordPatience, func() {
		mu.Lock()
		defer mu.Unlock()
		if !over {
			in.away(items)
		}
	})
	return func() {
		slow.Stop()
		mu.Lock()
		over = true
		mu.Unlock()
	}
}

func (in *intake) away(items []flows.Item) {
	for _, item := range items {
		in.Outage.Away(item.Body)
	}
}

func (in *intake) count(n int, outcome string) {
	for range n {
		in.Observer.Received(in.via, outcome)
	}
}
