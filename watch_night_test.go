package main

import (
	"context"
	"fmt"
	"math/rand/v2"
	"net"
	"net/http"
	"sync"
	"time"

	"github.com/alicebob/miniredis/v2"
	"github.com/redis/go-redis/v9"

	"polyphony/alarm"
	"polyphony/care"
	"polyphony/flows"
	"polyphony/sandbox"
	"polyphony/store"
)

// The people of a night. Nell and Oz have never joined.
var (
	nightAsk   = []string{"Maya", "Joseph", "Nell", "Oz"}
	nightStaff = []string{"Amira", "Ben", "Chidi", "Dora"}
)

// night is some hours of one team, and what a watcher knows of them.
type night struct {
	rng       *rand.Rand
	begin     time.Time
	length    time.Duration
	faultsToo bool // the night has troubles
	plant     plant
	play      nightPlay

	parts   Parts
	mini    *miniredis.Miniredis
	server  *sandbox.Server
	clock   *sandbox.Clock
	phones  *phones
	trouble *troubles
	eyes    redis.UniversalClient
	look    *store.Store
	people  map[string]int64
	names   map[int64]string

	mu      sync.Mutex
	life    *nightLife
	ends    sync.WaitGroup // of lives that are over
	updates map[int64]*tried
	order   []*tried
	away    []away
	stopped map[string]bool // who said /stop, and would not hear though they let us in
	seen    map[string]bool
	acted   chan struct{} // something came, for storms that wait for it

	log, faults []string
	timings     *timings
}

// nightPlay is what people do in a night, and what is asked of it afterwards.
type nightPlay struct {
	gathers, lives, closes, judge func(context.Context) error // gathers may be nil
	spoken                        string                      // the outcome with which alerts are closed
}

// away is a time in which a staff member could not be reached.
type away struct {
	who         string
	from, until time.Time
	untold      bool // nobody can know before something for them is refused
}

type nightLife struct {
	app  *App
	gate *lifeGate
	stop func()
}

// plant is a fault that the watcher must see; the zero value is none.
type plant struct {
	decide  func(decider) decider
	swallow func(n *night) func(chat int64, text string) bool
	crashes bool // the process dies soon after each cry for help
}

type decider = func(flows.Tx, flows.Event, time.Time) (flows.Decision, error)

func (n *night) now() time.Time { return n.clock.Now() }

func (n *night) note(format string, args ...any) {
	n.mu.Lock()
	defer n.mu.Unlock()
	n.log = append(n.log, n.now().Format("15:04:05.000 ")+fmt.Sprintf(format, args...))
}

func (n *night) fault(letter, format string, args ...any) {
	n.mu.Lock()
	defer n.mu.Unlock()
	n.faults = append(n.faults, "("+letter+") "+fmt.Sprintf(format, args...))
}

// live plays the night, lets somebody close everything, and judges.
func (n *night) live(ctx context.Context, team care.Team) error {
	n.mini = miniredis.NewMiniRedis()
	n.mini.ClockTTL(true)
	defer n.mini.Close()
	n.clock = sandbox.NewClock(n.begin.Add(-24*time.Hour).Truncate(24*time.Hour).Add(15*time.Hour), true) // they come together by day
	n.trouble, n.updates, n.acted = &troubles{now: n.clock.Now}, map[int64]*tried{}, make(chan struct{})
	if err := n.open(ctx, team); err != nil {
		return err
	}
	defer n.server.Close()
	defer func() { _ = n.eyes.Close() }()
	defer n.ends.Wait()
	defer func() { n.end() }()
	if err := n.gather(ctx, team); err != nil {
		return err
	}
	if n.play.gathers != nil {
		if err := n.play.gathers(ctx); err != nil {
			return err
		}
	}
	n.server.SetHouse(nil) // from now on nobody waits for anything
	n.end()
	time.Sleep(n.begin.Sub(n.now()))
	n.parts.Pace = flows.Pace{Overall: 30, Chat: 1, Group: 20}
	if err := n.start(ctx); err != nil {
		return err
	}
	var storm sync.WaitGroup
	over, stop := context.WithCancel(ctx)
	if n.faultsToo {
		for range 2 {
			plan := n.planStorms()
			storm.Go(func() { n.storms(over, plan) })
		}
	}
	err := n.play.lives(ctx)
	stop()
	storm.Wait()
	if err != nil {
		return err
	}
	if err := n.play.closes(ctx); err != nil {
		return err
	}
	n.end()
	n.ends.Wait()
	return n.play.judge(ctx)
}

