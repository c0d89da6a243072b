package main

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"polyphony/care"
)

// lifeCircle is who came together in one circle.
type lifeCircle struct {
	staff, relatives []*lifePerson
	person           *lifePerson
}

// lifeOccasions are what several people do together, each act with who does it:
// first and second of the circle's team, its person, a relative, dora, and oncall,
// whoever has a call for help on their phone. Acts are those of lifePlays; besides,
// ?tap:… goes on when there is no such button, at:… waits for the next such time of
// day, hold:… lets Telegram refuse whatever is for them for so long, breaks:… breaks
// something for everybody, freeze and thaw let Telegram suspend an account, of which
// it tells nobody, stall:… lets somebody say something and the replica that would commit it freeze
// just then, overtake lets it go on while the other is about to commit what came
// after and then dies, withdraw:… takes back a permission. Chance alone would hardly ever bring these about, and
// they are where promises are made.
var lifeOccasions = []struct {
	begins string // at which time of day; "" at any
	acts   []string
}{
	{"", []string{"first: /circle", "first: ?tap:%circle", "first: tap:Agree a check-in", "first: ?tap:%person", "first: tap:What has this week", "first: tap:Every day",
		"first: tap:%hour", "first: tap:Suggest", "person: tap:Yes, ask me"}},
	{"", []string{"first: /circle", "first: ?tap:%circle", "first: tap:Agree a check-in", "first: ?tap:%person", "first: tap:What has this week", "first: tap:Every day",
		"first: tap:%hour", "first: tap:Suggest", "person: tap:Yes, ask me", "wait:5m", "person: withdraw:checkins"}},
	{"12:06", []string{"first: /meeting %tomorrow 12:30 60m at home", "first: ?tap:%circle", "first: tap:Yes, tell everybody", "person: ?tap:I'll come"}},
	{"12:09", []string{"second: /meeting %tomorrow 13:40 60m at home", "second: ?tap:%circle", "second: tap:Yes, tell everybody", "at:13:39", "relative: hold:4m", "wait:90s", "relative: withdraw:reminders"}},
	{"12:12", []string{"first: /meeting %tomorrow 14:50 60m at home", "first: ?tap:%circle", "first: tap:Yes, tell everybody", "at:14:49", "relative: hold:4m", "wait:70s", "first: tap:Cancel it", "first: tap:Yes"}},
	{"12:16", []string{"first: /meeting %aftertomorrow 16:10 60m at home", "first: ?tap:%circle", "first: tap:Yes, tell everybody", "wait:20m", "first: tap:Change", "first: tap:Day and time", "first: tap:%tomorrowday",
		"first: tap:as before", "first: tap:Yes"}},
	{"", []string{"relative: words", "relative: tap:Who may see this?", "relative: tap:Only me", "wait:15m", "person: words", "person: tap:Who may see this?", "person: tap:Only me", "wait:2m", "first: /inbox", "first: ?tap:%circle", "wait:1m", "second: /inbox", "second: tap:%circle", "second: ?tap:%person,"}},
	{"22:50", []string{"relative: words", "wait:2m", "relative: words", "wait:50m", "relative: /forget", "relative: tap:Yes, erase everything"}},
	{"22:10", []string{"relative: words", "relative: tap:Who may see this?", "relative: tap:The whole circle", "wait:20m", "person: withdraw:sharing"}},
	{"22:20", []string{"person: words", "person: tap:Who may see this?", "person: tap:The whole circle", "wait:20m", "relative: /leave", "relative: ?tap:%circle", "relative: tap:Yes, leave"}},
	{"21:05", []string{"first: /meeting %aftertomorrow 15:30 60m at home", "first: ?tap:%circle", "first: tap:Yes, tell everybody", "wait:15m", "relative: /leave", "relative: ?tap:%circle", "relative: tap:Yes, leave"}},
	{"20:50", []string{"relative: words", "wait:11m", "first: /inbox", "first: ?tap:%circle", "first: tap:%relative", "first: tap:Reply", "first: words", "first: tap:Send", "wait:2m", "relative: /leave", "relative: ?tap:%circle", "relative: tap:Yes, leave"}},
	{"22:30", []string{"person: words", "person: tap:Who may see this?", "person: tap:The whole circle", "wait:20m", "person: tap:Change who may see", "person: tap:Only me"}},
	{"22:15", []string{"person: words", "person: tap:Who may see this?", "person: tap:The whole circle"}},
	{"22:25", []string{"person: words", "person: tap:Who may see this?", "person: tap:The whole circle", "wait:10m", "relative: /forget", "relative: tap:Yes, erase everything"}},
	{"", []string{"person: cry", "wait:20s", "oncall: tap:I've got this", "oncall: tap:Pass on", "oncall: tap:*"}},
	{"", []string{"relative: cry", "wait:70s", "oncall: tap:I've got this", "wait:40m"}},
	{"12:10", []string{"person: /visit", "person: tap:A walk", "person: tap:%tomorrowname", "person: tap:Afternoon", "person: tap:These times", "person: tap:Riverside", "person: tap:60 minutes", "person: tap:No wish", "person: tap:Once", "person: tap:Yes, ask",
		"volunteer: tap:I'd like to", "volunteer: tap:14:00", "person: tap:Yes, please", "person: 12 Mill Lane, second bell", "volunteer: tap:Choose a buddy", "volunteer: tap:Chidi", "chidi: tap:Yes, I will",
		"volunteer: tap:Choose a deputy", "volunteer: tap:Dora", "dora: tap:Yes, I will", "wait:3h", "at:13:10", "chidi: tap:I am awake", "at:13:58", "volunteer: ?tap:I'm here", "wait:40m", "volunteer: tap:15 more minutes", "wait:70m", "volunteer: tap:All done", "volunteer: ?tap:I am home"}},
	{"", []string{"dora: /volunteers", "dora: tap:%volunteer", "dora: tap:Withdraw", "dora: tap:Yes, withdraw", "wait:5m", "person: /visit", "person: tap:A walk", "person: tap:%tomorrowname", "person: tap:Afternoon", "person: tap:These times", "person: tap:Riverside",
		"person: tap:60 minutes", "person: tap:No wish", "person: tap:Once", "person: tap:Yes, ask"}},
	{"15:20", []string{"amira: block", "wait:3m", "ben: block", "wait:40m", "amira: unblock", "ben: unblock"}},
	{"", []string{"relative: hold:2m", "relative: /help"}},
	{"", []string{"person: breaks:telegram 502 for 1m", "person: /help"}},
	{"12:20", []string{"second: /meeting %tomorrow 15:10 60m at home", "second: ?tap:%circle", "second: tap:Yes, tell everybody", "at:15:09", "person: breaks:redis cut for 2m"}},
	{"", []string{"person: stall:/help", "wait:18s", "person: stall:/settings", "wait:1s", "person: overtake"}},
	{"10:40", []string{"relative: /stop", "wait:26h", "relative: tap:Start again"}},
	{"13:20", []string{"amira: freeze", "ben: freeze", "relative: cry", "wait:15m", "amira: thaw", "ben: thaw"}},
}

