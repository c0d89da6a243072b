package bot

import (
	"bytes"
	"encoding/json"
	"errors"
	"os"
	"reflect"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"polyphony/care"
	"polyphony/flows"
)

const mo = `"from":{"id":7,"is_bot":false,"first_name":"Mo","last_name":"X","language_code":"pl"}`

const (
	alone   = `"chat":{"id":7,"type":"private","first_name":"Mo"}`
	circle  = `"chat":{"id":-50,"type":"supergroup","title":"Us"}`
	channel = `"chat":{"id":-60,"type":"channel","title":"News"}`
)

func item(t testing.TB, raw string) flows.Item {
	t.Helper()
	it, _, err := newItem([]byte(raw), now, bytes.NewReader(bytes.Repeat([]byte{9}, 32)))
	if err != nil {
		t.Fatalf("%s: %v", raw, err)
	}
	return it
}

func TestAnUpdateGoesIntoTheQueueOfItsChat(t *testing.T) {
	for raw, want := range map[string]string{
		`{"update_id":5,"message":{"message_id":1,` + alone + `,"text":"x"}}`:                                      "chat:7",
		`{"update_id":5,"message":{"message_id":1,` + circle + `,` + mo + `,"text":"x"}}`:                          "chat:-50",
		`{"update_id":5,"edited_message":{"message_id":1,` + alone + `}}`:                                          "chat:7",
		`{"update_id":5,"callback_query":{"id":"1",` + mo + `,"data":"x"}}`:                                        "chat:7",
		`{"update_id":5,"callback_query":{"id":"1",` + mo + `,"message":{"message_id":3,"date":0,` + alone + `}}}`: "chat:7",
		`{"update_id":5,"callback_query":{"id":"1",` + mo + `,"message":{"message_id":3,` + circle + `}}}`:         "chat:-50",
		`{"update_id":5,"my_chat_member":{` + alone + `,` + mo + `}}`:                                              "chat:7",
		`{"update_id":5,"channel_post":{` + channel + `}}`:                                                         "chat:-60",
		`{"update_id":5,"inline_query":{"id":"1",` + mo + `,"query":"x"}}`:                                         "chat:0",
		`{"update_id":5,"poll":{"id":"1"}}`:                                                                        "chat:0",
		`{"update_id":5}`:                                                                                          "chat:0",
		`{"update_id":5,"message":7}`:                                                                              "chat:0",
		`{"update_id":5,"message":{"chat":{"id":"seven"}}}`:                                                        "chat:0",
		`{"update_id":5,"message":{"from":[],"chat":{"id":7,"type":3},"text":{}}}`:                                 "chat:7",
	} {
		it := item(t, raw)
		if it.ID != "u:5" || it.Queue != want || it.Source != flows.FromTelegram || it.At != now || string(it.Body) != raw || it.Seed[31] != 9 {
			t.Errorf("%s: %+v", raw, it)
		}
	}
}

func TestWhatIsNoUpdateIsNotRecorded(t *testing.T) {
	for _, raw := range []string{
		"", "x", "null", "[]", "7", `"update_id"`, "{}", `{"update_id":null}`, `{"update_id":"5"}`, `{"update_id":5.5}`,
		`{"update_id":99999999999999999999}`, `{"update_id":5`, `{"update_id":5} {}`,
	} {
		if _, _, err := newItem([]byte(raw), now, bytes.NewReader(make([]byte, 32))); !errors.Is(err, ErrMalformed) {
			t.Errorf("%q: %v", raw, err)
		}
	}
	if _, _, err := newItem([]byte(`{"update_id":5}`), now, bytes.NewReader(nil)); err == nil {
		t.Error("a seed was drawn from nothing")
	}
}

