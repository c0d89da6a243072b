package flows

import (
	"testing"
	"time"

	"polyphony/care"
	"polyphony/locales"
)

// over is a meeting of pat's circle that has just ended; rel was to come.
func (h *house) over() *care.Meeting {
	h.Helper()
	for _, who := range []string{"pat", "rel"} {
		c := get[care.Contact](h, care.KindContact, who)
		c.Decide(care.CheckIns, true, h.now)
		h.keep(care.KindContact, who, c)
	}
	m := h.meets()
	m.Invited, m.Answers = append(m.Invited, "rel"), map[string]care.Answer{"rel": care.Coming}
	h.keep(care.KindMeeting, m.ID, m)
	h.now = ends(m)
	h.does(Event{Kind: KindTimer, At: h.now, Timer: overTimer(m.ID)})
	return m
}

// "Who came" says nothing that nobody said: only who was to come stands under
// "came", practitioners too, and a tap says it of the others.
func TestWhoCameIsNotPresumed(t *testing.T) {
	h := newHouse(t)
	m := h.over()
	d := h.taps("mina", data("after", m.ID, m.Seq, "yes"))
	if came := get[care.Meeting](h, care.KindMeeting, m.ID).Came; len(came) != 1 || !came["rel"] {
		t.Errorf("preset: %v", came)
	}
	if msg := said(t, d, "mina", locales.AfterTook); !hasLine(msg, locales.AfterUnsaid) || hasLine(msg, locales.AfterMissed) {
		t.Errorf("mina reads %v", keys(msg.Lines))
	}
	for _, want := range []presence{wasThere, wasNotThere, wasThere} {
		h.taps("mina", data("after", m.ID, m.Seq, "came.jo"))
		if got := presenceOf(get[care.Meeting](h, care.KindMeeting, m.ID), "jo"); got != want {
			t.Errorf("jo is shown as %v, want %v", got, want)
		}
	}
	if !hears(d, "pat", locales.AfterQuestion) {
		t.Error("pat, of whom nobody has said anything, is not asked how it was")
	}
}

// An answer takes the buttons of its question away, and a late Skip changes nothing.
func TestALateSkipTakesNoWordsBack(t *testing.T) {
	h := newHouse(t)
	m := h.over()
	h.taps("mina", data("after", m.ID, m.Seq, "yes"))
	id := get[care.Contact](h, care.KindContact, "rel").CheckIn
	d := h.writes("rel", "we could speak")
	if msg := said(t, d, "rel", locales.AfterQuestion); len(msg.Buttons) > 0 || msg.Slot != "checkin:"+id {
		t.Errorf("after the answer: %+v", msg)
	}
	d = h.taps("rel", data("how", id, 0, "skip"))
	in := get[care.CheckIn](h, care.KindCheckIn, id)
	if in.Skipped || len(in.Words) != 1 || len(d.Put) > 0 || hears(d, "rel", locales.AfterSkipped) {
		t.Errorf("%s: %+v, %+v", d.Reason, in, heard(d, "rel"))
	}
	if get[care.Contact](h, care.KindContact, "rel").CheckIn != id {
		t.Error("what follows is not taken for the answer any more")
	}
}

// A newer question closes the one before: its buttons go, and late words answer the newer.
func TestANewerQuestionClosesTheOneBefore(t *testing.T) {
	h := newHouse(t)
	m := h.over()
	h.taps("mina", data("after", m.ID, m.Seq, "yes"))
	first := get[care.Contact](h, care.KindContact, "rel").CheckIn
	other := *m
	other.ID, other.Took, other.Came, other.Wondered = "other", "", nil, nil
	h.keep(care.KindMeeting, "other", &other)
	d := h.taps("mina", data("after", "other", other.Seq, "yes"))
	second := get[care.Contact](h, care.KindContact, "rel").CheckIn
	if second == first || len(get[care.Meeting](h, care.KindMeeting, "other").Wondered) != 2 {
		t.Fatalf("rel is not asked of the other meeting: %v", heard(d, "rel"))
	}
	closed := false
	for _, msg := range d.Say {
		closed = closed || msg.Slot == "checkin:"+first && len(msg.Buttons) == 0
	}
	h.writes("rel", "late words")
	if !closed || len(get[care.CheckIn](h, care.KindCheckIn, second).Words) != 1 {
		t.Errorf("closed %v, the newer has %+v", closed, get[care.CheckIn](h, care.KindCheckIn, second).Words)
	}
}

// "Did it take place?" is asked once more on the next working day, and stands
// in the team's day until it is answered, a fortnight at most.
func TestAnUnansweredMeetingStaysInSight(t *testing.T) {
	h := newHouse(t)
	m := h.over()
	due := h.timers[tookTimer(m.ID)]
	if w := due.Weekday(); w == time.Saturday || w == time.Sunday || !due.After(h.now) || due.Sub(h.now) > 4*24*time.Hour {
		t.Fatalf("asked again at %v", due)
	}
	h.now = due
	if d := h.does(Event{Kind: KindTimer, At: due, Timer: tookTimer(m.ID)}); !hears(d, "mina", locales.AfterAsk) || !hears(d, "jo", locales.AfterAsk) {
		t.Errorf("%s: mina hears %v", d.Reason, heard(d, "mina"))
	}
	open := func() bool { return hasLine(h.writes("mina", "/today").Say[0], locales.AgendaUnsaid) }
	if !open() {
		t.Error("the team's day does not show it")
	}
	h.now = ends(m).Add(unsaidFor)
	if open() {
		t.Error("it is shown for ever")
	}
	h.now = due
	if d := h.taps("mina", data("after", m.ID, m.Seq, "show")); !hears(d, "mina", locales.AfterAsk) {
		t.Errorf("the button opens %v", heard(d, "mina"))
	}
	h.taps("mina", data("after", m.ID, m.Seq, "no"))
	if d := h.does(Event{Kind: KindTimer, At: due, Timer: tookTimer(m.ID)}); open() || len(d.Say) > 0 {
		t.Errorf("answered, and yet open, or asked: %v", heard(d, "mina"))
	}
}
