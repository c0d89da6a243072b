package flows

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"polyphony/care"
	"polyphony/locales"
)

// forgets asks to be forgotten and says yes.
func (h *house) forgets(who string) Decision {
	h.Helper()
	if d := h.writes(who, "/forget"); d.Reason != "forget.asked" {
		h.Fatal(d.Reason)
	}
	d := h.taps(who, data("forget", "-", h.menuOf(who), "yes"))
	if d.Reason != "forgotten" {
		h.Fatal(d.Reason)
	}
	return d
}

// rests lets everything that is due now happen, until nothing is.
func (h *house) rests(until time.Time) {
	h.Helper()
	for range 500 {
		var next TimerKey
		var due time.Time
		for k, at := range h.timers {
			if k.What != "kept" && k.What != "forget" || at.After(until) {
				continue
			}
			if due.IsZero() || at.Before(due) || at.Equal(due) && k.String() < next.String() {
				next, due = k, at
			}
		}
		if due.IsZero() {
			return
		}
		delete(h.timers, next)
		if due.After(h.now) {
			h.now = due
		}
		h.does(Event{Kind: KindTimer, At: due, Timer: next})
	}
	h.Fatal("it never ends")
}

// keeps reports the records that hold a text.
func (h *house) keeps(text string) (where []string) {
	for key, body := range h.records {
		if strings.Contains(string(body), text) || strings.Contains(key, text) {
			where = append(where, key)
		}
	}
	slices.Sort(where)
	return where
}

// I8: in the middle of everything, nothing that a member put anywhere outlives
// the yes, and nothing that runs for them goes on.
func TestNothingOfTheForgottenIsLeft(t *testing.T) {
	for _, who := range []string{"rel", "pat"} {
		t.Run(who, func(t *testing.T) {
			h := newHouse(t)
			m, _ := h.gathers()
			c := get[care.Contact](h, care.KindContact, who)
			c.Name, c.Measures, c.CheckIn = "Quillfeather", []string{"measure"}, "in"
			c.Draft = &care.Draft{What: draftTopic, Network: "circle", Text: "zanzibarine"}
			c.Decide(care.CheckIns, true, h.now)
			h.keep(care.KindContact, who, c)
			said := care.Words{Author: who, Text: "zanzibarine"}
			h.keep(care.KindMeasure, "measure", &care.Measure{ID: "measure", Member: who, Name: "zanzibarine", Share: care.Share{Sent: []string{"jo"}}})
			h.keep(care.KindPlan, "plan", &care.Plan{ID: "plan", Network: "circle", Member: who, Agreed: true, Open: "in", Silence: &care.Silence{Do: said}})
			h.keep(care.KindCheckIn, "in", &care.CheckIn{ID: "in", Plan: "plan", Network: "circle", Member: who, Words: []care.Words{said}, Share: care.Share{Sent: []string{"jo"}}})
			h.changes(func(n *care.Network) {
				n.Plans = append(n.Plans, "plan")
				n.Absent = append(n.Absent, care.Absent{ID: "a", Name: "Uncle", Relation: "zanzibarine", How: "zanzibarine", Teller: who, By: who})
				n.Member(who).Relation = "zanzibarine"
				if who == "pat" {
					n.Called = "Quillfeather"
				}
			})
			m.Topics = []care.Topic{{ID: "t", Words: said, Shown: true}}
			m.Proposals = []care.Proposal{{ID: "p", By: who, Day: "2026-03-12", Clock: "10:00"}}
			m.Answers = map[string]care.Answer{who: care.Coming, "jo": care.Coming}
			h.keep(care.KindMeeting, m.ID, m)
			h.keep(care.KindInvitation, "link", &care.Invitation{ID: "link", Network: "circle", Role: care.Relative, By: who, Relation: "zanzibarine", Expires: h.now.Add(time.Hour)})
			h.changes(func(n *care.Network) { n.Invites = append(n.Invites, "link") })
			h.writes(who, "/stop")
			h.writes(who, "zanzibarine to the team")
			h.writes(who, "/ask")
			d := h.forgets(who)
			h.rests(h.now)
			for _, canary := range []string{"Quillfeather", "zanzibarine", fmt.Sprint(chats[who]), "plan:plan", "measure:measure"} {
				if found := h.keeps(canary); len(found) > 0 {
					t.Errorf("%s is in %v", canary, found)
				}
			}
			for k := range h.timers {
				if k.ID == who || k.Arg == who || k.Subject == "plan" {
					t.Errorf("timer %s goes on", k)
				}
			}
			if len(d.Erase) != 1 || d.Erase[0] != (Erasure{Contact: who, Chat: chats[who]}) {
				t.Errorf("erased: %+v", d.Erase)
			}
			for _, e := range d.Audit {
				if e.Subject == "contact:"+who || e.Who == who || e.Detail == who {
					t.Errorf("the trail gets %+v", e)
				}
			}
			for _, row := range d.Say {
				if strings.Contains(fmt.Sprint(row), "Quillfeather") || strings.Contains(fmt.Sprint(row), "zanzibarine") {
					t.Errorf("queued: %+v", row)
				}
			}
			if got := get[care.Meeting](h, care.KindMeeting, m.ID); got.Answers["jo"] != care.Coming {
				t.Errorf("what others answered is gone: %+v", got)
			}
			if d := h.pressesOnceMore(who, "forget/-/0/yes"); d.Reason != "forget.already" {
				t.Errorf("a second yes: %s", d.Reason)
			}
		})
	}
}

// pressesOnceMore lets the chat of somebody who is not known any more press a button.
func (h *house) pressesOnceMore(who, press string) Decision {
	return h.does(Event{Kind: KindTap, Chat: chats[who], Message: 9, From: Sender{ID: chats[who], Language: "en"}, Tap: Tap{ID: "q", Data: press}})
}

