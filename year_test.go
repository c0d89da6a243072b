package main

import (
	"context"
	"fmt"
	"math/rand/v2"
	"net/http"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"polyphony/sandbox"
)

// TestAYearOfMeetings protects I4, I5 and I6: over a year with both changes of
// the clock, in four zones, random plans, moves, cancels, answers, withdrawals
// and silences lead to exactly the notices and reminders that the checker's own
// model expects, each at its second, and to nothing in anybody's night.
func TestAYearOfMeetings(t *testing.T) {
	t.Parallel()
	for i, zone := range []string{"Europe/London", "America/New_York", "Australia/Lord_Howe", "Asia/Kolkata"} {
		for seed := range uint64(1) {
			t.Run(fmt.Sprintf("%s/%d", zone, seed), func(t *testing.T) {
				t.Parallel()
				y := &year{zone: loadZone(t, zone), rng: rand.New(rand.NewPCG(seed, uint64(i)))}
				var failed error
				team := exampleTeamNow(t)
				team.Zone = zone
				synctest.Test(t, func(*testing.T) { failed = y.live(stageOptions{Team: team}) })
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
				t.Logf("%d acts, %d meetings: %d notices and reminders, as expected", y.acts, len(y.meetings), y.matched)
				if y.matched < 100 {
					t.Errorf("only %d notices and reminders: is anything lived?", y.matched)
				}
			})
		}
	}
}

func loadZone(t testing.TB, name string) *time.Location {
	t.Helper()
	loc, err := time.LoadLocation(name)
	if err != nil {
		t.Fatal(err)
	}
	return loc
}

// year is one simulated year and what is known of it.
type year struct {
	zone *time.Location
	rng  *rand.Rand

	st      *stage
	ear     *ear
	push    func(time.Time) error
	people  map[string]int64
	members []*modelMember

	meetings []*modelMeeting
	ahead    []*modelMeeting // planned and not over
	log      []string
	faults   []string
	acts     int
	matched  int
}

const yearLength = 365 * 24 * time.Hour

// betweenActs is the most that passes between two acts, in minutes: fewer
// things happen in a year that is watched for races, which is ten times slower.
func betweenActs() int {
	if raceEnabled {
		return 14 * 24 * 60
	}
	return 5 * 24 * 60
}

// live plays the year: something happens every other day or so, at any hour.
func (y *year) live(o stageOptions) error {
	ctx := context.Background()
	db, closeDB := memoryRedis()
	defer closeDB()
	begin := time.Date(2026, time.January, 5, 10, 0, 0, 0, y.zone)
	o.Redis, o.Clock, o.Running, o.Log, o.Poll, o.Beat = db, sandbox.NewClock(begin, true), true, quiet(), 24*time.Hour, 24*time.Hour
	y.ear = &ear{now: o.Clock.Now}
	o.Tweak = func(p *Parts) {
		y.ear.next = p.HTTP.Transport
		p.HTTP = &http.Client{Transport: y.ear}
	}
	st, err := newStage(ctx, o)
	if err != nil {
		return err
	}
	defer st.Close()
	y.st = st
	y.push = func(to time.Time) error {
		time.Sleep(to.Sub(st.App.Now()))
		return nil
	}
	player := sandbox.Player{Server: st.Server, Settle: st.House.Settle}
	if err := gather(ctx, st.App, st.Server, o.Team, player); err != nil {
		return err
	}
	y.people = map[string]int64{}
	for _, p := range st.Server.People() {
		y.people[p.Name] = p.ID
		y.members = append(y.members, &modelMember{name: p.Name, zone: y.zone, staff: slices.Contains([]string{"Amira", "Ben", "Dora"}, p.Name)})
	}
	if err := y.moveHouse(ctx); err != nil {
		return err
	}
	end := begin.Add(yearLength)
	for {
		wait := time.Duration(1+y.rng.IntN(betweenActs())) * time.Minute
		next := st.App.Now().Truncate(time.Minute).Add(wait + 17*time.Second) // never on a reminder's own second
		if next.After(end) {
			break
		}
		if err := st.walk(ctx, next, y.push); err != nil {
			return err
		}
		if err := y.act(ctx); err != nil {
			return fmt.Errorf("act %d at %s: %w", y.acts, st.App.Now(), err)
		}
		y.acts++
	}
	if err := st.walk(ctx, end.Add(40*24*time.Hour), y.push); err != nil {
		return err
	}
	y.judge()
	return nil
}