func TestEveryKindOfMessageBecomesItsEvent(t *testing.T) {
	sizes := `[{"file_id":"s","width":9,"height":9},{"file_id":"l","width":90,"height":90},{"file_id":"m","width":20,"height":20}]`
	for name, c := range map[string]struct {
		content string
		kind    flows.Kind
		text    string
		media   care.Media
		spot    *care.Spot
	}{
		"text":              {`"text":"hello"`, flows.KindText, "hello", care.Media{}, nil},
		"command":           {`"text":"/start@OurBot abc"`, flows.KindText, "/start@OurBot abc", care.Media{}, nil},
		"voice":             {`"voice":{"file_id":"v","duration":3}`, flows.KindMedia, "", care.Media{Kind: care.Voice, File: "v"}, nil},
		"photo":             {`"photo":` + sizes + `,"caption":"us"`, flows.KindMedia, "us", care.Media{Kind: care.Photo, File: "l"}, nil},
		"video note":        {`"video_note":{"file_id":"n"}`, flows.KindMedia, "", care.Media{Kind: care.VideoNote, File: "n"}, nil},
		"video":             {`"video":{"file_id":"w"},"caption":"c"`, flows.KindMedia, "c", care.Media{Kind: care.Video, File: "w"}, nil},
		"animation":         {`"document":{"file_id":"d"},"animation":{"file_id":"a"}`, flows.KindMedia, "", care.Media{Kind: care.Video, File: "a"}, nil},
		"sticker":           {`"sticker":{"file_id":"k","emoji":"x"}`, flows.KindMedia, "", care.Media{Kind: care.Sticker, File: "k"}, nil},
		"audio":             {`"audio":{"file_id":"o"}`, flows.KindMedia, "", care.Media{Kind: care.File, File: "o"}, nil},
		"document":          {`"document":{"file_id":"d"}`, flows.KindMedia, "", care.Media{Kind: care.File, File: "d"}, nil},
		"location":          {`"location":{"latitude":51.5074,"longitude":-0.1278}`, flows.KindMedia, "", care.Media{Kind: care.Location, File: "geo:51.507400,-0.127800"}, &care.Spot{Lat: 51.5074, Long: -0.1278}},
		"venue":             {`"venue":{"title":"Library","address":"1 Road","location":{"latitude":1,"longitude":2}},"location":{"latitude":1,"longitude":2}`, flows.KindMedia, "Library, 1 Road", care.Media{Kind: care.Location, File: "geo:1.000000,2.000000"}, &care.Spot{Lat: 1, Long: 2}},
		"place off earth":   {`"location":{"latitude":91,"longitude":0}`, flows.KindMedia, "", care.Media{Kind: care.Location}, nil},
		"contact":           {`"contact":{"phone_number":"1"}`, flows.KindMedia, "", care.Media{Kind: care.Other}, nil},
		"poll":              {`"poll":{"id":"1"}`, flows.KindMedia, "", care.Media{Kind: care.Other}, nil},
		"dice":              {`"dice":{"value":1}`, flows.KindMedia, "", care.Media{Kind: care.Other}, nil},
		"of the future":     {`"hologram":{"file_id":"h"}`, flows.KindMedia, "", care.Media{Kind: care.Other}, nil},
		"broken voice":      {`"voice":[1]`, flows.KindMedia, "", care.Media{Kind: care.Voice}, nil},
		"broken photo":      {`"photo":{"file_id":"l"}`, flows.KindMedia, "", care.Media{Kind: care.Photo}, nil},
		"pinned":            {`"pinned_message":{"message_id":2}`, flows.KindUnknown, "", care.Media{}, nil},
		"timer of the chat": {`"message_auto_delete_timer_changed":{}`, flows.KindUnknown, "", care.Media{}, nil},
		"strange unicode":   {`"text":"a\u0000b\ud800c"`, flows.KindText, "a\x00b\uFFFDc", care.Media{}, nil},
		"invalid bytes":     {"\"text\":\"a\xffb\"", flows.KindText, "a\uFFFDb", care.Media{}, nil},
		"spoilt neighbours": {`"text":"hi","entities":"none","reply_to_message":[],"date":"today","forward_origin":{"type":"odd"}`, flows.KindText, "hi", care.Media{}, nil},
	} {
		it := item(t, `{"update_id":5,"message":{"message_id":31,`+mo+`,`+alone+`,`+c.content+`}}`)
		got, err := Decode(it)
		want := flows.Event{ID: "u:5", Queue: "chat:7", Kind: c.kind, At: now, Seed: it.Seed, Chat: 7, Message: 31,
			From: flows.Sender{ID: 7, Name: "Mo", Language: "pl"}, Text: c.text, Media: c.media, Spot: c.spot}
		if err != nil || !reflect.DeepEqual(got, want) {
			t.Errorf("%s: %v\n got %+v\nwant %+v", name, err, got, want)
		}
	}
}

// A number counts only when it is that of whoever shares it.
func TestAContactIsANumberOnlyWhenItIsTheirOwn(t *testing.T) {
	for content, want := range map[string]string{
		`"contact":{"phone_number":"447700900123","user_id":7}`:  "+447700900123",
		`"contact":{"phone_number":"+447700900123","user_id":7}`: "+447700900123",
		`"contact":{"phone_number":"+447700900123","user_id":8}`: "",
		`"contact":{"phone_number":"+447700900123"}`:             "",
		`"contact":{"phone_number":"","user_id":7}`:              "",
		`"contact":[7]`:                          "",
		`"voice":{"file_id":"v"},"contact":null`: "",
	} {
		got, err := Decode(item(t, `{"update_id":5,"message":{"message_id":31,`+mo+`,`+alone+`,`+content+`}}`))
		if err != nil || got.Number != want {
			t.Errorf("%s: %q, %v", content, got.Number, err)
		}
	}
}

