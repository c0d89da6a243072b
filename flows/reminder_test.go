package flows

import (
	"slices"
	"testing"
	"time"

	"pgregory.net/rapid"

	"polyphony/care"
	"polyphony/locales"
	"polyphony/scheduler/calendar"
)

// plansAnother puts a second meeting of pat's into another circle.
func (h *house) plansAnother(begin time.Time) *care.Meeting {
	h.Helper()
	h.keep(care.KindNetwork, "other", &care.Network{ID: "other", Called: "Leo", Meetings: []string{"second"},
		Members: []care.Member{{Contact: "pat", Role: care.Relative}, {Contact: "mina", Role: care.Practitioner}}})
	pat := get[care.Contact](h, care.KindContact, "pat")
	pat.Networks = append(pat.Networks, "other")
	h.keep(care.KindContact, "pat", pat)
	m := &care.Meeting{ID: "second", Network: "other", Day: begin.Format(time.DateOnly), Clock: begin.Format("15:04"), Zone: "Europe/London",
		Minutes: 60, Practitioners: []string{"mina"}, Invited: []string{"pat", "mina"}}
	h.keep(care.KindMeeting, m.ID, m)
	return m
}

func (h *house) rings(who string, due time.Time) Decision {
	h.Helper()
	delete(h.timers, remindTimer(who))
	h.now = due
	return h.does(Event{Kind: KindTimer, At: due, Timer: remindTimer(who)})
}

// I6: reminders that fall together become one message, and neither comes again.
func TestRemindersThatFallTogetherAreOneMessage(t *testing.T) {
	h := newHouse(t)
	m := h.meets()
	other := h.plansAnother(starts(m).Add(remindTogether))
	due := starts(m).AddDate(0, 0, -3)
	d := h.rings("pat", due)
	if len(d.Say) != 1 || d.Say[0].Key != locales.ReminderSeveral || len(d.Say[0].Lines) != 2 || !d.Say[0].Guard.Before.Equal(starts(other)) {
		t.Fatalf("%s %+v", d.Reason, d.Say)
	}
	if next := h.timers[remindTimer("pat")]; !next.Equal(starts(m).AddDate(0, 0, -1)) {
		t.Errorf("the next reminder is due %v", next)
	}
	if d := h.rings("pat", due.Add(remindTogether)); len(d.Say) > 0 {
		t.Errorf("the second comes again: %+v", d.Say)
	}
}

// I4, I6: a line is not said when, at sending, its meeting has moved, has begun,
// cannot be come to, or its circle is not the reader's any more.
func TestALineOfAReminderIsCheckedAtSending(t *testing.T) {
	changes := map[string]func(*house, *care.Meeting){
		"moved": func(h *house, m *care.Meeting) { m.Seq++; h.keep(care.KindMeeting, m.ID, m) },
		"not coming": func(h *house, m *care.Meeting) {
			m.Answers = map[string]care.Answer{"pat": care.NotComing}
			h.keep(care.KindMeeting, m.ID, m)
		},
		"begun":  func(h *house, m *care.Meeting) { h.now = starts(m) },
		"left":   func(h *house, _ *care.Meeting) { h.circle(func(n *care.Network) { n.Remove("pat") }) },
		"muted":  func(h *house, _ *care.Meeting) { h.circle(func(n *care.Network) { n.Member("pat").Muted = true }) },
		"closed": func(h *house, _ *care.Meeting) { h.circle(func(n *care.Network) { n.Closed = h.now }) },
	}
	for name, change := range changes {
		h := newHouse(t)
		m := h.meets()
		h.plansAnother(starts(m).Add(remindTogether))
		pat := get[care.Contact](h, care.KindContact, "pat")
		pat.Decide(care.Reminders, true, h.now)
		h.keep(care.KindContact, "pat", pat)
		row := h.rings("pat", starts(m).AddDate(0, 0, -3)).Say[0]
		if to := h.address(row); to.Verdict != Send || len(to.Without) > 0 {
			t.Fatalf("%s, before: %+v", name, to)
		}
		change(h, m)
		if to := h.address(row); to.Verdict != Send || !slices.Equal(to.Without, []int{0}) {
			t.Errorf("%s: %+v", name, to)
		}
	}
}

