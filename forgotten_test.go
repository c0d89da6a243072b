package main

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"log/slog"
	"strings"
	"testing"
	"time"

	"polyphony/care"
	"polyphony/flows"
	"polyphony/sandbox"
)

// Everything that somebody can put anywhere, and then their yes.
const forgottenBefore = `> Maya says: /circle
> Maya taps: Invite family or a friend
> Maya says: my marrowfrost friend
> Quillfeather arrives (en)
> Quillfeather opens the link from Maya
> Quillfeather taps: Yes
> Quillfeather taps: Yes
> Quillfeather taps: Yes
> Quillfeather taps: Yes
> Quillfeather taps: Yes
> Quillfeather says: the zanzibarine curtains
> Amira says: /meeting
> Amira taps: Plan a meeting
> Amira taps: 10
> Amira taps: 14:00
> Amira taps: 14:30
> Amira taps: Yes, tell everybody
> Quillfeather taps: I'll come
> Quillfeather says: /topic
> Quillfeather says: the thistlewick of it
> Amira says: /circle
> Amira taps: Agree a check-in
> Amira taps: Quillfeather
> Amira says: How is the vexilloquy?
> Amira taps: Every day
> Amira taps: 09:00
> Amira taps: Suggest it to Quillfeather
> Quillfeather taps: Yes, ask me
> 26h pass
> Quillfeather says: so so, bramblecoil
> Quillfeather says: /ask
> Quillfeather taps: 🔴 I need help now
> Quillfeather says: zanzibarine again
> 1m pass
> Amira taps: I've got this
> Amira taps: Done
> Amira taps: We spoke
> 1m pass
> Quillfeather says: /topic
`

const forgottenAfter = `> Quillfeather says: /forget
> Quillfeather taps: Yes, erase everything
> Maya says: /circle
> Amira says: /inbox
> Amira says: /meeting
> Amira taps: Details
> Amira says: /circle
> Quillfeather says: /circle
> Quillfeather says: /meeting
> 9d pass
`

// TestForgottenIsGone protects I8: after /forget no record, key, log line,
// metric or export holds what somebody wrote, how they are called or their
// number, and nobody is told any of it afterwards.
func TestForgottenIsGone(t *testing.T) {
	r := newRealRedis(t)
	db := r.client()
	defer db.Close()
	var log bytes.Buffer
	logger := slog.New(slog.NewJSONHandler(&syncWriter{w: &log}, &slog.HandlerOptions{Level: slog.LevelDebug}))
	clock := sandbox.NewClock(castStart, false)
	team := exampleTeamNow(t)
	ctx := context.Background()
	st, err := newStage(ctx, stageOptions{Redis: db, Clock: clock, Log: logger, Team: team, Poll: 20 * time.Millisecond, Beat: time.Hour})
	if err != nil {
		t.Fatal(err)
	}
	defer st.Close()
	push := func(to time.Time) error {
		clock.Set(to)
		return nil
	}
	settle := func(ctx context.Context) error {
		clock.Set(clock.Now().Add(time.Millisecond))
		return st.House.Settle(ctx)
	}
	if seen, err := playOn(ctx, st, team, forgottenBefore, push, settle); err != nil {
		t.Fatalf("%v\n%s", err, seen)
	}
	words := []string{"Quillfeather", "zanzibarine", "bramblecoil", "vexilloquy", "marrowfrost", "thistlewick"}
	before := unsealed(ctx, t, st, r)
	for _, c := range words {
		if !strings.Contains(before, c) {
			t.Errorf("%q was never kept: the canary was not let in", c)
		}
	}
	who := whoIs(t, before, "Quillfeather")
	seen, err := playMore(ctx, st, forgottenAfter, push, settle)
	if err != nil {
		t.Fatalf("%v\n%s", err, seen)
	}
	gone := append(words, `"c":`+flows.ChatID(who.Chat), ":"+flows.ChatID(who.Chat)+"\n")
	look := func(where, text string) {
		for _, c := range gone {
			if i := strings.Index(text, c); i >= 0 {
				t.Errorf("%s holds %q: …%.160s", where, c, text[max(0, i-100):])
			}
		}
	}
	look("a record", unsealed(ctx, t, st, r))
	look("the log", log.String())
	look("the names of keys", keyNames(ctx, t, r))
	look("the metrics", metricsText(st.App))
	look("what people saw afterwards", sights(seen))
	if _, err := st.App.export(ctx, who.ID); err == nil {
		t.Error("an export still knows them")
	}
}

