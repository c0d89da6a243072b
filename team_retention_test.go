package main

import (
	"strings"
	"testing"

	"polyphony/care"
)

// What a trust writes about keeping things is read as days, shown before it is
// applied, and never guessed at.
func TestRetentionIsReadInDaysAndYears(t *testing.T) {
	src := string(exampleTeam) + "\n[retention]\nwords = \"365d\"\nmeetings = \"2y\"\nalerts = \"8y\"\n"
	team, faults := ParseTeam([]byte(src), teamDay, teamEnv)
	if want := (care.Retention{Words: 365, Meetings: 730, Alerts: 2922}); team.Retention != want || Refused(faults) {
		t.Errorf("%+v %v", team.Retention, faults)
	}
	if got := TeamChanges(example(t), team); len(got) != 1 || got[0] != "kept for: words 365 days, meetings 730 days, alerts 2922 days" {
		t.Errorf("%q", got)
	}
	for _, wrong := range []string{`words = "soon"`, `words = "3d"`, `trail = "500y"`, `alerts = 365`, `meeting = "1y"`, `alerts = "-1y"`} {
		bad := string(exampleTeam) + "\n[retention]\n" + wrong + "\n"
		_, faults := ParseTeam([]byte(bad), teamDay, teamEnv)
		line := strings.Count(bad, "\n")
		if !Refused(faults) || len(faults) != 1 || faults[0].Line != line {
			t.Errorf("%s: %v, line %d", wrong, faults, line)
		}
	}
}
