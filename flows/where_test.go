package flows

import (
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"polyphony/care"
	"polyphony/locales"
)

// A number that can be rung is found however it is written; what only looks
// like one is not put on the card.
func TestNumbersInWhatPeopleWrite(t *testing.T) {
	for text, want := range map[string]string{
		"07700 900123":                       "+447700900123",
		"my number is 07700900123, ring me":  "+447700900123",
		"+44 7700 900 123":                   "+447700900123",
		"0044 (0)7700 900123":                "+447700900123",
		"(020) 7946 0018":                    "+442079460018",
		"+48 512 345 678":                    "+48512345678",
		"۰۷۷۰۰ ۹۰۰۱۲۳":                       "+447700900123",
		"০৭৭০০৯০০১২৩":                        "+447700900123",
		"7700-900":                           "",
		"I took 20 200 mg at 10 and 11":      "",
		"it was 02-03-2026 10 o'clock":       "",
		"2026-03-02 09":                      "",
		"999":                                "",
		"NHS number 943 476 5919":            "",
		"1234567890123456789012345678901234": "",
		"":                                   "",
	} {
		got := ""
		if found := numbersIn(text, "GB"); len(found) > 0 {
			got = dialled(found[0], "GB")
		}
		if got != want {
			t.Errorf("%q: %q, not %q", text, got, want)
		}
	}
	if got := dialled("512 345 678", "PL"); got != "+48512345678" {
		t.Errorf("in Poland: %q", got)
	}
	if got := dialled("512 345 678", "XX"); got != "" {
		t.Errorf("in a country that is not known: %q", got)
	}
}

// Whatever is written, finding a number does not fail, and what is found can
// be dialled.
func TestWhateverIsFoundCanBeDialled(t *testing.T) {
	rapid.Check(t, func(r *rapid.T) {
		country := rapid.SampledFrom([]string{"GB", "PL", "US", "XX", ""}).Draw(r, "country")
		for _, n := range numbersIn(rapid.StringOf(rapid.RuneFrom([]rune("0123456789 +-().٠۵x\n"))).Draw(r, "text"), country) {
			if d := dialled(n, country); !strings.HasPrefix(d, "+") || len(d) < abroadMin || len(d) > abroadMax+1 {
				r.Fatalf("%q is dialled %q", n, d)
			}
		}
	})
}

// The team's own lines, repeated by somebody, are no number of theirs.
func TestTheNumbersThatWeToldAreNotTheirs(t *testing.T) {
	h := newHouse(t)
	h.applies(func(team *care.Team) { team.Lines = []care.CrisisLine{{Name: "Line", Number: "0800 068 4141"}} })
	h.writes("pat", "HELP")
	h.writes("pat", "I rang 0800 068 4141 and nobody came")
	if a := h.alertOf("pat"); a.Phone.Text != "" {
		t.Errorf("%q stands on the card", a.Phone.Text)
	}
	h.writes("pat", "0800 068 4141 is busy, ring 07700 900123")
	if a := h.alertOf("pat"); a.Phone.Text != "07700 900123" || a.Phone.Author != "pat" {
		t.Errorf("%+v", a.Phone)
	}
}

// A contact that is their own is a number, also while a relay is open; nothing
// of it is forwarded.
func TestASharedNumberStandsOnTheCard(t *testing.T) {
	h := relaying(t)
	d := h.does(Event{Kind: KindMedia, Chat: chats["pat"], From: Sender{ID: chats["pat"]}, Message: 901, Media: care.Media{Kind: care.Other}, Number: "+447700900123"})
	if a := h.alertOf("pat"); a.Phone.Text != "+447700900123" {
		t.Errorf("%+v", a.Phone)
	}
	if slices.ContainsFunc(d.Say, func(m Message) bool { return m.Copy != nil }) || !hears(d, "mina", locales.RelayFrom) {
		t.Errorf("mina hears %v", heard(d, "mina"))
	}
}
