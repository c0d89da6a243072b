package sandbox_test

import (
	"bufio"
	"context"
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"polyphony/sandbox"
)

func TestThePageAndTheTestsFindTheContractOfTheJSONAPI(t *testing.T) {
	p := open(t)
	if _, got := p.api(t, "GET", "/api/people", ""); fmt.Sprint(got["list"]) != "[map[id:1001 language:en name:Alex username:alex_1001] map[id:1002 language:pt-br name:Sofia username:sofia_1002]]" {
		t.Errorf("people: %v", got)
	}
	if status, got := p.api(t, "POST", "/api/people", `{"name":"Tom","language":"ur"}`); status != 200 || got["id"] != 1003.0 || got["language"] != "ur" {
		t.Errorf("a new account: %d %v", status, got)
	}
	p.api(t, "POST", "/api/people/1001/opens", `{"link":"https://t.me/polyphony_sandbox_bot?start=abc-DEF_1"}`)
	p.api(t, "POST", "/api/people/1001/sends", `{"kind":"voice"}`)
	p.api(t, "POST", "/api/people/1001/says", `{"text":"hello","reply_to":1}`)
	p.call(t, "sendMessage", map[string]any{"chat_id": 1001, "text": "Which?", "reply_markup": `{"keyboard":[[{"text":"I need help now"}]],"is_persistent":true}`})
	_, got := p.api(t, "GET", "/api/people/1001/chat", "")
	chat := got["list"].([]any)
	first, last := chat[0].(map[string]any), chat[3].(map[string]any)
	if first["text"] != "/start abc-DEF_1" || first["me"] != true || first["from"] != "Alex" || first["date"] != "2026-03-02T09:00:00Z" || first["keyboard"] != nil {
		t.Errorf("first %v", first)
	}
	if chat[1].(map[string]any)["kind"] != "voice" || fmt.Sprint(chat[2].(map[string]any)["reply_to"]) != "map[message_id:1 text:/start abc-DEF_1]" {
		t.Errorf("chat %v", chat)
	}
	if last["from"] != "bot" || last["me"] != false || last["edited"] != false || fmt.Sprint(last["keyboard"]) != "[[I need help now]]" || fmt.Sprint(last["buttons"]) != "[]" {
		t.Errorf("last %v", last)
	}
	p.api(t, "POST", "/api/people/1001/taps", `{"button":"I need help now"}`)
	if m := p.newest(t, p.alex); m.Text != "I need help now" || !m.Me {
		t.Errorf("a key of the keyboard sent %+v", m)
	}
	p.api(t, "POST", "/api/people/1001/edits", `{"message_id":3,"text":"hello again"}`)
	all := p.updates(t, nil)
	if m := all[len(all)-1]["edited_message"].(map[string]any); m["text"] != "hello again" || m["edit_date"] == nil {
		t.Errorf("edited: %v", m)
	}
}

func TestTheClockFaultsStoryAndDrawerAreServed(t *testing.T) {
	next := start.Add(time.Hour)
	p := open(t, func(o *sandbox.Options) {
		o.Story = []sandbox.Step{{Title: "Say hello", Text: "…", Who: "Alex", Do: sandbox.Do{Says: "hello"}}}
	})
	for path, want := range map[string]string{
		"/api/clock":  "map[next:<nil> now:2026-03-02T09:00:00Z]",
		"/api/drawer": "map[queued:[] sent:[] timers:[]]",
		"/api/story":  "map[list:[map[do:map[says:hello] text:… title:Say hello who:Alex]]]",
		"/api/faults": "map[list:[]]",
		"/api/groups": "map[list:[]]",
	} {
		if _, got := p.api(t, "GET", path, ""); fmt.Sprint(got) != want {
			t.Errorf("%s: %v", path, got)
		}
	}
	p.SetHouse(house{next: func() (time.Time, bool) { return next, p.clock.Now().Before(next) }})
	for body, want := range map[string]string{`{"next":true}`: "map[next:<nil> now:2026-03-02T10:00:00Z]"} {
		if _, got := p.api(t, "POST", "/api/clock", body); fmt.Sprint(got) != want {
			t.Errorf("%s: %v", body, got)
		}
	}
	p.api(t, "POST", "/api/clock", `{"advance":"1d2h"}`)
	if _, got := p.api(t, "POST", "/api/clock", `{"to":"2026-12-01T09:00:00Z"}`); got["now"] != "2026-12-01T09:00:00Z" {
		t.Errorf("to December: %v", got)
	}
	p.api(t, "POST", "/api/faults", `{"method":"sendMessage","status":429,"retry_after":3,"times":2,"delay":"2s","chat_id":1001}`)
	if _, got := p.api(t, "GET", "/api/faults", ""); fmt.Sprint(got) != "map[list:[map[chat_id:1001 delay:2s method:sendMessage retry_after:3 status:429 times:2]]]" {
		t.Errorf("faults: %v", got)
	}
	p.api(t, "DELETE", "/api/faults", "")
	if len(p.Faults()) != 0 {
		t.Error("the faults are still there")
	}
}

