package bot

import (
	"context"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"polyphony/flows"
)

// forgetful is an outbox that cannot settle the first few times.
type forgetful struct {
	*outboxStub
	left atomic.Int64
}

func (f *forgetful) Settle(ctx context.Context, now time.Time, row flows.Row, out flows.Outcome) error {
	if f.left.Add(-1) >= 0 {
		return errAway
	}
	return f.outboxStub.Settle(ctx, now, row, out)
}

// I6: what Telegram has answered is not said again because the store was away.
func TestARowThatTelegramTookIsSettledOnceTheStoreIsBack(t *testing.T) {
	for _, times := range []int64{1, 7, 60} {
		work(t, func(o *SenderOptions) {
			away := &forgetful{outboxStub: o.Outbox.(*outboxStub)}
			away.left.Store(times)
			o.Outbox = away
		}, func(t *testing.T, b *bench) {
			b.send(letter("a", 7, flows.Urgent))
			time.Sleep(2 * time.Minute)
			b.Wake()
			synctest.Wait()
			if past := b.outbox.past("a"); len(past) != 1 || past[0].Reason != "sent" {
				t.Errorf("away %d times: settled %+v", times, past)
			}
			if n := len(b.api.made("sendMessage")); n != 1 {
				t.Errorf("away %d times: sent %d times", times, n)
			}
		})
	}
}

// A store that stays away keeps no place busy for longer than the row is ours.
func TestSettlingIsGivenUpWhenTheRowIsAnothers(t *testing.T) {
	work(t, func(o *SenderOptions) { o.UrgentPlaces, o.Places = 1, 1 }, func(t *testing.T, b *bench) {
		b.outbox.fail(nil, errAway)
		began := time.Now()
		b.send(letter("a", 7, flows.Bulk))
		b.stop()
		if took := time.Since(began); took > DefaultLease+time.Second {
			t.Errorf("settling went on for %s", took)
		}
	})
}

func TestACardThatMayNotReachItsReaderMovesTheChainOn(t *testing.T) {
	work(t, func(o *SenderOptions) {
		o.Address = func(flows.Tx, flows.Row, time.Time) (flows.Delivery, error) {
			return flows.Delivery{Verdict: flows.Drop, Reason: "no.role"}, nil
		}
	}, func(t *testing.T, b *bench) {
		card, news, lines := letter("card", 7, flows.Urgent), letter("news", 8, flows.Bulk), letter("lines", 9, flows.Urgent)
		card.Message.Guard.Purpose = flows.PurposeDuty
		news.Message.Guard = flows.Guard{Purpose: flows.PurposeDuty} // of no alert
		lines.Message.Guard.Purpose = flows.PurposeLines
		b.send(card, news, lines)
		want := flows.Failure{Chat: 7, Person: "pcard", Alert: "al-card", Lane: flows.Urgent, Key: "card", Reason: flows.FailedUnwanted}
		if got := b.outbox.last(t, "card"); !got.Done || got.Reason != "no.role" || got.Failure == nil || *got.Failure != want {
			t.Errorf("%+v %+v", got, got.Failure)
		}
		for _, id := range []string{"news", "lines"} {
			if got := b.outbox.last(t, id); !got.Done || got.Failure != nil {
				t.Errorf("%s: %+v", id, got)
			}
		}
		if n := len(b.api.made("")); n != 0 {
			t.Errorf("%d calls", n)
		}
	})
}

// replacing is a fresh card that stands in for the one that is known.
func replacing(id string, chat int64) flows.Row {
	r := letter(id, chat, flows.Urgent)
	r.Known, r.Message.Slot, r.Message.Fresh, r.Message.Replace = 40, "alert", true, true
	return r
}

func TestAReaderHasOneCardAfterAFreshOne(t *testing.T) {
	for name, react := range map[string]func(request) *reply{
		"deleted": func(request) *reply { return nil },
		"too old": func(c request) *reply {
			if c.method == "deleteMessage" {
				return refusal(400, "Bad Request: message can't be deleted")
			}
			return nil
		},
		"blocked since": func(c request) *reply {
			if c.method == "deleteMessage" {
				return refusal(403, "Forbidden: bot was blocked by the user")
			}
			return nil
		},
		"no answer": func(c request) *reply {
			if c.method == "deleteMessage" {
				return &reply{hang: true}
			}
			return nil
		},
	} {
		t.Run(name, func(t *testing.T) {
			work(t, nil, func(t *testing.T, b *bench) {
				b.api.answer(react)
				b.send(replacing("a", 7))
				time.Sleep(time.Minute)
				calls := b.api.made("")
				if len(calls) != 2 || calls[0].method != "sendMessage" || calls[1].method != "deleteMessage" || calls[1].form["message_id"] != "40" || calls[1].form["chat_id"] != "7" {
					t.Fatalf("%+v", calls)
				}
				if got := b.outbox.last(t, "a"); got != (flows.Outcome{Done: true, Sent: 1, Reason: "sent"}) {
					t.Errorf("%+v", got)
				}
			})
		})
	}
}

func TestTheCardBeforeStaysUntilAnotherStandsInForIt(t *testing.T) {
	work(t, nil, func(t *testing.T, b *bench) {
		b.api.answer(func(c request) *reply {
			if c.form["chat_id"] == "7" {
				return refusal(403, "Forbidden: bot was blocked by the user")
			}
			return nil
		})
		edited, first, news := replacing("edited", 8), replacing("first", 9), replacing("news", 10)
		edited.Message.Fresh, first.Known, news.Message.Replace = false, 0, false
		b.send(replacing("failed", 7), edited, first, news)
		if n := len(b.api.made("deleteMessage")); n != 0 {
			t.Errorf("%d cards were taken away", n)
		}
	})
}
