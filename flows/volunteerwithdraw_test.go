package flows

import (
	"slices"
	"testing"

	"polyphony/care"
	"polyphony/locales"
)

// withdraws is a coordinator's two taps.
func (h *house) withdraws(who string) Decision {
	h.Helper()
	h.taps("cora", data("peers", who, 0, "withdraw"))
	return h.taps("cora", data("peers", who, get[care.Contact](h, care.KindContact, "cora").Menu, "withdraw_yes"))
}

// One tap withdraws nobody, nor does an old one; the second does, once.
func TestWithdrawingTakesASecondTap(t *testing.T) {
	h := newHouse(t)
	h.aPeer("rel")
	if d := h.taps("cora", data("peers", "rel", 0, "withdraw_yes")); d.Reason != "volunteers.stale" || !h.peer("rel").Withdrawn.IsZero() {
		t.Fatalf("without a question: %s", d.Reason)
	}
	d := h.withdraws("rel")
	if d.Reason != "volunteers.withdrawn" || !hears(d, "rel", locales.VolunteerWithdrawn) || h.peer("rel").Withdrawn.IsZero() {
		t.Fatalf("%s, %v", d.Reason, heard(d, "rel"))
	}
	old := get[care.Contact](h, care.KindContact, "cora").Menu
	h.taps("cora", data("peers", "rel", 0, "admit"))
	h.taps("cora", data("peers", "rel", get[care.Contact](h, care.KindContact, "cora").Menu, "admit_yes"))
	if p := h.peer("rel"); !p.Withdrawn.IsZero() || !p.Guide.IsZero() {
		t.Fatalf("admitted again, without their own yes: %+v", p)
	}
	if d := h.taps("cora", data("peers", "rel", old, "withdraw_yes")); d.Reason != "volunteers.stale" || !h.peer("rel").Withdrawn.IsZero() {
		t.Errorf("an old button withdraws: %s", d.Reason)
	}
}

// From that moment they are nobody's volunteer: what they were asked is not
// theirs any more, and nothing is sent to them about it (I7).
func TestWhoeverIsWithdrawnIsAskedNothing(t *testing.T) {
	h := newHouse(t)
	h.aPeer("rel")
	h.keep(care.KindVisit, "asked", &care.Visit{ID: "asked", Network: "circle", Person: "pat", State: care.VisitWanted, Asked: []care.Asking{{Volunteer: "rel", Round: 1, Answer: care.OfferYes}}})
	h.keep(care.KindVisit, "said-no", &care.Visit{ID: "said-no", Network: "circle", Person: "pat", State: care.VisitWanted, Asked: []care.Asking{{Volunteer: "rel", Round: 1, Answer: care.OfferNo}}})
	rel := get[care.Contact](h, care.KindContact, "rel")
	rel.Visits = []string{"asked", "said-no", "erased"}
	h.keep(care.KindContact, "rel", rel)
	offer := Message{Person: "rel", Chat: chats["rel"], Lane: Bulk, Guard: Guard{Purpose: PurposeNotice, Visit: "asked", As: PartAsked}}
	if to := h.address(offer); to.Reason != "wanted" {
		t.Fatalf("before: %s", to.Reason)
	}
	h.withdraws("rel")
	if got := get[care.Visit](h, care.KindVisit, "asked").Asked[0].Answer; got != care.OfferGone {
		t.Errorf("what they said yes to: %q", got)
	}
	if got := get[care.Visit](h, care.KindVisit, "said-no").Asked[0].Answer; got != care.OfferNo {
		t.Errorf("what they said no to: %q", got)
	}
	if to := h.address(offer); to.Verdict != Drop {
		t.Errorf("what was queued still goes: %s", to.Reason)
	}
	for _, arg := range []string{"time.2.morning.on", "pause.end", "sign.thirty", "about", "leave_yes"} {
		if d := h.taps("rel", own(arg)); !hears(d, "rel", locales.VolunteerNone) || len(h.peer("rel").Times) != 1 {
			t.Errorf("%s: %v", arg, heard(d, "rel"))
		}
	}
}

