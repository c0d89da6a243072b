package flows

import (
	"testing"
	"time"

	"polyphony/care"
	"polyphony/locales"
)

// Two practitioners come to every meeting: the third can be removed, the second
// not, and whoever left the team does not count.
func TestTwoPractitionersStay(t *testing.T) {
	h := newHouse(t)
	if d := h.taps("pat", data("circle", "circle", 0, "remove_yes.jo")); d.Reason != "remove.two.stay" || !hears(d, "pat", locales.MemberTwoStay) {
		t.Errorf("the second of two: %s", d.Reason)
	}
	h.applies(func(team *care.Team) { team.Staff[2].Role = care.Practitioner })
	h.taps("mina", data("circle", "circle", 0, "add.cora"))
	d := h.taps("pat", data("circle", "circle", 0, "remove_yes.jo"))
	if d.Reason != "member.removed" || !hears(d, "jo", locales.MemberRemoved) || !hears(d, "mina", locales.MemberRemovedTeam) {
		t.Errorf("the third: %s, jo hears %v, mina %v", d.Reason, heard(d, "jo"), heard(d, "mina"))
	}
	h.applies(without("cora"))
	if d := h.taps("mina", data("circle", "circle", 0, "leave_yes")); d.Reason != "leave.last" {
		t.Errorf("the last practitioner leaves: %s", d.Reason)
	}
}

// I4: with somebody's place ends everything that would still have come, and the
// meeting stands for the others.
func TestWhoeverIsTakenOutLeavesNothingRunning(t *testing.T) {
	h := newHouse(t)
	m := h.meets()
	m.Invited = append(m.Invited, "rel")
	m.Answers = map[string]care.Answer{"rel": care.Coming, "pat": care.Coming}
	m.Topics = []care.Topic{{ID: "a", Words: care.Words{Author: "rel", Text: "mine"}}, {ID: "b", Words: care.Words{Author: "rel", Text: "ours"}, Shown: true}, {ID: "c", Words: care.Words{Author: "pat"}}}
	h.keep(care.KindMeeting, m.ID, m)
	h.keep(care.KindPlan, "plan", &care.Plan{ID: "plan", Network: "circle", Member: "rel", Weekday: -1, Clock: "12:00", Agreed: true})
	h.changes(func(n *care.Network) {
		n.Meetings, n.Plans = []string{m.ID}, []string{"plan"}
		n.Absent = []care.Absent{{ID: "gran", Name: "Gran", Teller: "rel", By: "pat"}}
	})
	h.timers[remindTimer("rel")], h.timers[askTimer("plan")] = starts(m).Add(-2*time.Hour), h.now.Add(time.Hour)
	d := h.taps("pat", data("circle", "circle", 0, "remove_yes.rel"))
	after := get[care.Meeting](h, care.KindMeeting, m.ID)
	if after.Asked("rel") || after.Answers["rel"] != "" || after.Answers["pat"] != care.Coming || after.Seq != m.Seq || len(after.Topics) != 1 {
		t.Errorf("%+v", after)
	}
	if len(h.timers) != 0 || !get[care.Plan](h, care.KindPlan, "plan").Ended {
		t.Errorf("still running: %v", h.timers)
	}
	if rel := get[care.Contact](h, care.KindContact, "rel"); rel.In("circle") {
		t.Errorf("%+v", rel)
	}
	n := get[care.Network](h, care.KindNetwork, "circle")
	if n.Member("rel") != nil || n.Absent[0].Teller != "" || !hears(d, "mina", locales.AbsentWanted) {
		t.Errorf("%+v, mina hears %v", n, heard(d, "mina"))
	}
	queued := Message{Person: "rel", Chat: chats["rel"], Lane: Bulk, Guard: Guard{Purpose: PurposeNotice, Network: "circle"}}
	if to := h.address(queued); to.Verdict != Drop || to.Reason != "left" {
		t.Errorf("what was queued: %+v", to)
	}
}

// Nobody is asked a question that does not reach them: their next words would
// be taken for its answer.
func TestWhoeverIsMutedIsNotAsked(t *testing.T) {
	h := newHouse(t)
	rel := get[care.Contact](h, care.KindContact, "rel")
	rel.Decide(care.CheckIns, true, h.now)
	h.keep(care.KindContact, "rel", rel)
	h.keep(care.KindPlan, "plan", &care.Plan{ID: "plan", Network: "circle", Member: "rel", Question: "How?", Weekday: -1, Clock: "12:00", Agreed: true})
	h.taps("pat", data("circle", "circle", 0, "mute.rel"))
	h.does(Event{Kind: KindTimer, Timer: askTimer("plan")})
	if get[care.Contact](h, care.KindContact, "rel").CheckIn != "" || h.timers[askTimer("plan")].IsZero() {
		t.Error("a muted member is asked, or never again")
	}
}