// playMore goes on with a play on a stage that is set.
func playMore(ctx context.Context, st *stage, text string, push func(time.Time) error, settle func(context.Context) error) (string, error) {
	player := sandbox.Player{Server: st.Server, Settle: settle,
		Pass:   func(ctx context.Context, d time.Duration) error { return st.walk(ctx, st.App.Now().Add(d), push) },
		Become: func(ctx context.Context, at time.Time) error { return st.walk(ctx, at, push) }}
	script, err := sandbox.ParseScript(strings.NewReader(text))
	if err != nil {
		return "", err
	}
	return script.Play(ctx, &player)
}

// recordOf is what a record of each kind is read into.
var recordOf = map[care.Kind]func() any{
	care.KindAccount: func() any { return new(care.Account) }, care.KindContact: func() any { return new(care.Contact) },
	care.KindNetwork: func() any { return new(care.Network) }, care.KindInvitation: func() any { return new(care.Invitation) },
	care.KindMeeting: func() any { return new(care.Meeting) }, care.KindPlan: func() any { return new(care.Plan) },
	care.KindCheckIn: func() any { return new(care.CheckIn) }, care.KindNote: func() any { return new(care.Note) },
	care.KindShelf: func() any { return new(care.Shelf) }, care.KindAlert: func() any { return new(care.Alert) },
	care.KindTeam: func() any { return new(care.Team) }, care.KindStaff: func() any { return new(care.StaffLink) },
	care.KindSeries: func() any { return new(care.Series) }, care.KindRequest: func() any { return new(care.Request) },
	care.KindGroup: func() any { return new(care.GroupChat) }, care.KindMine: func() any { return new(care.Mine) },
	care.KindMeasure: func() any { return new(care.Measure) },
	care.KindRota:    func() any { return new(care.Rota) }, care.KindSeenLink: func() any { return new(care.SeenLink) },
	care.KindBoard: func() any { return new(care.Board) }, care.KindTally: func() any { return new(care.Tally) },
}

// unsealed is every record that there is, with its key, as the store opens it.
func unsealed(ctx context.Context, t *testing.T, st *stage, r *realRedis) string {
	t.Helper()
	db := r.client()
	defer db.Close()
	keys, err := db.Keys(ctx, "*rec:*").Result()
	if err != nil || len(keys) < 10 {
		t.Fatalf("records: %d %v", len(keys), err)
	}
	var all strings.Builder
	for _, key := range keys {
		_, name, _ := strings.Cut(key, "rec:")
		kind, id, _ := strings.Cut(name, ":")
		record := recordOf[care.Kind(kind)]
		if record == nil {
			t.Fatalf("%s is a kind of record that this test does not know", kind)
		}
		into := record()
		if _, err := st.App.Store.Peek(ctx, care.Kind(kind), id, into); err != nil {
			t.Fatal(err)
		}
		body, err := json.Marshal(into)
		if err != nil {
			t.Fatal(err)
		}
		fmt.Fprintf(&all, "%s:%s\n%s\n", kind, id, body)
	}
	return all.String()
}

// keyNames are the keys that Redis has, one a line.
func keyNames(ctx context.Context, t *testing.T, r *realRedis) string {
	t.Helper()
	db := r.client()
	defer db.Close()
	keys, err := db.Keys(ctx, "*").Result()
	if err != nil {
		t.Fatal(err)
	}
	return strings.Join(keys, "\n") + "\n"
}

// whoIs finds a contact by name among unsealed records.
func whoIs(t *testing.T, records, name string) (c care.Contact) {
	t.Helper()
	for _, line := range strings.Split(records, "\n") {
		if json.Unmarshal([]byte(line), &c) == nil && c.Name == name && c.ID != "" {
			return c
		}
	}
	t.Fatalf("%s is nobody", name)
	return c
}

// sights are what people saw, without who saw it and what was done.
func sights(transcript string) string {
	var out []string
	for _, line := range strings.Split(transcript, "\n") {
		if strings.HasPrefix(line, "    ") {
			out = append(out, line)
		}
	}
	return strings.Join(out, "\n")
}
