package bot

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"polyphony/flows"
)

func TestARowIsSentAtOnceAndSettledWithItsMessage(t *testing.T) {
	work(t, nil, func(t *testing.T, b *bench) {
		synctest.Wait()
		began := time.Now()
		row := letter("a", 7, flows.Reply)
		row.Message.Silent, row.Message.Protect = true, true
		b.send(row)
		if time.Since(began) != 0 {
			t.Error("it took its time")
		}
		if got := b.outbox.last(t, "a"); !got.Done || got.Sent != 1 || got.Reason != "sent" || got.Failure != nil {
			t.Errorf("%+v", got)
		}
		want := map[string]string{
			"chat_id": "7", "text": "a wrote: <tg-spoiler>" + canary + "</tg-spoiler>", "parse_mode": "HTML",
			"disable_notification": "true", "protect_content": "true", "link_preview_options": `{"is_disabled":true}`,
		}
		if got := b.api.made("")[0]; got.method != "sendMessage" || fmt.Sprint(got.form) != fmt.Sprint(want) {
			t.Errorf("%s %v", got.method, got.form)
		}
	})
}

func TestCardsAreEditedInPlaceUnlessTheyAreToBeFresh(t *testing.T) {
	work(t, nil, func(t *testing.T, b *bench) {
		slot := func(id string, known int, fresh bool, edit int) flows.Row {
			r := letter(id, 7, flows.Urgent)
			r.Known, r.Message.Slot, r.Message.Fresh, r.Message.Edit = known, "alert", fresh, edit
			r.Message.Buttons = [][]flows.Button{{{Label: "help", Data: "x"}}}
			r.Message.Keyboard = true
			return r
		}
		stale := slot("stale", 40, false, 0)
		stale.Stale = true
		b.send(slot("first", 0, false, 0), slot("edit", 40, false, 0), slot("fresh", 40, true, 0), slot("named", 0, false, 41), stale)
		var got []string
		for _, c := range b.api.made("") {
			got = append(got, c.method+" "+c.form["message_id"])
			if !strings.HasPrefix(c.form["reply_markup"], `{"inline_keyboard":`) {
				t.Errorf("buttons: %s", c.form["reply_markup"])
			}
		}
		if want := []string{"sendMessage ", "editMessageText 40", "sendMessage ", "editMessageText 41"}; !slices.Equal(got, want) {
			t.Errorf("calls %q", got)
		}
		for id, want := range map[string]flows.Outcome{
			"first": {Done: true, Sent: 1, Reason: "sent"}, "edit": {Done: true, Sent: 40, Reason: "edited"},
			"fresh": {Done: true, Sent: 3, Reason: "sent"}, "named": {Done: true, Sent: 41, Reason: "edited"},
			"stale": {Done: true, Reason: "superseded"},
		} {
			if got := b.outbox.last(t, id); got != want {
				t.Errorf("%s: %+v", id, got)
			}
		}
	})
}

func TestEditsThatTelegramRefusesHaveARemedy(t *testing.T) {
	work(t, nil, func(t *testing.T, b *bench) {
		b.api.answer(func(c request) *reply {
			switch c.form["message_id"] {
			case "40":
				return refusal(400, "Bad Request: message is not modified: specified new message content and reply markup are exactly the same")
			case "41":
				return refusal(400, "Bad Request: message to edit not found")
			case "42":
				return refusal(400, "Bad Request: message can't be edited")
			}
			return nil
		})
		for i, known := range []int{40, 41, 42} {
			r := letter(fmt.Sprint(known), int64(7+i), flows.Urgent)
			r.Known, r.Message.Slot = known, "alert"
			b.send(r)
		}
		if got := b.outbox.last(t, "40"); got != (flows.Outcome{Done: true, Sent: 40, Reason: "unchanged"}) {
			t.Errorf("%+v", got)
		}
		for _, id := range []string{"41", "42"} {
			if got := b.outbox.last(t, id); !got.Done || got.Reason != "sent" || got.Sent == 0 || got.Failure != nil {
				t.Errorf("%s: %+v", id, got)
			}
		}
	})
}

func TestTapsAreAnsweredWhileTheyLive(t *testing.T) {
	work(t, nil, func(t *testing.T, b *bench) {
		tap := func(id, key string, age time.Duration) flows.Row {
			r := letter(id, 7, flows.Reply)
			r.Message.Key, r.Message.Answer, r.At = "card", "q-"+id, time.Now().Add(-age)
			if key == "" {
				r.Message.Key, r.Message.Args = "", nil
			}
			return r
		}
		b.api.answer(func(c request) *reply {
			if c.form["callback_query_id"] == "q-old" {
				return refusal(400, "Bad Request: query is too old and response timeout expired or query ID is invalid")
			}
			return nil
		})
		b.send(tap("said", "card", 0), tap("silent", "", 0), tap("old", "card", time.Minute), tap("dead", "card", 3*time.Minute))
		calls := b.api.made("answerCallbackQuery")
		if len(calls) != 3 || calls[0].form["text"] != "said wrote: "+canary || calls[1].form["text"] != "" {
			t.Errorf("%+v", calls)
		}
		for id, want := range map[string]flows.Reason{"said": "answered", "silent": "answered", "old": "too_late", "dead": "too_late"} {
			if got := b.outbox.last(t, id); got != (flows.Outcome{Done: true, Reason: want}) {
				t.Errorf("%s: %+v", id, got)
			}
		}
	})
}

