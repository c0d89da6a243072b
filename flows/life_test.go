package flows

import (
	"fmt"
	"slices"
	"testing"
	"time"

	"pgregory.net/rapid"

	"polyphony/care"
	"polyphony/locales"
)

// gathers plans a meeting a week ahead, to which everybody of the circle is
// invited, and tells them.
func (h *house) gathers() (*care.Meeting, Decision) {
	h.Helper()
	c := get[care.Contact](h, care.KindContact, "mina")
	c.Menu++
	c.Draft = &care.Draft{What: draftPlan, Network: "circle", Day: h.now.AddDate(0, 0, 7).Format(time.DateOnly), Clock: "15:00", Length: 90,
		Place: "At home", Staff: []string{"mina", "jo"}, Since: h.now}
	h.keep(care.KindContact, c.ID, c)
	d := h.taps("mina", data("plan", "-", c.Menu, "send"))
	if d.Reason != "meeting.planned" {
		h.Fatal(d.Reason)
	}
	list := h.theCircle().Meetings
	return get[care.Meeting](h, care.KindMeeting, list[len(list)-1]), d
}

func (h *house) theCircle() *care.Network { return get[care.Network](h, care.KindNetwork, "circle") }

func (h *house) menuOf(who string) int { return get[care.Contact](h, care.KindContact, who).Menu }

// lives taps a button of /circle and then the yes that it leads to.
func (h *house) lives(who, button, yes string) Decision {
	h.Helper()
	h.taps(who, data("circle", "circle", 0, button))
	return h.taps(who, data("life", "circle", h.menuOf(who), yes))
}

func (h *house) dies(who string) Decision {
	h.Helper()
	d := h.lives("mina", "died", "died_yes."+who)
	if d.Reason != "death.noted" {
		h.Fatal(d.Reason)
	}
	return d
}

// leaves are the rows that would still go out, with the lines that would.
func (h *house) leaves(rows []Message, queued time.Time) (out []Message) {
	h.Helper()
	for _, m := range rows {
		to, err := Address(h, Row{ID: "r", At: queued, Message: m}, h.now)
		if err != nil {
			h.Fatal(err)
		}
		if to.Verdict == Drop {
			continue
		}
		var lines []Line
		for i, l := range m.Lines {
			if !slices.Contains(to.Without, i) {
				lines = append(lines, l)
			}
		}
		m.Lines = lines
		out = append(out, m)
	}
	return out
}

// says reports whether a name stands anywhere in these arguments or lines.
func says(name string, args Args, lines []Line) bool {
	for _, a := range args {
		if a.Text == name || says(name, nil, a.List) {
			return true
		}
	}
	return slices.ContainsFunc(lines, func(l Line) bool { return says(name, l.Args, nil) })
}

// I7: whoever is not staff of the circle gets nowhere with these buttons, and
// staff get nowhere with a yes of an older menu.
func TestOnlyStaffOfTheCircleDecideItsLife(t *testing.T) {
	h := newHouse(t)
	before := fmt.Sprint(h.records)
	for _, who := range []string{"pat", "rel", "cora"} {
		for act := range lifeActs {
			if act == "absent" && who == "pat" {
				continue // the person says who belongs
			}
			if d := h.taps(who, data("circle", "circle", 0, act+".rel")); d.Reason != "tap.refused" {
				t.Errorf("%s, %s: %s", who, act, d.Reason)
			}
		}
		for act := range lifeSteps {
			if d := h.taps(who, data("life", "circle", h.menuOf(who), act+".rel")); d.Reason != "tap.refused" {
				t.Errorf("%s, %s: %s", who, act, d.Reason)
			}
		}
	}
	for act := range lifeSteps {
		if d := h.taps("mina", data("life", "circle", h.menuOf("mina")+1, act+".rel")); d.Reason != "life.stale" {
			t.Errorf("mina, %s of another menu: %s", act, d.Reason)
		}
	}
	if fmt.Sprint(h.records) != before {
		t.Error("and yet something has changed")
	}
}