// Whoever is with somebody now is watched over until they are safe, as the
// coordinator reads; they themselves hear of it then, and not at somebody's door.
func TestWithdrawnOnAVisit(t *testing.T) {
	h := newHouse(t)
	h.aPeer("rel")
	all := get[care.Peers](h, care.KindPeers, care.PeersID)
	all.All[0].Open = []string{"now"}
	h.keep(care.KindPeers, care.PeersID, all)
	h.keep(care.KindVisit, "now", &care.Visit{ID: "now", Network: "circle", Person: "pat", Volunteer: "rel", State: care.VisitRunning})
	c := get[care.Contact](h, care.KindContact, "rel")
	c.Visits = []string{"now"}
	h.keep(care.KindContact, "rel", c)
	d := h.withdraws("rel")
	if speaksOf(d, locales.VolunteerWithdrawn) || !speaksOf(d, locales.VolunteersVisiting) {
		t.Errorf("%v %v", heard(d, "rel"), heard(d, "cora"))
	}
	if v := get[care.Visit](h, care.KindVisit, "now"); !v.Watched() || v.Volunteer != "rel" {
		t.Errorf("the visit ended unwatched: %+v", v)
	}
	h.taps("rel", "watch/now/0/done")
	if d = h.taps("rel", "watch/now/1/home"); !hears(d, "rel", locales.VolunteerWithdrawn) {
		t.Errorf("safe, and not told: %v", heard(d, "rel"))
	}
}

// Stopping is theirs as well, and the coordinators hear of it.
func TestAVolunteerStops(t *testing.T) {
	h := newHouse(t)
	h.aPeer("rel")
	h.taps("rel", own("leave"))
	if h.peer("rel").Withdrawn.IsZero() == false {
		t.Fatal("one tap was enough")
	}
	d := h.taps("rel", data("peer", "-", get[care.Contact](h, care.KindContact, "rel").Menu, "leave_yes"))
	if d.Reason != "volunteer.left" || h.peer("rel").Withdrawn.IsZero() || !hears(d, "cora", locales.VolunteersLeft) {
		t.Errorf("%s, %v", d.Reason, heard(d, "cora"))
	}
}

// Volunteers of the team file are on the list when they join, and off it when
// the file names them no more; those whom a coordinator admitted stay.
func TestVolunteersOfTheTeamFile(t *testing.T) {
	h := newHouse(t)
	h.aPeer("rel")
	h.applies(func(team *care.Team) {
		team.Staff = append(team.Staff, care.StaffMember{ID: "vera", Name: "Vera", Role: care.Volunteer})
	})
	if n := len(get[care.Peers](h, care.KindPeers, care.PeersID).All); n != 1 {
		t.Fatalf("%d before she joined", n)
	}
	token := Seed{9}.Token("invitation", 1)
	h.does(Event{Kind: KindOperator, Operator: Operator{Verb: "invite", Invite: &care.Invitation{ID: TokenID(token), Role: care.Volunteer, Staff: "vera", Name: "Vera"}}})
	d := h.opens(61, token)
	vera := get[care.Account](h, care.KindAccount, "61").Contact
	if p := h.peer(vera); p == nil || p.By != "" || !hears(d, vera, locales.VolunteerWelcome) || !hears(d, vera, locales.GuideTitle) {
		t.Fatalf("%s: %v", d.Reason, heard(d, vera))
	}
	d = h.applies(without("vera"))
	if h.peer(vera).Withdrawn.IsZero() || !hears(d, vera, locales.VolunteerWithdrawn) || !h.peer("rel").Withdrawn.IsZero() {
		t.Errorf("out of the file: %+v", get[care.Peers](h, care.KindPeers, care.PeersID).All)
	}
	d = h.applies(demoted("jo"))
	if p := h.peer("jo"); p == nil || !p.Guide.IsZero() || !hears(d, "jo", locales.VolunteerAdmitted) {
		t.Errorf("a practitioner who became a volunteer: %+v, %v", p, heard(d, "jo"))
	}
}

