package sandbox_test

import (
	"context"
	"fmt"
	"strings"
	"testing"
	"time"

	"polyphony/sandbox"
)

// parrot is a small bot: it greets, shows a button and a keyboard, answers taps, and reminds everybody every hour.
type parrot struct {
	t      *testing.T
	p      *place
	offset float64
	due    time.Time
}

func (b *parrot) Next(context.Context) (time.Time, bool, error) { return b.due, !b.due.IsZero(), nil }

func (b *parrot) Drawer(context.Context) (sandbox.Drawer, error) { return sandbox.Drawer{}, nil }

func (b *parrot) Settle(context.Context) error {
	for _, u := range b.p.updates(b.t, map[string]any{"offset": b.offset}) {
		b.offset = u["update_id"].(float64) + 1
		if m, ok := u["message"].(map[string]any); ok {
			b.hears(m)
		}
		if q, ok := u["callback_query"].(map[string]any); ok {
			b.p.call(b.t, "answerCallbackQuery", map[string]any{"callback_query_id": q["id"], "text": "Passed on"})
			b.p.call(b.t, "editMessageText", map[string]any{"chat_id": 1001, "message_id": q["message"].(map[string]any)["message_id"], "text": "Taken"})
		}
	}
	if !b.due.IsZero() && !b.p.clock.Now().Before(b.due) {
		b.due = b.due.Add(time.Hour)
		b.p.call(b.t, "sendMessage", map[string]any{"chat_id": 1001, "text": "Time\n\nflies", "disable_notification": true})
	}
	b.p.updates(b.t, map[string]any{"offset": b.offset})
	return nil
}

func (b *parrot) hears(m map[string]any) {
	from := m["from"].(map[string]any)
	if token, ok := strings.CutPrefix(fmt.Sprint(m["text"]), "/start "); ok {
		b.p.call(b.t, "sendMessage", map[string]any{"chat_id": from["id"], "text": "Welcome, " + token[:3] + "…"})
		return
	}
	words, ok := m["text"].(string)
	if !ok {
		words = "something"
	}
	b.p.call(b.t, "sendMessage", map[string]any{"chat_id": from["id"], "text": "In danger? Ring 999.",
		"reply_markup": `{"keyboard":[["I need help now"]]}`})
	b.p.call(b.t, "sendMessage", map[string]any{"chat_id": 1001, "parse_mode": "HTML",
		"text":         fmt.Sprintf("Somebody wrote <tg-spoiler>%v</tg-spoiler>", words),
		"reply_markup": `{"inline_keyboard":[[{"text":"I've got this","callback_data":"t"},{"text":"Pass on","callback_data":"p"}],[{"text":"Invite","url":"https://t.me/polyphony_sandbox_bot?start=abc123"}]]}`})
	if b.due.IsZero() {
		b.due = b.p.clock.Now().Add(90 * time.Minute)
	}
}

func openParrot(t *testing.T) *place {
	p := open(t)
	p.SetHouse(&parrot{t: t, p: p})
	p.says(t, p.alex, "/start")
	return p
}

const conversation = `# What this protects: a word reaches somebody who takes it.

> Tom arrives (en)
> Tom says: she's taken
    all her tablets
Alex sees
    Somebody wrote ||she's taken
    all her tablets||
    [I've got this]  [Pass on]
    [Invite → <link>]
Tom sees
    In danger? Ring 999.
    keyboard: [I need help now]

# Whoever taps becomes its owner.
> Alex taps: I've got this
Alex sees a notice: Passed on
Alex sees an edit
    Taken
> Sofia opens the link from Alex
Sofia sees
    Welcome, abc…
> 1h pass
> 2h pass
Alex sees, without a sound
    Time

    flies
Alex sees, without a sound
    Time

    flies
> the clock says 2026-03-02T12:30:00Z
Alex sees, without a sound
    Time

    flies
> Telegram fails: sendMessage 403 times 2 for Tom
> Tom sends: voice
Alex sees
    Somebody wrote ||something||
    [I've got this]  [Pass on]
    [Invite → <link>]
> Alex taps the old button: Pass on
Alex sees a notice: Passed on
Alex sees an edit
    Taken
> Tom edits: she's taken
    all her tablets -> she is fine
> Alex blocks the bot
> Alex unblocks the bot
`

