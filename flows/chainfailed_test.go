package flows

import (
	"slices"
	"testing"
	"time"

	"polyphony/care"
	"polyphony/locales"
)

// both is a house with mina and jo on call, and an alert of pat's.
func both(t *testing.T, ways ...string) (*house, string) {
	t.Helper()
	h := newHouse(t)
	h.ways(ways...)
	h.team(func(t *care.Team) { t.OnCall[0].Staff = []string{"mina", "jo"} })
	h.writes("pat", "HELP")
	return h, h.alertOf("pat").ID
}

func (h *house) slow(who, alert, why string) Decision {
	h.Helper()
	return h.fails(Failure{Chat: chats[who], Person: who, Alert: alert, Reason: why})
}

// I2: whose card does not arrive is called another way at once; nobody else is
// woken for it.
func TestAFailedCardIsCalledOnTheirOwnChannel(t *testing.T) {
	for _, why := range []string{FailedSlow, FailedBlocked, FailedRefused, FailedGone, FailedUnwanted} {
		h, a := both(t, "mina-phone:mina")
		h.expect(why, rings(h.slow("mina", a, why)), "#mina-phone")
		if again := rings(h.slow("mina", a, why)); len(again) > 0 {
			t.Errorf("%s, twice: %v", why, again)
		}
	}
}

// One failed card of two brings one person in its place, not the whole team.
func TestAFailedCardOfTwoBringsOneStandIn(t *testing.T) {
	h, a := both(t)
	d := h.slow("mina", a, FailedBlocked)
	h.expect("in mina's place", rings(d), "cora")
	if !hears(d, "pat", locales.HelpStillNobody) {
		t.Errorf("pat hears %v", heard(d, "pat"))
	}
	if due := h.timers[stepTimer(a)]; !due.Equal(h.now.Add(care.DefaultEscalation.After)) {
		t.Errorf("the next step is due %v", due)
	}
}

// When every card of a step fails the next one is taken at once, and however
// fast Telegram refuses, it does not turn in circles.
func TestAStepOfFailuresIsOver(t *testing.T) {
	h, a := both(t)
	all := []string{"mina", "jo", "cora"}
	total := 0
	for range 30 {
		for _, who := range all {
			total += len(rings(h.slow(who, a, FailedSlow)))
		}
	}
	if total > len(all) {
		t.Errorf("%d phones rang for failures alone", total)
	}
	if due := h.timers[stepTimer(a)]; due.After(h.now.Add(nobodyAgain)) {
		t.Errorf("everything has failed, and the next step is due %v", due)
	}
	if got := rings(h.after(time.Minute)...); len(got) == 0 {
		t.Error("nobody is tried again")
	}
}

// A slow card that arrives after all is no failure: the next one counts anew.
func TestASlowFailureIsForgottenOnceTheCardArrives(t *testing.T) {
	h, a := both(t, "mina-phone:mina")
	h.slow("mina", a, FailedSlow)
	h.slow("mina", a, FailedArrived)
	if failed := h.alertOf("pat").Failed; len(failed) > 0 {
		t.Fatal(failed)
	}
	h.slow("jo", a, FailedBlocked)
	if d := h.slow("mina", a, FailedBlocked); d.Reason != "failure.others" && d.Reason != "failure.rung" {
		t.Errorf("%s: it was known already", d.Reason)
	}
}

// A channel that fails or hangs raises the next one, and the next step when it
// was the only target.
func TestAFailedChannelRaisesTheNextTarget(t *testing.T) {
	h := newHouse(t)
	h.ways("phone", "mail", "mina-phone:mina")
	h.steps(5*time.Minute, "phone", "on_call")
	h.expect("first", rings(h.writes("pat", "HELP")), "#phone")
	a := h.alertOf("pat").ID
	h.expect("the next channel", rings(h.fails(Failure{Alert: a, Channel: "phone", Reason: FailedSlow})), "#mail")
	h.expect("once", rings(h.fails(Failure{Alert: a, Channel: "phone", Reason: FailedLate})))
	d := h.fails(Failure{Alert: a, Channel: "mail", Reason: FailedSlow})
	h.expect("the next step", rings(d), "mina")
}

// I2: every target unreachable: it goes on every minute, and the sender knows.
func TestEveryTargetUnreachable(t *testing.T) {
	h := newHouse(t)
	h.ways("phone")
	h.steps(5*time.Minute, "on_call phone", "jo")
	for _, who := range []string{"mina", "jo", "cora"} {
		h.writes(who, "/stop")
	}
	h.writes("pat", "HELP")
	a := h.alertOf("pat").ID
	d := h.fails(Failure{Alert: a, Channel: "phone", Reason: FailedSlow})
	if !hears(d, "pat", locales.HelpNobody) {
		t.Errorf("pat hears %v", heard(d, "pat"))
	}
	for range 5 {
		if got := rings(h.after(time.Minute)...); !slices.Contains(got, "#phone") {
			t.Fatalf("nobody is tried again: %v", got)
		}
		h.fails(Failure{Alert: a, Channel: "phone", Reason: FailedSlow})
	}
}
