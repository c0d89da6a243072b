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

// allWeek is all weekly times.
func allWeek() (times []care.Weekly) {
	for d := range 7 {
		for _, part := range care.PartsOfDay {
			times = append(times, care.Weekly{Day: time.Weekday(d), Part: part})
		}
	}
	return times
}

// volunteers admits so many volunteers, v00 and on, who would go anywhere at any time.
func (h *house) volunteers(n int) {
	all := get[care.Peers](h, care.KindPeers, care.PeersID)
	for i := range n {
		id := fmt.Sprintf("v%02d", i)
		chats[id] = int64(1000 + i)
		h.keep(care.KindContact, id, &care.Contact{ID: id, Chat: chats[id], Name: id, Language: "en"})
		h.keep(care.KindAccount, ChatID(chats[id]), &care.Account{Chat: chats[id], Contact: id})
		all.All = append(all.All, care.Peer{Contact: id, Admitted: h.now, Guide: h.now, Times: allWeek()})
	}
	h.keep(care.KindPeers, care.PeersID, all)
}

// peerIs changes what a volunteer offers.
func (h *house) peerIs(id string, change func(*care.Peer)) {
	all := get[care.Peers](h, care.KindPeers, care.PeersID)
	change(all.Of(id))
	h.keep(care.KindPeers, care.PeersID, all)
}

// wantsVisit lets pat ask for a visit, and returns it as it stands then.
func (h *house) wantsVisit(day string, part care.PartOfDay) (*care.Visit, Decision) {
	h.Helper()
	d := h.writes("pat", "/visit")
	if hears(d, "pat", locales.VisitList) {
		h.presses("pat", data("visit", "circle", 0, "new"))
	}
	for _, arg := range []string{"for.walk", "slot." + day + "." + string(part), "chosen", "length.60", "nowish", "every.0", "send"} {
		d = h.presses("pat", data("visit", "-", get[care.Contact](h, care.KindContact, "pat").Menu, arg))
	}
	for _, p := range d.Put {
		if v, ok := p.Value.(*care.Visit); ok {
			return h.visitNow(v.ID), d
		}
	}
	h.Fatalf("no visit: %s", d.Reason)
	return nil, d
}

func (h *house) visitNow(id string) *care.Visit { return get[care.Visit](h, care.KindVisit, id) }

// says yes to going at an hour.
func (h *house) goes(who string, v *care.Visit, clock string) Decision {
	h.Helper()
	return h.presses(who, data("offer", v.ID, v.Rev, "hour."+v.Slots[0].Day+"."+clock))
}

func (h *house) found(v *care.Visit, arg string) Decision {
	h.Helper()
	return h.presses("pat", data("found", v.ID, h.visitNow(v.ID).Rev, arg))
}

func askedIn(v *care.Visit, round int) (who []string) {
	for _, a := range v.Asked {
		if a.Round == round {
			who = append(who, a.Volunteer)
		}
	}
	return who
}

// Nobody has to be first: the fairest yes of a round is put to the person, also
// when it came last; and before the round is over nobody is.
func TestTheFairestYesIsOfferedAndNotTheFirst(t *testing.T) {
	h := newHouse(t)
	h.volunteers(5)
	v, _ := h.wantsVisit("2026-03-05", care.Afternoon)
	if got := askedIn(v, 1); !slices.Equal(got, []string{"v00", "v01", "v02"}) {
		t.Fatalf("asked: %v", got)
	}
	if d := h.goes("v02", v, "14:00"); hears(d, "pat", locales.VisitOffered) {
		t.Fatal("the first to tap was offered before the others had answered")
	}
	h.presses("v01", data("offer", v.ID, v.Rev, "no"))
	if d := h.goes("v00", v, "13:00"); said(t, d, "pat", locales.VisitOffered).Args["Name"].Text != "v00" {
		t.Error("not the fairest yes was offered")
	}
	d := h.found(v, "else")
	if said(t, d, "pat", locales.VisitOffered).Args["Name"].Text != "v02" || !hears(d, "v00", locales.VisitSomebodyElse) {
		t.Errorf("%s: %v", d.Reason, d.Say)
	}
	d = h.found(v, "yes")
	if v = h.visitNow(v.ID); v.State != care.VisitAgreed || v.Volunteer != "v02" || v.Clock != "14:00" || !hears(d, "v02", locales.VisitYours) {
		t.Errorf("%s: %+v", d.Reason, v)
	}
	if p := get[care.Peers](h, care.KindPeers, care.PeersID).Of("v02"); !slices.Contains(p.Open, v.ID) || p.Visited.IsZero() {
		t.Errorf("not kept with the volunteer: %+v", p)
	}
}

