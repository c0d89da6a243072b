package main

import (
	"context"
	"flag"
	"maps"
	"math/rand/v2"
	"net/http"
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"polyphony/care"
	"polyphony/flows"
	"polyphony/sandbox"
)

// moreVisitLeaks lives through as many lives as it says.
var moreVisitLeaks = flag.Int("visitleaks", 0, "how many lives with hostile volunteers: go test . -run TestNothingReachesHostile -visitleaks 50 -v")

// Lives and acts of the property, fewer where it is watched for races, and how many
// of the planted faults are looked for unless more lives are asked for.
var (
	visitLeakLives = 1
	visitLeakActs  = map[bool]int{true: 50, false: 220}[raceEnabled]
	visitLeakPlant = 5
)

// TestNothingReachesHostileVolunteers protects I7 and I4 for visits: volunteers who
// were asked, chosen, turned down, withdrawn or never admitted, a relative, people
// who ask for visits themselves and a stranger press whatever stood on anybody's
// phone, forge what stood on none, open the links of others, paste addresses into
// a group, block and come back, and change their mind. Whatever reaches a phone is
// explained by the reader's part in the visit at that instant: where somebody lives
// reaches nobody but the volunteer who goes, from a day before, and the people on
// call while they look for that volunteer; and it stands on no phone and in no
// record after the safe end.
//
// TestHostileVolunteersAreSeen plants faults that it must see.
func TestNothingReachesHostileVolunteers(t *testing.T) {
	t.Parallel()
	lives, sum := visitLeakLives, map[string]int{}
	if *moreVisitLeaks > 0 {
		lives = *moreVisitLeaks
	}
	for seed := range uint64(lives) {
		l := newVisitLeak(seed, nil)
		l.spend(t)
		for _, fault := range l.faults {
			t.Errorf("life %d: %s", seed, fault)
		}
		for what, n := range l.sum {
			sum[what] += n
		}
		t.Logf("life %d: %d acts, %d visits over, %d faults", seed, l.sum["acts"], l.sum["visit over"], len(l.faults))
	}
	t.Logf("%d lives:", lives)
	for _, what := range slices.Sorted(maps.Keys(sum)) {
		t.Logf("%6d %s", sum[what], what)
	}
	for _, what := range []string{"place reached who goes", "about reached whom they offered to visit", "wish reached who was asked", "visit over", "phone looked at"} {
		if sum[what] == 0 && !raceEnabled {
			t.Errorf("no %q: is anything lived?", what)
		}
	}
}

// TestHostileVolunteersAreSeen proves that the judge of
// TestNothingReachesHostileVolunteers is worth something: every planted fault turns
// it red, by what it says. With -visitleaks all of them are planted.
func TestHostileVolunteersAreSeen(t *testing.T) {
	t.Parallel()
	if raceEnabled {
		return // the same code, ten times faster, is played without the race detector
	}
	seen, all := 0, plantedVisitLeaks
	if *moreVisitLeaks == 0 {
		all = all[:visitLeakPlant]
	}
	for _, p := range all {
		found := ""
		for seed := uint64(0); seed < 6 && found == ""; seed++ {
			l := newVisitLeak(seed, p.broken)
			l.enough = func(fault string) bool {
				what, _, _ := strings.Cut(fault, ", after:")
				return strings.Contains(what, p.seen)
			}
			l.spend(t)
			if i := slices.IndexFunc(l.faults, l.enough); i >= 0 {
				found = l.faults[i]
			}
		}
		if found == "" {
			t.Errorf("not seen: %s", p.name)
			continue
		}
		seen++
		t.Logf("%s: %s", p.name, found)
	}
	t.Logf("%d of %d planted faults seen", seen, len(all))
}

