package engine

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"sync"
	"testing"
	"time"

	"polyphony/care"
	"polyphony/flows"
)

var errAway = errors.New("the store is away")

// memory is a store in the process: queues, leases, revisions and tries as the
// real one has them, without lanes and without leases that run out.
type memory struct {
	mu      sync.Mutex
	queues  map[string][]flows.Item
	ready   []string             // queues that may be claimed, in order
	before  map[string]time.Time // and not before
	holder  map[string]string
	tokens  int
	tries   map[string]int
	records map[string]kept
	parked  map[string]string // item id → reason
	said    []flows.Message
	order   []string // ids of committed items, in order
	fail    func(call string) error
}

type kept struct {
	rev  int
	body []byte
}

func newMemory() *memory {
	return &memory{queues: map[string][]flows.Item{}, before: map[string]time.Time{}, holder: map[string]string{},
		tries: map[string]int{}, records: map[string]kept{}, parked: map[string]string{}, fail: func(string) error { return nil }}
}

// record adds items: the part of an id before "." is its queue.
func (m *memory) record(ids ...string) {
	m.mu.Lock()
	defer m.mu.Unlock()
	for _, id := range ids {
		queue, _, _ := bytes.Cut([]byte(id), []byte("."))
		q := string(queue)
		m.queues[q] = append(m.queues[q], flows.Item{ID: id, Queue: q, At: time.Now()})
		if len(m.queues[q]) == 1 && m.holder[q] == "" {
			m.ready = append(m.ready, q)
		}
	}
}

func (m *memory) Claim(_ context.Context, now time.Time, max int) (claims []flows.Claim, err error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	if err := m.fail("claim"); err != nil {
		return nil, err
	}
	var later []string
	for _, q := range m.ready {
		if len(claims) == max || m.before[q].After(now) {
			later = append(later, q)
			continue
		}
		m.tokens++
		m.holder[q] = fmt.Sprint("token ", m.tokens)
		claims = append(claims, m.claim(q))
	}
	m.ready = later
	return claims, nil
}

func (m *memory) claim(q string) flows.Claim {
	it := m.queues[q][0]
	return flows.Claim{Item: it, Tries: m.tries[it.ID], Token: m.holder[q]}
}

func (m *memory) Begin(context.Context) flows.Tx { return &memoryTx{m: m, reads: map[string]int{}} }

func (m *memory) Commit(ctx context.Context, _ time.Time, c flows.Claim, tx flows.Tx, d flows.Decision, keep bool) (*flows.Claim, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	if err := errors.Join(ctx.Err(), m.fail("commit")); err != nil {
		return nil, err
	}
	return m.commit(c, tx, d, keep, "")
}

func (m *memory) Park(ctx context.Context, _ time.Time, c flows.Claim, tx flows.Tx, d flows.Decision, reason string) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	if err := errors.Join(ctx.Err(), m.fail("park")); err != nil {
		return err
	}
	_, err := m.commit(c, tx, d, false, reason)
	return err
}

func (m *memory) commit(c flows.Claim, tx flows.Tx, d flows.Decision, keep bool, park string) (*flows.Claim, error) {
	q := c.Item.Queue
	if m.holder[q] != c.Token || m.queues[q][0].ID != c.Item.ID {
		return nil, flows.ErrLost
	}
	for key, rev := range tx.(*memoryTx).reads {
		if m.records[key].rev != rev {
			return nil, flows.ErrConflict
		}
	}
	for _, p := range d.Put {
		m.put(string(p.Kind)+":"+p.ID, p.Value)
	}
	m.said = append(m.said, d.Say...)
	m.queues[q] = m.queues[q][1:]
	delete(m.tries, c.Item.ID)
	if park != "" {
		m.parked[c.Item.ID] = park
	} else {
		m.order = append(m.order, c.Item.ID)
	}
	if keep && len(m.queues[q]) > 0 {
		next := m.claim(q)
		return &next, nil
	}
	m.giveBack(q, time.Time{})
	return nil, nil
}

func (m *memory) put(key string, value any) {
	body, err := json.Marshal(value)
	if err != nil {
		panic(err)
	}
	m.records[key] = kept{m.records[key].rev + 1, body}
}

func (m *memory) giveBack(q string, before time.Time) {
	delete(m.holder, q)
	m.before[q] = before
	if len(m.queues[q]) > 0 {
		m.ready = append(m.ready, q)
	}
}

func (m *memory) Release(ctx context.Context, now time.Time, c flows.Claim, failed bool, delay time.Duration) (int64, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	if err := errors.Join(ctx.Err(), m.fail("release")); err != nil {
		return 0, err
	}
	if m.holder[c.Item.Queue] != c.Token {
		return -1, nil
	}
	if failed {
		m.tries[c.Item.ID]++
	}
	m.giveBack(c.Item.Queue, now.Add(delay))
	return int64(m.tries[c.Item.ID]), nil
}

// memoryTx remembers at which revision it read.
type memoryTx struct {
	m     *memory
	reads map[string]int
}

func (t *memoryTx) Read(kind care.Kind, id string, into any) (bool, error) {
	t.m.mu.Lock()
	defer t.m.mu.Unlock()
	if err := t.m.fail("read"); err != nil {
		return false, err
	}
	key := string(kind) + ":" + id
	t.reads[key] = t.m.records[key].rev
	if t.reads[key] == 0 {
		return false, nil
	}
	return true, json.Unmarshal(t.m.records[key].body, into)
}

// bench is an engine on that store, with a log that can be read.
type bench struct {
	*memory
	engine *Engine
	log    *bytes.Buffer
}

// newBench makes an engine that decides nothing until told what; change may
// set what a test is about.
func newBench(t *testing.T, change func(*Options)) *bench {
	t.Helper()
	b := &bench{memory: newMemory(), log: &bytes.Buffer{}}
	o := Options{
		Store: b.memory,
		Decode: func(it flows.Item) (flows.Event, error) {
			return flows.Event{ID: it.ID, Queue: it.Queue, Kind: flows.KindText}, nil
		},
		Decide: func(flows.Tx, flows.Event, time.Time) (flows.Decision, error) {
			return flows.Decision{Reason: "nothing"}, nil
		},
		Regret: func(_ flows.Tx, ev flows.Event, _ time.Time) (flows.Decision, error) {
			return flows.Decision{Say: []flows.Message{{Key: "sorry", Person: ev.ID}}}, nil
		},
		Now: time.Now, Log: slog.New(slog.NewTextHandler(b.log, nil)),
	}
	if change != nil {
		change(&o)
	}
	b.engine = New(o)
	return b
}

// work runs the engine for a while of the bubble's time.
func (b *bench) work(t *testing.T, d time.Duration) error {
	t.Helper()
	ctx, stop := context.WithTimeout(t.Context(), d)
	defer stop()
	return b.engine.Run(ctx)
}

// idle fails when anything is still waiting or held.
func (b *bench) idle(t *testing.T) {
	t.Helper()
	b.mu.Lock()
	defer b.mu.Unlock()
	for q, items := range b.queues {
		if len(items) > 0 {
			t.Errorf("queue %s: %d items wait", q, len(items))
		}
	}
	if len(b.holder) > 0 {
		t.Errorf("held: %v", b.holder)
	}
}
