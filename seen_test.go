package main

import (
	"context"
	"io"
	"net/http"
	"net/http/httptest"
	"regexp"
	"strings"
	"sync"
	"testing"
	"time"

	"polyphony/alarm"
	"polyphony/care"
	"polyphony/flows"
	"polyphony/sandbox"
	"polyphony/store"
)

// woken is a house whose Amira has a channel of her own, on which every alarm
// goes out with its first step, and the other side of that channel.
type woken struct {
	*testing.T
	st    *stage
	clock *sandbox.Clock
	site  http.Handler
	away  func() // lets the store be gone

	mu    sync.Mutex
	heard []string
}

func newWoken(t *testing.T, staff string) *woken {
	t.Helper()
	w := &woken{T: t, clock: sandbox.NewClock(castStart, true)}
	phone := httptest.NewServer(http.HandlerFunc(func(_ http.ResponseWriter, req *http.Request) {
		body, _ := io.ReadAll(io.LimitReader(req.Body, 1<<16))
		w.mu.Lock()
		defer w.mu.Unlock()
		w.heard = append(w.heard, string(body))
	}))
	t.Cleanup(phone.Close)
	team := exampleTeamNow(t)
	team.Channels = []care.Channel{{ID: "night-phone", Staff: staff, Env: "NIGHT"}}
	team.Escalation.Steps = [][]string{{care.TargetOnCall, "night-phone"}}
	db, closeDB := memoryRedis()
	t.Cleanup(closeDB)
	w.away = func() { _ = db.Close() }
	var err error
	w.st, err = newStage(context.Background(), stageOptions{Redis: db, Clock: w.clock, Running: true, Log: quiet(), Team: team, Poll: 50 * time.Millisecond, Beat: 50 * time.Millisecond,
		Tweak: func(p *Parts) {
			p.PublicURL = "https://companion.example.org/"
			p.Channels = []alarm.Channel{{ID: "night-phone", URL: "generic+" + phone.URL}}
		}})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(w.st.Close)
	if err := gather(context.Background(), w.st.App, w.st.Server, team, sandbox.Player{Server: w.st.Server, Settle: w.st.House.Settle}); err != nil {
		t.Fatal(err)
	}
	w.site = w.st.App.routes(newReadiness(w.st.App, store.Durability{}))
	return w
}

// link presses the help button as Maya and waits for the link that the channel brings.
func (w *woken) link() string {
	w.Helper()
	maya, _ := w.st.Server.Named("Maya")
	if _, err := w.st.Server.Says(w.Context(), maya.ID, "/help_now"); err != nil {
		w.Fatal(err)
	}
	var found string
	eventually(w, 10*time.Second, "the alarm went out", func() bool {
		w.mu.Lock()
		defer w.mu.Unlock()
		for _, body := range w.heard {
			if m := seenLinkShape.FindString(body); m != "" {
				found = m
			}
		}
		return found != ""
	})
	return strings.TrimPrefix(found, "https://companion.example.org")
}

var seenLinkShape = regexp.MustCompile(`https://companion\.example\.org/seen/[a-z2-9]{32}`)

func (w *woken) call(method, path string) (int, string) {
	w.Helper()
	answer := httptest.NewRecorder()
	w.site.ServeHTTP(answer, httptest.NewRequest(method, path, nil))
	if answer.Header().Get("Cache-Control") != "no-store" {
		w.Errorf("%s %s may be kept by a cache", method, path)
	}
	return answer.Code, answer.Body.String()
}

func (w *woken) alert() care.Alert {
	w.Helper()
	maya, _ := w.st.Server.Named("Maya")
	var account care.Account
	var a care.Alert
	if _, err := w.st.App.Store.Peek(w.Context(), care.KindAccount, flows.ChatID(maya.ID), &account); err != nil {
		w.Fatal(err)
	}
	if _, err := w.st.App.Store.Peek(w.Context(), care.KindAlert, account.Alert, &a); err != nil {
		w.Fatal(err)
	}
	return a
}

// TestAnAlarmsLinkTakesTheAlert protects I2 where Telegram does not reach: one
// press behind the link makes its owner the alert's, and opening it does
// nothing, since mail programs open every link.
func TestAnAlarmsLinkTakesTheAlert(t *testing.T) {
	w := newWoken(t, "amira")
	path := w.link()
	for range 3 {
		if code, page := w.call("GET", path); code != 200 || !strings.Contains(page, "I&#39;ve got this") || strings.Contains(page, "Maya") {
			t.Fatalf("%d: %s", code, page)
		}
	}
	if a := w.alert(); a.State != care.AlertOpen {
		t.Fatalf("opening the link made it %s", a.State)
	}
	if code, page := w.call("POST", path); code != 200 || !strings.Contains(page, "It is yours now") {
		t.Fatalf("%d: %s", code, page)
	}
	if a := w.alert(); a.State != care.AlertTaken || a.Owner == "" {
		t.Fatalf("after the press it is %s, owner %q", a.State, a.Owner)
	}
	if _, page := w.call("GET", path); !strings.Contains(page, "It is yours now") || strings.Contains(page, "<button") {
		t.Errorf("looked at again: %s", page)
	}
	if _, page := w.call("POST", path); !strings.Contains(page, "It is yours now") {
		t.Errorf("pressed twice: %s", page)
	}
	maya, _ := w.st.Server.Named("Maya")
	eventually(t, 5*time.Second, "Maya hears of it", func() bool {
		chat, _ := w.st.Server.Chat(maya.ID)
		for _, m := range chat {
			if strings.Contains(m.Text, "Amira has heard that you asked for help") {
				return true
			}
		}
		return false
	})
}

// A channel of the whole team proves that somebody heard, and not who: the card
// says so and the chain goes on.
func TestAnAlarmsLinkOfTheTeamIsNotedAndTheChainGoesOn(t *testing.T) {
	w := newWoken(t, "")
	path := w.link()
	if _, page := w.call("POST", path); !strings.Contains(page, "I go on calling") {
		t.Fatal(page)
	}
	if _, page := w.call("POST", path); !strings.Contains(page, "It is noted") {
		t.Errorf("pressed twice: %s", page)
	}
	a := w.alert()
	if a.State != care.AlertOpen || a.Story[len(a.Story)-1].What != "heard.night-phone" {
		t.Errorf("%s: %+v", a.State, a.Story)
	}
}

// I7: a guessed, broken or old link opens nothing and says nothing.
func TestALinkThatIsNoneSaysNothing(t *testing.T) {
	w := newWoken(t, "amira")
	for _, path := range []string{"/seen/", "/seen/abc", "/seen/" + strings.Repeat("a", 32), "/seen/" + strings.Repeat("a", 4096), "/seen/../readyz%00"} {
		for _, method := range []string{"GET", "POST"} {
			answer := httptest.NewRecorder()
			w.site.ServeHTTP(answer, httptest.NewRequest(method, path, strings.NewReader(strings.Repeat("x", 1<<16))))
			if answer.Code == http.StatusOK {
				t.Errorf("%s %.40s: %d", method, path, answer.Code)
			}
		}
	}
	path := w.link()
	if err := w.st.Server.Advance(t.Context(), 25*time.Hour); err != nil {
		t.Fatal(err)
	}
	if code, _ := w.call("POST", path); code != http.StatusGone {
		t.Errorf("a day later it answers %d", code)
	}
	if a := w.alert(); a.State != care.AlertOpen {
		t.Errorf("a day later it took the alert: %s", a.State)
	}
}
