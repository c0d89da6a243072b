package bot

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"polyphony/flows"
)

func TestEveryRefusalHasItsOutcome(t *testing.T) {
	for name, c := range map[string]struct {
		answer *reply
		reason flows.Reason
		failed string
	}{
		"blocked":       {refusal(403, "Forbidden: bot was blocked by the user"), "blocked", flows.FailedBlocked},
		"deactivated":   {refusal(403, "Forbidden: user is deactivated"), "blocked", flows.FailedBlocked},
		"never started": {refusal(403, "Forbidden: bot can't initiate conversation with a user"), "blocked", flows.FailedBlocked},
		"no chat":       {refusal(400, "Bad Request: chat not found"), "gone", flows.FailedGone},
		"no user":       {refusal(400, "Bad Request: PEER_ID_INVALID"), "gone", flows.FailedGone},
		"no rights":     {refusal(400, "Bad Request: not enough rights to send text messages to the chat"), "gone", flows.FailedGone},
		"bad button":    {refusal(400, "Bad Request: BUTTON_DATA_INVALID "+canary), "refused", flows.FailedRefused},
		"too large":     {refusal(413, "Request Entity Too Large"), "refused", flows.FailedRefused},
	} {
		t.Run(name, func(t *testing.T) {
			work(t, nil, func(t *testing.T, b *bench) {
				b.api.answer(func(request) *reply { return c.answer })
				b.send(letter("a", 7, flows.Urgent))
				got := b.outbox.last(t, "a")
				want := flows.Failure{Chat: 7, Person: "pa", Alert: "al-a", Lane: flows.Urgent, Key: "card", Reason: c.failed}
				if !got.Done || got.Reason != c.reason || got.Failure == nil || *got.Failure != want {
					t.Errorf("%+v %+v", got, got.Failure)
				}
				time.Sleep(time.Hour)
				if len(b.api.made("")) != 1 {
					t.Errorf("%d calls", len(b.api.made("")))
				}
			})
		})
	}
}

func TestMarkupThatIsNotUnderstoodGoesOutWithoutItAtOnce(t *testing.T) {
	for name, c := range map[string]struct {
		refuse int // so many calls
		words  bool
		calls  int
		reason flows.Reason
	}{
		"hidden parts stay hidden": {1, true, 2, "sent"},
		"plain at the last":        {2, true, 3, "sent"},
		"nothing to hide":          {1, false, 2, "sent"},
		"not even plain":           {9, true, 3, "refused"},
	} {
		t.Run(name, func(t *testing.T) {
			work(t, nil, func(t *testing.T, b *bench) {
				b.api.answer(func(request) *reply {
					if len(b.api.made("")) <= c.refuse {
						return refusal(400, `Bad Request: can't parse entities: Unsupported start tag "`+canary+`" at byte offset 5`)
					}
					return nil
				})
				row := letter("a", 7, flows.Bulk)
				if !c.words {
					row.Message.Key, row.Message.Args = "role", flows.Args{"Role": {Key: "role.peer"}}
				}
				b.send(row)
				calls := b.api.made("sendMessage")
				if got := b.outbox.last(t, "a"); !got.Done || got.Reason != c.reason || len(calls) != c.calls {
					t.Errorf("%+v after %d calls", got, len(calls))
				}
				last := calls[len(calls)-1].form
				if last["parse_mode"] != "" || strings.Contains(last["text"], "<") {
					t.Errorf("%v", last)
				}
				hidden := strings.Contains(calls[1].form["entities"], `"spoiler"`)
				if hidden != c.words {
					t.Errorf("entities %q", calls[1].form["entities"])
				}
			})
		})
	}
}

// gaps are the pauses between calls, in seconds.
func gaps(calls []request) (out []float64) {
	for i := 1; i < len(calls); i++ {
		out = append(out, calls[i].at.Sub(calls[i-1].at).Seconds())
	}
	return out
}

