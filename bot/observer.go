package bot

import (
	"log/slog"
	"time"

	"polyphony/flows"
)

// Observer hears what happens at the edge, in names and durations. Its methods
// are called from many goroutines and must not block.
type Observer interface {
	// Received says what became of an update ("recorded", "failed", "refused",
	// "malformed") that came via "webhook" or "poll".
	Received(via, outcome string)
	// Settled says what became of a row, and how long after its commit.
	Settled(lane flows.Lane, reason flows.Reason, after time.Duration)
	// Called says how a call to Telegram ended ("ok" or a named reason).
	Called(method string, reason flows.Reason, took time.Duration)
	// Away says that an outage of the store began or ended.
	Away(away bool)
}

// deaf is the observer of whoever wants none.
type deaf struct{}

func (deaf) Received(string, string)                         {}
func (deaf) Settled(flows.Lane, flows.Reason, time.Duration) {}
func (deaf) Called(string, flows.Reason, time.Duration)      {}
func (deaf) Away(bool)                                       {}

func observer(o Observer) Observer {
	if o == nil {
		return deaf{}
	}
	return o
}

func logger(l *slog.Logger) *slog.Logger {
	if l == nil {
		return slog.New(slog.DiscardHandler)
	}
	return l
}
