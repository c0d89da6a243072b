package flows

import (
	"strings"
	"testing"
	"time"

	"polyphony/care"
	"polyphony/locales"
)

// watched is a house in which pat watches something and was just asked for it.
func watched(t *testing.T) *house {
	h := answeredItem(t)
	h.keep(care.KindMeasure, "sleep", &care.Measure{ID: "sleep", Member: "pat", Name: "sleep", Began: h.now, Asked: h.now, Share: care.Share{Audience: care.OnlyMe}})
	h.person("pat", func(c *care.Contact) { c.Measures = []string{"sleep"} })
	return h
}

// Protects rule 1 and I7: a number that its author corrects stays what it was, a
// value that only they see; it does not reach the team as an answer.
func TestACorrectedNumberStaysOnesOwn(t *testing.T) {
	h := watched(t)
	h.does(Event{Kind: KindText, Chat: chats["pat"], From: Sender{ID: chats["pat"], Language: "en"}, Text: "7", Message: 950})
	d := h.edits("pat", "8", 950)
	m := get[care.Measure](h, care.KindMeasure, "sleep")
	if len(m.Points) != 1 || m.Points[0].Value != 8 || d.Reason != "measure.edited" {
		t.Errorf("%s: %+v", d.Reason, m.Points)
	}
	if words := h.question().Words; len(words) != 1 {
		t.Errorf("the team has it: %+v", words)
	}
}

// Protects rule 4: a number that answers what somebody of the team wrote reaches
// them, although a measure waits for one.
func TestANumberAnswersWhoeverAskedLast(t *testing.T) {
	h := watched(t)
	h.now = h.now.Add(time.Hour)
	h.keep(care.KindNote, "reply", &care.Note{ID: "reply", Network: "circle", Author: "prac", To: "pat", Words: []care.Words{{Author: "prac", Text: "How many will come?", At: h.now}}})
	h.person("pat", func(c *care.Contact) { c.Replied = "reply" })
	if d := h.writes("pat", "7"); !strings.HasPrefix(string(d.Reason), "note.") {
		t.Errorf("the number went elsewhere: %s", d.Reason)
	}
}

// Protects rule 3: a question promises no reader whom the member's last choice
// leaves out.
func TestAQuestionIsTrueAboutWhoReadsTheAnswer(t *testing.T) {
	for audience, want := range map[care.Audience]locales.Key{care.OnlyMe: locales.AnsweringAskMe, care.OnlyTeam: locales.CheckAsk} {
		h := answeredItem(t)
		h.person("pat", func(c *care.Contact) {
			c.Decide(care.CheckIns, true, h.now)
			c.Prefer = map[string]care.Share{"circle": {Audience: audience, At: h.now}}
		})
		h.keep(care.KindPlan, "plan", &care.Plan{ID: "plan", Network: "circle", Member: "pat", Question: "How?", Weekday: -1, Clock: "09:00", Agreed: true})
		d := h.does(Event{Kind: KindTimer, At: h.now, Timer: askTimer("plan")})
		asked := false
		for _, m := range d.Say {
			asked = asked || m.Person == "pat" && m.Key == want
		}
		if !asked {
			t.Errorf("last %q: %s %s", audience, d.Reason, toldTo(d, "pat"))
		}
	}
}
