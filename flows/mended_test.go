package flows

import (
	"slices"
	"testing"
	"time"

	"polyphony/care"
	"polyphony/locales"
)

func (h *house) rmeet(id string, change func(*care.Meeting)) {
	m := &care.Meeting{ID: id, Network: "circle", Seq: 1, Day: "2026-03-10", Clock: "14:00", Zone: "Europe/London", Minutes: 60,
		Practitioners: []string{"mina", "jo"}, Invited: []string{"mina", "jo", "pat", "rel"}, PlannedBy: "mina", At: h.now.Add(-time.Hour)}
	if change != nil {
		change(m)
	}
	h.keep(care.KindMeeting, id, m)
	n := get[care.Network](h, care.KindNetwork, "circle")
	n.Meetings = append(n.Meetings, id)
	h.keep(care.KindNetwork, "circle", n)
}

func anyArg(m Message, f func(Arg) bool) bool {
	var in func(a Args) bool
	in = func(a Args) bool {
		for _, x := range a {
			if f(x) {
				return true
			}
			for _, l := range x.List {
				if in(l.Args) {
					return true
				}
			}
		}
		return false
	}
	if in(m.Args) {
		return true
	}
	for _, l := range m.Lines {
		if in(l.Args) {
			return true
		}
	}
	return false
}

// Whose notice still waits for their own morning does not lose it
// to the next version: the one after says what they have not heard.
func TestWhoHasNotHeardHearsThatItIsPlanned(t *testing.T) {
	h := newHouse(t)
	h.now = time.Date(2026, 3, 2, 11, 0, 0, 0, time.UTC)
	c := get[care.Contact](h, care.KindContact, "rel")
	c.Zone = "Pacific/Auckland" // midnight there
	h.keep(care.KindContact, "rel", c)
	h.begins("mina")
	d1 := h.plans("mina", "day.2026-03-10", "time.10:15", "send")
	m := h.meetings()[0]
	first := said(t, d1, "rel", tellPlanned)
	if h.address(first).Verdict != Wait {
		t.Fatal("should wait")
	}
	h.now = h.now.Add(10 * time.Minute)
	h.taps("mina", data("meet", m.ID, m.Seq, "change"))
	d2 := h.plans("mina", "lengths", "length.60", "send")
	t.Log(d2.Reason, heard(d2, "rel"), "first row now:", h.address(first))
	if !hears(d2, "rel", tellPlanned) {
		t.Errorf("rel never hears that a meeting is planned, only %v", heard(d2, "rel"))
	}
	// a move, and then a smaller change
	m = h.meetings()[0]
	h.taps("mina", data("meet", m.ID, m.Seq, "move"))
	d3 := h.plans("mina", "day.2026-03-12", "time.15:00", "send")
	t.Log(heard(d3, "rel"))
	m = h.meetings()[0]
	h.now = h.now.Add(10 * time.Minute)
	h.taps("mina", data("meet", m.ID, m.Seq, "change"))
	d4 := h.plans("mina", "lengths", "length.90", "send")
	moved := said3(d3, "rel", tellMoved)
	if v := h.address(moved); v.Verdict == Drop && !hears(d4, "rel", tellMoved) {
		t.Errorf("rel never hears that it moved (%s), only %v", v.Reason, heard(d4, "rel"))
	}
}

// Nobody first hears of a meeting as a change of it.
func TestPlannedAndChangedInOneNightIsHeardAsPlanned(t *testing.T) {
	h := newHouse(t)
	h.now = time.Date(2026, 3, 2, 21, 30, 0, 0, time.UTC)
	h.begins("mina")
	d1 := h.plans("mina", "day.2026-03-10", "time.10:15", "send")
	first := said(t, d1, "rel", tellPlanned)
	m := h.meetings()[0]
	h.now = h.now.Add(10 * time.Minute)
	h.taps("mina", data("meet", m.ID, m.Seq, "change"))
	d2 := h.plans("mina", "lengths", "length.60", "send")
	if h.address(first).Verdict == Drop && !hears(d2, "rel", tellPlanned) {
		t.Errorf("rel never hears that a meeting is planned, only %v", heard(d2, "rel"))
	}
}

// A night with a clock change is reckoned by the calendar.
func TestAMoveAtTheBeginningOfAnAutumnNightIsHeard(t *testing.T) {
	h := newHouse(t)
	h.now = time.Date(2026, 10, 24, 20, 10, 0, 0, time.UTC) // 21:10 BST
	h.rmeet("m", func(m *care.Meeting) { m.Day = "2026-11-03" })
	h.taps("mina", data("meet", "m", 1, "move"))
	d1 := h.plans("mina", "day.2026-11-04", "time.10:15", "send")
	first := said(t, d1, "rel", tellMoved)
	m := h.meetings()[0]
	h.now = h.now.Add(10 * time.Minute)
	h.taps("mina", data("meet", m.ID, m.Seq, "change"))
	d2 := h.plans("mina", "lengths", "length.120", "send")
	if h.address(first).Verdict == Drop && !hears(d2, "rel", tellMoved) {
		t.Errorf("rel never hears that it moved, only %v", heard(d2, "rel"))
	}
}

