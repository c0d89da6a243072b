package flows

import (
	"slices"
	"testing"
	"time"

	"polyphony/care"
	"polyphony/locales"
)

// I9: one bad moment must not end a chain.
func TestAParkedTimerIsSetAgain(t *testing.T) {
	h := newHouse(t)
	h.applies(func(team *care.Team) { team.Channels = []care.Channel{{ID: "night", Env: "NIGHT"}} })
	for _, key := range []TimerKey{stepTimer("a"), takenTimer("a"), askTimer("p"), remindTimer("pat"), soonTimer("circle", "n")} {
		d, err := h.c.Regret(h, Event{ID: "t", Queue: key.Queue(), Kind: KindTimer, Timer: key}, h.now)
		if err != nil || len(d.Timers) != 1 || d.Timers[0].Key != key || !d.Timers[0].Due.Equal(h.now.Add(retryParked)) {
			t.Errorf("%s: %v, %+v", key, err, d.Timers)
		}
		other := slices.ContainsFunc(d.Say, func(m Message) bool { return m.Channel == "night" && m.Lane == Urgent })
		if other != (key.Subject == "alert") {
			t.Errorf("%s: raised on another way: %v", key, other)
		}
	}
}

func TestAnUpdateThatCannotBeReadStillAnswersItsChat(t *testing.T) {
	h := newHouse(t)
	d, err := h.c.Regret(h, Event{ID: "u:1", Queue: "chat:21"}, h.now)
	if err != nil || len(d.Say) != 1 || d.Say[0].Chat != 21 || d.Say[0].Key != locales.SorryParked || len(d.Say[0].Lines) == 0 {
		t.Errorf("%v, %+v", err, d.Say)
	}
	for _, queue := range []string{"chat:-5", "chat:0", "chat:x", "alert:a", "operator"} {
		if d, err := h.c.Regret(h, Event{ID: "u:1", Queue: queue}, h.now); err != nil || len(d.Say) > 0 {
			t.Errorf("%s: %v, %+v", queue, err, d.Say)
		}
	}
}

// meets plans a meeting a week ahead, to which pat, mina and jo are invited.
func (h *house) meets() *care.Meeting {
	h.Helper()
	m := &care.Meeting{ID: "meet", Network: "circle", Day: h.now.AddDate(0, 0, 7).Format(time.DateOnly), Clock: "15:00", Zone: "Europe/London",
		Minutes: 90, Practitioners: []string{"mina", "jo"}, Invited: []string{"pat", "mina", "jo"}, PlannedBy: "mina"}
	h.keep(care.KindMeeting, m.ID, m)
	n := get[care.Network](h, care.KindNetwork, "circle")
	n.Meetings = append(n.Meetings, m.ID)
	h.keep(care.KindNetwork, n.ID, n)
	return m
}

// I6: a reminder that waited while the meeting moved is of a meeting that is not.
func TestAReminderThatWaitedWhileTheMeetingMovedSaysNothing(t *testing.T) {
	h := newHouse(t)
	m := h.meets()
	due := starts(m).AddDate(0, 0, -3)
	m.Day, m.Seq = starts(m).AddDate(0, 0, 10).Format(time.DateOnly), 1
	h.keep(care.KindMeeting, m.ID, m)
	h.now = due.Add(2 * time.Second)
	d := h.does(Event{Kind: KindTimer, At: due, Timer: remindTimer("pat")})
	if len(d.Say) > 0 {
		t.Errorf("%s: %+v", d.Reason, d.Say)
	}
	if next := h.timers[remindTimer("pat")]; !next.Equal(starts(m).AddDate(0, 0, -3)) {
		t.Errorf("the next reminder is due %v", next)
	}
}

func TestAnAnswerJustBeforeAReminderDoesNotLoseIt(t *testing.T) {
	for _, early := range []time.Duration{time.Second, time.Millisecond, 0, -time.Second} {
		h := newHouse(t)
		m := h.meets()
		due := starts(m).AddDate(0, 0, -1)
		h.timers[remindTimer("pat")] = due
		h.now = due.Add(-early)
		h.taps("pat", data("meet", m.ID, m.Seq, string(care.Coming)))
		h.now = due.Add(2 * time.Second)
		reminded := 0
		for _, d := range h.fire() {
			reminded += len(heard(d, "pat"))
		}
		if reminded != 1 {
			t.Errorf("answered %v before: reminded %d times", early, reminded)
		}
		if next := h.timers[remindTimer("pat")]; !next.Equal(starts(m).Add(-2 * time.Hour)) {
			t.Errorf("answered %v before: the next reminder is due %v", early, next)
		}
	}
}

