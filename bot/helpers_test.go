package bot

import (
	"bytes"
	"cmp"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"mime"
	"mime/multipart"
	"net/http"
	"path"
	"strings"
	"sync"
	"testing"
	"time"

	"polyphony/locales"
)

// canary stands in whatever people write in these tests. It must turn up in no
// log line and no error (I8).
const canary = "Nachtigall-7731"

// witness keeps everything that is logged and holds it against the canary.
func witness(t *testing.T) (*slog.Logger, *sink) {
	t.Helper()
	s := &sink{}
	t.Cleanup(func() {
		if strings.Contains(s.String(), canary) {
			t.Errorf("somebody's words are in the log:\n%s", s)
		}
	})
	return slog.New(slog.NewTextHandler(s, &slog.HandlerOptions{Level: slog.LevelDebug})), s
}

type sink struct {
	mu  sync.Mutex
	buf bytes.Buffer
}

func (s *sink) Write(b []byte) (int, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.buf.Write(b)
}

func (s *sink) String() string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.buf.String()
}

// request is one call as the Bot API would read it.
type request struct {
	method string
	form   map[string]string
	at     time.Time
}

// reply is what the stand-in answers.
type reply struct {
	status int
	body   string
	hang   bool // until the caller gives up
	cut    bool // the connection ends without an answer
}

// telegramStub is a Bot API in the process, without sockets, so that it works
// where time is not real.
type telegramStub struct {
	mu    sync.Mutex
	calls []request
	next  int
	react func(request) *reply // nil answer: the usual
}

func (s *telegramStub) RoundTrip(req *http.Request) (*http.Response, error) {
	if req.Body != nil {
		defer req.Body.Close()
	}
	call, err := readRequest(req)
	if err != nil {
		return nil, err
	}
	r := s.note(call)
	switch {
	case r.hang:
		<-req.Context().Done()
		return nil, req.Context().Err()
	case r.cut:
		return nil, errors.New("connection reset, said " + canary)
	}
	return &http.Response{StatusCode: r.status, Header: http.Header{}, Request: req,
		Body: io.NopCloser(strings.NewReader(r.body))}, nil
}

func (s *telegramStub) note(call request) reply {
	s.mu.Lock()
	s.calls = append(s.calls, call)
	s.next++
	id, react := s.next, s.react
	s.mu.Unlock()
	if react != nil {
		if r := react(call); r != nil {
			return *r
		}
	}
	return usual(call, id)
}

func usual(call request, id int) reply {
	switch call.method {
	case "sendMessage", "sendDocument", "sendPhoto", "copyMessage":
		return reply{status: 200, body: fmt.Sprintf(`{"ok":true,"result":{"message_id":%d,"date":1,"chat":{"id":%s,"type":"private"}}}`, id, call.form["chat_id"])}
	case "editMessageText", "editMessageCaption":
		return reply{status: 200, body: fmt.Sprintf(`{"ok":true,"result":{"message_id":%s,"date":1,"chat":{"id":1,"type":"private"}}}`, call.form["message_id"])}
	case "getMe":
		return reply{status: 200, body: `{"ok":true,"result":{"id":77,"is_bot":true,"first_name":"P","username":"p_bot"}}`}
	case "getUpdates":
		return reply{status: 200, body: `{"ok":true,"result":[]}`}
	}
	return reply{status: 200, body: `{"ok":true,"result":true}`}
}

func refusal(code int, description string) *reply {
	return &reply{status: code, body: fmt.Sprintf(`{"ok":false,"error_code":%d,"description":%q}`, code, description)}
}

func tooMany(seconds int) *reply {
	return &reply{status: 429, body: fmt.Sprintf(`{"ok":false,"error_code":429,"description":"Too Many Requests: retry after %d","parameters":{"retry_after":%d}}`, seconds, seconds)}
}

func readRequest(req *http.Request) (request, error) {
	call := request{method: path.Base(req.URL.Path), form: map[string]string{}, at: time.Now()}
	body, err := io.ReadAll(req.Body)
	if err != nil {
		return call, err
	}
	kind, params, _ := mime.ParseMediaType(req.Header.Get("Content-Type"))
	if kind != "multipart/form-data" {
		call.form["body"] = string(body)
		return call, nil
	}
	form := multipart.NewReader(bytes.NewReader(body), params["boundary"])
	for {
		part, err := form.NextPart()
		if err != nil {
			return call, nil
		}
		value, _ := io.ReadAll(part)
		call.form[part.FormName()] = string(value)
		if part.FileName() != "" {
			call.form["filename"] = part.FileName()
		}
	}
}

// answer sets how calls are answered from now on.
func (s *telegramStub) answer(react func(request) *reply) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.react = react
}

// made lists the calls so far, of one method or all ("").
func (s *telegramStub) made(method string) []request {
	s.mu.Lock()
	defer s.mu.Unlock()
	var out []request
	for _, c := range s.calls {
		if method == "" || c.method == method {
			out = append(out, c)
		}
	}
	return out
}

func (s *telegramStub) client(t *testing.T) *Client {
	t.Helper()
	c, err := NewClient("77:secret", "http://telegram.test", &http.Client{Transport: s})
	if err != nil {
		t.Fatal(err)
	}
	return c
}

// texts is a catalogue for tests: sentences by "lang:key", English without.
type texts map[string]string

var _ Catalogue = (*locales.Catalogue)(nil)

func (x texts) find(lang string, key locales.Key) (string, bool) {
	if s, ok := x[lang+":"+string(key)]; ok {
		return s, true
	}
	s, ok := x[string(key)]
	return s, ok && (lang == "en" || !strings.Contains(lang, "gap"))
}

func (x texts) Text(lang string, key locales.Key, args map[string]any) (string, error) {
	s, ok := x.find(lang, key)
	if !ok {
		return "", errors.New("no such text")
	}
	for _, name := range x.Placeholders(key) {
		v, ok := args[name]
		if !ok {
			return "", errors.New("an argument is missing")
		}
		s = strings.ReplaceAll(s, "{{."+name+"}}", fmt.Sprint(v))
	}
	return s, nil
}

func (x texts) Placeholders(key locales.Key) []string {
	var names []string
	for rest := x[string(key)]; ; {
		_, after, found := strings.Cut(rest, "{{.")
		if !found {
			return names
		}
		name, end, _ := strings.Cut(after, "}}")
		names, rest = append(names, name), end
	}
}

func (x texts) Date(_ string, t time.Time, style locales.Style) string {
	shapes := map[locales.Style]string{locales.StyleWhen: "Monday 2 January, 15:04", locales.StyleDayYear: "Monday 2 January 2006", locales.StyleClock: "15:04"}
	return t.Format(cmp.Or(shapes[style], "Monday 2 January"))
}

func (x texts) Crisis(country, lang string) []locales.Line {
	return []locales.Line{{Name: "Help & more", How: "Call 1 in " + country + "."}, {Name: "Other", How: "Text 2."}}
}
