package bot

import (
	"context"
	"log/slog"
	"sync"
	"time"
)

// How the outage responder behaves.
const (
	outageAgain   = 10 * time.Minute      // one answer a chat in this time
	outageAlarm   = 30 * time.Second      // after so much outage the staff hears
	outageProbe   = 2 * time.Second       // how often it looks whether the store is back
	outageQuiet   = 20 * time.Second      // without a failure before a probe is believed
	outageSpacing = 40 * time.Millisecond // between two answers: 25 a second
	outageChats   = 10_000                // chats remembered
	outageQueue   = 256                   // answers waiting
	outageWorkers = 4                     // answers on their way
	outageCall    = 10 * time.Second      // for one answer
)

// OutageOptions are what an Outage needs.
type OutageOptions struct {
	Client *Client
	// Lines gives the fixed crisis lines, plain text, for a language_code as
	// Telegram sends it (may be empty).
	Lines func(lang string) string
	// Alarm tells the people on call; called once an incident. nil: nobody.
	Alarm func(ctx context.Context)
	// Probe reports whether the store is still away; nil error: it is back. It is
	// believed only when nothing has failed for a while, since a store may answer
	// and yet take nothing. Without it only Up ends an incident.
	Probe    func(ctx context.Context) error
	Now      func() time.Time
	Log      *slog.Logger
	Observer Observer
}

// Outage answers private messages with the crisis lines while the store is away
// (I3). It is the only way out that is not a row of the outbox, since there is
// no outbox then. A nil Outage does nothing.
type Outage struct {
	o       OutageOptions
	queue   chan caller
	began   chan struct{}
	memory  memory
	mu      sync.Mutex
	since   time.Time // when the incident began; zero: there is none
	failed  time.Time // when something could not be kept, the last time
	alarmed bool
	slot    time.Time // when the next answer may leave
}

// NewOutage makes a responder; it answers while Run runs.
func NewOutage(o OutageOptions) *Outage {
	if o.Now == nil {
		o.Now = time.Now
	}
	o.Log, o.Observer = logger(o.Log), observer(o.Observer)
	return &Outage{o: o, queue: make(chan caller, outageQueue), began: make(chan struct{}, 1)}
}

// Run answers and watches until ctx ends, then waits for what is on its way.
func (o *Outage) Run(ctx context.Context) {
	var all sync.WaitGroup
	for range outageWorkers {
		all.Go(func() { o.work(ctx) })
	}
	for {
		select {
		case <-ctx.Done():
			all.Wait()
			return
		case <-o.began:
			o.watch(ctx, &all)
		}
	}
}

// Away says that the store could not be reached, with the raw update that could
// not be kept, if there was one. It never blocks.
func (o *Outage) Away(raw []byte) {
	if o == nil {
		return
	}
	o.begin()
	who, ok := callerOf(raw)
	if !ok || !o.memory.mark(who.chat, o.o.Now()) {
		return
	}
	select {
	case o.queue <- who:
	default:
		o.memory.forget(who.chat) // Telegram will deliver the update again
	}
}

func (o *Outage) begin() {
	o.mu.Lock()
	defer o.mu.Unlock()
	o.failed = o.o.Now()
	if !o.since.IsZero() {
		return
	}
	o.since, o.alarmed = o.failed, false
	o.o.Log.Error("the store is away")
	o.o.Observer.Away(true)
	select {
	case o.began <- struct{}{}:
	default:
	}
}

// Up says that the store is there; it ends the incident.
func (o *Outage) Up() {
	if o == nil {
		return
	}
	o.mu.Lock()
	defer o.mu.Unlock()
	if o.since.IsZero() {
		return
	}
	o.o.Log.Info("the store is back", "after", o.o.Now().Sub(o.since))
	o.since = time.Time{}
	o.o.Observer.Away(false)
}

// watch follows one incident to its end.
func (o *Outage) watch(ctx context.Context, all *sync.WaitGroup) {
	for {
		wait, alarm, over := o.due()
		switch {
		case over:
			return
		case alarm:
			o.o.Log.Error("the store stays away: telling the people on call")
			all.Go(func() { o.o.Alarm(ctx) })
			continue
		}
		if !sleep(ctx, wait) {
			return
		}
		o.probe(ctx)
	}
}

// due says how long to wait, and whether now is the moment for the alarm.
func (o *Outage) due() (wait time.Duration, alarm, over bool) {
	o.mu.Lock()
	defer o.mu.Unlock()
	if o.since.IsZero() {
		return 0, false, true
	}
	left := o.since.Add(outageAlarm).Sub(o.o.Now())
	if o.alarmed || o.o.Alarm == nil {
		return outageProbe, false, false
	}
	if left <= 0 {
		o.alarmed = true
		return 0, true, false
	}
	return min(left, outageProbe), false, false
}

func (o *Outage) probe(ctx context.Context) {
	if o.o.Probe == nil {
		return
	}
	bounded, cancel := context.WithTimeout(ctx, outageProbe)
	defer cancel()
	if o.o.Probe(bounded) == nil && o.quiet() {
		o.Up()
	}
}

func (o *Outage) quiet() bool {
	o.mu.Lock()
	defer o.mu.Unlock()
	return o.o.Now().Sub(o.failed) >= outageQuiet
}
