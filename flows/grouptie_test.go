package flows

import (
	"slices"
	"testing"
	"time"

	"pgregory.net/rapid"

	"polyphony/care"
	"polyphony/locales"
)

// I7: a group becomes a circle's own only through somebody who decides for the
// circle and was asked, however they got the button.
func TestOnlyWhoDecidesTiesAGroup(t *testing.T) {
	untied := func(t *testing.T, h *house, why string) {
		t.Helper()
		if n := get[care.Network](h, care.KindNetwork, "circle"); n.Group != 0 {
			t.Errorf("%s: tied to %d", why, n.Group)
		}
	}
	h := grouped(t)
	h.taps("mina", data("group", "-50", 0, "yes.circle"))
	untied(t, h, "nobody asked mina")
	h.does(Event{Kind: KindGroupIn, Chat: theGroup, From: Sender{ID: chats["mina"]}})
	for _, who := range []string{"jo", "cora", "rel", "pat"} {
		h.taps(who, data("group", "-50", 0, "yes.circle"))
		untied(t, h, who+" was not the one asked")
	}
	if d := h.does(Event{Kind: KindGroupIn, Chat: theGroup, From: Sender{ID: chats["rel"]}}); !slices.Equal(keysTo(d, chats["rel"]), []locales.Key{locales.GroupNotYours}) {
		t.Errorf("rel heard %+v", d.Say)
	}
	h.taps("rel", data("group", "-50", 0, "yes.circle"))
	untied(t, h, "rel decides for nobody")
	h.taps("mina", data("group", "-50", 0, "yes.elsewhere"))
	untied(t, h, "there is no such circle")
	h.taps("mina", data("group", "-50", 0, "yes.circle"))
	h.taps("rel", data("group", "circle", 0, "untie.-50"))
	if n := get[care.Network](h, care.KindNetwork, "circle"); n.Group != theGroup {
		t.Errorf("rel untied it: %+v", n)
	}
	h.taps("pat", data("group", "circle", 0, "untie.-51"))
	if n := get[care.Network](h, care.KindNetwork, "circle"); n.Group != theGroup {
		t.Error("an old button untied another group")
	}
	h.taps("pat", data("group", "circle", 0, "untie.-50"))
	untied(t, h, "pat's circle is pat's")
}

// Both halves of a migration, the failure of a row and any order of them move
// the tie once; rows for the old number stay wanted, those of others do not.
func TestASupergroupStaysTheCirclesGroup(t *testing.T) {
	moves := map[string]Event{
		"old half": {Kind: KindMigrated, Chat: theGroup, NewChat: superGroup, From: Sender{ID: 999}},
		"new half": {Kind: KindMigrated, Chat: theGroup, NewChat: superGroup},
		"failure":  {Kind: KindFailure, Failure: Failure{Chat: theGroup, Reason: FailedMoved, Moved: superGroup}},
		"joined":   {Kind: KindGroupIn, Chat: superGroup, From: Sender{ID: chats["mina"]}},
	}
	rapid.Check(t, func(rt *rapid.T) {
		h := tied(t)
		for _, name := range rapid.SliceOfN(rapid.SampledFrom([]string{"old half", "new half", "failure", "joined"}), 1, 6).Draw(rt, "news") {
			if d := h.does(moves[name]); len(d.Say) > 0 {
				rt.Errorf("%s: %+v", name, d.Say)
			}
		}
		n := get[care.Network](h, care.KindNetwork, "circle")
		g := get[care.GroupChat](h, care.KindGroup, ChatID(n.Group))
		if g.Network != "circle" || g.By != "mina" || n.Group != theGroup && n.Group != superGroup {
			rt.Errorf("%+v %+v", n, g)
		}
		row := Row{Message: Message{Chat: theGroup, Guard: Guard{Purpose: PurposeNotice, Network: "circle"}}}
		if d, err := Address(h, row, h.now); err != nil || d.Verdict != Send {
			rt.Errorf("the row for the old number: %+v %v", d, err)
		}
		row.Message.Chat = -51
		if d, err := Address(h, row, h.now); err != nil || d.Reason != "untied" {
			rt.Errorf("a row for another group: %+v %v", d, err)
		}
	})
}

// I4 and I5 for a group: at the moment of sending it must still be the circle's,
// the circle must go on, the meeting stand, and the team be awake.
func TestARowForAGroupIsCheckedWhenItIsSent(t *testing.T) {
	row := Row{Message: Message{Chat: theGroup, Zone: "Europe/London", Guard: Guard{Purpose: PurposeNotice, Network: "circle", Meeting: "m", Seq: 1, Quiet: true}}}
	for name, c := range map[string]struct {
		change func(*house)
		want   Reason
	}{
		"as it was": {func(*house) {}, "wanted"},
		"moved":     {func(h *house) { h.keep(care.KindMeeting, "m", &care.Meeting{ID: "m", Seq: 2}) }, "moved"},
		"untied":    {func(h *house) { h.taps("pat", data("group", "circle", 0, "untie.-50")) }, "untied"},
		"taken out": {func(h *house) { h.does(Event{Kind: KindGroupOut, Chat: theGroup, From: Sender{ID: 999}}) }, "untied"},
		"thrown out": {func(h *house) {
			h.does(Event{Kind: KindFailure, Failure: Failure{Chat: theGroup, Reason: FailedBlocked}})
		}, "untied"},
		"closed": {func(h *house) {
			n := get[care.Network](h, care.KindNetwork, "circle")
			n.Closed = h.now
			h.keep(care.KindNetwork, "circle", n)
		}, "circle.closed"},
		"still": {func(h *house) {
			n := get[care.Network](h, care.KindNetwork, "circle")
			n.Still = h.now
			h.keep(care.KindNetwork, "circle", n)
		}, "circle.still"},
		"at night": {func(h *house) { h.now = h.now.Add(9 * time.Hour) }, "quiet"},
	} {
		h := tied(t)
		h.keep(care.KindMeeting, "m", &care.Meeting{ID: "m", Seq: 1})
		c.change(h)
		if d, err := Address(h, row, h.now); err != nil || d.Reason != c.want {
			t.Errorf("%s: %+v %v", name, d, err)
		}
	}
}

// The group hears day and time of what is planned, moved and cancelled, once.
func TestTheGroupHearsDayAndTimeOfMeetings(t *testing.T) {
	h := tied(t)
	s := &step{Companion: h.c, tx: h, now: h.now, kept: map[string]any{}}
	m := &care.Meeting{ID: "m", Network: "circle", Seq: 1, Day: "2026-03-10", Clock: "14:00", Zone: "Europe/London", Minutes: 60, Place: "1 Secret Lane", Invited: s.everybody(s.network("circle"))}
	for key, want := range groupNotices {
		s.d = Decision{}
		s.tellAll(m, key)
		var here []Message
		for _, msg := range s.d.Say {
			if msg.Chat == theGroup {
				here = append(here, msg)
			}
		}
		if len(here) != 1 || here[0].Key != want || len(here[0].Args) != 1 || here[0].Args["When"].When == nil || len(here[0].Lines)+len(here[0].Buttons) > 0 {
			t.Errorf("%s: %+v", key, here)
		}
	}
}