// Continuity: whoever has visited the person is asked before anybody else, alone.
func TestTheSameFacesAreAskedFirst(t *testing.T) {
	h := newHouse(t)
	h.volunteers(5)
	n := get[care.Network](h, care.KindNetwork, "circle")
	n.Faces = []string{"v04"}
	h.keep(care.KindNetwork, "circle", n)
	v, _ := h.wantsVisit("2026-03-05", care.Afternoon)
	if got := askedIn(v, 1); !slices.Equal(got, []string{"v04"}) {
		t.Fatalf("asked: %v", got)
	}
	h.presses("v04", data("offer", v.ID, v.Rev, "no"))
	if got := askedIn(h.visitNow(v.ID), 2); !slices.Equal(got, []string{"v00", "v01", "v02"}) {
		t.Errorf("then asked: %v", got)
	}
}

// A round's hours do not run in the night, and its end leads on by itself.
func TestARoundEndsWithoutTheNightBeingCounted(t *testing.T) {
	h := newHouse(t)
	h.volunteers(4)
	h.now = time.Date(2026, 3, 2, 19, 0, 0, 0, time.UTC)
	v, _ := h.wantsVisit("2026-03-05", care.Afternoon)
	if want := time.Date(2026, 3, 3, 10, 0, 0, 0, time.UTC); !v.RoundEnds.Equal(want) || !h.timers[visitTimer(v.ID, "round")].Equal(want) {
		t.Fatalf("ends %v", v.RoundEnds)
	}
	h.now = v.RoundEnds
	h.fire()
	if got := askedIn(h.visitNow(v.ID), 2); !slices.Equal(got, []string{"v03"}) {
		t.Errorf("then asked: %v", got)
	}
}

// Rule 13 and the truth: when nobody is found the person hears it, and the
// coordinator hears what is wanting.
func TestNobodyFoundIsSaid(t *testing.T) {
	h := newHouse(t)
	h.volunteers(1)
	v, _ := h.wantsVisit("2026-03-05", care.Afternoon)
	d := h.presses("v00", data("offer", v.ID, v.Rev, "no"))
	if !hears(d, "pat", locales.VisitUnfound) || !hears(d, "cora", locales.VisitUnfoundTeam) || hears(d, "mina", locales.VisitUnfoundTeam) {
		t.Errorf("%s: pat %v, cora %v", d.Reason, heard(d, "pat"), heard(d, "cora"))
	}
	if v = h.visitNow(v.ID); v.State != care.VisitUnfound || len(get[care.Network](h, care.KindNetwork, "circle").Visits) > 0 {
		t.Errorf("%s", v.State)
	}
}

// Only those who fit are asked: not who is paused, withdrawn, new to the guide,
// elsewhere, at other times, of another language, blocked, or the person.
func TestOnlyThoseWhoFitAreAsked(t *testing.T) {
	unfit := map[string]func(*house, *care.Peer){
		"paused":      func(h *house, p *care.Peer) { p.Paused = h.now.Add(time.Hour) },
		"withdrawn":   func(h *house, p *care.Peer) { p.Withdrawn = h.now },
		"no guide":    func(_ *house, p *care.Peer) { p.Guide = time.Time{} },
		"no times":    func(_ *house, p *care.Peer) { p.Times = nil },
		"other times": func(_ *house, p *care.Peer) { p.Times = []care.Weekly{{Day: time.Thursday, Part: care.Morning}} },
		"other likes": func(_ *house, p *care.Peer) { p.Likes = []care.Activity{care.ActivityCoffee} },
		"language":    func(_ *house, p *care.Peer) { p.Languages = []string{"pl"} },
		"blocked": func(h *house, p *care.Peer) {
			c := get[care.Contact](h, care.KindContact, p.Contact)
			c.Blocked = true
			h.keep(care.KindContact, p.Contact, c)
		},
		"on another visit": func(h *house, p *care.Peer) {
			h.keep(care.KindVisit, "other", &care.Visit{ID: "other", State: care.VisitAgreed, Volunteer: p.Contact, Day: "2026-03-05", Clock: "12:00", Zone: "Europe/London", Minutes: 300})
			p.Open = []string{"other"}
		},
	}
	for why, change := range unfit {
		h := newHouse(t)
		h.volunteers(2)
		h.peerIs("v00", func(p *care.Peer) { change(h, p) })
		if v, _ := h.wantsVisit("2026-03-05", care.Afternoon); !slices.Equal(askedOf(v), []string{"v01"}) {
			t.Errorf("%s: asked %v", why, askedOf(v))
		}
	}
}

