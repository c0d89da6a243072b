package main

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"math"
	"math/rand/v2"
	"net/http"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"github.com/redis/go-redis/v9"
)

// consentCall is one call to Telegram that asks a check-in. It begins when the
// first byte of what it says is handed over; what never gets there says nothing.
type consentCall struct {
	plan, method string
	order        int64
	at           time.Time
}

// keypad is a message with buttons in a chat of the crowd.
type keypad struct {
	message int
	data    []string
}

// consentTelegram stands before the sandbox for the accounts of the crowd.
// It is slow, numbers what begins, and remembers the buttons that it was shown.
type consentTelegram struct {
	now   func() time.Time
	next  http.RoundTripper
	order *atomic.Int64

	mu          sync.Mutex
	from, until time.Time
	listening   bool
	heard       []consentCall
	screens     map[int64][]keypad
	sent        int
	answers     int // so many of what was heard are answered, the others wait
	more        *sync.Cond
}

// consentSlow is how long Telegram takes for a call.
const consentSlow = 15 * time.Millisecond

// lets has the first n check-ins answered. Without that, the withdrawals would fall
// behind whatever the sender's places get done on a machine that is busy.
func (c *consentTelegram) lets(n int) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.answers = max(c.answers, n)
	c.more.Broadcast()
}

// waits until a check-in of this number is answered; others never wait.
func (c *consentTelegram) waits(number int) {
	c.mu.Lock()
	defer c.mu.Unlock()
	for number > c.answers {
		c.more.Wait()
	}
}

var planNamed = regexp.MustCompile(`check\d{7}`)

func (c *consentTelegram) hold(from, until time.Time) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.from, c.until = from, until
}

func (c *consentTelegram) listen() {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.listening = true
}

func (c *consentTelegram) calls() []consentCall {
	c.mu.Lock()
	defer c.mu.Unlock()
	return slices.Clone(c.heard)
}

func (c *consentTelegram) asked() int {
	c.mu.Lock()
	defer c.mu.Unlock()
	return len(c.heard)
}

// button finds the newest button of a chat whose data holds this.
func (c *consentTelegram) button(chat int64, holds string) (message int, data string, ok bool) {
	c.mu.Lock()
	defer c.mu.Unlock()
	for _, s := range slices.Backward(c.screens[chat]) {
		for _, d := range s.data {
			if strings.Contains(d, holds) {
				return s.message, d, true
			}
		}
	}
	return 0, "", false
}

func (c *consentTelegram) RoundTrip(r *http.Request) (*http.Response, error) {
	first := make([]byte, 1)
	if _, err := io.ReadFull(r.Body, first); err != nil {
		return nil, err
	}
	began, at := c.order.Add(1), time.Now()
	rest, err := io.ReadAll(r.Body)
	if err != nil {
		return nil, err
	}
	_ = r.Body.Close()
	body := string(first) + string(rest)
	fields, _ := partsOf(r.Header.Get("Content-Type"), []byte(body))
	chat, _ := strconv.ParseInt(fields["chat_id"], 10, 64)
	method := r.URL.Path[strings.LastIndexByte(r.URL.Path, '/')+1:]
	if wait := c.refuses(method); wait > 0 {
		return answered(r, http.StatusTooManyRequests, fmt.Sprintf(
			`{"ok":false,"error_code":429,"description":"Too Many Requests: retry after %d","parameters":{"retry_after":%[1]d}}`, int(math.Ceil(wait.Seconds()))))
	}
	switch {
	case method == "answerCallbackQuery" && chat == 0 && strings.HasPrefix(fields["callback_query_id"], "t"):
		return answered(r, http.StatusOK, `{"ok":true,"result":true}`)
	case chat < consentChat:
		r.Body = io.NopCloser(strings.NewReader(body))
		return c.next.RoundTrip(r)
	}
	n, number := c.take(chat, method, fields, began, at)
	c.waits(number)
	<-time.After(consentSlow)
	return answered(r, http.StatusOK, fmt.Sprintf(`{"ok":true,"result":{"message_id":%d,"date":1,"chat":{"id":%d,"type":"private"}}}`, n, chat))
}

func (c *consentTelegram) refuses(method string) time.Duration {
	c.mu.Lock()
	defer c.mu.Unlock()
	if now := c.now(); strings.HasPrefix(method, "send") && !now.Before(c.from) && now.Before(c.until) {
		return c.until.Sub(now)
	}
	return 0
}

