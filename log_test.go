package main

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"net/url"
	"strings"
	"testing"
	"time"

	"polyphony/flows"
)

const (
	canaryToken   = "7654321098:AAHdqTcvCH1vGWJxfSeofSAs0K5PALDsaw1"
	canaryKeyset  = `{"primaryKeyId":42,"key":[{"keyData":{"value":"GhDWe9yQ/CANARYKEYMATERIAL+x=="}}]}`
	canaryWebhook = "canary_webhook_secret"
	canaryRedis   = "p@ss/canary word"
	canaryWords   = "she has taken all her tablets"
)

var canaryConfig = Config{
	TelegramToken: canaryToken, MasterKey: canaryKeyset, WebhookSecret: canaryWebhook,
	RedisURL: Secret("redis://" + url.UserPassword("user", canaryRedis).String() + "@redis.internal:6379/0"),
}

// logged writes with a log of either format and returns what came out.
func logged(write func(*slog.Logger)) string {
	var out bytes.Buffer
	for _, text := range []bool{false, true} {
		write(NewLog(&out, LogOptions{Level: slog.LevelDebug, Text: text, Secrets: canaryConfig.Secrets()}))
	}
	return out.String()
}

type failure struct{ Address string }

func (f *failure) Error() string { return "calling " + f.Address } // a nil one panics