// I4: what was queued before somebody died does not go to them, and says their
// name to nobody.
func TestNothingToOrAboutTheDeadLeaves(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		h := newHouse(t)
		m, d := h.gathers()
		rows := d.Say
		answers := []string{string(care.Coming), string(care.NotComing), string(care.OtherTime)}
		for range rapid.IntRange(0, 8).Draw(rt, "answers") {
			who := rapid.SampledFrom([]string{"pat", "rel", "mina", "jo"}).Draw(rt, "who")
			rows = append(rows, h.taps(who, data("meet", m.ID, m.Seq, rapid.SampledFrom(answers).Draw(rt, "answer"))).Say...)
		}
		queued := h.now
		h.now = starts(m).AddDate(0, 0, -3)
		for _, d := range h.fire() {
			rows = append(rows, d.Say...)
		}
		dead := rapid.SampledFrom([]string{"pat", "rel", "jo"}).Draw(rt, "dead")
		h.now = h.now.Add(time.Minute)
		h.dies(dead)
		for _, m := range h.leaves(rows, queued) {
			if m.Person == dead {
				rt.Errorf("%s goes to %s", m.Key, dead)
			}
			if m.Guard.Purpose != PurposeReply && says(dead, nil, m.Lines) {
				rt.Errorf("%s names %s to %s", m.Key, dead, m.Person)
			}
			if dead == "pat" && m.Guard.Purpose != PurposeReply {
				rt.Errorf("%s goes to %s about a circle that is still", m.Key, m.Person)
			}
		}
		for k := range h.timers {
			if k.What == "remind" && (k.Arg == dead || dead == "pat") {
				rt.Errorf("timer %s", k)
			}
		}
	})
}

// A message that names somebody by itself is dropped, not shortened.
func TestAMessageAboutTheDeadIsDropped(t *testing.T) {
	h := newHouse(t)
	h.dies("rel")
	m := Message{Person: "pat", Chat: chats["pat"], Args: Args{"Name": {Text: "rel", Who: "rel"}}, Guard: Guard{Purpose: PurposeNotice, Network: "circle"}}
	if to := h.address(m); to.Verdict != Drop || to.Reason != "names.the.dead" {
		t.Errorf("%+v", to)
	}
}

// What comes after a death: no reminder, no question, no notice to anybody, and
// old buttons say one thing.
func TestAStillCircleSaysNothing(t *testing.T) {
	h := newHouse(t)
	h.keep(care.KindPlan, "plan", &care.Plan{ID: "plan", Network: "circle", Member: "rel", Agreed: true, Clock: "09:00", Weekday: -1, At: h.now})
	n := h.theCircle()
	n.Plans = []string{"plan"}
	h.keep(care.KindNetwork, n.ID, n)
	m, _ := h.gathers()
	d := h.dies("pat")
	for _, m := range d.Say {
		if m.Person == "pat" || m.Person == "rel" {
			t.Errorf("%s hears %s", m.Person, m.Key)
		}
	}
	if !hears(d, "jo", locales.DeathTeam) || !hears(d, "mina", locales.DeathDone) {
		t.Errorf("jo hears %v, mina %v", heard(d, "jo"), heard(d, "mina"))
	}
	h.now = starts(m).Add(time.Hour)
	for _, d := range h.fire() {
		if len(d.Say) > 0 {
			t.Errorf("%s: %+v", d.Reason, d.Say)
		}
	}
	for _, button := range []string{data("meet", m.ID, m.Seq, "details"), data("agree", "plan", 0, "yes"), data("circle", "circle", 0, "invite.relative")} {
		if d := h.taps("rel", button); d.Reason != "circle.still" || !slices.Equal(heard(d, "rel"), []locales.Key{locales.DeathTouch}) {
			t.Errorf("%s: %s %v", button, d.Reason, heard(d, "rel"))
		}
	}
	if d := h.taps("mina", data("plan", "circle", 0, "")); d.Reason != "tap.refused" {
		t.Errorf("a meeting is planned: %s", d.Reason)
	}
}

