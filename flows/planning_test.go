package flows

import (
	"slices"
	"strings"
	"testing"
	"time"

	"polyphony/care"
	"polyphony/locales"
)

// third lets a third practitioner, lee, join the team and pat's circle.
func (h *house) third() {
	h.Helper()
	h.applies(func(t *care.Team) {
		t.Staff = append(t.Staff, care.StaffMember{ID: "lee", Name: "Lee", Role: care.Practitioner})
	})
	h.keep(care.KindStaff, "lee", &care.StaffLink{Staff: "lee", Contact: "lee"})
	h.keep(care.KindContact, "lee", &care.Contact{ID: "lee", Chat: 14, Name: "Lee", Language: "en", Staff: "lee", Networks: []string{"circle"}})
	h.keep(care.KindAccount, ChatID(14), &care.Account{Chat: 14, Contact: "lee"})
	n := get[care.Network](h, care.KindNetwork, "circle")
	n.Add(care.Member{Contact: "lee", Role: care.Practitioner})
	h.keep(care.KindNetwork, "circle", n)
}

// plans taps through the planning menu of whoever has one.
func (h *house) plans(who string, args ...string) (d Decision) {
	h.Helper()
	for _, arg := range args {
		d = h.taps(who, data("plan", "-", get[care.Contact](h, care.KindContact, who).Menu, arg))
	}
	return d
}

// begins opens the planning menu of pat's circle.
func (h *house) begins(who string) Decision {
	h.Helper()
	return h.taps(who, data("plan", "circle", 0, ""))
}

func (h *house) meetings() (all []*care.Meeting) {
	h.Helper()
	for _, id := range get[care.Network](h, care.KindNetwork, "circle").Meetings {
		all = append(all, get[care.Meeting](h, care.KindMeeting, id))
	}
	return all
}

// said is what a decision says to somebody with a key; it fails without one.
func said(t *testing.T, d Decision, who string, key locales.Key) Message {
	t.Helper()
	for _, m := range d.Say {
		if m.Person == who && m.Key == key {
			return m
		}
	}
	t.Fatalf("%s: %s does not hear %s: %v", d.Reason, who, key, heard(d, who))
	return Message{}
}

func hasLine(m Message, key locales.Key) bool {
	return slices.ContainsFunc(m.Lines, func(l Line) bool { return l.Key == key })
}

// The usual case takes few taps: a day, a time, and the summary is there.
func TestADayAndATimeAreEnough(t *testing.T) {
	h := newHouse(t)
	h.begins("mina")
	d := h.plans("mina", "day.2026-03-10", "hour.10", "time.10:15")
	said(t, d, "mina", locales.PlanSummary)
	if d = h.plans("mina", "send"); d.Reason != "meeting.planned" {
		t.Fatalf("%s", d.Reason)
	}
	m := h.meetings()[0]
	if m.Day != "2026-03-10" || m.Clock != "10:15" || m.Minutes != 90 || len(m.Practitioners) != 2 || len(m.Invited) != 4 {
		t.Errorf("%+v", m)
	}
	if d := h.plans("mina", "send"); d.Reason != "plan.sent.already" || len(h.meetings()) != 1 {
		t.Errorf("sent twice: %s, %d meetings", d.Reason, len(h.meetings()))
	}
}

// Rule 10: who comes is the same as last time; a change asks for its reason,
// and everybody reads both before the meeting, the reason behind a spoiler.
func TestAChangeOfPeopleIsToldBeforeWithItsReason(t *testing.T) {
	h := newHouse(t)
	h.third()
	h.keep(care.KindMeeting, "last", &care.Meeting{ID: "last", Network: "circle", Day: "2026-02-20", Clock: "10:00", Zone: "Europe/London", Minutes: 60, Practitioners: []string{"mina", "jo"}})
	n := get[care.Network](h, care.KindNetwork, "circle")
	n.Last = "last"
	h.keep(care.KindNetwork, "circle", n)
	h.begins("mina")
	h.plans("mina", "day.2026-03-10", "time.10:15")
	if d := get[care.Contact](h, care.KindContact, "mina").Draft; !slices.Equal(d.Staff, []string{"mina", "jo"}) || d.Length != 60 {
		t.Fatalf("not the same as last time: %+v", d)
	}
	if d := h.plans("mina", "people", "comes.jo", "comes.lee", "chosen"); d.Reason != "plan.why" {
		t.Fatalf("%s", d.Reason)
	}
	if d := h.plans("mina", "send"); d.Reason != "plan.why" || len(h.meetings()) > 0 {
		t.Fatalf("sent without asking why: %s", d.Reason)
	}
	h.writes("mina", "Jo is on leave")
	d := h.plans("mina", "send")
	msg := said(t, d, "pat", tellPlanned)
	for _, key := range []locales.Key{locales.ChangeComes, locales.ChangeComesNot, locales.MeetingWhy} {
		if !hasLine(msg, key) {
			t.Errorf("pat does not read %s", key)
		}
	}
	i := slices.IndexFunc(msg.Lines, func(l Line) bool { return l.Key == locales.MeetingWhy })
	if arg := msg.Lines[i].Args["Why"]; arg.Words != "Jo is on leave" || arg.Open != "" {
		t.Errorf("the reason is %+v", arg)
	}
	if m := h.meetings()[0]; m.Why != "Jo is on leave" {
		t.Errorf("kept as %q", m.Why)
	}
}

