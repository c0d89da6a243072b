package main

import (
	"context"
	"fmt"
	"math/rand/v2"
	"net/http"
	"testing"
	"testing/synctest"
	"time"

	"polyphony/sandbox"
)

// Lives and acts of the property, fewer where it is watched for races.
var (
	leakLives = map[bool]int{true: 1, false: 3}[raceEnabled]
	leakActs  = map[bool]int{true: 80, false: 140}[raceEnabled]
)

// TestNothingReachesWhomItWasNotMeantFor protects I7: in overlapping circles,
// people write, tap whatever stands in their chats, replay and bend the buttons
// and links of others and use the commands of other roles; whatever somebody
// wrote and reached anybody is explained by who wrote it, by who reads it, or by
// an act of its author that shows it.
//
// It was seen to fail when Address did not ask Guard.Shared, when what its author
// keeps alone stayed on the team's shelf, and when anybody could use the buttons
// of the verb see. Groups are not part of these lives.
func TestNothingReachesWhomItWasNotMeantFor(t *testing.T) {
	t.Parallel()
	var acts, hostile, written, reached int
	explained := map[string]int{}
	for seed := range uint64(leakLives) {
		l := &leakLife{rng: rand.New(rand.NewPCG(seed, 7)), explained: explained}
		var failed error
		team := exampleTeamNow(t)
		synctest.Test(t, func(*testing.T) { failed = l.live(stageOptions{Team: team}) })
		if failed != nil || len(l.faults) > 0 {
			for _, line := range l.log {
				t.Log(line)
			}
		}
		if failed != nil {
			t.Fatalf("life %d: %v", seed, failed)
		}
		for _, fault := range l.faults {
			t.Errorf("life %d: %s", seed, fault)
		}
		acts, hostile, written, reached = acts+l.acts, hostile+l.hostile, written+len(l.wrote), reached+l.reached
	}
	t.Logf("%d lives, %d acts of which %d hostile: %d things written, %d arrivals, explained by %v", leakLives, acts, hostile, written, reached, explained)
	if reached < 8*leakLives {
		t.Errorf("only %d arrivals: is anything lived?", reached)
	}
}

// leakLife is one life of the house and what is known of it.
type leakLife struct {
	rng *rand.Rand

	st                *stage
	ear               *leakEar
	people            []sandbox.Person
	seen              []string // callback data that stood in any chat
	known             map[string]bool
	wrote             map[string]*canary
	latest            map[int64]string // the verb of each one's last own tap
	help              map[int64]bool   // who has asked for help, or sounded so
	opened            map[int64]map[int64]bool
	was, is           belonging
	items             map[string]*leakItem // by kind and id
	pending, choosing string               // the choice that its author just made, and for what

	log, faults            []string
	acts, hostile, reached int
	explained              map[string]int
}

// live plays one life.
func (l *leakLife) live(o stageOptions) error {
	ctx := context.Background()
	db, closeDB := memoryRedis()
	defer closeDB()
	o.Redis, o.Clock, o.Running, o.Log, o.Poll, o.Beat = db, sandbox.NewClock(castStart, true), true, quiet(), 24*time.Hour, 24*time.Hour
	l.ear = &leakEar{}
	o.Tweak = func(p *Parts) {
		l.ear.next = p.HTTP.Transport
		p.HTTP = &http.Client{Transport: l.ear}
		withSecondCircle(p)
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
	if err := l.secondCircle(ctx); err != nil {
		return err
	}
	l.people, l.wrote, l.known = st.Server.People(), map[string]*canary{}, map[string]bool{}
	l.latest, l.help, l.opened, l.items = map[int64]string{}, map[int64]bool{}, map[int64]map[int64]bool{}, map[string]*leakItem{}
	if l.is, err = l.belongs(ctx); err != nil {
		return err
	}
	if err := l.night(ctx); err != nil {
		return err
	}
	for range leakActs {
		if err := l.does(ctx, l.act); err != nil {
			return fmt.Errorf("act %d: %w", l.acts, err)
		}
	}
	return nil
}

// does lets one thing happen and judges whatever reaches anybody because of it.
func (l *leakLife) does(ctx context.Context, act func(context.Context) error) (err error) {
	l.was = l.is
	if err := act(ctx); err != nil {
		return err
	}
	if err := l.st.House.Settle(ctx); err != nil {
		return err
	}
	l.acts++
	if l.is, err = l.belongs(ctx); err != nil {
		return err
	}
	if err := l.settled(ctx); err != nil {
		return err
	}
	l.look()
	l.judge()
	return nil
}

func (l *leakLife) note(format string, args ...any) {
	l.log = append(l.log, fmt.Sprintf("%d: ", l.acts)+fmt.Sprintf(format, args...))
}
