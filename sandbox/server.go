package sandbox

import (
	"context"
	"log/slog"
	"math/rand/v2"
	"net/http"
	"sync"
	"time"
)

// defaultBotName is the bot's username unless Options say otherwise.
const defaultBotName = "polyphony_sandbox_bot"

// Options are what a Server is made of. Everything may be left out.
type Options struct {
	Clock         *Clock       // default: running, from the real now
	House         House        // the application, when it runs in this process
	People        []Person     // who is there from the start; ids may be zero
	Story         []Step       // the story that the page offers
	Log           *slog.Logger // ids, kinds and reasons only; default: discards
	WebhookClient *http.Client // carries updates to a webhook; default: plain HTTP, 60 s
	BotName       string       // the bot's username, default polyphony_sandbox_bot
}

// Server is one sandbox. It is an http.Handler, and all its methods may be called from any goroutine.
type Server struct {
	clock   *Clock
	log     *slog.Logger
	botName string
	story   []Step
	client  *http.Client
	mux     *http.ServeMux
	events  *hub
	journal *journal
	walking chan struct{} // holds one token: the clock is walked by one caller at a time

	ctx   context.Context // ends with Close
	stop  context.CancelFunc
	tasks sync.WaitGroup

	mu        sync.Mutex // guards everything below
	closed    bool
	house     House
	people    map[int64]*account
	order     []int64
	chats     map[int64]*chat
	groups    []int64
	bot       profile
	botID     int64 // the number in the token used last
	commands  map[commandKey][]Command
	queue     queue
	hook      *hook
	poll      *poll
	conflict  time.Time // real time of the latest 409 to a poller
	callbacks map[string]*callback
	lastTap   int64
	files     *files
	faults    []*Fault
}

// New makes a sandbox. Close ends it.
func New(o Options) *Server {
	if o.Clock == nil {
		o.Clock = NewClock(time.Now(), true)
	}
	if o.Log == nil {
		o.Log = slog.New(slog.DiscardHandler)
	}
	if o.BotName == "" {
		o.BotName = defaultBotName
	}
	if o.WebhookClient == nil {
		o.WebhookClient = plainWebhookClient()
	}
	ctx, stop := context.WithCancel(context.Background())
	s := &Server{
		clock: o.Clock, log: o.Log, botName: o.BotName, story: o.Story, client: o.WebhookClient, house: o.House,
		events: newHub(), journal: newJournal(), walking: make(chan struct{}, 1), ctx: ctx, stop: stop,
		people: map[int64]*account{}, chats: map[int64]*chat{}, commands: map[commandKey][]Command{},
		bot: newProfile(), botID: 1, callbacks: map[string]*callback{}, files: newFiles(),
		queue: newQueue(100_000_000 + rand.Int64N(800_000_000)), lastTap: rand.Int64N(1 << 60),
	}
	s.mux = s.routes()
	for _, p := range o.People {
		if _, err := s.addPerson(p); err != nil {
			s.log.Error("a person could not be added to the sandbox", "person", p.ID)
		}
	}
	return s
}

// Close ends every poll, delivery and stream, and returns when they are gone.
func (s *Server) Close() {
	s.mu.Lock()
	s.closed = true
	s.mu.Unlock()
	s.stop()
	s.events.close()
	s.tasks.Wait()
}

// SetHouse hands in the application once it exists; nil takes it away.
func (s *Server) SetHouse(h House) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.house = h
}

func (s *Server) currentHouse() House {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.house
}

// Clock is the sandbox's clock.
func (s *Server) Clock() *Clock { return s.clock }

// spawn runs f until Close; it does nothing on a closed server. s.mu is held.
func (s *Server) spawn(f func(context.Context)) {
	if s.closed {
		return
	}
	s.tasks.Add(1)
	go func() {
		defer s.tasks.Done()
		f(s.ctx)
	}()
}
