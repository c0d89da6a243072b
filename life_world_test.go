package main

import (
	"context"
	"fmt"
	"math/rand/v2"
	"net"
	"net/http"
	"os"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"github.com/alicebob/miniredis/v2"

	"polyphony/care"
	"polyphony/flows"
	"polyphony/sandbox"
	"polyphony/store"
)

// lifeWorld is a whole world: two deployments, each with a team, circles and a bot
// of its own, two replicas each, on one Redis, in one bubble of time.
type lifeWorld struct {
	seed   uint64
	rng    *rand.Rand
	begin  time.Time
	length time.Duration
	people int
	plan   []*lifeDeed // what people mean to do; drawn beforehand
	storms []lifeStorm // what will be disturbed
	plant  lifePlant

	mini    *miniredis.Miniredis
	clock   *sandbox.Clock
	trouble *troubles
	houses  []*lifeHouse
	ends    sync.WaitGroup
	stirred chan struct{}
	uneasy  atomic.Int64 // until when, in Unix milliseconds, somebody looks every second

	mu        sync.Mutex
	deeds     lifeDeeds
	chance    *rand.Rand // for what follows from what happens
	log       []lifeLine
	faults    []string
	reasons   map[flows.Reason]int
	words     map[string]*lifeWord // by canary
	handled   atomic.Int64
	did       map[string]int
	explained map[string]int
	over      bool
}

// lifeHouse is one deployment, and what a watcher knows of it.
type lifeHouse struct {
	*night
	world     *lifeWorld
	number    int
	ear       *lifeEar
	replicas  []*lifeReplica
	stalled   *atomic.Bool // still true: nobody has frozen by it
	frozen    *lifePause   // by the stall before
	cast      []*lifePerson
	circles   []*lifeCircle
	byChat    map[int64]*lifePerson
	garbage   map[string]bool     // updates that nobody can understand
	garbled   map[int64]time.Time // when one of them came in somebody's name last
	lateSince time.Time           // since when something is due that is not done
	beaten    time.Time           // when its replicas were last beaten
	told      map[int64]*lifeUpdate
	latest    map[int64]*lifeUpdate   // what each did last
	doors     map[int64][]*lifeUpdate // who shut theirs, and opened it
	taps      map[string]int64        // who tapped, by the id of the tap
	updates   []*lifeUpdate
}

// lifeReplica is one process of a deployment; a crash ends it and another begins.
type lifeReplica struct {
	name  string
	house *lifeHouse

	mu    sync.Mutex
	app   *App
	gate  *lifeGate
	pause *lifePause
	tick  chan struct{}
	stop  func()
}

// lifePerson is somebody with a phone.
type lifePerson struct {
	sandbox.Person
	house *lifeHouse
	role  care.Role

	after  string         // the verb of their last tap, or their last command
	cried  bool           // they asked for help
	opened map[int64]bool // whose links they opened

	criedAt    time.Time // when they asked for help last
	answers    []lifeAnswer
	wrote      []*lifeWord       // their words, oldest first
	contact    string            // whom the records know them as, last
	about      map[int]*lifeWord // which word of theirs a message is about
	meddled    bool              // they changed something of their settings, or their place
	joinedOnce bool
	outSince   time.Time // when they were first seen to be in no circle
}

// lifeLine is one line of what happened: an act as a script says it, or a comment.
type lifeLine struct {
	at   time.Time
	text string
}

const lifeBeat = 400 * time.Millisecond // between two looks at something that is due

const lifeWarmUp = 18 * time.Hour // before the begin, in which all come together by day

// lifeTeams are the zones of the two teams.
var lifeTeams = []struct{ name, zone string }{{"north", "Europe/London"}, {"south", "Europe/Warsaw"}}

func (w *lifeWorld) now() time.Time { return w.clock.Now() }

func (w *lifeWorld) note(format string, args ...any) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.log = append(w.log, lifeLine{w.now(), fmt.Sprintf(format, args...)})
	if *lifeTell {
		fmt.Fprintln(os.Stderr, w.now().Format("02 15:04:05.000"), fmt.Sprintf(format, args...))
	}
}

// fault notes that an invariant was seen broken.
func (w *lifeWorld) fault(rule, format string, args ...any) {
	w.mu.Lock()
	defer w.mu.Unlock()
	if *lifeTell {
		fmt.Fprintln(os.Stderr, w.now().Format("02 15:04:05.000"), rule, fmt.Sprintf(format, args...))
	}
	if len(w.faults) < 400 {
		w.faults = append(w.faults, "("+rule+") "+fmt.Sprintf(format, args...))
	}
}

// live plays the whole of it, and judges.
func (w *lifeWorld) live(ctx context.Context, team care.Team) error {
	w.mini = miniredis.NewMiniRedis()
	defer w.mini.Close()
	w.clock = sandbox.NewClock(w.begin.Add(-lifeWarmUp), true)
	w.trouble = &troubles{now: w.clock.Now}
	w.stirred = make(chan struct{}, 1)
	for i := range lifeTeams {
		h, err := w.open(ctx, i, team)
		if err != nil {
			return err
		}
		defer h.server.Close()
		defer func() { _ = h.eyes.Close() }()
	}
	defer w.ends.Wait()
	defer w.end()
	for _, h := range w.houses {
		if err := h.comeTogether(ctx); err != nil {
			return fmt.Errorf("%s: %w", h.parts.Deployment, err)
		}
	}
	for _, h := range w.houses {
		h.server.SetHouse(nil) // from now on nobody waits for anything
		h.parts.Pace = flows.Pace{Overall: 30, Chat: 1, Group: 20}
		for _, r := range h.replicas {
			r.end()
		}
	}
	time.Sleep(w.begin.Sub(w.now()))
	for _, h := range w.houses {
		for _, r := range h.replicas {
			if err := r.start(ctx); err != nil {
				return err
			}
		}
	}
	over, stop := context.WithCancel(ctx)
	var loops sync.WaitGroup
	loops.Go(func() { w.pulses(over) })
	weather, calm := context.WithCancel(ctx)
	var storm sync.WaitGroup
	storm.Go(func() { w.weather(weather) })
	err := w.acts(ctx)
	calm()
	storm.Wait()
	if err == nil {
		err = w.closes(ctx)
	}
	if err == nil {
		err = w.judge(ctx)
	}
	stop()
	loops.Wait()
	w.end()
	w.ends.Wait()
	return err
}

