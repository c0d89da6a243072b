package flows

import (
	"slices"
	"strings"
	"testing"

	"polyphony/care"
	"polyphony/locales"
)

func (h *house) edits(who, text string, message int) Decision {
	h.Helper()
	return h.does(Event{Kind: KindEdited, Chat: chats[who], From: Sender{ID: chats[who], Language: "en"}, Text: text, Message: message})
}

// Protects rule 4: a change replaces the words that stood in that message, and no
// others; what is not found is new words, so that nothing is lost.
func TestAnEditChangesTheMessageThatItIsOf(t *testing.T) {
	h := answeredItem(t)
	h.edits("pat", "a better day", 900)
	in := h.question()
	if len(in.Words) != 1 || in.Words[0].Text != "a better day" || in.Words[0].Edited.IsZero() {
		t.Errorf("the answer: %+v", in.Words)
	}
	h.edits("pat", "something older", 12)
	if in = h.question(); len(in.Words) != 2 || in.Words[1].Text != "something older" {
		t.Errorf("what was not found: %+v", in.Words)
	}
}

// Protects I7: somebody else's message with the same number is not theirs to change.
func TestAnEditChangesNobodyElsesWords(t *testing.T) {
	h := answeredItem(t)
	h.edits("rel", "not mine", 900)
	if in := h.question(); in.Words[0].Text != "a good day" {
		t.Errorf("rel changed what pat wrote: %q", in.Words[0].Text)
	}
}

// Protects rule 15: a change that sounds like danger calls for help, and is kept.
func TestAnEditThatSoundsLikeDangerCallsForHelp(t *testing.T) {
	h := answeredItem(t)
	d := h.edits("pat", "danger", 900)
	if h.alertOf("pat") == nil || h.question().Words[0].Text != "danger" {
		t.Errorf("after the edit: %s", d.Reason)
	}
}

// Protects I7 and rule 4: where it was shared it is changed, and parts of long
// words that are no longer there are taken away.
func TestAnEditReachesThoseWhoHaveIt(t *testing.T) {
	h := answeredItem(t)
	h.edits("pat", strings.Repeat("long ", 800), 900)
	h.shares()
	d := h.edits("pat", "short", 900)
	card := said(t, d, "rel", locales.ShareCard)
	if !strings.Contains(card.Lines[len(card.Lines)-1].Args["Words"].Words, "short") || card.Fresh {
		t.Errorf("rel's card: %+v", card)
	}
	if !slices.ContainsFunc(d.Say, func(m Message) bool { return m.Person == "rel" && m.Gone && m.Slot != card.Slot }) {
		t.Error("the rest of the long words stays in rel's chat")
	}
}

// Protects rule 3: what is only its author's stays so when it is changed.
func TestAnEditOfWhatIsOnlyMineTellsNobody(t *testing.T) {
	h := answeredItem(t)
	h.sees("pat", "me")
	h.edits("pat", "a private day", 900)
	if shelf := get[care.Shelf](h, care.KindShelf, "circle"); len(shelf.Items) > 0 {
		t.Errorf("the team has it: %v", shelf.Items)
	}
}
