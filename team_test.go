package main

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"polyphony/care"
)

var teamDay = time.Date(2026, time.November, 22, 12, 0, 0, 0, time.UTC)

// teamEnv stands in for the environment: one channel's address is set.
func teamEnv(key string) (string, bool) {
	if key == "ALARM_SET" || key == "ALARM_DUTY_PHONE" {
		return "generic://127.0.0.1/x", true
	}
	return "", false
}

// wantedFaults reads what a fixture expects: "# fault: …" and "# warning: …"
// behind the line that they are about.
func wantedFaults(src string) (want []Fault) {
	for i, line := range strings.Split(src, "\n") {
		for _, comment := range strings.Split(line, " # ") {
			text, fault := strings.CutPrefix(comment, "fault: ")
			text, warning := strings.CutPrefix(text, "warning: ")
			if fault || warning {
				want = append(want, Fault{Line: i + 1, Warning: warning, Text: text})
			}
		}
	}
	return want
}

func TestEveryFaultOfATeamFileIsNamedAtOnceWithItsLine(t *testing.T) {
	files, err := filepath.Glob("testdata/team/*.toml")
	if err != nil || len(files) < 7 {
		t.Fatalf("fixtures: %d found, %v", len(files), err)
	}
	for _, file := range files {
		t.Run(filepath.Base(file), func(t *testing.T) {
			src, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			_, got := ParseTeam(src, teamDay, teamEnv)
			want := wantedFaults(string(src))
			for _, f := range want {
				if !slices.Contains(got, f) {
					t.Errorf("not reported: %s", f)
				}
			}
			for _, f := range got {
				if !slices.Contains(want, f) {
					t.Errorf("reported besides: %s", f)
				}
			}
		})
	}
}

func example(t *testing.T) care.Team {
	t.Helper()
	src, err := os.ReadFile("team.example.toml")
	if err != nil {
		t.Fatal(err)
	}
	team, faults := ParseTeam(src, teamDay, teamEnv)
	for _, f := range faults {
		t.Errorf("team.example.toml: %s", f)
	}
	return team
}

func TestTheExampleTeamIsFaultlessAndComplete(t *testing.T) {
	team := example(t)
	if team.Name != "Riverside Open Dialogue team" || team.Zone != "Europe/London" || team.Country != "GB" {
		t.Errorf("name, zone, country: %q %q %q", team.Name, team.Zone, team.Country)
	}
	if len(team.Staff) != 4 || team.Staff[3] != (care.StaffMember{ID: "dora", Name: "Dora", Role: care.Coordinator}) {
		t.Errorf("staff: %v", team.Staff)
	}
	if want := []time.Weekday{1, 2, 3, 4, 5}; !slices.Equal(team.Hours.Days, want) || team.Hours.From != "09:00" || team.Hours.Until != "17:00" {
		t.Errorf("hours: %v", team.Hours)
	}
	if len(team.OnCall) != 2 || !slices.Equal(team.OnCall[1].Staff, []string{"chidi", "amira"}) {
		t.Errorf("on call: %v", team.OnCall)
	}
	if got, want := escalationLine(team.Escalation), escalationLine(care.DefaultEscalation); got != want {
		t.Errorf("escalation: %s, want %s", got, want)
	}
	want := []string{"999", "111", "116 123", "85258"}
	for i, line := range team.Lines {
		if line.Number != want[i] || line.Reviewed != "2026-10-01" || line.How == "" {
			t.Errorf("line %d: %v", i, line)
		}
	}
}

func TestATeamFileOfAnotherEditorIsReadTheSame(t *testing.T) {
	src, err := os.ReadFile("team.example.toml")
	if err != nil {
		t.Fatal(err)
	}
	windows := "\uFEFF" + strings.ReplaceAll(string(src), "\n", "\r\n")
	team, faults := ParseTeam([]byte(windows), teamDay, teamEnv)
	if len(faults) > 0 {
		t.Errorf("faults: %v", faults)
	}
	if changes := TeamChanges(example(t), team); len(changes) > 0 {
		t.Errorf("differs: %v", changes)
	}
}

func TestATeamFileLargerThanAnyTeamIsRefusedUnread(t *testing.T) {
	_, faults := ParseTeam([]byte(strings.Repeat("[", maxTeamFile+1)), teamDay, teamEnv)
	if len(faults) != 1 || !Refused(faults) {
		t.Errorf("faults: %v", faults)
	}
}

func TestWarningsDoNotRefuseATeamFile(t *testing.T) {
	src, err := os.ReadFile("testdata/team/cover.toml")
	if err != nil {
		t.Fatal(err)
	}
	team, faults := ParseTeam(src, teamDay, teamEnv)
	if len(faults) == 0 || Refused(faults) {
		t.Errorf("faults: %v", faults)
	}
	if len(team.OnCall) != 4 {
		t.Errorf("on call: %v", team.OnCall)
	}
}

func FuzzParseTeam(f *testing.F) {
	files, _ := filepath.Glob("testdata/team/*.toml")
	for _, file := range append(files, "team.example.toml") {
		src, err := os.ReadFile(file)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(src)
	}
	f.Add([]byte("staff.x = 1\n[staff.y]\n[[lines.a]]\n[[lines.a.b]]"))
	f.Add([]byte("on_call = [[[{days=[[1]]}]]]\n[escalation]\nsteps=[[{}],1979-05-27]"))
	f.Fuzz(func(t *testing.T, src []byte) {
		team, faults := ParseTeam(src, teamDay, teamEnv)
		lines := strings.Count(string(src), "\n") + 1
		for _, f := range faults {
			if f.Text == "" || f.Line < 1 || f.Line > lines || strings.ContainsAny(f.Text, "\n\r") {
				t.Errorf("fault without line or sentence: %+v", f)
			}
		}
		if Refused(faults) {
			return
		}
		if team.Name == "" || len(team.StaffWith(care.Practitioner)) < 2 || len(team.Lines) == 0 || len(team.Escalation.Steps) == 0 {
			t.Errorf("accepted without what it needs: %+v", team)
		}
		if changes := TeamChanges(team, team); len(changes) > 0 {
			t.Errorf("differs from itself: %v", changes)
		}
	})
}

// People choose where a visit may be by the names in the team file: they stay as
// they are written there, and a team that names none asks nobody where.
func TestTheAreasOfVisitsAreThoseOfTheTeamFile(t *testing.T) {
	if got, want := example(t).Areas, []string{"Riverside", "Old Town", "Hill End"}; !slices.Equal(got, want) {
		t.Errorf("areas: %v", got)
	}
	src, err := os.ReadFile("team.example.toml")
	if err != nil {
		t.Fatal(err)
	}
	without, faults := ParseTeam([]byte(strings.Replace(string(src), `areas = ["Riverside", "Old Town", "Hill End"]`, "", 1)), teamDay, teamEnv)
	if len(faults) > 0 || len(without.Areas) > 0 {
		t.Errorf("without areas: %v, %v", without.Areas, faults)
	}
	if changes := TeamChanges(example(t), without); len(changes) == 0 {
		t.Error("a change of areas is not shown before it is applied")
	}
}
