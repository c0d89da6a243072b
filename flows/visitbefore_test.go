package flows

import (
	"slices"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"polyphony/care"
	"polyphony/locales"
	"polyphony/scheduler/calendar"
)

// visited is a house with two volunteers and a visit of sam's to pat that both
// have agreed to: in so much time, for an hour.
func visited(t *testing.T, in time.Duration) *house {
	t.Helper()
	h := newHouse(t)
	var all care.Peers
	for i, who := range []string{"sam", "vera"} {
		chat := int64(41 + i)
		chats[who] = chat
		h.keep(care.KindContact, who, &care.Contact{ID: who, Chat: chat, Name: who, Language: "en"})
		h.keep(care.KindAccount, ChatID(chat), &care.Account{Chat: chat, Contact: who})
		all.All = append(all.All, care.Peer{Contact: who, Admitted: h.now, Guide: h.now})
	}
	h.keep(care.KindPeers, care.PeersID, &all)
	at := h.now.Add(in).In(calendar.Zone("Europe/London"))
	v := &care.Visit{ID: "visit", Network: "circle", Person: "pat", By: "pat", At: h.now, State: care.VisitOffered, For: care.ActivityWalk, Minutes: 60,
		Asked: []care.Asking{{Volunteer: "sam", Round: 1, Answer: care.OfferYes}}, Volunteer: "sam", Day: at.Format(time.DateOnly), Clock: at.Format("15:04"), Zone: "Europe/London"}
	h.visits(func(s *step) { s.openVisit(v); s.visitAgreed(v) })
	return h
}

// visits takes a decision about visits that no event of this part leads to.
func (h *house) visits(do func(*step)) Decision {
	h.Helper()
	before := due["test/visit"]
	defer func() { due["test/visit"] = before }()
	due["test/visit"] = func(s *step) Reason { do(s); return "test" }
	return h.does(Event{Kind: KindTimer, Timer: TimerKey{Subject: "test", ID: "x", What: "visit"}})
}

func (h *house) theVisit() *care.Visit { return get[care.Visit](h, care.KindVisit, "visit") }

func (h *house) onCard(who, arg string) Decision {
	h.Helper()
	return h.taps(who, data("going", "visit", h.theVisit().Seq, arg))
}

func (h *house) watches(who, arg string) Decision {
	h.Helper()
	return h.taps(who, data("buddy", "visit", h.theVisit().Seq, arg))
}

// livesHere lets the person say where, by the button.
func (h *house) livesHere(where string) Decision {
	h.Helper()
	h.onCard("pat", "where")
	return h.writes("pat", where)
}

// until lets timers fire one after the other until an instant.
func (h *house) until(t time.Time) (all []Decision) {
	h.Helper()
	for {
		var next time.Time
		for _, due := range h.timers {
			if !due.After(t) && (next.IsZero() || due.Before(next)) {
				next = due
			}
		}
		if next.IsZero() {
			h.now = t
			return all
		}
		h.now = later(h.now, next)
		all = append(all, h.fire()...)
	}
}

// sent are the messages to somebody with a key that would leave now.
func (h *house) sent(all []Decision, who string, key locales.Key) (n int) {
	h.Helper()
	for _, d := range all {
		for _, m := range d.Say {
			if m.Person == who && m.Key == key {
				n++
			}
		}
	}
	return n
}

const lane = "12 Mill Lane, second bell"

// bears reports whether a message bears some words anywhere.
func bears(m Message, words string) bool {
	found := false
	m.each(func(a Arg) Arg {
		found = found || strings.Contains(a.Words+a.Open+a.Text+a.Link, words)
		return a
	})
	if m.Calendar != nil && strings.Contains(m.Calendar.Place, words) {
		return true
	}
	return found
}