func TestOtherUpdatesBecomeTheirEvents(t *testing.T) {
	sender := flows.Sender{ID: 7, Name: "Mo", Language: "pl"}
	member := func(chat, status string) string {
		return `"my_chat_member":{` + chat + `,` + mo + `,"date":1,"old_chat_member":{"status":"member"},"new_chat_member":{"status":"` + status + `"}}`
	}
	joins := func(chat, before, after string) string {
		return `"my_chat_member":{` + chat + `,` + mo + `,"date":1,"old_chat_member":{"status":` + before + `},"new_chat_member":{"status":` + after + `}}`
	}
	for name, c := range map[string]struct {
		raw  string
		want flows.Event
	}{
		"edited":              {`"edited_message":{"message_id":3,` + mo + `,` + alone + `,"text":"new"}`, flows.Event{Kind: flows.KindEdited, Chat: 7, From: sender, Text: "new", Message: 3}},
		"edited caption":      {`"edited_message":{"message_id":3,` + mo + `,` + alone + `,"caption":"new","voice":{"file_id":"v"}}`, flows.Event{Kind: flows.KindEdited, Chat: 7, From: sender, Text: "new", Message: 3, Media: care.Media{Kind: care.Voice, File: "v"}}},
		"tap":                 {`"callback_query":{"id":"9",` + mo + `,"data":"a:1","message":{"message_id":3,"date":1,` + alone + `}}`, flows.Event{Kind: flows.KindTap, Chat: 7, From: sender, Message: 3, Tap: flows.Tap{ID: "9", Data: "a:1"}}},
		"tap on an old one":   {`"callback_query":{"id":"9",` + mo + `,"data":"a:1","message":{"message_id":3,"date":0,` + alone + `}}`, flows.Event{Kind: flows.KindTap, Chat: 7, From: sender, Message: 3, Tap: flows.Tap{ID: "9", Data: "a:1"}}},
		"tap without message": {`"callback_query":{"id":"9",` + mo + `,"data":"a:1"}`, flows.Event{Kind: flows.KindTap, Chat: 7, From: sender, Tap: flows.Tap{ID: "9", Data: "a:1"}}},
		"tap, message null":   {`"callback_query":{"id":"9",` + mo + `,"message":null}`, flows.Event{Kind: flows.KindTap, Chat: 7, From: sender, Tap: flows.Tap{ID: "9"}}},
		"tap in a group":      {`"callback_query":{"id":"9",` + mo + `,"data":"a","message":{"message_id":3,` + circle + `}}`, flows.Event{Kind: flows.KindGroup, Chat: -50, From: sender, Message: 3, Tap: flows.Tap{ID: "9", Data: "a"}}},
		"blocked":             {member(alone, "kicked"), flows.Event{Kind: flows.KindBlocked, Chat: 7, From: sender}},
		"unblocked":           {member(alone, "member"), flows.Event{Kind: flows.KindUnblocked, Chat: 7, From: sender}},
		"of a future kind":    {member(alone, "asleep"), flows.Event{Kind: flows.KindUnknown, Chat: 7, From: sender}},
		"put into a group":    {joins(circle, `"left"`, `"member"`), flows.Event{Kind: flows.KindGroupIn, Super: true, Chat: -50, From: sender}},
		"back in, restricted": {joins(circle, `"kicked"`, `"restricted","is_member":true`), flows.Event{Kind: flows.KindGroupIn, Super: true, Chat: -50, From: sender}},
		"thrown out":          {joins(circle, `"administrator"`, `"kicked"`), flows.Event{Kind: flows.KindGroupOut, Chat: -50, From: sender}},
		"left, restricted":    {joins(circle, `"member"`, `"restricted","is_member":false`), flows.Event{Kind: flows.KindGroupOut, Chat: -50, From: sender}},
		"raised in a group":   {joins(circle, `"member"`, `"administrator"`), flows.Event{Kind: flows.KindUnknown, Chat: -50, From: sender}},
		"a group is made":     {`"message":{"message_id":3,` + mo + `,` + circle + `,"group_chat_created":true}`, flows.Event{Kind: flows.KindGroupIn, Chat: -50, From: sender, Message: 3}},
		"others join a group": {`"message":{"message_id":3,` + mo + `,` + circle + `,"new_chat_members":[]}`, flows.Event{Kind: flows.KindUnknown, Chat: -50, From: sender, Message: 3}},
		"migrates to":         {`"message":{"message_id":3,` + mo + `,` + circle + `,"migrate_to_chat_id":-1009}`, flows.Event{Kind: flows.KindMigrated, Chat: -50, NewChat: -1009, From: sender, Message: 3}},
		"migrated from":       {`"message":{"message_id":1,` + mo + `,"chat":{"id":-1009,"type":"supergroup"},"migrate_from_chat_id":-50}`, flows.Event{Kind: flows.KindMigrated, Chat: -50, NewChat: -1009, From: sender, Message: 1}},
		"answers the bot":     {`"message":{"message_id":3,` + mo + `,` + circle + `,"text":"x","reply_to_message":{"message_id":2,"from":{"id":1,"is_bot":true,"username":"OurBot"}}}`, flows.Event{Kind: flows.KindGroup, Chat: -50, From: sender, Text: "x", Message: 3, Answers: "OurBot"}},
		"answers somebody":    {`"message":{"message_id":3,` + mo + `,` + circle + `,"text":"x","reply_to_message":{"message_id":2,"from":{"id":1,"is_bot":false,"username":"OurBot"}}}`, flows.Event{Kind: flows.KindGroup, Chat: -50, From: sender, Text: "x", Message: 3}},
		"voice in a group":    {`"message":{"message_id":3,` + mo + `,` + circle + `,"voice":{"file_id":"v"}}`, flows.Event{Kind: flows.KindGroup, Chat: -50, From: sender, Message: 3, Media: care.Media{Kind: care.Voice, File: "v"}}},
		"tap under a file":    {`"callback_query":{"id":"9",` + mo + `,"data":"a","message":{"message_id":3,"document":{"file_id":"d"},` + alone + `}}`, flows.Event{Kind: flows.KindTap, Chat: 7, From: sender, Message: 3, Caption: true, Tap: flows.Tap{ID: "9", Data: "a"}}},
		"tap under a picture": {`"callback_query":{"id":"9",` + mo + `,"data":"a","message":{"message_id":3,"photo":[],` + alone + `}}`, flows.Event{Kind: flows.KindTap, Chat: 7, From: sender, Message: 3, Caption: true, Tap: flows.Tap{ID: "9", Data: "a"}}},
		"in a channel":        {member(channel, "kicked"), flows.Event{Kind: flows.KindUnknown, Chat: -60, From: sender}},
		"said in a group":     {`"message":{"message_id":3,` + mo + `,` + circle + `,"text":"/help"}`, flows.Event{Kind: flows.KindGroup, Chat: -50, From: sender, Text: "/help", Message: 3}},
		"edited in a group":   {`"edited_message":{"message_id":3,` + mo + `,` + circle + `,"text":"x"}`, flows.Event{Kind: flows.KindGroup, Chat: -50, From: sender, Text: "x", Message: 3}},
		"of no use":           {`"inline_query":{"id":"1"}`, flows.Event{Kind: flows.KindUnknown}},
		"nothing at all":      {`"hologram":7`, flows.Event{Kind: flows.KindUnknown}},
	} {
		it := item(t, `{"update_id":5,`+c.raw+`}`)
		c.want.ID, c.want.Queue, c.want.At, c.want.Seed = "u:5", it.Queue, now, it.Seed
		got, err := Decode(it)
		if err != nil || !reflect.DeepEqual(got, c.want) {
			t.Errorf("%s: %v\n got %+v\nwant %+v", name, err, got, c.want)
		}
	}
}

