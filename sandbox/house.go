package sandbox

import (
	"context"
	"time"
)

// House is the application behind the sandbox. It is nil when the sandbox serves as a Bot API only.
type House interface {
	// Settle returns when everything due at the clock's now has been handled and delivered.
	Settle(ctx context.Context) error
	// Next is the next instant at which anything falls due; false when nothing does.
	Next(ctx context.Context) (time.Time, bool, error)
	// Drawer is what lies ready to be said, and what was said lately.
	Drawer(ctx context.Context) (Drawer, error)
}

// Drawer is a look inside the application: what waits to go out, what will wake it, what went out.
type Drawer struct {
	Queued []Queued `json:"queued"`
	Timers []Timer  `json:"timers"`
	Sent   []Sent   `json:"sent"`
}

// Queued is a message that has been decided and not yet delivered.
type Queued struct {
	To   string    `json:"to"` // a name, or a chat id in digits, which the API replaces by the name
	Lane string    `json:"lane"`
	Why  string    `json:"why"`
	Text string    `json:"text"`
	Due  time.Time `json:"due"`
}

// Timer is something that will wake the application.
type Timer struct {
	What string    `json:"what"`
	Due  time.Time `json:"due"`
}

// Sent is a message that went out.
type Sent struct {
	To   string    `json:"to"` // as in Queued
	At   time.Time `json:"at"`
	Lane string    `json:"lane"`
	Why  string    `json:"why"`
	Text string    `json:"text"`
}

// Step is one step of the story that the page invites its reader to follow.
type Step struct {
	Title string `json:"title"`
	Text  string `json:"text"`
	Who   string `json:"who"` // the person's name
	Do    Do     `json:"do"`
}

// Do is what a step does; one of its fields is set.
type Do struct {
	Says    string `json:"says,omitempty"`    // what is said
	Taps    string `json:"taps,omitempty"`    // the button's text
	Advance string `json:"advance,omitempty"` // how far the clock is pushed, as "2h" or "3d"
	Opens   string `json:"opens,omitempty"`   // a link, or the name of the person whose newest link it is
}
