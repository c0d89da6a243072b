package flows

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"polyphony/care"
	"polyphony/locales"
)

// hasVisited is a house in which vic, a peer volunteer who belongs to no circle, is
// with pat; the visit is regular.
func hasVisited(t *testing.T) (*house, *care.Visit) {
	h := newHouse(t)
	h.keep(care.KindContact, "vic", &care.Contact{ID: "vic", Chat: chatOfVic, Name: "Vic", Language: "en", Visits: []string{"v"}})
	h.keep(care.KindAccount, ChatID(chatOfVic), &care.Account{Chat: chatOfVic, Contact: "vic"})
	h.keep(care.KindPeers, care.PeersID, &care.Peers{All: []care.Peer{{Contact: "vic", Admitted: h.now, Guide: h.now, Times: allWeek(), Open: []string{"v"}}}})
	h.keep(care.KindVolunteer, "vic", &care.VolunteerWords{Contact: "vic", About: care.Words{Author: "vic", Text: "I like zanzibarine"}})
	h.keep(care.KindVisits, care.VisitsID, &care.Visits{Open: []string{"v"}})
	v := &care.Visit{ID: "v", Network: "circle", Person: "pat", By: "pat", State: care.VisitRunning, Rev: 3, For: care.ActivityWalk, Every: 2, Minutes: 60,
		Volunteer: "vic", Day: "2026-03-02", Clock: "13:00", Zone: "Europe/London", Began: h.now.Add(-time.Hour), Asked: []care.Asking{{Volunteer: "vic", Answer: care.OfferYes}},
		Address: care.Words{Author: "pat", Text: "12 Quillfeather Lane"}, Wish: care.Words{Author: "pat", Text: "Quillfeather wish"}, Buddy: care.Watcher{Contact: "rel", Yes: h.now}, Shown: h.now}
	h.keep(care.KindVisit, "v", v)
	h.keep(care.KindMine, "pat", &care.Mine{Contact: "pat", Items: []care.Ref{{Kind: care.KindVisit, ID: "v"}}})
	h.circle(func(n *care.Network) { n.Visits = []string{"v"} })
	h.person("pat", func(c *care.Contact) {
		c.Visits = []string{"v"}
		c.Decide(care.CheckIns, true, h.now)
		c.Decide(care.Research, true, h.now)
	})
	return h, v
}

const chatOfVic = 7777

// runs lets something happen to a visit inside a decision of its own.
func (h *house) runs(do func(s *step)) Decision {
	h.Helper()
	due["visit/test"] = func(s *step) Reason { do(s); return "test" }
	defer delete(due, "visit/test")
	return h.does(Event{Kind: KindTimer, At: h.now, Timer: TimerKey{Subject: "visit", ID: "v", What: "test"}})
}

func (h *house) ends() Decision {
	return h.runs(func(s *step) { s.visitSafe(s.visit("v"), "vic") })
}

func (h *house) vicTaps(arg string) Decision {
	h.Helper()
	next := h.nextVisit()
	return h.does(Event{Kind: KindTap, Chat: chatOfVic, From: Sender{ID: chatOfVic}, Message: 960, Tap: Tap{ID: "t", Data: data("again", next.ID, next.Rev, arg)}})
}

func (h *house) nextVisit() *care.Visit {
	return get[care.Visit](h, care.KindVisit, get[care.Visit](h, care.KindVisit, "v").Next)
}

// Protects the end of a visit: at the safe end the address is gone, it is
// counted once, both are asked one open question, and the next is proposed at
// the same weekday and clock.
func TestASafeEndLeavesNoAddressAndGoesOn(t *testing.T) {
	h, _ := hasVisited(t)
	d := h.ends()
	said(t, d, "pat", locales.AftervisitQuestion)
	said(t, d, "vic", locales.AftervisitQuestion)
	said(t, d, "vic", locales.AftervisitAgain)
	if found := h.keeps("12 Quillfeather"); len(found) > 0 {
		t.Errorf("the address is in %v", found)
	}
	if strings.Contains(fmt.Sprint(d.Say), "Quillfeather") {
		t.Error("words of the person are on their way")
	}
	h.ends()
	if n := get[care.Visits](h, care.KindVisits, care.VisitsID).Months["2026-03"]; n.Made != 1 || n.Asked != 1 {
		t.Errorf("counted: %+v", n)
	}
	next := h.nextVisit()
	if next.State != care.VisitWanted || next.Asked[0].Slot.Day != "2026-03-16" || next.Asked[0].Clock != "13:00" {
		t.Errorf("the next: %+v", next)
	}
	if p := get[care.Peers](h, care.KindPeers, care.PeersID).Of("vic"); p.Made != 1 || len(p.Open) != 0 {
		t.Errorf("the volunteer: %+v", p)
	}
}

// Protects rule 3 and I7: what the volunteer says goes to the circle's team and
// to nobody else; what each says the other never sees.
func TestAWordAfterAVisitIsItsAuthors(t *testing.T) {
	h, _ := hasVisited(t)
	h.ends()
	d := h.does(Event{Kind: KindText, Chat: chatOfVic, From: Sender{ID: chatOfVic}, Message: 961, Text: "we fed the bramblecoil"})
	if d.Reason != "checkin.answered" {
		t.Fatal(d.Reason)
	}
	for _, m := range d.Say {
		if m.Person != "vic" && strings.Contains(fmt.Sprint(m), "bramblecoil") {
			t.Errorf("%s reads it", m.Person)
		}
	}
	if shelf := get[care.Shelf](h, care.KindShelf, "circle"); len(shelf.Items) != 1 {
		t.Errorf("the team's shelf: %+v", shelf.Items)
	}
	if d := h.writes("pat", "a good walk"); d.Reason != "checkin.answered" {
		t.Errorf("the person: %s", d.Reason)
	}
}

