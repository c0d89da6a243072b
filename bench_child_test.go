package main

import (
	"strconv"
	"time"

	"polyphony/flows"
	"polyphony/locales"
)

// The child that bench/ measures beside its peers: the whole application with a
// decision that counts, for updates and for timers alike.
func init() { children["bench"] = runBenchChild }

func runBenchChild() error { return runDeciding(countingAll) }

// countingAll counts texts as countingDecide does, and timers in the same way:
// one more for its subject, and a message to it.
func countingAll(tx flows.Tx, ev flows.Event, now time.Time) (flows.Decision, error) {
	if ev.Kind != flows.KindTimer {
		return countingDecide(tx, ev, now)
	}
	var t tally
	if _, err := tx.Read("account", ev.Timer.ID, &t); err != nil {
		return flows.Decision{}, err
	}
	t.Count++
	chat, err := strconv.ParseInt(ev.Timer.ID, 10, 64)
	if err != nil {
		return flows.Decision{}, err
	}
	m := flows.Message{Chat: chat, Lane: flows.Bulk, Key: locales.ListName, Args: flows.Args{"Name": {Text: "bulk " + ev.Timer.ID}}}
	return flows.Decision{Reason: "counted", Put: []flows.Put{{Kind: "account", ID: ev.Timer.ID, Value: &t}}, Say: []flows.Message{m}}, nil
}