// I7: where a visit is, is said to the volunteer alone, from a day before, and is
// gone when it is over; whatever order things happen in.
func TestWhereIsSaidToTheVolunteerAloneFromADayBefore(t *testing.T) {
	h := visited(t, 50*time.Hour)
	begins := visitStarts(h.theVisit())
	all := []Decision{h.livesHere(lane)}
	if got := h.theVisit().Address; got.Text != lane || got.Author != "pat" {
		t.Fatalf("kept: %+v", got)
	}
	all = append(all, h.until(begins.Add(-care.AddressBefore-time.Minute))...)
	for _, d := range all {
		for _, m := range d.Say {
			if bears(m, "Mill") {
				t.Errorf("%s tells %s where, too early", m.Key, m.Person)
			}
		}
	}
	shown := h.until(begins.Add(-care.AddressBefore))
	var door []Message
	for _, d := range shown {
		for _, m := range d.Say {
			if bears(m, "Mill") {
				door = append(door, m)
			}
		}
	}
	if len(door) != 1 || door[0].Person != "sam" || !door[0].Protect || door[0].Args["Words"].Words != lane || door[0].Args["Words"].By != "pat" {
		t.Fatalf("%+v", door)
	}
	if to := h.address(door[0]); to.Verdict == Drop {
		t.Errorf("it would not leave: %s", to.Reason)
	}
	d := h.onCard("pat", "cancel_yes")
	if to := h.address(door[0]); to.Verdict != Drop {
		t.Error("where it was would still leave after the visit was cancelled")
	}
	if !slices.ContainsFunc(d.Say, func(m Message) bool { return m.Person == "sam" && m.Slot == "door:visit" && m.Gone }) {
		t.Error("where it was stays in the volunteer's chat")
	}
	if v := h.theVisit(); v.Address.Text != "" || v.State != care.VisitOff {
		t.Errorf("%+v", v)
	}
}

// A day before has passed already: what the person says is shown at once.
func TestWhereIsShownAtOnceWhenTheVisitIsNear(t *testing.T) {
	h := visited(t, 5*time.Hour)
	d := h.livesHere(lane)
	if !hears(d, "sam", locales.DoorShown) {
		t.Errorf("sam hears %v", heard(d, "sam"))
	}
	d = h.does(func() Event {
		h.onCard("pat", "where")
		return Event{Kind: KindMedia, Chat: chats["pat"], From: Sender{ID: chats["pat"]}, Message: 901, Media: care.Media{Kind: care.Location}, Spot: &care.Spot{Lat: 51.5, Long: -0.1}}
	}())
	v := h.theVisit()
	if v.Spot == nil || v.Address.Text != "" || !hears(d, "sam", locales.DoorShown) {
		t.Errorf("%+v, sam hears %v", v.Spot, heard(d, "sam"))
	}
}

// A visit that moves away from the next day takes where it is out of the
// volunteer's chat again, and shows it when it is time.
func TestAMoveShutsTheDoorUntilItIsTime(t *testing.T) {
	h := visited(t, 5*time.Hour)
	h.livesHere(lane)
	at := visitStarts(h.theVisit()).AddDate(0, 0, 7)
	h.onCard("sam", "to."+at.Format(time.DateOnly)+"."+h.theVisit().Clock)
	p := h.theVisit().Proposal
	if p == nil {
		t.Fatal("nothing was proposed")
	}
	d := h.onCard("pat", "yes."+p.ID)
	if d.Reason != "visit.moved" || !slices.ContainsFunc(d.Say, func(m Message) bool { return m.Slot == "door:visit" && m.Gone }) {
		t.Fatalf("%s", d.Reason)
	}
	if n := h.sent(h.until(visitStarts(h.theVisit()).Add(-time.Minute)), "sam", locales.DoorShown); n != 1 {
		t.Errorf("shown %d times", n)
	}
}

// Bad input: an address in a group or in the wrong chat is repeated nowhere, kept
// nowhere, and whoever sent it hears in private.
func TestAnAddressInTheWrongPlaceGoesNoFurther(t *testing.T) {
	h := visited(t, 50*time.Hour)
	h.circle(func(n *care.Network) { n.Group = -7 })
	h.keep(care.KindGroup, "-7", &care.GroupChat{Chat: -7, Network: "circle"})
	group := func(who, text string) Decision {
		return h.does(Event{Kind: KindGroup, Chat: -7, From: Sender{ID: chats[who], Language: "en"}, Text: text, Message: 77})
	}
	quiet := func(what string, d Decision, who string, want ...locales.Key) {
		t.Helper()
		if got := heard(d, who); !slices.Equal(got, want) {
			t.Errorf("%s: %s hears %v", what, who, got)
		}
		for _, m := range d.Say {
			if m.Chat == -7 || m.Person != who || bears(m, "Mill") {
				t.Errorf("%s: %s goes to %s in %d", what, m.Key, m.Person, m.Chat)
			}
		}
		for _, p := range d.Put {
			if p.Kind == care.KindNote || p.Kind == care.KindShelf {
				t.Errorf("%s: kept as %s", what, p.Kind)
			}
		}
	}
	h.onCard("pat", "where")
	quiet("the answer in the group", group("pat", lane), "pat", locales.DoorStrayAsked)
	quiet("talk", group("rel", "we meet at 5"), "rel")
	h.writes("pat", lane)
	quiet("the same again", group("pat", "I live at 12 MILL lane, second bell."), "pat", locales.DoorStrayGroup)
	quiet("in private", h.writes("pat", lane), "pat", locales.DoorStrayHere)
	if d := h.writes("sam", lane); hears(d, "sam", locales.DoorStrayHere) {
		t.Error("a volunteer who guesses is told that they are right")
	}
	h.until(visitStarts(h.theVisit()).Add(-20 * time.Hour))
	quiet("the volunteer in the group", group("sam", lane), "sam", locales.DoorStrayGroup)
	quiet("the volunteer in private", h.writes("sam", "12 mill lane second bell"), "sam", locales.DoorStrayHere)
	if d := h.writes("pat", "He came to "+lane+" and I was frightened of him the whole time"); hears(d, "pat", locales.DoorStrayHere) {
		t.Error("a message for the team in which the address occurs is swallowed")
	}
}

