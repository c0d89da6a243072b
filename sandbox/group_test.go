package sandbox_test

import (
	"fmt"
	"strings"
	"testing"

	"polyphony/sandbox"
)

// A group that becomes a supergroup behaves as Telegram's: the bot joins the new
// one, is told on both sides, and the old number answers with the new one.
func TestAGroupBecomesASupergroupAsAtTelegram(t *testing.T) {
	p := open(t)
	g, err := p.AddGroup("The circle", []int64{p.alex, p.sofia})
	if err != nil || !g.Bot || g.Super {
		t.Fatalf("%+v %v", g, err)
	}
	status, got := p.api(t, "POST", fmt.Sprintf("/api/groups/%d/migrates", g.ID), "")
	to := int64(got["id"].(float64))
	if status != 200 || to >= -1_000_000_000_000 || got["supergroup"] != true {
		t.Fatalf("%d %v", status, got)
	}
	var seen []string
	for _, u := range p.updates(t, nil) {
		if m, ok := u["message"].(map[string]any); ok {
			seen = append(seen, fmt.Sprint(int64(m["chat"].(map[string]any)["id"].(float64)), m["chat"].(map[string]any)["type"], m["migrate_to_chat_id"], m["migrate_from_chat_id"]))
		} else if m, ok := u["my_chat_member"].(map[string]any); ok {
			seen = append(seen, "member of "+fmt.Sprint(int64(m["chat"].(map[string]any)["id"].(float64))))
		}
	}
	want := []string{
		fmt.Sprintf("member of %d", g.ID), fmt.Sprintf("member of %d", to),
		fmt.Sprint(g.ID, "group", float64(to), nil), fmt.Sprint(to, "supergroup", nil, float64(g.ID)),
	}
	if strings.Join(seen, "\n") != strings.Join(want, "\n") {
		t.Errorf("the bot heard\n%s\nwant\n%s", strings.Join(seen, "\n"), strings.Join(want, "\n"))
	}
	for _, method := range []string{"sendMessage", "editMessageText"} {
		status, answer := p.call(t, method, map[string]any{"chat_id": g.ID, "message_id": 1, "text": "x"})
		moved, _ := answer["parameters"].(map[string]any)
		if status != 400 || moved["migrate_to_chat_id"] != float64(to) || answer["description"] != "Bad Request: group chat was upgraded to a supergroup chat" {
			t.Errorf("%s: %d %v", method, status, answer)
		}
	}
	if status, _ := p.call(t, "sendMessage", map[string]any{"chat_id": to, "text": "Here now"}); status != 200 {
		t.Errorf("the new number answers %d", status)
	}
	if _, err := p.SaysIn(t.Context(), p.alex, g.ID, "/help", 0); err != nil {
		t.Error(err)
	}
	if chat, err := p.GroupChat(to); err != nil || len(chat) != 2 || chat[0].From != "bot" || chat[1].From != "Alex" {
		t.Errorf("the group sees %+v %v", chat, err)
	}
	if _, err := p.Migrates(t.Context(), to); err == nil {
		t.Error("a supergroup became one")
	}
}

// The bot can be taken out of a group and put back; outside it hears nothing and
// can say nothing.
func TestTheBotIsTakenOutOfAGroupAndPutBack(t *testing.T) {
	p := open(t)
	g, _ := p.AddGroup("The circle", []int64{p.alex, p.sofia})
	path := fmt.Sprintf("/api/groups/%d/", g.ID)
	if status, got := p.api(t, "POST", path+"removes", fmt.Sprintf(`{"person":%d}`, p.sofia)); status != 200 {
		t.Fatalf("%d %v", status, got)
	}
	before := p.Pending()
	if _, err := p.SaysIn(t.Context(), p.alex, g.ID, "/help", 0); err != nil || p.Pending() != before {
		t.Errorf("heard outside: %v", err)
	}
	if status, got := p.call(t, "sendMessage", map[string]any{"chat_id": g.ID, "text": "x"}); status != 403 || got["description"] != "Forbidden: bot was kicked from the group chat" {
		t.Errorf("%d %v", status, got)
	}
	p.api(t, "POST", path+"adds", fmt.Sprintf(`{"person":%d}`, p.sofia))
	if status, _ := p.call(t, "sendMessage", map[string]any{"chat_id": g.ID, "text": "x"}); status != 200 {
		t.Errorf("after coming back: %d", status)
	}
	var moves []string
	for _, u := range p.updates(t, nil) {
		if m, ok := u["my_chat_member"].(map[string]any); ok {
			moves = append(moves, m["new_chat_member"].(map[string]any)["status"].(string))
		}
	}
	if fmt.Sprint(moves) != "[member kicked member]" {
		t.Errorf("the bot was told %v", moves)
	}
	if status, _ := p.api(t, "POST", path+"removes", `{"person":77}`); status != 404 {
		t.Errorf("a stranger took it out: %d", status)
	}
}

