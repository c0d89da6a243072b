package flows

import (
	"errors"
	"fmt"
	"reflect"
	"testing"
	"time"

	"polyphony/care"
)

// farHouse is a house whose records are far away: it counts how often somebody
// goes there.
type farHouse struct {
	*house
	here  map[string]bool
	trips int
	fail  error
}

func (f *farHouse) Fetch(kind care.Kind, ids []string) error {
	f.trips++
	for _, id := range ids {
		f.here[string(kind)+":"+id] = true
	}
	return f.fail
}

func (f *farHouse) Read(kind care.Kind, id string, into any) (bool, error) {
	if key := string(kind) + ":" + id; !f.here[key] {
		f.here[key] = true
		f.trips++
	}
	return f.house.Read(kind, id, into)
}

// crowded is a house whose circle has so many more members, with a meeting.
func crowded(t *testing.T, more int) *house {
	h := newHouse(t)
	n := get[care.Network](h, care.KindNetwork, "circle")
	for i := range more {
		id := fmt.Sprintf("more%08d", i)
		h.keep(care.KindContact, id, &care.Contact{ID: id, Chat: int64(1000 + i), Name: "More", Language: "en", Networks: []string{"circle"}})
		h.keep(care.KindAccount, ChatID(int64(1000+i)), &care.Account{Chat: int64(1000 + i), Contact: id})
		n.Add(care.Member{Contact: id, Role: care.Relative})
	}
	h.keep(care.KindNetwork, "circle", n)
	h.speaks(SpokenMeeting{Day: "2026-03-10", Clock: "14:30", Minutes: 60})
	h.writes("mina", "/meeting tue 14:30 60m")
	h.plans("mina", "send")
	return h
}

// whole are decisions that concern everybody of a circle.
var whole = map[string]func(h *house, m *care.Meeting) Event{
	"cancelling": func(h *house, m *care.Meeting) Event {
		return Event{Kind: KindTap, Tap: Tap{ID: "t", Data: data("meet", m.ID, m.Seq, "cancel_yes")}}
	},
	"the circle": func(h *house, m *care.Meeting) Event { return Event{Kind: KindText, Text: "/circle"} },
	"the details": func(h *house, m *care.Meeting) Event {
		return Event{Kind: KindTap, Tap: Tap{ID: "t", Data: data("meet", m.ID, m.Seq, "details")}}
	},
	"who is asked": func(h *house, m *care.Meeting) Event {
		return Event{Kind: KindTap, Tap: Tap{ID: "t", Data: data("circle", "circle", 0, "checkin")}}
	},
	"who has died": func(h *house, m *care.Meeting) Event {
		return Event{Kind: KindTap, Tap: Tap{ID: "t", Data: data("circle", "circle", 0, "died")}}
	},
	"closing": func(h *house, m *care.Meeting) Event {
		return Event{Kind: KindTap, Tap: Tap{ID: "t", Data: data("circle", "circle", 0, "close")}}
	},
	"a lost phone": func(h *house, m *care.Meeting) Event {
		return Event{Kind: KindTap, Tap: Tap{ID: "t", Data: data("circle", "circle", 0, "phone")}}
	},
	"whom to remove": func(h *house, m *care.Meeting) Event {
		return Event{Kind: KindTap, Tap: Tap{ID: "t", Data: data("circle", "circle", 0, "people")}}
	},
}

// A decision that goes through a circle asks the store no oftener for three
// hundred more members than for three, and comes out as if it had read one by one.
func TestACrowdCostsNoMoreRoundTrips(t *testing.T) {
	for name, event := range whole {
		trips := map[int]int{}
		for _, more := range []int{3, 300} {
			h := crowded(t, more)
			ev := event(h, h.meetings()[0])
			ev.ID, ev.Chat, ev.From, ev.Message, ev.At = "e", chats["mina"], Sender{ID: chats["mina"], Language: "en"}, 900, h.now
			near, err1 := h.c.Decide(h, ev, h.now)
			far := &farHouse{house: h, here: map[string]bool{}}
			got, err2 := h.c.Decide(far, ev, h.now)
			if err1 != nil || err2 != nil || !reflect.DeepEqual(got, near) {
				t.Errorf("%s of %d: %v, %v: %s and %s", name, more, err1, err2, got.Reason, near.Reason)
			}
			trips[more] = far.trips
		}
		t.Logf("%s: %d trips", name, trips[300])
		if trips[300] > trips[3] {
			t.Errorf("%s: %d trips for 300 members, %d for three", name, trips[300], trips[3])
		}
	}
}

// A store that is away while records are fetched is away: nothing is decided.
func TestAFailedFetchDecidesNothing(t *testing.T) {
	h := crowded(t, 3)
	far := &farHouse{house: h, here: map[string]bool{}, fail: errors.New("away")}
	ev := Event{ID: "e", Kind: KindText, Chat: chats["mina"], From: Sender{ID: chats["mina"]}, Text: "/circle", At: h.now}
	if d, err := h.c.Decide(far, ev, time.Now()); !errors.Is(err, far.fail) || len(d.Say) > 0 {
		t.Errorf("%v, said %d", err, len(d.Say))
	}
}
