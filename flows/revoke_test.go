package flows

import (
	"slices"
	"testing"
	"time"

	"polyphony/care"
	"polyphony/locales"
)

func (h *house) operates(verb, about string) Decision {
	h.Helper()
	return h.does(Event{Kind: KindOperator, Operator: Operator{Verb: verb, About: about}})
}

// Hazard H23 (somebody who left still reads): one command ends all of it in one
// commit. The call for help that they have is raised again, the relay ends, the
// next on call is asked, and their telephone is told once.
func TestARevokedColleagueHasNothingLeft(t *testing.T) {
	h := relaying(t)
	h.writes("pat", "canary")
	a := h.alertOf("pat")
	if a.Relay == nil || a.Owner != "mina" {
		t.Fatalf("nothing runs yet: %+v", a)
	}
	d := h.operates("revoke", "mina")
	if d.Reason != "staff.revoked" {
		t.Fatal(d.Reason)
	}
	a = h.alertOf("pat")
	if a.State != care.AlertOpen || a.Owner != "" || a.Relay != nil || slices.Contains(a.Told, "mina") {
		t.Errorf("the call for help: %+v", a)
	}
	if !hears(d, "pat", locales.RelayNobody) {
		t.Errorf("pat hears %v", heard(d, "pat"))
	}
	if _, next := h.timers[stepTimer(a.ID)]; !next && !hears(d, "jo", locales.CardOpen) {
		t.Errorf("nobody is asked, and nobody will be: jo hears %v", heard(d, "jo")) // I9
	}
	if got := heard(d, "mina"); !slices.Contains(got, locales.RevokeTold) {
		t.Errorf("mina hears %v", got)
	}
	if !hears(d, "cora", locales.RevokeTeam) {
		t.Errorf("cora hears %v", heard(d, "cora"))
	}
	for _, m := range d.Say {
		if m.Person == "mina" && m.Key != locales.RevokeTold && m.Key != locales.TakenGone && h.address(m).Verdict == Send {
			t.Errorf("mina would still be sent %s", m.Key)
		}
	}
	if h.address(duty("mina")).Verdict == Send {
		t.Error("a card that was queued would still leave")
	}
	for _, text := range []string{"/inbox", "/handover", "/oncall", "/circle"} {
		if d := h.writes("mina", text); d.Reason == "inbox.shelves" || d.Reason == "handover.shown" || d.Reason == "oncall.shown" {
			t.Errorf("%s still opens: %s", text, d.Reason)
		}
	}
	if d := h.taps("mina", data("alert", a.ID, a.Rev, "take")); d.Reason != "tap.refused" {
		t.Errorf("a tap on the card: %s", d.Reason)
	}
	team := get[care.Team](h, care.KindTeam, TeamID)
	if _, is := team.StaffByID("mina"); is || slices.ContainsFunc(team.OnCall, func(s care.Shift) bool { return slices.Contains(s.Staff, "mina") }) {
		t.Errorf("still in the team: %+v", team)
	}
}

// No team file that still names them brings them back, until an operator says so.
func TestATeamFileBringsNobodyBackWhoWasRevoked(t *testing.T) {
	h := newHouse(t)
	file := *get[care.Team](h, care.KindTeam, TeamID)
	file.Channels = []care.Channel{{ID: "mina-phone", Staff: "mina", Env: "X"}, {ID: "duty", Env: "Y"}}
	file.Escalation.Steps = [][]string{{"mina"}, {"mina-phone", "jo"}}
	h.operates("revoke", "mina")
	h.does(Event{Kind: KindOperator, Operator: Operator{Verb: "team", Team: &file}})
	team := get[care.Team](h, care.KindTeam, TeamID)
	if _, is := team.StaffByID("mina"); is || len(team.Channels) != 1 || len(team.OnCall) != 0 {
		t.Errorf("%+v", team)
	}
	if got := team.Escalation.Steps; len(got) != 2 || !slices.Equal(got[0], []string{care.TargetTeam, care.TargetCoordinators}) || !slices.Equal(got[1], []string{"jo"}) {
		t.Errorf("the steps: %v", got) // a step that called her alone calls all of them (I2)
	}
	if d := h.joinsAs("mina", 77); d.Reason == "joined" {
		t.Error("an old link brings her back")
	}
	if d := h.operates("revoke", "mina"); d.Reason != "revoke.unknown" {
		t.Error(d.Reason)
	}
	if d := h.operates("readmit", "mina"); d.Reason != "staff.readmitted" {
		t.Error(d.Reason)
	}
	h.does(Event{Kind: KindOperator, Operator: Operator{Verb: "team", Team: &file}})
	if _, is := get[care.Team](h, care.KindTeam, TeamID).StaffByID("mina"); !is {
		t.Error("she cannot come back")
	}
}

// The words that they have before them go off their telephone.
func TestWhatIsOpenOnTheTelephoneOfARevokedColleagueGoes(t *testing.T) {
	h := newHouse(t)
	shelf := &care.Shelf{Network: "circle", Shown: []care.Page{{Contact: "mina", Message: 31, Item: "n", More: 1}, {Contact: "jo", Message: 32, Item: "n"}}}
	h.keep(care.KindShelf, "circle", shelf)
	d := h.operates("revoke", "mina")
	edited := slices.ContainsFunc(d.Say, func(m Message) bool { return m.Person == "mina" && m.Edit == 31 && m.Key == locales.TakenGone })
	more := slices.ContainsFunc(d.Say, func(m Message) bool { return m.Person == "mina" && m.Gone && m.Slot == pageSlot("n")+"+1" })
	if left := get[care.Shelf](h, care.KindShelf, "circle").Shown; !edited || !more || len(left) != 1 || left[0].Contact != "jo" {
		t.Errorf("edited %v, more %v, left %+v", edited, more, left)
	}
	for _, m := range d.Say {
		if m.Person == "mina" && m.Key == locales.TakenGone {
			if m.Chat = chats["mina"]; h.address(m).Verdict != Send {
				t.Errorf("what takes it away does not leave: %+v", h.address(m))
			}
		}
	}
}

// Whoever leaves the team watches over no visit any more (I11): before it the
// volunteer finds somebody else, during it they are skipped.
func TestWhoeverIsRevokedIsNobodysBuddy(t *testing.T) {
	h := visited(t, 50*time.Hour)
	h.watched()
	v := h.theVisit()
	staff := v.Deputy.Contact
	if get[care.Contact](h, care.KindContact, staff).Staff == "" {
		t.Fatalf("the deputy %q is not staff", staff)
	}
	d := h.operates("revoke", staff)
	if v := h.theVisit(); v.Deputy.Contact != "" || !hears(d, "sam", locales.BuddyUnreached) {
		t.Errorf("%+v, sam hears %v", v.Deputy, heard(d, "sam"))
	}
}
