package flows

import (
	"testing"

	"polyphony/care"
)

// I7: the phone of a colleague who died is nobody's of the team.
func TestThePhoneOfADeadColleagueHasNoStaffActs(t *testing.T) {
	h := newHouse(t)
	h.third()
	h.dies("lee")
	c := get[care.Contact](h, care.KindContact, "lee")
	says := func(text string) Reason {
		return h.does(Event{Kind: KindText, Chat: c.Chat, From: Sender{ID: c.Chat, Language: "en"}, Text: text}).Reason
	}
	d := h.does(Event{Kind: KindTap, Chat: c.Chat, Message: 1, Tap: Tap{ID: "q", Data: data("circle", "-", 0, "new")}})
	if d.Reason != "tap.refused" || says("Ghost") == "circle.made" {
		t.Errorf("begins a circle: %s", d.Reason)
	}
	for command, answer := range map[string]Reason{"/inbox": "command.unknown", "/week": "agenda.not.staff", "/today": "agenda.not.staff"} {
		if reason := says(command); reason != answer {
			t.Errorf("%s: %s", command, reason)
		}
	}
}
