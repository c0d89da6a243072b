package flows

import (
	"fmt"
	"slices"
	"testing"
	"time"

	"polyphony/care"
	"polyphony/locales"
)

// answered is a house in which pat has answered a question and agreed to share,
// and rel has agreed to be shown what others wrote.
func answeredItem(t *testing.T) *house {
	h := newHouse(t)
	for _, who := range []string{"pat", "rel"} {
		h.person(who, func(c *care.Contact) { c.Decide(care.Sharing, true, h.now) })
	}
	h.keep(care.KindCheckIn, "question", &care.CheckIn{ID: "question", Network: "circle", Member: "pat", Question: "How are you?", Asked: h.now})
	h.person("pat", func(c *care.Contact) { c.CheckIn = "question" })
	h.writes("pat", "a good day")
	return h
}

func (h *house) person(who string, change func(*care.Contact)) {
	h.Helper()
	c := get[care.Contact](h, care.KindContact, who)
	change(c)
	h.keep(care.KindContact, who, c)
}

func (h *house) sees(who, act string) Decision {
	h.Helper()
	return h.does(Event{Kind: KindTap, Chat: chats[who], From: Sender{ID: chats[who]}, Message: 950, Tap: Tap{ID: "t", Data: data("see", "question", h.menuOf(who), "c."+act)}})
}

func (h *house) question() *care.CheckIn { return get[care.CheckIn](h, care.KindCheckIn, "question") }

// shares lets pat name rel.
func (h *house) shares() Decision {
	h.Helper()
	h.sees("pat", "these")
	h.sees("pat", "who.rel")
	return h.sees("pat", "done")
}

func verdict(t *testing.T, h *house, m Message) Reason {
	t.Helper()
	d, err := Address(h, Row{Message: m, At: h.now}, h.now)
	if err != nil {
		t.Fatal(err)
	}
	if d.Verdict != Drop {
		return "wanted"
	}
	return d.Reason
}

// Protects I4 and I7: a copy that is queued is stopped by whatever has changed
// since: the author's choice, their permission, either's place, the words themselves.
func TestAQueuedCopyIsStoppedByWhateverChangedSince(t *testing.T) {
	changes := map[Reason]func(h *house){
		"wanted":          func(*house) {},
		"unshared":        func(h *house) { h.sees("pat", "team") },
		"author.withdrew": func(h *house) { h.person("pat", func(c *care.Contact) { c.Decide(care.Sharing, false, h.now) }) },
		"withdrawn":       func(h *house) { h.person("rel", func(c *care.Contact) { c.Decide(care.Sharing, false, h.now) }) },
		"author.left":     func(h *house) { h.circle(func(n *care.Network) { n.Remove("pat") }) },
		"left":            func(h *house) { h.circle(func(n *care.Network) { n.Remove("rel") }) },
		"muted":           func(h *house) { h.circle(func(n *care.Network) { n.Member("rel").Muted = true }) },
		"erased":          func(h *house) { delete(h.records, string(care.KindCheckIn)+":question") },
	}
	for want, change := range changes {
		h := answeredItem(t)
		card := said(t, h.shares(), "rel", locales.ShareCard)
		change(h)
		if got := verdict(t, h, card); got != want {
			t.Errorf("the copy: %s, want %s", got, want)
		}
	}
}

// Protects I7: whoever is not the author changes nothing, and whoever it is not
// shown to answers nothing, whatever data their button carries.
func TestOnlyItsAuthorSharesAndOnlyItsReadersAnswer(t *testing.T) {
	for act := range authorActs {
		for _, who := range []string{"rel", "mina", "cora"} {
			h := answeredItem(t)
			before := fmt.Sprint(h.question().Share)
			if d := h.sees(who, act+".rel"); d.Reason != "tap.refused" || fmt.Sprint(h.question().Share) != before {
				t.Errorf("%s by %s: %s, %v", act, who, d.Reason, h.question().Share)
			}
		}
	}
	for act := range readerActs {
		for _, who := range []string{"rel", "mina", "pat"} {
			h := answeredItem(t)
			if d := h.sees(who, act); d.Reason != "tap.refused" {
				t.Errorf("%s by %s, to whom it is not shown: %s", act, who, d.Reason)
			}
		}
		h := answeredItem(t)
		h.shares()
		h.sees("pat", "team")
		if d := h.sees("rel", act); d.Reason != "tap.refused" {
			t.Errorf("%s after it was taken back: %s", act, d.Reason)
		}
	}
}

// Protects rule 3: nobody outside the circle, and nobody of the team, is named by
// data that somebody made up.
func TestOnlyMembersOfTheCircleCanBeNamed(t *testing.T) {
	for _, who := range []string{"mina", "cora", "pat", "nobody"} {
		h := answeredItem(t)
		h.sees("pat", "these")
		h.sees("pat", "who."+who)
		h.sees("pat", "done")
		if sh := h.question().Share; len(sh.People)+len(sh.Sent) > 0 {
			t.Errorf("%s is shown it: %v", who, sh)
		}
	}
}

// Protects rule 3: somebody who left between being named and being shown it is
// shown nothing, and the author reads it.
func TestWhoeverLeftIsNotShownItAndTheAuthorReadsSo(t *testing.T) {
	h := answeredItem(t)
	h.sees("pat", "these")
	h.sees("pat", "who.rel")
	h.circle(func(n *care.Network) { n.Remove("rel") })
	d := h.sees("pat", "done")
	said(t, d, "pat", locales.ShareNobody)
	if len(h.question().Share.People) > 0 {
		t.Error("somebody who has left is kept as a reader")
	}
}