// planOccasions draws who has which of them: each once, and as many again as there
// are people for.
func (w *lifeWorld) planOccasions(aDay float64) {
	each := func(i int, within time.Duration) {
		o, at := lifeOccasions[i], time.Duration(w.rng.Int64N(int64(within)))
		house := (i + int(w.seed)) % len(lifeTeams)
		if o.begins != "" {
			zone := mustZone(lifeTeams[house].zone)
			at = nextClock(w.begin.Add(at), o.begins, zone).Sub(w.begin)
		} else if hour := w.begin.Add(at).Hour(); hour < 8 || hour > 20 {
			at = max(0, at-12*time.Hour)
		}
		w.plan = append(w.plan, &lifeDeed{at: at, who: house, occasion: 1 + i, draws: [4]int{w.rng.IntN(1 << 30), w.rng.IntN(1 << 30), w.rng.IntN(1 << 30), w.rng.IntN(1 << 30)}})
	}
	for i := range lifeOccasions {
		within := 9 * time.Hour // on the first day, so that what follows from it follows
		if lifeOccasions[i].begins != "" {
			within = 1
		}
		each(i, within)
	}
	for range int(aDay / 32 * float64(w.people) * w.length.Hours() / 24) {
		each(w.rng.IntN(len(lifeOccasions)), w.length)
	}
}

// occurs begins an occasion in one of the circles.
func (w *lifeWorld) occurs(d *lifeDeed) {
	h, o := w.houses[d.who], lifeOccasions[d.occasion-1]
	d.circle = pickOf(h.circles, d.draws[0])
	d.who = h.whoIs(d.circle.person)
	d.occasion, d.play = 0, o.acts
	w.later(d, d.at, true)
}

// nextClock is when a time of day comes after an instant, in a zone.
func nextClock(after time.Time, clock string, zone *time.Location) time.Time {
	t, err := time.ParseInLocation("2006-01-02 15:04", after.In(zone).Format(time.DateOnly)+" "+clock, zone)
	if err != nil {
		panic(err)
	}
	if t.Before(after) {
		t = t.AddDate(0, 0, 1)
	}
	return t
}

