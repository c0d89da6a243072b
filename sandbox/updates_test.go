package sandbox_test

import (
	"context"
	"net/http"
	"testing"
	"testing/synctest"
	"time"
)

func ids(all []map[string]any) []int64 {
	var n []int64
	for _, u := range all {
		n = append(n, int64(u["update_id"].(float64)))
	}
	return n
}

func TestUpdatesStayUntilAHigherOffsetConfirmsThem(t *testing.T) {
	p := open(t)
	for _, text := range []string{"one", "two", "three"} {
		p.says(t, p.alex, text)
	}
	first := ids(p.updates(t, nil))
	if len(first) != 3 || first[1] != first[0]+1 || first[2] != first[1]+1 {
		t.Fatalf("update ids %v", first)
	}
	if again := ids(p.updates(t, map[string]any{"offset": 0})); len(again) != 3 {
		t.Errorf("asked again without an offset: %v", again)
	}
	if one := ids(p.updates(t, map[string]any{"limit": 1})); len(one) != 1 || one[0] != first[0] {
		t.Errorf("limit 1: %v", one)
	}
	if rest := ids(p.updates(t, map[string]any{"offset": first[0] + 1})); len(rest) != 2 || p.Pending() != 2 {
		t.Errorf("after confirming one: %v, %d pending", rest, p.Pending())
	}
	if far := ids(p.updates(t, map[string]any{"offset": first[2] + 1000})); len(far) != 2 {
		t.Errorf("an offset from the future confirms nothing: %v", far)
	}
	if last := ids(p.updates(t, map[string]any{"offset": -1})); len(last) != 1 || last[0] != first[2] || p.Pending() != 1 {
		t.Errorf("offset -1: %v, %d pending", last, p.Pending())
	}
	if none := p.updates(t, map[string]any{"offset": first[2] + 1}); len(none) != 0 || p.Pending() != 0 {
		t.Errorf("all confirmed: %v", none)
	}
}

func TestATapIsNotHandedOutOnceItIsTooOldAndAMessageAfterADay(t *testing.T) {
	p := open(t)
	p.says(t, p.alex, "hello")
	p.call(t, "sendMessage", map[string]any{"chat_id": p.alex, "text": "x", "reply_markup": `{"inline_keyboard":[[{"text":"Yes","callback_data":"y"}]]}`})
	if _, err := p.Taps(t.Context(), p.alex, 0, "Yes"); err != nil {
		t.Fatal(err)
	}
	p.clock.Set(start.Add(150 * time.Second))
	if got := p.Pending(); got != 2 {
		t.Errorf("after 150 s: %d pending", got)
	}
	p.clock.Set(start.Add(151 * time.Second))
	if got := p.Pending(); got != 1 {
		t.Errorf("after 151 s: %d pending, want the message only", got)
	}
	p.clock.Set(start.Add(24*time.Hour + time.Second))
	if got := p.Pending(); got != 0 {
		t.Errorf("after a day: %d pending", got)
	}
}

func TestOnlyTheTypesThatTheBotAskedForArrive(t *testing.T) {
	p := open(t)
	p.updates(t, map[string]any{"allowed_updates": []string{"callback_query"}})
	p.says(t, p.alex, "not wanted")
	p.updates(t, nil) // without the argument the choice stays
	p.says(t, p.alex, "not wanted either")
	if got := p.Pending(); got != 0 {
		t.Errorf("%d pending", got)
	}
	p.updates(t, map[string]any{"allowed_updates": []string{}})
	p.says(t, p.alex, "wanted")
	if got := p.Pending(); got != 1 {
		t.Errorf("%d pending", got)
	}
}

func TestALongPollAnswersWhenSomethingHappensAndOtherwiseWhenItsTimeIsOver(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		p := open(t)
		begun := time.Now()
		if got := p.updates(t, map[string]any{"timeout": 30}); len(got) != 0 || time.Since(begun) != 30*time.Second {
			t.Errorf("nothing happened: %v after %s", got, time.Since(begun))
		}
		got := make(chan int)
		go func() { got <- len(p.updates(t, map[string]any{"timeout": 30})) }()
		time.Sleep(5 * time.Second)
		p.says(t, p.alex, "hello")
		if n := <-got; n != 1 || time.Since(begun) != 35*time.Second {
			t.Errorf("%d updates after %s", n, time.Since(begun))
		}
	})
}

func TestASecondPollerSendsTheFirstAway(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		p := open(t)
		first := make(chan map[string]any)
		go func() {
			_, got := p.call(t, "getUpdates", map[string]any{"timeout": 30})
			first <- got
		}()
		synctest.Wait()
		second := make(chan int)
		go func() { second <- len(p.updates(t, map[string]any{"timeout": 30})) }()
		if got := <-first; got["error_code"] != 409.0 {
			t.Errorf("the first poller got %v", got)
		}
		p.says(t, p.alex, "hello")
		if n := <-second; n != 1 {
			t.Errorf("the second poller got %d updates", n)
		}
	})
}

func TestPollingIsRefusedWhileAWebhookIsSet(t *testing.T) {
	p := open(t)
	p.call(t, "setWebhook", map[string]any{"url": "https://polyphony.test/hook"})
	status, got := p.call(t, "getUpdates", nil)
	if status != http.StatusConflict || got["description"] != "Conflict: can't use getUpdates method while webhook is active; use deleteWebhook to delete the webhook first" {
		t.Errorf("%d %v", status, got)
	}
	if _, got := p.call(t, "deleteWebhook", nil); got["description"] != "Webhook was deleted" {
		t.Error(got)
	}
	p.updates(t, nil)
}

func TestAPollThatItsCallerGaveUpTakesNothingAlong(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		p := open(t)
		ctx, cancel := context.WithTimeout(t.Context(), time.Second)
		defer cancel()
		r, err := http.NewRequestWithContext(ctx, "GET", "http://sandbox.test/bot"+token+"/getUpdates?timeout=30", nil)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := p.http.Do(r); err == nil {
			t.Error("the poll was answered")
		}
		synctest.Wait()
		p.says(t, p.alex, "hello")
		if got := p.updates(t, map[string]any{"timeout": 30}); len(got) != 1 {
			t.Errorf("the next poll got %v", got)
		}
	})
}
