package main

import (
	"context"
	"flag"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"polyphony/flows"
	"polyphony/sandbox"
)

// wholeYear lives through all of it, with both clock changes, in some minutes.
var wholeYear = flag.Bool("year", false, "live through a whole year of check-ins: go test . -run TestAYearOfCheckIns -year -v")

// TestAYearOfCheckIns protects I9 and rules 6, 7 and 16: over the weeks of a
// year in which clocks go forward, in three zones, every agreed question comes at its
// minute and no other, through pauses, changes, stops, restarts and outages;
// and after every act each agreement has exactly one next date in the store.
func TestAYearOfCheckIns(t *testing.T) {
	t.Parallel()
	y := &askYear{rng: rand.New(rand.NewPCG(4, 9)), counts: map[string]map[string]int{}}
	length, least := 36*24*time.Hour, 10
	switch {
	case *wholeYear:
		y.begin, length, least = time.Date(2026, time.January, 5, 10, 0, 0, 0, time.UTC), 365*24*time.Hour, 50
	case raceEnabled: // over the night on which New York's clocks go forward
		y.begin, length, least = time.Date(2026, time.March, 5, 10, 0, 0, 0, time.UTC), 5*24*time.Hour, 2
	default:
		y.begin = time.Date(2026, time.February, 23, 10, 0, 0, 0, time.UTC)
	}
	var failed error
	team := exampleTeamNow(t)
	synctest.Test(t, func(*testing.T) { failed = y.live(Parts{Team: &team}, y.begin.Add(length)) })
	for _, line := range y.log {
		if failed != nil || len(y.faults) > 0 {
			t.Log(line)
		}
	}
	if failed != nil {
		t.Fatal(failed)
	}
	for _, fault := range y.faults {
		t.Error(fault)
	}
	for zone, n := range y.counts {
		t.Logf("%s: %d questions asked as expected, %d withheld, %d too late after an outage, %d agreements that came to their last day", zone, n["asked"], n["withheld"], n["late"], n["over"])
		if n["asked"] < least {
			t.Errorf("%s: only %d questions: is anything lived?", zone, n["asked"])
		}
	}
	t.Logf("%d acts (%v), %d looks into the store", y.acts, y.did, y.looks)
}

// askYear is a stretch of a year of check-ins and what is known of it.
type askYear struct {
	rng    *rand.Rand
	begin  time.Time
	now    time.Time // up to which the model has lived
	home   *home
	ear    *ear
	people map[string]int64
	plans  []*modelPlan
	meets  time.Time // when the meeting that is planned will be over; zero: none
	starts time.Time
	met    time.Time

	want   []said
	counts map[string]map[string]int
	did    map[string]int
	log    []string
	faults []string
	acts   int
	looks  int
}

func (y *askYear) count(p *modelPlan, what string) {
	if y.counts[p.zone.String()] == nil {
		y.counts[p.zone.String()] = map[string]int{}
	}
	y.counts[p.zone.String()][what]++
}

func (y *askYear) fault(format string, args ...any) {
	y.faults = append(y.faults, fmt.Sprintf(format, args...))
}

func (y *askYear) note(format string, args ...any) {
	y.log = append(y.log, y.home.App.Now().UTC().Format("2006-01-02 15:04:05 ")+fmt.Sprintf(format, args...))
}

// agreedAtFirst are the agreements of every form with which the year begins;
// Maya has none and makes hers in the conversation.
func agreedAtFirst() []*modelPlan {
	london, york, kolkata := mustZone("Europe/London"), mustZone("America/New_York"), mustZone("Asia/Kolkata")
	one, two := []string{"How have the last days been for you?"}, []string{"What helped since we met?", "What has been hard?"}
	three := []string{"What is on your mind?", "What has done you good lately?", "Whom have you been with, and how was it?"}
	weekend := []time.Weekday{time.Sunday, time.Saturday}
	return []*modelPlan{
		{who: "Maya", zone: london},
		{who: "Nadia", zone: london, questions: two, days: []time.Weekday{time.Monday, time.Thursday, time.Sunday}, clock: "09:00", running: true},
		{who: "Omar", zone: london, questions: one, after: 2, clock: "12:00", running: true},
		{who: "Joseph", zone: york, questions: three, clock: "20:00", running: true},
		{who: "Priya", zone: york, questions: two, days: weekend, clock: "09:00", running: true},
		{who: "Ruth", zone: york, questions: one, clock: "18:00", from: "2026-03-07", until: "2026-04-20", running: true},
		{who: "Sam", zone: kolkata, questions: one, days: []time.Weekday{time.Wednesday}, clock: "15:00", running: true},
		{who: "Tomek", zone: kolkata, questions: three, after: 1, clock: "09:00", running: true},
		{who: "Uma", zone: kolkata, questions: two, clock: "12:00", running: true},
	}
}

