package flows

import (
	"testing"
	"time"

	"polyphony/care"
)

func (h *house) keepsFor(r care.Retention) {
	team := get[care.Team](h, care.KindTeam, TeamID)
	team.Retention = r
	h.keep(care.KindTeam, TeamID, team)
}

// Words go when they are older than the trust keeps them, without a message to
// anybody; newer ones stay, and so does everything when nothing is set.
func TestWordsGoWhenTheyAreOldEnough(t *testing.T) {
	h := newHouse(t)
	h.writes("rel", "zanzibarine")
	h.rests(h.now.AddDate(2, 0, 0))
	if len(h.keeps("zanzibarine")) == 0 {
		t.Fatal("they went although the trust has set nothing")
	}
	h.keepsFor(care.Retention{Words: 365, Trail: 365})
	h.writes("rel", "bramblecoil")
	h.rests(h.now.AddDate(0, 2, 0))
	if len(h.keeps("zanzibarine")) > 0 || len(h.keeps("bramblecoil")) == 0 {
		t.Errorf("old: %v, new: %v", h.keeps("zanzibarine"), h.keeps("bramblecoil"))
	}
	d := h.does(Event{Kind: KindTimer, At: h.now.AddDate(1, 0, 0), Timer: keptTimer("contact", "rel")})
	if len(d.Say) > 0 || len(d.Trim) != 1 || !d.Trim[0].Before.Equal(h.now.AddDate(0, 0, -365)) {
		t.Errorf("said %v, trimmed %+v", d.Say, d.Trim)
	}
}

// A measure that goes on loses its old values only; a question that is open is
// not taken from under its answer.
func TestWhatStillRunsIsNotOld(t *testing.T) {
	h := newHouse(t)
	h.keepsFor(care.Retention{Words: 30})
	old := h.now.AddDate(0, 0, -40)
	h.keep(care.KindMeasure, "m", &care.Measure{ID: "m", Member: "rel", Name: "sleep", Points: []care.Point{{At: old, Value: 3}, {At: h.now, Value: 7}}})
	h.keep(care.KindCheckIn, "in", &care.CheckIn{ID: "in", Member: "rel", Network: "circle"})
	h.keep(care.KindMine, "rel", &care.Mine{Contact: "rel", Items: []care.Ref{{Kind: care.KindMeasure, ID: "m", At: old}, {Kind: care.KindCheckIn, ID: "in", At: old}}})
	c := get[care.Contact](h, care.KindContact, "rel")
	c.CheckIn = "in"
	h.keep(care.KindContact, "rel", c)
	h.does(Event{Kind: KindTimer, At: h.now, Timer: keptTimer("contact", "rel")})
	m := get[care.Measure](h, care.KindMeasure, "m")
	if len(m.Points) != 1 || m.Points[0].Value != 7 || get[care.CheckIn](h, care.KindCheckIn, "in").ID == "" {
		t.Errorf("%+v", m)
	}
}

// A meeting goes with its topics when the trust need not keep it, also when the
// setting is made long after it; one that is planned never does.
func TestMeetingsGoWhenTheyAreOldEnough(t *testing.T) {
	h := newHouse(t)
	m, _ := h.gathers()
	h.rests(h.now.AddDate(1, 0, 0))
	if get[care.Meeting](h, care.KindMeeting, m.ID).ID == "" {
		t.Fatal("gone although nothing is set")
	}
	h.keepsFor(care.Retention{Meetings: 60})
	h.rests(h.now.AddDate(0, 0, keptAgain+1))
	if get[care.Meeting](h, care.KindMeeting, m.ID).ID != "" {
		t.Error("kept for longer than the trust has set")
	}
	planned, _ := h.gathers()
	h.does(Event{Kind: KindTimer, At: h.now, Timer: keptTimer("meeting", planned.ID)})
	if get[care.Meeting](h, care.KindMeeting, planned.ID).ID == "" {
		t.Error("a planned meeting is gone")
	}
}

// I2: an open call for help is not touched, however old; a finished one goes.
func TestOnlyFinishedCallsForHelpGo(t *testing.T) {
	h := newHouse(t)
	h.keepsFor(care.Retention{Alerts: 30})
	h.writes("rel", "danger")
	id := get[care.Account](h, care.KindAccount, ChatID(chats["rel"])).Alert
	h.now = h.now.AddDate(0, 0, 90)
	h.does(Event{Kind: KindTimer, At: h.now, Timer: keptTimer("alert", id)})
	a := get[care.Alert](h, care.KindAlert, id)
	if a.ID == "" {
		t.Fatal("an open call for help is gone")
	}
	h.taps("mina", data("alert", id, a.Rev, "take"))
	h.taps("mina", data("alert", id, get[care.Alert](h, care.KindAlert, id).Rev, "spoke"))
	h.rests(h.now.AddDate(0, 0, 29))
	if get[care.Alert](h, care.KindAlert, id).ID == "" {
		t.Fatal("gone too early")
	}
	h.rests(h.now.AddDate(0, 0, 35))
	if left := h.keeps("danger"); len(left) > 0 {
		t.Errorf("left: %v", left)
	}
}

// A closed circle keeps its promise: when nothing that was written in it has to
// be kept any longer, it is gone, with its shelf.
func TestAClosedCircleGoesWhenNothingOfItIsKept(t *testing.T) {
	for _, keep := range []care.Retention{{}, {Words: 60}, {Words: 60, Meetings: 90}} {
		h := newHouse(t)
		h.keepsFor(keep)
		h.writes("rel", "zanzibarine")
		h.closes()
		h.rests(h.now.AddDate(0, 0, 100))
		gone := get[care.Network](h, care.KindNetwork, "circle").ID == "" && len(h.keeps("shelf:circle")) == 0
		if want := keep.Words > 0 && keep.Meetings > 0; gone != want {
			t.Errorf("%+v: gone: %v, left: %v", keep, gone, h.keeps("shelf:circle"))
		}
	}
}

// A link that ran out stays known for a while, so that whoever opens it is told,
// and then goes.
func TestLinksGo(t *testing.T) {
	h := newHouse(t)
	h.taps("pat", data("circle", "circle", 0, "invite.relative"))
	h.writes("pat", "my cousin")
	var link string
	for k := range h.timers {
		if k.Subject == "invitation" {
			link = k.ID
		}
	}
	h.rests(h.now.Add(care.InvitationLife + 24*time.Hour))
	if link == "" || get[care.Invitation](h, care.KindInvitation, link).ID == "" {
		t.Fatal("the link is gone too early, or has no timer")
	}
	h.rests(h.now.AddDate(0, 0, linkKept+30))
	if found := h.keeps("invitation:" + link); len(found) > 0 {
		t.Errorf("left: %v", found)
	}
}
