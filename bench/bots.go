package main

import (
	"context"
	"fmt"
	"net/http"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"time"

	"github.com/hibiken/asynq"
	"golang.org/x/sync/errgroup"

	"polyphony/care"
	"polyphony/store"
)

// bot is a program that is measured: ours, or a peer that does the same work.
type bot struct {
	name  string
	key   string // seals our records; a peer has none
	start func(s *server, api, listen, mode string, pace float64) (*process, error)
	// effects is what it has recorded of each chat, in order.
	effects func(s *server, first int64, chats int) (map[int64][]string, error)
	// queue puts so many paced messages in, or, with a due time, timers.
	queue func(s *server, n int, due time.Time) error
	// waiting is how many messages have come to wait for whoever sends them.
	waiting func(s *server) int
}

// What a bot does, as its MODE.
const (
	corridor = "corridor" // counts what arrives, and answers
	urgent   = "urgent"   // beside a hundred thousand paced messages
	timers   = "timers"   // counts what comes due; nobody takes its messages
)

// places are where the programs were built.
type places struct {
	root, temp               string
	child, serve, asynq, npm string
}

// deployment is the name under which our children work.
const deployment = "child"

func ours(at places, key string) bot {
	return bot{
		name: "polyphony", key: key,
		start: func(s *server, api, listen, mode string, pace float64) (*process, error) {
			kind := map[string]string{corridor: "bench", timers: "bench", urgent: "urgent"}[mode]
			return startProcess(at.temp, []string{"POLYPHONY_TEST_CHILD=" + kind, "REDIS_URL=" + s.url(), "MASTER_KEY=" + key,
				"TELEGRAM_API_URL=" + api, "LISTEN=" + listen, "REPLICA=one", "CHILD_LEASE=15s", fmt.Sprintf("CHILD_PACE=%g", pace)}, at.child)
		},
		effects: func(s *server, first int64, chats int) (map[int64][]string, error) {
			st, err := openStore(s, key)
			if err != nil {
				return nil, err
			}
			out := map[int64][]string{}
			for n := range chats {
				var tally struct {
					Seen []string `json:"s"`
				}
				chat := first + int64(n)
				if _, err := st.Peek(context.Background(), care.KindAccount, strconv.FormatInt(chat, 10), &tally); err != nil {
					return nil, err
				}
				out[chat] = tally.Seen
			}
			return out, nil
		},
		queue: func(s *server, n int, due time.Time) error {
			st, err := openStore(s, key)
			switch {
			case err != nil:
				return err
			case due.IsZero():
				return queueBulk(st, n)
			}
			return setTimers(st, n, due)
		},
		waiting: func(s *server) int {
			n, _ := s.db.Get(context.Background(), "{"+deployment+"}:outseq").Int()
			return n
		},
	}
}

func openStore(s *server, key string) (*store.Store, error) {
	return store.Open(s.db, store.Options{Deployment: deployment, Replica: "onlooker", MasterKey: key})
}

func asynqBot(at places) bot {
	return bot{name: "asynq", effects: plainEffects, queue: queueAsynq, waiting: lengthOf("asynq:{sends}:pending"), start: func(s *server, api, listen, mode string, _ float64) (*process, error) {
		return startProcess(at.temp, peerEnv(s, api, listen, mode), at.asynq)
	}}
}

func grammyBot(at places) bot {
	queue := func(s *server, n int, due time.Time) error {
		env := []string{"REDIS_SOCKET=" + s.socket, "MODE=fill-bulk", fmt.Sprint("JOBS=", n)}
		if !due.IsZero() {
			env = append(env, "MODE=fill-timers", fmt.Sprint("DUE=", due.UnixMilli()))
		}
		return run(at.npm, env, "node", "bot.js")
	}
	return bot{name: "grammY + BullMQ", effects: plainEffects, queue: queue, waiting: lengthOf("bull:sends:wait"), start: func(s *server, api, listen, mode string, _ float64) (*process, error) {
		return startProcess(at.npm, peerEnv(s, api, listen, mode), "node", "bot.js")
	}}
}

func peerEnv(s *server, api, listen, mode string) []string {
	return []string{"REDIS_SOCKET=" + s.socket, "TELEGRAM_API_URL=" + api, "LISTEN=" + listen, "MODE=" + mode}
}

func plainEffects(s *server, first int64, chats int) (map[int64][]string, error) {
	out := map[int64][]string{}
	for n := range chats {
		chat := first + int64(n)
		seen, err := s.db.LRange(context.Background(), fmt.Sprint("seen:", chat), 0, -1).Result()
		if err != nil {
			return nil, err
		}
		out[chat] = seen
	}
	return out, nil
}

// build makes the programs, and takes the peers that this machine can run.
func build(at places) (places, error) {
	at.child, at.serve, at.asynq = filepath.Join(at.temp, "polyphony.test"), filepath.Join(at.temp, "polyphony"), filepath.Join(at.temp, "asynqbot")
	for _, b := range []struct {
		dir  string
		args []string
	}{
		{at.root, []string{"test", "-c", "-o", at.child, "."}},
		{at.root, []string{"build", "-o", at.serve, "."}},
		{filepath.Join(at.root, "bench"), []string{"build", "-o", at.asynq, "./asynqbot"}},
	} {
		if err := run(b.dir, nil, "go", b.args...); err != nil {
			return at, err
		}
	}
	at.npm = filepath.Join(at.root, "bench", "grammybot")
	if _, err := os.Stat(filepath.Join(at.npm, "node_modules", "bullmq")); err != nil {
		if err := run(at.npm, nil, "npm", "install", "--no-save", "--omit=optional", "--no-audit", "--no-fund", "--loglevel", "error"); err != nil {
			fmt.Fprintln(os.Stderr, "no Node, so no grammY + BullMQ:", err)
			at.npm = ""
		}
	}
	return at, nil
}

func run(dir string, env []string, name string, args ...string) error {
	p, err := startProcess(dir, env, name, args...)
	if err != nil {
		return err
	}
	<-p.done
	if !p.cmd.ProcessState.Success() {
		return fmt.Errorf("%s %s: %s", name, strings.Join(args, " "), p.cmd.ProcessState)
	}
	return nil
}

// answering waits until somebody takes requests at an address.
func answering(address string) error {
	return within(30*time.Second, "somebody answers at "+address, func() bool {
		res, err := http.Get("http://" + address)
		if err == nil {
			_ = res.Body.Close()
		}
		return err == nil
	})
}

func lengthOf(list string) func(*server) int {
	return func(s *server) int { return int(s.db.LLen(context.Background(), list).Val()) }
}

// queueAsynq asks asynq one task at a time, the only way there is, on many
// connections.
func queueAsynq(s *server, n int, due time.Time) error {
	client := asynq.NewClient(asynq.RedisClientOpt{Network: "unix", Addr: s.socket, PoolSize: 32})
	defer client.Close()
	kind, queue := "bulk", []asynq.Option{asynq.Queue("bulk")}
	if !due.IsZero() {
		kind, queue = "timer", []asynq.Option{asynq.Queue("timers"), asynq.ProcessAt(due)}
	}
	var all errgroup.Group
	for c := range 32 {
		all.Go(func() error {
			for i := c; i < n; i += 32 {
				body := fmt.Sprintf(`{"id":%d,"chat":%d,"text":"bulk %d"}`, i, 100_000+i, i)
				if _, err := client.Enqueue(asynq.NewTask(kind, []byte(body)), queue...); err != nil {
					return err
				}
			}
			return nil
		})
	}
	return all.Wait()
}