// Protects continuity and the person's choice: yes of both agrees it; not this
// time asks about the one after; an old button does nothing.
func TestTheNextVisitNeedsTheYesOfBoth(t *testing.T) {
	h, _ := hasVisited(t)
	h.ends()
	old := h.nextVisit()
	d := h.vicTaps("yes")
	said(t, d, "pat", locales.AftervisitComes)
	if h.nextVisit().State == care.VisitAgreed {
		t.Error("agreed without the person")
	}
	next := h.nextVisit()
	if d := h.taps("pat", data("again", next.ID, old.Rev, "please")); d.Reason != "again.stale" {
		t.Errorf("an old button: %s", d.Reason)
	}
	for _, who := range []string{"rel", "mina", "cora"} {
		if d := h.taps(who, data("again", next.ID, next.Rev, "please")); d.Reason != "tap.refused" {
			t.Errorf("%s agrees to it: %s", who, d.Reason)
		}
	}
	d = h.taps("pat", data("again", next.ID, next.Rev, "please"))
	if d.Reason != "again.agreed" || h.nextVisit().State != care.VisitAgreed || h.nextVisit().Volunteer != "vic" {
		t.Errorf("%s: %+v", d.Reason, h.nextVisit())
	}
	h, _ = hasVisited(t)
	h.ends()
	d = h.vicTaps("no")
	said(t, d, "pat", locales.AftervisitComesNot)
	next = h.nextVisit()
	h.taps("pat", data("again", next.ID, next.Rev, "skip"))
	skipped := get[care.Visit](h, care.KindVisit, next.ID)
	if after := get[care.Visit](h, care.KindVisit, skipped.Next); skipped.State != care.VisitOff || after.Asked[0].Slot.Day != "2026-03-30" {
		t.Errorf("after it: %+v", after)
	}
}

// Protects I8 and I11: whoever is erased while a visit runs, it is watched until
// its volunteer is safe; then nothing of them is left.
func TestErasureDuringAVisitKeepsTheWatchAndThenNothing(t *testing.T) {
	h, _ := hasVisited(t)
	h.forgets("pat")
	v := get[care.Visit](h, care.KindVisit, "v")
	if v.State != care.VisitRunning || v.Person != "" || v.Volunteer != "vic" || v.Wish.Text != "" {
		t.Fatalf("the watch: %+v", v)
	}
	if v.Address.Author != "" || v.Address.Text == "" {
		t.Errorf("those who watch have lost where: %+v", v.Address)
	}
	h.ends()
	if found := h.keeps("Quillfeather"); len(found) > 0 {
		t.Errorf("left: %v", found)
	}

	h, _ = hasVisited(t)
	if d := h.does(Event{Kind: KindText, Chat: chatOfVic, From: Sender{ID: chatOfVic}, Message: 962, Text: "/forget"}); d.Reason != "forget.asked" {
		t.Fatal(d.Reason)
	}
	c := get[care.Contact](h, care.KindContact, "vic")
	h.does(Event{Kind: KindTap, Chat: chatOfVic, From: Sender{ID: chatOfVic}, Message: 963, Tap: Tap{ID: "t", Data: data("forget", "-", c.Menu, "yes")}})
	if v := get[care.Visit](h, care.KindVisit, "v"); v.State != care.VisitRunning {
		t.Fatalf("the watch ended: %+v", v)
	}
	if found := h.keeps("zanzibarine"); len(found) > 0 || get[care.Peers](h, care.KindPeers, care.PeersID).Of("vic") != nil {
		t.Errorf("left: %v", found)
	}
	h.runs(func(s *step) { s.visitSafe(s.visit("v"), "rel") })
	if found := slices.DeleteFunc(h.keeps("vic"), func(k string) bool { return !strings.HasPrefix(k, "visit") && !strings.HasPrefix(k, "peers") }); len(found) > 0 {
		t.Errorf("left: %v", found)
	}
}

// Protects I8: what was only planned ends with whoever asked for it.
func TestErasureEndsPlannedVisits(t *testing.T) {
	h, v := hasVisited(t)
	v.State, v.Began, v.Day = care.VisitAgreed, time.Time{}, "2026-03-09"
	h.keep(care.KindVisit, "v", v)
	d := h.forgets("pat")
	said(t, d, "vic", locales.GoingOffVolunteer)
	if n := h.sent([]Decision{d}, "vic", locales.GoingOffVolunteer); n != 1 {
		t.Errorf("the volunteer hears %d times", n)
	}
	h.rests(h.now)
	if found := h.keeps("Quillfeather"); len(found) > 0 || len(get[care.Visits](h, care.KindVisits, care.VisitsID).Open) > 0 {
		t.Errorf("left: %v", found)
	}
}

// Protects the trust's retention: visits go as meetings do, never while open.
func TestVisitsGoWhenTheyAreOldEnough(t *testing.T) {
	h, v := hasVisited(t)
	v.Every = 0
	h.keep(care.KindVisit, "v", v)
	h.keepsFor(care.Retention{Meetings: 60})
	h.does(Event{Kind: KindTimer, At: h.now, Timer: keptTimer("visit", "v")})
	if get[care.Visit](h, care.KindVisit, "v").ID == "" {
		t.Fatal("a running visit is gone")
	}
	h.ends()
	h.rests(h.now.AddDate(0, 0, 95))
	if get[care.Visit](h, care.KindVisit, "v").ID != "" || len(get[care.Mine](h, care.KindMine, "vic").Items) > 0 {
		t.Error("kept for longer than the trust has set")
	}
}
