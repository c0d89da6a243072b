package flows

import (
	"slices"
	"testing"
	"time"

	"pgregory.net/rapid"

	"polyphony/care"
	"polyphony/locales"
)

// Rule 2: who may bring whom, mute whom and remove whom, role by role.
func TestWhoMayChangeACircle(t *testing.T) {
	relative, volunteer, person := care.Relative, care.Volunteer, care.Person
	for by, may := range map[care.Role]struct{ invite, mute, remove []care.Role }{
		care.Person:       {[]care.Role{relative}, []care.Role{relative, volunteer}, []care.Role{relative, volunteer, care.Practitioner, care.Coordinator}},
		care.Practitioner: {[]care.Role{relative, volunteer, person}, nil, []care.Role{relative, volunteer}},
		care.Coordinator:  {[]care.Role{relative, volunteer, person}, nil, []care.Role{relative, volunteer}},
		care.Relative:     {},
		care.Volunteer:    {},
	} {
		for _, whom := range care.Roles {
			n := &care.Network{}
			if got := mayInvite(&care.Member{Role: by}, whom, n); got != slices.Contains(may.invite, whom) {
				t.Errorf("%s invites %s: %v", by, whom, got)
			}
			if got := mayMute(by, whom); got != slices.Contains(may.mute, whom) {
				t.Errorf("%s mutes %s: %v", by, whom, got)
			}
			if got := mayRemove(by, whom); got != slices.Contains(may.remove, whom) {
				t.Errorf("%s removes %s: %v", by, whom, got)
			}
		}
		if mayInvite(&care.Member{Role: by}, person, &care.Network{Centre: "pat"}) {
			t.Errorf("%s invites a second person into a circle", by)
		}
	}
}

// invites lets somebody make a link, and returns its token and its record.
func (h *house) invites(who string, role care.Role) (token string, inv *care.Invitation) {
	h.Helper()
	h.taps(who, data("circle", "circle", 0, "invite."+string(role)))
	if role == care.Relative {
		h.writes(who, "my cousin")
	}
	token = Seed{byte(h.n), byte(h.n >> 8), 1}.Token("invitation", 1)
	inv = get[care.Invitation](h, care.KindInvitation, TokenID(token))
	if inv.ID == "" {
		h.Fatalf("%s made no link for a %s", who, role)
	}
	return token, inv
}

func (h *house) opens(chat int64, token string) Decision {
	h.Helper()
	return h.does(Event{Kind: KindText, Chat: chat, From: Sender{ID: chat, Name: "New", Language: "en"}, Text: "/start " + token})
}

// I7: a link is worth what its maker may do at the moment it is opened.
func TestALinkIsWorthWhatItsMakerMayStillDo(t *testing.T) {
	for name, change := range map[string]func(h *house){
		"left the circle":   func(h *house) { h.taps("mina", data("circle", "circle", 0, "leave_yes")) },
		"left the team":     func(h *house) { h.applies(without("mina")) },
		"lost the role":     func(h *house) { h.applies(demoted("mina")) },
		"circle was closed": func(h *house) { h.changes(func(n *care.Network) { n.Closed = h.now }) },
	} {
		h := newHouse(t)
		token, _ := h.invites("mina", care.Volunteer)
		change(h)
		if d := h.opens(51, token); d.Reason != "join.withdrawn" || get[care.Account](h, care.KindAccount, "51").Contact != "" {
			t.Errorf("%s: %s", name, d.Reason)
		}
	}
	h := newHouse(t)
	token, inv := h.invites("pat", care.Relative)
	if d := h.opens(51, token); d.Reason != "joined.relative" {
		t.Fatal(d.Reason)
	}
	n := get[care.Network](h, care.KindNetwork, "circle")
	if m := n.Member(get[care.Account](h, care.KindAccount, "51").Contact); m == nil || m.Relation != "my cousin" || slices.Contains(n.Invites, inv.ID) {
		t.Errorf("%+v, waiting %v", m, n.Invites)
	}
}

func (h *house) changes(change func(*care.Network)) {
	n := get[care.Network](h, care.KindNetwork, "circle")
	change(n)
	h.keep(care.KindNetwork, "circle", n)
}

