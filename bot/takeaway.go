package bot

import (
	"context"
	"slices"

	telegram "github.com/go-telegram/bot"

	"polyphony/flows"
)

// The reasons of a row that took something away, or could not.
const (
	reasonDeleted  flows.Reason = "deleted"       // it is in the chat no more
	reasonNotThere flows.Reason = "not_there"     // it was not in the chat any more
	reasonTooOld   flows.Reason = "undeletable"   // Telegram takes nothing away that is older than two days
	reasonReplaced flows.Reason = "replaced"      // a sentence stands in its place
	reasonStays    flows.Reason = "picture_stays" // a picture, a voice or the like that nobody can take away
	reasonNoCard   flows.Reason = "no_card"       // nothing stood
)

// deleteMost is how many messages Telegram takes away in one call.
const deleteMost = 100

// passing are the failures after which a row is tried again.
var passing = []flows.Reason{reasonLimited, reasonToken, reasonNoAnswer}

// silent tells a row that only takes messages away and says nothing.
func silent(m flows.Message) bool {
	return m.Key == "" && len(m.Lines) == 0 && m.Copy == nil && m.Answer == "" && !m.Gone && !brings(m)
}

// clear takes the messages of the row away before anything else of it. Telegram
// skips what is not there or too old, and a refusal keeps nothing from being
// said; over is true when the row ends here.
func (t *turn) clear(ctx context.Context) (out flows.Outcome, settle, over bool) {
	m := t.row.Message
	reason := reasonDeleted
	for ids := range slices.Chunk(m.Delete, deleteMost) {
		f, ok := t.call(ctx, "deleteMessages", func(ctx context.Context) error { return t.s.o.Client.removeAll(ctx, m.Chat, ids) }).failed()
		switch {
		case ok:
		case f.reason == reasonStale:
			return flows.Outcome{}, false, true
		case slices.Contains(passing, f.reason):
			return t.failed(f), true, true
		default:
			t.report(f)
			reason = f.reason
		}
	}
	return done(reason), true, silent(m)
}

// takeAway takes the card away that stands. Where Telegram refuses, the row's
// text stands in its place, without buttons; of a message that is to be edited it
// takes the place at once, with its buttons. Where nothing stands nothing is said:
// whoever has not seen a thing need not hear that it is gone.
func (t *turn) takeAway(ctx context.Context) (flows.Outcome, bool) {
	if message := t.row.Message.Edit; message != 0 {
		return t.standIn(ctx, message)
	}
	if t.row.Known == 0 {
		return done(reasonNoCard), true
	}
	f, ok := t.call(ctx, "deleteMessage", func(ctx context.Context) error {
		return t.s.o.Client.remove(ctx, t.row.Message.Chat, t.row.Known)
	}).failed()
	switch {
	case ok:
		return sent(reasonDeleted, t.row.Known), true
	case f.reason == reasonStale:
		return flows.Outcome{}, false
	case f.reason == reasonNotThere:
		return sent(reasonNotThere, t.row.Known), true
	case slices.Contains(passing, f.reason):
		return t.failed(f), true
	}
	t.row.Message.Buttons = nil
	return t.standIn(ctx, t.row.Known)
}

// standIn puts the text where something stays. Under a picture or a voice it
// takes the place of the words there, and the outcome says that the rest stays.
func (t *turn) standIn(ctx context.Context, in int) (flows.Outcome, bool) {
	a := t.written(attempt{edit: in, caption: t.row.Message.Caption})
	for {
		f, ok := t.send(ctx, a).failed()
		switch {
		case ok || f.reason == reasonUnchanged:
			return sent(stands(a), a.edit), true
		case f.reason == reasonStale:
			return flows.Outcome{}, false
		case slices.Contains(passing, f.reason):
			return t.failed(f), true
		}
		next, more := t.adapted(a, f.reason)
		if !more || next.edit == 0 { // nothing new is sent about what is to be forgotten
			if f.reason == reasonUneditable && t.row.Message.Slot == "" {
				return done(reasonNotThere), true
			}
			t.report(f)
			return done(reasonStays), true
		}
		a = next
	}
}

// stands names what was left of a card that could not be taken away.
func stands(a attempt) flows.Reason {
	if a.caption {
		return reasonStays
	}
	return reasonReplaced
}

// removeAll takes messages of a chat away, ours and, in private chats, theirs.
func (c *Client) removeAll(ctx context.Context, chat int64, messages []int) error {
	_, err := c.api.DeleteMessages(ctx, &telegram.DeleteMessagesParams{ChatID: chat, MessageIDs: messages})
	return err
}
