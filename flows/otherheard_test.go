package flows

import (
	"testing"
	"time"

	"polyphony/care"
	"polyphony/locales"
)

// A member's answer never wipes a half-made change off a practitioner's screen;
// when the change is given up, the card is true again.
func TestAnAnswerLeavesAHalfMadeChangeAlone(t *testing.T) {
	for what, ends := range map[string]func(*house, *care.Meeting) Decision{
		"left": func(h *house, _ *care.Meeting) Decision { return h.plans("mina", "leave") },
		"another plan begun": func(h *house, _ *care.Meeting) Decision {
			return h.taps("mina", data("plan", "circle", 0, ""))
		},
		"forgotten": func(h *house, m *care.Meeting) Decision {
			h.now = h.now.Add(draftLife + time.Second)
			return h.taps("rel", data("meet", m.ID, m.Seq, "not_coming"))
		},
	} {
		h := newHouse(t)
		m := h.stands()
		h.taps("mina", data("meet", m.ID, m.Seq, "move"))
		if d := h.taps("rel", data("meet", m.ID, m.Seq, "coming")); len(heard(d, "mina")) > 0 || len(heard(d, "jo")) == 0 {
			t.Errorf("%s: mina, who is choosing a day, sees %v, jo %v", what, heard(d, "mina"), heard(d, "jo"))
		}
		if d := ends(h, m); !hears(d, "mina", locales.MeetingDetails) {
			t.Errorf("%s: mina sees %v and not the card", what, heard(d, "mina"))
		}
	}
}

// Looking at the other times answers nothing, and going back keeps what was
// said (rule 13); no time is offered that is nearly here.
func TestLookingAtOtherTimesSaysNothing(t *testing.T) {
	h := newHouse(t)
	m := h.stands()
	h.taps("rel", data("meet", m.ID, m.Seq, "coming"))
	for _, act := range []string{"other_time", "write", "other_time", "card"} {
		d := h.taps("rel", data("meet", m.ID, m.Seq, act))
		if a := get[care.Meeting](h, care.KindMeeting, m.ID).Answers["rel"]; a != care.Coming || len(heard(d, "mina")) > 0 {
			t.Errorf("%s: the answer is %q, mina hears %v", act, a, heard(d, "mina"))
		}
	}
	h.now = starts(m).Add(-4 * time.Hour)
	h.me(t, "rel", func(s *step) {
		for _, p := range s.slotsFor(m) {
			if proposed(m, p).Before(h.now.Add(slotAhead)) {
				t.Errorf("%v is offered at %v", proposed(m, p), h.now)
			}
		}
	})
}

// me looks into the house as somebody.
func (h *house) me(t *testing.T, who string, look func(*step)) {
	t.Helper()
	s := &step{Companion: plain(), tx: h, now: h.now, kept: map[string]any{}}
	s.me = s.contact(who)
	look(s)
}

// A wish in somebody's own words is an answer too, and their card comes back.
func TestAWrittenWishIsAnAnswerAndTheCardComesBack(t *testing.T) {
	h := newHouse(t)
	m := h.stands()
	h.taps("rel", data("meet", m.ID, m.Seq, "write"))
	d := h.writes("rel", "after six")
	if a := get[care.Meeting](h, care.KindMeeting, m.ID).Answers["rel"]; a != care.OtherTime {
		t.Errorf("the answer is %q", a)
	}
	if !hears(d, "rel", locales.MeetingDetails) || !hears(d, "mina", locales.MeetingDetails) {
		t.Errorf("rel sees %v, mina %v", heard(d, "rel"), heard(d, "mina"))
	}
}

// The first time somebody proposes is told to those who can move the meeting,
// once; a move there counts them as coming, the others not.
func TestAProposalReachesSomebodyAndCounts(t *testing.T) {
	h := newHouse(t)
	m := h.stands()
	slots := func() []Button {
		d := h.taps("rel", data("meet", m.ID, m.Seq, "other_time"))
		var out []Button
		for _, r := range said(t, d, "rel", locales.MeetingOtherAsk).Buttons {
			out = append(out, r[0])
		}
		return out
	}
	h.taps("pat", data("meet", m.ID, m.Seq, "coming"))
	wanted := slots()[0].Data
	d := h.taps("rel", wanted)
	for _, who := range []string{"mina", "jo"} {
		if msg := said(t, d, who, locales.MeetingWished); !msg.Fresh || msg.Lane != Bulk || !msg.Guard.Quiet || len(msg.Buttons) < 4 {
			t.Errorf("%s: %+v", who, msg)
		}
	}
	if d = h.taps("rel", slots()[0].Data); hears(d, "mina", locales.MeetingWished) || !hears(d, "mina", locales.MeetingDetails) {
		t.Errorf("the second time, mina hears %v", heard(d, "mina"))
	}
	press, _ := parsePress(wanted)
	_, at := splitArg(press.arg)
	h.taps("mina", data("meet", m.ID, m.Seq, "moveto."+at))
	d = h.plans("mina", "send")
	now := get[care.Meeting](h, care.KindMeeting, m.ID)
	if now.Seq == m.Seq || now.Answers["rel"] != care.Coming || len(now.Answers) != 1 {
		t.Fatalf("%s: %+v", d.Reason, now.Answers)
	}
	if msg := said(t, d, "rel", tellMoved); !hasLine(msg, locales.MeetingYouProposed) {
		t.Errorf("rel reads %v", keys(msg.Lines))
	}
	if msg := said(t, d, "mina", tellMoved); hasLine(msg, locales.MeetingCouldCome) {
		t.Errorf("mina still reads %v", keys(msg.Lines))
	}
}

// Whoever planned a meeting sees the answers on their card, also without coming.
func TestThePlannerSeesTheAnswers(t *testing.T) {
	h := newHouse(t)
	h.third()
	m := h.stands()
	m.PlannedBy = "lee"
	if !m.Asked("lee") {
		m.Invited = append(m.Invited, "lee")
	}
	h.keep(care.KindMeeting, m.ID, m)
	if d := h.taps("rel", data("meet", m.ID, m.Seq, "coming")); !hears(d, "lee", locales.MeetingDetails) {
		t.Errorf("lee, who planned it, sees %v", heard(d, "lee"))
	}
}