func TestNoReasonIsAReasonToo(t *testing.T) {
	h := newHouse(t)
	h.third()
	h.begins("mina")
	h.plans("mina", "day.2026-03-10", "time.10:15", "comes.lee", "send")
	m := h.meetings()[0]
	h.taps("jo", data("meet", m.ID, m.Seq, "people"))
	h.plans("jo", "comes.jo", "comes.lee", "chosen", "nowhy")
	d := h.plans("jo", "send")
	if msg := said(t, d, "pat", locales.ChangePeople); hasLine(msg, locales.ChangeWhy) || !hasLine(msg, locales.ChangeComes) {
		t.Errorf("%s: %+v", d.Reason, msg.Lines)
	}
}

// Whoever has left the team cannot be chosen, and a draft that holds them says so.
func TestWhoeverLeftTheTeamComesToNoMeeting(t *testing.T) {
	h := newHouse(t)
	h.third()
	h.begins("mina")
	h.plans("mina", "day.2026-03-10", "time.10:15")
	h.applies(without("lee"))
	d := h.plans("mina", "send")
	said(t, d, "mina", locales.PlanPersonLeft)
	if said(t, d, "mina", locales.PlanPeople); len(h.meetings()) > 0 {
		t.Error("the meeting was made")
	}
	if d := h.plans("mina", "comes.lee"); d.Reason != "tap.refused" {
		t.Errorf("chosen again: %s", d.Reason)
	}
	if d := h.plans("mina", "chosen", "send"); d.Reason != "meeting.planned" || slices.Contains(h.meetings()[0].Practitioners, "lee") {
		t.Errorf("%s", d.Reason)
	}
}

// Another circle's meeting is warned of by day and time alone, unless the
// planner belongs to that circle too.
func TestAnOverlapNamesNoCircleThatThePlannerDoesNotKnow(t *testing.T) {
	for _, knows := range []bool{false, true} {
		h := newHouse(t)
		other := &care.Network{ID: "other", Called: "Zed", Meetings: []string{"theirs"}}
		other.Add(care.Member{Contact: "jo", Role: care.Practitioner})
		members := []string{"jo"}
		if knows {
			other.Add(care.Member{Contact: "mina", Role: care.Practitioner})
			members = append(members, "mina")
		}
		for _, id := range members {
			c := get[care.Contact](h, care.KindContact, id)
			c.Networks = append(c.Networks, "other")
			h.keep(care.KindContact, id, c)
		}
		h.keep(care.KindNetwork, "other", other)
		h.keep(care.KindMeeting, "theirs", &care.Meeting{ID: "theirs", Network: "other", Day: "2026-03-10", Clock: "11:00", Zone: "Europe/London", Minutes: 60, Practitioners: []string{"jo"}})
		h.begins("mina")
		msg := said(t, h.plans("mina", "day.2026-03-10", "time.10:15"), "mina", locales.PlanSummary)
		if hasLine(msg, locales.PlanOverlapCircle) != knows || hasLine(msg, locales.PlanOverlap) == knows {
			t.Errorf("belongs %v: %+v", knows, msg.Lines)
		}
		if d := h.plans("mina", "send"); d.Reason != "meeting.planned" {
			t.Errorf("forbidden: %s", d.Reason)
		}
	}
}

