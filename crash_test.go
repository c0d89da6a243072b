package main

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/http"
	"strconv"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/alicebob/miniredis/v2"
	"github.com/redis/go-redis/v9"
	"pgregory.net/rapid"

	"polyphony/care"
	"polyphony/flows"
)

// A life is one run of the process: it ends at a Redis command chosen
// beforehand, either before Redis saw it or after Redis did it and before the
// answer came back. Those are all the places between two steps of the corridor
// at which a crash can make a difference, since nothing is kept elsewhere.
type life struct {
	Dies  int  // at this command; 0: not at all
	After bool // Redis has done it already
}

// crashPlan is one case of the property.
type crashPlan struct {
	Chats, Each int
	Lives       []life
	LostSends   []int // these calls to Telegram are accepted and their answer is lost
	Twice       []int // these updates are delivered twice
}

var errDead = errors.New("the process is dead")

// mortality ends a life at its command, for Redis and Telegram alike.
type mortality struct {
	mu   sync.Mutex
	life life
	n    int
	dead bool
}

func (m *mortality) step() (before, after bool) {
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.dead {
		return true, false
	}
	if m.n++; m.life.Dies != 0 && m.n == m.life.Dies {
		m.dead = true
		return !m.life.After, m.life.After
	}
	return false, false
}

func (m *mortality) isDead() bool {
	m.mu.Lock()
	defer m.mu.Unlock()
	return m.dead
}

func (m *mortality) DialHook(next redis.DialHook) redis.DialHook { return next }

func (m *mortality) ProcessHook(next redis.ProcessHook) redis.ProcessHook {
	return func(ctx context.Context, cmd redis.Cmder) error {
		before, after := m.step()
		if before {
			cmd.SetErr(errDead)
			return errDead
		}
		err := next(ctx, cmd)
		if after {
			cmd.SetErr(errDead)
			return errDead
		}
		return err
	}
}

func (m *mortality) ProcessPipelineHook(next redis.ProcessPipelineHook) redis.ProcessPipelineHook {
	return func(ctx context.Context, cmds []redis.Cmder) error {
		before, after := m.step()
		if before {
			return errDead
		}
		err := next(ctx, cmds)
		if after {
			return errDead
		}
		return err
	}
}

// mortalTelegram is a Bot API that notes what it accepted, and loses some
// answers. A dead process calls nobody.
type mortalTelegram struct {
	mu   sync.Mutex
	sent []sending
	lose map[int]bool
	lost int
}

func (a *mortalTelegram) client(m *mortality) *http.Client {
	accept := http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		_ = r.ParseMultipartForm(1 << 20)
		chat, _ := strconv.ParseInt(r.FormValue("chat_id"), 10, 64)
		a.mu.Lock()
		a.sent = append(a.sent, sending{chat: chat, text: r.FormValue("text")})
		n, lost := len(a.sent), a.lose[len(a.sent)]
		if lost {
			a.lost++
		}
		a.mu.Unlock()
		if lost {
			w.WriteHeader(http.StatusBadGateway)
			return
		}
		fmt.Fprintf(w, `{"ok":true,"result":{"message_id":%d,"date":1,"chat":{"id":%d,"type":"private"}}}`, n, chat)
	})
	return &http.Client{Transport: tripper(func(r *http.Request) (*http.Response, error) {
		if m.isDead() {
			return nil, errDead
		}
		return handlerTransport{accept}.RoundTrip(r)
	})}
}

type tripper func(*http.Request) (*http.Response, error)

func (t tripper) RoundTrip(r *http.Request) (*http.Response, error) { return t(r) }

// TestCrashBetweenAnyTwoSteps protects I1 and I12: wherever the process dies,
// every update takes effect exactly once, replies come in order, and only what
// was in flight is said again.
func TestCrashBetweenAnyTwoSteps(t *testing.T) {
	t.Parallel()
	cases, deaths := 0, 0
	rapid.Check(t, func(rt *rapid.T) {
		if raceEnabled && cases == 30 {
			return // a hundred are lived through without it
		}
		plan := crashPlan{
			Chats: rapid.IntRange(1, 4).Draw(rt, "chats"),
			Each:  rapid.IntRange(1, 5).Draw(rt, "each"),
			Lives: rapid.SliceOfN(rapid.Custom(func(rt *rapid.T) life {
				return life{Dies: rapid.IntRange(2, 80).Draw(rt, "dies"), After: rapid.Bool().Draw(rt, "after")}
			}), 0, 6).Draw(rt, "lives"),
			LostSends: rapid.SliceOfN(rapid.IntRange(1, 20), 0, 3).Draw(rt, "lost"),
			Twice:     rapid.SliceOfN(rapid.IntRange(0, 19), 0, 5).Draw(rt, "twice"),
		}
		var failed error
		synctest.Test(t, func(*testing.T) { failed = liveAndDie(plan) })
		if failed != nil {
			rt.Fatal(failed)
		}
		cases++
		deaths += len(plan.Lives)
	})
	t.Logf("%d cases with %d deaths", cases, deaths)
}