func TestASenderIsReadAsFarAsItCanBe(t *testing.T) {
	got, err := Decode(item(t, `{"update_id":5,"message":{"from":{"id":7,"first_name":"Mo","is_bot":"no"},`+alone+`,"text":"x"}}`))
	if err != nil || got.From != (flows.Sender{ID: 7, Name: "Mo"}) {
		t.Errorf("%+v %v", got.From, err)
	}
	got, err = Decode(item(t, `{"update_id":5,"message":{`+alone+`,"text":"x"}}`))
	if err != nil || got.From.ID != 7 {
		t.Errorf("a private chat's id is its user's: %+v %v", got.From, err)
	}
}

func TestAPoisonUpdateIsNamedWithoutItsWords(t *testing.T) {
	for _, raw := range []string{
		`{"update_id":5,"message":{"text":"` + canary + `"}}`,
		`{"update_id":5,"message":{"chat":"` + canary + `","text":"` + canary + `"}}`,
		`{"update_id":5,"callback_query":{"data":"` + canary + `"}}`,
		`{"update_id":5,"callback_query":{"id":"1","from":"` + canary + `"}}`,
		`{"update_id":5,"my_chat_member":{"chat":[]}}`,
	} {
		_, err := Decode(item(t, raw))
		if err == nil || strings.Contains(err.Error(), canary) || !strings.Contains(err.Error(), "u:5") {
			t.Errorf("%s: %v", raw, err)
		}
	}
	if _, err := Decode(flows.Item{ID: "u:5", Source: flows.FromTelegram, Body: []byte(canary)}); err == nil || strings.Contains(err.Error(), canary) {
		t.Error(err)
	}
	if _, err := Decode(flows.Item{ID: "t:5", Source: flows.FromTimer}); err == nil {
		t.Error("a timer was decoded as an update")
	}
}

