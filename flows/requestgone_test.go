package flows

import (
	"testing"
	"time"

	"polyphony/care"
)

// Nobody is reminded of a meeting for somebody who does not belong any more.
func TestARequestEndsWhenItsAskerLeaves(t *testing.T) {
	h := newHouse(t)
	h.writes("rel", "/ask")
	r := get[care.Network](h, care.KindNetwork, "circle").Request
	h.taps("rel", data("circle", "circle", 0, "leave_yes"))
	if get[care.Network](h, care.KindNetwork, "circle").Request != "" {
		t.Errorf("request stays open: %+v", get[care.Request](h, care.KindRequest, r))
	}
	for range 6 {
		h.now = h.now.Add(12 * time.Hour)
		for _, d := range h.fire() {
			for _, m := range d.Say {
				if says("rel", m.Args, m.Lines) {
					t.Errorf("%s %s hears of rel: %s verdict %v", h.now, m.Person, m.Key, h.address(m).Verdict)
				}
			}
		}
	}
}

// I4: the clock of a request does not go on in the name of somebody who died.
func TestARequestNeverNamesTheDead(t *testing.T) {
	h := newHouse(t)
	h.writes("rel", "/ask")
	r := get[care.Network](h, care.KindNetwork, "circle").Request
	h.taps("rel", data("request", r, 0, "share"))
	h.dies("rel")
	for range 3 {
		h.now = h.now.Add(12 * time.Hour)
		for _, d := range h.fire() {
			for _, m := range d.Say {
				if says("rel", m.Args, m.Lines) {
					t.Errorf("%s %s hears of rel who died: %s verdict %v", h.now, m.Person, m.Key, h.address(m).Verdict)
				}
			}
		}
	}
}

// I4: what the circle was to be told of a request is not said once its asker
// has died.
func TestQueuedWordsOfARequestDieWithItsAsker(t *testing.T) {
	h := newHouse(t)
	var rows []Message
	h.writes("rel", "/ask")
	r := get[care.Network](h, care.KindNetwork, "circle").Request
	rows = append(rows, h.taps("rel", data("request", r, 0, "share")).Say...)
	h.holds("m", func(m *care.Meeting) { m.Why = "Jo is away"; m.PlannedBy = "jo" })
	d := h.does(Event{Kind: KindTap, Chat: chats["rel"], Message: 900, Tap: Tap{ID: "q", Data: data("meet", "m", 1, "coming")}})
	rows = append(rows, d.Say...)
	h.dies("rel")
	for _, m := range rows {
		if m.Person != "rel" && m.Person != "" && says("rel", m.Args, m.Lines) && h.address(m).Verdict == Send && len(h.address(m).Without) == 0 {
			t.Errorf("%s is still told %s naming rel", m.Person, m.Key)
		}
	}
}

// Rule 9: a request that was open when its circle fell still by mistake is open
// afterwards.
func TestAMistakenDeathKeepsTheRequest(t *testing.T) {
	h := newHouse(t)
	h.writes("rel", "/ask")
	r := get[care.Network](h, care.KindNetwork, "circle").Request
	h.dies("pat")
	d := h.lives("mina", "mistake.pat", "mistake_yes.pat")
	if d.Reason != "mistake.put.right" {
		t.Fatal(d.Reason)
	}
	if q := get[care.Request](h, care.KindRequest, r); q.Left {
		t.Errorf("rel's request ended (left=%v); rel hears %v", q.Left, heard(d, "rel"))
	}
}

// A closed circle leaves no timer of a request behind, but the one that lets it
// go when it need not be kept any longer.
func TestClosingEndsTheClockOfARequest(t *testing.T) {
	h := newHouse(t)
	h.writes("rel", "/ask")
	h.closes()
	for k := range h.timers {
		if k.Subject == "request" && k.What != "kept" {
			t.Errorf("timer %s goes on", k)
		}
	}
}

// Rule 9: a meeting to which whoever asked is not invited any more answers
// nothing; the clock runs again.
func TestAnOfferWithoutItsAskerIsNone(t *testing.T) {
	h := newHouse(t)
	h.writes("rel", "/ask")
	h.begins("mina")
	h.plans("mina", "day.2026-03-10", "time.10:15", "send")
	r := ""
	m := h.meetings()[0]
	r = m.Request
	if r == "" {
		t.Fatal("no offer")
	}
	h.taps("mina", data("meet", m.ID, m.Seq, "change"))
	d := h.plans("mina", "invite", "invited.rel", "send")
	if get[care.Network](h, care.KindNetwork, "circle").Request == "" {
		t.Errorf("%s: rel, who asked, is not invited any more and hears %v; the request counts as offered: %+v", d.Reason, heard(d, "rel"), get[care.Request](h, care.KindRequest, r).Meeting)
	}
}
