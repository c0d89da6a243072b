package bot

import (
	"bytes"
	"fmt"
	"image/png"
	"slices"
	"strings"
	"testing"
	"time"

	"polyphony/flows"
)

// withFile are the messages that bring a file, by the call that sends them.
var withFile = map[string]func(*flows.Message){
	"sendPhoto": func(m *flows.Message) { m.QR = "https://t.me/p_bot?start=abc" },
	"sendDocument": func(m *flows.Message) {
		m.Calendar = &flows.Appointment{UID: "m1@polyphony", Seq: 2, Day: "2026-03-05", Clock: "14:30", Zone: "Europe/London", Minutes: 60, At: now}
	},
}

// eachFile plays a row with each kind of file.
func eachFile(t *testing.T, then func(t *testing.T, b *bench, call string, row flows.Row)) {
	for call, bring := range withFile {
		t.Run(call, func(t *testing.T) {
			work(t, nil, func(t *testing.T, b *bench) {
				row := letter("a", 7, flows.Reply)
				bring(&row.Message)
				then(t, b, call, row)
			})
		})
	}
}

func TestFilesAreMadeWhenTheyAreSent(t *testing.T) {
	eachFile(t, func(t *testing.T, b *bench, call string, row flows.Row) {
		row.Message.Silent, row.Message.Protect = true, true
		row.Message.Buttons = [][]flows.Button{{{Label: "help", Data: "x"}}}
		b.send(row)
		calls := b.api.made("")
		if len(calls) != 1 || calls[0].method != call {
			t.Fatalf("%+v", calls)
		}
		f := calls[0].form
		if f["caption"] != "a wrote: <tg-spoiler>"+canary+"</tg-spoiler>" || f["parse_mode"] != "HTML" || f["disable_notification"] != "true" ||
			f["protect_content"] != "true" || !strings.HasPrefix(f["reply_markup"], `{"inline_keyboard":`) {
			t.Errorf("%v", f)
		}
		if _, err := png.Decode(bytes.NewReader([]byte(f["photo"]))); call == "sendPhoto" && (err != nil || f["filename"] != "qr.png") {
			t.Errorf("%v, %s", err, f["filename"])
		}
		if call == "sendDocument" && (f["filename"] != "meeting.ics" || !strings.Contains(f["document"], "\r\nUID:m1@polyphony\r\n")) {
			t.Errorf("%s: %s", f["filename"], f["document"])
		}
		if got := b.outbox.last(t, "a"); got != (flows.Outcome{Done: true, Sent: 1, Reason: "sent"}) {
			t.Errorf("%+v", got)
		}
	})
}

// A card with a file is never edited into place: the file that stands would be
// the old one.
func TestACardWithAFileIsSentAnewAndMayTakeTheOldOneAway(t *testing.T) {
	eachFile(t, func(t *testing.T, b *bench, call string, row flows.Row) {
		row.Message.Slot, row.Known = "meeting", 40
		b.send(row)
		row.ID, row.Message.Fresh, row.Message.Replace = "fresh", true, true
		b.send(row)
		var got []string
		for _, c := range b.api.made("") {
			got = append(got, c.method+" "+c.form["message_id"])
		}
		if want := []string{call + " ", call + " ", "deleteMessage 40"}; !slices.Equal(got, want) {
			t.Errorf("%q", got)
		}
	})
}

// kinds answers edits as Telegram does: 40 holds a file, 41 a text, 42 neither.
func kinds(c request) *reply {
	switch id := c.form["message_id"]; {
	case c.method == "editMessageText" && (id == "40" || id == "42"):
		return refusal(400, "Bad Request: there is no text in the message to edit")
	case c.method == "editMessageCaption" && (id == "41" || id == "42"):
		return refusal(400, "Bad Request: there is no caption in the message to edit")
	}
	return nil
}