func TestWhatBringsNoAnswerIsTriedEverMoreSlowly(t *testing.T) {
	for name, c := range map[string]struct {
		answer *reply
		lane   flows.Lane
		want   []float64
	}{
		"bulk, 500":      {refusal(500, "Internal "+canary), flows.Bulk, []float64{1, 2, 4, 8, 16, 30, 30}},
		"bulk, HTML":     {&reply{status: 502, body: "<html>" + canary}, flows.Bulk, []float64{1, 2, 4, 8}},
		"HTML, 200":      {&reply{status: 200, body: "<html>" + canary}, flows.Bulk, []float64{1, 2, 4, 8}},
		"HTML, 403":      {&reply{status: 403, body: "<html>" + canary}, flows.Bulk, []float64{1, 2, 4, 8}},
		"bulk, cut":      {&reply{cut: true}, flows.Bulk, []float64{1, 2, 4, 8}},
		"bulk, hanging":  {&reply{hang: true}, flows.Bulk, []float64{11, 12, 14, 18}},
		"urgent, 500":    {refusal(500, ""), flows.Urgent, []float64{.5, 1, 2, 4, 5, 5}},
		"urgent, empty":  {&reply{status: 200}, flows.Urgent, []float64{.5, 1, 2, 4, 5, 5}},
		"urgent, broken": {&reply{status: 200, body: `{"ok":tr`}, flows.Urgent, []float64{.5, 1, 2}},
		"conflict":       {refusal(409, "Conflict"), flows.Urgent, []float64{.5, 1, 2}},
	} {
		t.Run(name, func(t *testing.T) {
			work(t, nil, func(t *testing.T, b *bench) {
				b.api.answer(func(request) *reply {
					if len(b.api.made("")) <= len(c.want) {
						return c.answer
					}
					return nil
				})
				b.send(letter("a", 7, c.lane))
				time.Sleep(5 * time.Minute)
				if got := gaps(b.api.made("")); !slices.Equal(got, c.want) {
					t.Errorf("pauses %v, want %v", got, c.want)
				}
				slow := 0
				for _, out := range b.outbox.past("a") {
					if out.Again.IsZero() == out.Tried {
						t.Errorf("%+v", out)
					}
					if out.Failure != nil && out.Failure.Reason == flows.FailedSlow {
						slow++
					}
				}
				if want := map[flows.Lane]int{flows.Urgent: 1}[c.lane]; slow != want {
					t.Errorf("told %d times that it is slow", slow)
				}
				if got := b.outbox.last(t, "a"); got.Reason != "sent" {
					t.Errorf("%+v", got)
				}
			})
		})
	}
}

func TestTelegramsPaceIsObeyedForTheChatAndForTheBot(t *testing.T) {
	work(t, nil, func(t *testing.T, b *bench) {
		b.api.answer(func(c request) *reply {
			if len(b.api.made("")) <= 2 {
				return tooMany(map[string]int{"1": 30, "2": 10}[c.form["chat_id"]])
			}
			return nil
		})
		began := time.Now()
		b.send(letter("a", 1, flows.Bulk))
		got := b.outbox.last(t, "a")
		if want := began.Add(30 * time.Second); !got.Again.Equal(want) || !got.HoldChat.Equal(want) || !got.HoldAll.IsZero() || got.Failure != nil || got.Tried {
			t.Errorf("the chat: %+v", got)
		}
		time.Sleep(5 * time.Second)
		b.send(letter("b", 2, flows.Bulk))
		got = b.outbox.last(t, "b")
		if !got.Again.Equal(began.Add(15*time.Second)) || !got.HoldAll.Equal(began.Add(30*time.Second)) {
			t.Errorf("the bot: %+v", got)
		}
		b.send(letter("c", 3, flows.Bulk))
		time.Sleep(20 * time.Second)
		if n := len(b.api.made("")); n != 2 {
			t.Errorf("%d calls while everything is held", n)
		}
		time.Sleep(6 * time.Minute)
		if b.outbox.open() != 0 {
			t.Errorf("%d rows left", b.outbox.open())
		}
	})
}

func TestTwoRefusalsOfOneChatAreTheChatsAlone(t *testing.T) {
	work(t, nil, func(t *testing.T, b *bench) {
		b.api.answer(func(request) *reply {
			if len(b.api.made("")) <= 2 {
				return tooMany(10)
			}
			return nil
		})
		b.send(letter("a", 1, flows.Bulk))
		b.send(letter("b", 1, flows.Urgent))
		for _, id := range []string{"a", "b"} {
			if got := b.outbox.last(t, id); !got.HoldAll.IsZero() || got.HoldChat.IsZero() {
				t.Errorf("%+v", got)
			}
		}
		time.Sleep(11 * time.Second)
		b.send(letter("c", 2, flows.Bulk)) // the other's hold is over by now
		b.api.answer(func(request) *reply { return tooMany(3) })
		b.send(letter("d", 3, flows.Bulk))
		if got := b.outbox.last(t, "d"); !got.HoldAll.IsZero() {
			t.Errorf("%+v", got)
		}
	})
}

func TestAnotherWayIsTriedOnceForACardThatTelegramPutsOff(t *testing.T) {
	work(t, nil, func(t *testing.T, b *bench) {
		b.api.answer(func(request) *reply {
			switch n := len(b.api.made("")); {
			case n <= 3:
				return tooMany(2)
			case n <= 5:
				return refusal(500, "")
			}
			return nil
		})
		b.send(letter("a", 1, flows.Urgent))
		time.Sleep(time.Minute)
		var told []string
		for _, out := range b.outbox.past("a") {
			if out.Failure != nil {
				told = append(told, out.Failure.Reason)
			}
		}
		if !slices.Equal(told, []string{flows.FailedSlow}) || b.outbox.last(t, "a").Reason != "sent" {
			t.Errorf("told %v: %+v", told, b.outbox.past("a"))
		}
	})
}

