package bot

import (
	"context"
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"slices"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"polyphony/flows"
)

func TestAClientNeedsATokenAndAServer(t *testing.T) {
	for _, c := range [][2]string{{"", "https://api.telegram.org"}, {" ", "https://api.telegram.org"}, {canary, ""}, {canary, "api.telegram.org"}, {canary, "ftp://x"}, {canary, "http://%zz"}} {
		if _, err := NewClient(c[0], c[1], nil); err == nil || strings.Contains(err.Error(), canary) {
			t.Errorf("token %q, server %q: %v", c[0], c[1], err)
		}
	}
	if _, err := NewClient("1:a", "http://127.0.0.1:1/", nil); err != nil {
		t.Error(err)
	}
}

// overSockets runs one call against a real server.
func overSockets(t *testing.T, h http.HandlerFunc) (failure, bool) {
	t.Helper()
	server := httptest.NewServer(h)
	defer server.Close()
	transport := &http.Transport{}
	defer transport.CloseIdleConnections()
	c, err := NewClient("1:a", server.URL, &http.Client{Transport: transport})
	if err != nil {
		t.Fatal(err)
	}
	ex := &exchange{}
	ctx, cancel := context.WithTimeout(withExchange(t.Context(), ex), 10*time.Second)
	defer cancel()
	return describe(c.message(ctx, flows.Message{Chat: 1}, &Letter{pieces: []piece{{text: canary}}}, formHTML), ex)
}

func TestRealConnectionsThatBreakOffAreNoAnswer(t *testing.T) {
	for name, h := range map[string]http.HandlerFunc{
		"before the answer": func(http.ResponseWriter, *http.Request) { panic(http.ErrAbortHandler) },
		"within the answer": func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Content-Length", "1000")
			_, _ = io.WriteString(w, `{"ok":true,`)
			panic(http.ErrAbortHandler)
		},
		"a redirect": func(w http.ResponseWriter, r *http.Request) {
			if r.URL.Path == "/elsewhere" {
				t.Error("people's words were carried elsewhere")
			}
			http.Redirect(w, r, "/elsewhere", http.StatusTemporaryRedirect)
		},
	} {
		if f, ok := overSockets(t, h); ok || f.reason != reasonNoAnswer {
			t.Errorf("%s: %+v %v", name, f, ok)
		}
	}
	if f, ok := overSockets(t, func(w http.ResponseWriter, r *http.Request) {
		body, _ := io.ReadAll(r.Body)
		if r.ContentLength != int64(len(body)) || !strings.Contains(string(body), canary) {
			t.Errorf("length %d, body of %d", r.ContentLength, len(body))
		}
		_, _ = io.WriteString(w, `{"ok":true,"result":{"message_id":4}}`)
	}); !ok {
		t.Errorf("%+v", f)
	}
}

// A process that is paused while its request is being written has sent nothing
// that counts.
func TestARequestStopsWhenItsClaimGrowsOld(t *testing.T) {
	var whole atomic.Bool
	server := httptest.NewServer(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
		if _, err := io.ReadAll(r.Body); err == nil {
			whole.Store(true)
		}
	}))
	defer server.Close()
	transport := &http.Transport{}
	defer transport.CloseIdleConnections()
	c, _ := NewClient("1:a", server.URL, &http.Client{Transport: transport})
	for asked := range 3 {
		looks := 0
		ex := &exchange{fresh: func() bool { looks++; return looks <= asked }}
		m, file := flows.Message{Chat: 1}, &upload{name: "a", body: make([]byte, 1<<20)}
		f, ok := describe(c.document(withExchange(t.Context(), ex), m, &Letter{file: file}, formHTML), ex)
		if ok || f.reason != reasonStale || whole.Load() {
			t.Errorf("stale after %d looks: %+v %v, arrived whole: %v", asked, f, ok, whole.Load())
		}
	}
}

func TestErrorsOfTheClientHoldNeitherWordsNorTheToken(t *testing.T) {
	api := &telegramStub{react: func(request) *reply { return refusal(400, "Bad Request: "+canary) }}
	c := api.client(t)
	_, _, err := c.Me(t.Context())
	for _, err := range []error{err, c.SetWebhook(t.Context(), "https://x.test", "s", 40), c.deleteWebhook(t.Context())} {
		if err == nil || strings.Contains(err.Error(), canary) || strings.Contains(err.Error(), "secret") || !strings.Contains(err.Error(), "refused") {
			t.Error(err)
		}
	}
	api.answer(nil)
	id, name, err := c.Me(t.Context())
	if id != 77 || name != "p_bot" || err != nil {
		t.Errorf("%d %q %v", id, name, err)
	}
	if err := c.SetWebhook(t.Context(), "https://x.test/hook", "s3cret", 40); err != nil {
		t.Error(err)
	}
	hook := api.made("setWebhook")[1].form
	if hook["url"] != "https://x.test/hook" || hook["secret_token"] != "s3cret" || hook["max_connections"] != "40" || !strings.Contains(hook["allowed_updates"], "my_chat_member") || hook["drop_pending_updates"] != "" {
		t.Errorf("%v", hook)
	}
}