// Staff keep a link for whom it is meant, or become a volunteer besides with
// one more tap; it still works once.
func TestStaffOpenALinkForAVolunteer(t *testing.T) {
	h := newHouse(t)
	token, id := h.invitesPeer("cora")
	if d := h.opens(chats["mina"], token); d.Reason != "join.volunteer.asked" || len(d.Put) > 0 {
		t.Fatalf("opening: %s, %+v", d.Reason, d.Put)
	}
	h.taps("mina", data("peer", id, 0, "no"))
	if h.peer("mina") != nil || get[care.Invitation](h, care.KindInvitation, id).UsedBy != "" {
		t.Error("a no used the link up")
	}
	h.taps("mina", data("peer", id, 0, "yes"))
	if p := h.peer("mina"); p == nil || p.By != "cora" || get[care.Invitation](h, care.KindInvitation, id).UsedBy != "mina" {
		t.Errorf("a yes: %+v", p)
	}
	h.taps("jo", data("peer", id, 0, "yes"))
	if h.peer("jo") != nil {
		t.Error("a link made two volunteers")
	}
	if n := get[care.Network](h, care.KindNetwork, "circle"); n.Member("mina").Role != care.Practitioner {
		t.Error("she is no practitioner any more")
	}
}

// The list is one that can be looked through, page by page, and names nobody who
// has died.
func TestTheListHasPages(t *testing.T) {
	h := newHouse(t)
	for n := range 2*peersAPage + 3 {
		id := "v" + string(rune('a'+n))
		h.keep(care.KindContact, id, &care.Contact{ID: id, Name: id})
		h.aPeer(id)
	}
	dead := &care.Contact{ID: "va", Name: "va", Died: h.now}
	h.keep(care.KindContact, "va", dead)
	var seen []string
	for _, page := range []string{"page.0", "page.1", "page.2", "page.7"} {
		d := h.taps("cora", data("peers", "-", 0, page))
		for _, l := range d.Say[0].Lines {
			if name := l.Args["Name"].Text; name != "" && !slices.Contains(seen, name) {
				seen = append(seen, name)
			}
		}
		if n := len(d.Say[0].Buttons); n > peersAPage/2+2 {
			t.Errorf("%s: %d rows of buttons", page, n)
		}
	}
	if len(seen) != 2*peersAPage+2 || slices.Contains(seen, "va") {
		t.Errorf("%d seen: %v", len(seen), seen)
	}
}

// A volunteer who is just being offered to the person, and is withdrawn or lost,
// is never agreed to: the person hears, and the search goes on at once.
func TestWhoIsGoneIsNotAgreedTo(t *testing.T) {
	for name, goes := range map[string]func(*house, string) Decision{
		"withdrawn": func(h *house, who string) Decision { return h.visits(func(s *step) { s.withdrawPeer(who) }) },
		"blocks":    func(h *house, who string) Decision { return h.does(Event{Kind: KindBlocked, Chat: chats[who]}) },
		"erased":    func(h *house, who string) Decision { return h.visits(func(s *step) { s.erase(who) }) },
	} {
		h := newHouse(t)
		h.volunteers(5)
		v, _ := h.wantsVisit("2026-03-05", care.Afternoon)
		asked := askedIn(h.visitNow(v.ID), 1)
		for _, who := range asked {
			h.goes(who, h.visitNow(v.ID), "13:00")
		}
		v = h.visitNow(v.ID)
		if v.State != care.VisitOffered {
			t.Fatal(v.State)
		}
		d := goes(h, v.Choice)
		now := h.visitNow(v.ID)
		if now.Choice == v.Choice || now.State != care.VisitOffered || !hears(d, "pat", locales.VisitLost) {
			t.Errorf("%s: %s, choice %q, pat hears %v", name, now.State, now.Choice, heard(d, "pat"))
		}
		if d := h.presses("pat", data("found", v.ID, v.Rev, "yes")); d.Reason != "found.stale" {
			t.Errorf("%s: the old yes: %s", name, d.Reason)
		}
	}
}

// A round does not wait for whoever nothing reaches any more.
func TestARoundEndsWithoutWhoIsLost(t *testing.T) {
	h := newHouse(t)
	h.volunteers(3)
	v, _ := h.wantsVisit("2026-03-05", care.Afternoon)
	asked := askedIn(h.visitNow(v.ID), 1)
	h.goes(asked[0], h.visitNow(v.ID), "13:00")
	for _, who := range asked[1:] {
		h.fails(Failure{Chat: chats[who], Person: who, Visit: v.ID, Reason: FailedBlocked})
	}
	if v = h.visitNow(v.ID); v.State != care.VisitOffered || v.Choice != asked[0] {
		t.Errorf("%s, choice %q", v.State, v.Choice)
	}
}
