package main

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"
	"time"

	"polyphony/care"
	"polyphony/flows"
	"polyphony/sandbox"
)

// siege is the whole application with the cast of the story in it, and an
// attacker outside: what Telegram is told, what is logged, and every answer of
// the webhook are kept.
type siege struct {
	*testing.T
	ctx    context.Context
	st     *stage
	web    http.Handler
	log    bytes.Buffer
	calls  siegeEar
	id     int64 // of the newest update that was made up
	circle string
	attack string // the one that runs
	close  func()
}

// Errorf says under which attack something went wrong.
func (s *siege) Errorf(format string, args ...any) {
	s.Helper()
	s.T.Errorf("%s: "+format, append([]any{s.attack}, args...)...)
}

func newSiege(t *testing.T) *siege {
	t.Helper()
	s := &siege{T: t, ctx: context.Background(), id: 800_000_000}
	db, closeDB := memoryRedis()
	clock := sandbox.NewClock(castStart, true)
	team := exampleTeamNow(t)
	log := slog.New(slog.NewJSONHandler(&syncWriter{w: &s.log}, &slog.HandlerOptions{Level: slog.LevelDebug})) // without the mask
	st, err := newStage(s.ctx, stageOptions{Redis: db, Clock: clock, Running: true, Log: log, Team: team, Poll: time.Second, Beat: 24 * time.Hour, Tweak: func(p *Parts) {
		s.calls.next = p.HTTP.Transport
		p.HTTP = &http.Client{Transport: &s.calls}
	}})
	if err != nil {
		t.Fatal(err)
	}
	s.close = func() { st.Close(); closeDB() }
	s.st, s.web = st, st.App.Webhook
	if err := gather(s.ctx, st.App, st.Server, team, sandbox.Player{Server: st.Server, Settle: st.House.Settle}); err != nil {
		t.Fatal(err)
	}
	maya := s.contact(s.named("Maya"))
	s.circle = maya.Networks[0]
	return s
}

func (s *siege) named(name string) int64 {
	p, known := s.st.Server.Named(name)
	if !known {
		s.Fatalf("nobody is called %s", name)
	}
	return p.ID
}

func (s *siege) contact(chat int64) *care.Contact {
	s.Helper()
	var a care.Account
	var c care.Contact
	tx := s.st.App.Store.Begin(s.ctx)
	if _, err := tx.Read(care.KindAccount, flows.ChatID(chat), &a); err != nil {
		s.Fatal(err)
	}
	if found, err := tx.Read(care.KindContact, a.Contact, &c); err != nil || !found {
		return nil
	}
	return &c
}

func (s *siege) settle() {
	s.Helper()
	if err := s.st.House.Settle(s.ctx); err != nil {
		s.Fatal(err)
	}
}

// post hands the webhook a request of any shape.
func (s *siege) post(method, secret, contentType string, body io.Reader) int {
	req := httptest.NewRequest(method, "/telegram/webhook", body)
	if secret != "" {
		req.Header.Set("X-Telegram-Bot-Api-Secret-Token", secret)
	}
	if contentType != "" {
		req.Header.Set("Content-Type", contentType)
	}
	rec := httptest.NewRecorder()
	s.web.ServeHTTP(rec, req)
	if rec.Body.Len() > 0 {
		s.Errorf("the webhook answers an attacker with %d bytes", rec.Body.Len())
	}
	return rec.Code
}

// update is made up with the right secret, as only Telegram could: the worst
// that can be inside one.
func (s *siege) update(what map[string]any) string {
	s.Helper()
	s.id++
	what["update_id"] = s.id
	raw, err := json.Marshal(what)
	if err != nil {
		s.Fatal(err)
	}
	return string(raw)
}

func (s *siege) says(from int64, name, text string) string {
	return s.update(map[string]any{"message": map[string]any{"message_id": s.id, "date": 1, "text": text,
		"from": map[string]any{"id": from, "first_name": name, "language_code": "en"}, "chat": map[string]any{"id": from, "type": "private"}}})
}

func (s *siege) taps(from int64, data string) string {
	return s.update(map[string]any{"callback_query": map[string]any{"id": fmt.Sprint("q", s.id), "data": data, "chat_instance": "1",
		"from":    map[string]any{"id": from, "first_name": "X", "language_code": "en"},
		"message": map[string]any{"message_id": 5, "date": 1, "chat": map[string]any{"id": from, "type": "private"}, "from": map[string]any{"id": 1000, "is_bot": true}}}})
}

func (s *siege) arrives(raw string) int {
	return s.post(http.MethodPost, stageSecret, "application/json", strings.NewReader(raw))
}

// lets an update arrive and be handled.
func (s *siege) lets(raw string) {
	s.Helper()
	if code := s.arrives(raw); code != http.StatusOK {
		s.Fatalf("an update was answered with %d", code)
	}
	s.settle()
}

// idle reports whether nothing at all waits.
func (s *siege) idle() bool {
	s.Helper()
	d, err := s.st.App.Store.Depths(s.ctx, s.st.App.Now())
	if err != nil {
		s.Fatal(err)
	}
	return d.Idle()
}

// link is a way into the circle that nobody has used.
func (s *siege) link() string {
	s.Helper()
	inv := care.Invitation{Network: s.circle, Role: care.Relative}
	token, err := s.st.App.operator(s.ctx, flows.Operator{Verb: "invite", Invite: &inv}, &inv)
	if err != nil {
		s.Fatal(err)
	}
	s.settle()
	return token
}

// final are acts that end what is being looked at.
var final = []string{"leave", "remove", "yes", "close", "died", "stop", "forget", "erase", "send", "done", "cancel", "no", "back", "end"}

// walks lets somebody use commands and press every sort of button that they are
// shown, once each, but those that end things.
func (s *siege) walks(who int64, most int, commands ...string) {
	s.Helper()
	pressed := map[string]bool{}
	for _, c := range commands {
		if _, err := s.st.Server.Says(s.ctx, who, c); err != nil {
			s.Fatal(err)
		}
		s.settle()
		for range most {
			message, data := s.button(who, pressed)
			if data == "" {
				break
			}
			if _, err := s.st.Server.TapsRaw(s.ctx, who, who, message, data); err != nil {
				s.Fatal(err)
			}
			s.settle()
		}
	}
}

// button is the newest button of a sort that was not pressed yet.
func (s *siege) button(who int64, pressed map[string]bool) (message int, data string) {
	chat, err := s.st.Server.Chat(who)
	if err != nil {
		s.Fatal(err)
	}
	for i := len(chat) - 1; i >= max(0, len(chat)-6); i-- {
		for _, row := range chat[i].Buttons {
			for _, b := range row {
				parts := strings.SplitN(b.Data, "/", 4)
				if len(parts) < 4 {
					continue
				}
				act, _, _ := strings.Cut(parts[3], ".")
				sort := parts[0] + "/" + act
				if pressed[sort] || slices.ContainsFunc(final, func(f string) bool { return strings.HasPrefix(act, f) || strings.HasSuffix(act, f) }) {
					continue
				}
				pressed[sort] = true
				return chat[i].MessageID, b.Data
			}
		}
	}
	return 0, ""
}