// open makes a deployment, its Telegram and its phones.
func (w *lifeWorld) open(ctx context.Context, number int, team care.Team) (*lifeHouse, error) {
	team.Zone = lifeTeams[number].zone
	n := newNight(w.seed, w.begin, w.length)
	h := &lifeHouse{night: n, world: w, number: number, byChat: map[int64]*lifePerson{}, garbage: map[string]bool{}, garbled: map[int64]time.Time{}, told: map[int64]*lifeUpdate{}, taps: map[string]int64{}, doors: map[int64][]*lifeUpdate{}, latest: map[int64]*lifeUpdate{}}
	n.mini, n.clock, n.trouble, n.acted = w.mini, w.clock, w.trouble, make(chan struct{})
	n.people, n.names = map[string]int64{}, map[int64]string{}
	mux := http.NewServeMux()
	mux.HandleFunc("/telegram/webhook", h.door)
	people := append([]sandbox.Person{}, castPeople...)
	people = append(people, sandbox.Person{Name: "Chidi", Language: "en"})
	for i := range people {
		people[i].ID = int64(1001 + 100000*number + i) // nobody has a phone in both
	}
	n.server = sandbox.New(sandbox.Options{Clock: w.clock, People: people, Log: quiet(), BotName: stageBot, WebhookClient: &http.Client{Transport: handlerTransport{mux}}})
	h.ear = &lifeEar{house: h, next: n.server.Transport(), of: map[int64][]*lifeSight{}}
	n.phones = newPhones(h.ear, w.clock.Now)
	key, err := store.NewKey()
	if err != nil {
		return nil, err
	}
	n.parts = Parts{
		MasterKey: key, Deployment: lifeTeams[number].name, Token: stageToken, APIURL: inProcess, BotName: stageBot, Secret: stageSecret,
		Now: w.clock.Now, Log: w.listens(h), Team: &team, Workers: 8, Poll: 10 * time.Minute, Beat: 24 * time.Hour, Decide: w.decides(h),
	}
	n.eyes = redisThrough(func(context.Context, string, string) (net.Conn, error) { return w.mini.Dial() })
	if n.look, err = store.Open(n.eyes, store.Options{Deployment: n.parts.Deployment, Replica: "onlooker", MasterKey: key}); err != nil {
		return nil, err
	}
	w.houses = append(w.houses, h)
	h.replicas = []*lifeReplica{{name: "one", house: h}, {name: "two", house: h}}
	if err := h.replicas[0].start(ctx); err != nil {
		return nil, err
	}
	h.life = &nightLife{app: h.replicas[0].app, gate: h.replicas[0].gate, stop: func() {}}
	return h, h.life.app.Client.SetWebhook(ctx, inProcess+"/telegram/webhook", stageSecret, 40)
}

func (w *lifeWorld) end() {
	for _, h := range w.houses {
		for _, r := range h.replicas {
			r.end()
		}
	}
}

// comeTogether lets team and circles come together, while all is well.
func (h *lifeHouse) comeTogether(ctx context.Context) error {
	settle := house{app: h.life.app, pending: h.server.Pending, sent: &sentLog{}, slack: 50 * time.Millisecond}
	h.server.SetHouse(settle)
	player := sandbox.Player{Server: h.server, Settle: settle.Settle}
	if err := gather(ctx, h.life.app, h.server, *h.parts.Team, player); err != nil {
		return err
	}
	link, err := h.life.app.Invite(ctx, care.Invitation{Role: care.Practitioner, Staff: "chidi", Name: "Chidi"})
	if err != nil {
		return err
	}
	if err := settle.Settle(ctx); err != nil {
		return err
	}
	if p, _ := h.server.Named("Chidi"); p.ID != 0 {
		if _, err := h.server.Opens(ctx, p.ID, link); err != nil {
			return err
		}
	}
	for _, name := range []string{"Amira", "Ben", "Chidi", "Dora", "Maya", "Joseph", "Sam"} {
		h.knows(name, map[string]care.Role{"Amira": care.Practitioner, "Ben": care.Practitioner, "Chidi": care.Practitioner, "Dora": care.Coordinator,
			"Maya": care.Person, "Joseph": care.Relative, "Sam": care.Volunteer}[name])
	}
	h.circles = []*lifeCircle{{staff: []*lifePerson{h.called("Amira"), h.called("Ben")}, person: h.called("Maya"), relatives: []*lifePerson{h.called("Joseph")}}}
	rng := rand.New(rand.NewPCG(h.world.seed, uint64(100+h.number)))
	for i := 0; len(h.cast) < h.world.people/len(lifeTeams); i++ {
		text := h.circleScript(rng, i)
		script, err := sandbox.ParseScript(strings.NewReader(text))
		if err != nil {
			return err
		}
		if seen, err := script.Play(ctx, &player); err != nil {
			return fmt.Errorf("%w\n%s", err, seen)
		}
	}
	return settle.Settle(ctx)
}
