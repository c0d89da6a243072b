package flows

import (
	"testing"
	"time"

	"polyphony/care"
	"polyphony/locales"
	"polyphony/urgency"
)

// Worrying words are kept as the topic that was asked for, and reach the team.
func TestAWorryingTopicIsKeptAndShownToTheTeam(t *testing.T) {
	h := newHouse(t)
	m := h.meets()
	h.taps("pat", data("topic", m.ID, 0, "add"))
	h.c.Read = func(string, string) urgency.Reading {
		return urgency.Reading{Level: urgency.Soon, Signals: []urgency.Signal{"self_harm"}}
	}
	d := h.writes("pat", "I see no point")
	if d.Reason != "note.soon" || !hears(d, "pat", locales.TopicKept) || !hears(d, "pat", locales.NoteSoon) {
		t.Errorf("%s: %v", d.Reason, heard(d, "pat"))
	}
	if got := get[care.Meeting](h, care.KindMeeting, m.ID).Topics; len(got) != 1 || got[0].Words.Text != "I see no point" {
		t.Errorf("%+v", got)
	}
}

// A topic of a meeting that has gone reaches the team only when its author says so.
func TestATopicTooLateIsAskedAbout(t *testing.T) {
	for _, choice := range []string{"send", "drop"} {
		h := newHouse(t)
		m := h.meets()
		h.taps("pat", data("topic", m.ID, 0, "add"))
		h.taps("mina", data("meet", m.ID, m.Seq, "cancel_yes"))
		h.writes("pat", "the stairs")
		c := get[care.Contact](h, care.KindContact, "pat")
		if c.Said != "" || c.Draft.Text != "the stairs" {
			t.Fatalf("%+v", c.Draft)
		}
		d := h.taps("pat", data("topic", "-", c.Menu, choice))
		c = get[care.Contact](h, care.KindContact, "pat")
		if (choice == "send") != (c.Said != "") || c.Draft != nil {
			t.Errorf("%s: %s, note %q", choice, d.Reason, c.Said)
		}
		if d := h.taps("pat", data("topic", "-", c.Menu, "send")); d.Reason != "topic.late.stale" {
			t.Errorf("again: %s", d.Reason)
		}
	}
}

// While their call for help is open, words are not taken for a topic.
func TestNoTopicWhileHelpIsOpen(t *testing.T) {
	h := newHouse(t)
	m := h.meets()
	h.writes("pat", "danger")
	if d := h.writes("pat", "/topic"); !hears(d, "pat", locales.TopicLater) {
		t.Errorf("%s: %v", d.Reason, heard(d, "pat"))
	}
	if d := h.taps("pat", data("topic", m.ID, 0, "add")); !hears(d, "pat", locales.TopicLater) {
		t.Errorf("%s: %v", d.Reason, heard(d, "pat"))
	}
}

// Further words are answered in short, once in five minutes.
func TestFurtherWordsAreAnsweredInShort(t *testing.T) {
	h := newHouse(t)
	h.writes("pat", "one")
	if d := h.writes("pat", "two"); !hears(d, "pat", locales.NotePassedShort) {
		t.Errorf("second: %v", heard(d, "pat"))
	}
	if d := h.writes("pat", "three"); len(heard(d, "pat")) > 0 {
		t.Errorf("third: %v", heard(d, "pat"))
	}
	h.now = h.now.Add(6 * time.Minute)
	if d := h.writes("pat", "four"); !hears(d, "pat", locales.NotePassedShort) {
		t.Errorf("later: %v", heard(d, "pat"))
	}
}