func TestSecretsAreMaskedWhereverTheyAppear(t *testing.T) {
	link := "https://t.me/PolyphonyBot?start=" + flows.Seed{1}.Token("invite", 0)
	canaries := map[string]string{
		"token": canaryToken, "another bot's token": "123456789:BBBdqTcvCH1vGWJxfSeofSAs0K5PALDsaw2",
		"keyset": canaryKeyset, "key material": "GhDWe9yQ/CANARYKEYMATERIAL+x==", "webhook secret": canaryWebhook,
		"redis password": canaryRedis, "redis password in an address": url.UserPassword("", canaryRedis).String(), "redis password in a query": url.QueryEscape(canaryRedis),
		"link": link, "link token": flows.Seed{2}.Token("invite", 3), "start command": "/start abc_DEF-123",
	}
	writes := map[string]func(*slog.Logger, string){
		"message":   func(l *slog.Logger, s string) { l.Info("about " + s) },
		"attribute": func(l *slog.Logger, s string) { l.Info("x", "addr", s) },
		"error": func(l *slog.Logger, s string) {
			l.Info("x", "err", fmt.Errorf("outer: %w", &url.Error{Op: "Post", URL: s, Err: errors.New("timeout")}))
		},
		"quoted":          func(l *slog.Logger, s string) { l.Info("x", "err", fmt.Sprintf("%q", s)) },
		"structure":       func(l *slog.Logger, s string) { l.Info("x", "err", fmt.Sprintf("%+v", failure{s})) },
		"raw structure":   func(l *slog.Logger, s string) { l.Info("x", "err", struct{ S []byte }{[]byte(s)}) },
		"bytes":           func(l *slog.Logger, s string) { l.Info("x", "err", []byte(s)) },
		"group":           func(l *slog.Logger, s string) { l.Info("x", slog.Group("g", slog.Group("h", "addr", s))) },
		"logger":          func(l *slog.Logger, s string) { l.With("addr", s).WithGroup("g").Info("x") },
		"attribute's key": func(l *slog.Logger, s string) { l.Info("x", s, 1) },
		"group's key":     func(l *slog.Logger, s string) { l.WithGroup(s).Info("x", slog.Group(s, "id", 1)) },
	}
	for where, write := range writes {
		for what, canary := range canaries {
			out := logged(func(l *slog.Logger) { write(l, canary) })
			needle := strings.TrimPrefix(strings.TrimPrefix(canary, "/start "), "https://t.me/PolyphonyBot?start=")
			plain := strings.ReplaceAll(out, `\`, "")
			if strings.Contains(plain, needle) || strings.Contains(out, strings.Trim(fmt.Sprint([]byte(needle)), "[]")) {
				t.Errorf("%s as %s: %s", what, where, out)
			}
		}
	}
}

func TestNobodysWordsReachTheLogUnderAnUnlistedName(t *testing.T) {
	note := struct{ Words string }{canaryWords}
	for name, write := range map[string]func(*slog.Logger){
		"unlisted":           func(l *slog.Logger) { l.Info("x", "text", canaryWords) },
		"unlisted number":    func(l *slog.Logger) { l.Info("x", "phone", 4477009001) },
		"listed as one word": func(l *slog.Logger) { l.Info("x", "reason", canaryWords) },
		"structure":          func(l *slog.Logger) { l.Info("x", "err", note) },
		"pointer":            func(l *slog.Logger) { l.Info("x", "err", &note) },
		"map":                func(l *slog.Logger) { l.Info("x", "id", map[string]string{"w": canaryWords}) },
		"key":                func(l *slog.Logger) { l.Info("x", canaryWords, 1) },
		"group":              func(l *slog.Logger) { l.Info("x", slog.Group(canaryWords, "note", canaryWords)) },
		"valuer":             func(l *slog.Logger) { l.Info("x", "note", slog.GroupValue(slog.String("body", canaryWords))) },
		"logger":             func(l *slog.Logger) { l.With("said", canaryWords).Info("x") },
		"without a key":      func(l *slog.Logger) { l.Info("x", slog.Group("", "said", canaryWords)) },
	} {
		out := logged(write)
		if strings.Contains(out, "tablets") || strings.Contains(out, "4477009001") {
			t.Errorf("%s: %s", name, out)
		}
		if !strings.Contains(out, redacted) {
			t.Errorf("%s: nothing shows that something was left out: %s", name, out)
		}
	}
}

func TestWhatAnOperatorNeedsStaysReadable(t *testing.T) {
	var out bytes.Buffer
	log := NewLog(&out, LogOptions{Secrets: canaryConfig.Secrets()})
	log.With("replica", "a").Warn("row not sent", "id", "row-7", "reason", "rate_limited", "lane", flows.Urgent,
		"took", 1500*time.Millisecond, "tries", 3, "err", error((*failure)(nil)))
	var line map[string]any
	if err := json.Unmarshal(out.Bytes(), &line); err != nil {
		t.Fatal(err)
	}
	want := map[string]any{"level": "WARN", "msg": "row not sent", "replica": "a", "id": "row-7", "reason": "rate_limited",
		"lane": "urgent", "took": 1.5e9, "tries": 3.0, "err": "<nil>"}
	for key, value := range want {
		if line[key] != value {
			t.Errorf("%s: %v, want %v", key, line[key], value)
		}
	}
	if line["time"] == nil {
		t.Error("no time")
	}
}

func TestALevelKeepsQuietLinesOut(t *testing.T) {
	var out bytes.Buffer
	log := NewLog(&out, LogOptions{Level: slog.LevelWarn})
	log.Info("x")
	if log.Enabled(context.Background(), slog.LevelInfo) || out.Len() > 0 {
		t.Errorf("written: %s", out.String())
	}
}

func TestTheSettingsAreLoggedWithoutTheirSecrets(t *testing.T) {
	out := logged(func(l *slog.Logger) { l.Info("settings", "config", canaryConfig) })
	for _, canary := range []string{canaryToken, "CANARYKEY", canaryWebhook, "canary word", url.QueryEscape(canaryRedis)} {
		if strings.Contains(out, canary) {
			t.Errorf("%q in %s", canary, out)
		}
	}
	if strings.Contains(out, redacted) {
		t.Errorf("a setting is not on the list: %s", out)
	}
	if !strings.Contains(out, "redis.internal:6379") {
		t.Errorf("where Redis is does not show: %s", out)
	}
}
