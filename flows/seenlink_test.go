package flows

import (
	"slices"
	"testing"
	"time"

	"polyphony/care"
	"polyphony/locales"
)

// alarmed is a house whose team has a channel of mina's own and one of the whole
// team, both called by the first step; pat has asked for help.
func alarmed(t *testing.T) (h *house, a *care.Alert, links map[string]string) {
	t.Helper()
	h = newHouse(t)
	links = map[string]string{}
	h.c.SeenURL = func(token string) string { return "https://companion.example.org/seen/" + token }
	h.applies(func(team *care.Team) {
		team.Channels = []care.Channel{{ID: "mina-sms", Staff: "mina", Env: "MINA"}, {ID: "ward", Env: "WARD"}}
		team.Escalation.Steps = [][]string{{care.TargetOnCall, "mina-sms", "ward"}, {care.TargetTeam}}
	})
	for _, m := range h.writes("pat", "HELP").Say {
		if m.Channel != "" {
			url := m.Args["Link"].Link
			links[m.Channel] = TokenID(url[len(url)-32:])
		}
	}
	return h, h.alertOf("pat"), links
}

func (h *house) pressesLink(id string) Decision {
	h.Helper()
	return h.does(Event{Kind: KindLink, Link: id})
}

// I7, I3: the link of somebody who has left the team since it went out does
// nothing, and cards do not say that anybody answered.
func TestTheLinkOfWhoeverLeftTheTeamDoesNothing(t *testing.T) {
	for name, gone := range map[string]func(*care.Team){"left": without("mina"), "lost the role": demoted("mina")} {
		h, a, links := alarmed(t)
		h.applies(gone)
		d := h.pressesLink(links["mina-sms"])
		if now := h.alertOf("pat"); d.Reason != "link.no.role" || now.State != care.AlertOpen || HeardOn(now, "mina-sms") || len(d.Say) > 0 {
			t.Errorf("%s: %s, %s", name, d.Reason, now.State)
		}
		if get[care.Alert](h, care.KindAlert, a.ID).Owner != "" {
			t.Errorf("%s: it has an owner", name)
		}
	}
}

// I3: whoever cannot read in Telegram what was asked does not become its owner:
// the sender would be told that they have it. That they heard is noted.
func TestALinkMakesNobodyAnOwnerWhomTelegramDoesNotReach(t *testing.T) {
	h, a, links := alarmed(t)
	h.does(Event{Kind: KindBlocked, Chat: chats["mina"]})
	d := h.pressesLink(links["mina-sms"])
	now := get[care.Alert](h, care.KindAlert, a.ID)
	if d.Reason != "link.heard" || now.State != care.AlertOpen || !HeardOn(now, "mina-sms") {
		t.Errorf("%s, %s", d.Reason, now.State)
	}
	if hears(d, "pat", locales.SeenTaken) {
		t.Error("pat hears that mina has it")
	}
}

// I2: a program that presses every button in a mail takes no alert for long.
// Whoever took one by a link is asked after ten minutes, and unless they say so
// in Telegram it goes back into the chain.
func TestAnAlertTakenByALinkAndNeverOpenedGoesBackSoon(t *testing.T) {
	h, a, links := alarmed(t)
	if d := h.pressesLink(links["mina-sms"]); d.Reason != "alert.taken" {
		t.Fatal(d.Reason)
	}
	if d := h.pressesLink(links["mina-sms"]); d.Reason != "link.used" {
		t.Error(d.Reason)
	}
	h.now = h.now.Add(care.LinkTakenFor)
	if all := h.fire(); !slices.ContainsFunc(all, func(d Decision) bool { return d.Reason == "alert.asked" }) {
		t.Fatalf("%+v", all)
	}
	h.now = h.now.Add(care.DefaultEscalation.After)
	h.fire()
	if now := get[care.Alert](h, care.KindAlert, a.ID); now.State != care.AlertOpen {
		t.Errorf("after a quarter of an hour it is %s", now.State)
	}
}

// I9: a drill whose timer could not be handled, and an old record that could not
// be deleted, raise no alarm that says somebody waits.
func TestAParkedTimerOfADrillRaisesNoAlarm(t *testing.T) {
	h, _, _ := alarmed(t)
	for _, key := range []TimerKey{drillTimer("a"), {Subject: "alert", ID: "a", What: "kept"}} {
		d, err := h.c.Regret(h, Event{ID: "t", Queue: key.Queue(), Kind: KindTimer, Timer: key}, h.now.Add(time.Second))
		if err != nil || len(d.Timers) != 1 || len(d.Say) > 0 {
			t.Errorf("%s: %v, %+v", key, err, d)
		}
	}
}