// Two at the same instant: whoever goes is one, and the other reads so, however
// late their yes comes.
func TestALateYesAfterAnotherGoes(t *testing.T) {
	h := newHouse(t)
	h.volunteers(2)
	v, _ := h.wantsVisit("2026-03-05", care.Afternoon)
	h.goes("v01", v, "14:00")
	h.now = h.visitNow(v.ID).RoundEnds
	h.fire()
	h.found(v, "yes")
	if d := h.goes("v00", v, "14:00"); !hears(d, "v00", locales.VisitSomebodyElse) || h.visitNow(v.ID).Volunteer != "v01" {
		t.Errorf("%s: %v", d.Reason, heard(d, "v00"))
	}
	if d := h.presses("pat", data("found", v.ID, v.Rev, "yes")); d.Reason != "found.stale" {
		t.Errorf("an old yes: %s", d.Reason)
	}
}

// A volunteer who said yes and is withdrawn, paused or on another visit since is
// not promised to the person: they hear it, and the search goes on.
func TestAVolunteerWhoCannotGoAnyMoreIsNotPromised(t *testing.T) {
	for why, change := range map[string]func(*care.Peer){
		"withdrawn": func(p *care.Peer) { p.Withdrawn = time.Unix(1, 0) },
		"paused":    func(p *care.Peer) { p.Paused = time.Unix(1e10, 0) },
	} {
		h := newHouse(t)
		h.volunteers(4)
		v, _ := h.wantsVisit("2026-03-05", care.Afternoon)
		h.goes("v00", v, "14:00")
		h.presses("v01", data("offer", v.ID, v.Rev, "no"))
		h.presses("v02", data("offer", v.ID, v.Rev, "no"))
		h.peerIs("v00", change)
		d := h.found(v, "yes")
		if v = h.visitNow(v.ID); d.Reason != "found.lost" || !hears(d, "pat", locales.VisitLost) || v.State != care.VisitWanted || !hears(d, "v03", locales.VisitOffer) {
			t.Errorf("%s: %s, %s, pat hears %v", why, d.Reason, v.State, heard(d, "pat"))
		}
	}
}

// Times pass while nobody answers: what cannot take place any more ends, with
// the truth, and no timer stays.
func TestTimesThatPassEndTheSearch(t *testing.T) {
	h := newHouse(t)
	h.volunteers(1)
	v, _ := h.wantsVisit("2026-03-03", care.Morning)
	h.goes("v00", v, "09:00")
	v = h.visitNow(v.ID)
	if v.State != care.VisitOffered {
		t.Fatal(v.State)
	}
	h.now = h.timers[visitTimer(v.ID, "round")]
	if want := time.Date(2026, 3, 3, 8, 0, 0, 0, time.UTC); !h.now.Equal(want) {
		t.Fatalf("pat is asked until %v", h.now)
	}
	h.fire()
	if v = h.visitNow(v.ID); v.State != care.VisitUnfound || len(h.timers) > 2 {
		t.Errorf("%s, timers %v", v.State, h.timers)
	}
}

// A circle that closes or falls still asks nobody any more, and its person's
// card is not spoken of.
func TestASearchEndsWithItsCircle(t *testing.T) {
	h := newHouse(t)
	h.volunteers(1)
	v, _ := h.wantsVisit("2026-03-05", care.Afternoon)
	menu := func() int { return get[care.Contact](h, care.KindContact, "mina").Menu }
	h.presses("mina", data("circle", "circle", 0, "close"))
	d := h.presses("mina", data("life", "circle", menu(), "close_yes"))
	if !hears(d, "v00", locales.VisitNotOpen) || hears(d, "pat", locales.VisitOff) || h.visitNow(v.ID).Open() {
		t.Errorf("%s: %s, v00 hears %v", d.Reason, h.visitNow(v.ID).State, heard(d, "v00"))
	}
	if d := h.goes("v00", v, "14:00"); d.Reason != "offer.over" {
		t.Errorf("an old button: %s", d.Reason)
	}
}

// The visit is free again: whoever said yes before is asked before strangers.
func TestWhoeverSaidYesIsAskedFirstWhenAVisitIsFreeAgain(t *testing.T) {
	h := newHouse(t)
	h.volunteers(5)
	v, _ := h.wantsVisit("2026-03-05", care.Afternoon)
	h.goes("v00", v, "13:00")
	h.goes("v01", v, "14:00")
	h.presses("v02", data("offer", v.ID, v.Rev, "no"))
	h.found(v, "yes")
	s := &step{Companion: h.c, tx: h, now: h.now, kept: map[string]any{}, ev: Event{Seed: Seed{7}}}
	s.findAnew(s.visit(v.ID))
	if v = s.visit(v.ID); v.State != care.VisitWanted || v.Volunteer != "" || !slices.Equal(askedIn(v, 2), []string{"v01"}) {
		t.Errorf("%s, asked %v", v.State, v.Asked)
	}
	if got := said(t, s.d, "v01", locales.VisitOffer); !hasLine(got, locales.VisitOfferAgain) {
		t.Error("v01 does not read that it is free again")
	}
	if p := s.peers().Of("v00"); len(p.Open) > 0 {
		t.Error("v00 still counts as going")
	}
}

