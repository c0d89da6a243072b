package main

import (
	"bytes"
	"context"
	"errors"
	"io"
	"net"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"sync"
	"time"

	"polyphony/alarm"
)

// A trouble is a disturbance from one instant to another. Zero until: it lasts.
type trouble struct {
	kind        string
	from, until time.Time
	chat        int64 // only this chat; 0: all
}

// The kinds of trouble.
const (
	crashed      = "crash"
	redisCut     = "redis cut"
	redisHangs   = "redis hangs"
	telegramCut  = "telegram cut"
	telegram502  = "telegram 502"
	telegramHTML = "telegram html"
	telegramSlow = "telegram slow"
	telegramHang = "telegram hangs"
	telegramLost = "telegram answer lost"
	telegram429  = "telegram 429"
	telegram403  = "telegram 403" // an account that is suspended, of which nobody hears
	channelNo    = "channel refuses"
	channelHangs = "channel hangs"
)

// pauses are how long after each kind the next try may come.
var pauses = map[string]time.Duration{
	crashed: afterCrash, redisCut: afterRedis, redisHangs: afterRedis + 5*time.Second,
	telegramCut: afterTelegram, telegram502: afterTelegram, telegramHTML: afterTelegram, telegramLost: afterTelegram, telegram429: afterTelegram,
	telegramSlow: afterHanging, telegramHang: afterHanging, channelNo: afterTelegram + afterNobody, channelHangs: afterHanging + afterNobody, // when the channel was the only one left
}

var errGone = errors.New("gone")

// troubles are all disturbances of a night.
type troubles struct {
	now func() time.Time

	mu  sync.Mutex
	all []*trouble
}

func (t *troubles) begin(kind string, chat int64) *trouble {
	t.mu.Lock()
	defer t.mu.Unlock()
	one := &trouble{kind: kind, from: t.now(), chat: chat}
	t.all = append(t.all, one)
	return one
}

func (t *troubles) end(one *trouble) {
	t.mu.Lock()
	defer t.mu.Unlock()
	one.until = t.now()
}

// on finds one of these kinds that is under way and concerns the chat.
func (t *troubles) on(chat int64, kinds ...string) *trouble {
	t.mu.Lock()
	defer t.mu.Unlock()
	for _, one := range t.all {
		if one.until.IsZero() && slices.Contains(kinds, one.kind) && (one.chat == 0 || one.chat == chat) {
			return one
		}
	}
	return nil
}

// lifeGate stands between one life of the process and everything outside it.
// From the instant at which it dies nothing passes any more.
type lifeGate struct {
	troubles *troubles
	redis    func() (net.Conn, error)
	phones   *phones
	swallow  func(chat int64, text string) bool // a planted fault; nil: none

	mu    sync.Mutex
	dead  chan struct{}
	over  bool
	armed int  // dies at this Redis command; 0: not yet
	after bool // when Redis has done it
	conns map[*gatedConn]struct{}
}

func (g *lifeGate) isDead() bool {
	g.mu.Lock()
	defer g.mu.Unlock()
	return g.over
}

// arm lets the life end at a command to come.
func (g *lifeGate) arm(commands int, after bool) {
	g.mu.Lock()
	defer g.mu.Unlock()
	g.armed, g.after = commands, after
}

func (g *lifeGate) die() {
	g.mu.Lock()
	if g.over {
		g.mu.Unlock()
		return
	}
	g.over = true
	close(g.dead)
	g.mu.Unlock()
	g.hangUp()
}

// hangUp ends every connection to Redis.
func (g *lifeGate) hangUp() {
	g.mu.Lock()
	var all []*gatedConn
	for c := range g.conns {
		all = append(all, c)
	}
	clear(g.conns)
	g.mu.Unlock()
	for _, c := range all {
		_ = c.Conn.Close()
	}
}

// command counts one command and says whether this is the last.
func (g *lifeGate) command() (dies, after bool) {
	g.mu.Lock()
	defer g.mu.Unlock()
	if g.armed == 0 {
		return false, false
	}
	g.armed--
	return g.armed == 0, g.after
}

