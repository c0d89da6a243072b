package main

import (
	"slices"
	"time"

	"polyphony/care"
	"polyphony/flows"
	"polyphony/locales"
	"polyphony/scheduler/calendar"
)

// blindPlanted are faults chosen by somebody who had not read the judge, each a
// mistake that whoever changes this house could make.
var blindPlanted = []lifePlant{
	// What is asked at the moment of sending (flows/address.go).
	{Name: "consent is asked when something is queued and not when it is sent", Breaks: []string{"i4"}, Decide: eachMessage(func(_ flows.Event, m *flows.Message) {
		if slices.Contains(care.Purposes, m.Guard.Purpose) {
			m.Guard.Purpose = flows.PurposeNotice
		}
	})},
	{Name: "whoever has left gets what was queued for them", Breaks: []string{"i4", "i7"}, Decide: eachMessage(func(_ flows.Event, m *flows.Message) { m.Guard.Network = "" })},
	{Name: "a reminder on its way outlives its meeting", Breaks: []string{"i6"}, Decide: eachMessage(func(_ flows.Event, m *flows.Message) {
		m.Guard.Meeting, m.Guard.Remind = "", false
		m.Lines = slices.Clone(m.Lines)
		for i := range m.Lines {
			m.Lines[i].Meeting, m.Lines[i].Remind = "", false
		}
	})},
	{Name: "what its author has taken back still leaves", Breaks: []string{"i7", "i4"}, Decide: eachMessage(func(_ flows.Event, m *flows.Message) { m.Guard.Shared = nil })},
	{Name: "quiet hours are those of the server when something is queued", Breaks: []string{"i5"}, Decide: asks(func(_ flows.Tx, _ flows.Event, now time.Time, d *flows.Decision) {
		for i, m := range d.Say {
			d.Say[i].Guard.Quiet = m.Guard.Quiet && calendar.Quiet(now, time.UTC)
		}
	})},

	// What a conversation keeps (flows).
	{Name: "stop is answered and changes nothing", Breaks: []string{"i4"}, Decide: eachRecord(func(tx flows.Tx, c *care.Contact) {
		var was care.Contact
		if found, err := tx.Read(care.KindContact, c.ID, &was); c.Stopped && err == nil && found && !was.Stopped {
			c.Stopped = false
		}
	})},
	{Name: "an alert that is given back or passed on has no next step", Breaks: []string{"i9", "i2"}, Decide: asks(func(tx flows.Tx, _ flows.Event, _ time.Time, d *flows.Decision) {
		for _, p := range d.Put {
			a, ok := p.Value.(*care.Alert)
			var was care.Alert
			if !ok || a.State != care.AlertOpen {
				continue
			}
			if found, err := tx.Read(care.KindAlert, a.ID, &was); err == nil && found && was.State == care.AlertTaken {
				d.Timers = slices.DeleteFunc(d.Timers, func(t flows.Timer) bool { return t.Key.Subject == "alert" && t.Key.ID == a.ID && !t.Due.IsZero() })
			}
		}
	})},
	{Name: "seen by names who is first in the team file", Breaks: []string{"i3"}, Decide: asks(func(tx flows.Tx, _ flows.Event, _ time.Time, d *flows.Decision) {
		var team care.Team
		if found, err := tx.Read(care.KindTeam, flows.TeamID, &team); err != nil || !found {
			return
		}
		for i, m := range d.Say {
			if m.Key == locales.HelpSeen {
				d.Say[i].Args = flows.Args{"Name": {Text: team.Staff[0].Name}}
			}
		}
	})},
	{Name: "the reminders of a meeting that moves stay where they were", Breaks: []string{"i6"}, Calm: true, Decide: asks(func(_ flows.Tx, _ flows.Event, _ time.Time, d *flows.Decision) {
		if d.Reason == "meeting.moved" {
			d.Timers = slices.DeleteFunc(d.Timers, func(t flows.Timer) bool { return t.Key.Subject == "contact" && t.Key.What == "remind" })
		}
	})},
	{Name: "a question that goes unanswered is the last one", Breaks: []string{"i9"}, Decide: asks(func(_ flows.Tx, e flows.Event, _ time.Time, d *flows.Decision) {
		if e.Timer.Subject == "plan" {
			d.Timers = slices.DeleteFunc(d.Timers, func(t flows.Timer) bool { return t.Key.Subject == "plan" && t.Key.What == "ask" })
		}
	})},
	{Name: "forgetting keeps the answers and notes", Breaks: []string{"i8"}, Decide: asks(func(_ flows.Tx, e flows.Event, _ time.Time, d *flows.Decision) {
		if len(d.Erase) > 0 || e.Timer.What == "forget" {
			d.Put = slices.DeleteFunc(d.Put, func(p flows.Put) bool {
				return p.Value == nil && (p.Kind == care.KindCheckIn || p.Kind == care.KindNote)
			})
		}
	})},
	{Name: "forgetting destroys no key and leaves what waits", Breaks: []string{"i8"}, Decide: asks(func(_ flows.Tx, _ flows.Event, _ time.Time, d *flows.Decision) { d.Erase = nil })},
	{Name: "fifteen minutes more on a visit have no deadline", Breaks: []string{"i9", "i11"}, Decide: asks(func(_ flows.Tx, _ flows.Event, _ time.Time, d *flows.Decision) {
		for i, t := range d.Timers { // taken away: whichever stood before would find out by itself
			if d.Reason == "watch.longer" && isWatchTimer(t) {
				d.Timers[i].Due = time.Time{}
			}
		}
	})},
	{Name: "a withdrawn volunteer is asked on", Breaks: []string{"i4", "i7"}, Decide: eachRecord(func(_ flows.Tx, all *care.Peers) {
		for i := range all.All {
			all.All[i].Withdrawn = time.Time{}
		}
	})},
	{Name: "nobody hears of hours without anybody on call", Breaks: []string{"i10"}, Calm: true, Decide: unsaid(func(_ flows.Event, m flows.Message) bool { return m.Key == locales.ReachGaps })},
}

func init() { blindPlanted = append(blindPlanted, blindBelow...) }

// asks changes what is decided, knowing about what.
func asks(how func(flows.Tx, flows.Event, time.Time, *flows.Decision)) func(decider) decider {
	return func(next decider) decider {
		return func(tx flows.Tx, e flows.Event, now time.Time) (flows.Decision, error) {
			d, err := next(tx, e, now)
			if err == nil {
				how(tx, e, now, &d)
			}
			return d, err
		}
	}
}

// eachMessage changes whatever is said.
func eachMessage(how func(flows.Event, *flows.Message)) func(decider) decider {
	return asks(func(_ flows.Tx, e flows.Event, _ time.Time, d *flows.Decision) {
		for i := range d.Say {
			how(e, &d.Say[i])
		}
	})
}

// eachRecord changes records of one kind before they are kept.
func eachRecord[T any](how func(flows.Tx, *T)) func(decider) decider {
	return asks(func(tx flows.Tx, _ flows.Event, _ time.Time, d *flows.Decision) {
		for _, p := range d.Put {
			if record, ok := p.Value.(*T); ok && record != nil {
				how(tx, record)
			}
		}
	})
}
