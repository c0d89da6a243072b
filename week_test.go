package main

import (
	"context"
	"fmt"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"polyphony/flows"
	"polyphony/locales"
	"polyphony/sandbox"
)

// A week over the night on which London's clocks go forward (29 March 2026,
// 01:00 GMT), lived in seconds, at the metronome's own beat.

const weekScript = `> the clock says 2026-03-23T09:00:00Z
> Amira says: /meeting
> Amira taps: Plan a meeting
> Amira taps: 30
> Amira taps: 14:00
> Amira taps: 14:30
> Amira taps: Yes, tell everybody
> Amira says: /circle
> Amira taps: Agree a check-in
> Amira taps: Maya
> Amira taps: What helped since we met?
> Amira taps: Every day
> Amira taps: 09:00
> Amira taps: Suggest it to Maya
> Maya taps: Yes, ask me
> the clock says 2026-03-29T00:58:00Z
> Joseph taps: 🔴 I need help now
> the clock says 2026-03-29T01:20:00Z
> Dora taps: I've got this
> Dora taps: Done
> Dora taps: We spoke
> the clock says 2026-03-31T09:01:00Z
`

// TestWeekOverClockChange protects I5, I6 and I9: reminders, check-ins and
// escalation come at the right local minute, once, though the clocks change.
func TestWeekOverClockChange(t *testing.T) {
	t.Parallel()
	began := time.Now()
	seen := map[string][]sandbox.Message{}
	var rang []time.Time // when a card rang on Dora's phone
	var failed error
	synctest.Test(t, func(*testing.T) { failed = liveAWeek(t, seen, &rang) })
	if failed != nil {
		t.Fatal(failed)
	}
	london, err := time.LoadLocation("Europe/London")
	if err != nil {
		t.Fatal(err)
	}
	at := func(who, holds string) (times []string) {
		for _, m := range seen[who] {
			if !m.Me && strings.Contains(m.Text, holds) && m.Date.After(time.Date(2026, 3, 23, 9, 1, 0, 0, time.UTC)) {
				times = append(times, m.Date.In(london).Format("Mon 2 15:04"))
			}
		}
		return times
	}
	expect(t, "reminders of Maya, in London time", at("Maya", "Monday 30 March, 14:30"),
		"Fri 27 14:30", "Sun 29 14:30", "Mon 30 12:30")
	expect(t, "check-ins of Maya, in London time", at("Maya", "What helped since we met?"),
		"Tue 24 09:00", "Wed 25 09:00", "Thu 26 09:00", "Fri 27 09:00", "Sat 28 09:00", "Sun 29 09:00", "Mon 30 09:00", "Tue 31 09:00")
	expect(t, "what Joseph hears across the change, since nobody is on call", at("Joseph", "Nobody is on call"), "Sun 29 00:58", "Sun 29 02:03")
	rings := func() (times []string) {
		for _, at := range rang {
			times = append(times, at.In(london).Format("Mon 2 15:04"))
		}
		return times
	}
	still := at("Joseph", "Still nobody")
	expect(t, "Joseph hears that there is still nobody: at the next step, then no oftener than every half hour", still, "Sun 29 02:03")
	expect(t, "the cards on Dora's phone over the change, five real minutes apart", rings(),
		"Sun 29 00:58", "Sun 29 02:03", "Sun 29 02:08", "Sun 29 02:13", "Sun 29 02:18")
	t.Logf("eight days in %v; Joseph was told %d times that nobody had answered yet", time.Since(began).Round(time.Millisecond), len(still))
}

func expect(t *testing.T, what string, got []string, want ...string) {
	t.Helper()
	if fmt.Sprint(got) != fmt.Sprint(want) {
		t.Errorf("%s:\n got %v\nwant %v", what, got, want)
	}
}

// liveAWeek plays the script while time really passes in the bubble: the
// metronome beats by itself and nobody walks from one timer to the next.
func liveAWeek(t *testing.T, seen map[string][]sandbox.Message, rang *[]time.Time) error {
	var mu sync.Mutex
	dora := int64(0)
	ctx := context.Background()
	db, closeDB := memoryRedis()
	defer closeDB()
	team := exampleTeamNow(t)
	st, err := newStage(ctx, stageOptions{Redis: db, Clock: sandbox.NewClock(castStart, true), Running: true, Log: quiet(), Team: team, Poll: time.Hour, Beat: 30 * time.Second,
		Tweak: func(p *Parts) {
			p.Settled = func(r flows.Row, out flows.Outcome, at time.Time) {
				mu.Lock()
				defer mu.Unlock()
				if r.Message.Chat == dora && r.Message.Fresh && r.Message.Key == locales.CardOpen && out.Reason == "sent" {
					*rang = append(*rang, at)
				}
			}
		}})
	if err != nil {
		return err
	}
	defer st.Close()
	mu.Lock()
	for _, p := range st.Server.People() {
		if p.Name == "Dora" {
			dora = p.ID
		}
	}
	mu.Unlock()
	player := sandbox.Player{Server: st.Server, Settle: st.House.Settle, Become: func(_ context.Context, to time.Time) error {
		time.Sleep(to.Sub(st.App.Now()))
		return nil
	}}
	if err := gather(ctx, st.App, st.Server, team, player); err != nil {
		return err
	}
	script, err := sandbox.ParseScript(strings.NewReader(weekScript))
	if err != nil {
		return err
	}
	if out, err := script.Play(ctx, &player); err != nil {
		return fmt.Errorf("%w\n%s", err, out)
	}
	for _, p := range st.Server.People() {
		if seen[p.Name], err = st.Server.Chat(p.ID); err != nil {
			return err
		}
	}
	return nil
}