// circle changes pat's circle.
func (h *house) circle(change func(*care.Network)) {
	h.Helper()
	n := get[care.Network](h, care.KindNetwork, "circle")
	change(n)
	h.keep(care.KindNetwork, "circle", n)
}

// A single reminder that waited for the morning is not for somebody who has
// said meanwhile that they cannot come.
func TestAQueuedReminderIsNotForWhoeverCannotCome(t *testing.T) {
	h := newHouse(t)
	m := h.meets()
	row := h.rings("jo", starts(m).AddDate(0, 0, -1)).Say[0]
	if to := h.address(row); to.Verdict != Send {
		t.Fatalf("before: %+v", to)
	}
	h.taps("jo", data("meet", m.ID, m.Seq, string(care.NotComing)))
	if to := h.address(row); to.Verdict != Drop || to.Reason != "not.coming" {
		t.Errorf("%+v", to)
	}
}

// A timer of the version before becomes the chain: its reminder comes once, and
// what that version had said already does not come again.
func TestATimerOfTheVersionBeforeBecomesTheChain(t *testing.T) {
	h := newHouse(t)
	m := h.meets()
	other := h.plansAnother(starts(m).AddDate(0, 0, 1)) // reminded of three days before, a day ago
	h.now = starts(other).AddDate(0, 0, -3).Add(time.Hour)
	old := TimerKey{Subject: "meeting", ID: m.ID, What: "remind", Arg: "pat"}
	h.now = starts(m).AddDate(0, 0, -1)
	d := h.does(Event{Kind: KindTimer, At: h.now, Timer: old})
	if len(d.Say) != 1 || d.Say[0].Guard.Meeting != m.ID {
		t.Fatalf("%s %+v", d.Reason, d.Say)
	}
	if d := h.does(Event{Kind: KindTimer, At: h.now, Timer: old}); len(d.Say) > 0 {
		t.Errorf("it comes again: %+v", d.Say)
	}
	if next := h.timers[remindTimer("pat")]; !next.Equal(starts(m).Add(-2 * time.Hour)) {
		t.Errorf("the next reminder is due %v", next)
	}
	if d := h.does(Event{Kind: KindTimer, At: h.now, Timer: TimerKey{Subject: "meeting", ID: m.ID, What: "remind", Arg: "nobody"}}); len(d.Say)+len(d.Timers) > 0 {
		t.Errorf("somebody erased: %+v", d)
	}
}

// Choosing later reminders does not bring back those whose moment has passed.
func TestAChoiceOfRemindersMakesUpForNothing(t *testing.T) {
	h := newHouse(t)
	m := h.meets()
	h.taps("pat", data("remind", "-", 0, "none"))
	if len(h.timers) > 0 {
		t.Errorf("no reminders, and yet %v", h.timers)
	}
	h.now = starts(m).AddDate(0, 0, -2)
	h.taps("pat", data("remind", "-", 0, "team"))
	if due := h.timers[remindTimer("pat")]; !due.Equal(starts(m).AddDate(0, 0, -1)) {
		t.Errorf("the next reminder is due %v", due)
	}
	h.taps("pat", data("remind", "-", 0, "on.0d0h30m"))
	if pat := get[care.Contact](h, care.KindContact, "pat"); !pat.OwnTimes || len(pat.Offsets) != 4 {
		t.Errorf("the team's three and one of their own: %+v", pat.Offsets)
	}
	if d := h.taps("pat", data("remind", "-", 0, "on.9d9h9m")); d.Reason != "tap.refused" {
		t.Errorf("an offset that nobody offered: %s", d.Reason)
	}
}

// watch is the oracle of I6 for one member: which meetings they are to be
// reminded of since when, and which moments have been reminded of.
type watch struct {
	since   map[string]time.Time // by meeting: from when its reminders count
	covered time.Time            // end of the last reminder's minutes

}