func TestWhatCannotBeDoneIsToldInOneSentence(t *testing.T) {
	p := open(t)
	for _, c := range []struct {
		path, body string
		status     int
	}{
		{"/api/people/77/says", `{"text":"x"}`, 404}, {"/api/people/x/says", `{"text":"x"}`, 404},
		{"/api/people/1001/says", `{"text":" "}`, 400}, {"/api/people/1001/says", `nonsense`, 400},
		{"/api/people/1001/says", `{"text":"` + strings.Repeat("x", 4097) + `"}`, 400},
		{"/api/people/1001/says", `{"text":"` + strings.Repeat("x", 1<<20) + `"}`, 400},
		{"/api/people/1001/taps", `{"button":"No such"}`, 404}, {"/api/people/1001/opens", `{"link":"https://example.org"}`, 400},
		{"/api/people/1001/opens", `{"link":"https://t.me/another_bot?start=x"}`, 400},
		{"/api/people/1001/sends", `{"kind":"money"}`, 400}, {"/api/people", `{"name":""}`, 400},
		{"/api/people/1001/edits", `{"message_id":5,"text":"x"}`, 404}, {"/api/clock", `{"advance":"soon"}`, 400},
		{"/api/clock", `{"to":"2020-01-01T00:00:00Z"}`, 400}, {"/api/clock", `{}`, 400}, {"/api/faults", `{"status":200}`, 400},
		{"/api/nothing", ``, 404},
	} {
		status, got := p.api(t, "POST", c.path, c.body)
		text, _ := got["error"].(string)
		if status != c.status || !strings.HasSuffix(text, ".") {
			t.Errorf("%s %.60s: %d %v, want %d", c.path, c.body, status, got, c.status)
		}
	}
}

func TestAPageFromElsewhereCannotDriveTheSandbox(t *testing.T) {
	p := open(t)
	for _, c := range []struct {
		header, value string
		status        int
	}{
		{"Origin", "https://evil.test", 403}, {"Origin", "null", 403}, {"Origin", "http://sandbox.test", 200}, {"Sec-Fetch-Site", "cross-site", 403},
		{"Sec-Fetch-Site", "same-origin", 200}, {"X-Nothing", "", 200},
	} {
		r := httptest.NewRequest("POST", "http://sandbox.test/api/people/1001/says", strings.NewReader(`{"text":"x"}`))
		r.Header.Set(c.header, c.value)
		w := httptest.NewRecorder()
		p.ServeHTTP(w, r)
		if w.Code != c.status {
			t.Errorf("%s %s: %d, want %d", c.header, c.value, w.Code, c.status)
		}
	}
}

func TestThePageIsServedAndMayTalkToNobodyElse(t *testing.T) {
	p := open(t)
	w := httptest.NewRecorder()
	p.ServeHTTP(w, httptest.NewRequest("GET", "http://sandbox.test/", nil))
	if w.Code != 200 || !strings.Contains(w.Header().Get("Content-Type"), "text/html") || !strings.Contains(w.Header().Get("Content-Security-Policy"), "default-src 'self'") {
		t.Errorf("%d %v", w.Code, w.Header())
	}
}

func TestEventsTellThePageWhatToFetchAgain(t *testing.T) {
	p := open(t)
	web := httptest.NewServer(p.Server)
	defer web.Close()
	ctx, cancel := context.WithTimeout(t.Context(), 10*time.Second)
	defer cancel()
	r, err := http.NewRequestWithContext(ctx, "GET", web.URL+"/api/events", nil)
	if err != nil {
		t.Fatal(err)
	}
	stream, err := http.DefaultClient.Do(r)
	if err != nil {
		t.Fatal(err)
	}
	defer stream.Body.Close()
	lines := bufio.NewScanner(stream.Body)
	lines.Scan() // the greeting: from here on nothing is missed
	p.says(t, p.alex, "hello")
	p.call(t, "sendChatAction", map[string]any{"chat_id": p.alex, "action": "typing"})
	p.call(t, "sendMessage", map[string]any{"chat_id": p.alex, "text": "x", "reply_markup": `{"inline_keyboard":[[{"text":"Yes","callback_data":"y"}]]}`})
	if _, err := p.Taps(t.Context(), p.alex, 0, "Yes"); err != nil {
		t.Fatal(err)
	}
	all := p.updates(t, nil)
	id := all[len(all)-1]["callback_query"].(map[string]any)["id"]
	p.call(t, "answerCallbackQuery", map[string]any{"callback_query_id": id, "text": "Thanks"})
	want := []string{`{"kind":"chat","person":1001}`, `{"kind":"typing","person":1001}`, `{"kind":"toast","person":1001,"text":"Thanks"}`}
	for lines.Scan() && len(want) > 0 {
		if lines.Text() == "data: "+want[0] {
			want = want[1:]
		}
	}
	if len(want) > 0 {
		t.Errorf("these events did not come: %v", want)
	}
}

func TestATapReturnsTheAnswerThatCameWhileTheApplicationSettled(t *testing.T) {
	p := open(t)
	p.says(t, p.alex, "hello")
	p.call(t, "sendMessage", map[string]any{"chat_id": p.alex, "text": "x", "reply_markup": `{"inline_keyboard":[[{"text":"Yes","callback_data":"y"}]]}`})
	p.SetHouse(house{settle: func(context.Context) error {
		all := p.updates(t, nil)
		id := all[len(all)-1]["callback_query"].(map[string]any)["id"]
		p.call(t, "answerCallbackQuery", map[string]any{"callback_query_id": id, "text": "Thanks", "show_alert": true})
		return nil
	}})
	if _, got := p.api(t, "POST", "/api/people/1001/taps", `{"button":"Yes"}`); got["answer"] != "Thanks" || got["alert"] != true {
		t.Errorf("the tap was answered %v", got)
	}
}