// A list of links is one that people can look through; what was used or has
// run out makes room.
func TestLinksThatWaitAreBounded(t *testing.T) {
	h := newHouse(t)
	for range invitesLimit {
		h.invites("mina", care.Volunteer)
	}
	if d := h.taps("mina", data("circle", "circle", 0, "invite.volunteer")); d.Reason != "invite.full" || !hears(d, "mina", locales.InviteFull) {
		t.Errorf("one more: %s", d.Reason)
	}
	h.now = h.now.Add(care.InvitationLife + time.Hour)
	h.invites("mina", care.Volunteer)
	if n := get[care.Network](h, care.KindNetwork, "circle"); len(n.Invites) != 1 {
		t.Errorf("%d wait after a fortnight", len(n.Invites))
	}
}

// A relation is of one question, answered once: neither a second tap nor words
// written after going elsewhere make a link.
func TestOneQuestionMakesOneLink(t *testing.T) {
	h := newHouse(t)
	h.taps("pat", data("circle", "circle", 0, "invite.relative"))
	skip := data("circle", "circle", get[care.Contact](h, care.KindContact, "pat").Menu, "skip")
	for i, want := range []Reason{"invited", "circle.stale"} {
		if d := h.taps("pat", skip); d.Reason != want {
			t.Errorf("tap %d: %s", i+1, d.Reason)
		}
	}
	h.taps("pat", data("circle", "circle", 0, "invite.relative"))
	h.taps("pat", data("circle", "circle", 0, ""))
	if d := h.writes("pat", "a bad night"); d.Reason != "note.kept" {
		t.Errorf("words after going back: %s", d.Reason)
	}
}

// I7: whoever has no place in a circle changes nothing of it and sees nothing,
// whatever ids they send; whoever has one does only what their role may.
func TestNobodyChangesACircleThatTheyMayNot(t *testing.T) {
	allowed := map[string][]string{
		"pat":  {"", "invite.relative", "invites", "withdraw", "people", "member", "mute", "unmute", "remove", "remove_yes"},
		"rel":  {"", "leave", "leave_yes"},
		"mina": {"", "more", "invite.relative", "invite.volunteer", "invites", "withdraw", "people", "member", "remove", "remove_yes", "staff", "add", "checkin", "leave", "leave_yes"},
	}
	rapid.Check(t, func(rt *rapid.T) {
		h := newHouse(t)
		h.keep(care.KindContact, "out", &care.Contact{ID: "out", Chat: 61, Name: "Out", Networks: []string{"other"}})
		h.keep(care.KindAccount, "61", &care.Account{Chat: 61, Contact: "out"})
		h.keep(care.KindNetwork, "other", &care.Network{ID: "other", Centre: "out", Members: []care.Member{{Contact: "out", Role: care.Person}}})
		_, inv := h.invites("mina", care.Relative)
		chats := map[string]int64{"pat": 21, "rel": 22, "mina": 11, "cora": 13, "out": 61, "stranger": 99}
		who := rapid.SampledFrom([]string{"pat", "rel", "mina", "cora", "out", "stranger"}).Draw(rt, "who")
		acts := []string{"invite.relative", "invite.volunteer", "invite.practitioner"}
		for act := range circleActs {
			if act != "invite" {
				acts = append(acts, act)
			}
		}
		slices.Sort(acts)
		act := rapid.SampledFrom(acts).Draw(rt, "act")
		arg := act
		switch act {
		case "withdraw":
			arg += "." + inv.ID
		case "add":
			arg += ".cora"
		case "member", "mute", "unmute", "remove", "remove_yes":
			arg += "." + rapid.SampledFrom([]string{"pat", "rel", "jo", "out", "nobody"}).Draw(rt, "whom")
		}
		before := string(h.records["network:circle"])
		d := h.does(Event{Kind: KindTap, Chat: chats[who], Message: 900, Tap: Tap{ID: "q", Data: data("circle", "circle", 0, arg)}})
		if slices.Contains(allowed[who], act) || act == "skip" && who != "cora" && who != "out" && who != "stranger" {
			return
		}
		if after := string(h.records["network:circle"]); after != before {
			rt.Fatalf("%s changed the circle by %s: %s", who, arg, d.Reason)
		}
		for _, m := range d.Say {
			if m.Key != locales.TapNotYours && m.Key != locales.LeaveCentre && m.Key != "" {
				rt.Fatalf("%s sees %s by %s (%s)", who, m.Key, arg, d.Reason)
			}
		}
	})
}
