package main

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"polyphony/care"
	"polyphony/flows"
	"polyphony/sandbox"
)

// The crowd is one circle of 500 members beside its two practitioners; under the
// race detector, which is ten times slower, 60.
const (
	crowdFull   = 500
	crowdID     = "crowd0000000"
	crowdChat   = int64(100_000) // of the first member
	crowdAtOnce = 100            // members in one decision
)

var (
	crowdSize  = map[bool]int{true: 60, false: crowdFull}[raceEnabled]
	crowdHeld  = time.Date(2026, 3, 9, 14, 0, 0, 0, time.UTC)   // half an hour before the first reminder
	crowdMoves = time.Date(2026, 3, 12, 12, 31, 0, 0, time.UTC) // a minute after the last of them
	crowdFreed = time.Date(2026, 3, 12, 13, 45, 0, 0, time.UTC)
)

// TestCrowdHearsOfOneMoveOnce protects I4 and I6: 500 members, one move: each
// gets exactly one notice, and no reminder of the old time leaves although 1,500
// of them were queued.
func TestCrowdHearsOfOneMoveOnce(t *testing.T) {
	t.Parallel()
	c := newCrowd(t)
	c.plan()
	told := c.telegram.texts("A meeting is planned")
	c.once("the meeting is planned", told)

	c.telegram.hold(crowdHeld, crowdFreed)
	c.walk(crowdMoves)
	crowd, staff := c.reminders()
	t.Logf("%s: %d reminders of the crowd and %d of its staff are queued, none has left", crowdMoves.Format("Mon 2 15:04"), crowd, staff)
	if crowd != 3*crowdSize || staff != 3*2 {
		t.Errorf("%d and %d reminders are queued, not %d and %d", crowd, staff, 3*crowdSize, 3*2)
	}
	if left := c.telegram.texts(oldTime); len(left) != len(told) {
		t.Fatalf("%d of them have left already", len(left)-len(told))
	}

	c.move()
	c.walk(crowdFreed.Add(time.Minute))
	if crowd, staff := c.reminders(); crowd+staff > 0 {
		t.Errorf("%d reminders are still queued", crowd+staff)
	}
	c.once("the meeting has moved", c.telegram.texts("The meeting has moved"))
	if stale := c.telegram.texts(oldTime)[len(told):]; len(stale) > 0 {
		t.Errorf("%d messages of the old time left, such as %q", len(stale), stale[0].text)
	}

	before := len(c.telegram.texts(newTime))
	days := []time.Time{time.Date(2026, 3, 16, 10, 30, 0, 0, time.UTC), time.Date(2026, 3, 18, 10, 30, 0, 0, time.UTC), time.Date(2026, 3, 19, 8, 30, 0, 0, time.UTC)}
	if raceEnabled {
		days = days[:1] // the others go the same way, and each takes long there
	}
	for _, day := range days {
		c.walk(day.Add(-time.Second))
		if early := c.telegram.texts(newTime); len(early) > before {
			t.Errorf("%d reminders came before %s", len(early)-before, day.Format("Mon 2 15:04"))
		}
		c.walk(day)
		after := c.telegram.texts(newTime)
		c.once("reminder of "+day.Format("Mon 2 15:04"), after[before:])
		before = len(after)
	}
	if !raceEnabled {
		c.walk(time.Date(2026, 3, 19, 10, 29, 0, 0, time.UTC))
	}
	if more := c.telegram.texts(newTime)[before:]; len(more) > 0 {
		t.Errorf("%d messages more, such as %q", len(more), more[0].text)
	}
	t.Logf("in all %d messages to the crowd and its staff, and %d refusals", len(c.telegram.texts("")), c.telegram.refused)
}

// How the messages name the old and the new time.
const (
	oldTime = "Thursday 12 March, 14:30"
	newTime = "Thursday 19 March, 10:30"
)

// crowd is the application with the circle in it.
type crowd struct {
	*testing.T
	ctx      context.Context
	st       *stage
	clock    *sandbox.Clock
	telegram *crowdTelegram
	wire     *wireCount
	amira    int64
	staff    []int64
}

func newCrowd(t *testing.T) *crowd {
	t.Helper()
	ctx := context.Background()
	db := newRealRedis(t).client()
	t.Cleanup(func() { _ = db.Close() })
	c := &crowd{T: t, ctx: ctx, clock: sandbox.NewClock(castStart, false), wire: &wireCount{}}
	db.AddHook(c.wire)
	c.telegram = &crowdTelegram{now: c.clock.Now}
	team := exampleTeamNow(t)
	texts, err := loadTexts()
	if err != nil {
		t.Fatal(err)
	}
	companion, err := newCompanion(texts, stageBot)
	if err != nil {
		t.Fatal(err)
	}
	c.st, err = newStage(ctx, stageOptions{Redis: db, Clock: c.clock, Log: quiet(), Team: team, Poll: 20 * time.Millisecond, Beat: time.Hour,
		Tweak: func(p *Parts) {
			c.telegram.next, p.HTTP.Transport = p.HTTP.Transport, c.telegram
			p.Decide = func(tx flows.Tx, ev flows.Event, now time.Time) (flows.Decision, error) {
				var from int
				if _, err := fmt.Sscanf(ev.Operator.Verb, "crowd %d", &from); err == nil {
					return crowdJoins(tx, from)
				}
				if strings.HasSuffix(ev.Tap.Data, "/send") {
					c.wire.begin()
					defer c.wire.decided()
				}
				return companion.Decide(tx, ev, now)
			}
		}})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(c.st.Close)
	if err := gather(ctx, c.st.App, c.st.Server, team, sandbox.Player{Server: c.st.Server, Settle: c.st.House.Settle}); err != nil {
		t.Fatal(err)
	}
	for from := 0; from < crowdSize; from += crowdAtOnce {
		if _, err := c.st.App.operator(ctx, flows.Operator{Verb: fmt.Sprint("crowd ", from)}, nil); err != nil {
			t.Fatal(err)
		}
	}
	c.settle()
	for _, name := range []string{"Amira", "Ben"} {
		p, _ := c.st.Server.Named(name)
		c.staff = append(c.staff, p.ID)
	}
	c.amira = c.staff[0]
	return c
}

