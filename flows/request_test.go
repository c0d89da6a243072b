package flows

import (
	"testing"
	"time"

	"polyphony/care"
	"polyphony/locales"
)

func (h *house) says(who, typed string) Decision {
	return h.does(Event{Kind: KindText, Chat: chats[who], Text: typed})
}

func (h *house) presses(who, carried string) Decision {
	return h.does(Event{Kind: KindTap, Chat: chats[who], Message: 5, Tap: Tap{ID: "t", Data: carried}})
}

// open is the request of pat's circle that stands.
func (h *house) open() *care.Request {
	return get[care.Request](h, care.KindRequest, get[care.Network](h, care.KindNetwork, "circle").Request)
}

func (h *house) offers(d time.Duration, seq int) Decision {
	begin := h.now.Add(d)
	m := &care.Meeting{ID: "m", Network: "circle", Seq: seq, Day: begin.Format("2006-01-02"), Clock: begin.Format("15:04"), Zone: "UTC",
		Minutes: 60, Practitioners: []string{"mina", "jo"}, Invited: []string{"mina", "jo", "pat", "rel"}}
	h.keep(care.KindMeeting, m.ID, m)
	n := get[care.Network](h, care.KindNetwork, "circle")
	n.Meetings = []string{"m"}
	h.keep(care.KindNetwork, "circle", n)
	s := &step{Companion: h.c, tx: h, now: h.now, kept: map[string]any{}}
	s.tellAll(s.meeting("m"), tellMoved)
	for _, p := range s.d.Put {
		h.keep(p.Kind, p.ID, p.Value)
	}
	return s.d
}

// Rule 9: nobody learns from their own asking that another asked before them.
func TestWhoeverAsksTooDoesNotLearnWhoAskedBefore(t *testing.T) {
	h := newHouse(t)
	h.says("rel", "/ask")
	h.now = h.now.Add(3 * time.Hour)
	d := h.says("pat", "/ask")
	for _, m := range d.Say {
		if m.Person == "pat" && (m.Key != locales.RequestMine || !m.Args["Due"].When.Equal(h.now.Add(care.OfferWithin))) {
			t.Errorf("pat reads %s with %+v", m.Key, m.Args)
		}
	}
	r := h.open()
	h.now = h.now.Add(21 * time.Hour) // rel's day is over, pat's is not
	d = h.does(Event{Kind: KindTimer, Timer: requestTimer(r.ID)})
	if !hears(d, "rel", locales.RequestLate) || hears(d, "pat", locales.RequestLate) {
		t.Error("a breach was told to the wrong one of two who asked")
	}
	h.now = h.now.Add(3 * time.Hour)
	if d = h.does(Event{Kind: KindTimer, Timer: askerTimer(r.ID, "pat")}); !hears(d, "pat", locales.RequestLate) {
		t.Error("pat was not told that the day is over")
	}
}

// I7: a request's buttons do nothing for those whose they are not.
func TestARequestsButtonsAreItsAskersAndItsTeams(t *testing.T) {
	h := newHouse(t)
	h.says("rel", "/ask")
	id := h.open().ID
	for _, who := range []string{"pat", "mina", "cora"} {
		for arg := range requestActs {
			if d := h.presses(who, data("request", id, 0, arg)); len(d.Put) > 0 {
				t.Errorf("%s could press %s on what rel asked", who, arg)
			}
		}
	}
	for arg := range requestBegins {
		if d := h.presses("cora", data("request", "circle", 0, arg)); len(d.Put) > 0 {
			t.Errorf("cora, who does not belong, could press %s", arg)
		}
	}
	h.presses("rel", data("request", id, 0, "back"))
	if d := h.presses("rel", data("request", id, 0, "share")); d.Reason != "request.stale" || hears(d, "pat", locales.RequestCircleTold) {
		t.Errorf("an old button: %s", d.Reason)
	}
}

