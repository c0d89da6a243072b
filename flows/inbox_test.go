package flows

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"polyphony/care"
	"polyphony/locales"
)

// wrote lets rel write to the team, and returns the note's id.
func (h *house) wroteNote(text string) string {
	h.Helper()
	h.writes("rel", text)
	items := get[care.Shelf](h, care.KindShelf, "circle").Items
	return items[len(items)-1].ID
}

// buttonsOf are the data of the buttons that a decision shows somebody.
func buttonsOf(d Decision, who string) (all []string) {
	for _, m := range d.Say {
		for _, r := range m.Buttons {
			for _, b := range r {
				if m.Person == who {
					all = append(all, b.Data)
				}
			}
		}
	}
	return all
}

// Protects rule 1 and I1: a shelf that holds years is paged to its end, and the
// oldest thing still opens; what nobody has read is never put away.
func TestAShelfOfYearsIsPagedToItsEnd(t *testing.T) {
	h := newHouse(t)
	const many = 330
	unread := h.wroteNote("unread for ever")
	for n := range many {
		h.now = h.now.Add(11 * time.Minute)
		id := h.wroteNote(fmt.Sprint("words ", n))
		h.taps("mina", data("inbox", "circle", 0, "item."+id))
	}
	shelf := get[care.Shelf](h, care.KindShelf, "circle")
	if shelf.Pages == 0 || len(shelf.Items) > care.ShelfSize || shelf.Index(unread) < 0 {
		t.Fatalf("%d pages, %d items, the unread one at %d", shelf.Pages, len(shelf.Items), shelf.Index(unread))
	}
	seen, next, oldest := map[string]bool{}, data("inbox", "circle", 0, "list"), ""
	for next != "" {
		d := h.taps("mina", next)
		shown, turn := buttonsOf(d, "mina"), ""
		for _, b := range shown {
			if id, is := strings.CutPrefix(b, "inbox/circle/0/item."); is {
				seen[id], oldest = true, id
			} else if id, is := strings.CutPrefix(b, "inbox/circle/0/from."); is && !seen[id] {
				turn = b
			}
		}
		next = turn
	}
	if len(seen) != many+1 {
		t.Errorf("%d of %d were paged through", len(seen), many+1)
	}
	if d := h.taps("mina", data("inbox", "circle", 0, "item."+oldest)); !hears(d, "mina", locales.InboxNote) {
		t.Errorf("the oldest does not open: %s", d.Reason)
	}
}

// Protects I7: nobody opens, answers or brings anything with a button of
// somebody else, or with their own of before they left.
func TestAnInboxOpensToItsReadersOnly(t *testing.T) {
	for _, c := range []struct {
		who    string
		change func(h *house)
	}{
		{"pat", nil}, {"rel", nil}, {"cora", nil},
		{"mina", func(h *house) { h.applies(without("mina")) }},
		{"jo", func(h *house) { h.applies(demoted("jo")) }},
		{"mina", func(h *house) {
			n := get[care.Network](h, care.KindNetwork, "circle")
			n.Members = n.Members[1:] // mina's place
			h.keep(care.KindNetwork, "circle", n)
		}},
	} {
		h := newHouse(t)
		id := h.wroteNote("only for the team")
		if c.change != nil {
			c.change(h)
		}
		for _, act := range []string{"card", "first", "list", "item." + id, "from." + id, "play." + id + ".0", "reply." + id, "send." + id + ".1", "leave." + id, "bring." + id, "unbring." + id} {
			d := h.taps(c.who, data("inbox", "circle", 0, act))
			if d.Reason != "tap.refused" || len(d.Put) > 0 {
				t.Errorf("%s, %s: %s", c.who, act, d.Reason)
			}
		}
	}
}

