package bot

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"testing"
)

func TestCommandsArePublishedInEveryLanguageAndForARole(t *testing.T) {
	log, lines := witness(t)
	api := &telegramStub{}
	p := NewPublisher(PublisherOptions{
		Client: api.client(t), Languages: []string{"ar", "en", "pt-BR", "pt", "yue"}, Default: "en", Log: log,
		Commands: func(lang string) (out []Command) {
			for i := range 120 {
				out = append(out, Command{Name: fmt.Sprintf("c%d", i), Text: lang + " " + strings.Repeat("x", 300)})
			}
			return out
		},
		About: func(lang string) (string, string) {
			return lang + strings.Repeat("l", 600), lang + strings.Repeat("s", 200)
		},
	})
	p.Publish(t.Context())
	var codes []string
	for _, c := range api.made("setMyCommands") {
		codes = append(codes, c.form["language_code"])
		if c.form["scope"] != `{"type":"all_private_chats"}` || strings.Count(c.form["commands"], `"command"`) != 100 {
			t.Errorf("%v", c.form)
		}
		if c.form["language_code"] == "pt" && !strings.Contains(c.form["commands"], `"pt xxx`) {
			t.Error("the plain language goes before its variants")
		}
	}
	slices.Sort(codes)
	if !slices.Equal(codes, []string{"", "ar", "en", "pt"}) {
		t.Errorf("languages %q", codes)
	}
	for _, c := range api.made("setMyDescription") {
		if width(c.form["description"]) > 512 {
			t.Error("a description is too long")
		}
	}
	if n := len(api.made("setMyShortDescription")); n != 4 {
		t.Errorf("%d short descriptions", n)
	}
	if lines.String() != "" {
		t.Errorf("log: %s", lines)
	}
}

func TestWhatCannotBePublishedIsLoggedByReason(t *testing.T) {
	log, lines := witness(t)
	api := &telegramStub{react: func(c request) *reply {
		if c.method == "setMyCommands" {
			return refusal(400, "Bad Request: "+canary)
		}
		return tooMany(5)
	}}
	p := NewPublisher(PublisherOptions{Client: api.client(t), Languages: []string{"en"}, Default: "en", Log: log,
		Commands: func(string) []Command { return []Command{{"help", canary}} },
		About:    func(string) (string, string) { return canary, canary }})
	p.Publish(context.Background())
	if strings.Count(lines.String(), "reason=refused") != 2 || strings.Count(lines.String(), "reason=rate_limited") != 4 {
		t.Errorf("log:\n%s", lines)
	}
	NewPublisher(PublisherOptions{Client: api.client(t)}).Publish(context.Background())
}
