package flows

import (
	"testing"
	"time"

	"polyphony/care"
	"polyphony/locales"
)

// I10: a coordinator who blocked the bot without anybody knowing is not the only
// one who "knows" of a gap: the practitioners are told when the message fails.
func TestAGapThatNoCoordinatorHeardOfIsToldToThePractitioners(t *testing.T) {
	for _, reason := range []string{FailedBlocked, FailedGone, FailedRefused, FailedLate} {
		h := newHouse(t)
		h.now = time.Date(2026, 3, 2, 9, 0, 0, 0, time.UTC)
		d := h.applies(func(team *care.Team) { team.OnCall = nil })
		if !hears(d, "cora", locales.ReachGaps) || hears(d, "mina", locales.ReachGaps) {
			t.Fatalf("cora hears %v, mina %v", heard(d, "cora"), heard(d, "mina"))
		}
		h.now = h.now.Add(time.Second)
		d = h.fails(Failure{Chat: chats["cora"], Person: "cora", Key: string(locales.ReachGaps), Reason: reason})
		if !hears(d, "mina", locales.ReachGaps) || !hears(d, "jo", locales.ReachGaps) || hears(d, "cora", locales.ReachGaps) {
			t.Errorf("%s (%s): mina hears %v, cora %v", reason, d.Reason, heard(d, "mina"), heard(d, "cora"))
		}
	}
}

// Whoever is slow is not away, and one coordinator who heard is enough.
func TestAGapThatIsOnlySlowIsToldOnce(t *testing.T) {
	h := newHouse(t)
	h.applies(func(team *care.Team) { team.OnCall = nil })
	h.now = h.now.Add(time.Second)
	if d := h.fails(Failure{Chat: chats["cora"], Person: "cora", Key: string(locales.ReachGaps), Reason: FailedSlow}); hears(d, "mina", locales.ReachGaps) {
		t.Error("mina hears of a gap that is on its way to cora")
	}
	h = newHouse(t)
	h.applies(func(team *care.Team) {
		team.OnCall = nil
		team.Staff = append(team.Staff, care.StaffMember{ID: "cleo", Name: "Cleo", Role: care.Coordinator})
	})
	h.joinsAs("cleo", 61)
	h.now = h.now.Add(time.Second)
	if d := h.fails(Failure{Chat: chats["cora"], Person: "cora", Key: string(locales.ReachGaps), Reason: FailedRefused}); d.Reason != "failure.heard.by.another" || hears(d, "mina", locales.ReachGaps) {
		t.Errorf("%s: mina hears %v", d.Reason, heard(d, "mina"))
	}
}

// The same for somebody on call who cannot be reached.
func TestALossThatNoCoordinatorHeardOfIsToldToThePractitioners(t *testing.T) {
	h := newHouse(t)
	if d := h.does(Event{Kind: KindBlocked, Chat: chats["mina"]}); !hears(d, "cora", locales.ReachLostBlock) {
		t.Fatalf("cora hears %v", heard(d, "cora"))
	}
	h.now = h.now.Add(time.Second)
	d := h.fails(Failure{Chat: chats["cora"], Person: "cora", Key: string(locales.ReachLostBlock), Reason: FailedBlocked})
	if !hears(d, "jo", locales.ReachLostBlock) {
		t.Errorf("%s: jo hears %v", d.Reason, heard(d, "jo"))
	}
}
