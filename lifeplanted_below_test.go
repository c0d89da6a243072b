package main

import (
	"bytes"
	"fmt"
	"io"
	"net/http"
	"strings"
)

// blindBelow are faults in the store's scripts and on the way to Telegram.
var blindBelow = []lifePlant{
	{Name: "an update that Telegram repeats is taken again", Breaks: []string{"i1"}, Lua: inScript("record.lua",
		`if redis.call('ZADD', p .. 'seen', 'NX', now, id) == 1 then`, `if redis.call('ZADD', p .. 'seen', now, id) then`)},
	{Name: "a commit asks nobody whether the lease is still theirs", Breaks: []string{"i1", "i9", "i12"}, Lua: inScript("commit.lua",
		`if redis.call('HGET', p .. 'replicas', replica) ~= epoch then return { 'lost' } end
if redis.call('HGET', p .. 'holder', queue) ~= token then return { 'lost' } end
local head = redis.call('LRANGE', q, 0, 1)
local item, after = head[1], head[2]
if not item or string.sub(item, 1, #id + 1) ~= id .. '\0' then return { 'lost' } end`, `local head = redis.call('LRANGE', q, 0, 1)
local item, after = head[1], head[2]`)},
	{Name: "whoever commits later overwrites what was read before", Breaks: []string{"i1", "i2", "i3", "i9"}, Lua: inScript("commit.lua",
		`if revision(p .. ARGV[at]) ~= ARGV[at + 1] then return { 'conflict', ARGV[at] } end`, ``)},
	{Name: "urgent rows are queued among all others", Breaks: []string{"i12", "i2", "i3"}, Lua: inScript("commit.lua",
		`local chat, outlane, head, row = ARGV[at], ARGV[at + 1], ARGV[at + 2], ARGV[at + 3]`, `local chat, outlane, head, row = ARGV[at], '2', ARGV[at + 2], ARGV[at + 3]`)},
	{Name: "what fell due while nobody looked is thrown away", Breaks: []string{"i9", "i2", "i6", "i11"}, Lua: inScript("fire.lua",
		`redis.call('RPUSH', p .. 'q:' .. queue, 't:' .. key .. '@' .. at .. '\0timer\0' .. at .. '\0' .. seed)`,
		`if tonumber(now) - tonumber(at) < 30000 then redis.call('RPUSH', p .. 'q:' .. queue, 't:' .. key .. '@' .. at .. '\0timer\0' .. at .. '\0' .. seed) end`)},
	{Name: "the message of a card is forgotten", Breaks: []string{"i1", "i2", "i3", "i7"}, Calm: true, Lua: inScript("settle.lua",
		`if here and ARGV[10] ~= '' and ARGV[11] ~= '0' then`, `if false then`)},
	{Name: "a row that failed once is given up", Breaks: []string{"i1", "i2", "i3", "i6"}, Lua: inScript("settle.lua",
		`elseif ARGV[8] == '' then`, `elseif ARGV[8] == '' or ARGV[9] == '1' then`)},
	{Name: "too many requests is taken for sent", Breaks: []string{"i1", "i2", "i3", "i6", "i12"}, Telegram: takenForSent(http.StatusTooManyRequests)},
	{Name: "a door that is shut is taken for sent", Breaks: []string{"i2", "i3", "i10", "i11"}, Telegram: takenForSent(http.StatusForbidden)},
}

// inScript changes one line of one script. A line that is not there any more is a
// fault of the plant, which must not go by unseen.
func inScript(name, was, is string) func(string) string {
	mark := map[string]string{
		"record.lua": "-- Records items in the inbox", "commit.lua": "-- The one commit:", "fire.lua": "-- Moves timers that have come due", "settle.lua": "-- Settles a claimed row:",
	}[name]
	return func(script string) string {
		if !strings.HasPrefix(script, mark) {
			return script
		}
		if !strings.Contains(script, was) {
			panic("nothing to plant in " + name)
		}
		return strings.Replace(script, was, is, 1)
	}
}

// takenForSent lets one of Telegram's refusals pass for success.
func takenForSent(status int) func(http.RoundTripper) http.RoundTripper {
	return func(next http.RoundTripper) http.RoundTripper {
		n := 900_000
		return tripper(func(r *http.Request) (*http.Response, error) {
			sends := strings.HasSuffix(r.URL.Path, "/sendMessage")
			answer, err := next.RoundTrip(r)
			if err != nil || answer.StatusCode != status || !sends {
				return answer, err
			}
			_ = answer.Body.Close()
			n++
			body := fmt.Appendf(nil, `{"ok":true,"result":{"message_id":%d,"date":1,"chat":{"id":1,"type":"private"}}}`, n)
			ok := *answer
			ok.StatusCode, ok.Status, ok.Header = http.StatusOK, "200 OK", http.Header{"Content-Type": {"application/json"}}
			ok.Body, ok.ContentLength = io.NopCloser(bytes.NewReader(body)), int64(len(body))
			return &ok, nil
		})
	}
}