func (n *night) open(ctx context.Context, team care.Team) error {
	people := append([]sandbox.Person{}, castPeople...)
	for _, name := range []string{"Chidi", "Nell", "Oz"} {
		people = append(people, sandbox.Person{Name: name, Language: "en"})
	}
	mux := http.NewServeMux()
	mux.HandleFunc("/telegram/webhook", n.door)
	n.server = sandbox.New(sandbox.Options{Clock: n.clock, People: people, Log: quiet(), BotName: stageBot, WebhookClient: &http.Client{Transport: handlerTransport{mux}}})
	n.phones = newPhones(n.server.Transport(), n.clock.Now)
	n.people, n.names = map[string]int64{}, map[int64]string{}
	for _, p := range n.server.People() {
		n.people[p.Name], n.names[p.ID] = p.ID, p.Name
	}
	key, err := store.NewKey()
	if err != nil {
		return err
	}
	n.parts = Parts{
		MasterKey: key, Deployment: "crash", Replica: "night", Token: stageToken, APIURL: inProcess, BotName: stageBot, Secret: stageSecret,
		Now: n.clock.Now, Log: quiet(), Team: &team, Workers: 16, Poll: looking, Beat: beat,
	}
	if n.plant.decide != nil {
		n.parts.Decide = n.plant.decide(decidesAlso(nil))
	}
	n.eyes = redisThrough(func(context.Context, string, string) (net.Conn, error) { return n.mini.Dial() })
	if n.look, err = storeFor(n.eyes, key); err != nil {
		return err
	}
	if err := n.start(ctx); err != nil {
		return err
	}
	if err := n.life.app.Client.SetWebhook(ctx, inProcess+"/telegram/webhook", stageSecret, 40); err != nil {
		return err
	}
	return nil
}

// start begins a new life on the same Redis.
func (n *night) start(ctx context.Context) error {
	gate := &lifeGate{troubles: n.trouble, redis: n.mini.Dial, phones: n.phones, dead: make(chan struct{}), conns: map[*gatedConn]struct{}{}}
	if n.plant.swallow != nil {
		gate.swallow = n.plant.swallow(n)
	}
	parts := n.parts
	db := redisThrough(gate.dial)
	parts.Redis, parts.HTTP = db, &http.Client{Transport: gate}
	parts.Channels = []alarm.Channel{{ID: "duty-phone", URL: "generic://phone.invalid/duty", Send: gate.ring}}
	app, err := NewApp(ctx, parts)
	if err != nil {
		_ = db.Close()
		return err
	}
	run, cancel := context.WithCancel(context.WithoutCancel(ctx))
	var loops sync.WaitGroup
	loops.Go(func() { _ = app.Run(run, false) })
	n.mu.Lock()
	n.life = &nightLife{app: app, gate: gate, stop: func() { cancel(); loops.Wait(); _ = db.Close() }}
	n.mu.Unlock()
	return nil
}

// end ends the life that runs, and waits for those that ended before.
func (n *night) end() {
	n.mu.Lock()
	life := n.life
	n.life = nil
	n.mu.Unlock()
	if life != nil {
		life.stop()
	}
}

// gather lets the team and the circle come together, while all is well.
func (n *night) gather(ctx context.Context, team care.Team) error {
	settle := house{app: n.life.app, pending: n.server.Pending, sent: &sentLog{}, slack: 50 * time.Millisecond}
	n.server.SetHouse(settle)
	player := sandbox.Player{Server: n.server, Settle: settle.Settle}
	if err := gather(ctx, n.life.app, n.server, team, player); err != nil {
		return err
	}
	link, err := n.life.app.Invite(ctx, care.Invitation{Role: care.Practitioner, Staff: "chidi", Name: "Chidi"})
	if err != nil {
		return err
	}
	if err := settle.Settle(ctx); err != nil {
		return err
	}
	if _, err := n.server.Opens(ctx, n.people["Chidi"], link); err != nil {
		return err
	}
	for _, stranger := range []string{"Nell", "Oz"} {
		if _, err := n.server.Says(ctx, n.people[stranger], "/start"); err != nil {
			return err
		}
	}
	return settle.Settle(ctx)
}

func redisThrough(dial func(context.Context, string, string) (net.Conn, error)) redis.UniversalClient {
	return redis.NewClient(&redis.Options{Addr: "127.0.0.1:0", MaxRetries: -1, Protocol: 2, DisableIdentity: true, PoolSize: 64, Dialer: dial})
}
