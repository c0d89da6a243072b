package flows

import (
	"slices"
	"testing"
	"time"

	"polyphony/care"
	"polyphony/locales"
)

// stands plans a meeting of pat's circle and returns it.
func (h *house) stands() *care.Meeting {
	h.Helper()
	h.begins("mina")
	h.plans("mina", "day.2026-03-10", "time.14:30")
	h.plans("mina", "send")
	return h.meetings()[0]
}

func (h *house) change(who string, m *care.Meeting, args ...string) Decision {
	h.Helper()
	h.taps(who, data("meet", m.ID, m.Seq, "change"))
	return h.plans(who, append(args, "send")...)
}

// Everybody hears once what has changed, reminders are those of the version
// that stands, and answers are asked anew only for a new time.
func TestEachChangeIsToldOnce(t *testing.T) {
	for _, c := range []struct {
		args []string
		key  locales.Key
		keep bool
	}{
		{[]string{"place.team"}, locales.ChangePlace, true},
		{[]string{"length.60"}, locales.ChangeLength, true},
		{[]string{"day.2026-03-12", "time.14:30"}, tellMoved, false},
		{[]string{"place.team", "length.60"}, locales.ChangeSeveral, true},
	} {
		h := newHouse(t)
		m := h.stands()
		h.taps("pat", data("meet", m.ID, m.Seq, string(care.Coming)))
		h.taps("rel", data("meet", m.ID, m.Seq, string(care.NotComing)))
		d := h.change("jo", m, c.args...)
		for _, who := range []string{"pat", "rel", "mina", "jo"} {
			told := slices.DeleteFunc(heard(d, who), func(k locales.Key) bool { return k != c.key })
			if len(told) != 1 {
				t.Errorf("%v: %s hears %v", c.args, who, heard(d, who))
			}
		}
		now := h.meetings()[0]
		if now.Seq != m.Seq+1 || (now.Answers["pat"] == care.Coming) != c.keep {
			t.Errorf("%v: version %d, answers %v", c.args, now.Seq, now.Answers)
		}
		if due := h.timers[remindTimer("pat")]; !due.Equal(starts(now).AddDate(0, 0, -3)) {
			t.Errorf("%v: reminded %v of %v", c.args, due, starts(now))
		}
		if _, set := h.timers[remindTimer("rel")]; set == c.keep {
			t.Errorf("%v: rel, who cannot come, is reminded: %v", c.args, set)
		}
		if msg := said(t, d, "pat", c.key); msg.Guard.Seq != now.Seq {
			t.Errorf("%v: guarded by version %d", c.args, msg.Guard.Seq)
		}
	}
}

// Whoever is not invited any more hears once that they need not come, and no
// reminder; whoever is newly invited hears of the meeting, not of a change.
func TestWhoIsInvitedHearsWhatConcernsThem(t *testing.T) {
	h := newHouse(t)
	m := h.stands()
	d := h.change("mina", m, "invited.rel")
	if got := heard(d, "rel"); !slices.Equal(got, []locales.Key{locales.ChangeNotNeeded}) {
		t.Errorf("rel hears %v", got)
	}
	if _, set := h.timers[remindTimer("rel")]; set {
		t.Error("rel is reminded of a meeting to which they are not invited")
	}
	if to := h.address(said(t, d, "rel", locales.ChangeNotNeeded)); to.Verdict != Send {
		t.Errorf("%+v", to)
	}
	d = h.change("mina", h.meetings()[0], "invited.rel")
	if !hears(d, "rel", tellPlanned) || hears(d, "rel", locales.ChangeInvited) || !hears(d, "pat", locales.ChangeInvited) {
		t.Errorf("rel hears %v, pat %v", heard(d, "rel"), heard(d, "pat"))
	}
}

// Two at once: the second is told what the first did, sees the meeting as it
// stands, keeps what they chose, takes over the rest, and is asked again.
func TestTheSecondOfTwoSeesTheFirstOnesChange(t *testing.T) {
	h := newHouse(t)
	m := h.stands()
	h.taps("jo", data("meet", m.ID, m.Seq, "move"))
	h.plans("jo", "day.2026-03-12", "time.09:00")
	h.change("mina", m, "place.team", "length.60")
	d := h.plans("jo", "send")
	msg := said(t, d, "jo", locales.PlanSince)
	if d.Reason != "change.conflict" || !hasLine(msg, locales.PlanSincePlace) || !hasLine(msg, locales.PlanSinceLength) || len(heard(d, "pat")) > 0 {
		t.Fatalf("%s: %+v", d.Reason, msg.Lines)
	}
	if now := h.meetings()[0]; now.Day != m.Day {
		t.Error("moved unasked")
	}
	h.plans("jo", "send")
	if now := h.meetings()[0]; now.Day != "2026-03-12" || now.Minutes != 60 || now.Kind != care.PlaceVenue {
		t.Errorf("%+v", now)
	}
}

// What both moved is asked again as well, and again for as long as it takes.
func TestTwoMovesNeverOverwriteEachOther(t *testing.T) {
	h := newHouse(t)
	m := h.stands()
	for _, who := range []string{"mina", "jo"} {
		h.taps(who, data("meet", m.ID, m.Seq, "move"))
	}
	h.plans("jo", "day.2026-03-12", "time.09:00")
	h.plans("mina", "day.2026-03-13", "time.09:00", "send")
	if d := h.plans("jo", "send"); d.Reason != "change.conflict" || h.meetings()[0].Day != "2026-03-13" {
		t.Fatalf("%s", d.Reason)
	}
	h.change("mina", h.meetings()[0], "day.2026-03-14", "time.09:00")
	if d := h.plans("jo", "send"); d.Reason != "change.conflict" || h.meetings()[0].Day != "2026-03-14" {
		t.Errorf("%s", d.Reason)
	}
	m = h.meetings()[0]
	h.taps("mina", data("meet", m.ID, m.Seq, "cancel_yes"))
	if d := h.plans("jo", "send"); d.Reason != "meeting.stale" || len(h.meetings()) > 0 {
		t.Errorf("a cancelled meeting: %s", d.Reason)
	}
}

func TestNothingChangedTellsNobody(t *testing.T) {
	h := newHouse(t)
	m := h.stands()
	if d := h.change("jo", m, "length.60", "length.90"); d.Reason != "change.nothing" || len(heard(d, "pat")) > 0 {
		t.Errorf("%s", d.Reason)
	}
}

// In quiet hours a notice waits, and dies when the meeting changes again: the
// one after it must not leave out the new time.
func TestANoticeThatWaitsForTheMorningLosesNothing(t *testing.T) {
	h := newHouse(t)
	m := h.stands()
	h.now = time.Date(2026, 3, 2, 22, 0, 0, 0, time.UTC)
	moved := said(t, h.change("jo", m, "day.2026-03-12", "time.09:00"), "pat", tellMoved)
	h.now = h.now.Add(time.Hour)
	d := h.change("jo", h.meetings()[0], "place.team")
	if to := h.address(moved); to.Verdict != Drop {
		t.Fatalf("the first notice: %+v", to)
	}
	if msg := said(t, d, "pat", tellMoved); !hasLine(msg, locales.ChangeNewPlace) {
		t.Errorf("%+v", msg.Lines)
	}
}
