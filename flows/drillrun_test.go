package flows

import (
	"testing"
	"time"

	"polyphony/care"
	"polyphony/locales"
)

// drilled is a house in which a drill has begun: the first step calls mina, a
// channel of hers and one of the whole team.
func drilled(t *testing.T, url bool) (h *house, id string, links map[string]string) {
	t.Helper()
	h = newHouse(t)
	links = map[string]string{}
	if url {
		h.c.SeenURL = func(token string) string { return "https://companion.example.org/seen/" + token }
	}
	h.applies(func(team *care.Team) {
		team.Channels = []care.Channel{{ID: "mina-sms", Staff: "mina", Env: "MINA"}, {ID: "ward", Env: "WARD"}}
		team.Escalation.Steps = [][]string{{care.TargetOnCall, "mina-sms", "ward"}, {care.TargetTeam}}
	})
	h.writes("cora", "/drill")
	for _, m := range h.taps("cora", data("drill", "-", get[care.Contact](h, care.KindContact, "cora").Menu, "begin")).Say {
		if url := m.Args["Link"].Link; m.Channel != "" && url != "" {
			links[m.Channel] = TokenID(url[len(url)-32:])
		}
	}
	return h, get[care.Rota](h, care.KindRota, care.RotaID).Drill, links
}

// report lets a drill end, and is what the coordinator reads of everybody.
func (h *house) report() map[string]locales.Key {
	h.Helper()
	said := map[string]locales.Key{}
	for range 4 {
		h.now = h.now.Add(care.DefaultEscalation.After)
		for _, d := range h.fire() {
			for _, m := range d.Say {
				if m.Key != locales.DrillReport {
					continue
				}
				for _, l := range m.Lines {
					said[l.Args["Name"].Text] = l.Key
				}
			}
		}
	}
	return said
}

// I10: the report says of each channel what is known: that it was answered, that
// it did not take the call, or that nobody answered; and where an alarm carries
// no link, that somebody has to be asked.
func TestTheReportOfADrillSaysWhatBecameOfEachChannel(t *testing.T) {
	h, id, links := drilled(t, true)
	h.pressesLink(links["mina-sms"])
	if d := h.fails(Failure{Alert: id, Channel: "ward", Reason: FailedSlow}); d.Reason != "drill.slow" {
		t.Error(d.Reason)
	}
	h.fails(Failure{Alert: id, Channel: "ward", Reason: FailedLate})
	said := h.report()
	if said["Mina"] != locales.DrillReached || said["mina-sms"] != locales.DrillReached || said["ward"] != locales.DrillChannelFailed {
		t.Errorf("%v", said)
	}
	h, _, _ = drilled(t, false)
	if said := h.report(); said["ward"] != locales.DrillChannelMute {
		t.Errorf("without links: %v", said)
	}
}

// What the team file or a phone does while a drill runs breaks nothing: it ends,
// and the report speaks of the team as it is now.
func TestADrillEndsWhateverHappensMeanwhile(t *testing.T) {
	for name, happens := range map[string]func(*house){
		"fewer steps":         func(h *house) { h.applies(func(t *care.Team) { t.Escalation.Steps = t.Escalation.Steps[:1] }) },
		"no steps":            func(h *house) { h.applies(func(t *care.Team) { t.Escalation = care.Escalation{} }) },
		"mina blocks":         func(h *house) { h.does(Event{Kind: KindBlocked, Chat: chats["mina"]}) },
		"mina leaves":         func(h *house) { h.applies(without("mina")) },
		"the channels go":     func(h *house) { h.applies(func(t *care.Team) { t.Channels = nil }) },
		"somebody needs help": func(h *house) { h.writes("pat", "HELP") },
		"cora leaves":         func(h *house) { h.applies(without("cora")) },
	} {
		h, id, _ := drilled(t, true)
		h.now = h.now.Add(time.Minute)
		happens(h)
		said := h.report()
		if a := get[care.Alert](h, care.KindAlert, id); a.Open() || len(said) == 0 {
			t.Errorf("%s: %s, report %v", name, a.State, said)
		}
		if name == "somebody needs help" && h.alertOf("pat").State != care.AlertOpen {
			t.Error("the drill closed somebody's alert")
		}
	}
}

// A drill whose hour went by during an outage rings nobody at night: it is put
// off to the next day of promised hours, at its hour, and nothing is skipped.
func TestADrillAfterAnOutageWaitsForItsHour(t *testing.T) {
	h := newHouse(t)
	h.applies(func(team *care.Team) { team.Drill = "11:00" })
	due := h.timers[drillMonthTimer()]
	h.now = due.Add(16 * time.Hour) // 03:00
	d := h.does(Event{Kind: KindTimer, At: due, Timer: drillMonthTimer()})
	next := h.timers[drillMonthTimer()]
	if d.Reason != "drill.put.off" || len(d.Say) > 0 || next.Format("15:04") != due.Format("15:04") || next.Sub(h.now) > 48*time.Hour || !next.After(h.now) {
		t.Fatalf("%s: due %v, next %v, said %d", d.Reason, due, next, len(d.Say))
	}
	h.now = next
	if d := h.does(Event{Kind: KindTimer, At: next, Timer: drillMonthTimer()}); d.Reason != "drill.step" {
		t.Error(d.Reason)
	}
	if later := h.timers[drillMonthTimer()]; later.Sub(next) < 20*24*time.Hour {
		t.Errorf("and once more at %v", later)
	}
}

// A new hour moves the drill of the month, none drops it.
func TestTheTeamFileMovesAndDropsTheDrill(t *testing.T) {
	h := newHouse(t)
	h.applies(func(team *care.Team) { team.Drill = "11:00" })
	if next := h.timers[drillMonthTimer()]; next.Format("01-02 15:04") != "04-01 11:00" { // by British summer time
		t.Errorf("due %v", next)
	}
	h.applies(func(team *care.Team) { team.Drill = "15:00" })
	if next := h.timers[drillMonthTimer()]; next.Format("01-02 15:04") != "04-01 15:00" {
		t.Errorf("due %v", next)
	}
	h.applies(func(team *care.Team) { team.Drill = "" })
	if at, set := h.timers[drillMonthTimer()]; set {
		t.Errorf("still due %v", at)
	}
}