// I7: buttons of a visit do nothing for those whose they are not; volunteers
// read a first name, and no surname, address or other person's card.
func TestAVisitsButtonsAreForThoseWhoHaveAPartInIt(t *testing.T) {
	h := newHouse(t)
	h.volunteers(4)
	v, _ := h.wantsVisit("2026-03-05", care.Afternoon)
	for _, who := range []string{"mina", "cora", "rel", "v03"} {
		for _, carried := range []string{data("offer", v.ID, v.Rev, "like"), data("offer", v.ID, v.Rev, "hour.2026-03-05.14:00"), data("found", v.ID, v.Rev, "yes"),
			data("visit", v.ID, v.Rev, "back"), data("visit", v.ID, v.Rev, "show")} {
			if d := h.presses(who, carried); d.Reason != "tap.refused" || len(d.Put) > 0 {
				t.Errorf("%s presses %s: %s", who, carried, d.Reason)
			}
		}
	}
	for _, carried := range []string{data("visit", "circle", 0, "new"), data("visit", "circle", 0, "")} {
		if d := h.presses("rel", carried); d.Reason != "tap.refused" {
			t.Errorf("rel presses %s: %s", carried, d.Reason)
		}
	}
}

// A team's suggestion reaches no volunteer before the person says yes.
func TestASuggestionWaitsForThePersonsYes(t *testing.T) {
	h := newHouse(t)
	h.volunteers(1)
	h.writes("mina", "/visit")
	var d Decision
	for _, arg := range []string{"for.coffee", "slot.2026-03-05.afternoon", "chosen", "length.30", "nowish", "every.0", "send"} {
		d = h.presses("mina", data("visit", "-", get[care.Contact](h, care.KindContact, "mina").Menu, arg))
	}
	if d.Reason != "visit.suggested" || hears(d, "v00", locales.VisitOffer) || !hears(d, "pat", locales.VisitProposed) {
		t.Fatalf("%s: v00 %v, pat %v", d.Reason, heard(d, "v00"), heard(d, "pat"))
	}
	id := get[care.Network](h, care.KindNetwork, "circle").Visits[0]
	if d := h.presses("mina", data("visit", id, 0, "yes")); d.Reason != "tap.refused" {
		t.Errorf("mina says yes for pat: %s", d.Reason)
	}
	if d := h.presses("pat", data("visit", id, 0, "yes")); !hears(d, "v00", locales.VisitOffer) || !hears(d, "mina", locales.VisitSuggestedYes) {
		t.Errorf("%s: v00 %v, mina %v", d.Reason, heard(d, "v00"), heard(d, "mina"))
	}
}

// At most three are open, and what is asked for too late is not asked for.
func TestAtMostThreeVisitsAreOpen(t *testing.T) {
	h := newHouse(t)
	h.volunteers(2)
	for range visitsMost {
		h.wantsVisit("2026-03-05", care.Afternoon)
	}
	if d := h.presses("pat", data("visit", "circle", 0, "new")); !hears(d, "pat", locales.VisitEnough) {
		t.Errorf("%s", d.Reason)
	}
}

// A card for a volunteer is not sent any more once they said no, are withdrawn,
// or the visit is over (I4, I7).
func TestAVolunteersCardIsCheckedAgainWhenItIsSent(t *testing.T) {
	h := newHouse(t)
	h.volunteers(1)
	v, d := h.wantsVisit("2026-03-05", care.Afternoon)
	card := said(t, d, "v00", locales.VisitOffer)
	if to := h.address(card); to.Verdict != Send {
		t.Fatalf("%+v", to)
	}
	h.peerIs("v00", func(p *care.Peer) { p.Withdrawn = h.now })
	if to := h.address(card); to.Reason != "no.role" {
		t.Errorf("withdrawn: %+v", to)
	}
	h.peerIs("v00", func(p *care.Peer) { p.Withdrawn = time.Time{} })
	h.presses("pat", data("visit", v.ID, v.Rev, "back"))
	if to := h.address(card); to.Verdict != Drop {
		t.Errorf("taken back: %+v", to)
	}
	for _, arg := range card.Args {
		if strings.Contains(arg.Text, " ") {
			t.Errorf("more than a first name: %q", arg.Text)
		}
	}
}
