package bot

import (
	"slices"
	"strings"
	"testing"
	"time"

	"polyphony/flows"
)

// What can and cannot be taken away, by number: 40 goes, 41 is a text of three
// days ago, 42 a picture with words, 43 a sticker, 44 is not there any more.
func old(c request) *reply {
	id := c.form["message_id"]
	switch {
	case c.method == "deleteMessage" && id == "44":
		return refusal(400, "Bad Request: message to delete not found")
	case c.method == "deleteMessage" && id != "40":
		return refusal(400, "Bad Request: message can't be deleted for everyone")
	case c.method == "editMessageText" && (id == "42" || id == "43"):
		return refusal(400, "Bad Request: there is no text in the message to edit")
	case c.method == "editMessageCaption" && id == "43":
		return refusal(400, "Bad Request: there is no caption in the message to edit")
	}
	return nil
}

// gone is a row that takes away what stands under this number.
func gone(known int) flows.Row {
	r := letter("a", 7, flows.Reply)
	r.Known, r.Message.Slot, r.Message.Gone = known, "shared:note:n1", true
	r.Message.Buttons = [][]flows.Button{{{Label: "help", Data: "x"}}}
	return r
}

func methodsOf(calls []request) (names []string) {
	for _, c := range calls {
		names = append(names, c.method)
	}
	return names
}

// I7: what its author takes back is taken away, or else its words are; nobody
// who never had it hears of it.
func TestACardIsTakenAwayAndWhereItCannotBeASentenceStandsInItsPlace(t *testing.T) {
	for name, c := range map[string]struct {
		known int
		calls []string
		out   flows.Outcome
	}{
		"young":       {40, []string{"deleteMessage"}, flows.Outcome{Done: true, Sent: 40, Reason: "deleted"}},
		"an old text": {41, []string{"deleteMessage", "editMessageText"}, flows.Outcome{Done: true, Sent: 41, Reason: "replaced"}},
		"old picture": {42, []string{"deleteMessage", "editMessageText", "editMessageCaption"}, flows.Outcome{Done: true, Sent: 42, Reason: "picture_stays"}},
		"old sticker": {43, []string{"deleteMessage", "editMessageText", "editMessageCaption"}, flows.Outcome{Done: true, Reason: "picture_stays"}},
		"not there":   {44, []string{"deleteMessage"}, flows.Outcome{Done: true, Sent: 44, Reason: "not_there"}},
		"never sent":  {0, nil, flows.Outcome{Done: true, Reason: "no_card"}},
	} {
		t.Run(name, func(t *testing.T) {
			work(t, nil, func(t *testing.T, b *bench) {
				b.api.answer(old)
				b.send(gone(c.known))
				calls := b.api.made("")
				if got := methodsOf(calls); !slices.Equal(got, c.calls) {
					t.Errorf("calls %q", got)
				}
				for _, call := range calls {
					if call.form["reply_markup"] != "" {
						t.Errorf("a button stayed: %s", call.form["reply_markup"])
					}
				}
				if got := b.outbox.last(t, "a"); got != c.out {
					t.Errorf("%+v", got)
				}
			})
		})
	}
}

// I7: words that are taken back go from the message in which they stood. Where that
// is gone nothing is said anew, which would speak of nothing that can be seen.
func TestWhatStandsInAMessageThatIsGoneIsNotSpokenOf(t *testing.T) {
	for name, c := range map[string]struct {
		message int
		out     flows.Outcome
	}{
		"there": {41, flows.Outcome{Done: true, Sent: 41, Reason: "replaced"}},
		"gone":  {45, flows.Outcome{Done: true, Reason: "not_there"}},
	} {
		t.Run(name, func(t *testing.T) {
			work(t, nil, func(t *testing.T, b *bench) {
				b.api.answer(func(c request) *reply {
					if c.form["message_id"] == "45" {
						return refusal(400, "Bad Request: message to edit not found")
					}
					return nil
				})
				r := letter("a", 7, flows.Reply)
				r.Message.Edit, r.Message.Gone = c.message, true
				r.Message.Buttons = [][]flows.Button{{{Label: "help", Data: "x"}}}
				b.send(r)
				calls := b.api.made("")
				if got := methodsOf(calls); !slices.Equal(got, []string{"editMessageText"}) || calls[0].form["reply_markup"] == "" {
					t.Errorf("calls %q: %v", got, calls)
				}
				if got := b.outbox.last(t, "a"); got != c.out {
					t.Errorf("%+v", got)
				}
			})
		})
	}
}

