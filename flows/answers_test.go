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

// I7: whoever is not of the circle, is not invited, or does not plan gets
// nowhere with a button or an id, and every refusal says the same.
func TestNobodyElseTouchesAMeeting(t *testing.T) {
	h := newHouse(t)
	m := h.meets()
	m.Proposals = []care.Proposal{{ID: "p", By: "pat", Day: m.Day, Clock: "11:00"}}
	m.Topics = []care.Topic{{ID: "t", Words: care.Words{Author: "pat", Text: "secret"}}}
	h.keep(care.KindMeeting, m.ID, m)
	acts := []string{"coming", "not_coming", "other_time", "details", "open", "card", "write", "slot." + m.Day + ".11:00", "moveto." + m.Day + ".11:00", "cancel_yes"}
	for _, who := range []string{"cora", "rel"} { // of the team but not of the circle; of the circle but not invited
		for _, act := range acts {
			if d := h.taps(who, data("meet", m.ID, m.Seq, act)); d.Reason != "tap.refused" || len(d.Put) > 0 {
				t.Errorf("%s %s: %s %+v", who, act, d.Reason, d.Put)
			}
		}
		for _, act := range []string{"", "add", "one.t", "show.t", "remove.t"} {
			if d := h.taps(who, data("topic", m.ID, 0, act)); d.Reason != "tap.refused" || len(d.Put) > 0 {
				t.Errorf("%s topic %s: %s", who, act, d.Reason)
			}
		}
	}
	for _, act := range []string{"moveto." + m.Day + ".11:00", "move", "cancel", "cancel_yes"} {
		if d := h.taps("pat", data("meet", m.ID, m.Seq, act)); d.Reason != "tap.refused" || len(d.Put) > 0 {
			t.Errorf("pat does not plan, %s: %s", act, d.Reason)
		}
	}
	for _, act := range []string{"one.t", "show.t", "remove.t"} {
		d := h.taps("jo", data("topic", m.ID, 0, act))
		if tp := get[care.Meeting](h, care.KindMeeting, m.ID).Topics; len(tp) != 1 || tp[0].Shown {
			t.Errorf("jo, with %s, touches pat's topic: %s %+v", act, d.Reason, tp)
		}
		if strings.Contains(fmt.Sprintf("%+v", d.Say), "secret") {
			t.Errorf("%s shows jo pat's words", act)
		}
	}
}

// Five times a member are plenty; a time that was not offered is none.
func TestProposalsAreBounded(t *testing.T) {
	h := newHouse(t)
	m := h.meets()
	for range 12 {
		m = get[care.Meeting](h, care.KindMeeting, m.ID)
		d := h.taps("pat", data("meet", m.ID, m.Seq, "other_time"))
		slot := said(t, d, "pat", locales.MeetingOtherAsk).Buttons[0][0].Data
		h.taps("pat", slot)
	}
	m = get[care.Meeting](h, care.KindMeeting, m.ID)
	if len(m.Proposals) != proposalsEach {
		t.Errorf("%d proposals", len(m.Proposals))
	}
	for _, p := range m.Proposals {
		if at := proposed(m, p); !at.After(h.now) || at.Hour() < 9 || at.Add(90*time.Minute).Hour() > 17 {
			t.Errorf("outside the team's hours: %v", at)
		}
	}
	h.taps("pat", data("meet", m.ID, m.Seq, "slot."+m.Day+".03:00"))
	h.taps("jo", data("meet", m.ID, m.Seq, "slot.2020-01-01.10:00"))
	if now := get[care.Meeting](h, care.KindMeeting, m.ID); len(now.Proposals) != proposalsEach {
		t.Errorf("a time that nobody offered was taken: %+v", now.Proposals)
	}
	h.taps("pat", data("meet", m.ID, m.Seq, "coming"))
	if now := get[care.Meeting](h, care.KindMeeting, m.ID); len(now.Proposals) != 0 {
		t.Errorf("pat comes, and still proposes %+v", now.Proposals)
	}
}

// The same answer again tells nobody anything.
func TestTheSameAnswerAgainChangesNothing(t *testing.T) {
	h := newHouse(t)
	m := h.meets()
	for _, a := range []string{"coming", "not_coming", "other_time"} {
		h.taps("pat", data("meet", m.ID, m.Seq, a))
		d := h.taps("pat", data("meet", m.ID, m.Seq, a))
		if len(heard(d, "jo")) > 0 || len(d.Put) > 0 || len(d.Timers) > 0 || len(heard(d, "pat")) == 0 {
			t.Errorf("%s again: jo hears %v, %+v, pat %v", a, heard(d, "jo"), d.Put, heard(d, "pat"))
		}
	}
}

func keys(lines []Line) (out []locales.Key) {
	for _, l := range lines {
		out = append(out, l.Key)
	}
	return out
}

func links(m Message) (out []string) {
	for _, r := range m.Buttons {
		for _, b := range r {
			if b.URL != "" {
				out = append(out, b.URL)
			}
		}
	}
	return out
}