// visitLeak is one life of people who ask for visits, their volunteers and those
// who pretend.
type visitLeak struct {
	rng    *rand.Rand
	broken func(decider) decider
	enough func(fault string) bool // a fault after which nothing more is of interest

	st       *stage
	ear      *visitEar
	people   []sandbox.Person
	contacts map[int64]string // who somebody is now, by chat
	ids      map[string]int64 // chats, by contact
	group    int64

	visits map[string]*care.Visit // as they were after the act before
	open   map[string]bool        // alerts
	since  time.Time              // when the act before was over
	seen   []string               // what stood on any button
	known  map[string]bool
	told   map[string]bool           // what somebody wrote to us, and not because they were asked
	reads  map[int64]map[string]bool // what stands or stood on a phone
	offers map[string]bool           // "person volunteer": has ever been put to them
	shut   map[int64]bool            // who has ever blocked us
	log    []string
	faults []string
	sum    map[string]int
}

func newVisitLeak(seed uint64, broken func(decider) decider) *visitLeak {
	return &visitLeak{
		rng: rand.New(rand.NewPCG(seed, 11)), broken: broken, contacts: map[int64]string{}, ids: map[string]int64{},
		visits: map[string]*care.Visit{}, open: map[string]bool{}, known: map[string]bool{}, told: map[string]bool{},
		reads: map[int64]map[string]bool{}, offers: map[string]bool{}, shut: map[int64]bool{}, sum: map[string]int{},
	}
}

func (l *visitLeak) spend(t *testing.T) {
	t.Helper()
	var failed error
	team := exampleTeamNow(t)
	synctest.Test(t, func(*testing.T) { failed = l.live(context.Background(), team) })
	if failed != nil || len(l.faults) > 0 && l.broken == nil {
		for _, line := range l.log {
			t.Log(line)
		}
	}
	if failed != nil {
		t.Fatal(failed)
	}
}

func (l *visitLeak) live(ctx context.Context, team care.Team) error {
	db, closeDB := memoryRedis()
	defer closeDB()
	o := stageOptions{Team: team, Redis: db, Clock: sandbox.NewClock(castStart, true), Running: true, Log: quiet(), Poll: 24 * time.Hour, Beat: 24 * time.Hour}
	o.Tweak = func(p *Parts) {
		l.ear = &visitEar{next: p.HTTP.Transport, now: p.Now, canaries: map[string]*visitCanary{}}
		p.HTTP = &http.Client{Transport: l.ear}
		next := decidesAlso(nil)
		if l.broken != nil {
			next = l.broken(next)
		}
		p.Decide = func(tx flows.Tx, e flows.Event, now time.Time) (flows.Decision, error) {
			switch verb, who, _ := strings.Cut(e.Operator.Verb, " "); verb {
			case "hostile":
				return l.founds(now)
			case "wishes":
				return l.wishesAgain(tx, who, now)
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
	l.since = st.App.Now()
	if err := l.arrive(ctx); err != nil {
		return err
	}
	for i := range visitLeakActs {
		act := l.act
		if i < visitLeakActs/2 && i%4 > 0 && l.sum["visit over"] == 0 { // one visit at least comes to its end
			act = l.leadsOn
		}
		if err := l.does(ctx, act); err != nil {
			return err
		}
		if l.enough != nil && slices.ContainsFunc(l.faults, l.enough) {
			return nil
		}
	}
	return nil
}

// does lets one thing happen and judges whatever it brought to any phone. What
// the stand-in refuses (nothing to tap, a door that is shut) is no fault.
func (l *visitLeak) does(ctx context.Context, act func(context.Context) error) error {
	if err := act(ctx); err != nil {
		l.sum["refused by the stand-in"]++
	}
	if err := l.settle(ctx); err != nil {
		return err
	}
	l.sum["acts"]++
	return l.judge(ctx)
}

// settle lets everything that is due be done, and what waits for the next second.
func (l *visitLeak) settle(ctx context.Context) error {
	if err := l.st.House.Settle(ctx); err != nil {
		return err
	}
	time.Sleep(2 * time.Second)
	return l.st.House.Settle(ctx)
}