func FuzzDecode(f *testing.F) {
	f.Add([]byte(`{"update_id":5,"message":{"message_id":1,` + mo + `,` + alone + `,"text":"x"}}`))
	f.Add([]byte(`{"update_id":5,"callback_query":{"id":"9",` + mo + `,"message":{"message_id":3,` + circle + `}}}`))
	f.Add([]byte(`{"update_id":5,"my_chat_member":{` + alone + `,"new_chat_member":{"status":"kicked"}}}`))
	f.Add([]byte(`{"update_id":5,"message":{` + alone + `,"photo":[{"file_id":"a"}],"venue":{},"caption":"\ud800\u0000"}}`))
	f.Add([]byte(`{"update_id":5,"message":{` + circle + `,"migrate_to_chat_id":-1009}}`))
	f.Add([]byte(`{"update_id":5,"message":{` + circle + `,"migrate_from_chat_id":"x","group_chat_created":1}}`))
	f.Add([]byte(`{"update_id":5,"my_chat_member":{` + circle + `,"old_chat_member":{"status":"left"},"new_chat_member":{"status":"restricted","is_member":"yes"}}}`))
	f.Add([]byte(`{"update_id":5,"message":{` + circle + `,` + mo + `,"text":"x","reply_to_message":{"from":{"is_bot":true,"username":7}}}}`))
	f.Add([]byte(`{"update_id":5,"message":{` + alone + `,"location":{"latitude":1e308,"longitude":"x"}}}`))
	f.Add([]byte("{\"update_id\":5,\"message\":{\"text\":\"\xff\"}}"))
	f.Fuzz(func(t *testing.T, raw []byte) {
		it, _, err := newItem(raw, now, bytes.NewReader(make([]byte, 32)))
		if err != nil {
			return
		}
		e, err := Decode(it)
		if err != nil {
			return
		}
		for _, s := range []string{e.Text, e.From.Name, e.From.Language, e.Tap.ID, e.Tap.Data, e.Media.File, e.Answers} {
			if !utf8.ValidString(s) {
				t.Fatalf("invalid UTF-8: %q", s)
			}
		}
		if e.Kind == flows.KindMigrated && (e.NewChat == 0 || e.Chat == 0) {
			t.Fatalf("a group moved from %d to %d", e.Chat, e.NewChat)
		}
	})
}

// TestEveryServiceMessageIsKnown holds our list against Telegram's own schema,
// where it lies beside the project.
func TestEveryServiceMessageIsKnown(t *testing.T) {
	data, err := os.ReadFile("../../shared/data/botapi-10.1.json")
	if err != nil {
		t.Skip("Telegram's schema lies beside the repository, not in it")
	}
	var schema struct {
		Types map[string]struct {
			Fields []struct {
				Name        string `json:"name"`
				Description string `json:"description"`
			} `json:"fields"`
		} `json:"types"`
	}
	if err := json.Unmarshal(data, &schema); err != nil {
		t.Fatal(err)
	}
	// Telegram calls these service messages too, but somebody sent them.
	sentByPeople := []string{"users_shared", "chat_shared", "gift", "unique_gift", "gift_upgrade_sent", "web_app_data", "passport_data"}
	for _, f := range schema.Types["Message"].Fields {
		announced := strings.HasPrefix(f.Description, "Optional. Service message")
		m := fields{f.Name: json.RawMessage(`{}`)}
		if _, sent := media(m); announced && sent && !slices.Contains(sentByPeople, f.Name) {
			t.Errorf("%s is a service message that we would take for somebody's words", f.Name)
		}
	}
}