func TestADescriptionOfAnErrorIsFoundWhateverItsCase(t *testing.T) {
	for text, want := range map[string]flows.Reason{
		"Bad Request: MESSAGE_NOT_MODIFIED": reasonUnchanged, "Bad Request: QUERY_ID_INVALID": reasonTooLate,
		"Bad Request: message can't be edited": reasonUneditable, "Bad Request: can't parse entities: x": reasonFormatting,
		"Bad Request: CHAT_WRITE_FORBIDDEN": reasonGone, "Bad Request: message text is empty": reasonRefused, "": reasonRefused,
	} {
		if got := badRequest(text); got != want {
			t.Errorf("%q: %s", text, got)
		}
	}
}

// TestCallsFitTelegramsSchema holds every call that we make against Telegram's
// own schema, where it lies beside the project.
func TestCallsFitTelegramsSchema(t *testing.T) {
	data, err := os.ReadFile("../../shared/data/botapi-10.1.json")
	if err != nil {
		t.Skip("Telegram's schema lies beside the repository, not in it")
	}
	type field struct {
		Name     string
		Required bool
	}
	var schema struct {
		Methods, Types map[string]struct{ Fields []field }
	}
	if err := json.Unmarshal(data, &schema); err != nil {
		t.Fatal(err)
	}
	for _, c := range everyCall(t) {
		known, ok := schema.Methods[c.method]
		if !ok {
			t.Errorf("no method %s", c.method)
		}
		for _, f := range known.Fields {
			if _, given := c.form[f.Name]; f.Required && !given {
				t.Errorf("%s lacks %s", c.method, f.Name)
			}
		}
		for name := range c.form {
			if name != "filename" && !slices.ContainsFunc(known.Fields, func(f field) bool { return f.Name == name }) {
				t.Errorf("%s has no field %s", c.method, name)
			}
		}
	}
	for _, pair := range []struct {
		kind  string
		value any
	}{{"InlineKeyboardButton", InlineButton{"a", "b", "c", "d"}}, {"InlineKeyboardMarkup", InlineKeyboard{}}, {"ReplyKeyboardMarkup", ReplyKeyboard{Persistent: true, Resize: true}}, {"KeyboardButton", ReplyButton{"a", true, true}}} {
		raw, _ := json.Marshal(pair.value)
		for name := range fieldsOf(raw) {
			if !slices.ContainsFunc(schema.Types[pair.kind].Fields, func(f field) bool { return f.Name == name }) {
				t.Errorf("%s has no field %s", pair.kind, name)
			}
		}
	}
}

// everyCall makes each kind of call once.
func everyCall(t *testing.T) []request {
	api := &telegramStub{}
	c := api.client(t)
	m := flows.Message{Chat: 1, Silent: true, Protect: true, Copy: &flows.Copy{Chat: 2, Message: 3}}
	l := &Letter{pieces: []piece{{tag: spoilerOpen}, {text: "x"}, {tag: spoilerClose}}, Markup: &InlineKeyboard{}, file: &upload{name: "a", body: []byte("b")}}
	_, _, err := c.Me(t.Context())
	err = errors.Join(err, c.message(t.Context(), m, l, formHidden), c.message(t.Context(), m, l, formHTML), c.edit(t.Context(), 1, 2, l, formHTML),
		c.document(t.Context(), m, l, formHidden), c.photo(t.Context(), m, l, formHidden), c.editCaption(t.Context(), 1, 2, l, formHidden), c.copy(t.Context(), m, l, formHidden), c.answer(t.Context(), "1", l),
		c.SetWebhook(t.Context(), "https://x.test", "s", 1), c.deleteWebhook(t.Context()))
	if err != nil {
		t.Error(err)
	}
	p := NewPublisher(PublisherOptions{Client: c, Default: "en", Languages: []string{"en", "pl"},
		Commands: func(lang string) []Command { return []Command{{Name: "help", Text: lang}} },
		About:    func(string) (string, string) { return "long", "short" }})
	p.Publish(t.Context())
	return api.made("")
}