// Rule 4: nobody is given somebody else's words, and they stand
// in a notice once.
func TestAReasonIsInTheNameOfWhoGaveIt(t *testing.T) {
	h := newHouse(t)
	h.third()
	h.begins("mina")
	h.plans("mina", "day.2026-03-10", "time.10:15", "people", "comes.lee", "chosen", "nowhy", "send")
	m := h.meetings()[0]
	h.taps("jo", data("meet", m.ID, m.Seq, "people"))
	h.plans("jo", "comes.jo", "comes.lee", "chosen")
	h.writes("jo", "I am ill")
	d := h.plans("jo", "send")
	msg := said(t, d, "pat", locales.ChangePeople)
	n := 0
	for _, l := range msg.Lines {
		if l.Key == locales.MeetingWhy && l.Args["Name"].Text == "jo" {
			n++
			continue
		}
		if l.Key == locales.MeetingWhy {
			t.Errorf("jo's words %q are shown as %q's", l.Args["Why"].Words, l.Args["Name"].Text)
			n++
		}
		if l.Key == locales.ChangeWhy {
			n++
		}
	}
	if n != 1 {
		t.Errorf("the reason stands %d times in one notice", n)
	}
}

// After a death nothing names them, also not as who gave a reason.
func TestAReasonDoesNotNameTheDead(t *testing.T) {
	h := newHouse(t)
	h.rmeet("m", func(m *care.Meeting) { m.Why, m.PlannedBy = "away", "jo" })
	h.dies("jo")
	d := h.taps("pat", data("meet", "m", 1, "details"))
	for _, m := range d.Say {
		if anyArg(m, func(a Arg) bool { return a.Text == "jo" }) {
			t.Errorf("pat reads jo's name in %s", m.Key)
		}
	}
}

// Rule 10: people see who will come, and hear when somebody will not.
func TestWhoLeftTheTeamDoesNotCome(t *testing.T) {
	h := newHouse(t)
	h.third()
	h.rmeet("m", func(m *care.Meeting) { m.Practitioners = []string{"mina", "lee"}; m.Invited = append(m.Invited, "lee") })
	d := h.applies(without("lee"))
	t.Logf("team told on applying: %d rows", len(d.Say))
	d = h.taps("pat", data("meet", "m", 1, "details"))
	for _, m := range d.Say {
		if anyArg(m, func(a Arg) bool { return a.Who == "lee" }) {
			t.Errorf("pat still reads that lee comes (%s)", m.Key)
		}
	}
	if len(d.Say) > 0 && !slices.ContainsFunc(d.Say, func(m Message) bool { return m.Person == "mina" }) {
		t.Log("mina was not told either")
	}
}

// Whether a notice can wait is asked when it is sent.
func TestACancelBeforeAnEarlyMeetingDoesNotWait(t *testing.T) {
	h := newHouse(t)
	h.now = time.Date(2026, 3, 9, 20, 59, 50, 0, time.UTC)
	h.rmeet("m", func(m *care.Meeting) { m.Clock = "07:45" })
	d := h.taps("mina", data("meet", "m", 1, "cancel_yes"))
	row := said(t, d, "rel", tellCancelled)
	h.now = h.now.Add(20 * time.Second)
	if v := h.address(row); v.Verdict == Wait {
		t.Errorf("the meeting at 07:45 is cancelled; rel reads it at %s", v.Until)
	}
}

// Nobody comes to a meeting that was called off while they were muted.
func TestWhatWasCancelledWhileMutedIsTold(t *testing.T) {
	h := newHouse(t)
	h.rmeet("m", func(m *care.Meeting) { m.Answers = map[string]care.Answer{"rel": care.Coming} })
	h.taps("pat", data("circle", "circle", 0, "mute.rel"))
	d := h.taps("mina", data("meet", "m", 1, "cancel_yes"))
	if v := h.address(said(t, d, "rel", tellCancelled)); v.Verdict != Drop {
		t.Fatal(v)
	}
	d = h.taps("pat", data("circle", "circle", 0, "unmute.rel"))
	if len(heard(d, "rel")) == 0 {
		t.Errorf("%s: rel, who said they come, hears nothing of the cancelled meeting", d.Reason)
	}
}

// A proposed time is the same moment in every zone.
func TestAProposalMovesToTheInstantProposed(t *testing.T) {
	h := newHouse(t)
	h.rmeet("m", func(m *care.Meeting) { m.Zone, m.Clock = "America/New_York", "09:00" })
	d := h.taps("rel", data("meet", "m", 1, "other_time"))
	_ = d
	h.taps("rel", data("meet", "m", 1, "slot.2026-03-11.09:00"))
	m := get[care.Meeting](h, care.KindMeeting, "m")
	if len(m.Proposals) != 1 {
		t.Fatalf("%+v", m.Proposals)
	}
	want := proposed(m, m.Proposals[0])
	h.taps("mina", data("meet", "m", 1, "moveto.2026-03-11.09:00"))
	h.plans("mina", "send")
	if got := starts(get[care.Meeting](h, care.KindMeeting, "m")); !got.Equal(want) {
		t.Errorf("rel could come at %s, the meeting moved to %s", want.UTC(), got.UTC())
	}
}

func said3(d Decision, who string, key locales.Key) Message {
	for _, m := range d.Say {
		if m.Person == who && m.Key == key {
			return m
		}
	}
	return Message{}
}
