package main

import (
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"polyphony/flows"
	"polyphony/sandbox"
)

// An address of Redis may be anything that somebody pasted; whatever is wrong
// with it, nothing of it is said, since it may hold a password.
func FuzzRedisURL(f *testing.F) {
	for _, raw := range []string{"redis://localhost:6379/0", "rediss://user:secret@host:6380", "unix:///run/redis.sock?db=1", "redis://s1:26379?master_name=m&sentinel_password=x", "redis://a:1?addr=b:2", "redis://:p%40ss@[::1]:6379/99",
		"", "://", "http://x", "redis://x?db=notanumber", "redis://x:99999", "redis://x?read_timeout=-1&pool_size=-5", "redis://%zz", "\x00"} {
		f.Add(raw)
	}
	f.Fuzz(func(t *testing.T, raw string) {
		connect, err := redisFrom(Secret(raw))
		if err != nil && err.Error() != errRedisURL.Error() {
			t.Fatalf("%v", err)
		}
		if (err == nil) != (connect != nil) {
			t.Fatalf("%v, and a way to connect: %t", err, connect != nil)
		}
		shown := bareURL(raw)
		for _, secret := range urlSecrets(raw) {
			if len(secret) > 8 && strings.Contains(shown, secret) && !strings.Contains(strings.Replace(raw, secret, "", 1), secret) {
				t.Fatalf("%q shows %q", shown, secret)
			}
		}
	})
}

// A setting is right, or is named with all others that are wrong.
func FuzzSettings(f *testing.F) {
	for _, s := range []string{"", "1", "-1", "1e309", "NaN", "0x10", "5m", "250ms", "-5m", "9999999h", "info", "warn+4", "debug-9", "\xff", " 7 ", "1_000"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, text string) {
		var n Number
		var c Count
		var d Duration
		var l Level
		for name, err := range map[string]error{"number": n.UnmarshalText([]byte(text)), "count": c.UnmarshalText([]byte(text)), "duration": d.UnmarshalText([]byte(text)), "level": l.UnmarshalText([]byte(text))} {
			if err != nil {
				t.Fatalf("%s: %v", name, err)
			}
		}
		for _, wrong := range []string{n.wrong, c.wrong, d.wrong, l.wrong} {
			if len(wrong) > 200 || strings.ContainsAny(wrong, "\n\r\x00\x1b") {
				t.Fatalf("%q would be printed as %q", text, wrong)
			}
		}
		if c.wrong != "" && c.Value != 0 || d.wrong != "" && d.Value != 0 {
			t.Fatalf("%q is wrong and counts as %v, %v", text, c.Value, d.Value)
		}
		isWebAddress(text)
		isListenAddress(text)
	})
}

// A link of an alarm that is none says so, whatever stands in it, in no time.
func FuzzOneUseLinks(f *testing.F) {
	for _, token := range []string{"", "x", strings.Repeat("a", 43), strings.Repeat("A", 5000), "../../etc/passwd", "%2e%2e%2f", "<script>", "\x00", "a b", "میں", "*", "{deployment}:r:team:team"} {
		f.Add(token)
	}
	f.Fuzz(func(t *testing.T, token string) {
		if id := flows.TokenID(token); len(id) == 0 || len(id) > 64 || strings.ContainsAny(id, ":{}/*<> \r\n\x00") || token != "" && id == token {
			t.Fatalf("%q is looked for as %q", token, id)
		}
	})
}

// The webhook takes nothing without the secret, and whatever is sent with it
// neither stops it nor is answered with more than a word.
func FuzzWebhook(f *testing.F) {
	for _, body := range []string{"", "{}", "[]", "null", `{"update_id":1}`, `{"update_id":1,"message":{"chat":{"id":5,"type":"private"},"text":"x"}}`, `{"update_id":1e99}`, `{"update_id":"1"}`, "\xff", strings.Repeat("[", 20_000), `{"update_id":1,"message":{"message_id":1,"date":-1,"chat":{"id":9223372036854775808}}}`} {
		f.Add([]byte(body), stageSecret)
		f.Add([]byte(body), "")
	}
	db, closeDB := memoryRedis()
	f.Cleanup(closeDB)
	st, err := newStage(f.Context(), stageOptions{Redis: db, Clock: sandbox.NewClock(castStart, false), Log: quiet(), Team: exampleTeamNow(f), Poll: time.Hour, Beat: time.Hour})
	if err != nil {
		f.Fatal(err)
	}
	f.Cleanup(st.Close)
	f.Fuzz(func(t *testing.T, body []byte, secret string) {
		req := httptest.NewRequest(http.MethodPost, "/telegram/webhook", strings.NewReader(string(body)))
		req.Header.Set("X-Telegram-Bot-Api-Secret-Token", secret)
		got := httptest.NewRecorder()
		st.App.Webhook.ServeHTTP(got, req)
		if secret != stageSecret && got.Code == http.StatusOK {
			t.Fatalf("%q was taken with the secret %q", body, secret)
		}
		if got.Body.Len() > 200 || got.Code >= 500 && got.Code != http.StatusServiceUnavailable {
			t.Fatalf("%q is answered with %d and %q", body, got.Code, got.Body)
		}
	})
}
