package main

import (
	"context"
	"strconv"
	"sync"
	"time"

	"polyphony/flows"
	"polyphony/sandbox"
)

// house is the application as the sandbox sees it: something that settles, and
// that can be looked into.
type house struct {
	app     *App
	pending func() int // updates that Telegram has not got rid of yet
	sent    *sentLog
	slack   time.Duration // how far a clock that runs may have moved between a commit and a look
}

// Settle returns when everything that is due now has been handled and
// delivered: fire, then wait until nothing waits any more.
func (h house) Settle(ctx context.Context) error {
	for {
		if err := h.app.Tick(ctx, h.app.Now()); err != nil {
			return err
		}
		h.app.Engine.Wake()
		h.app.Sender.Wake()
		arriving := h.pending() // looked at first: what has arrived is in the depths by then
		depths, err := h.app.Store.Depths(ctx, h.app.Now().Add(h.slack))
		if err != nil {
			return err
		}
		if arriving == 0 && depths.Idle() && depths.Overdue == 0 {
			return nil
		}
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-time.After(time.Millisecond):
		}
	}
}

// Next is when the next thing falls due.
func (h house) Next(ctx context.Context) (time.Time, bool, error) { return h.app.Store.NextDue(ctx) }

// drawerSize is how many of each the drawer shows.
const drawerSize = 50

// Drawer shows what waits and what was said lately, and why.
func (h house) Drawer(ctx context.Context) (d sandbox.Drawer, err error) {
	waiting, err := h.app.Store.Queued(ctx, drawerSize)
	if err != nil {
		return d, err
	}
	for _, w := range waiting {
		m := w.Row.Message
		d.Queued = append(d.Queued, sandbox.Queued{To: to(m), Lane: m.Lane.String(), Why: string(m.Why), Due: w.Due})
	}
	timers, err := h.app.Store.Timers(ctx, drawerSize)
	if err != nil {
		return d, err
	}
	for _, t := range timers {
		d.Timers = append(d.Timers, sandbox.Timer{What: h.timerName(ctx, t.Key), Due: t.Due})
	}
	d.Sent = h.sent.list()
	return d, nil
}

// timerName says what a timer will do, with the name of whom it concerns.
func (h house) timerName(ctx context.Context, k flows.TimerKey) string {
	name := k.Subject + ": " + k.What
	if k.Subject == "contact" {
		name += " " + h.app.contactName(ctx, k.ID)
	}
	if k.Arg != "" {
		name += " " + h.app.contactName(ctx, k.Arg)
	}
	return name
}

func to(m flows.Message) string {
	if m.Channel != "" {
		return m.Channel
	}
	return strconv.FormatInt(m.Chat, 10)
}

// sentLog remembers the last messages that went out, and why.
type sentLog struct {
	mu   sync.Mutex
	rows []sandbox.Sent
}

func (l *sentLog) add(row flows.Row, out flows.Outcome, at time.Time) {
	if out.Sent == 0 && row.Message.Answer == "" {
		return
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	m := row.Message
	l.rows = append(l.rows, sandbox.Sent{To: to(m), At: at, Lane: m.Lane.String(), Why: string(m.Why)})
	if len(l.rows) > drawerSize {
		l.rows = l.rows[len(l.rows)-drawerSize:]
	}
}

func (l *sentLog) list() []sandbox.Sent {
	l.mu.Lock()
	defer l.mu.Unlock()
	return append([]sandbox.Sent{}, l.rows...)
}