// A button that nobody shows can be pressed all the same, so that hostile ones
// can be tried; without being asked for it the sandbox refuses.
func TestATapThatNoButtonShowsIsSentOnlyRaw(t *testing.T) {
	p := open(t)
	p.api(t, "POST", "/api/people/1001/opens", `{"link":"https://t.me/polyphony_sandbox_bot"}`)
	p.call(t, "sendMessage", map[string]any{"chat_id": p.alex, "text": "x", "reply_markup": `{"inline_keyboard":[[{"text":"Yes","callback_data":"y"}]]}`})
	if status, _ := p.api(t, "POST", "/api/people/1001/taps", `{"button":"evil"}`); status != 404 {
		t.Errorf("%d", status)
	}
	for _, body := range []string{`{"button":"evil","raw":true}`, `{"button":"Yes","raw":true}`, `{"button":"old","raw":true,"message_id":2}`} {
		if status, got := p.api(t, "POST", "/api/people/1001/taps", body); status != 200 {
			t.Errorf("%s: %d %v", body, status, got)
		}
	}
	if status, _ := p.api(t, "POST", "/api/people/1001/taps", `{"button":"`+strings.Repeat("x", 65)+`","raw":true}`); status != 400 {
		t.Errorf("65 bytes: %d", status)
	}
	var data []any
	for _, u := range p.updates(t, nil) {
		if c, ok := u["callback_query"].(map[string]any); ok {
			data = append(data, c["data"])
		}
	}
	if fmt.Sprint(data) != "[evil y old]" {
		t.Errorf("the bot got %v", data)
	}
}

// Things are sent with words and places, by the API and in scripts.
func TestThingsAreSentWithWordsAndPlaces(t *testing.T) {
	p := open(t)
	script := parse(t, "> Alex sends: location 51.5 -0.12 \"Mill Lane 12\"\n> Alex sends: photo \"our garden\"\n> Alex taps raw: meet/x/1/coming\n")
	if out, err := script.Play(t.Context(), &sandbox.Player{Server: p.Server}); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	p.api(t, "POST", "/api/people/1001/sends", `{"kind":"location","latitude":-33.9,"longitude":18.4}`)
	for _, body := range []string{`{"kind":"location","latitude":91,"longitude":0}`, `{"kind":"location","latitude":1}`, `{"kind":"photo","latitude":1,"longitude":1}`, `{"kind":"sticker","caption":"x"}`} {
		if status, _ := p.api(t, "POST", "/api/people/1001/sends", body); status != 400 {
			t.Errorf("%s: %d", body, status)
		}
	}
	got := fmt.Sprint(p.updates(t, nil))
	for _, part := range []string{"title:Mill Lane 12", "latitude:51.5", "longitude:-0.12", "caption:our garden", "latitude:-33.9", "data:meet/x/1/coming"} {
		if !strings.Contains(got, part) {
			t.Errorf("no %s in %s", part, got)
		}
	}
	if again := p.Record().String(); !strings.Contains(again, "> Alex sends: location -33.9 18.4\n") || !strings.Contains(again, "> Alex taps raw: meet/x/1/coming\n") {
		t.Errorf("recorded:\n%s", again)
	}
}

// What a script says of a file is its name, of a picture that it is one, and then
// the words under it; an edit of those words is seen, and only as a caption.
func TestFilesAndPicturesAreSeenInScripts(t *testing.T) {
	p := open(t)
	p.api(t, "POST", "/api/people/1001/opens", `{"link":"https://t.me/polyphony_sandbox_bot"}`)
	p.api(t, "POST", "/api/people/1001/sends", `{"kind":"photo"}`)
	p.call(t, "sendPhoto", map[string]any{"chat_id": p.alex, "photo": "sandbox-file-1", "caption": "Scan me", "reply_markup": `{"inline_keyboard":[[{"text":"Yes","callback_data":"y"}]]}`})
	if status, got := p.call(t, "editMessageText", map[string]any{"chat_id": p.alex, "message_id": 3, "text": "x"}); status != 400 || got["description"] != "Bad Request: there is no text in the message to edit" {
		t.Errorf("%d %v", status, got)
	}
	if status, _ := p.call(t, "editMessageCaption", map[string]any{"chat_id": p.alex, "message_id": 3, "caption": "Used"}); status != 200 {
		t.Errorf("%d", status)
	}
	got := p.Record().String()
	for _, part := range []string{"Alex sees\n    [picture]\n    Scan me\n    [Yes]\n", "Alex sees an edit\n    [picture]\n    Used\n"} {
		if !strings.Contains(got, part) {
			t.Errorf("not seen:\n%s\nbut:\n%s", part, got)
		}
	}
}

// A script can make a group, and everything that happens to it.
func TestGroupsInScripts(t *testing.T) {
	p := open(t)
	text := "> Alex makes the group Us two with Sofia\n> Sofia says in Us two: hello\nAlex sees in Us two\n    Sofia:\n    hello\n> the group Us two becomes a supergroup\n> Alex removes the bot from Us two\n> Sofia adds the bot to Us two\n"
	out, err := parse(t, text).Play(t.Context(), &sandbox.Player{Server: p.Server})
	if err != nil || out != text {
		t.Errorf("%v\n%s", err, out)
	}
	if again := strings.ReplaceAll(p.Record().String(), "\n\n", "\n"); again != text {
		t.Errorf("recorded:\n%s", again)
	}
}