// I2: an alert never ends without a human, also when its sender has died; and
// the sender's phone says no more about it.
func TestTheAlertOfSomebodyWhoDiedStaysOpen(t *testing.T) {
	h := taken(t)
	d := h.lives("jo", "died", "died_yes.pat")
	if !hears(d, "mina", locales.DeathAlert) || h.alertOf("pat").State != care.AlertTaken {
		t.Errorf("mina hears %v", heard(d, "mina"))
	}
	a := h.alertOf("pat")
	if d := h.taps("mina", data("alert", a.ID, a.Rev, "spoke")); d.Reason != "alert.done" || len(heard(d, "pat")) > 0 {
		t.Errorf("%s: the sender hears %v", d.Reason, heard(d, "pat"))
	}
}

// Rule 14: whoever has the phone and presses the button gets the lines, and what
// was queued before does not come with them.
func TestHelpFromThePhoneOfSomebodyWhoDied(t *testing.T) {
	h := newHouse(t)
	before := h.writes("pat", "HELP")
	h.now = h.now.Add(time.Minute)
	h.lives("jo", "died", "died_yes.pat")
	if left := h.leaves(before.Say, h.now.Add(-time.Minute)); slices.ContainsFunc(left, func(m Message) bool { return m.Person == "pat" }) {
		t.Errorf("%+v", left)
	}
	h.now = h.now.Add(time.Hour)
	d := h.writes("pat", "HELP")
	if left := h.leaves(d.Say, h.now); !slices.ContainsFunc(left, func(m Message) bool { return m.Person == "pat" && m.Key == locales.HelpLines }) {
		t.Errorf("no lines: %+v", left)
	}
}

// A mistake is undone by staff, once, and what was called off is named.
func TestAMistakeGivesEverythingBackThatCanBe(t *testing.T) {
	h := newHouse(t)
	h.gathers()
	h.dies("pat")
	d := h.lives("jo", "mistake.pat", "mistake_yes.pat")
	n := h.theCircle()
	if d.Reason != "mistake.put.right" || !get[care.Contact](h, care.KindContact, "pat").Died.IsZero() || !n.Still.IsZero() || len(n.Died)+len(n.Meetings) > 0 || len(n.Off) != 1 {
		t.Fatalf("%s: %+v", d.Reason, n)
	}
	if i := slices.IndexFunc(d.Say, func(m Message) bool { return m.Person == "mina" }); i < 0 || d.Say[i].Lines[0].Key != locales.DeathAgain {
		t.Errorf("%+v", d.Say)
	}
	_, d = h.gathers()
	if !hears(d, "pat", locales.MeetingPlanned) || h.timers[remindTimer("pat")].IsZero() {
		t.Errorf("pat hears %v", heard(d, "pat"))
	}
	h.dies("rel")
	if h.lives("jo", "mistake.rel", "mistake_yes.rel"); h.timers[remindTimer("rel")].IsZero() {
		t.Error("rel is not reminded again")
	}
	if d := h.taps("jo", data("life", "circle", h.menuOf("jo"), "mistake_yes.rel")); d.Reason != "mistake.known" {
		t.Error(d.Reason)
	}
}

// A practitioner who has died is not called, and what they hold goes back.
func TestAPractitionerWhoDiedHoldsNothing(t *testing.T) {
	h := taken(t)
	h.lives("jo", "died", "died_yes.mina")
	if a := h.alertOf("pat"); a.State != care.AlertOpen || a.Owner != "" {
		t.Errorf("%s, owner %q", a.State, a.Owner)
	}
	if d := h.writes("rel", "HELP"); hears(d, "mina", locales.CardOpen) || !hears(d, "jo", locales.CardOpen) {
		t.Errorf("mina hears %v, jo %v", heard(d, "mina"), heard(d, "jo"))
	}
}
