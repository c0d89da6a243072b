package flows

import (
	"maps"
	"slices"
	"testing"

	"pgregory.net/rapid"

	"polyphony/care"
	"polyphony/locales"
)

// calmOrRinging is what buddy and deputy must not read while people look for a
// volunteer who gave their sign.
var calmOrRinging = []locales.Key{locales.WatchBuddyOver, locales.WatchBuddyOverYou, locales.WatchBuddyOverTold,
	locales.WatchBuddyTold, locales.WatchBuddyRaised, locales.WatchBuddyRunning, locales.WatchBuddyWay}

// After the sign those who watch are neither calmed nor asked to ring, whatever
// happens, until somebody on call has made sure (H: a false calm, a telephone
// that rings beside whoever is dangerous).
func TestAfterTheSignTheBuddiesAreNeitherCalmedNorAskedToRing(t *testing.T) {
	ways := continuations()
	names := slices.Sorted(maps.Keys(ways))
	rapid.Check(t, func(rt *rapid.T) {
		h := onTheWalk(t)
		h.sign(rapid.SampledFrom([]care.QuietSign{care.QuietThirty, care.QuietFifteen, care.QuietWord}).Draw(rt, "sign"))
		for range rapid.IntRange(0, 4).Draw(rt, "late") {
			h.silence()
		}
		give := map[care.QuietSign]string{care.QuietThirty: "sam more30", care.QuietFifteen: "sam more15", care.QuietWord: "sam blue kettle"}
		said := []Decision{}
		said = append(said, ways[give[h.peer("sam").Signal]](h)...)
		for n := range rapid.IntRange(0, 12).Draw(rt, "then") {
			h.n = (n + 1) * 1000
			said = append(said, ways[rapid.SampledFrom(names).Draw(rt, "what")](h)...)
		}
		for _, d := range said {
			for _, who := range []string{"bea", "dan"} {
				for _, key := range heard(d, who) {
					if slices.Contains(calmOrRinging, key) {
						rt.Fatalf("%s: %s reads %s", d.Reason, who, key)
					}
				}
			}
		}
	})
}

// Whoever has been asked to ring hears at once that they must not; nobody else is
// rung for it.
func TestWhoeverWasAskedToRingHearsThatTheyMustNot(t *testing.T) {
	h := onTheWalk(t)
	h.sign(care.QuietWord)
	for range 3 {
		h.silence()
	}
	if h.walk().Step != care.StepBuddy {
		t.Fatal(h.walk().Step)
	}
	d := h.writes("sam", "blue kettle")
	if !rangs(d, "bea", locales.TalkBuddyLeave) || rangs(d, "dan", locales.TalkBuddyLeave) || !hears(d, "dan", locales.TalkBuddyLeave) {
		t.Errorf("bea hears %v, dan %v", heard(d, "bea"), heard(d, "dan"))
	}
	if d := h.silence(); rangs(d, "dan", locales.TalkBuddyLeave) {
		t.Error("the deputy is rung to do nothing")
	}
}

// They were promised to hear when it is over.
func TestTheBuddiesHearWhenTheVolunteerIsSafe(t *testing.T) {
	for _, ends := range []string{"before", "after"} {
		h := onTheWalk(t)
		h.sign(care.QuietThirty)
		h.watch("sam", "more30")
		if ends == "after" {
			h.watch("sam", "done")
			h.watch("sam", "home")
		}
		h.onRaised("mina", "take")
		d := h.onRaised("mina", "safe")
		if !hears(d, "bea", locales.WatchBuddyOverTold) || !hears(d, "dan", locales.WatchBuddyOverTold) {
			t.Errorf("%s: bea hears %v, dan %v", ends, heard(d, "bea"), heard(d, "dan"))
		}
	}
	h := onTheWalk(t)
	h.sign(care.QuietThirty)
	h.watch("sam", "more30")
	h.onRaised("mina", "take")
	if d := h.onRaised("mina", "goes_on"); !hears(d, "bea", locales.WatchBuddyRunning) || len(heard(d, "sam")) > 0 {
		t.Errorf("bea hears %v, sam %v", heard(d, "bea"), heard(d, "sam"))
	}
}