// moveHouse lets the members live by other clocks than the team's.
func (y *year) moveHouse(ctx context.Context) error {
	for who, city := range map[string]string{"Joseph": "New York", "Sam": "Kolkata"} {
		for _, say := range []string{"/settings", "tap:Time zone:", "Asia/Kolkata", "tap:Yes, that is my time"} {
			if say == "Asia/Kolkata" {
				say = city
			}
			if err := y.does(ctx, who, say); err != nil {
				return err
			}
		}
		y.member(who).zone = map[string]*time.Location{"New York": mustZone("America/New_York"), "Kolkata": mustZone("Asia/Kolkata")}[city]
	}
	return nil
}

func mustZone(name string) *time.Location {
	loc, err := time.LoadLocation(name)
	if err != nil {
		panic(err)
	}
	return loc
}

func (y *year) member(name string) *modelMember {
	i := slices.IndexFunc(y.members, func(m *modelMember) bool { return m.name == name })
	return y.members[i]
}

// does lets somebody say something, or tap the newest button that begins so.
func (y *year) does(ctx context.Context, who, what string) error {
	label, tap := strings.CutPrefix(what, "tap:")
	if !tap {
		if _, err := y.st.Server.Says(ctx, y.people[who], what); err != nil {
			return err
		}
		return y.st.House.Settle(ctx)
	}
	return y.taps(ctx, who, "", label)
}

// taps presses the newest button that begins with label, on a message that
// holds a text; it is an error when there is none.
func (y *year) taps(ctx context.Context, who, holds, label string) error {
	chat, err := y.st.Server.Chat(y.people[who])
	if err != nil {
		return err
	}
	for i := len(chat) - 1; i >= 0; i-- {
		if !strings.Contains(chat[i].Text, holds) {
			continue
		}
		for _, row := range chat[i].Buttons {
			for _, b := range row {
				if strings.HasPrefix(b.Text, label) {
					if _, err := y.st.Server.Taps(ctx, y.people[who], chat[i].MessageID, b.Text); err != nil {
						return err
					}
					return y.st.House.Settle(ctx)
				}
			}
		}
	}
	return fmt.Errorf("%s sees no button %q on a message with %q", who, label, holds)
}

func (y *year) note(format string, args ...any) {
	y.log = append(y.log, y.st.App.Now().UTC().Format("2006-01-02 15:04:05 ")+fmt.Sprintf(format, args...))
}

// act does one random thing.
func (y *year) act(ctx context.Context) error {
	now := y.st.App.Now()
	y.ahead = slices.DeleteFunc(y.ahead, func(m *modelMeeting) bool {
		v := m.editions[len(m.editions)-1]
		return v.what == "cancelled" || !v.begin.After(now)
	})
	switch n := y.rng.IntN(100); {
	case len(y.ahead) == 0 || n < 25 && len(y.ahead) < 3:
		return y.plan(ctx, now)
	case n < 40:
		return y.move(ctx, now)
	case n < 48:
		return y.cancelOne(ctx, now)
	case n < 76:
		return y.answer(ctx, now)
	case n < 90:
		return y.consent(ctx, now)
	default:
		return y.stopOrStart(ctx, now)
	}
}

