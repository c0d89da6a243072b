package main

import (
	"context"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"polyphony/sandbox"
	"polyphony/urgency"
)

// A script in testdata/noreading applies the team file with reading switched on
// or off where it says so. It begins with reading on, as the cast gathered.
var switchLine = regexp.MustCompile(`(?m)^# team file: reading (on|off)\n`)

// TestWithReadingSwitchedOff plays what people see, from every side, when the
// team file says that no machine reads words for danger: nothing is read (the
// test fails when it is), everybody is told so, nobody is asked, and the help
// button, the command, voice and pictures call people as ever.
func TestWithReadingSwitchedOff(t *testing.T) {
	names, err := filepath.Glob("testdata/noreading/*.txt")
	if err != nil || len(names) == 0 {
		t.Fatalf("no scripts: %v", err)
	}
	for _, name := range names {
		t.Run(strings.TrimSuffix(filepath.Base(name), ".txt"), func(t *testing.T) {
			want, err := os.ReadFile(name)
			if err != nil {
				t.Fatal(err)
			}
			var got string
			synctest.Test(t, func(t *testing.T) { got, err = playSwitched(t, string(want)) })
			if err != nil {
				t.Fatalf("%v\n%s", err, got)
			}
			if *rewrite {
				if err := os.WriteFile(name, []byte(got), 0o644); err != nil {
					t.Fatal(err)
				}
			} else if got != string(want) {
				t.Errorf("people saw something else; -rewrite shows it:\n%s", difference(string(want), got))
			}
		})
	}
}

// TestNoConversationReadsWhenItIsSwitchedOff plays ordinary conversations as far
// as they go with reading switched off: whatever is written, in whichever place,
// nothing of it may be read.
func TestNoConversationReadsWhenItIsSwitchedOff(t *testing.T) {
	for _, name := range []string{"urgent", "urgent_words", "chain_soon", "group_help", "group", "answer_edited", "answers_all_sides", "inbox_reply",
		"topics", "relay_conversation", "planning_badinput", "measure_asked", "company_map", "visit_ask", "circle_outsider", "watch_quiet_sign"} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			text, err := os.ReadFile("testdata/scripts/" + name + ".txt")
			if err != nil {
				t.Fatal(err)
			}
			synctest.Test(t, func(t *testing.T) {
				_, _ = playSwitched(t, "# team file: reading off\n"+string(text)) // it may end early: other buttons are there
			})
		})
	}
}

func playSwitched(t *testing.T, text string) (string, error) {
	ctx := context.Background()
	db, closeDB := memoryRedis()
	defer closeDB()
	team := exampleTeamNow(t)
	st, err := newStage(ctx, stageOptions{Redis: db, Clock: sandbox.NewClock(castStart, true), Running: true, Log: quiet(), Team: team, Poll: time.Hour, Beat: time.Hour})
	if err != nil {
		return "", err
	}
	defer st.Close()
	push := func(to time.Time) error {
		time.Sleep(to.Sub(st.App.Now()))
		return nil
	}
	if _, err := playOn(ctx, st, team, "", push, st.House.Settle); err != nil {
		return "", err
	}
	off := false
	read := st.App.Companion.Read
	st.App.Companion.Read = func(text, lang string) urgency.Reading {
		if off {
			t.Errorf("reading is switched off, and %q was read", text)
		}
		return read(text, lang)
	}
	player := sandbox.Player{Server: st.Server, Settle: st.House.Settle,
		Pass:   func(ctx context.Context, d time.Duration) error { return st.walk(ctx, st.App.Now().Add(d), push) },
		Become: func(ctx context.Context, at time.Time) error { return st.walk(ctx, at, push) }}
	var out strings.Builder
	for from := 0; from < len(text); {
		if at := switchLine.FindStringSubmatchIndex(text[from:]); at != nil && at[0] == 0 {
			out.WriteString(text[from : from+at[1]])
			off = text[from+at[2]:from+at[3]] == "off"
			team.NoReading = off
			from += at[1]
			if err := st.App.ApplyTeam(ctx, team); err != nil {
				return out.String(), err
			}
			if err := st.House.Settle(ctx); err != nil {
				return out.String(), err
			}
			continue
		}
		to := len(text)
		if at := switchLine.FindStringIndex(text[from:]); at != nil {
			to = from + at[0]
		}
		script, err := sandbox.ParseScript(strings.NewReader(text[from:to]))
		if err != nil {
			return out.String(), err
		}
		seen, err := script.Play(ctx, &player)
		out.WriteString(seen)
		if err != nil {
			return out.String(), err
		}
		from = to
	}
	return out.String(), nil
}

// The switch is a decision that a trust reviews and signs: whatever is not
// plainly true or false refuses the file, and a change shows before it is made.
func TestTheSwitchForReadingIsPlainlyOnOrOff(t *testing.T) {
	with := func(lines string) (bool, []Fault) {
		team, faults := ParseTeam([]byte(string(exampleTeam)+"\n"+lines), teamDay, teamEnv)
		return team.NoReading, faults
	}
	for lines, off := range map[string]bool{"": false, "[reading]\nwords = true": false, "[reading]\nwords = false": true} {
		if got, faults := with(lines); got != off || Refused(faults) {
			t.Errorf("%q: off is %t, %v", lines, got, faults)
		}
	}
	for lines, fault := range map[string]string{
		"[reading]":                         "reading.words is missing",
		"[reading]\nwords = \"false\"":      "must be true or false",
		"[reading]\nwords = 0":              "must be true or false",
		"[reading]\nwords = []":             "must be true or false",
		"[reading]\nwords = false\nvoice=1": "is not a setting",
		"reading = false":                   "is not a setting", // below the last [[channels]]
	} {
		if _, faults := with(lines); !Refused(faults) || !strings.Contains(faults[0].Text, fault) {
			t.Errorf("%q: %v", lines, faults)
		}
	}
	on, off := exampleTeamNow(t), exampleTeamNow(t)
	off.NoReading = true
	if got := strings.Join(TeamChanges(on, off), "\n"); got != "reading words for danger: on → off, for everybody" {
		t.Errorf("changes: %q", got)
	}
}