func TestAnAnswerToATapIsTriedAgainAndNeverReportedAsAnUnreachablePerson(t *testing.T) {
	work(t, nil, func(t *testing.T, b *bench) {
		answers := []*reply{refusal(500, "x"), tooMany(4), nil}
		b.api.answer(func(c request) *reply {
			if c.form["callback_query_id"] == "blocked" {
				return refusal(403, "Forbidden: bot was blocked by the user")
			}
			if c.form["callback_query_id"] == "down" {
				return refusal(502, "Bad Gateway")
			}
			if n := len(b.api.made("")); n <= len(answers) {
				return answers[n-1]
			}
			return nil
		})
		row := letter("a", 7, flows.Urgent)
		row.Message.Answer = "q"
		b.send(row)
		time.Sleep(10 * time.Second)
		for _, id := range []string{"blocked", "down"} {
			row.ID, row.Message.Answer, row.At = id, id, time.Now()
			b.send(row)
		}
		time.Sleep(5 * time.Minute)
		for id, want := range map[string]flows.Reason{"a": "answered", "blocked": "blocked", "down": "too_late"} {
			if got := b.outbox.last(t, id); got != (flows.Outcome{Done: true, Reason: want}) {
				t.Errorf("%s: %+v", id, got)
			}
		}
		for _, out := range slices.Concat(b.outbox.past("a"), b.outbox.past("down")) {
			if out.Failure != nil || !out.HoldChat.IsZero() {
				t.Errorf("%+v", out)
			}
		}
	})
}

func TestDocumentsAndCopiesAreSent(t *testing.T) {
	work(t, nil, func(t *testing.T, b *bench) {
		doc := letter("doc", 7, flows.Reply)
		doc.Message.File = &flows.File{Name: "meeting.ics", Type: "text/calendar", Body: []byte("BEGIN:VCALENDAR")}
		doc.Message.Keyboard = true
		copied := letter("copy", 8, flows.Reply)
		copied.Message.Key, copied.Message.Copy, copied.Message.Protect = "", &flows.Copy{Chat: 9, Message: 33}, true
		b.send(doc)
		b.send(copied)
		calls := b.api.made("")
		if f := calls[0].form; calls[0].method != "sendDocument" || f["filename"] != "meeting.ics" || f["document"] != "BEGIN:VCALENDAR" || !strings.HasPrefix(f["caption"], "doc wrote") {
			t.Errorf("%+v", calls[0])
		}
		if f := calls[1].form; calls[1].method != "copyMessage" || f["from_chat_id"] != "9" || f["message_id"] != "33" || f["chat_id"] != "8" || f["protect_content"] != "true" {
			t.Errorf("%+v", calls[1])
		}
		if got := b.outbox.last(t, "copy"); got.Sent != 2 || got.Reason != "sent" {
			t.Errorf("%+v", got)
		}
	})
}

func TestWhatIsNoLongerWantedIsNotSent(t *testing.T) {
	var until time.Time
	work(t, func(o *SenderOptions) {
		o.Address = func(_ flows.Tx, row flows.Row, now time.Time) (flows.Delivery, error) {
			switch row.ID {
			case "drop":
				return flows.Delivery{Verdict: flows.Drop, Reason: "withdrawn"}, nil
			case "wait":
				if now.Before(until) {
					return flows.Delivery{Verdict: flows.Wait, Reason: "quiet", Until: until}, nil
				}
			case "past":
				if len(row.Message.Args) > 0 && now.Before(until) {
					return flows.Delivery{Verdict: flows.Wait, Reason: "quiet"}, nil
				}
			case "unread":
				if now.Before(until) {
					return flows.Delivery{}, errAway
				}
			}
			return flows.Delivery{}, nil
		}
	}, func(t *testing.T, b *bench) {
		until = time.Now().Add(9 * time.Hour)
		b.send(letter("drop", 1, flows.Bulk), letter("wait", 2, flows.Bulk))
		if got := b.outbox.last(t, "drop"); got != (flows.Outcome{Done: true, Reason: "withdrawn"}) {
			t.Errorf("%+v", got)
		}
		if got := b.outbox.last(t, "wait"); got.Done || !got.Again.Equal(time.Now().Add(lookAgain)) || got.Reason != "quiet" || got.Tried {
			t.Errorf("%+v", got)
		}
		if len(b.api.made("")) != 0 {
			t.Error("something was sent")
		}
		time.Sleep(9*time.Hour + 5*time.Minute)
		if got := b.outbox.last(t, "wait"); got.Reason != "sent" || len(b.outbox.past("wait")) != 19 { // each half hour: who waits may be in another zone by then
			t.Errorf("%+v", b.outbox.past("wait"))
		}
		until = time.Now().Add(10 * time.Second)
		b.send(letter("past", 3, flows.Bulk), letter("unread", 4, flows.Bulk))
		time.Sleep(30 * time.Second)
		for _, id := range []string{"past", "unread"} {
			if n := len(b.outbox.past(id)); n != 11 {
				t.Errorf("%s was asked about %d times in ten seconds", id, n)
			}
		}
	})
}

func TestARowThatNothingCanBeDoneAboutIsGivenUp(t *testing.T) {
	work(t, nil, func(t *testing.T, b *bench) {
		broken := letter("broken", 7, flows.Urgent)
		broken.Broken = true
		b.send(broken, flows.Row{ID: "channel", Message: flows.Message{Channel: "none", Chat: 1}})
		for _, id := range []string{"broken", "channel"} {
			if got := b.outbox.last(t, id); !got.Done || got.Failure == nil || got.Failure.Reason != flows.FailedRefused {
				t.Errorf("%s: %+v", id, got)
			}
		}
	})
}