// A meeting is only what was asked for when it is sooner than the one that was
// not soon enough; moving that one counts too.
func TestOnlyASoonerMeetingAnswersWhoeverNeedsItSooner(t *testing.T) {
	h := newHouse(t)
	h.offers(72*time.Hour, 1)
	h.says("rel", "/ask")
	if d := h.presses("rel", data("request", "circle", 1, "sooner")); d.Reason != "request.opened" {
		t.Fatal(d.Reason)
	}
	h.offers(96*time.Hour, 2)
	if h.open().ID == "" {
		t.Fatal("a later day was taken for an answer")
	}
	d := h.offers(24*time.Hour, 3)
	if h.open().ID != "" || !hears(d, "rel", locales.RequestOffered) {
		t.Error("a sooner day was not taken for an answer")
	}
}

// A circle that an operator began has no staff: coordinators hear of it, and
// one of them can take it on; anybody else can not.
func TestACircleWithoutStaffIsTakenOnByACoordinator(t *testing.T) {
	h := newHouse(t)
	d := h.does(Event{Kind: KindOperator, Operator: Operator{Verb: "invite", Invite: &care.Invitation{ID: "i", Role: care.Person, Name: "Nora"}}})
	if !hears(d, "cora", locales.FirstNew) || hears(d, "mina", locales.FirstNew) {
		t.Fatal("not the coordinators heard of it")
	}
	var id string
	for _, p := range d.Put {
		if r, ok := p.Value.(*care.Request); ok {
			id = r.ID
		}
	}
	if d := h.presses("mina", data("request", id, 0, "join")); d.Reason != "tap.refused" {
		t.Error("a practitioner could join by it")
	}
	if d := h.presses("cora", data("request", id, 0, "join")); d.Reason != "request.circle.joined" {
		t.Error(d.Reason)
	}
	if d := h.presses("cora", data("request", id, 0, "join")); d.Reason != "tap.refused" {
		t.Error("it could be joined twice")
	}
}

// A circle that has ended is spoken of no more, nor asked in.
func TestNothingIsRemindedOfInACircleThatHasEnded(t *testing.T) {
	h := newHouse(t)
	h.says("rel", "/ask")
	r := h.open()
	n := get[care.Network](h, care.KindNetwork, "circle")
	n.Closed = h.now
	h.keep(care.KindNetwork, "circle", n)
	h.now = r.Due
	if d := h.does(Event{Kind: KindTimer, Timer: requestTimer(r.ID)}); len(d.Say) > 0 || len(d.Timers) > 0 {
		t.Errorf("%s says %d things", d.Reason, len(d.Say))
	}
	if d := h.says("pat", "/ask"); d.Reason != "circle.shown" {
		t.Error(d.Reason)
	}
}

// A question about a meeting of the evening waits for the morning, and is asked
// once; without the permission it is never asked.
func TestHowItWasIsAskedOnceAndNotAtNight(t *testing.T) {
	h := newHouse(t)
	h.offers(6*time.Hour, 1) // 20:00 to 21:00
	m := get[care.Meeting](h, care.KindMeeting, "m")
	m.Answers = map[string]care.Answer{"pat": care.Coming, "rel": care.Coming}
	h.keep(care.KindMeeting, "m", m)
	pat := get[care.Contact](h, care.KindContact, "pat")
	pat.Decide(care.CheckIns, true, h.now)
	h.keep(care.KindContact, "pat", pat)
	h.now = ends(m)
	h.does(Event{Kind: KindTimer, Timer: overTimer("m")})
	if d := h.presses("mina", data("after", "m", 1, "yes")); hears(d, "pat", locales.AfterQuestion) {
		t.Error("pat was asked at night")
	}
	due := h.timers[howTimer("m", "pat")]
	h.now = due
	if d := h.does(Event{Kind: KindTimer, Timer: howTimer("m", "pat")}); due.Hour() != 8 || !hears(d, "pat", locales.AfterQuestion) {
		t.Errorf("pat was not asked in the morning, but %v", due)
	}
	for _, k := range []TimerKey{howTimer("m", "pat"), howTimer("m", ""), howTimer("m", "rel")} {
		if d := h.does(Event{Kind: KindTimer, Timer: k}); len(d.Say) > 0 {
			t.Errorf("%s asks again, or without permission", k)
		}
	}
	if d := h.presses("cora", data("after", "m", 1, "no")); d.Reason != "tap.refused" {
		t.Error("cora, who does not belong, could answer for the team")
	}
}