// I6 and I5, over the clock changes of four zones: meetings are planned, moved,
// cancelled, answered, and wishes change; every reminder that falls due comes
// exactly once, within the minutes in which they fall together, and nothing
// else comes.
func TestEveryReminderComesOnceOrNever(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		h := newHouse(t)
		zone := rapid.SampledFrom([]string{"Europe/London", "America/New_York", "Australia/Lord_Howe", "Asia/Kolkata"}).Draw(rt, "zone")
		own := rapid.SampledFrom([]string{"", "Europe/London", "America/New_York", "Australia/Lord_Howe", "Asia/Kolkata"}).Draw(rt, "own zone")
		h.applies(func(team *care.Team) { team.Zone = zone })
		h.now = rapid.SampledFrom([]time.Time{
			time.Date(2026, 3, 5, 10, 0, 0, 0, time.UTC), time.Date(2026, 3, 26, 9, 0, 0, 0, time.UTC),
			time.Date(2026, 4, 2, 3, 0, 0, 0, time.UTC), time.Date(2026, 10, 1, 8, 0, 0, 0, time.UTC),
			time.Date(2026, 10, 23, 9, 0, 0, 0, time.UTC),
		}).Draw(rt, "begin")
		pat := get[care.Contact](h, care.KindContact, "pat")
		pat.Zone, pat.Reminded = own, h.now
		h.keep(care.KindContact, "pat", pat)
		w := &watch{since: map[string]time.Time{}}
		for range rapid.IntRange(3, 14).Draw(rt, "acts") {
			h.act(rt, w, zone)
			h.live(rt, w, h.now.Add(time.Duration(rapid.IntRange(1, 40*60).Draw(rt, "minutes"))*time.Minute))
		}
	})
}

// act changes something; what it changes counts from now.
func (h *house) act(rt *rapid.T, w *watch, zone string) {
	n := get[care.Network](h, care.KindNetwork, "circle")
	switch what := rapid.SampledFrom([]string{"plan", "plan", "move", "cancel", "cannot", "can", "wish"}).Draw(rt, "act"); {
	case what == "wish":
		arg := rapid.SampledFrom([]string{"team", "none", "on.7d0h0m", "on.0d0h30m", "off.1d0h0m", "off.3d0h0m"}).Draw(rt, "wish")
		h.taps("pat", data("remind", "-", 0, arg))
		for id := range w.since {
			w.since[id] = h.now
		}
	case what == "plan" || len(n.Meetings) == 0:
		d := &care.Draft{What: draftPlan, Network: "circle", Length: 60, Staff: []string{"mina", "jo"}}
		h.sends(rt, w, d, zone)
	default:
		id := rapid.SampledFrom(n.Meetings).Draw(rt, "which")
		m := get[care.Meeting](h, care.KindMeeting, id)
		switch what {
		case "move":
			h.sends(rt, w, &care.Draft{What: draftPlan, Network: "circle", Meeting: id, Length: m.Minutes, Staff: m.Practitioners, Seq: m.Seq, Parts: []care.Part{care.PartTime}}, zone)
		case "cancel":
			h.taps("mina", data("meet", id, m.Seq, "cancel_yes"))
			delete(w.since, id)
		case "cannot":
			h.taps("pat", data("meet", id, m.Seq, string(care.NotComing)))
			delete(w.since, id)
		case "can":
			if _, already := w.since[id]; !already && h.now.Before(ends(m)) {
				w.since[id] = h.now
			}
			h.taps("pat", data("meet", id, m.Seq, string(care.Coming)))
		}
	}
}

// sends plans or moves by the summary's button.
func (h *house) sends(rt *rapid.T, w *watch, d *care.Draft, zone string) {
	hours, minutes := rapid.IntRange(1, 9*8).Draw(rt, "three hours"), rapid.SampledFrom([]int{0, 0, 5, 10, 15}).Draw(rt, "past the hour")
	begin := h.now.In(calendar.Zone(zone)).Truncate(3 * time.Hour).Add(time.Duration(hours)*3*time.Hour + time.Duration(minutes)*time.Minute)
	d.Day, d.Clock, d.Since = begin.Format(time.DateOnly), begin.Format("15:04"), h.now
	if at, err := calendar.Instant(d.Day, d.Clock, calendar.Zone(zone)); err != nil || !at.After(h.now) {
		return
	}
	mina := get[care.Contact](h, care.KindContact, "mina")
	mina.Draft = d
	h.keep(care.KindContact, "mina", mina)
	before := get[care.Network](h, care.KindNetwork, "circle").Meetings
	got := h.taps("mina", data("plan", "-", mina.Menu, "send"))
	if got.Reason == "change.nothing" || got.Reason == "plan.already" { // it stands there: nothing is told, nothing starts anew
		return
	}
	if got.Reason != "meeting.planned" && got.Reason != "meeting.moved" {
		rt.Fatalf("planning: %s", got.Reason)
	}
	id := d.Meeting
	for _, now := range get[care.Network](h, care.KindNetwork, "circle").Meetings {
		if id == "" && !slices.Contains(before, now) {
			id = now
		}
	}
	w.since[id] = h.now
}

