package sandbox_test

import (
	"encoding/json"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"polyphony/sandbox"
)

// receiver is an application's webhook: it notes what arrives, and answers as it is told.
type receiver struct {
	mu     sync.Mutex
	took   time.Duration      // how long each request takes
	status func(int) int      // by the number of the request, from 1
	got    map[int64][]string // texts by chat, as accepted
	under  map[int64]int      // requests under way by chat
	all    int                // under way altogether
	most   int                // most under way at once
	tries  []time.Duration    // when each request came, from the first
	begun  time.Time
	wrong  []string
}

func newReceiver() *receiver {
	return &receiver{got: map[int64][]string{}, under: map[int64]int{}, begun: time.Now()}
}

func (rc *receiver) RoundTrip(r *http.Request) (*http.Response, error) {
	var u struct {
		Message struct {
			Text string
			Chat struct{ ID int64 }
		}
	}
	if err := json.NewDecoder(r.Body).Decode(&u); err != nil {
		return nil, err
	}
	chat := u.Message.Chat.ID
	rc.mu.Lock()
	rc.tries = append(rc.tries, time.Since(rc.begun))
	n := len(rc.tries)
	rc.under[chat]++
	rc.all++
	rc.most = max(rc.most, rc.all)
	if rc.under[chat] > 1 {
		rc.wrong = append(rc.wrong, fmt.Sprintf("two requests at once for chat %d", chat))
	}
	if r.Header.Get("X-Telegram-Bot-Api-Secret-Token") != "s3cret" {
		rc.wrong = append(rc.wrong, "no secret")
	}
	rc.mu.Unlock()
	time.Sleep(rc.took)
	rc.mu.Lock()
	defer rc.mu.Unlock()
	rc.under[chat]--
	rc.all--
	status := http.StatusOK
	if rc.status != nil {
		status = rc.status(n)
	}
	if status == http.StatusOK {
		rc.got[chat] = append(rc.got[chat], u.Message.Text)
	}
	return &http.Response{StatusCode: status, Header: http.Header{}, Body: http.NoBody, Request: r}, nil
}

func openHook(t *testing.T, rc *receiver, people int) *place {
	t.Helper()
	p := open(t, func(o *sandbox.Options) {
		o.WebhookClient = &http.Client{Transport: rc}
		for i := range people {
			o.People = append(o.People, sandbox.Person{Name: fmt.Sprintf("Person %d", i)})
		}
	})
	if _, got := p.call(t, "setWebhook", map[string]any{"url": "https://polyphony.test/hook", "secret_token": "s3cret"}); got["ok"] != true {
		t.Fatal(got)
	}
	return p
}

func TestAWebhookGetsEachChatInOrderAndOneAtATime(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		rc := newReceiver()
		rc.took = 100 * time.Millisecond
		p := openHook(t, rc, 200)
		for i := range 5 {
			for _, who := range p.People() {
				p.says(t, who.ID, fmt.Sprint(i))
			}
		}
		if p.Pending() != 5*202 {
			t.Errorf("%d pending", p.Pending())
		}
		time.Sleep(time.Minute)
		synctest.Wait()
		if len(rc.wrong) > 0 {
			t.Error(rc.wrong[0])
		}
		if rc.most != 40 {
			t.Errorf("at most %d requests at once, want 40", rc.most)
		}
		for chat, texts := range rc.got {
			if !slices.Equal(texts, []string{"0", "1", "2", "3", "4"}) {
				t.Errorf("chat %d got %v", chat, texts)
			}
		}
		if len(rc.got) != 202 || p.Pending() != 0 {
			t.Errorf("%d chats were served, %d updates are pending", len(rc.got), p.Pending())
		}
	})
}

func TestAWebhookThatFailsIsAskedAgainAtOnceAndThenEverMoreSlowly(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		rc := newReceiver()
		rc.status = func(n int) int {
			if n < 5 {
				return http.StatusServiceUnavailable
			}
			return http.StatusOK
		}
		p := openHook(t, rc, 0)
		p.says(t, p.alex, "one")
		p.says(t, p.alex, "two")
		time.Sleep(time.Minute)
		synctest.Wait()
		if want := []time.Duration{0, 0, 1e9, 3e9, 7e9, 7e9}; !slices.Equal(rc.tries, want) {
			t.Errorf("asked after %v, want %v", rc.tries, want)
		}
		if got := rc.got[p.alex]; !slices.Equal(got, []string{"one", "two"}) {
			t.Errorf("accepted %v", got)
		}
		_, got := p.call(t, "getWebhookInfo", nil)
		info := got["result"].(map[string]any)
		if !strings.Contains(fmt.Sprint(info["last_error_message"]), "503") || info["pending_update_count"] != 0.0 {
			t.Errorf("webhook info %v", info)
		}
	})
}

func TestAFailingChatDoesNotHoldUpTheOthers(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		rc := newReceiver()
		p := openHook(t, rc, 100)
		everybody := p.People()
		rc.status = func(int) int { return http.StatusInternalServerError }
		for _, who := range everybody[1:] {
			p.says(t, who.ID, "fails")
		}
		synctest.Wait()
		rc.mu.Lock()
		rc.status = nil
		rc.mu.Unlock()
		p.says(t, everybody[0].ID, "arrives")
		synctest.Wait()
		rc.mu.Lock()
		defer rc.mu.Unlock()
		if got := rc.got[everybody[0].ID]; len(got) != 1 {
			t.Errorf("Alex's message waits behind the others: %v", got)
		}
	})
}

func TestPushingTheClockBringsTheNextAttemptForward(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		rc := newReceiver()
		rc.status = func(n int) int {
			if n < 7 {
				return http.StatusServiceUnavailable
			}
			return http.StatusOK
		}
		p := openHook(t, rc, 0)
		p.says(t, p.alex, "one")
		for range 7 {
			synctest.Wait()
			p.clock.Set(p.clock.Now().Add(time.Hour))
		}
		synctest.Wait()
		if p.Pending() != 0 || time.Since(rc.begun) != 0 {
			t.Errorf("%d pending after %s of real time", p.Pending(), time.Since(rc.begun))
		}
	})
}

func TestDroppingAndTurningBackToPollingLoseOnlyWhatIsMeantToBeLost(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		rc := newReceiver()
		rc.status = func(int) int { return http.StatusServiceUnavailable }
		p := openHook(t, rc, 0)
		p.says(t, p.alex, "kept")
		synctest.Wait()
		p.call(t, "deleteWebhook", nil)
		if got := p.updates(t, nil); len(got) != 1 {
			t.Errorf("after turning back to polling: %v", got)
		}
		p.call(t, "setWebhook", map[string]any{"url": "https://polyphony.test/hook", "drop_pending_updates": true})
		if p.Pending() != 0 {
			t.Errorf("%d pending after dropping", p.Pending())
		}
	})
}

func TestAWebhookIsCheckedBeforeItIsSet(t *testing.T) {
	p := open(t)
	for want, args := range map[string]map[string]any{
		"Bad Request: invalid webhook URL specified":              {"url": "nonsense"},
		"Bad Request: secret token contains unallowed characters": {"url": "https://a.test", "secret_token": "a b"},
		"Bad Request: secret token is too long":                   {"url": "https://a.test", "secret_token": strings.Repeat("a", 257)},
	} {
		if got := p.description(t, "setWebhook", args); got != want {
			t.Errorf("%v: %s", args, got)
		}
	}
}
