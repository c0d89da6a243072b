// Command asynqbot is the peer in Go: a webhook, asynq with Redis for
// everything that must not be lost, and the same Telegram library as ours. It
// does what our own bot is measured at, the way asynq's documentation does it.
package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"log"
	"net"
	"net/http"
	"os"
	"strconv"
	"time"

	telegram "github.com/go-telegram/bot"
	"github.com/go-telegram/bot/models"
	"github.com/hibiken/asynq"
	"github.com/redis/go-redis/v9"
	"golang.org/x/time/rate"
)

// What of it works: everything, urgent words beside paced messages, or timers
// whose messages nobody takes.
const (
	corridor = "corridor"
	urgent   = "urgent"
	timers   = "timers"
)

const secret = "child-secret-0123456789"

// retention keeps finished tasks, so that a repeated update is recognised.
const retention = time.Hour

// onCall is how many people the cards are spread over, from firstOnCall on.
const (
	onCall      = 200
	firstOnCall = 3_000_000
)

// bot is what the handlers share.
type bot struct {
	queue *asynq.Client
	db    *redis.Client
	api   *telegram.Bot
	mode  string
	pace  *rate.Limiter
}

// job is what a task holds.
type job struct {
	ID   int64  `json:"id"`
	Chat int64  `json:"chat"`
	Text string `json:"text"`
}

func main() {
	at := asynq.RedisClientOpt{Network: "unix", Addr: os.Getenv("REDIS_SOCKET")}
	api, err := telegram.New("1000:child", telegram.WithSkipGetMe(), telegram.WithServerURL(os.Getenv("TELEGRAM_API_URL")),
		telegram.WithHTTPClient(0, &http.Client{Timeout: 10 * time.Second, Transport: &http.Transport{MaxIdleConnsPerHost: 64}}))
	if err != nil {
		log.Fatal(err)
	}
	b := &bot{
		queue: asynq.NewClient(at), db: redis.NewClient(&redis.Options{Network: "unix", Addr: at.Addr}), api: api, mode: os.Getenv("MODE"),
		pace: rate.NewLimiter(30, 1),
	}
	mux := asynq.NewServeMux()
	mux.HandleFunc("update", b.update)
	mux.HandleFunc("send", b.send)
	mux.HandleFunc("bulk", b.bulk)
	mux.HandleFunc("timer", b.timer)
	for _, config := range b.servers() {
		config.LogLevel, config.TaskCheckInterval, config.DelayedTaskCheckInterval = asynq.FatalLevel, 10*time.Millisecond, 100*time.Millisecond
		if err := asynq.NewServer(at, config).Start(mux); err != nil {
			log.Fatal(err)
		}
	}
	listener, err := net.Listen("tcp", os.Getenv("LISTEN"))
	if err != nil {
		log.Fatal(err)
	}
	log.Fatal(http.Serve(listener, b))
}

// servers are the workers of each mode. What is urgent has workers of its own:
// with strict priority alone it would wait behind the pace.
func (b *bot) servers() []asynq.Config {
	switch b.mode {
	case urgent:
		return []asynq.Config{
			{Concurrency: 16, Queues: map[string]int{"updates": 1, "sends": 2}},
			{Concurrency: 4, Queues: map[string]int{"bulk": 1}},
		}
	case timers:
		return []asynq.Config{{Concurrency: 16, Queues: map[string]int{"timers": 1}}}
	}
	return []asynq.Config{{Concurrency: 40, Queues: map[string]int{"updates": 1, "sends": 1}}}
}

// ServeHTTP takes one update: 200 once it is queued, or was before.
func (b *bot) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	var u models.Update
	if r.Header.Get("X-Telegram-Bot-Api-Secret-Token") != secret || json.NewDecoder(r.Body).Decode(&u) != nil || u.Message == nil {
		w.WriteHeader(http.StatusBadRequest)
		return
	}
	err := b.enqueue("update", "updates", fmt.Sprint("u:", u.ID), job{u.ID, u.Message.Chat.ID, u.Message.Text})
	if err != nil {
		w.WriteHeader(http.StatusServiceUnavailable)
	}
}

func (b *bot) enqueue(kind, queue, id string, j job) error {
	body, err := json.Marshal(j)
	if err != nil {
		return err
	}
	_, err = b.queue.Enqueue(asynq.NewTask(kind, body), asynq.TaskID(id), asynq.Queue(queue), asynq.Retention(retention))
	if errors.Is(err, asynq.ErrTaskIDConflict) {
		return nil
	}
	return err
}

func take(t *asynq.Task) (j job, err error) { return j, json.Unmarshal(t.Payload(), &j) }

// count is the effect: one more for the chat, and the text that brought it.
func (b *bot) count(ctx context.Context, chat int64, text string) (int64, error) {
	pipe := b.db.TxPipeline()
	n := pipe.Incr(ctx, fmt.Sprint("count:", chat))
	pipe.RPush(ctx, fmt.Sprint("seen:", chat), text)
	_, err := pipe.Exec(ctx)
	return n.Val(), err
}

func (b *bot) update(ctx context.Context, t *asynq.Task) error {
	j, err := take(t)
	if err != nil {
		return err
	}
	n, err := b.count(ctx, j.Chat, j.Text)
	if err != nil {
		return err
	}
	if b.mode == urgent {
		card := job{j.ID, firstOnCall + j.Chat%onCall, "somebody needs help"}
		if err := b.enqueue("send", "sends", fmt.Sprint("card:", j.ID), card); err != nil {
			return err
		}
	}
	return b.enqueue("send", "sends", fmt.Sprint("s:", j.ID), job{j.ID, j.Chat, strconv.FormatInt(n, 10) + " " + j.Text})
}

func (b *bot) timer(ctx context.Context, t *asynq.Task) error {
	j, err := take(t)
	if err != nil {
		return err
	}
	if _, err := b.count(ctx, j.Chat, j.Text); err != nil {
		return err
	}
	return b.enqueue("send", "sends", fmt.Sprint("s:", j.ID), j)
}

func (b *bot) send(ctx context.Context, t *asynq.Task) error {
	j, err := take(t)
	if err != nil {
		return err
	}
	_, err = b.api.SendMessage(ctx, &telegram.SendMessageParams{ChatID: j.Chat, Text: j.Text})
	return err
}

// bulk waits for the pace with a worker of its own.
func (b *bot) bulk(ctx context.Context, t *asynq.Task) error {
	if err := b.pace.Wait(ctx); err != nil {
		return err
	}
	return b.send(ctx, t)
}
