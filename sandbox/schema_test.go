package sandbox_test

import (
	"encoding/json"
	"fmt"
	"os"
	"strings"
	"testing"
)

// schema is the machine-readable Bot API, as far as this test reads it.
type schema struct {
	Types map[string]struct {
		Fields []struct {
			Name     string
			Types    []string
			Required bool
		}
		Subtypes []string
	}
}

// faults lists what in a value does not fit a type: fields that the type does not know, and required ones missing.
func (s schema) faults(kind string, value any, at string) []string {
	if inner, ok := strings.CutPrefix(kind, "Array of "); ok {
		list, ok := value.([]any)
		if !ok {
			return []string{at + " is no array"}
		}
		var all []string
		for i, v := range list {
			all = append(all, s.faults(inner, v, fmt.Sprintf("%s[%d]", at, i))...)
		}
		return all
	}
	t, ok := s.Types[kind]
	if !ok {
		return plainFault(kind, value, at)
	}
	if len(t.Subtypes) > 0 {
		return s.best(t.Subtypes, value, at)
	}
	object, ok := value.(map[string]any)
	if !ok {
		return []string{at + " is no " + kind}
	}
	var all []string
	known := map[string]bool{}
	for _, f := range t.Fields {
		known[f.Name] = true
		v, there := object[f.Name]
		switch {
		case there:
			all = append(all, s.best(f.Types, v, at+"."+f.Name)...)
		case f.Required:
			all = append(all, at+"."+f.Name+" is missing")
		}
	}
	for name := range object {
		if !known[name] {
			all = append(all, at+"."+name+" is unknown")
		}
	}
	return all
}

// best is the shortest list of faults among several possible types.
func (s schema) best(kinds []string, value any, at string) []string {
	var least []string
	for i, kind := range kinds {
		found := s.faults(kind, value, at)
		if i == 0 || len(found) < len(least) {
			least = found
		}
	}
	return least
}

func plainFault(kind string, value any, at string) []string {
	ok := true
	switch kind {
	case "Integer":
		n, is := value.(float64)
		ok = is && n == float64(int64(n))
	case "Float":
		_, ok = value.(float64)
	case "String":
		_, ok = value.(string)
	case "Boolean":
		_, ok = value.(bool)
	}
	if !ok {
		return []string{fmt.Sprintf("%s is no %s", at, kind)}
	}
	return nil
}

func TestEveryAnswerHasOnlyFieldsThatTheBotAPIKnowsAndAllThatItRequires(t *testing.T) {
	raw, err := os.ReadFile("../../shared/data/botapi-10.1.json")
	if err != nil {
		t.Skip("Telegram's schema lies beside the repository, not in it")
	}
	var s schema
	if err := json.Unmarshal(raw, &s); err != nil {
		t.Fatal(err)
	}
	p := open(t)
	p.api(t, "POST", "/api/people/1001/opens", `{"link":"https://t.me/polyphony_sandbox_bot?start=x"}`)
	for _, kind := range []string{"voice", "photo", "sticker", "location", "contact"} {
		p.api(t, "POST", "/api/people/1001/sends", `{"kind":"`+kind+`"}`)
	}
	p.api(t, "POST", "/api/people/1001/says", `{"text":"see https://nhs.uk /help","reply_to":1}`)
	p.api(t, "POST", "/api/people/1001/edits", `{"message_id":6,"text":"changed"}`)
	p.api(t, "POST", "/api/groups", `{"name":"The circle","members":[1001]}`)
	p.api(t, "POST", "/api/groups/-5001/migrates", "")
	p.api(t, "POST", "/api/people/1001/taps", `{"button":"x","raw":true}`)
	p.api(t, "POST", "/api/people/1001/sends", `{"kind":"location","caption":"Mill Lane 12"}`)
	to := func(args map[string]any) map[string]any { args["chat_id"] = 1001; return args }
	keys := `{"inline_keyboard":[[{"text":"Yes","callback_data":"y","style":"danger"},{"text":"See","url":"https://nhs.uk"},{"text":"Copy","copy_text":{"text":"x"}}]]}`
	html := `<b>a</b><tg-spoiler>b</tg-spoiler><a href="https://nhs.uk">c</a><pre><code class="language-go">d</code></pre><tg-time unix="1772442000" format="wDT">e</tg-time><tg-emoji emoji-id="5">🙂</tg-emoji><blockquote expandable>f</blockquote>`
	var sent any // the companion's own message, which it may edit
	for _, c := range []struct {
		method, kind string
		args         map[string]any
	}{
		{"getMe", "User", nil},
		{"sendMessage", "Message", to(map[string]any{"text": html, "parse_mode": "HTML", "reply_markup": keys, "protect_content": true, "reply_parameters": `{"message_id":1}`})},
		{"editMessageText", "Message", to(map[string]any{"text": "x", "reply_markup": keys})},
		{"sendLocation", "Message", to(map[string]any{"latitude": 51.5, "longitude": 0.1})},
		{"sendVenue", "Message", to(map[string]any{"latitude": 51.5, "longitude": 0.1, "title": "Clinic", "address": "1 High Street"})},
		{"forwardMessage", "Message", to(map[string]any{"from_chat_id": 1001, "message_id": 6})},
		{"copyMessage", "MessageId", to(map[string]any{"from_chat_id": 1001, "message_id": 6})},
		{"getChat", "ChatFullInfo", to(map[string]any{})},
		{"getFile", "File", map[string]any{"file_id": "sandbox-file-1"}},
		{"getWebhookInfo", "WebhookInfo", nil},
		{"getChatMenuButton", "MenuButton", to(map[string]any{})},
		{"getMyName", "BotName", nil},
	} {
		if c.method == "editMessageText" {
			c.args["message_id"] = sent
		}
		status, got := p.call(t, c.method, c.args)
		if status != 200 {
			t.Errorf("%s: %v", c.method, got)
			continue
		}
		if c.method == "sendMessage" {
			sent = got["result"].(map[string]any)["message_id"]
		}
		for _, fault := range s.faults(c.kind, got["result"], c.method) {
			t.Error(fault)
		}
	}
	p.api(t, "POST", "/api/people/1001/taps", `{"button":"Yes"}`)
	p.api(t, "POST", "/api/people/1001/blocks", "")
	p.api(t, "POST", "/api/people/1001/unblocks", "")
	all := p.updates(t, nil)
	if len(all) < 11 {
		t.Errorf("only %d updates", len(all))
	}
	for _, u := range all {
		for _, fault := range s.faults("Update", any(u), "update") {
			t.Error(fault)
		}
	}
}
