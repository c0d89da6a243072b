package flows

import (
	"strings"
	"testing"
	"time"

	"polyphony/care"
	"polyphony/locales"
)

// linkFor makes a link for somebody's new phone and returns what /start gets.
func (h *house) linkFor(who string) string {
	h.Helper()
	d := h.lives("mina", "phone", "phone."+who)
	if d.Reason != "account.link" {
		h.Fatal(d.Reason)
	}
	for _, m := range d.Say {
		if _, token, found := strings.Cut(m.QR, "start="); found {
			return token
		}
	}
	h.Fatal("no link")
	return ""
}

// I4, I7: at that commit the old account has nothing any more, and everything
// else stays.
func TestANewPhoneTakesThePlaceOfTheOldOne(t *testing.T) {
	h := newHouse(t)
	m, planned := h.gathers()
	h.writes("rel", "HELP")
	a := h.alertOf("rel")
	token := h.linkFor("rel")
	if d := h.opens(41, token); d.Reason != "account.replaced" {
		t.Fatal(d.Reason)
	}
	for _, msg := range h.leaves(planned.Say, h.now) {
		if msg.Chat == chats["rel"] {
			t.Errorf("%s still goes to the old account", msg.Key)
		}
	}
	for _, button := range []string{data("meet", m.ID, m.Seq, "coming"), data("safe", a.ID, a.Rev, ""), data("set", "reminders", 0, "no"),
		data("circle", "circle", 0, ""), data("back", "-", 0, "stop")} {
		if d := h.taps("rel", button); d.Reason != "tap.refused" {
			t.Errorf("the old account, %s: %s", button, d.Reason)
		}
	}
	if d := h.writes("rel", "it is me"); d.Reason != "start.stranger" {
		t.Errorf("the old account writes: %s", d.Reason)
	}
	if d := h.opens(chats["rel"], token); d.Reason != "join.used" {
		t.Errorf("the old account opens the link: %s", d.Reason)
	}
	if d := h.does(Event{Kind: KindTap, Chat: 41, Message: 1, Tap: Tap{ID: "q", Data: data("safe", a.ID, a.Rev, "")}}); d.Reason != "safe.noted" {
		t.Errorf("the new account says that they are safe: %s", d.Reason)
	}
	if d := h.does(Event{Kind: KindTap, Chat: 41, Message: 1, Tap: Tap{ID: "q", Data: data("meet", m.ID, m.Seq, "coming")}}); d.Reason != "meeting.answered" {
		t.Errorf("the new account answers: %s", d.Reason)
	}
}

// Somebody who pressed the button on the new phone before they opened the link
// is known on the card from then on.
func TestHelpFromANewPhoneBelongsToWhoeverComesBack(t *testing.T) {
	h := newHouse(t)
	token := h.linkFor("rel")
	h.does(Event{Kind: KindText, Chat: 41, From: Sender{ID: 41, Language: "en"}, Text: "HELP"})
	h.opens(41, token)
	a := get[care.Alert](h, care.KindAlert, get[care.Account](h, care.KindAccount, "41").Alert)
	if a.Sender != "rel" || a.Network != "circle" || !a.Open() {
		t.Errorf("%+v", a)
	}
}

func TestWhomALinkForANewPhoneDoesNotBringBack(t *testing.T) {
	h := newHouse(t)
	h.taps("mina", data("circle", "circle", 0, "phone"))
	for _, staff := range []string{"jo", "mina", "cora", "nobody"} { // they come back by a link for the team
		if d := h.taps("mina", data("life", "circle", h.menuOf("mina"), "phone."+staff)); d.Reason != "tap.refused" {
			t.Errorf("%s: %s", staff, d.Reason)
		}
	}
	token := h.linkFor("rel")
	if d := h.opens(chats["rel"], token); d.Reason != "account.same" {
		t.Errorf("the same account: %s", d.Reason)
	}
	if d := h.opens(chats["pat"], token); d.Reason != "account.elsewhere" {
		t.Errorf("somebody else: %s", d.Reason)
	}
	second := h.linkFor("rel")
	if d := h.opens(41, token); d.Reason != "join.withdrawn" {
		t.Errorf("the first link: %s", d.Reason)
	}
	h.now = h.now.Add(care.ReturnLife + time.Minute)
	if d := h.opens(41, second); d.Reason != "join.expired" || !hearsChat(d, 41, locales.AccountGone) {
		t.Errorf("too late: %s", d.Reason)
	}
	third := h.linkFor("rel")
	h.dies("rel")
	if d := h.opens(41, third); d.Reason != "account.gone" || !hearsChat(d, 41, locales.AccountGone) {
		t.Errorf("after a death: %s", d.Reason)
	}
}

func hearsChat(d Decision, chat int64, key locales.Key) bool {
	for _, m := range d.Say {
		if m.Chat == chat && m.Key == key {
			return true
		}
	}
	return false
}
