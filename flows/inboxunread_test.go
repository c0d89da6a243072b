package flows

import (
	"testing"
	"time"

	"polyphony/care"
	"polyphony/locales"
)

// rungs lets a shelf's timer fire whenever it is due, for so long, and counts
// how often the team hears a sound, and the coordinators besides.
func (h *house) rungs(d Decision, long time.Duration) (team, others int) {
	h.Helper()
	until, next := h.now.Add(long), dueOf(d, unreadTimer("circle"))
	for !next.IsZero() && next.Before(until) {
		h.now = next
		d = h.does(Event{Kind: KindTimer, Timer: unreadTimer("circle")})
		for _, m := range d.Say {
			switch {
			case m.Person == "mina" && m.Key == locales.InboxOverdue && !m.Silent:
				team++
			case m.Person == "cora" && m.Key == locales.InboxOverdueTeam:
				others++
			}
		}
		if again := dueOf(d, unreadTimer("circle")); !again.After(next) {
			break
		} else {
			next = again
		}
	}
	return team, others
}

// What several wrote within minutes sounds once: the ring says how much waits.
func TestWhatCameWithinMinutesSoundsOnce(t *testing.T) {
	h := newHouse(t)
	h.now = time.Date(2026, time.March, 3, 10, 0, 0, 0, time.UTC)
	h.writes("rel", "nobody reads this")
	h.now = h.now.Add(40 * time.Second)
	if team, others := h.rungs(h.writes("pat", "nor this"), 30*24*time.Hour); team != 2 || others != 1 {
		t.Errorf("the team heard %d, a coordinator outside it %d", team, others)
	}
}

// What is due in a moment rings with something, and is not marked when that has
// been read and nothing rings.
func TestWhatIsDueInAMomentIsNotLostWhenNothingRings(t *testing.T) {
	h := newHouse(t)
	h.now = time.Date(2026, time.March, 3, 10, 0, 0, 0, time.UTC)
	h.writes("rel", "nobody reads this")
	first := get[care.Shelf](h, care.KindShelf, "circle").Items[0].ID
	h.now = h.now.Add(10 * time.Minute)
	due := dueOf(h.writes("pat", "nor this"), unreadTimer("circle"))
	h.taps("mina", data("inbox", "circle", 0, "item."+first))
	h.now = due // it was on its way already
	d := h.does(Event{Kind: KindTimer, Timer: unreadTimer("circle")})
	if next := dueOf(d, unreadTimer("circle")); d.Reason != "unread.later" || !next.Equal(due.Add(10*time.Minute)) {
		t.Errorf("%s, and then at %v, not ten minutes after %v", d.Reason, next, due)
	}
}

// What came at the end of a day is rung a second time on its own day, whatever
// else rings before.
func TestRingingTogetherBringsNoDayForward(t *testing.T) {
	h := newHouse(t)
	h.now = time.Date(2026, time.March, 3, 14, 5, 0, 0, time.UTC)
	h.writes("pat", "nobody reads this")
	h.now = time.Date(2026, time.March, 4, 9, 1, 0, 0, time.UTC)
	if team, others := h.rungs(h.writes("rel", "nor this"), 30*24*time.Hour); team != 3 || others != 1 {
		t.Errorf("the team heard %d, a coordinator outside it %d", team, others)
	}
}

func dueOf(d Decision, k TimerKey) (due time.Time) {
	for _, t := range d.Timers {
		if t.Key == k {
			due = t.Due
		}
	}
	return due
}

// Protects the team from a bell that never stops: what lies unread for a month
// sounds twice, the second time for the coordinators as well.
func TestUnreadWordsSoundTwiceAndNoMore(t *testing.T) {
	h := newHouse(t)
	team, others := h.rungs(h.writes("rel", "nobody reads this"), 30*24*time.Hour)
	if team != 2 || others != 1 {
		t.Errorf("the team heard %d, a coordinator outside it %d", team, others)
	}
	id := get[care.Shelf](h, care.KindShelf, "circle").Items[0].ID
	h.taps("mina", data("inbox", "circle", 0, "item."+id))
	h.now = h.now.Add(time.Hour)
	if team, _ := h.rungs(h.writes("rel", "and something new"), 30*24*time.Hour); team != 2 {
		t.Errorf("something new: the team heard %d", team)
	}
}

// Protects rule 16: what an outage made late sounds once, not twice at a time.
func TestALateReminderSoundsOnce(t *testing.T) {
	h := newHouse(t)
	h.writes("rel", "nobody reads this")
	h.now = h.now.Add(20 * 24 * time.Hour)
	d := h.does(Event{Kind: KindTimer, Timer: unreadTimer("circle")})
	if !hears(d, "mina", locales.InboxOverdue) || !dueOf(d, unreadTimer("circle")).IsZero() {
		t.Errorf("%s, mina hears %v", d.Reason, heard(d, "mina"))
	}
}
