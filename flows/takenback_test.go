package flows

import (
	"slices"
	"testing"
	"time"

	"polyphony/care"
	"polyphony/locales"
)

// queued is the first row that a decision holds for somebody under a key.
func queued(t *testing.T, d Decision, who string, key locales.Key) Message {
	t.Helper()
	i := slices.IndexFunc(d.Say, func(m Message) bool { return m.Person == who && m.Key == key })
	if i < 0 {
		t.Fatalf("nothing under %s is said to %s (%s)", key, who, d.Reason)
	}
	return d.Say[i]
}

// Protects rule 1 and I4: an answer of the team that waits for the morning does
// not leave once whoever wrote it has deleted it.
func TestADeletedAnswerDoesNotLeave(t *testing.T) {
	h := newHouse(t)
	item := h.wroteNote("please ring me")
	h.taps("mina", data("inbox", "circle", 0, "reply."+item))
	shown := buttonsOf(h.writes("mina", "not for you at all"), "mina")
	msg := queued(t, h.taps("mina", shown[0]), "rel", locales.ReplyFrom)
	msg.Chat = chats["rel"]
	if why := verdict(t, h, msg); why != "wanted" {
		t.Fatalf("before: %s", why)
	}
	if d := h.taps("mina", data("mine", msg.Guard.Note, 0, "delete.n")); d.Reason != "mine.deleted" {
		t.Fatalf("deleting: %s", d.Reason)
	}
	if why := verdict(t, h, msg); why != "deleted" {
		t.Errorf("after: %s", why)
	}
}

// Protects I4: what waits for the morning with words that its author has changed
// since is not shown first and corrected afterwards; the card that follows is.
func TestWordsThatWereChangedMeanwhileDoNotLeave(t *testing.T) {
	h := answeredItem(t)
	before := queued(t, h.shares(), "rel", locales.ShareCard)
	before.Chat = chats["rel"]
	h.now = h.now.Add(time.Minute)
	in := h.question()
	in.Words[0].Chat, in.Words[0].Message = chats["pat"], 77
	h.keep(care.KindCheckIn, in.ID, in)
	d := h.does(Event{Kind: KindEdited, Chat: chats["pat"], From: Sender{ID: chats["pat"]}, Message: 77, Text: "a day"})
	after := queued(t, d, "rel", locales.ShareCard)
	after.Chat = chats["rel"]
	if why := verdict(t, h, before); why != "changed" {
		t.Errorf("the old words: %s", why)
	}
	if why := verdict(t, h, after); why != "wanted" {
		t.Errorf("the new words: %s", why)
	}
}

// Protects I7: a voice message that somebody of the team asked for does not
// follow them out of the circle.
func TestAVoiceMessageStaysWithTheCircle(t *testing.T) {
	h := newHouse(t)
	h.does(Event{Kind: KindMedia, Chat: chats["rel"], From: Sender{ID: chats["rel"]}, Message: 78, Media: care.Media{Kind: care.Voice, File: "v"}})
	items := get[care.Shelf](h, care.KindShelf, "circle").Items
	d := h.taps("mina", data("inbox", "circle", 0, "play."+items[len(items)-1].ID+".0"))
	i := slices.IndexFunc(d.Say, func(m Message) bool { return m.Copy != nil })
	if i < 0 {
		t.Fatalf("nothing is played: %s", d.Reason)
	}
	d.Say[i].Person, d.Say[i].Chat = "mina", chats["mina"]
	h.circle(func(n *care.Network) { n.Remove("mina") })
	if why := verdict(t, h, d.Say[i]); why != "left" {
		t.Errorf("after: %s", why)
	}
}