// Protects I7: what is taken back is taken back with all that was sent with it,
// from everybody who had it, and a reader's thanks are told once.
func TestTakingBackTakesEverythingThatWasSent(t *testing.T) {
	h := answeredItem(t)
	h.does(Event{Kind: KindMedia, Chat: chats["pat"], From: Sender{ID: chats["pat"]}, Message: 901, Media: care.Media{Kind: care.Photo, File: "f"}})
	d := h.shares()
	var sent, gone []string
	for _, m := range d.Say {
		if m.Person == "rel" {
			sent = append(sent, m.Slot)
		}
	}
	for _, m := range h.sees("pat", "me").Say {
		if m.Gone && m.Person == "rel" {
			gone = append(gone, m.Slot)
		}
	}
	if len(sent) != 2 || slices.ContainsFunc(sent, func(slot string) bool { return !slices.Contains(gone, slot) }) {
		t.Errorf("sent %v, taken back %v", sent, gone)
	}
	if shelf := get[care.Shelf](h, care.KindShelf, "circle"); len(shelf.Items) > 0 {
		t.Error("the team still has what is only its author's")
	}
	h.shares()
	h.sees("rel", "thank")
	if again := h.sees("rel", "thank"); slices.ContainsFunc(again.Say, func(m Message) bool { return m.Key == locales.ShareThanked }) {
		t.Error("the author is told of one thank-you twice")
	}
}

// Protects rule 15: a habit of keeping answers to oneself does not keep words
// from the team that may not be able to wait.
func TestAHabitHidesNoWordsThatMayNotWait(t *testing.T) {
	h := answeredItem(t)
	h.sees("pat", "me")
	h.keep(care.KindCheckIn, "next", &care.CheckIn{ID: "next", Network: "circle", Member: "pat", Question: "And now?", Asked: h.now})
	h.person("pat", func(c *care.Contact) { c.CheckIn = "next" })
	h.now = h.now.Add(time.Hour)
	d := h.writes("pat", "worse")
	said(t, d, "pat", locales.NoteSoon)
	if shelf := get[care.Shelf](h, care.KindShelf, "circle"); len(shelf.Items) != 1 || !shelf.Items[0].Soon {
		t.Errorf("the team's shelf: %v", shelf.Items)
	}
	if h.question().Share.Audience != care.OnlyMe {
		t.Error("what was kept to themselves before is not any more")
	}
}

// Protects rule 3: words that worry, added to an answer that is only theirs, reach
// people without what was kept.
func TestWorryingWordsLeaveWhatIsOnlyMineAlone(t *testing.T) {
	h := answeredItem(t)
	h.sees("pat", "me")
	if d := h.writes("pat", "worse"); d.Reason != "note.soon" {
		t.Errorf("worrying words: %s", d.Reason)
	}
	if in := h.question(); len(in.Words) != 1 || in.Share.Audience != care.OnlyMe {
		t.Errorf("the answer: %d words, %q", len(in.Words), in.Share.Audience)
	}
}

// Protects I4: withdrawing the permission offers to take back what is out, and
// one tap does it for everything.
func TestWithdrawingOffersToTakeBackEverything(t *testing.T) {
	h := answeredItem(t)
	h.shares()
	d := h.does(Event{Kind: KindTap, Chat: chats["pat"], From: Sender{ID: chats["pat"]}, Message: 951, Tap: Tap{ID: "t", Data: data("set", "sharing", 0, "no")}})
	said(t, d, "pat", locales.ShareWithdrawn)
	back := h.does(Event{Kind: KindTap, Chat: chats["pat"], From: Sender{ID: chats["pat"]}, Message: 952, Tap: Tap{ID: "t", Data: data("see", "-", 0, "all.back")}})
	said(t, back, "rel", locales.TakenGone)
	if sh := h.question().Share; showsOthers(sh.Audience) || len(sh.Sent) > 0 {
		t.Errorf("still shown: %v", sh)
	}
}

// Protects rule 3: a note can be shown like an answer, and so can a measure, which
// is nobody's but theirs until then.
func TestNotesAndMeasuresAreShownInTheSameWay(t *testing.T) {
	h := answeredItem(t)
	h.person("pat", func(c *care.Contact) { c.CheckIn = "" })
	h.writes("pat", "something else")
	note := get[care.Contact](h, care.KindContact, "pat").Said
	h.keep(care.KindMeasure, "sleep", &care.Measure{ID: "sleep", Member: "pat", Name: "how I slept", Began: h.now})
	for letter, id := range map[string]string{"n": note, "m": "sleep"} {
		d := h.does(Event{Kind: KindTap, Chat: chats["pat"], From: Sender{ID: chats["pat"]}, Message: 953, Tap: Tap{ID: "t", Data: data("see", id, 0, letter+".circle")}})
		cards := slices.DeleteFunc(d.Say, func(m Message) bool { return m.Person != "rel" })
		if len(cards) != 1 || verdict(t, h, cards[0]) != "wanted" {
			t.Errorf("%s: %v to rel", letter, len(cards))
		}
	}
}
