package main

import (
	"context"
	"slices"
	"time"

	"polyphony/care"
	"polyphony/flows"
)

// looks looks into the store while nothing is disturbed: each alert that is not
// finished has exactly one thing that will happen next (I9), a step while nobody
// has it, a question to its owner while somebody does.
func (n *night) looks(ctx context.Context) error {
	if !n.isCalm(n.now()) {
		return nil
	}
	time.Sleep(2 * time.Millisecond) // whatever is happening at this instant is over then
	timers, err := n.look.Timers(ctx, 1000)
	if err != nil {
		return err
	}
	next := map[string][]string{}
	for _, t := range timers {
		if t.Key.Subject == "alert" && (t.Key.What == "step" || t.Key.What == "taken") {
			next[t.Key.ID] = append(next[t.Key.ID], t.Key.What)
		}
	}
	for id, a := range n.alerts(ctx) {
		want := map[care.AlertState][]string{care.AlertOpen: {"step"}, care.AlertTaken: {"taken"}}[a.State]
		if !slices.Equal(next[id], want) && n.isCalm(n.now()) {
			n.fault("g", "%s: alert %s is %s, and what comes next is %v", n.now().Format("15:04:05.000"), id, a.State, next[id])
		}
		delete(next, id)
	}
	for id, what := range next {
		n.fault("g", "%s: %v of %s, which is no alert", n.now().Format("15:04:05.000"), what, id)
	}
	n.timings.one("looks")
	return nil
}

// isCalm reports whether nothing is disturbed, or was a moment ago.
func (n *night) isCalm(at time.Time) bool {
	n.trouble.mu.Lock()
	defer n.trouble.mu.Unlock()
	for _, t := range n.trouble.all {
		if !t.from.After(at) && (t.until.IsZero() || at.Before(t.until.Add(pauses[t.kind]+30*time.Second))) {
			return false
		}
	}
	return true
}

// alerts are all that anybody has seen or that an account is known by.
func (n *night) alerts(ctx context.Context) map[string]*care.Alert {
	for _, who := range nightAsk {
		var account care.Account
		if _, err := n.look.Peek(ctx, care.KindAccount, flows.ChatID(n.people[who]), &account); err == nil && account.Alert != "" {
			n.seen[account.Alert] = true
		}
	}
	n.phones.mu.Lock()
	for _, id := range n.phones.of {
		n.seen[id] = true
	}
	n.phones.mu.Unlock()
	all := map[string]*care.Alert{}
	for id := range n.seen {
		a := &care.Alert{}
		if found, err := n.look.Peek(ctx, care.KindAlert, id, a); err == nil && found {
			all[id] = a
		}
	}
	return all
}

func (n *night) unfinished(ctx context.Context) map[string]*care.Alert {
	all := n.alerts(ctx)
	for id, a := range all {
		if a.State == care.AlertDone {
			delete(all, id)
		}
	}
	return all
}

// staffOf is the name of a contact of the team.
func (n *night) staffOf(ctx context.Context, contact string) string {
	var c care.Contact
	if contact == "" {
		return ""
	}
	if found, err := n.look.Peek(ctx, care.KindContact, contact, &c); err != nil || !found {
		return ""
	}
	return n.names[c.Chat]
}