func (g *lifeGate) dial(context.Context, string, string) (net.Conn, error) {
	if g.isDead() || g.troubles.on(0, redisCut, redisHangs) != nil {
		return nil, errGone
	}
	conn, err := g.redis()
	if err != nil {
		return nil, err
	}
	c := &gatedConn{Conn: conn, gate: g}
	g.mu.Lock()
	defer g.mu.Unlock()
	g.conns[c] = struct{}{}
	return c, nil
}

type gatedConn struct {
	net.Conn
	gate *lifeGate
}

func (c *gatedConn) Write(b []byte) (int, error) {
	if c.gate.isDead() || c.gate.troubles.on(0, redisCut) != nil {
		return 0, errGone
	}
	if c.gate.troubles.on(0, redisHangs) != nil {
		return len(b), nil // on its way for ever
	}
	dies, after := c.gate.command()
	if dies && !after {
		c.gate.die()
		return 0, errGone
	}
	n, err := c.Conn.Write(b)
	if dies {
		c.gate.die()
		return 0, errGone
	}
	return n, err
}

func (c *gatedConn) Close() error {
	c.gate.mu.Lock()
	delete(c.gate.conns, c)
	c.gate.mu.Unlock()
	return c.Conn.Close()
}

// RoundTrip carries a call to Telegram, as far as it lets it.
func (g *lifeGate) RoundTrip(r *http.Request) (*http.Response, error) {
	body, err := io.ReadAll(r.Body) // a request that is written is written at once
	if err != nil {
		return nil, err
	}
	r.Body = io.NopCloser(bytes.NewReader(body))
	fields, _ := partsOf(r.Header.Get("Content-Type"), body)
	chat, _ := strconv.ParseInt(fields["chat_id"], 10, 64)
	switch {
	case g.isDead(), g.troubles.on(chat, telegramCut) != nil:
		return nil, errGone
	case g.troubles.on(chat, telegramHang) != nil:
		<-r.Context().Done()
		return nil, r.Context().Err()
	case g.troubles.on(chat, telegramSlow) != nil:
		select {
		case <-r.Context().Done():
			return nil, r.Context().Err()
		case <-time.After(4 * time.Second):
		}
	case g.troubles.on(chat, telegram502) != nil:
		return answerWith(r, http.StatusBadGateway, `{"ok":false,"error_code":502,"description":"Bad Gateway"}`), nil
	case g.troubles.on(chat, telegramHTML) != nil:
		return answerWith(r, http.StatusOK, "<html><body>Please wait</body></html>"), nil
	case g.troubles.on(chat, telegram429) != nil:
		return answerWith(r, http.StatusTooManyRequests, `{"ok":false,"error_code":429,"description":"Too Many Requests: retry after 5","parameters":{"retry_after":5}}`), nil
	case chat != 0 && g.troubles.on(chat, telegram403) != nil:
		return answerWith(r, http.StatusForbidden, `{"ok":false,"error_code":403,"description":"Forbidden: user is deactivated"}`), nil
	}
	if g.isDead() {
		return nil, errGone
	}
	if g.swallow != nil && strings.HasSuffix(r.URL.Path, "/sendMessage") && g.swallow(chat, fields["text"]) {
		return answerWith(r, http.StatusOK, `{"ok":true,"result":{"message_id":900000,"date":1,"chat":{"id":`+fields["chat_id"]+`,"type":"private"}}}`), nil
	}
	res, err := g.phones.RoundTrip(r)
	if g.isDead() || g.troubles.on(chat, telegramLost) != nil {
		return nil, errGone
	}
	return res, err
}

func answerWith(r *http.Request, status int, body string) *http.Response {
	return &http.Response{StatusCode: status, Status: http.StatusText(status), Proto: "HTTP/1.1", ProtoMajor: 1, ProtoMinor: 1,
		Header: http.Header{}, Body: io.NopCloser(strings.NewReader(body)), ContentLength: int64(len(body)), Request: r}
}

// ring is the channel that is not Telegram.
func (g *lifeGate) ring(text string) alarm.Reason {
	switch {
	case g.isDead(), g.troubles.on(0, channelNo) != nil:
		return alarm.Refused
	case g.troubles.on(0, channelHangs) != nil:
		time.Sleep(time.Minute)
		return alarm.Timeout
	}
	g.phones.rings(text)
	return alarm.Sent
}
