package store

import (
	"fmt"
	"time"

	"polyphony/care"
	"polyphony/flows"
)

// canaries are what people wrote, are called or can be rung on: they must be
// readable nowhere but through a store that has the master key.
var canaries = []string{"canary-words", "canary-name", "canary-place", "canary-number", "canary-team", "canary-topic", "canary-file", "canary-note", "канарейка"}

// scene leaves something of every kind behind in Redis: waiting, under way,
// failed, parked, put off and done.
func (g *ground) scene() *desk {
	g.Helper()
	a := g.enter("a")
	if err := a.Announce(a.ctx, t0); err != nil {
		g.Fatal(err)
	}
	a.decide(t0, sceneDecision())
	a.decide(t0, flows.Decision{Erase: []flows.Erasure{{Contact: "erased12345", Chat: 99}}})

	a.record(update(1, "chat:1", "canary-words that nobody could handle"))
	if err := a.Park(a.ctx, t0, a.one(t0), a.Begin(a.ctx), flows.Decision{}, "poison"); err != nil {
		g.Fatal(err)
	}
	a.record(update(2, "chat:2", "canary-words that failed once"))
	if _, err := a.Release(a.ctx, t0, a.one(t0), true, time.Hour); err != nil {
		g.Fatal(err)
	}
	a.record(update(3, "chat:3", "canary-words under way"), update(4, "chat:3", "канарейка waits"), update(5, "alert:x", "canary-words"))
	a.claim(t0, 1)

	want := flows.Want{Lanes: everything.Lanes, Max: 3, Pace: flows.Pace{Chat: 0.001}}
	rows, _ := a.rows(t0, want)
	if len(rows) != 3 {
		g.Fatalf("%d rows", len(rows))
	}
	a.settle(t0, rows[0], flows.Outcome{Done: true, Sent: 77, Failure: &flows.Failure{Chat: 8, Reason: flows.FailedBlocked}})
	a.settle(t0, rows[1], flows.Outcome{Again: t0.Add(time.Hour), Tried: true, HoldChat: t0.Add(time.Minute), HoldAll: t0.Add(time.Minute)})
	return a
}

func sceneDecision() flows.Decision {
	at := t0.Add(time.Hour)
	args := flows.Args{"Name": {Text: "canary-name"}, "Words": {Words: "canary-words"}, "Open": {Open: "канарейка"}, "When": {When: &at}}
	var say []flows.Message
	for i := range 5 {
		say = append(say, flows.Message{Chat: int64(i + 1), Person: "contact12345", Lane: flows.Lane(i % 3), Key: "meeting.planned", Args: args, Slot: "meeting:m",
			Lines:   []flows.Line{{Key: "meeting.place", Args: flows.Args{"Place": {Text: "canary-place"}}}},
			Buttons: [][]flows.Button{{{Label: "list.name", Args: args, Data: "meet/m/1/canary-note"}}},
			File:    &flows.File{Name: "canary-file", Body: []byte("canary-words")}})
	}
	words := []care.Words{{Author: "c", Text: "canary-words", At: t0, Media: care.Media{File: "canary-file"}}}
	return flows.Decision{
		Say: say,
		Put: []flows.Put{
			{Kind: care.KindContact, ID: "c", Value: &care.Contact{ID: "c", Name: "canary-name", Draft: &care.Draft{Text: "canary-topic", Place: "canary-place"}}},
			{Kind: care.KindNote, ID: "n", Value: &care.Note{ID: "n", Words: words}},
			{Kind: care.KindAlert, ID: "A", Value: &care.Alert{ID: "A", Words: words}},
			{Kind: care.KindMeeting, ID: "m", Value: &care.Meeting{ID: "m", Place: "canary-place"}},
			{Kind: care.KindNetwork, ID: "w", Value: &care.Network{ID: "w", Called: "canary-name", Members: []care.Member{{Relation: "canary-words"}}}},
			{Kind: care.KindTeam, ID: "team", Value: &care.Team{Name: "canary-team", Lines: []care.CrisisLine{{Number: "canary-number"}}}},
		},
		Timers: []flows.Timer{timer("alert", "A", at), timer("meeting", "m", at), timer("chat", "1", at)},
		Audit:  []flows.Entry{{Subject: "contact:c", At: t0, Who: "c", What: "joined", Detail: fmt.Sprint("canary-note ", 1)}},
	}
}
