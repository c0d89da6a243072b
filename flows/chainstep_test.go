package flows

import (
	"slices"
	"strings"
	"testing"
	"time"

	"polyphony/care"
	"polyphony/locales"
)

// changes the team file of the house as it stands.
func (h *house) team(change func(*care.Team)) {
	h.Helper()
	t := get[care.Team](h, care.KindTeam, TeamID)
	change(t)
	h.keep(care.KindTeam, TeamID, t)
}

// steps sets the escalation of the house.
func (h *house) steps(after time.Duration, steps ...string) {
	h.Helper()
	h.team(func(t *care.Team) {
		t.Escalation = care.Escalation{After: after}
		for _, names := range steps {
			t.Escalation.Steps = append(t.Escalation.Steps, strings.Fields(names))
		}
	})
}

// ways gives the house channels, each "id" or "id:staff".
func (h *house) ways(all ...string) {
	h.Helper()
	h.team(func(t *care.Team) {
		for _, way := range all {
			id, staff, _ := strings.Cut(way, ":")
			t.Channels = append(t.Channels, care.Channel{ID: id, Staff: staff, Env: "X"})
		}
	})
}

// rings are the contacts whose phones ring for an alert, channels with # and the
// team's group, in order.
func rings(all ...Decision) (who []string) {
	for _, d := range all {
		for _, m := range d.Say {
			switch {
			case m.Channel != "":
				who = append(who, "#"+m.Channel)
			case m.Key == locales.ChainGroup:
				who = append(who, "group")
			case m.Fresh && strings.HasPrefix(m.Slot, "alert:"):
				who = append(who, m.Person)
			}
		}
	}
	return who
}

func (h *house) expect(what string, got []string, want ...string) {
	h.Helper()
	if !slices.Equal(got, want) {
		h.Errorf("%s: %v, want %v", what, got, want)
	}
}

// after lets time pass to the next step of pat's alert.
func (h *house) after(d time.Duration) []Decision {
	h.Helper()
	h.now = h.now.Add(d)
	return h.fire()
}

// together is what was said by whatever happened at one instant.
func together(all []Decision) (d Decision) {
	for _, one := range all {
		d.Say = append(d.Say, one.Say...)
	}
	return d
}

// I2: each step has its own delay, and the last one is repeated without end.
func TestEachStepHasItsOwnDelay(t *testing.T) {
	h := newHouse(t)
	h.steps(5*time.Minute, "on_call", "jo", "cora")
	h.team(func(t *care.Team) { t.Escalation.Waits = []time.Duration{time.Minute, 0, 10 * time.Minute} })
	h.expect("first", rings(h.writes("pat", "HELP")), "mina")
	h.expect("too early", rings(h.after(59*time.Second)...))
	h.expect("second", rings(h.after(time.Second)...), "jo")
	h.expect("third", rings(h.after(5*time.Minute)...), "cora")
	h.expect("too early again", rings(h.after(9*time.Minute)...))
	for range 20 {
		if got := rings(h.after(10 * time.Minute)...); !slices.Contains(got, "cora") {
			t.Fatalf("it has ended: %v", got)
		}
	}
}

// When a round ends and nobody has it, the team and the coordinators hear,
// whomever the team file names.
func TestARoundThatEndsIsHeardByEverybody(t *testing.T) {
	h := newHouse(t)
	h.steps(5*time.Minute, "on_call")
	h.expect("first", rings(h.writes("pat", "HELP")), "mina")
	h.expect("the round has ended", rings(h.after(5*time.Minute)...), "mina", "jo", "cora")
}