// live plays from the beginning to the end, and one quiet week more.
func (y *askYear) live(parts Parts, end time.Time) error {
	ctx := context.Background()
	db, closeDB := memoryRedis()
	defer closeDB()
	clock := sandbox.NewClock(y.begin, true)
	y.ear, y.did, y.plans = &ear{now: clock.Now}, map[string]int{}, agreedAtFirst()
	parts.Redis = db
	parts.Decide = decidesAlso(y.askers)
	people := slices.Clone(castPeople)
	for _, name := range moreMembers {
		people = append(people, sandbox.Person{Name: name, Username: strings.ToLower(name), Language: "en"})
	}
	var err error
	if y.home, err = newHome(ctx, parts, clock, people, y.ear); err != nil {
		return err
	}
	defer y.home.Close()
	if err := y.gather(ctx, parts); err != nil {
		return err
	}
	for {
		next := y.home.App.Now().Truncate(time.Minute).Add(time.Duration(1+y.rng.IntN(askActs()))*time.Minute + 17*time.Second)
		if next.After(end) {
			break
		}
		if err := y.walk(ctx, next); err != nil {
			return err
		}
		if err := y.act(ctx); err != nil {
			return fmt.Errorf("act %d at %s: %w", y.acts, y.home.App.Now(), err)
		}
		y.acts++
		if err := y.standing(ctx); err != nil {
			return err
		}
		if len(y.faults) > 5 {
			break
		}
	}
	if err := y.walk(ctx, y.home.App.Now().Add(7*24*time.Hour)); err != nil {
		return err
	}
	y.judge()
	return nil
}

// askActs is the most that passes between two acts, in minutes.
func askActs() int {
	if raceEnabled {
		return 24 * 60
	}
	return 36 * 60
}

// decidesAlso writes the members' records when an operator says so; all else
// is the companion's own.
func decidesAlso(askers func(flows.Tx, time.Time) (flows.Decision, error)) func(flows.Tx, flows.Event, time.Time) (flows.Decision, error) {
	texts, err := loadTexts()
	if err != nil {
		panic(err)
	}
	companion, err := newCompanion(texts, stageBot)
	if err != nil {
		panic(err)
	}
	return func(tx flows.Tx, ev flows.Event, now time.Time) (flows.Decision, error) {
		if ev.Operator.Verb == "askers" {
			return askers(tx, now)
		}
		return companion.Decide(tx, ev, now)
	}
}

func (y *askYear) gather(ctx context.Context, parts Parts) error {
	player := sandbox.Player{Server: y.home.Server, Settle: func(ctx context.Context) error { return y.home.House.Settle(ctx) }}
	if err := gather(ctx, y.home.App, y.home.Server, *parts.Team, player); err != nil {
		return err
	}
	y.people = map[string]int64{}
	for _, p := range y.home.Server.People() {
		y.people[p.Name] = p.ID
		if slices.Contains(moreMembers, p.Name) {
			if err := y.says(ctx, p.Name, "/start"); err != nil {
				return err
			}
		}
	}
	if _, err := y.home.App.operator(ctx, flows.Operator{Verb: "askers"}, nil); err != nil {
		return err
	}
	y.now = y.home.App.Now()
	if err := y.home.House.Settle(ctx); err != nil {
		return err
	}
	return y.standing(ctx)
}

// walk lets time pass for the companion and for the model.
func (y *askYear) walk(ctx context.Context, to time.Time) error {
	err := y.home.walk(ctx, to, func(at time.Time) error { time.Sleep(at.Sub(y.home.App.Now())); return nil })
	y.passes(y.now, to)
	y.now = to
	return err
}

func (y *askYear) says(ctx context.Context, who, what string) error {
	if _, err := y.home.Server.Says(ctx, y.people[who], what); err != nil {
		return err
	}
	return y.home.House.Settle(ctx)
}

// does lets somebody write, or tap the newest button that begins so.
func (y *askYear) does(ctx context.Context, who string, what ...string) error {
	for _, w := range what {
		label, tap := strings.CutPrefix(w, "tap:")
		if !tap {
			if err := y.says(ctx, who, w); err != nil {
				return err
			}
			continue
		}
		found, err := y.tapsAt(ctx, who, label, time.Time{})
		if err != nil {
			return err
		}
		if !found {
			return fmt.Errorf("%s sees no button %q", who, label)
		}
	}
	return nil
}

// tapsAt presses the newest button that begins so, on what came in that minute;
// whenever, without one.
func (y *askYear) tapsAt(ctx context.Context, who, label string, minute time.Time) (bool, error) {
	chat, err := y.home.Server.Chat(y.people[who])
	if err != nil {
		return false, err
	}
	for _, m := range slices.Backward(chat) {
		if !minute.IsZero() && !m.Date.Truncate(time.Minute).Equal(minute.Truncate(time.Minute)) {
			continue
		}
		for _, row := range m.Buttons {
			for _, b := range row {
				if strings.HasPrefix(b.Text, label) {
					if _, err := y.home.Server.Taps(ctx, y.people[who], m.MessageID, b.Text); err != nil {
						return false, err
					}
					return true, y.home.House.Settle(ctx)
				}
			}
		}
	}
	return false, nil
}

// judge lays what was heard beside what the model expects.
func (y *askYear) judge() {
	names := map[int64]string{}
	for name, id := range y.people {
		names[id] = name
	}
	var heard []said
	for _, l := range y.ear.since(0) {
		who := names[l.chat]
		text, hello := strings.CutPrefix(l.text, "Hello "+who+".\n\n")
		asked, ask := strings.CutSuffix(text, "\n\nAnswer as you like, or not at all. The team reads it.")
		switch {
		case hello && ask:
			heard = append(heard, said{who, "asked", asked, l.at})
		case strings.HasPrefix(l.text, "Hello "+who+". The last day of the questions"):
			heard = append(heard, said{who, "over", "", l.at})
		}
	}
	sortSaid(heard)
	sortSaid(y.want)
	same := &year{}
	same.compare(heard, y.want)
	y.faults = append(y.faults, same.faults...)
}
