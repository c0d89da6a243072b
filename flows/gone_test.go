package flows

import (
	"testing"
	"time"

	"polyphony/care"
	"polyphony/locales"
)

// holds keeps a meeting of 10 March, to which everybody is invited.
func (h *house) holds(id string, change func(*care.Meeting)) {
	h.Helper()
	m := &care.Meeting{ID: id, Network: "circle", Seq: 1, Day: "2026-03-10", Clock: "14:00", Zone: "Europe/London", Minutes: 60,
		Practitioners: []string{"mina", "jo"}, Invited: []string{"mina", "jo", "pat", "rel"}, PlannedBy: "mina", At: h.now.Add(-time.Hour)}
	if change != nil {
		change(m)
	}
	h.keep(care.KindMeeting, id, m)
	h.changes(func(n *care.Network) { n.Meetings = append(n.Meetings, id) })
}

// I7: what somebody writes after they were removed is not taken for the answer to
// a question of the circle that they left.
func TestWordsOfTheRemovedStayOutOfTheCircleTheyLeft(t *testing.T) {
	h := newHouse(t)
	c := get[care.Contact](h, care.KindContact, "rel")
	c.Decide(care.CheckIns, true, h.now)
	c.Networks = append(c.Networks, "other")
	h.keep(care.KindContact, "rel", c)
	other := &care.Network{ID: "other", Called: "Zed"}
	other.Add(care.Member{Contact: "rel", Role: care.Person})
	h.keep(care.KindNetwork, "other", other)
	h.holds("m", func(m *care.Meeting) {
		m.Day, m.Clock = "2026-03-02", "10:00"
		m.Answers = map[string]care.Answer{"rel": care.Coming}
	})
	h.does(Event{Kind: KindTimer, Timer: overTimer("m")})
	h.does(Event{Kind: KindTimer, Timer: howTimer("m", "")})
	if get[care.Contact](h, care.KindContact, "rel").CheckIn == "" {
		t.Fatal("not asked")
	}
	h.taps("pat", data("circle", "circle", 0, "remove_yes.rel"))
	h.now = h.now.Add(24 * time.Hour)
	d := h.writes("rel", "words for nobody of that circle")
	if items := get[care.Shelf](h, care.KindShelf, "circle").Items; len(items) > 0 {
		t.Errorf("%s: they are on the shelf of the circle that rel was removed from: %+v, mina hears %v", d.Reason, items, heard(d, "mina"))
	}
}

// A closed circle asks nothing any more: words that follow are not its answer.
func TestClosingEndsTheOpenQuestion(t *testing.T) {
	h := newHouse(t)
	c := get[care.Contact](h, care.KindContact, "rel")
	c.CheckIn = "in"
	h.keep(care.KindContact, "rel", c)
	h.keep(care.KindCheckIn, "in", &care.CheckIn{ID: "in", Network: "circle", Member: "rel", Meeting: "m", Question: "How?"})
	h.closes()
	if get[care.Contact](h, care.KindContact, "rel").CheckIn != "" {
		t.Errorf("the question of the closed circle stays open; rel's next words: %s", h.writes("rel", "hello").Reason)
	}
}

// Rule 16: what somebody missed while they were taken for dead does not go out
// in one go.
func TestNoReminderIsMadeUpForAfterAMistake(t *testing.T) {
	h := newHouse(t)
	h.holds("m", nil) // 10 March 14:00; 3 days before is 7 March 14:00
	h.dies("rel")
	h.now = time.Date(2026, 3, 8, 20, 0, 0, 0, time.UTC)
	h.lives("mina", "mistake.rel", "mistake_yes.rel")
	if due := h.timers[remindTimer("rel")]; !due.After(h.now) {
		for _, d := range h.fire() {
			t.Errorf("at %s: %s, rel hears %v: the reminder of %s is made up for", h.now, d.Reason, heard(d, "rel"), due)
		}
	}
}

// A promise to tell somebody is made by nobody else: when a teller leaves,
// another is asked for.
func TestNobodyTellsTheAbsentWithoutTheirYes(t *testing.T) {
	h := newHouse(t)
	h.holds("m", nil)
	h.changes(func(n *care.Network) {
		n.Absent = []care.Absent{{ID: "gran", Name: "Gran", Teller: "rel"}, {ID: "unc", Name: "Unc", Asked: "rel", Asker: "pat"}}
	})
	d := h.taps("rel", data("circle", "circle", 0, "leave_yes"))
	n := get[care.Network](h, care.KindNetwork, "circle")
	if n.Absent[0].Teller == "mina" {
		t.Errorf("mina promises without her yes; she hears %v (no card of the meeting planned: %v)", heard(d, "mina"), !hears(d, "mina", locales.TellingPlanned))
	}
	if n.Absent[1].Asked == "rel" {
		t.Errorf("rel, who left, is still asked")
	}
	if !hears(d, "pat", locales.AbsentWanted) {
		t.Error("pat, whose circle it is, hears nothing of it")
	}
}

// Whoever died or left the team is not shown as telling anybody.
func TestACircleNamesNoTellerWhoIsNone(t *testing.T) {
	h := newHouse(t)
	h.changes(func(n *care.Network) { n.Absent = []care.Absent{{ID: "gran", Name: "Gran", Teller: "rel"}} })
	h.dies("rel")
	d := h.writes("pat", "/circle")
	for _, m := range d.Say {
		for _, l := range m.Args["Members"].List {
			if l.Key == locales.CircleMemberAbsent && l.Args["Teller"].Text == "" {
				t.Errorf("shown: Gran, without Telegram (%q tells them)", l.Args["Teller"].Text)
			}
		}
	}
	h = newHouse(t)
	h.third()
	h.changes(func(n *care.Network) { n.Absent = []care.Absent{{ID: "gran", Name: "Gran", Teller: "lee"}} })
	h.applies(without("lee"))
	d = h.writes("pat", "/circle")
	for _, m := range d.Say {
		for _, l := range m.Args["Members"].List {
			if l.Key == locales.CircleMemberAbsent && l.Args["Teller"].Text == "Lee" {
				t.Errorf("shown: Gran (%q tells them), who left the team", l.Args["Teller"].Text)
			}
		}
	}
}

// I7: what waits for the morning is not told to whoever left the circle by then,
// nor of a circle that has fallen still.
func TestTheTeamHearsOnlyOfCirclesThatAreTheirs(t *testing.T) {
	h := newHouse(t)
	h.third()
	h.now = time.Date(2026, 3, 2, 22, 0, 0, 0, time.UTC)
	d := h.taps("rel", data("circle", "circle", 0, "leave_yes"))
	row := said(t, d, "lee", locales.LeaveToldTeam)
	h.taps("pat", data("circle", "circle", 0, "remove_yes.lee"))
	h.now = h.now.Add(11 * time.Hour)
	if v := h.address(row); v.Verdict != Drop {
		t.Errorf("lee, who is not of the circle any more, is told %s: %+v", row.Key, v.Reason)
	}
	h = newHouse(t)
	h.now = time.Date(2026, 3, 2, 22, 0, 0, 0, time.UTC)
	d = h.taps("rel", data("circle", "circle", 0, "leave_yes"))
	row = said(t, d, "jo", locales.LeaveToldTeam)
	h.dies("pat")
	h.now = h.now.Add(11 * time.Hour)
	if v := h.address(row); v.Verdict != Drop {
		t.Errorf("jo is told %s of a circle that is still: %+v", row.Key, v.Reason)
	}
}
