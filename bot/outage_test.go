package bot

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"
)

// startOutage runs a responder; stop ends it and waits for its end.
func startOutage(t *testing.T, o OutageOptions) (outage *Outage, stop func()) {
	t.Helper()
	ctx, cancel := context.WithCancel(t.Context())
	outage = NewOutage(o)
	done := make(chan struct{})
	go func() { outage.Run(ctx); close(done) }()
	return outage, func() { cancel(); <-done }
}

func wrote(chat int, lang string) []byte {
	return fmt.Appendf(nil, `{"update_id":1,"message":{"message_id":1,"from":{"id":%d,"language_code":%q},"chat":{"id":%d,"type":"private"},"text":"%s"}}`, chat, lang, chat, canary)
}

func linesFor(lang string) string { return "Call 999. (" + lang + ")" }

func TestWhoeverWritesDuringAnOutageGetsTheLinesOnceInTenMinutes(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		log, _ := witness(t)
		api := &telegramStub{}
		outage, stop := startOutage(t, OutageOptions{Client: api.client(t), Lines: linesFor, Log: log})
		for range 3 {
			outage.Away(wrote(7, "pl"))
			time.Sleep(time.Second)
			outage.Away(wrote(8, ""))
			time.Sleep(time.Minute)
		}
		if calls := api.made(""); len(calls) != 2 || calls[0].form["text"] != "Call 999. (pl)" || calls[1].form["text"] != "Call 999. ()" || calls[0].form["chat_id"] != "7" {
			t.Errorf("calls: %+v", calls)
		}
		time.Sleep(8 * time.Minute)
		outage.Away(wrote(7, "pl"))
		time.Sleep(time.Second)
		if n := len(api.made("")); n != 3 {
			t.Errorf("%d calls after ten minutes", n)
		}
		stop()
	})
}

func TestOnlyPrivateMessagesAreAnswered(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		api := &telegramStub{}
		outage, stop := startOutage(t, OutageOptions{Client: api.client(t), Lines: linesFor})
		for _, raw := range []string{
			`{"update_id":1,"message":{` + circle + `,` + mo + `,"text":"x"}}`,
			`{"update_id":1,"callback_query":{"id":"1",` + mo + `}}`,
			`{"update_id":1,"my_chat_member":{` + alone + `}}`, `{`, ``, `null`,
		} {
			outage.Away([]byte(raw))
		}
		outage.Away(nil)
		time.Sleep(time.Minute)
		if calls := api.made(""); len(calls) != 0 {
			t.Errorf("calls: %+v", calls)
		}
		stop()
	})
}

func TestTheStaffHearsOnceOfAnOutageOfThirtySeconds(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		log, _ := witness(t)
		api := &telegramStub{}
		var heard []time.Duration
		began := time.Now()
		outage, stop := startOutage(t, OutageOptions{Client: api.client(t), Lines: linesFor, Log: log,
			Alarm: func(context.Context) { heard = append(heard, time.Since(began)) }})
		outage.Away(nil)
		time.Sleep(29 * time.Second)
		outage.Up() // in time
		time.Sleep(time.Minute)
		outage.Away(nil)
		for range 100 {
			time.Sleep(time.Second)
			outage.Away(nil)
		}
		outage.Up()
		outage.Up()
		time.Sleep(time.Minute)
		stop()
		if len(heard) != 1 || heard[0] != 119*time.Second {
			t.Errorf("heard at %v", heard)
		}
	})
}

func TestAProbeEndsAnOutageBeforeAnybodyIsWoken(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		api := &telegramStub{}
		var away atomic.Bool
		away.Store(true)
		var alarms, probes int
		outage, stop := startOutage(t, OutageOptions{Client: api.client(t), Lines: linesFor,
			Alarm: func(context.Context) { alarms++ },
			Probe: func(context.Context) error {
				if probes++; away.Load() {
					return errors.New("still away")
				}
				return nil
			}})
		outage.Away(wrote(7, "en"))
		time.Sleep(20 * time.Second)
		away.Store(false)
		time.Sleep(time.Hour)
		if stop(); alarms != 0 || probes > 12 {
			t.Errorf("%d alarms after %d probes", alarms, probes)
		}
	})
}

// A store that answers and takes nothing (full, or read only) is away.
func TestAProbeIsNotBelievedWhileUpdatesCannotBeKept(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		api := &telegramStub{}
		alarms := 0
		outage, stop := startOutage(t, OutageOptions{Client: api.client(t), Lines: linesFor,
			Alarm: func(context.Context) { alarms++ }, Probe: func(context.Context) error { return nil }})
		for range 60 {
			outage.Away(wrote(7, "en"))
			time.Sleep(5 * time.Second) // as a poller tries again
		}
		if stop(); alarms != 1 {
			t.Errorf("%d alarms", alarms)
		}
	})
}

func TestAnAnswerThatFailedIsTriedWithTheNextDelivery(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		log, lines := witness(t)
		answers := []*reply{refusal(500, "oops "+canary), tooMany(3), {cut: true}, nil, refusal(403, "Forbidden: bot was blocked by the user")}
		api := &telegramStub{}
		api.answer(func(request) *reply {
			if n := len(api.made("")); n <= len(answers) {
				return answers[n-1]
			}
			return nil
		})
		outage, stop := startOutage(t, OutageOptions{Client: api.client(t), Lines: linesFor, Log: log})
		for range 6 { // Telegram delivers the same again and again
			outage.Away(wrote(7, "en"))
			time.Sleep(10 * time.Second)
		}
		if n := len(api.made("")); n != 4 {
			t.Errorf("%d calls until it worked", n)
		}
		for range 3 { // blocked: there is nothing to try again
			outage.Away(wrote(8, "en"))
			time.Sleep(10 * time.Second)
		}
		if n := len(api.made("")); n != 5 {
			t.Errorf("%d calls in all", n)
		}
		stop()
		for _, reason := range []string{"no_answer", "rate_limited", "lines", "blocked"} {
			if !strings.Contains(lines.String(), "reason="+reason) {
				t.Errorf("no line with reason %s in\n%s", reason, lines)
			}
		}
	})
}

func TestAFloodIsAnsweredAtTelegramsPace(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		api := &telegramStub{}
		outage, stop := startOutage(t, OutageOptions{Client: api.client(t), Lines: linesFor})
		for chat := range 5000 {
			outage.Away(wrote(chat+1, ""))
		}
		began := time.Now()
		time.Sleep(time.Minute)
		calls := api.made("")
		if len(calls) < outageQueue || len(calls) > 2*outageQueue {
			t.Errorf("%d calls", len(calls))
		}
		if took := calls[len(calls)-1].at.Sub(began); took < time.Duration(len(calls)-10)*outageSpacing {
			t.Errorf("%d calls in %s", len(calls), took)
		}
		stop()
	})
}

func TestTheMemoryOfAnswersIsBounded(t *testing.T) {
	var m memory
	at := time.Now()
	for chat := range int64(outageChats + 5) {
		m.mark(chat, at)
	}
	if len(m.chats) != outageChats || m.order.Len() != outageChats {
		t.Errorf("remembers %d chats", len(m.chats))
	}
	if !m.mark(0, at) || m.mark(outageChats+4, at) {
		t.Error("the oldest is forgotten first, not the newest")
	}
}

func TestNoOutageResponderIsNoTrouble(t *testing.T) {
	var none *Outage
	none.Away(wrote(7, ""))
	none.Up()
}
