package main

import (
	"strings"
	"testing"
	"testing/synctest"

	"polyphony/sandbox"
)

// TestStoryCanBePlayed protects a newcomer's first three minutes: every button
// of the story is there when its turn comes, every act is followed by something
// to see, and what its texts promise comes true in their order.
func TestStoryCanBePlayed(t *testing.T) {
	var played string
	var failed error
	team := exampleTeamNow(t)
	synctest.Test(t, func(*testing.T) { played, failed = playInBubble(team, storyScript()) })
	if failed != nil {
		t.Fatalf("%v\n%s", failed, played)
	}
	for act := range strings.SplitSeq(strings.TrimPrefix(played, "> "), "\n> ") {
		if !strings.Contains(act, " sees") {
			t.Errorf("nothing is to be seen after: %s", act)
		}
	}
	rest := played
	for _, promise := range []string{
		"Amira sees\n    🔴 Joseph asks for help", "||she's taken all her tablets||", "Ben sees\n    🔴 Joseph asks for help",
		"999: ", "Nobody has seen it yet.",
		"> 5m pass", "Dora sees\n    🔴 Joseph asks for help", "Nobody has answered yet. I have now told Dora too",
		"> Ben taps: I've got this", "Ben has seen this.",
		"> Ben taps: Emergency services are with them", "Closed by Ben", "Ben has finished with this.",
		"Maya sees\n    [file meeting.ics]\n    A meeting is planned", "Coming: Maya, Joseph",
		"Maya sees\n    Tomorrow:", "Maya sees\n    Today:",
		"Nothing starts until Maya says yes.", "Maya sees an edit\n    Good. This is what we have agreed",
		"> 3h pass", "Maya sees\n    Hello Maya.", "Amira sees, without a sound",
		"> Amira taps: Read it", "I was glad that everybody was there.",
		"Sam would like to visit you", "It is agreed. Sam visits you", "||12 Mill Lane, second bell||",
		"You are there. I ask whether all is well", "Is all well?", "Sam is on the way home", "The visit is over. Thank you for being there.",
	} {
		_, after, ok := strings.Cut(rest, promise)
		if !ok {
			t.Fatalf("the story promises %q; it is not to be seen after\n%s", promise, played[:len(played)-len(rest)])
		}
		rest = after
	}
	if said := strings.Count(played, "I was glad that everybody was there."); said != 2 { // written by Maya, read by Amira
		t.Errorf("Maya's answer stands in %d chats and their script, not in hers and Amira's", said)
	}
}

// TestStoryIsShort protects its reader: at most fourteen chapters of a few
// plain sentences, of which each names the one who acts.
func TestStoryIsShort(t *testing.T) {
	chapters := map[string]bool{}
	for _, step := range story() {
		chapters[step.Title] = true
		if step.Title == "" || step.Text == "" || len(step.Text) > 300 {
			t.Errorf("%q has a text of %d letters", step.Title, len(step.Text))
		}
		if step.Who == "" && step.Do.Advance == "" {
			t.Errorf("%q has an act of nobody", step.Title)
		}
	}
	if n := len(chapters); n < 10 || n > 14 {
		t.Errorf("%d chapters are too few or too many for three minutes", n)
	}
}

// TestStoryNamesItsFaults protects whoever rewrites it.
func TestStoryNamesItsFaults(t *testing.T) {
	for fault, file := range map[string]string{
		"story":                               "[[chapter",
		`story, "Ben rests"`:                  "[[chapter]]\ntitle = \"Ben rests\"\nacts = \"> Ben\"",
		`story, "Ben": the page cannot do`:    "[[chapter]]\ntitle = \"Ben\"\nacts = \"> Ben arrives (en)\"",
		`story, "Ben": line 1: an indented l`: "[[chapter]]\ntitle = \"Ben\"\nacts = \"    Ben\"",
	} {
		if _, err := parseStory(file); err == nil || !strings.HasPrefix(err.Error(), fault) {
			t.Errorf("%q: %v, want %s…", file, err, fault)
		}
	}
}

// storyScript is the story as a script that a Player plays.
func storyScript() string {
	var b strings.Builder
	for _, step := range story() {
		b.WriteString("> " + actLine(step) + "\n")
	}
	return b.String()
}

// actLine is a step as a script writes it.
func actLine(step sandbox.Step) string {
	switch do := step.Do; {
	case do.Says != "":
		return step.Who + " says: " + do.Says
	case do.Taps != "":
		return step.Who + " taps: " + do.Taps
	case do.Opens != "":
		return step.Who + " opens the link from " + do.Opens
	}
	return step.Do.Advance + " pass"
}