// named finds who does an act, and leaves the act.
func (w *lifeWorld) named(p *lifePerson, d *lifeDeed, act string) (*lifePerson, string) {
	c := d.circle
	role, rest, ok := strings.Cut(act, ": ")
	if c == nil || !ok {
		return p, act
	}
	h := c.person.house
	switch role {
	case "first":
		p = c.staff[0]
	case "second":
		p = c.staff[len(c.staff)-1]
	case "person":
		p = c.person
	case "relative":
		p = pickOf(append(slices.Clone(c.relatives), c.person), 0)
	case "oncall":
		p = h.withCard(d)
	case "volunteer":
		p = h.offered(strings.TrimPrefix(strings.TrimPrefix(rest, "?"), "tap:"))
	default:
		p = h.byChat[h.people[strings.ToUpper(role[:1])+role[1:]]]
	}
	if p == nil {
		return nil, rest
	}
	day := h.now().In(mustZone(h.parts.Team.Zone))
	return p, strings.NewReplacer("%circle", c.person.Name+"'s circle", "%person", c.person.Name, "%relative", pickOf(append(slices.Clone(c.relatives), c.person), 0).Name, "%volunteer", h.volunteer(), "%tomorrowname", day.AddDate(0, 0, 1).Format("Monday 2 January"), "%tomorrowday", day.AddDate(0, 0, 1).Format("2"), "%tomorrow", day.AddDate(0, 0, 1).Format(time.DateOnly),
		"%aftertomorrow", day.AddDate(0, 0, 2).Format(time.DateOnly), "%hour", pickOf([]string{"09:00", "18:00"}, d.draws[2])).Replace(rest)
}

// withCard is who of the team has the newest call for help, or took it.
func (h *lifeHouse) withCard(d *lifeDeed) (found *lifePerson) {
	var newest time.Time
	for _, p := range h.cast {
		for _, s := range h.ear.lately(p.ID, 6) {
			if p.staff() && s.at.After(newest) && slices.ContainsFunc(s.buttons, func(b lifeButton) bool {
				return strings.HasPrefix(b.label, "I've got this") || strings.HasPrefix(b.label, "Pass on")
			}) {
				found, newest = p, s.at
			}
		}
	}
	return found
}

// volunteer is the name of one who visits.
func (h *lifeHouse) volunteer() string {
	for _, p := range h.cast {
		if p.role == care.Volunteer && p.Name != "Sam" {
			return p.Name
		}
	}
	return "Sam"
}

// offered is the volunteer who was shown a button last.
func (h *lifeHouse) offered(label string) (found *lifePerson) {
	var newest time.Time
	for _, p := range h.cast {
		for _, s := range h.ear.lately(p.ID, 30) {
			if p.role == care.Volunteer && s.at.After(newest) && slices.ContainsFunc(s.buttons, func(b lifeButton) bool { return strings.Contains(b.label, label) }) {
				found, newest = p, s.at
			}
		}
	}
	return found
}

// special does an act that is none of plays1; done is false when it is one.
func (w *lifeWorld) special(ctx context.Context, p *lifePerson, d *lifeDeed, act string) (done bool, err error) {
	what, rest, _ := strings.Cut(act, ":")
	switch what {
	case "hold":
		w.ends.Go(func() { w.breaks(ctx, telegram429, p.ID, p.Name, lasting(rest)) })
		return true, nil
	case "breaks":
		kind, lasts, _ := strings.Cut(rest, " for ")
		w.ends.Go(func() { w.breaks(ctx, kind, 0, "", lasting(lasts)) })
		return true, nil
	case "freeze":
		w.freezes(p)
		return true, nil
	case "thaw":
		return true, w.thaws(ctx, p)
	case "stall":
		p.house.stalls()
		return true, p.says(ctx, rest)
	case "overtake":
		w.ends.Go(func() { p.house.overtakes(ctx) })
		return true, nil
	case "withdraw":
		purpose := care.Purpose(rest)
		return true, p.presses(ctx, 0, lifeButton{"(a button of /settings)", fmt.Sprintf("set/%s/%d/no", purpose, purpose.Wording().Version)}, " raw")
	case "block", "unblock":
		if p.shut() == (what == "block") {
			return true, nil
		}
		return true, w.shuts(ctx, p, d)
	case "cry":
		return true, w.cries(ctx, p, d)
	}
	return false, nil
}

func lasting(text string) time.Duration {
	d, err := time.ParseDuration(text)
	if err != nil {
		panic(err)
	}
	return d
}

// freezes lets Telegram suspend somebody's account: whatever is for them is
// refused, and nobody is told so before they try.
func (w *lifeWorld) freezes(p *lifePerson) {
	if p.shut() {
		return
	}
	w.note("# Telegram suspends %s", p.Name)
	w.trouble.begin(telegram403, p.ID)
	w.one(telegram403)
	if p.staff() {
		p.house.night.freezes(p.Name)
	}
}

// thaws gives the account back; whoever has it again says so to the companion.
func (w *lifeWorld) thaws(ctx context.Context, p *lifePerson) error {
	one := w.trouble.on(p.ID, telegram403)
	if one == nil {
		return nil
	}
	w.trouble.end(one)
	if p.staff() && !p.house.stopped[p.Name] {
		p.house.returned(p.Name)
	}
	return p.says(ctx, "/start")
}
