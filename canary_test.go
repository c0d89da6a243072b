package main

import (
	"bytes"
	"context"
	"io"
	"log/slog"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"polyphony/care"
	"polyphony/sandbox"
)

// canaries are words and names that exist nowhere else. Whoever finds one where
// no person reads has found a leak (I8, rule 12).
var canaries = []string{"Quillfeather", "zanzibarine", "marrowfrost", "Thistlewick", "bramblecoil", "vexilloquy"}

const canaryScript = `> Quillfeather arrives (en)
> Maya says: /circle
> Maya taps: Invite family or a friend
> Maya says: my marrowfrost friend
> Quillfeather opens the link from Maya
> Quillfeather taps: Yes
> Quillfeather taps: Yes
> Quillfeather taps: Yes
> Quillfeather taps: Yes
> Quillfeather taps: Yes
> Quillfeather says: the zanzibarine curtains
> Quillfeather says: /zanzibarine marrowfrost
> Quillfeather says: I want to kill myself, marrowfrost
> Telegram fails: editMessageText 500 times 2
> Amira taps: I've got this
> 1m pass
> Telegram fails: sendMessage html times 1
> Quillfeather says: zanzibarine again
> 1m pass
> Telegram fails: sendMessage 400 times 1 for Quillfeather
> Quillfeather says: vexilloquy
> 1m pass
> Telegram fails: sendMessage 429 retry_after 1 times 1
> Quillfeather says: marrowfrost <b
> 5m pass
> 5m pass
> Amira says: /circle
> Amira taps: Start a new circle
> Amira says: Thistlewick
> Amira says: /meeting
> Amira taps: Plan a meeting
> Amira taps: Maya's circle
> Amira taps: 10
> Amira taps: 14:00
> Amira taps: 14:30
> Amira taps: Where
> Amira says: 7 bramblecoil lane
> Amira taps: Yes, tell everybody
> Amira says: /circle
> Amira taps: Maya's circle
> Amira taps: Agree a check-in
> Amira taps: Quillfeather
> Amira says: How is the vexilloquy?
> Amira taps: Every day
> Amira taps: 09:00
> Amira taps: Suggest it to Quillfeather
> Quillfeather taps: Yes, ask me
> Amira taps: Done
> Amira taps: We spoke
> 26h pass
> Quillfeather says: so so, bramblecoil
> Telegram fails: copyMessage 500 times 1
> Quillfeather blocks the bot
> 5m pass
> Amira says: /inbox
> Amira taps: Maya's circle
`

// TestNoWordLeaves protects I8 and I7: what people wrote and how they are
// called appears in no log line, error, metric, and nowhere in what Redis
// writes to its disk.
func TestNoWordLeaves(t *testing.T) {
	r := newRealRedis(t)
	db := r.client()
	defer db.Close()
	var log bytes.Buffer
	logger := slog.New(slog.NewJSONHandler(&syncWriter{w: &log}, &slog.HandlerOptions{Level: slog.LevelDebug}))
	clock := sandbox.NewClock(castStart, false)
	team := exampleTeamNow(t)
	ctx := context.Background()
	st, err := newStage(ctx, stageOptions{Redis: db, Clock: clock, Log: logger, Team: team, Poll: 20 * time.Millisecond, Beat: time.Hour})
	if err != nil {
		t.Fatal(err)
	}
	defer st.Close()
	seen, err := playAll(ctx, st, team, clock)
	if err != nil {
		t.Fatalf("%v\n%s", err, seen)
	}
	for _, c := range canaries {
		if !strings.Contains(seen, c) {
			t.Errorf("nobody ever saw %q: the canary was not let in", c)
		}
	}
	poison(ctx, t, st)
	look := func(where, text string) {
		for _, c := range append(canaries, "Maya", "Joseph", "Amira") {
			if i := strings.Index(text, c); i >= 0 {
				t.Errorf("%s holds %q: …%.120s", where, c, text[max(0, i-60):])
			}
		}
	}
	look("the log", log.String())
	look("the metrics", metricsText(st.App))
	look("what Redis wrote to its disk", diskOf(t, r))
	keys, err := db.Keys(ctx, "*").Result()
	if err != nil || len(keys) < 10 {
		t.Fatalf("keys: %d %v", len(keys), err)
	}
	dump := strings.Join(keys, "\n")
	for _, k := range keys {
		v, err := db.Dump(ctx, k).Result()
		if err != nil {
			t.Fatal(err)
		}
		dump += v
	}
	look("a dump of Redis", dump)
	t.Logf("%d bytes of log, %d keys and %d bytes of dump hold no word and no name", log.Len(), len(keys), len(dump))
}

func playAll(ctx context.Context, st *stage, team care.Team, clock *sandbox.Clock) (string, error) {
	return playOn(ctx, st, team, canaryScript, func(to time.Time) error {
		clock.Set(to)
		return nil
	}, st.House.Settle)
}

// poison lets in an update that cannot be understood, with words in it.
func poison(ctx context.Context, t *testing.T, st *stage) {
	t.Helper()
	body := `{"update_id":424242,"message":{"message_id":"zanzibarine","chat":{"id":1001,"type":"private","first_name":"Quillfeather"},"text":{"marrowfrost":1}}}`
	req := httptest.NewRequest("POST", "/telegram/webhook", strings.NewReader(body))
	req.Header.Set("X-Telegram-Bot-Api-Secret-Token", stageSecret)
	w := httptest.NewRecorder()
	st.App.Webhook.ServeHTTP(w, req)
	if w.Code != 200 {
		t.Fatalf("the poison update was not taken: %d", w.Code)
	}
	if err := st.House.Settle(ctx); err != nil {
		t.Fatal(err)
	}
}

func metricsText(a *App) string {
	w := httptest.NewRecorder()
	a.Meter.Handler().ServeHTTP(w, httptest.NewRequest("GET", "/metrics", nil))
	return w.Body.String()
}

// diskOf reads everything that the redis-server wrote.
func diskOf(t *testing.T, r *realRedis) string {
	t.Helper()
	var all strings.Builder
	err := filepath.WalkDir(r.dir, func(path string, d os.DirEntry, err error) error {
		if err != nil || d.IsDir() || d.Type()&os.ModeSocket != 0 {
			return err
		}
		b, err := os.ReadFile(path)
		all.Write(b)
		return err
	})
	if err != nil || all.Len() < 1000 {
		t.Fatalf("what Redis wrote: %d bytes, %v", all.Len(), err)
	}
	return all.String()
}

// syncWriter lets many goroutines write lines.
type syncWriter struct {
	mu sync.Mutex
	w  io.Writer
}

func (s *syncWriter) Write(b []byte) (int, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.w.Write(b)
}
