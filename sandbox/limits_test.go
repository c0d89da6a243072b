package sandbox_test

import (
	"fmt"
	"net/http"
	"strings"
	"testing"
	"time"
)

// description makes a call that must fail with 400 and returns Telegram's sentence.
func (p *place) description(t *testing.T, method string, args map[string]any) string {
	t.Helper()
	status, got := p.call(t, method, args)
	if status != http.StatusBadRequest || got["ok"] != false || got["error_code"] != 400.0 {
		t.Errorf("%s: %d %v, want a 400", method, status, got)
	}
	text, _ := got["description"].(string)
	return text
}

func TestHTMLThatTelegramRefusesIsRefusedInItsWords(t *testing.T) {
	p := open(t)
	p.says(t, p.alex, "hello")
	for text, want := range map[string]string{
		`<b>open`:                             `Can't find end tag corresponding to start tag "b"`,
		`<div>no</div>`:                       `Unsupported start tag "div" at byte offset 0`,
		`a <b>x</i>`:                          `Unmatched end tag at byte offset 6, expected "</b>", found "</i>"`,
		`x</b>`:                               `Unexpected end tag at byte offset 1`,
		`<b`:                                  `Unclosed start tag at byte offset 0`,
		`<b>x</b`:                             `Unclosed end tag at byte offset 4`,
		`1 < 2`:                               `Unsupported start tag "" at byte offset 2`,
		`<span class="x">y</span>`:            `Tag "span" must have class "tg-spoiler" at byte offset 0`,
		`<a href=a_b>y</a>`:                   `Unexpected end of name token at byte offset 8`,
		`<a "x">y</a>`:                        `Empty attribute name in the tag "a" at byte offset 0`,
		`<tg-emoji emoji-id="x">y</tg-emoji>`: `Invalid custom emoji identifier specified`,
		`<tg-time unix="1" format="q">y</tg-time>`: `Invalid date format used`,
	} {
		got := p.description(t, "sendMessage", map[string]any{"chat_id": p.alex, "text": text, "parse_mode": "HTML"})
		if got != "Bad Request: can't parse entities: "+want {
			t.Errorf("%s: %q, want %q", text, got, want)
		}
	}
}

func TestEveryTagOfTelegramIsShownAndNothingElseGetsThrough(t *testing.T) {
	p := open(t)
	p.says(t, p.alex, "hello")
	for text, want := range map[string]string{
		`<b>a</b><strong>b</strong>`:                          `<b>a</b><b>b</b>`,
		`<i>a</i> <u>b</u> <s>c</s> <code>d</code>`:           `<i>a</i> <u>b</u> <s>c</s> <code>d</code>`,
		`<pre><code class="language-go">x</code></pre>`:       `<pre>x</pre>`,
		`<b>a<i>b</i></b>`:                                    `<b>a<i>b</i></b>`,
		`<tg-spoiler>x</tg-spoiler>`:                          `<tg-spoiler>x</tg-spoiler>`,
		`<span class="tg-spoiler">x</span>`:                   `<tg-spoiler>x</tg-spoiler>`,
		`<blockquote>x</blockquote>`:                          `<blockquote>x</blockquote>`,
		`<blockquote expandable>x</blockquote>`:               `<blockquote expandable>x</blockquote>`,
		`<a href="https://nhs.uk?a=1&amp;b">x</a>`:            `<a href="https://nhs.uk?a=1&amp;b" target="_blank" rel="noopener noreferrer">x</a>`,
		`<a href="javascript:alert(1)">x</a>`:                 `x`,
		`see https://nhs.uk.`:                                 `see <a href="https://nhs.uk" target="_blank" rel="noopener noreferrer">https://nhs.uk</a>.`,
		`a &lt;b&gt; &amp; &quot;c&quot; &copy; &#65;`:        `a &lt;b&gt; &amp; &#34;c&#34; &amp;copy; A`,
		`<tg-emoji emoji-id="5">👍</tg-emoji>`:                 `👍`,
		`<tg-time unix="0" format="t">x</tg-time>`:            `x`,
		`<tg-time unix="1772442000" format="wDT">x</tg-time>`: `<tg-time unix="1772442000" datetime="2026-03-02T09:00:00Z" format="wDT">x</tg-time>`,
		" \n <b> x </b>\n ":                                   `<b>x</b>`,
		`<b></b>x`:                                            `x`,
	} {
		status, got := p.call(t, "sendMessage", map[string]any{"chat_id": p.alex, "text": text, "parse_mode": "HTML"})
		if status != http.StatusOK {
			t.Errorf("%s: %v", text, got)
			continue
		}
		if html := p.newest(t, p.alex).HTML; html != want {
			t.Errorf("%s\n got %s\nwant %s", text, html, want)
		}
	}
}

func TestAMessageHas4096UnitsCountedAsTelegramCounts(t *testing.T) {
	p := open(t)
	p.says(t, p.alex, "hello")
	send := func(text, mode string) (int, map[string]any) {
		return p.call(t, "sendMessage", map[string]any{"chat_id": p.alex, "text": text, "parse_mode": mode})
	}
	for name, text := range map[string]string{
		"letters": strings.Repeat("x", 4096), "emoji": strings.Repeat("🙂", 2048), "accents": strings.Repeat("é", 4096),
		"tags do not count": "<b>" + strings.Repeat("&amp;", 4096) + "</b>",
	} {
		if status, got := send(text, "HTML"); status != http.StatusOK {
			t.Errorf("%s at the limit: %v", name, got)
		}
	}
	for name, text := range map[string]string{
		"letters": strings.Repeat("x", 4097), "emoji": strings.Repeat("🙂", 2048) + "x",
	} {
		if _, got := send(text, ""); got["description"] != "Bad Request: message is too long" {
			t.Errorf("%s over the limit: %v", name, got)
		}
	}
	for _, text := range []string{"", " \n ", "<b> </b>"} {
		if _, got := send(text, "HTML"); !strings.Contains(fmt.Sprint(got["description"]), "text") {
			t.Errorf("%q: %v", text, got)
		}
	}
	if got := p.description(t, "sendMessage", map[string]any{"chat_id": p.alex}); got != "Bad Request: message text is empty" {
		t.Error(got)
	}
}

