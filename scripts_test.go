package main

import (
	"bytes"
	"context"
	"flag"
	"fmt"
	"io"
	"log/slog"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/redis/go-redis/v9"

	"polyphony/care"
	"polyphony/sandbox"
)

var rewrite = flag.Bool("rewrite", false, "write what people saw into the scripts")

func quiet() *slog.Logger { return slog.New(slog.NewTextHandler(io.Discard, nil)) }

// exampleTeamNow is the example team as it parses today.
func exampleTeamNow(t testing.TB) care.Team {
	t.Helper()
	team, faults := ParseTeam(exampleTeam, castStart, func(string) (string, bool) { return "set", true })
	if Refused(faults) {
		t.Fatalf("the example team is refused: %v", faults)
	}
	return team
}

// scripts are the conversations in testdata, without how the cast came together.
func scripts(t testing.TB) []string {
	t.Helper()
	names, err := filepath.Glob("testdata/scripts/*.txt")
	if err != nil || len(names) == 0 {
		t.Fatalf("no scripts: %v", err)
	}
	return names
}

// raced is which of the conversations are played under the race detector too:
// every so manieth. They run through the same goroutines, ten times slower, and
// `make test` plays all of them without it.
const raced = 4

// loose are the conversations in which rows of different lanes come due in one
// instant, decided apart: nothing is promised about which of them comes first.
var loose = map[string]string{
	"inbox_seen_by": "at 08:00 the morning begins for a card that waited, and a shift is an hour away",
}

// TestScripts plays every conversation through sandbox, HTTP, application and
// Redis on fake time. What people see is what the script says.
func TestScripts(t *testing.T) {
	t.Parallel()
	for i, name := range scripts(t) {
		if raceEnabled && i%raced != 0 {
			continue
		}
		t.Run(strings.TrimSuffix(filepath.Base(name), ".txt"), func(t *testing.T) {
			t.Parallel()
			want, err := os.ReadFile(name)
			if err != nil {
				t.Fatal(err)
			}
			var got string
			var failed error
			synctest.Test(t, func(t *testing.T) { got, failed = playInBubble(exampleTeamNow(t), string(want)) })
			if failed != nil {
				t.Fatalf("%v\n%s", failed, got)
			}
			if base := strings.TrimSuffix(filepath.Base(name), ".txt"); loose[base] != "" && inAnyOrder(got) == inAnyOrder(string(want)) {
				return
			}
			if *rewrite {
				if err := os.WriteFile(name, []byte(got), 0o644); err != nil {
					t.Fatal(err)
				}
				return
			}
			if got != string(want) {
				t.Errorf("people saw something else; -rewrite shows it:\n%s", difference(string(want), got))
			}
		})
	}
}

// TestScriptsOnRealRedis plays the same conversations on the real redis-server,
// in-process on a clock that is pushed: nothing depends on the stand-in.
func TestScriptsOnRealRedis(t *testing.T) {
	t.Parallel()
	r := newRealRedis(t)
	if err := r.client().ConfigSet(t.Context(), "appendonly", "no").Err(); err != nil { // nothing is restarted here
		t.Fatal(err)
	}
	for i, name := range scripts(t) {
		t.Run(strings.TrimSuffix(filepath.Base(name), ".txt"), func(t *testing.T) {
			want, err := os.ReadFile(name)
			if err != nil {
				t.Fatal(err)
			}
			db := r.client()
			defer db.Close()
			got, err := playPushed(exampleTeamNow(t), db, fmt.Sprintf("script-%d", i), string(want))
			if err != nil {
				t.Fatalf("%v\n%s", err, got)
			}
			if inAnyOrder(got) != inAnyOrder(string(want)) {
				t.Errorf("people saw something else than on miniredis:\n%s", difference(string(want), got))
			}
		})
	}
}

// inAnyOrder sorts what was seen after each act: rows of different lanes that
// come due in one instant may reach a chat in either order.
func inAnyOrder(script string) string {
	var out strings.Builder
	for act := range strings.SplitSeq("\n"+script, "\n> ") {
		var seen []string
		for line := range strings.Lines(act) {
			if len(seen) == 0 || !strings.HasPrefix(line, " ") && strings.TrimSpace(line) != "" {
				seen = append(seen, "")
			}
			seen[len(seen)-1] += line
		}
		if len(seen) > 1 {
			slices.Sort(seen[1:])
		}
		out.WriteString("> " + strings.Join(seen, ""))
	}
	return out.String()
}

func playPushed(team care.Team, db redis.UniversalClient, deployment, text string) (string, error) {
	ctx := context.Background()
	clock := sandbox.NewClock(castStart, false)
	st, err := newStage(ctx, stageOptions{Redis: db, Clock: clock, Log: quiet(), Team: team, Poll: 20 * time.Millisecond, Beat: time.Hour,
		Tweak: func(p *Parts) { p.Deployment = deployment }})
	if err != nil {
		return "", err
	}
	defer st.Close()
	return playOn(ctx, st, team, text, func(to time.Time) error {
		clock.Set(to)
		return nil
	}, func(ctx context.Context) error {
		clock.Set(clock.Now().Add(time.Millisecond)) // nobody does two things in one instant
		return st.House.Settle(ctx)
	})
}

func playInBubble(team care.Team, text string) (string, error) {
	ctx := context.Background()
	db, closeDB := memoryRedis()
	defer closeDB()
	st, err := newStage(ctx, stageOptions{Redis: db, Clock: sandbox.NewClock(castStart, true), Running: true, Log: quiet(), Team: team, Poll: time.Hour, Beat: time.Hour})
	if err != nil {
		return "", err
	}
	defer st.Close()
	return playOn(ctx, st, team, text, func(to time.Time) error {
		time.Sleep(to.Sub(st.App.Now()))
		return nil
	}, st.House.Settle)
}

// playOn lets the cast gather and plays a script; push moves the time,
// settle waits for what an act brings about.
func playOn(ctx context.Context, st *stage, team care.Team, text string, push func(time.Time) error, settle func(context.Context) error) (string, error) {
	player := sandbox.Player{
		Server: st.Server,
		Pass:   func(ctx context.Context, d time.Duration) error { return st.walk(ctx, st.App.Now().Add(d), push) },
		Become: func(ctx context.Context, at time.Time) error { return st.walk(ctx, at, push) },
		Settle: settle,
	}
	if err := gather(ctx, st.App, st.Server, team, player); err != nil {
		return "", err
	}
	script, err := sandbox.ParseScript(strings.NewReader(text))
	if err != nil {
		return "", err
	}
	return script.Play(ctx, &player)
}

// difference shows the first lines that differ.
func difference(want, got string) string {
	w, g := strings.Split(want, "\n"), strings.Split(got, "\n")
	var b bytes.Buffer
	for i := 0; i < len(w) || i < len(g); i++ {
		a, c := at(w, i), at(g, i)
		if a == c {
			continue
		}
		for j := max(0, i-3); j < i; j++ {
			b.WriteString("  " + at(w, j) + "\n")
		}
		for j := i; j < i+8; j++ {
			b.WriteString("- " + at(w, j) + "\n")
		}
		for j := i; j < i+8; j++ {
			b.WriteString("+ " + at(g, j) + "\n")
		}
		break
	}
	return b.String()
}

func at(lines []string, i int) string {
	if i < len(lines) {
		return lines[i]
	}
	return ""
}