// Protects rule 3: what its author keeps for themselves is shown to nobody and
// reminds nobody, even while a shelf still lists it.
func TestWhatIsOnlyMineIsNeverShownToTheTeam(t *testing.T) {
	h := newHouse(t)
	id := h.wroteNote("mine")
	n := get[care.Note](h, care.KindNote, id)
	n.Share.Audience = care.OnlyMe
	h.keep(care.KindNote, id, n)
	for _, act := range []string{"list", "item." + id, "reply." + id, "bring." + id} {
		d := h.taps("mina", data("inbox", "circle", 0, act))
		if d.Reason != "inbox.empty" || hears(d, "mina", locales.InboxNote) {
			t.Errorf("%s: %s, mina hears %v", act, d.Reason, heard(d, "mina"))
		}
	}
	d := h.does(Event{Kind: KindTimer, Timer: unreadTimer("circle")})
	if d.Reason != "unread.read" || len(get[care.Shelf](h, care.KindShelf, "circle").Items) != 0 {
		t.Errorf("the reminder: %s", d.Reason)
	}
}

// Protects what its author takes back: it goes out of the message in which
// somebody of the team has it before them, and not out of one that has moved on.
func TestWhatIsTakenBackGoesOutOfOpenMessages(t *testing.T) {
	h := newHouse(t)
	id := h.wroteNote("not any more")
	h.taps("mina", data("inbox", "circle", 0, "item."+id))
	h.taps("jo", data("inbox", "circle", 0, "item."+id))
	h.taps("jo", data("inbox", "circle", 0, "circles"))
	s := &step{Companion: h.c, tx: h, now: h.now, kept: map[string]any{}}
	s.takeFromTeam("circle", care.Ref{Kind: care.KindNote, ID: id})
	if !hears(s.d, "mina", locales.TakenGone) || hears(s.d, "jo", locales.TakenGone) {
		t.Errorf("mina hears %v, jo %v", heard(s.d, "mina"), heard(s.d, "jo"))
	}
}

// Protects I3 for the team: whoever answered hears when it has not arrived, also
// when its reader said /stop while it waited for the morning.
func TestWhoeverAnsweredHearsWhenItDidNotArrive(t *testing.T) {
	h := newHouse(t)
	id := h.wroteNote("a question")
	h.taps("mina", data("inbox", "circle", 0, "reply."+id))
	h.writes("mina", "an answer")
	menu := get[care.Contact](h, care.KindContact, "mina").Menu
	d := h.taps("mina", data("inbox", "circle", 0, fmt.Sprint("send.", id, ".", menu)))
	if d.Reason != "reply.sent" || !hears(d, "rel", locales.ReplyFrom) || hears(d, "pat", locales.ReplyFrom) {
		t.Fatalf("%s", d.Reason)
	}
	again := h.taps("mina", data("inbox", "circle", 0, fmt.Sprint("send.", id, ".", menu)))
	if hears(again, "rel", locales.ReplyFrom) {
		t.Error("a second tap sends it twice")
	}
	note := get[care.Contact](h, care.KindContact, "rel").Replied
	d = h.fails(Failure{Chat: chats["rel"], Person: "rel", Reason: FailedUnwanted, Note: note})
	if d.Reason != "reply.failed" || !hears(d, "mina", locales.ReplyFailed) {
		t.Errorf("%s, mina hears %v", d.Reason, heard(d, "mina"))
	}
}

// Protects a practitioner who repeats somebody's words: a reply opens no alert,
// but it is shown back with the numbers; outside a reply the same words do.
func TestAReplyThatSoundsLikeDangerIsShownBackWithTheNumbers(t *testing.T) {
	h := newHouse(t)
	id := h.wroteNote("a question")
	h.taps("mina", data("inbox", "circle", 0, "reply."+id))
	if d := h.writes("mina", "danger"); d.Reason != "reply.shown" || !hears(d, "mina", locales.ReplyBack) {
		t.Errorf("%s", d.Reason)
	}
	h.taps("mina", data("inbox", "circle", 0, "leave."+id))
	if d := h.writes("mina", "danger"); d.Reason != "help.opened" {
		t.Errorf("outside: %s", d.Reason)
	}
}