// live lets time pass until then, with every timer at its moment.
func (h *house) live(rt *rapid.T, w *watch, until time.Time) {
	for {
		var next TimerKey
		at := until.Add(time.Nanosecond)
		for k, due := range h.timers {
			if due.Before(at) || due.Equal(at) && k.String() < next.String() {
				next, at = k, due
			}
		}
		if at.After(until) {
			break
		}
		delete(h.timers, next)
		h.now = at.Add(time.Duration(rapid.IntRange(0, 2).Draw(rt, "late")) * time.Second)
		d := h.does(Event{Kind: KindTimer, At: at, Timer: next})
		if next == remindTimer("pat") {
			h.hears(rt, w, d, at)
		}
	}
	h.now = until
	for id := range w.since {
		if due := h.missed(w, id, w.covered, until); !due.IsZero() {
			rt.Fatalf("%s was to be reminded of at %v, and by %v was not", id, due, until)
		}
	}
}

// hears holds one reminder against what was due.
func (h *house) hears(rt *rapid.T, w *watch, d Decision, due time.Time) {
	var named []string
	for _, m := range d.Say {
		if m.Person != "pat" {
			continue
		}
		if m.Guard.Meeting != "" {
			named = append(named, m.Guard.Meeting)
		}
		for _, l := range m.Lines {
			if l.Meeting != "" {
				named = append(named, l.Meeting)
			}
		}
		if pat := get[care.Contact](h, care.KindContact, "pat"); calendar.Quiet(due, calendar.Zone(zoneOr(h, pat))) {
			rt.Fatalf("a reminder in the night, at %v", h.now)
		}
	}
	if len(named) == 0 {
		return
	}
	end := h.now.Add(remindTogether)
	for id := range w.since {
		moment := h.missed(w, id, w.covered, end)
		if said := slices.Contains(named, id); said != !moment.IsZero() {
			rt.Fatalf("at %v, %s: said %v, due %v", h.now, id, said, moment)
		}
	}
	for _, id := range named {
		m := get[care.Meeting](h, care.KindMeeting, id)
		_, counts := w.since[id]
		if !counts || !h.now.Before(starts(m)) {
			rt.Fatalf("at %v, %s: cancelled, not to be come to, or begun", h.now, id)
		}
	}
	w.covered = end
}

func zoneOr(h *house, c *care.Contact) string {
	if c.Zone != "" {
		return c.Zone
	}
	return get[care.Team](h, care.KindTeam, TeamID).Zone
}

// missed is a moment after from and until then at which a meeting was to be
// reminded of, by arithmetic of its own; zero when there is none.
func (h *house) missed(w *watch, id string, from, until time.Time) time.Time {
	m, pat := get[care.Meeting](h, care.KindMeeting, id), get[care.Contact](h, care.KindContact, "pat")
	offsets := care.ReminderOffsets
	if pat.OwnTimes {
		offsets = pat.Offsets
	}
	if since := w.since[id]; since.After(from) {
		from = since
	}
	for _, o := range offsets {
		y, month, day, hour, minute, _ := m.Wall()
		wall, _ := calendar.Instant(time.Date(y, month, day-o.Days, 0, 0, 0, 0, time.UTC).Format(time.DateOnly),
			time.Date(1, 1, 1, hour, minute, 0, 0, time.UTC).Format("15:04"), calendar.Zone(m.Zone))
		due := wall.Add(-time.Duration(o.Hours)*time.Hour - time.Duration(o.Minutes)*time.Minute)
		due = calendar.BeforeQuiet(due, calendar.Zone(zoneOr(h, pat)))
		if due.After(from) && !due.After(until) && due.Before(starts(m)) {
			return due
		}
	}
	return time.Time{}
}