func parse(t *testing.T, text string) *sandbox.Script {
	t.Helper()
	s, err := sandbox.ParseScript(strings.NewReader(text))
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func TestAConversationPlaysAsItIsWritten(t *testing.T) {
	p := openParrot(t)
	got, err := parse(t, conversation).Play(t.Context(), &sandbox.Player{Server: p.Server})
	if err != nil {
		t.Fatal(err)
	}
	if got != conversation {
		t.Errorf("played:\n%s", got)
	}
}

func TestPlayingFillsInWhatPeopleSawAndKeepsTheComments(t *testing.T) {
	p := openParrot(t)
	var bare []string
	for _, l := range parse(t, conversation).Lines {
		if l.Sight == nil {
			bare = append(bare, strings.TrimSuffix((&sandbox.Script{Lines: []sandbox.Line{l}}).String(), "\n"))
		}
	}
	got, err := parse(t, strings.Join(bare, "\n")).Play(t.Context(), &sandbox.Player{Server: p.Server})
	if err != nil || got != conversation {
		t.Errorf("%v, played:\n%s", err, got)
	}
}

func TestTheCallerDecidesHowTimePasses(t *testing.T) {
	p := openParrot(t)
	var passed time.Duration
	settled := 0
	player := &sandbox.Player{Server: p.Server,
		Pass:   func(_ context.Context, d time.Duration) error { passed += d; return nil },
		Become: func(_ context.Context, t time.Time) error { passed += t.Sub(start); return nil },
		Settle: func(context.Context) error { settled++; return nil },
	}
	if _, err := parse(t, "> 2h pass\n> 3d pass\n> the clock says 2026-03-02T10:00:00Z\n").Play(t.Context(), player); err != nil {
		t.Fatal(err)
	}
	if passed != 75*time.Hour || settled != 3 {
		t.Errorf("%s passed, settled %d times", passed, settled)
	}
}

func TestWhatWasRecordedCanBePlayedAgain(t *testing.T) {
	first := openParrot(t)
	if _, err := parse(t, conversation).Play(t.Context(), &sandbox.Player{Server: first.Server}); err != nil {
		t.Fatal(err)
	}
	recorded := first.Record().String()
	if _, raw := first.api(t, "GET", "/api/script", ""); raw["raw"] != recorded {
		t.Errorf("the API says %v", raw)
	}
	second := open(t)
	second.SetHouse(&parrot{t: t, p: second})
	again, err := parse(t, recorded).Play(t.Context(), &sandbox.Player{Server: second.Server})
	if err != nil || again != recorded {
		t.Errorf("%v\nrecorded:\n%s\nplayed again:\n%s", err, recorded, again)
	}
}

func TestWhatCannotBePlayedNamesItsLine(t *testing.T) {
	p := openParrot(t)
	for text, want := range map[string]string{
		"# fine\n> Nobody says: hello\n":     "line 2: There is nobody called Nobody.",
		"\n\n> Alex taps: No such button\n":  "line 3: Alex sees no such button.",
		"> Alex opens the link from Sofia\n": "line 1: Sofia has 0 links.",
	} {
		_, err := parse(t, text).Play(t.Context(), &sandbox.Player{Server: p.Server})
		if err == nil || err.Error() != want {
			t.Errorf("%q: %v", text, err)
		}
	}
}

func TestAScriptThatMakesNoSenseNamesItsLine(t *testing.T) {
	for text, line := range map[string]int{
		"hello\n": 1, "# a\n> Tom jumps\n": 2, "> Tom says:\n": 1, "    nobody\n": 1, "> Tom arrives (en)\n  two spaces\n": 2,
		"> soon pass\n": 1, "> the clock says noon\n": 1, "> Telegram fails: sendMessage often\n": 1, "> Tom sends: money\n": 1, "> Tom sends: location 91 0\n": 1,
		"\n\n> Tom edits: a to b\n": 3, "Tom sees something odd\n": 1, "> Tom opens the link from Alex (0)\n": 1, "Tom sees a notice\n": 1,
	} {
		_, err := sandbox.ParseScript(strings.NewReader(text))
		if err == nil || !strings.HasPrefix(err.Error(), fmt.Sprintf("line %d: ", line)) {
			t.Errorf("%q: %v, want line %d", text, err, line)
		}
	}
}

func TestAFaultInAScriptHasEveryPartOfAFault(t *testing.T) {
	const line = "> Telegram fails: sendMessage 429 retry_after 3 times 2 delay 2s after_accept html for Alex\n"
	a := parse(t, line).Lines[0].Act
	want := sandbox.Fault{Method: "sendMessage", Status: 429, RetryAfter: 3, Times: 2, Delay: 2 * time.Second, AfterAccept: true, Body: a.Fault.Body}
	if a.Fault != want || a.Fault.Body == "" || a.Who != "Alex" || "> "+a.String()+"\n" != line {
		t.Errorf("read as %+v for %s, written as %s", a.Fault, a.Who, a)
	}
	p := open(t)
	if _, err := parse(t, line).Play(t.Context(), &sandbox.Player{Server: p.Server}); err != nil {
		t.Fatal(err)
	}
	if got := p.Faults()[0]; got.ChatID != p.alex {
		t.Errorf("the fault is for chat %d", got.ChatID)
	}
}