func TestWhoeverCannotComeIsRemindedOnlyOnceTheyCan(t *testing.T) {
	h := newHouse(t)
	m := h.meets()
	h.timers[remindTimer("pat")] = starts(m).AddDate(0, 0, -3)
	h.taps("pat", data("meet", m.ID, m.Seq, string(care.NotComing)))
	if _, set := h.timers[remindTimer("pat")]; set {
		t.Error("pat is reminded of a meeting that they do not come to")
	}
	h.taps("pat", data("meet", m.ID, m.Seq, string(care.Coming)))
	if due := h.timers[remindTimer("pat")]; !due.Equal(starts(m).AddDate(0, 0, -3)) {
		t.Errorf("the next reminder is due %v", due)
	}
}

func TestNoQuestionIsOpenedForSomebodyWhoBlockedTheBot(t *testing.T) {
	for _, blocked := range []bool{true, false} {
		h := newHouse(t)
		pat := get[care.Contact](h, care.KindContact, "pat")
		pat.Decide(care.CheckIns, true, h.now)
		pat.Blocked = blocked
		h.keep(care.KindContact, "pat", pat)
		h.keep(care.KindPlan, "plan", &care.Plan{ID: "plan", Network: "circle", Member: "pat", Question: "How?", Weekday: -1, Clock: "12:00", Agreed: true})
		d := h.does(Event{Kind: KindTimer, Timer: askTimer("plan")})
		opened := get[care.Contact](h, care.KindContact, "pat").CheckIn != ""
		if opened == blocked || hears(d, "pat", locales.CheckAsk) == blocked {
			t.Errorf("blocked %v: %s, opened %v, %v", blocked, d.Reason, opened, heard(d, "pat"))
		}
		if next := h.timers[askTimer("plan")]; !next.After(h.now) {
			t.Errorf("blocked %v: the plan has no next question", blocked)
		}
	}
}

// I5: what pat does at night is nothing that jo has just done.
func TestAnAnswerAtNightWaitsForTheOthersMorning(t *testing.T) {
	h := newHouse(t)
	m := h.meets()
	h.now = time.Date(2026, 3, 3, 2, 0, 0, 0, time.UTC)
	d := h.taps("pat", data("meet", m.ID, m.Seq, string(care.Coming)))
	i := slices.IndexFunc(d.Say, func(m Message) bool { return m.Person == "jo" })
	own := slices.IndexFunc(d.Say, func(m Message) bool { return m.Person == "pat" && m.Key == locales.MeetingDetails })
	if i < 0 || own < 0 {
		t.Fatalf("%+v", d.Say)
	}
	if to := h.address(d.Say[own]); to.Verdict != Send {
		t.Errorf("pat's own card: %+v", to)
	}
	card := d.Say[i]
	to := h.address(card)
	if to.Verdict != Wait || !to.Until.After(h.now.Add(4*time.Hour)) || to.Until.After(h.now.Add(8*time.Hour)) {
		t.Fatalf("jo's card: %+v", to)
	}
	h.now = to.Until
	if to := h.address(card); to.Verdict != Send {
		t.Errorf("in the morning: %+v", to)
	}
	h.writes("jo", "/stop")
	if to := h.address(card); to.Verdict != Drop || to.Reason != "stopped" {
		t.Errorf("after /stop: %+v", to)
	}
}

// drafting is a house in which jo has begun to name a circle.
func drafting(t *testing.T) *house {
	t.Helper()
	h := newHouse(t)
	if d := h.taps("jo", data("circle", "-", 0, "new")); d.Reason != "circle.begun" {
		t.Fatal(d.Reason)
	}
	return h
}

func TestACorrectionOfOldWordsFillsNothingThatWasBegunSince(t *testing.T) {
	h := drafting(t)
	d := h.does(Event{Kind: KindEdited, Chat: chats["jo"], Text: "Old words", Message: 3})
	if d.Reason == "circle.made" || len(get[care.Shelf](h, care.KindShelf, "circle").Items) != 1 {
		t.Errorf("%s", d.Reason)
	}
	h = drafting(t)
	if d := h.writes("jo", "Sam"); d.Reason != "circle.made" {
		t.Errorf("new words: %s", d.Reason)
	}
}

func TestWordsThatCannotWaitReachTheTeamDuringADraft(t *testing.T) {
	h := drafting(t)
	d := h.writes("jo", "worse")
	items := get[care.Shelf](h, care.KindShelf, "circle").Items
	if d.Reason != "note.soon" || len(items) != 1 || !items[0].Soon || !hears(d, "mina", locales.InboxNew) {
		t.Errorf("%s, %+v, mina hears %v", d.Reason, items, heard(d, "mina"))
	}
	if d := drafting(t).writes("jo", "danger"); d.Reason != "help.opened" {
		t.Errorf("danger: %s", d.Reason)
	}
}
