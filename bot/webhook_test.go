package bot

import (
	"context"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"testing/synctest"
	"time"
)

func post(w http.Handler, secret, body string) int {
	req := httptest.NewRequest(http.MethodPost, "/telegram/webhook", strings.NewReader(body))
	if secret != "" {
		req.Header.Set("X-Telegram-Bot-Api-Secret-Token", secret)
	}
	rec := httptest.NewRecorder()
	w.ServeHTTP(rec, req)
	if rec.Body.Len() > 0 {
		panic("the answer has a body")
	}
	return rec.Code
}

const said = `{"update_id":5,"message":{"message_id":1,` + mo + `,` + alone + `,"text":"` + canary + `"}}`

func TestAWebhookWithoutASecretIsRefused(t *testing.T) {
	for _, secret := range []string{"", " ", "with space", "ä", strings.Repeat("a", 257)} {
		if _, err := NewWebhook(WebhookOptions{Secret: secret, IntakeOptions: IntakeOptions{Inbox: &inboxStub{}}}); err == nil {
			t.Errorf("secret %q was taken", secret)
		}
	}
}

func TestTheWebhookAnswersWhatTelegramMustKnow(t *testing.T) {
	log, _ := witness(t)
	inbox := &inboxStub{}
	w, err := NewWebhook(WebhookOptions{Secret: "s3cret", Log: log, IntakeOptions: IntakeOptions{Inbox: inbox}})
	if err != nil {
		t.Fatal(err)
	}
	for name, c := range map[string]struct {
		secret, body string
		want         int
	}{
		"no secret":        {"", said, 401},
		"a wrong secret":   {"s3cre", said, 401},
		"no JSON":          {"s3cret", canary, 400},
		"an empty body":    {"s3cret", "", 400},
		"no update_id":     {"s3cret", `{"message":{"text":"` + canary + `"}}`, 400},
		"too large a body": {"s3cret", `{"update_id":1,"x":"` + strings.Repeat("a", UpdateSize) + `"}`, 413},
	} {
		if got := post(w, c.secret, c.body); got != c.want {
			t.Errorf("%s: %d, want %d", name, got, c.want)
		}
	}
	rec := httptest.NewRecorder()
	w.ServeHTTP(rec, httptest.NewRequest(http.MethodGet, "/", nil))
	if rec.Code != http.StatusMethodNotAllowed {
		t.Errorf("GET: %d", rec.Code)
	}
	if len(inbox.ids()) != 0 {
		t.Errorf("recorded: %v", inbox.ids())
	}
	if a, b := post(w, "s3cret", said), post(w, "s3cret", said); a != 200 || b != 200 {
		t.Errorf("an update and its duplicate: %d %d", a, b)
	}
	if ids := inbox.ids(); len(ids) != 1 || ids[0] != "u:5" {
		t.Errorf("recorded: %v", ids)
	}
}

func TestAnUpdateThatCannotBeKeptIsLeftToTelegram(t *testing.T) {
	log, lines := witness(t)
	inbox := &inboxStub{err: errAway}
	w, _ := NewWebhook(WebhookOptions{Secret: "s3cret", Log: log, IntakeOptions: IntakeOptions{Inbox: inbox}})
	if got := post(w, "s3cret", said); got != 503 {
		t.Errorf("answered %d", got)
	}
	if !strings.Contains(lines.String(), "reason=store") {
		t.Errorf("the log gives no reason: %s", lines)
	}
}

type brokenBody struct{}

func (brokenBody) Read([]byte) (int, error) { return 0, io.ErrUnexpectedEOF }

func TestABodyThatBreaksOffIsNotRecorded(t *testing.T) {
	w, _ := NewWebhook(WebhookOptions{Secret: "s", IntakeOptions: IntakeOptions{Inbox: &inboxStub{}}})
	req := httptest.NewRequest(http.MethodPost, "/", brokenBody{})
	req.Header.Set("X-Telegram-Bot-Api-Secret-Token", "s")
	rec := httptest.NewRecorder()
	if w.ServeHTTP(rec, req); rec.Code != 400 {
		t.Errorf("answered %d", rec.Code)
	}
}

// I3: crisis lines within a second, even when the store does not say no but
// says nothing.
func TestAStoreThatHangsDoesNotHoldTheCrisisLinesBack(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		log, _ := witness(t)
		api := &telegramStub{}
		outage, stop := startOutage(t, OutageOptions{Client: api.client(t), Lines: func(string) string { return "Call 999." }, Log: log})
		inbox := &inboxStub{hang: make(chan struct{})}
		w, _ := NewWebhook(WebhookOptions{Secret: "s", Log: log, IntakeOptions: IntakeOptions{Inbox: inbox, Outage: outage}})
		began := time.Now()
		status := make(chan int)
		go func() { status <- post(w, "s", said) }()
		time.Sleep(900 * time.Millisecond)
		synctest.Wait()
		calls := api.made("sendMessage")
		if len(calls) != 1 || calls[0].at.Sub(began) > time.Second {
			t.Errorf("lines: %+v", calls)
		}
		if got := <-status; got != 503 {
			t.Errorf("answered %d", got)
		}
		stop()
	})
}

func TestAStoreThatComesBackInTimeEndsTheOutage(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		alarms := 0
		api := &telegramStub{}
		outage, stop := startOutage(t, OutageOptions{Client: api.client(t), Lines: func(string) string { return "x" },
			Alarm: func(context.Context) { alarms++ }})
		inbox := &inboxStub{hang: make(chan struct{})}
		w, _ := NewWebhook(WebhookOptions{Secret: "s", IntakeOptions: IntakeOptions{Inbox: inbox, Outage: outage}})
		status := make(chan int)
		go func() { status <- post(w, "s", said) }()
		time.Sleep(time.Second)
		close(inbox.hang)
		if got := <-status; got != 200 {
			t.Errorf("answered %d", got)
		}
		time.Sleep(time.Minute)
		if stop(); alarms != 0 {
			t.Errorf("%d alarms", alarms)
		}
	})
}