// begin is a random time to meet, one to twelve days ahead, at a quarter of an
// hour that no other meeting has.
func (y *year) begin(now time.Time) (time.Time, bool) {
	day := now.In(y.zone).AddDate(0, 0, 1+y.rng.IntN(12)).Format(time.DateOnly)
	clock := fmt.Sprintf("%02d:%02d", y.rng.IntN(24), 15*y.rng.IntN(4))
	at, err := time.ParseInLocation("2006-01-02 15:04", day+" "+clock, y.zone)
	if err != nil || at.In(y.zone).Format("2006-01-02 15:04") != day+" "+clock {
		return at, false // a time that the clocks skip
	}
	if twin := at.Add(-time.Hour); twin.In(y.zone).Format("15:04") == clock {
		at = twin
	}
	if twin := at.Add(-30 * time.Minute); twin.In(y.zone).Format("15:04") == clock {
		at = twin
	}
	for _, m := range y.meetings {
		for _, v := range m.editions {
			if v.begin.Equal(at) {
				return at, false
			}
		}
	}
	return at, true
}

func (y *year) plan(ctx context.Context, now time.Time) error {
	at, ok := y.begin(now)
	if !ok {
		return nil
	}
	local := at.In(y.zone)
	y.note("Amira plans %s", local)
	if err := y.does(ctx, "Amira", "/meeting "+local.Format("2006-01-02 15:04")+" 60m at home"); err != nil {
		return err
	}
	if err := y.does(ctx, "Amira", "tap:Yes, tell everybody"); err != nil {
		return err
	}
	m := &modelMeeting{editions: []edition{{what: "planned", begin: at, from: now}}, cannot: map[string][]span{}}
	y.meetings, y.ahead = append(y.meetings, m), append(y.ahead, m)
	return nil
}

func (y *year) any() *modelMeeting { return y.ahead[y.rng.IntN(len(y.ahead))] }

// shown is how a member's clock shows the meeting.
func (y *year) shown(m *modelMeeting, who string) string {
	return m.editions[len(m.editions)-1].begin.In(y.member(who).zone).Format(clockLayout)
}

func (y *year) change(m *modelMeeting, what string, begin, now time.Time) {
	stood := &m.editions[len(m.editions)-1]
	stood.until = now
	m.editions = append(m.editions, edition{what: what, begin: begin, was: stood.begin, from: now})
	for who, spans := range m.cannot { // an answer was to the old time
		if n := len(spans) - 1; n >= 0 && spans[n].until.IsZero() {
			m.cannot[who][n].until = now
		}
	}
}

func (y *year) move(ctx context.Context, now time.Time) error {
	at, ok := y.begin(now)
	if !ok {
		return nil
	}
	m := y.any()
	local := at.In(y.zone)
	if err := y.taps(ctx, "Amira", y.shown(m, "Amira"), "Move"); err != nil {
		return nil // it was moved this night, and her card comes in the morning
	}
	y.note("Amira moves %s to %s", y.shown(m, "Amira"), local)
	if err := y.pick(ctx, local); err != nil {
		return err
	}
	if err := y.does(ctx, "Amira", local.Format("15:04")); err != nil {
		return err
	}
	if err := y.does(ctx, "Amira", "tap:Yes, move it"); err != nil {
		return err
	}
	y.change(m, "moved", at, now)
	return nil
}

var monthShown = regexp.MustCompile(`(January|February|March|April|May|June|July|August|September|October|November|December) (\d{4})`)

// pick walks through the months to a day and taps it.
func (y *year) pick(ctx context.Context, day time.Time) error {
	for range 30 {
		chat, err := y.st.Server.Chat(y.people["Amira"])
		if err != nil {
			return err
		}
		text := ""
		for i := len(chat) - 1; i >= 0 && text == ""; i-- {
			if strings.Contains(chat[i].Text, "Which day?") {
				text = chat[i].Text
			}
		}
		shown, err := time.Parse("January 2006", monthShown.FindString(text))
		if err != nil {
			return fmt.Errorf("no month in %q", text)
		}
		want := time.Date(day.Year(), day.Month(), 1, 0, 0, 0, 0, time.UTC)
		switch {
		case shown.Equal(want):
			return y.exactly(ctx, strconv.Itoa(day.Day()))
		case shown.Before(want):
			err = y.taps(ctx, "Amira", "Which day?", shown.AddDate(0, 1, 0).Format("January"))
		default:
			err = y.taps(ctx, "Amira", "Which day?", "‹ "+shown.AddDate(0, -1, 0).Format("January"))
		}
		if err != nil {
			return err
		}
	}
	return fmt.Errorf("the month of %s never comes", day)
}

