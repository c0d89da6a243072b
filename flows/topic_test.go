package flows

import (
	"fmt"
	"strings"
	"testing"

	"polyphony/care"
	"polyphony/locales"
)

// shows reports whether somebody's details hold the words.
func (h *house) shows(who string, m *care.Meeting, words string) bool {
	h.Helper()
	d := h.taps(who, data("meet", m.ID, m.Seq, "details"))
	return strings.Contains(fmt.Sprintf("%+v", d.Say), words)
}

// Rule 3, I7: an author's words are theirs until shown, and go when they go.
func TestATopicIsItsAuthors(t *testing.T) {
	h := newHouse(t)
	m := h.meets()
	h.taps("pat", data("topic", m.ID, 0, "add"))
	if d := h.writes("pat", "the stairs"); d.Reason != "topic.kept" || len(heard(d, "jo")) > 0 {
		t.Fatalf("%s, jo hears %v", d.Reason, heard(d, "jo"))
	}
	topic := get[care.Meeting](h, care.KindMeeting, m.ID).Topics[0]
	if topic.Shown || topic.Words.Text != "the stairs" || topic.Words.Author != "pat" {
		t.Errorf("%+v", topic)
	}
	if !h.shows("pat", m, "the stairs") || h.shows("jo", m, "the stairs") {
		t.Error("before it is shown, only pat sees it")
	}
	h.taps("pat", data("topic", m.ID, 0, "show."+topic.ID))
	if !h.shows("jo", m, "the stairs") {
		t.Error("shown, and jo does not see it")
	}
	h.circle(func(n *care.Network) { n.Remove("pat") })
	if h.shows("jo", m, "the stairs") {
		t.Error("pat has left; their words are still listed")
	}
}

// Taps and words that cross, or come too late, lose nothing and leak nothing.
func TestATopicThatComesTooLateIsNotKept(t *testing.T) {
	h := newHouse(t)
	m := h.meets()
	h.taps("pat", data("topic", m.ID, 0, "add"))
	h.taps("mina", data("meet", m.ID, m.Seq, "cancel_yes"))
	d := h.writes("pat", "the stairs")
	if d.Reason != "topic.too.late" || !hears(d, "pat", locales.TopicTooLate) || len(heard(d, "jo")) > 0 {
		t.Errorf("%s: pat %v, jo %v", d.Reason, heard(d, "pat"), heard(d, "jo"))
	}
	if d := h.writes("pat", "something else"); d.Reason != "note.kept" {
		t.Errorf("what pat writes next: %s", d.Reason)
	}
}

func TestFiveTopicsAreEnough(t *testing.T) {
	h := newHouse(t)
	m := h.meets()
	for i := range topicsEach {
		h.taps("pat", data("topic", m.ID, 0, "add"))
		h.writes("pat", fmt.Sprint("topic ", i))
	}
	h.taps("pat", data("topic", m.ID, 0, "add"))
	h.writes("pat", "one more")
	if n := len(get[care.Meeting](h, care.KindMeeting, m.ID).Topics); n != topicsEach {
		t.Errorf("%d topics", n)
	}
	if d := h.writes("pat", "danger"); d.Reason != "help.opened" {
		t.Errorf("danger during topics: %s", d.Reason)
	}
}

// Leaving keeps the meeting for the others.
func TestWhoeverLeavesTakesTheirWordsAlong(t *testing.T) {
	h := newHouse(t)
	m := h.meets()
	m.Answers = map[string]care.Answer{"pat": care.OtherTime, "jo": care.Coming}
	m.Proposals = []care.Proposal{{ID: "p", By: "pat", Day: m.Day, Clock: "11:00"}}
	m.Topics = []care.Topic{{ID: "t", Words: care.Words{Author: "pat"}, Shown: true}, {ID: "u", Words: care.Words{Author: "jo"}}}
	h.keep(care.KindMeeting, m.ID, m)
	s := &step{Companion: h.c, tx: h, now: h.now, kept: map[string]any{}}
	s.leaveMeetings(s.network("circle"), "pat")
	if got := s.meeting(m.ID); got.Asked("pat") || len(got.Answers) != 1 || len(got.Proposals) != 0 || len(got.Topics) != 1 {
		t.Errorf("%+v", got)
	}
}