// The second tier, one person, the team's group and single channels are targets
// like any other; a tier nobody is in is skipped at once.
func TestTargetsOfAStep(t *testing.T) {
	h := newHouse(t)
	h.ways("phone")
	h.steps(5*time.Minute, "on_call.3", "on_call.2", "group", "phone", "coordinators")
	h.team(func(t *care.Team) {
		sh := t.OnCall[0]
		sh.Staff, sh.Tier = []string{"jo"}, 2
		t.OnCall = append(t.OnCall, sh)
	})
	h.keep(care.KindRota, care.RotaID, &care.Rota{Group: -499})
	d := h.writes("pat", "HELP")
	h.expect("the empty tier is skipped", rings(d), "jo")
	h.does(Event{Kind: KindMigrated, Chat: -499, NewChat: -500}) // it has become a supergroup
	d = together(h.after(5 * time.Minute))
	h.expect("the group", rings(d), "group")
	for _, m := range d.Say {
		if m.Chat == -500 && (len(m.Args)+len(m.Lines) > 0 || m.Person != "") {
			t.Errorf("the group reads %+v", m)
		}
	}
	h.expect("the channel", rings(h.after(5*time.Minute)...), "#phone")
	h.expect("the coordinators", rings(h.after(5*time.Minute)...), "cora")
}

// I3: a step that only a channel takes is no "I have told Mina".
func TestTheSenderHearsThatOnlyOtherWaysAreLeft(t *testing.T) {
	h := newHouse(t)
	h.ways("phone")
	h.steps(5*time.Minute, "on_call", "channels")
	for _, who := range []string{"mina", "jo", "cora"} {
		h.writes(who, "/stop")
	}
	d := h.writes("pat", "HELP")
	h.expect("first", rings(d), "#phone")
	if !hears(d, "pat", locales.ChainWays) {
		t.Errorf("pat hears %v", heard(d, "pat"))
	}
}

// "Wake me by" goes out with the first card, in one commit, once a step, and only
// on channels that are theirs.
func TestWhoeverWantsToBeWokenIsWokenWithTheirCard(t *testing.T) {
	h := newHouse(t)
	h.ways("mina-mail:mina", "mina-phone:mina", "jo-mail:jo", "phone")
	mina := get[care.Contact](h, care.KindContact, "mina")
	mina.Wake = []string{"mina-phone", "jo-mail", "phone"}
	h.keep(care.KindContact, "mina", mina)
	h.expect("first", rings(h.writes("pat", "HELP")), "mina", "#mina-phone")
	h.expect("woken", h.alertOf("pat").Woken, "mina-phone")
	d := h.fails(Failure{Chat: 11, Person: "mina", Alert: h.alertOf("pat").ID, Reason: FailedSlow})
	if slices.Contains(rings(d), "#mina-phone") {
		t.Error("her phone is raised twice in one step")
	}
	again := rings(h.after(5 * time.Minute)...)
	if n := len(slices.DeleteFunc(slices.Clone(again), func(id string) bool { return id != "#mina-phone" })); n != 1 {
		t.Errorf("in the next step her phone is raised %d times: %v", n, again)
	}
}

// An alarm that waits its turn is not raised once somebody has the alert, nor on
// the channel of somebody who left.
func TestAnAlarmThatWaitedIsAskedAboutAgain(t *testing.T) {
	h := newHouse(t)
	h.ways("jo-mail:jo")
	h.steps(5*time.Minute, "on_call jo-mail")
	d := h.writes("pat", "HELP")
	i := slices.IndexFunc(d.Say, func(m Message) bool { return m.Channel != "" })
	if to := h.address(d.Say[i]); to.Verdict != Send {
		t.Fatalf("%+v", to)
	}
	h.applies(without("jo"))
	if to := h.address(d.Say[i]); to.Verdict != Drop {
		t.Errorf("jo has left: %+v", to)
	}
	a := h.alertOf("pat")
	h.now = h.now.Add(time.Second)
	h.taps("mina", data("alert", a.ID, a.Rev, "take"))
	row := Row{ID: "r", At: h.now.Add(-time.Second), Message: d.Say[i]}
	if to, err := Address(h, row, h.now); err != nil || to.Verdict != Drop || to.Reason != "taken" {
		t.Errorf("somebody has it: %+v, %v", to, err)
	}
}

// An alert is heard even when the pattern is empty.
func TestAnEmptyPatternIsNoSilence(t *testing.T) {
	h := newHouse(t)
	h.team(func(t *care.Team) { t.OnCall = nil })
	d := h.writes("pat", "HELP")
	h.expect("the team", rings(d), "mina", "jo", "cora")
	if !hears(d, "pat", locales.HelpToldOutside) || !h.alertOf("pat").Uncovered {
		t.Errorf("pat hears %v", heard(d, "pat"))
	}
}