func TestATextUnderAFileIsEditedAsItsCaption(t *testing.T) {
	for name, c := range map[string]struct {
		known   int
		caption bool
		calls   []string
		out     flows.Outcome
	}{
		"told so":              {40, true, []string{"editMessageCaption"}, flows.Outcome{Done: true, Sent: 40, Reason: "edited"}},
		"found out":            {40, false, []string{"editMessageText", "editMessageCaption"}, flows.Outcome{Done: true, Sent: 40, Reason: "edited"}},
		"a text":               {41, false, []string{"editMessageText"}, flows.Outcome{Done: true, Sent: 41, Reason: "edited"}},
		"a text after all":     {41, true, []string{"editMessageCaption", "editMessageText"}, flows.Outcome{Done: true, Sent: 41, Reason: "edited"}},
		"neither, so sent new": {42, false, []string{"editMessageText", "editMessageCaption", "sendMessage"}, flows.Outcome{Done: true, Sent: 3, Reason: "sent"}},
		"neither, told wrong":  {42, true, []string{"editMessageCaption", "editMessageText", "sendMessage"}, flows.Outcome{Done: true, Sent: 3, Reason: "sent"}},
	} {
		for how, place := range map[string]func(*flows.Row){
			"slot": func(r *flows.Row) { r.Known, r.Message.Slot = c.known, "meeting" },
			"edit": func(r *flows.Row) { r.Message.Edit = c.known },
		} {
			t.Run(name+", "+how, func(t *testing.T) {
				work(t, nil, func(t *testing.T, b *bench) {
					b.api.answer(kinds)
					row := letter("a", 7, flows.Reply)
					place(&row)
					row.Message.Caption = c.caption
					row.Message.Args["Words"] = flows.Arg{Words: strings.Repeat("x", 3000)}
					row.Message.Buttons = [][]flows.Button{{{Label: "help", Data: "x"}}}
					b.send(row)
					var got []string
					for _, call := range b.api.made("") {
						got = append(got, call.method)
						fitsItsCall(t, call)
					}
					if !slices.Equal(got, c.calls) {
						t.Errorf("%q", got)
					}
					if out := b.outbox.last(t, "a"); out != c.out {
						t.Errorf("%+v", out)
					}
				})
			})
		}
	}
}

// fitsItsCall holds a text of 3,000 against what its kind of message takes.
func fitsItsCall(t *testing.T, call request) {
	t.Helper()
	text, limit := call.form["text"], textLimit
	if call.method == "editMessageCaption" {
		text, limit = call.form["caption"], captionLimit
	}
	shown := width(strings.NewReplacer("<tg-spoiler>", "", "</tg-spoiler>", "").Replace(text))
	if shown > limit || (limit == textLimit && shown < 3000) || !strings.HasPrefix(call.form["reply_markup"], `{"inline_keyboard":`) {
		t.Errorf("%s shows %d: %s", call.method, shown, call.form["reply_markup"])
	}
}

func TestAnEditOfACaptionThatChangesNothingIsDone(t *testing.T) {
	work(t, nil, func(t *testing.T, b *bench) {
		b.api.answer(func(c request) *reply {
			if c.method == "editMessageCaption" {
				return refusal(400, "Bad Request: message is not modified: specified new message content and reply markup are exactly the same")
			}
			return kinds(c)
		})
		row := letter("a", 7, flows.Reply)
		row.Known, row.Message.Slot = 40, "meeting"
		b.send(row)
		if got := b.outbox.last(t, "a"); got != (flows.Outcome{Done: true, Sent: 40, Reason: "unchanged"}) {
			t.Errorf("%+v", got)
		}
	})
}

func TestRefusalsOfAFileHaveTheOutcomesOfATexts(t *testing.T) {
	for name, c := range map[string]struct {
		answer *reply
		reason flows.Reason
		failed string
	}{
		"blocked":   {refusal(403, "Forbidden: bot was blocked by the user"), "blocked", flows.FailedBlocked},
		"no chat":   {refusal(400, "Bad Request: chat not found"), "gone", flows.FailedGone},
		"bad photo": {refusal(400, "Bad Request: IMAGE_PROCESS_FAILED"), "refused", flows.FailedRefused},
		"too large": {refusal(413, "Request Entity Too Large"), "refused", flows.FailedRefused},
	} {
		t.Run(name, func(t *testing.T) {
			eachFile(t, func(t *testing.T, b *bench, _ string, row flows.Row) {
				b.api.answer(func(request) *reply { return c.answer })
				b.send(row)
				time.Sleep(time.Hour)
				got := b.outbox.last(t, "a")
				if !got.Done || got.Reason != c.reason || got.Failure == nil || got.Failure.Reason != c.failed || len(b.api.made("")) != 1 {
					t.Errorf("%+v %+v after %d calls", got, got.Failure, len(b.api.made("")))
				}
			})
		})
	}
}