// Whoever wrote for years is erased in decisions of a bounded size, which end by
// themselves; the first of them cuts access.
func TestErasingSomebodyWhoWroteForYearsIsBounded(t *testing.T) {
	h := newHouse(t)
	mine := &care.Mine{Contact: "rel", Pages: 7}
	for page := range 8 {
		items := make([]care.Ref, care.MinePage)
		for i := range items {
			id := fmt.Sprintf("n%d.%d", page, i)
			items[i] = care.Ref{Kind: care.KindNote, ID: id, At: h.now}
			h.keep(care.KindNote, id, &care.Note{ID: id, Network: "circle", Author: "rel", Words: []care.Words{{Author: "rel", Text: "zanzibarine"}}})
		}
		if page == 7 {
			mine.Items = items
			break
		}
		h.keep(care.KindMine, minePageID("rel", page), &care.Mine{Contact: "rel", Items: items})
	}
	h.keep(care.KindMine, "rel", mine)
	most := len(h.forgets("rel").Put)
	for n := 0; ; n++ {
		if _, waits := h.timers[forgetTimer("rel")]; !waits {
			break
		}
		delete(h.timers, forgetTimer("rel"))
		d := h.does(Event{Kind: KindTimer, At: h.now, Timer: forgetTimer("rel")})
		if most = max(most, len(d.Put)); n > 20 {
			t.Fatal("it does not end")
		}
	}
	if found := h.keeps("zanzibarine"); len(found) > 0 || most > 2*forgetBatch {
		t.Errorf("%d records are left, and one decision wrote %d", len(found), most)
	}
	if d := h.does(Event{Kind: KindTimer, At: h.now, Timer: forgetTimer("jo")}); len(d.Put) > 0 {
		t.Error("somebody who was not erased loses what they wrote")
	}
}

// I8: a backup that was taken before does not bring anybody back.
func TestWhoeverComesBackFromABackupIsErasedAgainWithoutAWord(t *testing.T) {
	h := newHouse(t)
	h.writes("rel", "zanzibarine")
	d := h.does(Event{Kind: KindErased, Contact: "rel"})
	if d.Reason != "forgotten.again" || len(h.keeps("zanzibarine")) > 0 || len(d.Erase) != 1 || len(heard(d, "rel")) > 0 {
		t.Errorf("%s %v %+v", d.Reason, h.keeps("zanzibarine"), d.Erase)
	}
	if d = h.does(Event{Kind: KindErased, Contact: "rel"}); len(d.Erase) != 1 {
		t.Error("an erasure that found nobody is not noted")
	}
}

// I8: what waits for others names nobody who was erased.
func TestWhatWaitsForOthersDoesNotNameTheForgotten(t *testing.T) {
	h := newHouse(t)
	row := Message{Person: "jo", Chat: chats["jo"], Key: locales.LeaveTold, Guard: Guard{Purpose: PurposeNotice},
		Args:  Args{"Name": {Text: "rel", Who: "rel"}, "Circle": {Text: "Pat", Circle: "circle"}},
		Lines: []Line{{Key: locales.ListName, Args: Args{"Names": list(Line{Key: locales.ListName, Args: Args{"Name": {Text: "rel", Who: "rel"}}})}}}}
	if got := h.address(row).Unnamed; len(got) > 0 {
		t.Errorf("unnamed while they are there: %v", got)
	}
	h.forgets("rel")
	h.forgets("pat")
	to := h.address(row)
	if to.Verdict != Send || !slices.Equal(to.Unnamed, []string{"circle", "rel"}) {
		t.Fatalf("%+v", to)
	}
	if m := row.Unnaming(to.Unnamed); says("rel", m.Args, m.Lines) || says("Pat", m.Args, m.Lines) || m.Args["Name"].Key != locales.ForgetSomebody {
		t.Errorf("%+v", m)
	}
}

// What the trust must keep is named before, kept without a name and a number,
// and goes when its time is over; nothing is kept of a trust that need not.
func TestCallsForHelpAreKeptOnlyAsLongAsWasNamed(t *testing.T) {
	for _, days := range []int{0, 60} {
		h := newHouse(t)
		team := get[care.Team](h, care.KindTeam, TeamID)
		team.Retention.Alerts = days
		h.keep(care.KindTeam, TeamID, team)
		h.writes("rel", "danger")
		alert := get[care.Account](h, care.KindAccount, ChatID(chats["rel"])).Alert
		a := get[care.Alert](h, care.KindAlert, alert)
		h.taps("mina", data("alert", alert, a.Rev, "take"))
		a = get[care.Alert](h, care.KindAlert, alert)
		h.taps("mina", data("alert", alert, a.Rev, "spoke"))
		asked := h.writes("rel", "/forget")
		named := slices.ContainsFunc(asked.Say[0].Lines, func(l Line) bool { return l.Key == locales.ForgetAlertsKept && *l.Args["Count"].Count == days })
		if named != (days > 0) {
			t.Errorf("%d days: named before: %v", days, named)
		}
		h.taps("rel", data("forget", "-", h.menuOf("rel"), "yes"))
		kept := get[care.Alert](h, care.KindAlert, alert)
		if (kept.ID != "") != (days > 0) {
			t.Fatalf("%d days: kept: %v", days, kept)
		}
		if days > 0 && (kept.Sender != "" || kept.Chat != 0 || len(kept.Words) != 1 || kept.Words[0].Text != "danger" || kept.Words[0].Author != "") {
			t.Errorf("kept: %+v", kept)
		}
		h.rests(h.now.AddDate(0, 0, days+2))
		if left := h.keeps("danger"); len(left) > 0 {
			t.Errorf("%d days: left when the time is over: %v", days, left)
		}
	}
}
