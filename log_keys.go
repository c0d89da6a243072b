package main

import (
	"regexp"
	"unicode"
)

// keyForm says what a listed attribute may hold.
type keyForm int

const (
	oneWord  keyForm = iota // an id, a name of ours, a number: nothing with a space in it
	sentence                // a text of ours or of a library, masked
)

// logKeys are the attributes that a log may hold. A new one is added here, with
// the thought that whoever reads logs must not learn from it what somebody
// wrote, what they are called, or how to reach them.
var logKeys = map[string]keyForm{
	// Who and what: ids only.
	"id": oneWord, "alert": oneWord, "chat": oneWord, "contact": oneWord, "event": oneWord, "meeting": oneWord,
	"network": oneWord, "person": oneWord, "plan": oneWord, "row": oneWord, "staff": oneWord, "timer": oneWord, "update": oneWord, "visit": oneWord,
	"channel": oneWord, "deployment": oneWord, "epoch": oneWord, "pid": oneWord, "replica": oneWord,

	// What happened: named by us.
	"code": oneWord, "command": oneWord, "error_code": oneWord, "err_code": oneWord, "key": oneWord, "kind": oneWord, "lane": oneWord,
	"lang": oneWord, "language": oneWord, "method": oneWord, "mode": oneWord, "ok": oneWord, "queue": oneWord, "reason": oneWord, "script": oneWord,
	"source": oneWord, "state": oneWord, "status": oneWord, "step": oneWord, "version": oneWord, "zone": oneWord,

	// How much and how long.
	"after": oneWord, "age": oneWord, "at": oneWord, "bytes": oneWord, "count": oneWord, "due": oneWord, "held": oneWord,
	"late": oneWord, "left": oneWord, "line": oneWord, "limit": oneWord, "memory": oneWord, "parked": oneWord, "percent": oneWord,
	"retry_after": oneWord, "restarts": oneWord, "rev": oneWord, "took": oneWord, "tries": oneWord, "until": oneWord, "updates": oneWord, "wait": oneWord,

	// Where, and what the machine said.
	"addr": sentence, "dir": sentence, "err": sentence, "error": sentence, "fault": sentence, "file": sentence, "url": sentence,

	// The settings, see Config.LogValue.
	"accept_durability": oneWord, "bot_name": oneWord, "data_dir": sentence, "erasure_list": sentence, "durability": sentence, "listen": oneWord,
	"log_level": oneWord, "master_key": oneWord, "pace_chat": oneWord, "pace_overall": oneWord, "poll": oneWord, "public_url": oneWord,
	"redis_memory": oneWord, "redis_replicas": oneWord, "redis_url": oneWord, "team_file": sentence, "urgency_file": sentence, "telegram_api_url": oneWord, "telegram_token": oneWord, "webhook_secret": oneWord,
	"workers": oneWord,
}

var keyShape = regexp.MustCompile(`^[a-z][a-z0-9_.]{0,23}$`)

// keyName is the name of an attribute or group, if it looks like one of ours.
// A name made of somebody's words does not.
func (m *mask) keyName(key string) string {
	if keyShape.MatchString(key) && m.hide(key) == key {
		return key
	}
	return redacted
}

func breaksWord(r rune) bool { return unicode.IsSpace(r) || unicode.IsControl(r) }
