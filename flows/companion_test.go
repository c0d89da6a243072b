package flows

import (
	"errors"
	"testing"
	"time"

	"polyphony/care"
	"polyphony/locales"
	"polyphony/urgency"
)

var errAway = errors.New("the store is away")

// awayTx is a store that is away for one kind of record, and else empty.
type awayTx struct{ kind care.Kind }

func (a awayTx) Read(kind care.Kind, _ string, _ any) (bool, error) {
	if kind == a.kind {
		return false, errAway
	}
	return false, nil
}

// plain is a companion that sees danger in one word.
func plain() *Companion {
	return &Companion{
		Read: func(text, _ string) urgency.Reading {
			if text == "danger" {
				return urgency.Reading{Level: urgency.Urgent}
			}
			return urgency.Reading{}
		},
		IsHelp:   func(text string) bool { return text == "HELP" },
		Match:    func(string) string { return "en" },
		Question: func(_ string, key locales.Key) string { return string(key) },
		Numbers:  func(string) []string { return nil },
	}
}

// A store that is away is an error of the decision, not the end of the process,
// wherever in a conversation the record is read.
func TestAStoreThatIsAwayIsAnErrorAndNoDecision(t *testing.T) {
	ev := Event{ID: "u:1", Queue: "chat:5", Kind: KindText, Chat: 5, Text: "hello"}
	for _, kind := range []care.Kind{care.KindAccount, care.KindTeam} {
		d, err := plain().Decide(awayTx{kind}, ev, time.Now())
		if !errors.Is(err, errAway) || len(d.Say)+len(d.Put) > 0 {
			t.Errorf("%s away: %v, %+v", kind, err, d)
		}
	}
}

// The same when saying sorry for an event that had to be parked: at that moment
// a store is away more often than at others.
func TestAStoreThatIsAwayWhileRegrettingIsAnError(t *testing.T) {
	ev := Event{ID: "u:1", Queue: "chat:5", Kind: KindText, Chat: 5}
	if d, err := plain().Regret(awayTx{care.KindTeam}, ev, time.Now()); !errors.Is(err, errAway) || len(d.Say) > 0 {
		t.Errorf("%v, %+v", err, d)
	}
	d, err := plain().Regret(awayTx{}, ev, time.Now())
	if err != nil || len(d.Say) != 1 || d.Say[0].Chat != 5 || d.Say[0].Lane != Urgent || len(d.Say[0].Lines) == 0 {
		t.Errorf("the author of a parked event is not given the lines: %v, %+v", err, d)
	}
	for _, kind := range []Kind{KindTimer, KindFailure} {
		if d, err := plain().Regret(awayTx{}, Event{Kind: kind, Chat: 5}, time.Now()); err != nil || len(d.Say) > 0 {
			t.Errorf("%s: nobody wrote it, and yet somebody is told: %v, %+v", kind, err, d)
		}
	}
}

// Deciding twice on the same event comes out the same, ids and all.
func TestDecidingAgainComesOutTheSame(t *testing.T) {
	now := time.Date(2026, 3, 2, 9, 0, 0, 0, time.UTC)
	ev := Event{ID: "u:1", Queue: "chat:5", Kind: KindText, Chat: 5, Text: "danger", Seed: Seed{1, 2, 3}}
	one, err1 := plain().Decide(awayTx{}, ev, now)
	two, err2 := plain().Decide(awayTx{}, ev, now)
	if err1 != nil || err2 != nil || one.Reason != two.Reason || len(one.Put) != len(two.Put) || one.Reason != "help.opened" {
		t.Fatalf("%v %v, %s %s", err1, err2, one.Reason, two.Reason)
	}
	for i := range one.Put {
		if one.Put[i].Kind != two.Put[i].Kind || one.Put[i].ID != two.Put[i].ID {
			t.Errorf("put %d: %s %s, then %s %s", i, one.Put[i].Kind, one.Put[i].ID, two.Put[i].Kind, two.Put[i].ID)
		}
	}
}

func TestAnEventOfNoKnownKindIsUndecided(t *testing.T) {
	if _, err := plain().Decide(awayTx{}, Event{Kind: "dream"}, time.Now()); !errors.Is(err, ErrUndecided) {
		t.Error(err)
	}
}