// I2: whoever moved an alert on because a card was slow hears when it arrives,
// and only of cards of alerts.
func TestASlowCardThatArrivesIsToldOf(t *testing.T) {
	work(t, nil, func(t *testing.T, b *bench) {
		b.api.answer(func(request) *reply {
			if len(b.api.made("")) <= 2 {
				return tooMany(2)
			}
			return nil
		})
		card := letter("card", 1, flows.Urgent)
		card.Message.Guard.Alert, card.Message.Guard.Purpose = "alert", flows.PurposeDuty
		b.send(card)
		time.Sleep(time.Minute)
		b.send(letter("other", 2, flows.Urgent))
		time.Sleep(time.Minute)
		if got := b.outbox.last(t, "card"); got.Failure == nil || got.Failure.Reason != flows.FailedArrived || got.Failure.Alert != "alert" {
			t.Errorf("%+v", got)
		}
		if got := b.outbox.last(t, "other"); got.Failure != nil {
			t.Errorf("%+v", got)
		}
	})
}

func TestARowThatComesTooLateIsGivenUpAndSaidSo(t *testing.T) {
	work(t, nil, func(t *testing.T, b *bench) {
		b.api.answer(func(request) *reply { return refusal(500, "") })
		began := time.Now()
		bound := letter("bound", 1, flows.Bulk)
		bound.Message.Guard.Before = began.Add(10 * time.Minute)
		card := letter("card", 2, flows.Urgent)
		card.Message.Guard.Before = began.Add(10 * time.Minute)
		b.send(bound, card, letter("day", 3, flows.Bulk))
		time.Sleep(11 * time.Minute)
		for _, id := range []string{"bound", "card"} {
			if got := b.outbox.last(t, id); !got.Done || got.Reason != "late" || got.Failure.Reason != flows.FailedLate || got.Tried {
				t.Errorf("%s: %+v", id, got)
			}
		}
		time.Sleep(24 * time.Hour)
		if got := b.outbox.last(t, "day"); got.Reason != "late" {
			t.Errorf("%+v", got)
		}
		old := letter("never", 4, flows.Urgent)
		old.At = began
		b.send(old)
		if got := b.outbox.last(t, "never"); got.Done {
			t.Errorf("a card was given up: %+v", got)
		}
		b.api.answer(func(request) *reply { return tooMany(3600) })
		late := letter("held", 5, flows.Bulk)
		late.Message.Guard.Before = time.Now().Add(time.Minute)
		b.send(late)
		if got := b.outbox.last(t, "held"); got.Reason != "late" || got.HoldChat.IsZero() {
			t.Errorf("%+v", got)
		}
	})
}

func TestATokenThatIsRefusedIsSaidOnceAMinute(t *testing.T) {
	for _, status := range []int{401, 404} {
		work(t, nil, func(t *testing.T, b *bench) {
			b.api.answer(func(request) *reply { return refusal(status, "Unauthorized") })
			for i := range 5 {
				b.outbox.add(letter(fmt.Sprint(i), int64(i+1), flows.Bulk))
			}
			b.Wake()
			time.Sleep(2*time.Minute - time.Second)
			if got := b.outbox.last(t, "0"); got.Done || got.Reason != "bad_token" || got.Tried {
				t.Errorf("%+v", got)
			}
			if n := strings.Count(b.log.String(), "bot's token"); n != 2 {
				t.Errorf("said %d times in two minutes:\n%s", n, b.log)
			}
			if got := gaps(slices.DeleteFunc(b.api.made(""), func(c request) bool { return c.form["chat_id"] != "1" })); !slices.Equal(got, []float64{30, 30, 30}) {
				t.Errorf("pauses %v", got)
			}
		})
	}
}

// A message that Telegram took is not sent again because the library could not
// read all of the answer (I6).
func TestAnAnswerOfAStrangeShapeIsStillAnAnswer(t *testing.T) {
	work(t, nil, func(t *testing.T, b *bench) {
		b.api.answer(func(request) *reply {
			return &reply{status: 200, body: `{"ok":true,"result":{"message_id":99,"date":"today","chat":[],"text":"` + canary + `"}}`}
		})
		b.send(letter("a", 1, flows.Reply))
		if got := b.outbox.last(t, "a"); got != (flows.Outcome{Done: true, Sent: 99, Reason: "sent"}) {
			t.Errorf("%+v", got)
		}
	})
}
