package main

import (
	"slices"
	"strings"
	"testing"
	"time"

	"polyphony/care"
)

// The commented parts of the example mean what its comments say: whoever takes
// the signs away gets turns, tiers, waits and bank holidays.
func TestTheExamplesCommentedPartsCanBeUsed(t *testing.T) {
	src := string(exampleTeam)
	for _, line := range []string{
		`# holidays = [2026-12-25, 2026-12-28, 2027-01-01]`, `# holidays = "not" # nothing`, `# out_of_hours = [`,
		"# [[on_call]]", `# days = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"]`, `# from = "00:00"`, `# until = "00:00"`, "# tier = 2",
		`# staff = ["amira", "ben", "chidi"]`, "# turns = {", `# from = "10:00"`, `# until = "14:00"`, `# holidays = "only"`, `# staff = ["dora"]`} {
		uncommented := strings.ReplaceAll(src, "\n"+line, "\n"+line[2:])
		if uncommented == src {
			t.Errorf("the example does not show %s", line)
		}
		src = uncommented
	}
	src = strings.ReplaceAll(src, `["on_call"],`, `{ to = ["on_call"], wait = "3m" }, ["on_call.2", "group"],`)
	team, faults := ParseTeam([]byte(src), teamDay, teamEnv)
	if Refused(faults) {
		t.Fatalf("refused: %v\n%s", faults, src)
	}
	behind := team.OnCall[2]
	if behind.Tier != 2 || behind.Turns == nil || *behind.Turns != (care.Turns{Every: 7, Since: "2026-01-05", At: "09:00"}) {
		t.Errorf("behind them: %+v", behind)
	}
	if e := team.Escalation; e.Wait(0) != 3*time.Minute || e.Wait(1) != 5*time.Minute || len(e.Steps) != 4 || !slices.Equal(e.OutOfHours, []string{"coordinators", "duty-phone"}) {
		t.Errorf("escalation: %+v", e)
	}
	if team.Hours.Holidays != care.HolidaysNot || team.OnCall[3].Holidays != care.HolidaysOnly || len(team.Holidays) != 3 {
		t.Errorf("bank holidays: %+v", team)
	}
	old, _ := ParseTeam(exampleTeam, teamDay, teamEnv)
	want := []string{
		"promised hours: Mon Tue Wed Thu Fri 09:00–17:00 → Mon Tue Wed Thu Fri (not on bank holidays) 09:00–17:00",
		"on call: now also Mon Tue Wed Thu Fri Sat Sun 00:00–00:00: amira, ben, chidi, in turns of 7 days since 2026-01-05, handing over at 09:00, in tier 2",
		"on call: now also bank holidays 10:00–14:00: dora",
		"bank holiday: now also 2026-12-25", "bank holiday: now also 2026-12-28", "bank holiday: now also 2027-01-01",
		"escalation: on_call, after 5m0s team + coordinators, after 5m0s team + coordinators + channels → on_call, after 3m0s on_call.2 + group, after 5m0s team + coordinators, after 5m0s team + coordinators + channels",
		"while nobody is on call: coordinators + duty-phone",
	}
	if got := TeamChanges(old, team); !slices.Equal(got, want) {
		t.Errorf("changes:\n%q\nwant\n%q", got, want)
	}
}
