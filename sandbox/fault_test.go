package sandbox_test

import (
	"context"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"polyphony/sandbox"
)

// failing adds a fault and returns how the bot's next message to Alex ends.
func (p *place) failing(t *testing.T, f sandbox.Fault) (int, map[string]any) {
	t.Helper()
	if err := p.Fail(f); err != nil {
		t.Fatal(err)
	}
	return p.call(t, "sendMessage", map[string]any{"chat_id": p.alex, "text": "Hello"})
}

func (p *place) seen(t *testing.T, who int64) int {
	t.Helper()
	chat, err := p.Chat(who)
	if err != nil {
		t.Fatal(err)
	}
	return len(chat)
}

func TestAFaultAnswersAsTelegramWouldAndIsUsedUp(t *testing.T) {
	p := open(t)
	p.says(t, p.alex, "hello")
	for want, f := range map[string]sandbox.Fault{
		"Too Many Requests: retry after 7":       {Method: "sendMessage", Status: 429, RetryAfter: 7},
		"Forbidden: bot was blocked by the user": {Method: "*", Status: 403},
		"Forbidden: user is deactivated":         {Status: 403, Description: "Forbidden: user is deactivated"},
		"Bad Gateway":                            {ChatID: p.alex, Status: 502},
	} {
		if _, got := p.failing(t, f); got["description"] != want {
			t.Errorf("%+v: %v", f, got)
		}
		if status, got := p.call(t, "sendMessage", map[string]any{"chat_id": p.alex, "text": "x"}); status != 200 {
			t.Errorf("%+v was not used up: %v", f, got)
		}
	}
	if _, got := p.failing(t, sandbox.Fault{Status: 502, Body: "<html>Bad Gateway</html>"}); got["raw"] != "<html>Bad Gateway</html>" {
		t.Errorf("a proxy's page: %v", got)
	}
}

func TestAFaultHitsOnlyItsMethodAndItsChatAsOftenAsItSays(t *testing.T) {
	p := open(t)
	p.says(t, p.alex, "hello")
	p.says(t, p.sofia, "olá")
	if err := p.Fail(sandbox.Fault{Method: "sendMessage", Status: 500, Times: 2, ChatID: p.alex}); err != nil {
		t.Fatal(err)
	}
	send := func(to int64) int {
		status, _ := p.call(t, "sendMessage", map[string]any{"chat_id": to, "text": "x"})
		return status
	}
	if got := []int{send(p.sofia), send(p.alex), send(p.sofia), send(p.alex), send(p.alex)}; got[0] != 200 || got[1] != 500 || got[2] != 200 || got[3] != 500 || got[4] != 200 {
		t.Errorf("statuses %v", got)
	}
	if len(p.Faults()) != 0 {
		t.Errorf("left: %v", p.Faults())
	}
	if err := p.Fail(sandbox.Fault{Status: 500, Times: -1}); err != nil {
		t.Fatal(err)
	}
	for range 20 {
		if send(p.sofia) != 500 {
			t.Fatal("a fault without end ended")
		}
	}
	p.ClearFaults()
	if send(p.sofia) != 200 {
		t.Error("the fault was not cleared")
	}
}

func TestALostAnswerLeavesTheMessageInTheChat(t *testing.T) {
	p := open(t)
	p.says(t, p.alex, "hello")
	if status, _ := p.failing(t, sandbox.Fault{Status: 504, AfterAccept: true}); status != 504 || p.seen(t, p.alex) != 2 {
		t.Errorf("status %d, %d messages", status, p.seen(t, p.alex))
	}
	if err := p.Fail(sandbox.Fault{AfterAccept: true}); err != nil {
		t.Fatal(err)
	}
	r, err := http.NewRequest("POST", "http://sandbox.test/bot"+token+"/sendMessage?chat_id=1001&text=x", nil)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := p.http.Do(r); err == nil || p.seen(t, p.alex) != 3 {
		t.Errorf("cut: %v, %d messages", err, p.seen(t, p.alex))
	}
	if err := p.Fail(sandbox.Fault{}); err != nil {
		t.Fatal(err)
	}
	if _, err := p.http.Do(r.Clone(t.Context())); err == nil || p.seen(t, p.alex) != 3 {
		t.Errorf("cut before: %v, %d messages", err, p.seen(t, p.alex))
	}
}

func TestACutConnectionIsCutOnARealSocketToo(t *testing.T) {
	p := open(t)
	p.says(t, p.alex, "hello")
	web := httptest.NewServer(p.Server)
	defer web.Close()
	if err := p.Fail(sandbox.Fault{AfterAccept: true}); err != nil {
		t.Fatal(err)
	}
	answer, err := http.Post(web.URL+"/bot"+token+"/sendMessage", "application/x-www-form-urlencoded", strings.NewReader("chat_id=1001&text=x"))
	if err == nil {
		answer.Body.Close()
	}
	if err == nil || p.seen(t, p.alex) != 2 {
		t.Errorf("answered %v, %d messages", err, p.seen(t, p.alex))
	}
}

func TestASlowTelegramAnswersLateAndAHangingOneLetsItsCallerGo(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		p := open(t)
		p.says(t, p.alex, "hello")
		begun := time.Now()
		if status, _ := p.failing(t, sandbox.Fault{Delay: 5 * time.Second}); status != 200 || time.Since(begun) != 5*time.Second {
			t.Errorf("%d after %s", status, time.Since(begun))
		}
		if err := p.Fail(sandbox.Fault{Delay: time.Minute}); err != nil {
			t.Fatal(err)
		}
		ctx, cancel := context.WithTimeout(t.Context(), time.Second)
		defer cancel()
		r, err := http.NewRequestWithContext(ctx, "POST", "http://sandbox.test/bot"+token+"/sendMessage?chat_id=1001&text=x", nil)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := p.http.Do(r); err == nil || time.Since(begun) != 6*time.Second {
			t.Errorf("%v after %s", err, time.Since(begun))
		}
		synctest.Wait()
		if p.seen(t, p.alex) != 2 {
			t.Errorf("%d messages", p.seen(t, p.alex))
		}
	})
}

func TestANonsensicalFaultIsRefused(t *testing.T) {
	p := open(t)
	for _, f := range []sandbox.Fault{{Status: 200}, {Status: 700}, {RetryAfter: -1}, {Delay: time.Hour}} {
		if p.Fail(f) == nil {
			t.Errorf("%+v was accepted", f)
		}
	}
}
