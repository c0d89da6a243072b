package main

import (
	"slices"
	"testing"

	"polyphony/care"
)

func TestNothingWouldChangeWhenTheTeamFileSaysTheSame(t *testing.T) {
	if got := TeamChanges(example(t), example(t)); len(got) > 0 {
		t.Errorf("changes: %v", got)
	}
}

func TestChangesOfATeamFileAreSaidInPlainLines(t *testing.T) {
	before, after := example(t), example(t)
	after.Zone = "Europe/Dublin"
	after.Hours.Until = "18:00"
	after.Staff[0].Name = "Amira K"
	after.Staff[1] = care.StaffMember{ID: "eve", Name: "Eve", Role: care.Practitioner}
	after.OnCall[0].Staff = []string{"amira", "eve"}
	after.Escalation.Steps = after.Escalation.Steps[:2]
	after.Lines[0], after.Lines[1] = after.Lines[1], after.Lines[0]
	after.Channels = []care.Channel{{ID: "eve-mail", Staff: "eve", Env: "ALARM_EVE"}}
	want := []string{
		"zone: Europe/London → Europe/Dublin",
		"promised hours: Mon Tue Wed Thu Fri 09:00–17:00 → Mon Tue Wed Thu Fri 09:00–18:00",
		"staff amira, name: Amira → Amira K",
		"staff: Eve (eve) joins as practitioner",
		"staff: Ben (ben) leaves",
		"on call: no longer Mon Tue Wed 09:00–17:00: amira, ben",
		"on call: now also Mon Tue Wed 09:00–17:00: amira, eve",
		"escalation: on_call, after 5m0s team + coordinators, after 5m0s team + coordinators + channels → on_call, after 5m0s team + coordinators",
		"crisis line: the same in another order: NHS 111 111 (choose mental health, day and night), checked 2026-10-01; " +
			"Emergency services 999 (if somebody is in danger now), checked 2026-10-01; " +
			"Samaritans 116 123 (to talk, day and night), checked 2026-10-01; Shout 85258 (text SHOUT to this number), checked 2026-10-01",
		"channel: no longer duty-phone at $ALARM_DUTY_PHONE",
		"channel: now also eve-mail at $ALARM_EVE for eve",
	}
	if got := TeamChanges(before, after); !slices.Equal(got, want) {
		for _, line := range got {
			t.Logf("%s", line)
		}
		t.Error("differs from what was expected")
	}
}

func TestTheFirstTeamFileIsShownWhole(t *testing.T) {
	got := TeamChanges(care.Team{}, example(t))
	for _, want := range []string{
		"name: Riverside Open Dialogue team",
		"staff: Dora (dora) joins as coordinator",
		"crisis line: now also Samaritans 116 123 (to talk, day and night), checked 2026-10-01",
	} {
		if !slices.Contains(got, want) {
			t.Errorf("missing %q", want)
		}
	}
}