// An address that comes when nothing waits for it any more is not kept.
func TestAnAddressForAVisitThatIsOffIsNotKept(t *testing.T) {
	h := visited(t, 50*time.Hour)
	h.onCard("pat", "where")
	h.onCard("sam", "cancel_yes")
	if d := h.writes("pat", lane); !hears(d, "pat", locales.DoorTooLate) || h.theVisit().Address.Text != "" {
		t.Errorf("pat hears %v", heard(d, "pat"))
	}
	if where := h.keeps("Mill"); len(where) > 0 {
		t.Errorf("kept in %v", where)
	}
}

// I6, I9: one timer; each is reminded once a time, in the afternoon before and
// two hours before, and never after it has begun.
func TestBothAreRemindedOnceForEachTime(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		h := visited(t, time.Duration(rapid.IntRange(1, 300).Draw(rt, "quarters"))*15*time.Minute)
		begins := visitStarts(h.theVisit())
		var all []Decision
		for h.now.Before(begins) {
			all = append(all, h.until(later(h.now, h.now.Add(time.Duration(rapid.IntRange(1, 20).Draw(rt, "hours"))*time.Hour)))...)
		}
		var timers int
		for k := range h.timers {
			if k.Subject == "visit" && k.What == "before" {
				timers++
			}
		}
		if v := h.theVisit(); v.State == care.VisitAgreed && timers != 1 {
			rt.Fatalf("%d timers", timers)
		}
		for who, key := range map[string]locales.Key{"pat": locales.GoingRemindPerson, "sam": locales.GoingRemindVolunteer} {
			if n := h.sent(all, who, key); n > 2 {
				rt.Fatalf("%s is reminded %d times", who, n)
			}
		}
		for _, d := range all {
			for _, m := range d.Say {
				if m.Key == locales.GoingRemindPerson && m.Guard.Purpose != care.Reminders || strings.HasPrefix(string(m.Key), "going.remind") && m.Guard.Before.After(begins) {
					rt.Fatalf("%+v", m.Guard)
				}
			}
		}
	})
}

// A visit over midnight and over a clock change ends so many minutes after it
// began, and is reminded of by the clock on the wall.
func TestAVisitOverMidnightAndClockChanges(t *testing.T) {
	for _, day := range []struct{ day, clock, ends string }{
		{"2026-03-28", "23:30", "2026-03-29T00:30:00Z"},
		{"2026-03-29", "00:30", "2026-03-29T01:30:00Z"}, // 01:00 becomes 02:00
		{"2026-10-25", "00:30", "2026-10-25T00:30:00Z"}, // 02:00 becomes 01:00
	} {
		v := &care.Visit{Day: day.day, Clock: day.clock, Zone: "Europe/London", Minutes: 60}
		want, _ := time.Parse(time.RFC3339, day.ends)
		if got := visitEnds(v); !got.Equal(want) {
			t.Errorf("%s %s ends %s", day.day, day.clock, got)
		}
	}
	h := visited(t, 50*time.Hour)
	v := h.theVisit()
	v.Day, v.Clock = "2026-03-30", "10:00"
	h.keep(care.KindVisit, v.ID, v)
	h.visits(func(s *step) {
		v := s.visit("visit")
		if at := dayBefore(PartVisited)(s, v); at.Format(time.RFC3339) != "2026-03-29T16:00:00+01:00" {
			t.Errorf("reminded at %s", at)
		}
		if at := doorOpens(s, v); visitStarts(v).Sub(at) != 24*time.Hour {
			t.Errorf("shown where at %s", at)
		}
	})
}
