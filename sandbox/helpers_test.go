package sandbox_test

import (
	"bytes"
	"context"
	"encoding/json"
	"io"
	"net/http"
	"net/http/httptest"
	"testing"
	"time"

	"github.com/go-telegram/bot"

	"polyphony/sandbox"
)

const token = "424242:test-token"

var start = time.Date(2026, 3, 2, 9, 0, 0, 0, time.UTC)

// place is a sandbox with a frozen clock, two people, and the library's client on the in-process transport.
type place struct {
	*sandbox.Server
	clock       *sandbox.Clock
	bot         *bot.Bot
	http        *http.Client
	alex, sofia int64
}

func open(t testing.TB, change ...func(*sandbox.Options)) *place {
	t.Helper()
	o := sandbox.Options{
		Clock:  sandbox.NewClock(start, false),
		People: []sandbox.Person{{Name: "Alex", Language: "en"}, {Name: "Sofia", Language: "pt-br"}},
	}
	for _, c := range change {
		c(&o)
	}
	s := sandbox.New(o)
	t.Cleanup(s.Close)
	p := &place{Server: s, clock: o.Clock, http: &http.Client{Transport: s.Transport()}}
	p.alex, p.sofia = s.People()[0].ID, s.People()[1].ID
	p.bot = p.client(t)
	return p
}

func (p *place) client(t testing.TB) *bot.Bot {
	t.Helper()
	b, err := bot.New(token, bot.WithHTTPClient(time.Minute, p.http), bot.WithServerURL("http://sandbox.test"), bot.WithSkipGetMe())
	if err != nil {
		t.Fatal(err)
	}
	return b
}

// call makes a raw Bot API call with a JSON body.
func (p *place) call(t testing.TB, method string, args map[string]any) (int, map[string]any) {
	t.Helper()
	body, err := json.Marshal(args)
	if err != nil {
		t.Fatal(err)
	}
	return p.send(t, http.MethodPost, "/bot"+token+"/"+method, body)
}

// api calls the JSON API.
func (p *place) api(t testing.TB, method, path, body string) (int, map[string]any) {
	t.Helper()
	return p.send(t, method, path, []byte(body))
}

func (p *place) send(t testing.TB, method, path string, body []byte) (int, map[string]any) {
	t.Helper()
	r := httptest.NewRequest(method, "http://sandbox.test"+path, bytes.NewReader(body))
	r.RequestURI = ""
	r.Header.Set("Content-Type", "application/json")
	answer, err := p.http.Do(r)
	if err != nil {
		t.Fatal(err)
	}
	defer answer.Body.Close()
	raw, err := io.ReadAll(answer.Body)
	if err != nil {
		t.Fatal(err)
	}
	var got any
	if err := json.Unmarshal(raw, &got); err != nil {
		return answer.StatusCode, map[string]any{"raw": string(raw)}
	}
	if object, ok := got.(map[string]any); ok {
		return answer.StatusCode, object
	}
	return answer.StatusCode, map[string]any{"list": got}
}

// updates are what getUpdates hands out for an offset.
func (p *place) updates(t testing.TB, args map[string]any) []map[string]any {
	t.Helper()
	status, got := p.call(t, "getUpdates", args)
	if status != http.StatusOK {
		t.Fatalf("getUpdates: %d %v", status, got)
	}
	var all []map[string]any
	for _, u := range got["result"].([]any) {
		all = append(all, u.(map[string]any))
	}
	return all
}

func (p *place) says(t testing.TB, who int64, text string) int {
	t.Helper()
	n, err := p.Says(t.Context(), who, text)
	if err != nil {
		t.Fatal(err)
	}
	return n
}

// newest is the latest message in a chat.
func (p *place) newest(t testing.TB, who int64) sandbox.Message {
	t.Helper()
	chat, err := p.Chat(who)
	if err != nil || len(chat) == 0 {
		t.Fatalf("chat of %d: %d messages, %v", who, len(chat), err)
	}
	return chat[len(chat)-1]
}

// house is an application made of functions.
type house struct {
	settle func(context.Context) error
	next   func() (time.Time, bool)
}

func (h house) Settle(ctx context.Context) error {
	if h.settle == nil {
		return nil
	}
	return h.settle(ctx)
}

func (h house) Next(context.Context) (time.Time, bool, error) {
	if h.next == nil {
		return time.Time{}, false, nil
	}
	t, ok := h.next()
	return t, ok, nil
}

func (h house) Drawer(context.Context) (sandbox.Drawer, error) { return sandbox.Drawer{}, nil }
