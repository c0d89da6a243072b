package alarm

import (
	"context"
	"log/slog"
	"slices"
	"sync"
	"time"
)

// timeout is how long one channel may take; with a phone in the other hand
// nobody waits longer for a push service.
const timeout = 10 * time.Second

// places bounds the sends of one channel that are under way. The library cannot
// be told to give up, so one that hangs keeps its place until its connection
// ends. With two tries every five minutes these last for more than an hour of hanging,
// after which the channel counts as busy and costs nothing more.
const places = 32

// Channel is one way to reach staff. Its URL is in the form of the shoutrrr
// library ("ntfy://host/topic", "generic+https://host/hook", "smtp://…").
type Channel struct {
	ID   string
	URL  string                   // holds secrets
	Send func(text string) Reason // in place of the library, where no socket can be opened; nil: the library
}

// Reason says how one channel took an alarm.
type Reason string

// The reasons.
const (
	Sent        Reason = "sent"        // the channel took it; not that anybody read it
	Unknown     Reason = "unknown"     // there is no such channel
	Misset      Reason = "misset"      // its address is missing or makes no sense
	Timeout     Reason = "timeout"     // no answer in time; it may still arrive
	Unreachable Reason = "unreachable" // nobody answers at the address: nothing has left
	Refused     Reason = "refused"     // the other side would not take it
	Busy        Reason = "busy"        // too many earlier sends hang
	Failed      Reason = "failed"      // anything else
)

// Alarm raises alarms on channels. Its methods may be called at the same time.
type Alarm struct {
	channels map[string]*channel
	log      *slog.Logger
	send     func(url, text string) Reason
}

type channel struct {
	Channel
	places chan struct{}
}

// New makes an Alarm. A channel that cannot work is kept and reported by
// Faults; nothing is sent or looked up yet.
func New(channels []Channel, log *slog.Logger) *Alarm {
	a := &Alarm{channels: map[string]*channel{}, log: log, send: send}
	for _, c := range channels {
		a.channels[c.ID] = &channel{Channel: c, places: make(chan struct{}, places)}
	}
	return a
}

// Faults names the channels that cannot work as they are set.
func (a *Alarm) Faults() map[string]Reason {
	out := map[string]Reason{}
	for id, c := range a.channels {
		if !sound(c.URL) {
			out[id] = Misset
		}
	}
	return out
}

// Raise sends the text over all the channels at once and says how each took
// it. It returns when all have answered, after ten seconds at the latest, or
// when the context ends: a channel that hangs holds up nobody. The text must
// hold nothing that a stranger may not read.
func (a *Alarm) Raise(ctx context.Context, channelIDs []string, text string) map[string]Reason {
	ctx, cancel := context.WithTimeout(ctx, timeout)
	defer cancel()
	var mu sync.Mutex
	out := make(map[string]Reason, len(channelIDs))
	var all sync.WaitGroup
	for _, id := range slices.Compact(slices.Sorted(slices.Values(channelIDs))) {
		all.Go(func() {
			reason := a.raise(ctx, id, text)
			a.report(id, reason)
			mu.Lock()
			defer mu.Unlock()
			out[id] = reason
		})
	}
	all.Wait()
	return out
}

func (a *Alarm) report(id string, reason Reason) {
	level := slog.LevelInfo
	if reason != Sent {
		level = slog.LevelError
	}
	a.log.Log(context.Background(), level, "alarm raised", "channel", id, "reason", string(reason))
}

// raise waits for one channel, not longer than the context.
func (a *Alarm) raise(ctx context.Context, id, text string) Reason {
	c, known := a.channels[id]
	if !known {
		return Unknown
	}
	if !sound(c.URL) {
		return Misset
	}
	select {
	case c.places <- struct{}{}:
	default:
		return Busy
	}
	answer := make(chan Reason, 1)
	go func() {
		defer func() { <-c.places }()
		if c.Send != nil {
			answer <- c.Send(text)
			return
		}
		answer <- a.send(c.URL, text)
	}()
	select {
	case reason := <-answer:
		return reason
	case <-ctx.Done():
		return Timeout
	}
}