func TestPacesAndSilencesHoldForFilesToo(t *testing.T) {
	for name, c := range map[string]struct {
		answers []*reply
		pauses  []float64
	}{
		"429":            {[]*reply{tooMany(30)}, []float64{30}},
		"500 and a cut":  {[]*reply{refusal(500, "x"), {cut: true}}, []float64{1, 2}},
		"a page":         {[]*reply{{status: 502, body: "<html>" + canary}}, []float64{1}},
		"a hanging call": {[]*reply{{hang: true}}, []float64{11}},
	} {
		t.Run(name, func(t *testing.T) {
			eachFile(t, func(t *testing.T, b *bench, call string, row flows.Row) {
				b.api.answer(func(request) *reply {
					if n := len(b.api.made("")); n <= len(c.answers) {
						return c.answers[n-1]
					}
					return nil
				})
				b.send(row)
				time.Sleep(10 * time.Minute)
				calls := b.api.made(call)
				if got := gaps(calls); !slices.Equal(got, c.pauses) {
					t.Errorf("pauses %v", got)
				}
				for _, again := range calls[1:] { // whole each time, and the same
					if fmt.Sprint(again.form) != fmt.Sprint(calls[0].form) {
						t.Error("another file was sent")
					}
				}
				if got := b.outbox.last(t, "a"); got.Reason != "sent" {
					t.Errorf("%+v", got)
				}
			})
		})
	}
}

// I6: a file that Telegram took is not sent again because of the answer's shape.
func TestAFileThatWasTakenIsNotSentAgain(t *testing.T) {
	eachFile(t, func(t *testing.T, b *bench, call string, row flows.Row) {
		b.api.answer(func(request) *reply {
			return &reply{status: 200, body: `{"ok":true,"result":{"message_id":99,"date":"today","photo":7,"document":[]}}`}
		})
		b.send(row)
		if got := b.outbox.last(t, "a"); got != (flows.Outcome{Done: true, Sent: 99, Reason: "sent"}) || len(b.api.made(call)) != 1 {
			t.Errorf("%+v", got)
		}
	})
}

func TestMarkupInACaptionThatIsNotUnderstoodGoesOutWithoutIt(t *testing.T) {
	eachFile(t, func(t *testing.T, b *bench, call string, row flows.Row) {
		b.api.answer(func(request) *reply {
			if n := len(b.api.made("")); n <= 2 {
				return refusal(400, "Bad Request: can't parse caption entities: Unsupported start tag")
			}
			return nil
		})
		b.send(row)
		calls := b.api.made(call)
		if len(calls) != 3 || !strings.Contains(calls[1].form["caption_entities"], `"spoiler"`) {
			t.Fatalf("%+v", calls)
		}
		if last := calls[2].form; last["parse_mode"] != "" || last["caption_entities"] != "" || last["caption"] != "a wrote: "+canary || len(last["photo"])+len(last["document"]) == 0 {
			t.Errorf("%v", last)
		}
	})
}

// A change in kind and a fault of markup can meet in one edit.
func TestACaptionThatIsEditedAdaptsToBothRefusals(t *testing.T) {
	work(t, nil, func(t *testing.T, b *bench) {
		b.api.answer(func(c request) *reply {
			if r := kinds(c); r != nil {
				return r
			}
			if c.form["parse_mode"] != "" {
				return refusal(400, "Bad Request: can't parse caption entities: x")
			}
			return nil
		})
		row := letter("a", 7, flows.Reply)
		row.Message.Edit = 40
		b.send(row)
		calls := b.api.made("editMessageCaption")
		if got := b.outbox.last(t, "a"); got.Reason != "edited" || len(calls) != 2 || !strings.Contains(calls[1].form["caption_entities"], `"spoiler"`) {
			t.Errorf("%+v, %+v", got, calls)
		}
	})
}