// exactly taps the button of the open month that says just that.
func (y *year) exactly(ctx context.Context, label string) error {
	chat, err := y.st.Server.Chat(y.people["Amira"])
	if err != nil {
		return err
	}
	for i := len(chat) - 1; i >= 0; i-- {
		if strings.Contains(chat[i].Text, "Which day?") {
			if _, err := y.st.Server.Taps(ctx, y.people["Amira"], chat[i].MessageID, label); err != nil {
				return err
			}
			return y.st.House.Settle(ctx)
		}
	}
	return fmt.Errorf("no month is open")
}

func (y *year) cancelOne(ctx context.Context, now time.Time) error {
	m := y.any()
	if err := y.taps(ctx, "Amira", y.shown(m, "Amira"), "Cancel it"); err != nil {
		return nil // as above
	}
	y.note("Amira cancels %s", y.shown(m, "Amira"))
	if err := y.does(ctx, "Amira", "tap:Yes, cancel it"); err != nil {
		return err
	}
	y.change(m, "cancelled", m.editions[len(m.editions)-1].begin, now)
	return nil
}

// answer lets a member of the circle answer, if they can have heard of it.
func (y *year) answer(ctx context.Context, now time.Time) error {
	m, who := y.any(), []string{"Maya", "Joseph", "Sam"}[y.rng.IntN(3)]
	label := "I can't"
	if y.rng.IntN(2) == 0 {
		label = "I'll come"
	}
	if err := y.taps(ctx, who, y.shown(m, who), label); err != nil {
		return nil // they have not heard of it yet, or had stopped: nothing to tap
	}
	y.note("%s says of %s: %s", who, y.shown(m, who), label)
	spans := m.cannot[who]
	stands := len(spans) > 0 && spans[len(spans)-1].until.IsZero()
	switch {
	case label == "I can't" && !stands:
		m.cannot[who] = append(spans, span{from: now})
	case label == "I'll come" && stands:
		spans[len(spans)-1].until = now
	}
	return nil
}

// consent withdraws reminders, or agrees to them again.
func (y *year) consent(ctx context.Context, now time.Time) error {
	m := y.member([]string{"Maya", "Joseph", "Sam"}[y.rng.IntN(3)])
	if inAny(m.silent, now) {
		return nil
	}
	no := inAny(m.refused, now)
	label, answer := "Reminders: yes", "No"
	if no {
		label, answer = "Reminders: no", "Yes"
	}
	y.note("%s taps %s", m.name, label)
	for _, act := range []string{"/settings", "tap:What I agreed to", "tap:" + label, "tap:" + answer} {
		if err := y.does(ctx, m.name, act); err != nil {
			return err
		}
	}
	if no {
		m.refused[len(m.refused)-1].until = now
	} else {
		m.refused = append(m.refused, span{from: now})
	}
	return nil
}

func (y *year) stopOrStart(ctx context.Context, now time.Time) error {
	m := y.member([]string{"Maya", "Joseph", "Sam"}[y.rng.IntN(3)])
	if inAny(m.silent, now) {
		y.note("%s comes back", m.name)
		m.silent[len(m.silent)-1].until = now
		return y.does(ctx, m.name, "tap:Start again")
	}
	y.note("%s stops", m.name)
	m.silent = append(m.silent, span{from: now})
	return y.does(ctx, m.name, "/stop")
}
