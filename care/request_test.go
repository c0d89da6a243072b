package care

import (
	"testing"
	"time"

	"pgregory.net/rapid"
)

// Rule 9: the team is reminded 12 and 20 hours after somebody asked, at the end
// of the day, and then every day, whenever the clock is looked at.
func TestARequestBeatsAtTwelveTwentyAndTwentyFourHours(t *testing.T) {
	r := &Request{}
	begin := time.Date(2026, 3, 28, 20, 0, 0, 0, time.UTC) // a night of 23 hours in London: these are real hours
	r.Begin(begin)
	at := begin
	for _, want := range []time.Duration{12, 20, 24, 48, 72} {
		if at = r.Next(at); at.Sub(begin) != want*time.Hour {
			t.Fatalf("the next beat is after %v, want %d h", at.Sub(begin), want)
		}
	}
	rapid.Check(t, func(t *rapid.T) {
		from := begin.Add(time.Duration(rapid.Int64Range(0, int64(90*24*time.Hour)).Draw(t, "from")))
		next := r.Next(from)
		if !next.After(from) || next.Sub(from) > OfferWithin {
			t.Fatalf("after %v comes %v", from, next)
		}
	})
}

// Whoever asked after the one who takes it back keeps a clock of their own.
func TestWhoeverAskedTooStaysWhenTheFirstTakesItBack(t *testing.T) {
	now := time.Date(2026, 3, 2, 9, 0, 0, 0, time.UTC)
	r := &Request{By: "a", At: now, Also: []Asker{{By: "b", At: now.Add(time.Hour), Due: now.Add(25 * time.Hour)}}}
	r.Begin(now)
	r.TakeBack("a")
	if !r.Open() || r.By != "b" || !r.Due.Equal(now.Add(25*time.Hour)) || len(r.Also) != 0 {
		t.Fatalf("it stands as %+v", r)
	}
	if r.TakeBack("b"); r.Open() {
		t.Fatal("nobody asks any more, and it is open")
	}
}