// crowdJoins writes the records of some members as their joining would have, and
// those of the two practitioners with the first.
func crowdJoins(tx flows.Tx, from int) (d flows.Decision, err error) {
	n := care.Network{ID: crowdID, Called: "Noor", Began: castStart}
	if _, err := tx.Read(care.KindNetwork, n.ID, &n); err != nil {
		return d, err
	}
	if from == 0 {
		for _, staff := range []string{"amira", "ben"} {
			var link care.StaffLink
			var who care.Contact
			if _, err := tx.Read(care.KindStaff, staff, &link); err != nil {
				return d, err
			}
			if _, err := tx.Read(care.KindContact, link.Contact, &who); err != nil {
				return d, err
			}
			who.Networks = append(who.Networks, n.ID)
			n.Add(care.Member{Contact: who.ID, Role: care.Practitioner})
			d.Put = append(d.Put, flows.Put{Kind: care.KindContact, ID: who.ID, Value: &who})
		}
	}
	for i := from; i < min(from+crowdAtOnce, crowdSize); i++ {
		role := care.Relative
		if i == 0 {
			role = care.Person
		}
		who := &care.Contact{ID: fmt.Sprintf("member%06d", i), Chat: crowdChat + int64(i), Name: fmt.Sprint("Member", i), Language: "en", Networks: []string{n.ID}}
		who.Decide(care.Reminders, true, castStart)
		n.Add(care.Member{Contact: who.ID, Role: role})
		d.Put = append(d.Put, flows.Put{Kind: care.KindContact, ID: who.ID, Value: who},
			flows.Put{Kind: care.KindAccount, ID: flows.ChatID(who.Chat), Value: &care.Account{Chat: who.Chat, Contact: who.ID}})
	}
	d.Put = append(d.Put, flows.Put{Kind: care.KindNetwork, ID: n.ID, Value: &n})
	return d, nil
}

func (c *crowd) settle() {
	c.Helper()
	if err := c.st.House.Settle(c.ctx); err != nil {
		c.Fatal(err)
	}
}

func (c *crowd) walk(to time.Time) {
	c.Helper()
	if err := c.st.walk(c.ctx, to, func(at time.Time) error { c.clock.Set(at); return nil }); err != nil {
		c.Fatal(err)
	}
}

func (c *crowd) taps(labels ...string) {
	c.Helper()
	for _, label := range labels {
		if _, err := c.st.Server.Taps(c.ctx, c.amira, 0, label); err != nil {
			c.Fatalf("Amira taps %s: %v", label, err)
		}
		c.settle() // the sandbox waits no longer than somebody would
	}
}

func (c *crowd) plan() {
	c.Helper()
	if _, err := c.st.Server.Says(c.ctx, c.amira, "/meeting 2026-03-12 14:30 60m at home"); err != nil {
		c.Fatal(err)
	}
	c.taps("Noor's circle", "Yes, tell everybody")
	c.wire.log(c.T, "planning")
}

func (c *crowd) move() {
	c.Helper()
	c.taps("Move", "19", "10:00", "10:30", "Yes, move it and tell everybody")
	c.wire.log(c.T, "moving")
	if c.wire.reads > crowdReads {
		c.Errorf("the decision asked Redis for records %d times", c.wire.reads)
	}
}

// crowdReads is how often a decision may ask Redis for records, however many
// members a circle has.
const crowdReads = 20

// once checks that each of the crowd and its staff is in the list once, and
// nobody else is.
func (c *crowd) once(what string, list []sending) {
	c.Helper()
	got := map[int64]int{}
	for _, s := range list {
		got[s.chat]++
	}
	wrong := 0
	for i := range int64(crowdSize) {
		if got[crowdChat+i] != 1 {
			wrong++
		}
	}
	for _, id := range c.staff {
		if got[id] != 1 {
			wrong++
		}
	}
	c.Logf("%s: %d messages to %d chats", what, len(list), len(got))
	if wrong > 0 || len(list) != crowdSize+len(c.staff) {
		c.Errorf("%s: %d of them did not get exactly one, %d messages in all", what, wrong, len(list))
	}
}

// reminders counts those that wait in the outbox.
func (c *crowd) reminders() (members, staff int) {
	c.Helper()
	rows, err := c.st.App.Store.Queued(c.ctx, int64(2*crowdSize))
	if err != nil {
		c.Fatal(err)
	}
	for _, w := range rows {
		switch m := w.Row.Message; {
		case !m.Guard.Remind:
		case slices.Contains(c.staff, m.Chat):
			staff++
		default:
			members++
		}
	}
	return members, staff
}
