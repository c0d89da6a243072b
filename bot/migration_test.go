package bot

import (
	"testing"
	"time"

	"polyphony/flows"
)

func upgraded(to string) *reply {
	return &reply{status: 400, body: `{"ok":false,"error_code":400,"description":"Bad Request: group chat was upgraded to a supergroup chat","parameters":{"migrate_to_chat_id":` + to + `}}`}
}

// A row for a group that has become a supergroup reaches the new one, once, and
// the house learns the new number although no update may ever have told it. An
// edit becomes a message, since the old numbers mean nothing there.
func TestARowFollowsItsGroup(t *testing.T) {
	for name, edit := range map[string]int{"message": 0, "edit": 31} {
		t.Run(name, func(t *testing.T) {
			work(t, nil, func(t *testing.T, b *bench) {
				b.api.answer(func(r request) *reply {
					if r.form["chat_id"] == "-50" {
						return upgraded("-1005")
					}
					return nil
				})
				row := letter("a", -50, flows.Bulk)
				row.Message.Person, row.Message.Guard.Alert, row.Message.Edit = "", "", edit
				b.send(row)
				got := b.outbox.last(t, "a")
				want := flows.Failure{Chat: -50, Lane: flows.Bulk, Key: "card", Reason: flows.FailedMoved, Moved: -1005}
				if !got.Done || got.Reason != "sent" || got.Failure == nil || *got.Failure != want {
					t.Errorf("%+v %+v", got, got.Failure)
				}
				time.Sleep(time.Hour)
				calls := b.api.made("")
				if len(calls) != 2 || calls[1].method != "sendMessage" || calls[1].form["chat_id"] != "-1005" {
					t.Errorf("%+v", calls)
				}
			})
		})
	}
}

// Whatever is for ever somewhere else is nowhere: nothing turns in circles.
func TestAGroupThatMovesOnAndOnIsGone(t *testing.T) {
	work(t, nil, func(t *testing.T, b *bench) {
		b.api.answer(func(request) *reply { return upgraded("-1005") })
		b.send(letter("a", -50, flows.Bulk))
		got := b.outbox.last(t, "a")
		if !got.Done || got.Reason != "gone" || got.Failure == nil || got.Failure.Reason != flows.FailedGone || len(b.api.made("")) != 2 {
			t.Errorf("%+v %+v after %d calls", got, got.Failure, len(b.api.made("")))
		}
	})
}

// In a group an answer stands under what it answers, and is sent without when
// that has gone.
func TestAnAnswerNamesWhatItAnswers(t *testing.T) {
	work(t, nil, func(t *testing.T, b *bench) {
		row := letter("a", -50, flows.Urgent)
		row.Message.ReplyTo = 7
		b.send(row)
		calls := b.api.made("sendMessage")
		if len(calls) != 1 || calls[0].form["reply_parameters"] != `{"message_id":7,"allow_sending_without_reply":true}` {
			t.Errorf("%+v", calls)
		}
	})
}