// How somebody gets there: the video's button on the day and in the details,
// never a link that is none; the map at any time.
func TestTheCardSaysHowToGetThere(t *testing.T) {
	const video = "https://meet.example.org/r?a=1"
	for _, c := range []struct {
		kind                care.PlaceKind
		place               string
		spot                *care.Spot
		where               locales.Key
		early, details, day []string
	}{
		{care.PlaceAddress, "12 Mill Lane", nil, locales.MeetingPlace, nil, nil, nil},
		{care.PlaceVideo, video, nil, locales.MeetingByVideo, nil, []string{video}, []string{video}},
		{care.PlaceVideo, "", nil, locales.MeetingByVideoLater, nil, nil, nil},
		{care.PlaceVideo, "javascript:alert(1)", nil, locales.MeetingByVideoLater, nil, nil, nil},
		{care.PlaceSpot, "", &care.Spot{Lat: 51.5072, Long: -0.1276}, locales.MeetingOnMap,
			[]string{"https://www.openstreetmap.org/?mlat=51.50720&mlon=-0.12760#map=17/51.50720/-0.12760"},
			[]string{"https://www.openstreetmap.org/?mlat=51.50720&mlon=-0.12760#map=17/51.50720/-0.12760"},
			[]string{"https://www.openstreetmap.org/?mlat=51.50720&mlon=-0.12760#map=17/51.50720/-0.12760"}},
	} {
		h := newHouse(t)
		m := h.meets()
		m.Kind, m.Place, m.Spot = c.kind, c.place, c.spot
		h.keep(care.KindMeeting, m.ID, m)
		card := h.writes("pat", "/meeting").Say[0]
		details := h.taps("pat", data("meet", m.ID, m.Seq, "details")).Say[0]
		day := h.rings("pat", starts(m).Add(-2*time.Hour)).Say[0]
		if !slices.Contains(keys(card.Lines), c.where) || !slices.Contains(keys(day.Lines), c.where) {
			t.Errorf("%s %q: %v", c.kind, c.place, keys(card.Lines))
		}
		if !slices.Equal(links(card), c.early) || !slices.Equal(links(details), c.details) || !slices.Equal(links(day), c.day) {
			t.Errorf("%s %q: on the card %v, in the details %v, on the day %v", c.kind, c.place, links(card), links(details), links(day))
		}
		if day.Key != locales.ReminderToday || len(day.Buttons) < 2 || day.Calendar != nil {
			t.Errorf("the reminder of the day: %+v", day)
		}
	}
}

// One message brings text, buttons and the calendar file; the same UID and a
// higher sequence number take it back. It names nobody (rule 12).
func TestANoticeBringsTheCalendarFile(t *testing.T) {
	h := newHouse(t)
	m := h.meets()
	m.Why, m.Seq = "Mina is away", 3
	h.keep(care.KindMeeting, m.ID, m)
	d := h.taps("mina", data("meet", m.ID, m.Seq, "cancel_yes"))
	for _, who := range []string{"pat", "jo", "mina"} {
		i := slices.IndexFunc(d.Say, func(s Message) bool { return s.Person == who && s.Key == locales.MeetingCancelled })
		if i < 0 || d.Say[i].Calendar == nil {
			t.Fatalf("%s: %+v", who, d.Say)
		}
		if a := d.Say[i].Calendar; a.UID != "meet@polyphony" || a.Seq != 4 || !a.Cancelled || strings.Contains(fmt.Sprint(*a), "Mina") {
			t.Errorf("%+v", a)
		}
	}
}

// Rule 12: what the planner wrote is hidden where it could show on a lock
// screen, and open to whoever opened the meeting.
func TestTheReasonOfAChangeIsHiddenOnALockScreen(t *testing.T) {
	h := newHouse(t)
	m := h.meets()
	m.Why = "Ben is on leave"
	h.keep(care.KindMeeting, m.ID, m)
	why := func(msg Message) Arg {
		i := slices.Index(keys(msg.Lines), locales.MeetingWhy)
		if i < 0 {
			t.Fatalf("%+v", msg.Lines)
		}
		return msg.Lines[i].Args["Why"]
	}
	if a := why(h.rings("pat", starts(m).AddDate(0, 0, -1)).Say[0]); a.Words != m.Why || a.Open != "" {
		t.Errorf("in a reminder: %+v", a)
	}
	if a := why(h.taps("pat", data("meet", m.ID, m.Seq, "details")).Say[0]); a.Open != m.Why {
		t.Errorf("in the details: %+v", a)
	}
}

// A card stays a card in a large circle: twelve names and a number; nobody who
// died or left is named.
func TestALargeCircleFitsOnACard(t *testing.T) {
	h := newHouse(t)
	m := h.meets()
	for i := range 40 {
		id := fmt.Sprint("m", i)
		c := &care.Contact{ID: id, Name: id, Networks: []string{"circle"}}
		if i == 3 {
			c.Died = h.now
		}
		h.keep(care.KindContact, id, c)
		m.Invited = append(m.Invited, id)
		if i != 4 {
			h.circle(func(n *care.Network) { n.Add(care.Member{Contact: id, Role: care.Relative}) })
		}
	}
	h.keep(care.KindMeeting, m.ID, m)
	card := h.writes("pat", "/meeting").Say[0]
	i := slices.Index(keys(card.Lines), locales.MeetingNotYet)
	names := card.Lines[i].Args["Names"].List
	if len(names) != namesShown+1 || names[namesShown].Key != locales.MeetingMore {
		t.Fatalf("%d names: %+v", len(names), names)
	}
	for _, n := range names {
		if who := n.Args["Name"].Text; who == "m3" || who == "m4" {
			t.Errorf("%s has died or left, and is named", who)
		}
	}
	if d := h.taps("pat", data("meet", m.ID, m.Seq, "coming")); len(d.Say) > 6 {
		t.Errorf("one answer, %d messages", len(d.Say))
	}
}
