package main

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"math/rand/v2"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"polyphony/care"
	"polyphony/flows"
	"polyphony/locales"
	"polyphony/sandbox"
)

// Lives and acts of the property, fewer where it is watched for races.
var (
	visitLeakLives = map[bool]int{true: 1, false: 3}[raceEnabled]
	visitLeakActs  = map[bool]int{true: 60, false: 150}[raceEnabled]
)

// plantedVisitLeaks are faults that the judge must see.
var plantedVisitLeaks = map[string]func(decider) decider{
	"where it is goes to everybody who was asked": alsoTo(locales.DoorShown, "val000000001", "val000000002", "val000000003"),
	"a withdrawn volunteer is asked too":          alsoTo(locales.VisitOffer, "wim000000000"),
	"another person meets the volunteer too":      alsoTo(locales.VisitOffered, "pia000000000", "pia000000001"),
}

// TestNothingReachesHostileVolunteers protects I7 and I4 for visits: volunteers who
// were asked, chosen, not chosen or withdrawn, those who watch, and strangers tap
// what is theirs and bend the buttons of others; where somebody lives reaches
// nobody but the volunteer who goes, from a day before until the safe end, and the
// people on call while they look for that volunteer; a person's name and wish
// nobody who was not asked; a volunteer's sentence only those to whom they offered.
func TestNothingReachesHostileVolunteers(t *testing.T) {
	t.Parallel()
	sum := map[string]int{}
	for seed := range uint64(visitLeakLives) {
		for _, fault := range leakVisitsOnce(t, seed, nil, sum) {
			t.Errorf("life %d: %s", seed, fault)
		}
	}
	t.Logf("%d lives: %v", visitLeakLives, sum)
	if !raceEnabled && (sum["place: who goes"] == 0 || sum["about: offered to"] == 0 || sum["wish: asked"] == 0) {
		t.Errorf("is anything lived? %v", sum)
	}
	for name, broken := range plantedVisitLeaks {
		seen := false
		for seed := uint64(0); seed < 3 && !seen && !raceEnabled; seed++ {
			faults := leakVisitsOnce(t, seed, broken, map[string]int{})
			if seen = len(faults) > 0; seen {
				t.Logf("planted: %s: %s", name, faults[0])
			}
		}
		if !seen && !raceEnabled {
			t.Errorf("not seen: %s", name)
		}
	}
}

// alsoTo lets messages of one kind reach others too, whatever their part.
func alsoTo(key locales.Key, others ...string) func(decider) decider {
	return func(next decider) decider {
		return func(tx flows.Tx, e flows.Event, now time.Time) (flows.Decision, error) {
			d, err := next(tx, e, now)
			for _, m := range slices.Clone(d.Say) {
				for _, other := range others {
					if m.Key == key && m.Person != other {
						m := m
						m.Person, m.Chat, m.Slot, m.Edit, m.Guard = other, 0, "", 0, flows.Guard{Purpose: flows.PurposeNotice}
						d.Say = append(d.Say, m)
					}
				}
			}
			return d, err
		}
	}
}

func leakVisitsOnce(t *testing.T, seed uint64, broken func(decider) decider, sum map[string]int) []string {
	t.Helper()
	l := &visitLeak{rng: rand.New(rand.NewPCG(seed, 11)), sum: sum, words: map[string]*visitCanary{}, visits: map[string]*care.Visit{}, ever: map[string]bool{}, contacts: map[int64]string{}, ids: map[string]int64{}}
	var failed error
	team := exampleTeamNow(t)
	synctest.Test(t, func(*testing.T) { failed = l.live(context.Background(), team, broken) })
	if failed != nil {
		t.Fatalf("life %d: %v", seed, failed)
	}
	return l.faults
}

// visitCanary is what one person wrote or is called; it stands nowhere else.
type visitCanary struct {
	kind  string // name, wish, place, about, secret
	by    string // contact
	visit string // of a place
}

// visitLeak is one life of two people, their volunteers and those who pretend.
type visitLeak struct {
	rng      *rand.Rand
	st       *stage
	people   []sandbox.Person
	contacts map[int64]string
	ids      map[string]int64 // chats, by contact
	mu       sync.Mutex
	words    map[string]*visitCanary
	came     []arrival
	next     http.RoundTripper
	visits   map[string]*care.Visit // as they were before the act
	ever     map[string]bool        // "asked visit contact", "watch …", "offered …": has been at some time
	seen     []string
	faults   []string
	log      string
	sum      map[string]int
}

// RoundTrip reads everything that is handed to Telegram.
func (l *visitLeak) RoundTrip(r *http.Request) (*http.Response, error) {
	if r.Body != nil {
		body, err := io.ReadAll(r.Body)
		if err != nil {
			return nil, err
		}
		r.Body = io.NopCloser(bytes.NewReader(body))
		fields, _ := partsOf(r.Header.Get("Content-Type"), body)
		if chat, err := strconv.ParseInt(fields["chat_id"], 10, 64); err == nil {
			l.reads(chat, string(body))
		}
	}
	return l.next.RoundTrip(r)
}

func (l *visitLeak) reads(chat int64, text string) {
	l.mu.Lock()
	defer l.mu.Unlock()
	for word := range l.words {
		if strings.Contains(text, word) {
			l.came = append(l.came, arrival{chat, word})
		}
	}
}

func (l *visitLeak) canary(kind, by, visit string) string {
	l.mu.Lock()
	defer l.mu.Unlock()
	word := fmt.Sprintf("zq%04dx", len(l.words))
	if kind == "spot" {
		word, kind = fmt.Sprintf("51.4%04d", 1000+len(l.words)), "place"
	}
	l.words[word] = &visitCanary{kind, by, visit}
	return word
}

func (l *visitLeak) live(ctx context.Context, team care.Team, broken func(decider) decider) error {
	db, closeDB := memoryRedis()
	defer closeDB()
	o := stageOptions{Team: team, Redis: db, Clock: sandbox.NewClock(castStart, true), Running: true, Log: quiet(), Poll: 24 * time.Hour, Beat: 24 * time.Hour}
	o.Tweak = func(p *Parts) {
		l.next = p.HTTP.Transport
		p.HTTP = &http.Client{Transport: l}
		next := decidesAlso(nil)
		if broken != nil {
			next = broken(next)
		}
		p.Decide = func(tx flows.Tx, e flows.Event, now time.Time) (flows.Decision, error) {
			if e.Operator.Verb == "hostile" {
				return l.founds(tx, now)
			}
			return next(tx, e, now)
		}
	}
	st, err := newStage(ctx, o)
	if err != nil {
		return err
	}
	defer st.Close()
	l.st = st
	if err := gather(ctx, st.App, st.Server, o.Team, sandbox.Player{Server: st.Server, Settle: st.House.Settle}); err != nil {
		return err
	}
	if err := l.arrive(ctx); err != nil {
		return err
	}
	for range visitLeakActs {
		if err := l.act(ctx); err != nil {
			l.sum["refused"]++ // by the stand-in: nothing to tap
		}
		if err := st.House.Settle(ctx); err != nil {
			return err
		}
		l.sum["acts"]++
		if err := l.judge(ctx); err != nil {
			return err
		}
	}
	return nil
}
