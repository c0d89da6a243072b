package store

import (
	"bytes"
	"context"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/alicebob/miniredis/v2"
	"github.com/redis/go-redis/v9"

	"polyphony/care"
	"polyphony/flows"
)

// What goes through the scripts of Redis as a list of texts comes out as it went
// in: no word, name, id or length of anybody's is taken for another argument.
func FuzzArgumentsOfScriptsComeBackAsTheyWent(f *testing.F) {
	for i, s := range []string{"", "hello", "0", "-1", "1\x002", "\x00", "nil", "\r\n$5\r\n", "{test}:q", "a:b|c", "\xff\xfe", strings.Repeat("x", 70_000), "میں", "]]", "{\"a\":1}"} {
		f.Add(s, []byte(s), s, int64(i))
	}
	m := miniredis.NewMiniRedis()
	if err := m.Start(); err != nil {
		f.Fatal(err)
	}
	f.Cleanup(m.Close)
	db := redis.NewClient(&redis.Options{Addr: m.Addr(), MaxRetries: -1})
	f.Cleanup(func() { _ = db.Close() })
	ctx := context.Background()
	f.Fuzz(func(t *testing.T, words string, body []byte, detail string, chat int64) {
		m.FlushAll()
		queue := fmt.Sprint("chat:", chat)
		s := (&ground{TB: t, db: db}).enter("a")
		if n := s.record(flows.Item{ID: "u:1", Queue: queue, Source: flows.FromTelegram, At: t0, Body: body}); n != 1 {
			t.Fatalf("%d recorded", n)
		}
		c := s.one(t0)
		if c.Bad != nil || !bytes.Equal(c.Item.Body, body) || c.Item.ID != "u:1" || c.Item.Queue != queue {
			t.Fatalf("%q came back as %q, %v", body, c.Item.Body, c.Bad)
		}
		note := care.Note{ID: "n", Author: "c", Words: []care.Words{{Author: "c", Text: words, At: t0}}}
		s.commit(t0, c, flows.Decision{
			Put:    []flows.Put{{Kind: care.KindNote, ID: "n", Value: &note}},
			Say:    []flows.Message{{Chat: 7, Lane: flows.Reply, Key: "x", Args: flows.Args{"Words": {Words: words}}, Slot: "s:" + detail}},
			Timers: []flows.Timer{{Key: flows.TimerKey{Subject: "note", ID: "n", What: "kept", Arg: "a"}, Due: t0.Add(time.Hour)}},
			Audit:  []flows.Entry{{Subject: "note:n", At: t0, Who: "c", What: "said", Detail: detail}},
		}, false)
		var back care.Note
		if found, err := s.Begin(ctx).Read(care.KindNote, "n", &back); err != nil || !found || valid(words) && (len(back.Words) != 1 || back.Words[0].Text != words) {
			t.Fatalf("%q was kept as %+v, %t %v", words, back.Words, found, err)
		}
		rows, _ := s.rows(t0, everything)
		if len(rows) != 1 || valid(words) && rows[0].Message.Args["Words"].Words != words {
			t.Fatalf("%q goes out as %+v", words, rows)
		}
	})
}

func valid(s string) bool { return strings.ToValidUTF8(s, "") == s }
