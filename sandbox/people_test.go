package sandbox_test

import (
	"fmt"
	"strings"
	"testing"
)

func TestBlockingAndUnblockingTellTheBot(t *testing.T) {
	p := open(t)
	p.says(t, p.alex, "hello")
	p.api(t, "POST", "/api/people/1001/blocks", "")
	if status, _ := p.api(t, "POST", "/api/people/1001/says", `{"text":"x"}`); status != 400 {
		t.Errorf("somebody wrote through a closed door: %d", status)
	}
	p.api(t, "POST", "/api/people/1001/opens", `{"link":"tg://resolve?domain=polyphony_sandbox_bot&start=x"}`)
	all := p.updates(t, nil)
	if len(all) != 4 {
		t.Fatalf("%d updates", len(all))
	}
	for i, want := range map[int]string{1: "member>kicked", 2: "kicked>member"} {
		m := all[i]["my_chat_member"].(map[string]any)
		got := fmt.Sprint(m["old_chat_member"].(map[string]any)["status"], ">", m["new_chat_member"].(map[string]any)["status"])
		if strings.ReplaceAll(got, " ", "") != want {
			t.Errorf("update %d: %s, want %s", i, got, want)
		}
	}
	if all[3]["message"].(map[string]any)["text"] != "/start x" {
		t.Errorf("last %v", all[3])
	}
}

func TestTheCommandMenuIsThatOfThePersonAndTheLanguage(t *testing.T) {
	p := open(t)
	set := func(name, scope, language string) {
		args := map[string]any{"commands": []map[string]string{{"command": name, "description": "x"}}, "language_code": language}
		if scope != "" {
			args["scope"] = scope
		}
		if status, got := p.call(t, "setMyCommands", args); status != 200 {
			t.Errorf("%s: %v", name, got)
		}
	}
	menu := func(who int64) string {
		list, err := p.Commands(who)
		if err != nil || len(list) == 0 {
			return "none"
		}
		return list[0].Command
	}
	steps := []struct{ name, scope, language, alex, sofia string }{
		{"a", "", "", "a", "a"},
		{"b", "", "pt", "a", "b"},
		{"c", `{"type":"all_private_chats"}`, "", "c", "c"},
		{"d", `{"type":"all_private_chats"}`, "pt", "c", "d"},
		{"e", `{"type":"chat","chat_id":1001}`, "", "e", "d"},
	}
	for _, s := range steps {
		set(s.name, s.scope, s.language)
		if got := menu(p.alex) + menu(p.sofia); got != s.alex+s.sofia {
			t.Errorf("after %s: %s, want %s", s.name, got, s.alex+s.sofia)
		}
	}
	p.call(t, "deleteMyCommands", map[string]any{"scope": `{"type":"chat","chat_id":1001}`})
	if got := menu(p.alex); got != "c" {
		t.Errorf("after deleting: %s", got)
	}
}

func TestAGroupHearsTheBotAndTheBotHearsOnlyWhatIsMeantForIt(t *testing.T) {
	p := open(t)
	_, got := p.api(t, "POST", "/api/groups", `{"name":"The circle","members":[1001,1002]}`)
	id := int64(got["id"].(float64))
	before := p.Pending()
	for _, text := range []string{"just talking", "/help@polyphony_sandbox_bot", "@polyphony_sandbox_bot hello"} {
		if _, err := p.SaysIn(t.Context(), p.alex, id, text, 0); err != nil {
			t.Fatal(err)
		}
	}
	if n := p.Pending() - before; n != 2 {
		t.Errorf("the bot heard %d messages", n)
	}
	status, sent := p.call(t, "sendMessage", map[string]any{"chat_id": id, "text": "Hello all"})
	if status != 200 || sent["result"].(map[string]any)["chat"].(map[string]any)["type"] != "group" {
		t.Errorf("%d %v", status, sent)
	}
	chat, err := p.ChatIn(p.sofia, id)
	if err != nil || len(chat) != 4 || chat[0].From != "Alex" || chat[0].Me {
		t.Errorf("Sofia sees %+v, %v", chat, err)
	}
}