// A location completes a place that was asked for, and nothing else; that of
// somebody who asked for help never becomes a meeting's.
func TestALocationIsAPlaceOnlyWhenOneIsAskedFor(t *testing.T) {
	h := newHouse(t)
	sends := func() Decision {
		return h.does(Event{Kind: KindMedia, Chat: chats["mina"], Text: "Town Hall, Market Square", Media: care.Media{Kind: care.Location}, Spot: &care.Spot{Lat: 51.5, Long: -0.1}, Message: 901})
	}
	h.begins("mina")
	h.plans("mina", "day.2026-03-10", "time.10:15")
	if d := sends(); d.Reason == "plan.place" {
		t.Errorf("taken although nobody asked")
	}
	h.plans("mina", "places")
	if d := sends(); d.Reason != "plan.place" {
		t.Fatalf("%s", d.Reason)
	}
	h.plans("mina", "send")
	if m := h.meetings()[0]; m.Kind != care.PlaceSpot || m.Spot == nil || m.Spot.Lat != 51.5 || m.Place != "Town Hall, Market Square" {
		t.Errorf("%+v", m)
	}
	h.begins("mina")
	h.plans("mina", "day.2026-03-11", "time.10:15", "places")
	h.writes("mina", "HELP")
	if d := sends(); d.Reason == "plan.place" {
		t.Error("where somebody needs help was taken for a place to meet")
	}
}

// Rule 1: the person at the centre and whoever comes are always invited.
func TestThePersonIsAlwaysInvited(t *testing.T) {
	h := newHouse(t)
	h.begins("mina")
	h.plans("mina", "day.2026-03-10", "time.10:15", "invite")
	for _, id := range []string{"pat", "jo", "mina", "nobody"} {
		if d := h.plans("mina", "invited."+id); d.Reason != "tap.refused" {
			t.Errorf("%s: %s", id, d.Reason)
		}
	}
	d := h.plans("mina", "invited.rel", "send")
	if hears(d, "rel", tellPlanned) || !hears(d, "pat", tellPlanned) {
		t.Errorf("rel hears %v, pat %v", heard(d, "rel"), heard(d, "pat"))
	}
}

// Only staff of the circle plan for it, whatever a button says.
func TestOnlyStaffPlan(t *testing.T) {
	h := newHouse(t)
	h.begins("mina")
	rev := get[care.Contact](h, care.KindContact, "mina").Menu
	for _, who := range []string{"pat", "rel", "cora"} {
		for _, arg := range []string{data("plan", "circle", 0, ""), data("plan", "-", rev, "send"), data("plan", "-", 0, "begin")} {
			d := h.taps(who, arg)
			if len(h.meetings()) > 0 || slices.ContainsFunc(d.Say, func(m Message) bool { return m.Key == locales.PlanDay }) {
				t.Errorf("%s tapped %s: %s", who, arg, d.Reason)
			}
		}
	}
}

func TestPlacesAreCheckedInOneSentence(t *testing.T) {
	h := newHouse(t)
	h.begins("mina")
	h.plans("mina", "day.2026-03-10", "time.10:15")
	for typed, key := range map[string]locales.Key{
		strings.Repeat("x", 300): locales.PlanPlaceLong, "ftp://a.example": locales.PlanLinkWrong, "https://": locales.PlanLinkWrong,
		"www.example.org": locales.PlanLinkWrong, "javascript:alert(1)": locales.PlanLinkWrong, "https://me:secret@a.example": locales.PlanLinkWrong,
	} {
		h.plans("mina", "places")
		if d := h.writes("mina", typed); len(d.Say) != 1 || d.Say[0].Key != key {
			t.Errorf("%s: %v", typed, heard(d, "mina"))
		}
	}
	for typed, kind := range map[string]care.PlaceKind{strings.Repeat("ü", 299): care.PlaceAddress, "https://a.example/b?c=d": care.PlaceVideo} {
		h.plans("mina", "places")
		if d := h.writes("mina", typed); d.Reason != "plan.place" || get[care.Contact](h, care.KindContact, "mina").Draft.Kind != kind {
			t.Errorf("%s: %s", typed, d.Reason)
		}
	}
}

// A menu waits for typed words only for a while; then they go to the team.
func TestWordsAfterALongWhileAreForTheTeam(t *testing.T) {
	h := newHouse(t)
	h.begins("mina")
	h.plans("mina", "day.2026-03-10")
	h.now = h.now.Add(draftLife + time.Minute)
	if d := h.writes("mina", "14:30"); strings.HasPrefix(string(d.Reason), "plan.") {
		t.Errorf("%s", d.Reason)
	}
}
