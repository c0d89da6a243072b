package care

import (
	"slices"
	"time"
)

// Request is a meeting that somebody asked for. Its clock runs until a meeting
// is offered (rule 9).
type Request struct {
	ID       string    `json:"id"`
	Network  string    `json:"n"`
	By       string    `json:"b,omitempty"` // who asked; empty: the circle is new
	At       time.Time `json:"at"`
	Share    bool      `json:"s,omitempty"` // the asker said yes to the circle knowing
	Alert    string    `json:"a,omitempty"` // the alert it came from
	Meeting  string    `json:"m,omitempty"` // the meeting that was offered
	Offered  time.Time `json:"o,omitzero"`
	Breached time.Time `json:"x,omitzero"`   // a day went by without an offer
	Left     bool      `json:"l,omitempty"`  // its asker took it back, or a new circle had met already
	Due      time.Time `json:"d,omitzero"`   // until when a meeting must be offered
	Than     time.Time `json:"th,omitzero"`  // a meeting was planned for then, and they need it sooner
	Also     []Asker   `json:"al,omitempty"` // who asked while it was open, in order
	Told     []string  `json:"to,omitempty"` // staff who have its card
}

// Asker is somebody who asked for the meeting, with the deadline that they were
// told: nobody learns from theirs that another asked before them.
type Asker struct {
	By       string    `json:"b"`
	At       time.Time `json:"at"`
	Due      time.Time `json:"d"`
	Share    bool      `json:"s,omitempty"`
	Breached time.Time `json:"x,omitzero"`
}

// OfferWithin is how soon a meeting must be offered to whoever asks for one,
// in real hours (rule 9).
const OfferWithin = 24 * time.Hour

// offerReminders are how long before its end the team is reminded of a
// request: 12 and 20 hours after it was made.
var offerReminders = []time.Duration{12 * time.Hour, 4 * time.Hour}

// Begin makes a request's clock run from now.
func (r *Request) Begin(now time.Time) { r.Due, r.Breached = now.Add(OfferWithin), time.Time{} }

// Open reports whether a meeting must still be offered.
func (r *Request) Open() bool { return r.Meeting == "" && !r.Left }

// Next is the first instant after t at which something is due: the reminders,
// the end of the day, and then every further day.
func (r *Request) Next(t time.Time) time.Time {
	for _, before := range offerReminders {
		if due := r.Due.Add(-before); due.After(t) {
			return due
		}
	}
	if r.Due.After(t) {
		return r.Due
	}
	days := t.Sub(r.Due)/OfferWithin + 1
	return r.Due.Add(days * OfferWithin)
}

// Reminding reports whether t lies at or after the first reminder.
func (r *Request) Reminding(t time.Time) bool { return !t.Before(r.Due.Add(-offerReminders[0])) }

// Askers are all who asked, in order; none for a circle that is only new.
func (r *Request) Askers() []Asker {
	if r.By == "" {
		return r.Also
	}
	return append([]Asker{{By: r.By, At: r.At, Due: r.Due, Share: r.Share, Breached: r.Breached}}, r.Also...)
}

// Asker returns how somebody asked, and whether they did.
func (r *Request) Asker(contact string) (Asker, bool) {
	all := r.Askers()
	i := slices.IndexFunc(all, func(a Asker) bool { return a.By == contact })
	if i < 0 {
		return Asker{}, false
	}
	return all[i], true
}

// SetShare keeps whether the circle may know that somebody asked.
func (r *Request) SetShare(contact string, yes bool) {
	if r.By == contact {
		r.Share = yes
		return
	}
	for i := range r.Also {
		if r.Also[i].By == contact {
			r.Also[i].Share = yes
		}
	}
}

// TakeBack forgets that somebody asked. Whoever asked after them stays; when
// nobody is left and the circle is not new, the request has ended.
func (r *Request) TakeBack(contact string) {
	if r.By != contact || contact == "" {
		r.Also = slices.DeleteFunc(r.Also, func(a Asker) bool { return a.By == contact })
		return
	}
	if len(r.Also) == 0 {
		r.Left = true
		return
	}
	a := r.Also[0]
	r.By, r.At, r.Due, r.Share, r.Breached, r.Also = a.By, a.At, a.Due, a.Share, a.Breached, r.Also[1:]
	r.Alert, r.Than = "", time.Time{}
}

// Tell remembers that a staff member has the card.
func (r *Request) Tell(contact string) {
	if !slices.Contains(r.Told, contact) {
		r.Told = append(r.Told, contact)
	}
}