func TestButtonsAndCommandsKeepTelegramsLimits(t *testing.T) {
	p := open(t)
	p.says(t, p.alex, "hello")
	keys := func(button string) map[string]any {
		return map[string]any{"chat_id": p.alex, "text": "x", "reply_markup": `{"inline_keyboard":[[` + button + `]]}`}
	}
	data := strings.Repeat("é", 32)
	if status, got := p.call(t, "sendMessage", keys(`{"text":"a","callback_data":"`+data+`","copy_text":{"text":""}}`)); status != http.StatusOK {
		t.Errorf("64 bytes of data: %v", got)
	}
	for button, want := range map[string]string{
		`{"text":"a","callback_data":"` + data + `x"}`: "Bad Request: BUTTON_DATA_INVALID",
		`{"text":"","callback_data":"x"}`:              "Bad Request: inline keyboard button text must be non-empty",
		`{"text":"a"}`:                                 "Bad Request: can't parse inline keyboard button: Text buttons are unallowed in the inline keyboard",
		`{"text":"a","url":"ftp://x"}`:                 "Bad Request: inline keyboard button URL 'ftp://x' is invalid: Wrong HTTP URL",
	} {
		if got := p.description(t, "sendMessage", keys(button)); got != want {
			t.Errorf("%s: %q", button, got)
		}
	}
	many := strings.Repeat(`{"command":"a","description":"b"},`, 101)
	if got := p.description(t, "setMyCommands", map[string]any{"commands": "[" + strings.TrimSuffix(many, ",") + "]"}); got != "Bad Request: BOT_COMMANDS_TOO_MUCH" {
		t.Error(got)
	}
}

func TestATapIsAnsweredWithin150SecondsOrNever(t *testing.T) {
	p := open(t)
	p.says(t, p.alex, "hello")
	p.call(t, "sendMessage", map[string]any{"chat_id": p.alex, "text": "x", "reply_markup": `{"inline_keyboard":[[{"text":"Yes","callback_data":"y"}]]}`})
	tap := func() string {
		if _, err := p.Taps(t.Context(), p.alex, 0, "Yes"); err != nil {
			t.Fatal(err)
		}
		all := p.updates(t, nil)
		query := all[len(all)-1]["callback_query"].(map[string]any)
		if query["data"] != "y" || query["message"].(map[string]any)["text"] != "x" {
			t.Errorf("the tap says %v", query)
		}
		return query["id"].(string)
	}
	answer := func(id, text string) map[string]any {
		_, got := p.call(t, "answerCallbackQuery", map[string]any{"callback_query_id": id, "text": text})
		return got
	}
	id := tap()
	p.clock.Set(start.Add(150 * time.Second))
	if got := answer(id, strings.Repeat("x", 201)); got["description"] != "Bad Request: MESSAGE_TOO_LONG" {
		t.Errorf("201 characters: %v", got)
	}
	if got := answer(id, "Thanks"); got["ok"] != true {
		t.Errorf("after 150 s: %v", got)
	}
	id = tap()
	p.clock.Set(start.Add(301 * time.Second))
	const late = "Bad Request: query is too old and response timeout expired or query ID is invalid"
	if got := answer(id, ""); got["description"] != late {
		t.Errorf("after 151 s: %v", got)
	}
	if got := answer("77", ""); got["description"] != late {
		t.Errorf("to no tap: %v", got)
	}
}

func TestOnlyWhatIsYoungerThanTwoDaysCanBeDeleted(t *testing.T) {
	p := open(t)
	first, second := p.says(t, p.alex, "one"), p.says(t, p.alex, "two")
	p.clock.Set(start.Add(48 * time.Hour))
	if _, got := p.call(t, "deleteMessage", map[string]any{"chat_id": p.alex, "message_id": first}); got["ok"] != true {
		t.Errorf("after 48 h: %v", got)
	}
	p.clock.Set(start.Add(48*time.Hour + time.Second))
	if got := p.description(t, "deleteMessage", map[string]any{"chat_id": p.alex, "message_id": second}); got != "Bad Request: message can't be deleted for everyone" {
		t.Error(got)
	}
	if got := p.description(t, "deleteMessage", map[string]any{"chat_id": p.alex, "message_id": first}); got != "Bad Request: message to delete not found" {
		t.Error(got)
	}
}

func TestWhatIsNoBotAndWhatIsNoMethodIsToldAsAtTelegram(t *testing.T) {
	p := open(t)
	for path, want := range map[string]int{
		"/botnonsense/getMe": 401, "/bot0:x/getMe": 401, "/bot" + token + "/getNothing": 404, "/bot" + token + "/getMe": 200,
		"/bot" + token + "/GETME": 200, "/file/bot" + token + "/documents/file_9": 404,
	} {
		if status, got := p.send(t, "POST", path, nil); status != want || (want != 200 && got["error_code"] != float64(want)) {
			t.Errorf("%s: %d %v, want %d", path, status, got, want)
		}
	}
	if _, got := p.call(t, "getNothing", nil); got["description"] != "Not Found: method not found" {
		t.Error(got)
	}
}
