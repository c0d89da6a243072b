package flows

import (
	"strings"
	"testing"

	"polyphony/care"
	"polyphony/locales"
)

// tokenOf is what /start gets from the link that a decision sent.
func tokenOf(t *testing.T, d Decision) string {
	t.Helper()
	for _, m := range d.Say {
		if _, token, found := strings.Cut(m.QR, "start="); found {
			return token
		}
	}
	t.Fatal("no link: ", d.Reason)
	return ""
}

// I7: a second link for a new phone ends the first one, whatever other links
// were made in between.
func TestAnEarlierLinkForANewPhoneIsEnded(t *testing.T) {
	h := newHouse(t)
	old := h.linkFor("pat")
	h.taps("mina", data("circle", "circle", 0, "invite.volunteer"))
	h.linkFor("pat")
	if d := h.opens(66, old); d.Reason != "join.withdrawn" {
		t.Errorf("the earlier link: %s; pat is at %d", d.Reason, get[care.Contact](h, care.KindContact, "pat").Chat)
	}
}

// A link that brings somebody back is no invitation, and stands in no list of
// them.
func TestALinkForANewPhoneIsNoInvitation(t *testing.T) {
	h := newHouse(t)
	h.linkFor("pat")
	if d := h.taps("mina", data("circle", "circle", 0, "invites")); d.Reason != "invites.none" {
		t.Error(d.Reason)
	}
}

// I7: whoever is back on a new phone is not brought to another one by a link
// that a second circle made.
func TestOneReturnEndsTheLinksOfEveryCircle(t *testing.T) {
	h := newHouse(t)
	h.keep(care.KindNetwork, "other", &care.Network{ID: "other", Called: "Zed", Members: []care.Member{
		{Contact: "rel", Role: care.Relative}, {Contact: "jo", Role: care.Practitioner}}})
	for _, who := range []string{"rel", "jo"} {
		c := get[care.Contact](h, care.KindContact, who)
		c.Networks = append(c.Networks, "other")
		h.keep(care.KindContact, who, c)
	}
	h.taps("jo", data("circle", "other", 0, "phone"))
	theirs := tokenOf(t, h.taps("jo", data("life", "other", h.menuOf("jo"), "phone.rel")))
	h.opens(66, h.linkFor("rel"))
	if d := h.opens(67, theirs); d.Reason != "join.withdrawn" {
		t.Errorf("%s: rel is at %d", d.Reason, get[care.Contact](h, care.KindContact, "rel").Chat)
	}
}

// I7, rule 10: a practitioner on a new phone is still in their circles and comes
// to their meetings, and the old phone has nothing any more.
func TestStaffOnANewPhoneKeepTheirCircles(t *testing.T) {
	h := newHouse(t)
	m, _ := h.gathers()
	h.joinsAs("mina", 31)
	if now := get[care.StaffLink](h, care.KindStaff, "mina").Contact; now != "mina" {
		t.Fatalf("mina is %s now", now)
	}
	if c := get[care.Contact](h, care.KindContact, "mina"); c.Chat != 31 || !c.In("circle") {
		t.Errorf("%+v", c)
	}
	tap := func(chat int64, carried string) Reason {
		return h.does(Event{Kind: KindTap, Chat: chat, Message: 1, Tap: Tap{ID: "q", Data: carried}}).Reason
	}
	for _, carried := range []string{data("meet", m.ID, m.Seq, "coming"), data("circle", "circle", 0, "staff")} {
		if reason := tap(chats["mina"], carried); reason != "tap.refused" {
			t.Errorf("the old phone, %s: %s", carried, reason)
		}
		if reason := tap(31, carried); reason == "tap.refused" {
			t.Errorf("the new phone, %s: %s", carried, reason)
		}
	}
}

// A link for a new phone that went astray can be withdrawn from where it stands.
func TestALinkForANewPhoneIsWithdrawn(t *testing.T) {
	h := newHouse(t)
	token := h.linkFor("pat")
	carried := data("circle", "circle", 0, "withdraw."+TokenID(token))
	if d := h.taps("rel", carried); d.Reason != "tap.refused" {
		t.Errorf("a relative withdraws it: %s", d.Reason)
	}
	if d := h.taps("mina", carried); d.Reason != "withdrawn" {
		t.Error(d.Reason)
	}
	if d := h.opens(66, token); d.Reason != "join.withdrawn" {
		t.Errorf("it still works: %s", d.Reason)
	}
}

// Whoever belongs already is not sent for a new link when they open a used one.
func TestAUsedLinkOfSomebodyWhoBelongs(t *testing.T) {
	h := newHouse(t)
	token := h.linkFor("rel")
	h.opens(41, token)
	if d := h.opens(chats["pat"], token); d.Reason != "join.member" || !hears(d, "pat", locales.JoinHere) {
		t.Errorf("pat: %s %v", d.Reason, heard(d, "pat"))
	}
	if d := h.opens(77, token); d.Reason != "join.used" {
		t.Errorf("a stranger: %s", d.Reason)
	}
}