// A refusal that passes is waited out; one by the reader ends it, and tells
// nobody that somebody cannot be reached.
func TestTakingAwayIsTriedAgainWhenTelegramIsAway(t *testing.T) {
	for name, c := range map[string]struct {
		first *reply
		calls int
		why   flows.Reason
	}{
		"429": {tooMany(5), 2, "deleted"}, "500": {refusal(500, "x"), 2, "deleted"}, "a cut": {&reply{cut: true}, 2, "deleted"},
	} {
		t.Run(name, func(t *testing.T) {
			work(t, nil, func(t *testing.T, b *bench) {
				b.api.answer(func(request) *reply {
					if len(b.api.made("")) == 1 {
						return c.first
					}
					return nil
				})
				b.send(gone(40))
				time.Sleep(time.Minute)
				if got := b.outbox.last(t, "a"); got.Reason != c.why || len(b.api.made("deleteMessage")) != c.calls {
					t.Errorf("%+v after %d calls", got, len(b.api.made("")))
				}
			})
		})
	}
	work(t, nil, func(t *testing.T, b *bench) {
		b.api.answer(func(request) *reply { return refusal(403, "Forbidden: bot was blocked by the user") })
		b.send(gone(40))
		if got := b.outbox.last(t, "a"); !got.Done || got.Failure != nil || got.Reason != "picture_stays" {
			t.Errorf("%+v", got)
		}
	})
}

// Somebody's own messages go before anything is said about it, in as few calls
// as Telegram allows, and a refusal does not keep the answer from them.
func TestMessagesAreDeletedBeforeTheRowIsSaid(t *testing.T) {
	var ids []int
	for i := range 150 {
		ids = append(ids, i+1)
	}
	for name, c := range map[string]struct {
		react func(request) *reply
		quiet flows.Reason
	}{
		"taken":   {nil, "deleted"},
		"refused": {func(c request) *reply { return unlessSent(c, refusal(400, "Bad Request: message can't be deleted")) }, "undeletable"},
	} {
		t.Run(name, func(t *testing.T) {
			work(t, nil, func(t *testing.T, b *bench) {
				b.api.answer(c.react)
				said, quiet := letter("said", 7, flows.Reply), letter("quiet", 8, flows.Reply)
				said.Message.Delete = ids
				quiet.Message.Key, quiet.Message.Args, quiet.Message.Delete = "", nil, []int{31}
				b.send(said)
				b.send(quiet)
				calls := b.api.made("")
				if got, want := methodsOf(calls), []string{"deleteMessages", "deleteMessages", "sendMessage", "deleteMessages"}; !slices.Equal(got, want) {
					t.Fatalf("%q", got)
				}
				if n := strings.Count(calls[0].form["message_ids"], ","); n != 99 || calls[0].form["chat_id"] != "7" || calls[3].form["message_ids"] != "[31]" {
					t.Errorf("%d, %v", n, calls[3].form)
				}
				if got := b.outbox.last(t, "said"); got.Reason != "sent" || got.Sent != 3 {
					t.Errorf("%+v", got)
				}
				if got := b.outbox.last(t, "quiet"); got != (flows.Outcome{Done: true, Reason: c.quiet}) {
					t.Errorf("%+v", got)
				}
			})
		})
	}
}

func unlessSent(c request, r *reply) *reply {
	if c.method == "deleteMessages" {
		return r
	}
	return nil
}

// A copy is known by its card too, so that a voice can be taken back.
func TestACopyCanBeTakenAwayAgain(t *testing.T) {
	work(t, nil, func(t *testing.T, b *bench) {
		row := letter("copy", 8, flows.Reply)
		row.Message.Key, row.Message.Slot, row.Message.Copy = "", "shared:note:n1", &flows.Copy{Chat: 9, Message: 33}
		b.send(row)
		if got := b.outbox.last(t, "copy"); got != (flows.Outcome{Done: true, Sent: 1, Reason: "sent"}) {
			t.Errorf("%+v", got)
		}
	})
}
