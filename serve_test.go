package main

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"polyphony/sandbox"
	"polyphony/store"
)

// served is a real `polyphony serve` in a process of its own, against a
// sandbox that is nothing but a Bot API to it, and a real redis-server.
type served struct {
	server *sandbox.Server
	look   *store.Store
	clock  *sandbox.Clock
	redis  *realRedis
	key    string
	log    *bytes.Buffer
	url    string // where serve listens
}

func startServe(t *testing.T, webhook bool) *served {
	t.Helper()
	s := &served{redis: newRealRedis(t), key: newKey(t), log: &bytes.Buffer{}}
	began := time.Now()
	start := castStart.Add(2 * time.Second) // after the change of shift and what it says, since this clock runs
	s.clock = sandbox.NewClock(start, true)
	s.server = sandbox.New(sandbox.Options{Clock: s.clock, People: castPeople, BotName: stageBot})
	t.Cleanup(s.server.Close)
	telegram := httptest.NewServer(s.server)
	t.Cleanup(telegram.Close)
	s.look = s.redis.look(t, s.key, "polyphony")
	listen := freeAddress(t)
	s.url = "http://" + listen
	cmd := exec.Command(os.Args[0], "serve")
	cmd.Env = append(os.Environ(), childVariable+"=main", "CHILD_OFFSET="+start.Sub(began).String(),
		"TELEGRAM_TOKEN="+stageToken, "TELEGRAM_API_URL="+telegram.URL, "REDIS_URL="+s.redis.url(), "MASTER_KEY="+s.key,
		"TEAM_FILE=team.example.toml", "LISTEN="+listen, "REPLICA=one", "ERASURE_LIST="+filepath.Join(s.redis.dir, "erased.txt"), "PACE_CHAT=0", "PACE_OVERALL=0", "LOG_LEVEL=debug", "ALARM_DUTY_PHONE=generic+https://inside.invalid")
	if webhook {
		cmd.Env = append(cmd.Env, "PUBLIC_URL="+s.url, "WEBHOOK_SECRET=inside-this-test-only")
	}
	cmd.Stderr = s.log
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		_ = cmd.Process.Signal(syscall.SIGTERM)
		if err := cmd.Wait(); err != nil && !t.Failed() {
			t.Errorf("serve did not stop well: %v\n%s", err, s.log)
		}
	})
	eventually(t, 20*time.Second, "serve is ready", func() bool {
		res, err := http.Get(s.url + "/readyz")
		if err != nil {
			return false
		}
		defer res.Body.Close()
		return res.StatusCode == http.StatusOK
	})
	return s
}

// settle waits until the other process has nothing left to do.
func (s *served) settle(ctx context.Context) error {
	for end := time.Now().Add(20 * time.Second); ; pause(2 * time.Millisecond) {
		arriving := s.server.Pending()
		depths, err := s.look.Depths(ctx, s.clock.Now().Add(50*time.Millisecond))
		if err == nil && arriving == 0 && depths.Idle() {
			return nil
		}
		if time.Now().After(end) {
			return fmt.Errorf("not settled: %d arriving, %+v, %v", arriving, depths, err)
		}
	}
}

func (s *served) play(t *testing.T, text string) (string, error) {
	t.Helper()
	ctx := context.Background()
	db := s.redis.client()
	defer db.Close()
	operator, err := NewApp(ctx, Parts{Redis: db, MasterKey: s.key, Deployment: "polyphony", Replica: "one-operator", Token: stageToken,
		APIURL: inProcess, BotName: stageBot, HTTP: http.DefaultClient, Now: s.clock.Now, Log: quiet()})
	if err != nil {
		return "", err
	}
	player := sandbox.Player{Server: s.server, Settle: s.settle}
	if err := gather(ctx, operator, s.server, exampleTeamNow(t), player); err != nil {
		return "", err
	}
	script, err := sandbox.ParseScript(strings.NewReader(text))
	if err != nil {
		return "", err
	}
	return script.Play(ctx, &player)
}

// timeless are the scripts in which no time passes.
func timeless(t *testing.T) map[string]string {
	t.Helper()
	out := map[string]string{}
	for i, name := range scripts(t) {
		if i%raced != 0 {
			continue // all of them are played in one process; here it is the process that is tried
		}
		text, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		if !strings.Contains(string(text), " pass\n") && !strings.Contains(string(text), "> the clock says") {
			out[strings.TrimSuffix(filepath.Base(name), ".txt")] = string(text)
		}
	}
	if len(out) < 3 {
		t.Fatalf("only %d scripts without time passing", len(out))
	}
	return out
}

// TestServeByPolling and TestServeByWebhook protect the whole of it as a trust
// runs it: separate processes, real HTTP, real Redis.
func TestServeByPolling(t *testing.T) { testServe(t, false) }

func TestServeByWebhook(t *testing.T) { testServe(t, true) }

func testServe(t *testing.T, webhook bool) {
	for name, want := range timeless(t) {
		t.Run(name, func(t *testing.T) {
			s := startServe(t, webhook)
			got, err := s.play(t, want)
			if err != nil {
				t.Fatalf("%v\n%s\n%s", err, got, s.log)
			}
			if got != want {
				t.Errorf("people saw something else than in one process:\n%s", difference(want, got))
			}
			checkRefusals(t, s.url, webhook)
		})
	}
}

// checkRefusals: what is not Telegram is sent away, and leaves nothing behind.
func checkRefusals(t *testing.T, url string, webhook bool) {
	t.Helper()
	if !webhook {
		return
	}
	for _, c := range []struct {
		name, secret, body string
		want               int
	}{
		{"a wrong secret", "wrong", `{"update_id":1}`, http.StatusUnauthorized},
		{"no secret", "", `{"update_id":1}`, http.StatusUnauthorized},
		{"malformed JSON", "inside-this-test-only", `{"update_id":`, http.StatusBadRequest},
		{"no update_id", "inside-this-test-only", `{}`, http.StatusBadRequest},
		{"an unknown kind of update", "inside-this-test-only", `{"update_id":7,"novelty":{"x":1}}`, http.StatusOK},
		{"a body over a mebibyte", "inside-this-test-only", `{"update_id":8,"x":"` + strings.Repeat("x", 1<<20) + `"}`, http.StatusRequestEntityTooLarge},
	} {
		req, _ := http.NewRequest(http.MethodPost, url+"/telegram/webhook", strings.NewReader(c.body))
		req.Header.Set("X-Telegram-Bot-Api-Secret-Token", c.secret)
		res, err := http.DefaultClient.Do(req)
		if err != nil {
			t.Fatal(err)
		}
		_, _ = io.Copy(io.Discard, res.Body)
		_ = res.Body.Close()
		if res.StatusCode != c.want {
			t.Errorf("%s: status %d, want %d", c.name, res.StatusCode, c.want)
		}
	}
}
