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

// said is a decision's messages to one person, as one text.
func toldTo(d Decision, person string) (all string) {
	for _, m := range d.Say {
		if m.Person == person {
			all += fmt.Sprintf("%+v\n", m)
		}
	}
	return all
}

// noteOf is what somebody wrote last to the team.
func (h *house) noteOf(who string) *care.Note {
	return get[care.Note](h, care.KindNote, get[care.Contact](h, care.KindContact, who).Said)
}

// I7: with the true id in hand nobody else reads, plays or deletes it.
func TestWordsAreTheirAuthorsAlone(t *testing.T) {
	h := newHouse(t)
	h.writes("pat", "the stairs")
	n := h.noteOf("pat")
	for _, who := range []string{"jo", "mina", "cora"} {
		for _, act := range []string{"show.n", "play.n.0", "ask.n", "delete.n", "show.c", "delete.a", "delete.t" + n.ID} {
			if d := h.taps(who, data("mine", n.ID, 0, act)); strings.Contains(toldTo(d, who), "the stairs") {
				t.Errorf("%s reads it by %s", who, act)
			}
		}
	}
	if get[care.Note](h, care.KindNote, n.ID).ID == "" {
		t.Error("somebody else deleted it")
	}
}

// Rule 1: what is deleted is in no record of theirs, is taken from the chats of
// those who have it, and a second tap says what is so.
func TestWhatIsDeletedGoesFromEverywhere(t *testing.T) {
	h := newHouse(t)
	h.writes("pat", "the stairs")
	n := h.noteOf("pat")
	n.Share = care.Share{Audience: care.ThesePeople, People: []string{"jo", "rel"}, Sent: []string{"jo", "rel"}}
	h.keep(care.KindNote, n.ID, n)
	d := h.taps("pat", data("mine", n.ID, 0, "delete.n"))
	if d.Reason != "mine.deleted" {
		t.Fatal(d.Reason)
	}
	for _, who := range []string{"jo", "rel"} {
		i := slices.IndexFunc(d.Say, func(m Message) bool {
			return m.Person == who && m.Gone && m.Slot == "shared:note:"+n.ID
		})
		if i < 0 || d.Say[i].Key != locales.TakenGone {
			t.Errorf("%s keeps it", who)
		}
	}
	i := slices.IndexFunc(d.Say, func(m Message) bool { return len(m.Delete) > 0 })
	if i < 0 || d.Say[i].Person != "pat" || !slices.Equal(d.Say[i].Delete, []int{n.Words[0].Message}) {
		t.Errorf("it stays in pat's chat: %+v", d.Say)
	}
	if get[care.Note](h, care.KindNote, n.ID).ID != "" || len(get[care.Mine](h, care.KindMine, "pat").Items) > 0 || len(get[care.Shelf](h, care.KindShelf, "circle").Items) > 0 {
		t.Error("a record of it stays")
	}
	if d := h.taps("pat", data("mine", n.ID, 0, "delete.n")); d.Reason != "mine.gone" || !hears(d, "pat", locales.MineGone) {
		t.Errorf("the second tap: %s", d.Reason)
	}
}

// A question stays as a fact that it was asked; its answer goes. An open call
// for help keeps its words until it is finished, and what the trust must keep
// is named.
func TestWhatStaysIsNamed(t *testing.T) {
	h := newHouse(t)
	h.keep(care.KindCheckIn, "in", &care.CheckIn{ID: "in", Network: "circle", Member: "pat", Question: "How?", Words: []care.Words{{Author: "pat", Text: "badly", At: h.now}}})
	h.keep(care.KindMine, "pat", &care.Mine{Contact: "pat", Items: []care.Ref{{Kind: care.KindCheckIn, ID: "in"}}})
	h.taps("pat", data("mine", "in", 0, "delete.c"))
	if in := get[care.CheckIn](h, care.KindCheckIn, "in"); in == nil || len(in.Words) > 0 || in.Question != "How?" {
		t.Errorf("%+v", in)
	}
	words := []care.Words{{Author: "pat", Text: "help", At: h.now.Add(-72 * time.Hour)}}
	for _, c := range []struct {
		state care.AlertState
		days  int
		stays bool
		line  locales.Key
	}{
		{care.AlertTaken, 0, true, locales.MineAlertOpen}, {care.AlertDone, 90, true, locales.MineAlertKept}, {care.AlertDone, 0, false, locales.MineTooOld},
	} {
		team := *get[care.Team](h, care.KindTeam, TeamID)
		team.Retention.Alerts = c.days
		h.keep(care.KindTeam, TeamID, &team)
		h.keep(care.KindAlert, "al", &care.Alert{ID: "al", Sender: "pat", Network: "circle", State: c.state, Opened: h.now, Words: slices.Clone(words)})
		d := h.taps("pat", data("mine", "al", 0, "delete.a"))
		if kept := len(get[care.Alert](h, care.KindAlert, "al").Words) > 0; kept != c.stays {
			t.Errorf("%v: kept %v", c, kept)
		}
		if !strings.Contains(toldTo(d, "pat"), string(c.line)) || !strings.Contains(toldTo(d, "pat"), string(locales.MineTooOld)) {
			t.Errorf("%v: %s", c, toldTo(d, "pat"))
		}
	}
}

// Things on full pages are found and deleted as those of today are.
func TestOldPagesAreLeafedThroughToo(t *testing.T) {
	h := newHouse(t)
	h.writes("pat", "new")
	note := func(id string) {
		h.keep(care.KindNote, id, &care.Note{ID: id, Author: "pat", Words: []care.Words{{Author: "pat", Text: id, At: h.now}}})
	}
	note("old")
	m := get[care.Mine](h, care.KindMine, "pat")
	m.Pages = 1
	h.keep(care.KindMine, "pat", m)
	h.keep(care.KindMine, "pat.0", &care.Mine{Contact: "pat", Items: []care.Ref{{Kind: care.KindNote, ID: "old"}, {Kind: care.KindNote, ID: "gone"}}})
	d := h.taps("pat", data("mine", "-", 0, "first"))
	if !strings.Contains(toldTo(d, "pat"), data("mine", "old", 0, "show.n")) || strings.Contains(toldTo(d, "pat"), "mine/gone") {
		t.Error(toldTo(d, "pat"))
	}
	h.taps("pat", data("mine", "old", 0, "delete.n"))
	if page := get[care.Mine](h, care.KindMine, "pat.0"); page.Has(care.Ref{Kind: care.KindNote, ID: "old"}) {
		t.Error("it is still listed")
	}
}