// take keeps what was said and shown; number is which check-in it is, 0 for none.
func (c *consentTelegram) take(chat int64, method string, fields map[string]string, began int64, at time.Time) (id, number int) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if plan := planNamed.FindString(fields["text"]); plan != "" && c.listening {
		c.heard = append(c.heard, consentCall{plan, method, began, at})
		number = len(c.heard)
	}
	c.sent++
	id = c.sent
	if edited, _ := strconv.Atoi(fields["message_id"]); edited != 0 {
		id = edited
		c.screens[chat] = slices.DeleteFunc(c.screens[chat], func(s keypad) bool { return s.message == id })
	}
	var markup struct {
		Rows [][]struct {
			Data string `json:"callback_data"`
		} `json:"inline_keyboard"`
	}
	s := keypad{message: id}
	if json.Unmarshal([]byte(fields["reply_markup"]), &markup) == nil {
		for _, row := range markup.Rows {
			for _, b := range row {
				s.data = append(s.data, b.Data)
			}
		}
	}
	c.screens[chat] = append(c.screens[chat], s)
	return id, number
}

// consentCommit is when the decision about one update landed: its number before
// Redis was asked and after it had answered.
type consentCommit struct {
	asked, answered int64
	at              time.Time
}

// consentWire numbers the commits on their way to Redis, and lets the answers of
// Redis dawdle now and then, as a network or a stopped process would.
type consentWire struct {
	order   atomic.Int64
	dawdle  atomic.Bool
	sprung  atomic.Int64
	mu      sync.Mutex
	commits map[string]consentCommit
	snares  map[string]*withdrawal // by command and member
}

var memberNamed = regexp.MustCompile(`agreer\d{6}`)

// snare lets somebody withdraw just when their record has been read and before
// the reader has the answer: the worst of all instants.
func (w *consentWire) snare(command, member string, by *withdrawal) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.snares[command+" "+member] = by
}

func (w *consentWire) spring(cmd redis.Cmder) {
	if name := cmd.Name(); !w.dawdle.Load() || name != "get" && name != "getrange" {
		return
	}
	key := cmd.Name() + " " + memberNamed.FindString(fmt.Sprint(cmd.Args()[1]))
	w.mu.Lock()
	by := w.snares[key]
	delete(w.snares, key)
	w.mu.Unlock()
	if by != nil {
		w.sprung.Add(1)
		go by.now()
		for end := time.Now().Add(snarePatience); time.Now().Before(end); pause(time.Millisecond) {
			if _, landed := w.commitOf(int(by.update.Load())); landed {
				return
			}
		}
	}
}

// snarePatience is how long a reader waits for the withdrawal to land: one that
// may not land before has to wait itself.
const snarePatience = 150 * time.Millisecond

func (w *consentWire) commitOf(update int) (consentCommit, bool) {
	w.mu.Lock()
	defer w.mu.Unlock()
	c, ok := w.commits[fmt.Sprint("u:", update)]
	return c, ok
}

func (w *consentWire) DialHook(next redis.DialHook) redis.DialHook { return next }

func (w *consentWire) ProcessPipelineHook(next redis.ProcessPipelineHook) redis.ProcessPipelineHook {
	return func(ctx context.Context, cmds []redis.Cmder) error {
		err := next(ctx, cmds)
		for _, cmd := range cmds {
			w.spring(cmd)
		}
		w.linger()
		return err
	}
}

// linger holds one answer in ten back for a few milliseconds.
func (w *consentWire) linger() {
	if w.dawdle.Load() && rand.IntN(10) == 0 {
		<-time.After(time.Duration(rand.IntN(8_000)) * time.Microsecond)
	}
}

func (w *consentWire) ProcessHook(next redis.ProcessHook) redis.ProcessHook {
	return func(ctx context.Context, cmd redis.Cmder) error {
		asked := w.order.Add(1)
		err := next(ctx, cmd)
		if id := committed(cmd); id != "" {
			w.mu.Lock()
			w.commits[id] = consentCommit{asked, w.order.Add(1), time.Now()}
			w.mu.Unlock()
			return err
		}
		w.spring(cmd)
		w.linger()
		return err
	}
}

// committed is the update whose decision a command has just landed, "" for any
// other command.
func committed(cmd redis.Cmder) string {
	args := cmd.Args()
	script, ok := cmd.(*redis.Cmd)
	if !ok || len(args) < 12 || cmd.Name() != "evalsha" {
		return ""
	}
	list, _ := script.Val().([]any)
	if len(list) == 0 || list[0] != "ok" {
		return ""
	}
	id, _ := args[10].(string)
	return id
}
