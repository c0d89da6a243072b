package bot

import (
	"context"
	"log/slog"
	"sync"
	"time"

	"polyphony/flows"
)

// Outbox is where rows wait.
type Outbox interface {
	// Claim takes rows under a lease, and says when to look again. Of one chat and lane it never gives a row while an earlier one
	// is claimed or waits, so what is said to a chat keeps its order (I12).
	Claim(ctx context.Context, now time.Time, want flows.Want) ([]flows.Row, flows.Next, error)
	// Settle says what became of a row.
	Settle(ctx context.Context, now time.Time, row flows.Row, out flows.Outcome) error
	// Reader reads records as they stand at this moment.
	Reader(ctx context.Context) flows.Tx
}

// What a sender does unless it is told otherwise.
const (
	DefaultUrgentPlaces = 8
	DefaultPlaces       = 24
	MostPlaces          = 128
	DefaultCallTimeout  = 10 * time.Second
	DefaultLease        = 30 * time.Second
	DefaultPoll         = 250 * time.Millisecond
)

// SenderOptions are what a Sender needs. Durations and numbers that are zero
// take the defaults above.
type SenderOptions struct {
	Outbox Outbox
	Client *Client
	Render *Renderer
	// Address asks whether a row is still wanted, and by whom it is read.
	Address func(flows.Tx, flows.Row, time.Time) (flows.Delivery, error)
	// Still asks, when a call begins, whether everything that Address read stands
	// as it did, and keeps it so until begun is called (I4); nil: nothing changes.
	Still func(ctx context.Context, tx flows.Tx) (begun func(), still bool, err error)
	// Channel carries a row's plain text by a channel of the team file instead
	// of Telegram; nil: there is none. Its errors are not logged.
	Channel func(ctx context.Context, id, text string) error

	// Data writes down everything held about somebody, as it stands now; nil:
	// it is not sent.
	Data func(ctx context.Context, contact string, as flows.DataForm, to flows.Delivery) (*flows.File, error)

	Pace         flows.Pace
	UrgentPlaces int           // calls in flight for urgent rows alone
	Places       int           // calls in flight for all lanes; default: as the pace needs
	CallTimeout  time.Duration // of one call to Telegram
	Lease        time.Duration // how long the outbox leaves a claimed row to us
	Poll         time.Duration // how often to look without being woken

	Now      func() time.Time
	Log      *slog.Logger
	Observer Observer
}

// Sender carries rows of the outbox to Telegram.
type Sender struct {
	o     SenderOptions
	pools []*pool
	holds holds
	slow  slowly

	mu    sync.Mutex
	token seldom // log lines about a token that is refused
	store seldom // and about an outbox that is away
}

// NewSender makes a sender; it works while Run runs.
func NewSender(o SenderOptions) *Sender {
	o.UrgentPlaces = orElse(o.UrgentPlaces, DefaultUrgentPlaces)
	o.Places = orElse(o.Places, placesFor(o.Pace))
	o.CallTimeout = orElse(o.CallTimeout, DefaultCallTimeout)
	o.Lease = orElse(o.Lease, DefaultLease)
	o.Poll = orElse(o.Poll, DefaultPoll)
	if o.Now == nil {
		o.Now = time.Now
	}
	o.Log, o.Observer = logger(o.Log), observer(o.Observer)
	return &Sender{o: o, pools: []*pool{
		newPool(o.UrgentPlaces, flows.Urgent),
		newPool(o.Places, flows.Urgent, flows.Reply, flows.Bulk),
	}}
}

// slowCall is how long a call may take, on average, before there are too few
// places for the pace: what Telegram needs on a bad day.
const slowCall = 2 // seconds

// placesFor is how many calls may be in flight at a pace: 60 at Telegram's usual
// 30 messages a second, as many as there may be where there is none.
func placesFor(pace flows.Pace) int {
	if pace.Overall <= 0 {
		return MostPlaces
	}
	return min(max(int(pace.Overall*slowCall), DefaultPlaces), MostPlaces)
}

func orElse[T int | time.Duration](v, otherwise T) T {
	if v <= 0 {
		return otherwise
	}
	return v
}

// Wake says that there may be new rows of any lane. It never blocks, and any
// number of calls before the sender looks are one.
func (s *Sender) Wake() { s.Said(flows.Urgent) } // whoever serves others serves this one

// Said says that there may be new rows of one lane. A pool that does not serve
// it sleeps on, and for what is not urgent nobody is asked before the pace lets
// it leave.
func (s *Sender) Said(lane flows.Lane) {
	for _, p := range s.pools {
		switch {
		case lane == flows.Urgent:
			poke(p.urgent)
		case len(p.lanes) > 1:
			poke(p.wake)
		}
	}
}

// Run sends until ctx ends; then it claims no more, finishes what is in flight
// and returns.
func (s *Sender) Run(ctx context.Context) {
	var all sync.WaitGroup
	for _, p := range s.pools {
		all.Go(func() { s.serve(ctx, p) })
	}
	all.Wait()
}

// serve keeps the places of one pool busy.
func (s *Sender) serve(ctx context.Context, p *pool) {
	var flying sync.WaitGroup
	defer flying.Wait()
	for p.open(ctx) {
		free := p.free()
		began := s.o.Now()
		rows, next, err := s.claim(ctx, flows.Want{Lanes: p.lanes, Max: free, Pace: s.o.Pace})
		for _, row := range rows {
			p.take()
			flying.Go(func() {
				s.deliver(ctx, row, began)
				p.release()
				s.Said(row.Message.Lane) // whoever waited behind it may go on
			})
		}
		if len(rows) < free && !p.wait(ctx, next.Quiet.Sub(s.o.Now()), s.pause(next.Look, len(rows), err)) {
			return
		}
	}
}

// claim is not cut off by a stop: rows that were claimed and not heard of would
// wait for their lease to run out.
func (s *Sender) claim(ctx context.Context, want flows.Want) ([]flows.Row, flows.Next, error) {
	bounded, cancel := context.WithTimeout(context.WithoutCancel(ctx), s.o.CallTimeout)
	defer cancel()
	rows, next, err := s.o.Outbox.Claim(bounded, s.o.Now(), want)
	if err != nil {
		s.seldomly(&s.store, "rows cannot be claimed", "reason", "store")
		return nil, flows.Next{}, err
	}
	return rows, next, nil
}

// pauseFloor keeps a pool from turning in circles over rows that are due but
// not to be had.
const pauseFloor = time.Millisecond

// pause is how long to wait before looking again.
func (s *Sender) pause(next time.Time, rows int, err error) time.Duration {
	switch {
	case err != nil:
		return max(s.o.Poll, time.Second)
	case next.IsZero():
		return s.o.Poll
	}
	until := next.Sub(s.o.Now())
	if rows > 0 && until <= 0 {
		return 0
	}
	return min(s.o.Poll, max(until, pauseFloor))
}

func (s *Sender) seldomly(which *seldom, msg string, args ...any) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if which.now(s.o.Now()) {
		s.o.Log.Error(msg, args...)
	}
}