func liveAndDie(plan crashPlan) error {
	m := miniredis.NewMiniRedis()
	defer m.Close()
	key, api := fixedKey(), &mortalTelegram{lose: map[int]bool{}}
	for _, n := range plan.LostSends {
		api.lose[n] = true
	}
	post := make(chan flows.Item, plan.Chats*plan.Each*(1+len(plan.Twice)))
	for i := range plan.Each {
		for c := range plan.Chats {
			n := i*plan.Chats + c
			item := updateItem(n, int64(1+c), fmt.Sprintf("m%d", i))
			post <- item
			for _, twice := range plan.Twice {
				if twice == n {
					post <- item
				}
			}
		}
	}
	close(post)
	waiting, more := <-post
	for _, l := range append(plan.Lives, life{}) {
		var err error
		if waiting, more, err = oneLife(m, key, api, l, waiting, more, post); err != nil {
			return err
		}
	}
	return judge(m, key, plan, api)
}

// oneLife runs the application until it dies, or until all is done. Telegram
// gives an update again until it was told that it arrived.
func oneLife(m *miniredis.Miniredis, key string, api *mortalTelegram, l life, item flows.Item, more bool, post <-chan flows.Item) (flows.Item, bool, error) {
	death := &mortality{life: l}
	db := redis.NewClient(&redis.Options{MaxRetries: -1, Protocol: 2, DisableIdentity: true, Addr: "127.0.0.1:0", PoolSize: 256,
		Dialer: func(context.Context, string, string) (net.Conn, error) { return m.Dial() }})
	defer db.Close()
	db.AddHook(death)
	ctx, cancel := context.WithCancel(context.Background())
	app, err := NewApp(ctx, Parts{
		Redis: db, MasterKey: key, Deployment: "crash", Replica: "one", Token: "1000:crash", APIURL: inProcess, BotName: "crash_bot",
		HTTP: api.client(death), Now: time.Now, Log: quiet(), Decide: countingDecide, Beat: time.Second, Poll: 50 * time.Millisecond, Workers: 4,
	})
	if err != nil {
		cancel()
		if errors.Is(err, errDead) {
			return item, more, nil
		}
		return item, more, err
	}
	var run sync.WaitGroup
	run.Go(func() { _ = app.Run(ctx, false) })
	for more && !death.isDead() {
		if err := (inbox{app.Store, app.wakeEngine}).Record(ctx, []flows.Item{item}); err == nil {
			item, more = <-post
		} else {
			time.Sleep(time.Millisecond)
		}
	}
	for !death.isDead() {
		time.Sleep(100 * time.Millisecond)
		d, err := app.Store.Depths(ctx, time.Now())
		if err == nil && d.Idle() && d.Later == [3]int64{} {
			break
		}
	}
	cancel()
	run.Wait()
	return item, more, nil
}

func updateItem(n int, chat int64, text string) flows.Item {
	raw := fmt.Sprintf(`{"update_id":%d,"message":{"message_id":%d,"date":1,"text":%q,"chat":{"id":%d,"type":"private"},"from":{"id":%d,"is_bot":false,"first_name":"S"}}}`, n+1, n+1, text, chat, chat)
	return flows.Item{ID: fmt.Sprintf("u:%d", n+1), Queue: fmt.Sprintf("chat:%d", chat), Source: flows.FromTelegram, At: time.Now(), Body: []byte(raw)}
}

// judge looks at what Redis holds and what Telegram accepted, knowing nothing
// of how it came about.
func judge(m *miniredis.Miniredis, key string, plan crashPlan, api *mortalTelegram) error {
	db := redis.NewClient(&redis.Options{MaxRetries: -1, Protocol: 2, DisableIdentity: true, Addr: "127.0.0.1:0", PoolSize: 256,
		Dialer: func(context.Context, string, string) (net.Conn, error) { return m.Dial() }})
	defer db.Close()
	look, err := storeFor(db, key)
	if err != nil {
		return err
	}
	for c := range plan.Chats {
		var got tally
		if _, err := look.Peek(context.Background(), care.KindAccount, fmt.Sprint(1+c), &got); err != nil {
			return err
		}
		if got.Count != plan.Each {
			return fmt.Errorf("chat %d: %d effects for %d updates: %v", 1+c, got.Count, plan.Each, got.Seen)
		}
		next, again := 0, 0
		for _, s := range api.sent {
			switch {
			case s.chat != int64(1+c):
			case s.text == reply(next):
				next++
			case next > 0 && s.text == reply(next-1):
				again++
			default:
				return fmt.Errorf("chat %d: after %d replies came %q", 1+c, next, s.text)
			}
		}
		if next != plan.Each {
			return fmt.Errorf("chat %d: %d of %d replies arrived", 1+c, next, plan.Each)
		}
		if most := len(plan.Lives) + api.lost; again > most {
			return fmt.Errorf("chat %d: %d messages repeated by %d incidents", 1+c, again, most)
		}
	}
	return nil
}
