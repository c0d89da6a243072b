package main

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"polyphony/care"
)

// lifePlays are conversations that take several acts: what is said stands as it
// is, tap:… presses the newest button whose label holds the words, tap:* any of
// the newest message, old:… one that stood there once, wait:… lets time pass.
var lifePlays = []struct {
	roles []care.Role
	acts  []string
}{
	{[]care.Role{care.Practitioner, care.Coordinator}, []string{"/meeting %day 14:30 60m at home", "tap:Yes, tell everybody"}},
	{[]care.Role{care.Practitioner, care.Coordinator}, []string{"/meeting", "tap:Plan a meeting", "tap:circle", "tap:*", "tap:1", "tap:30", "tap:Yes, tell everybody"}},
	{[]care.Role{care.Practitioner, care.Coordinator}, []string{"/meeting", "tap:Change", "tap:*", "tap:*", "tap:*", "tap:Yes"}},
	{[]care.Role{care.Practitioner, care.Coordinator}, []string{"/meeting", "tap:Cancel it", "tap:Yes"}},
	{[]care.Role{care.Practitioner, care.Coordinator}, []string{"/circle", "tap:circle", "tap:Agree a check-in", "tap:*", "tap:What", "tap:Every day", "tap:09:00", "tap:Suggest"}},
	{[]care.Role{care.Practitioner, care.Coordinator}, []string{"/inbox", "tap:circle", "tap:*", "tap:Reply", "words", "tap:Send"}},
	{[]care.Role{care.Practitioner, care.Coordinator}, []string{"/inbox", "tap:circle", "tap:*", "tap:*"}},
	{[]care.Role{care.Practitioner, care.Coordinator}, []string{"/oncall", "tap:*", "tap:*", "tap:*", "tap:Yes"}},
	{[]care.Role{care.Person, care.Relative}, []string{"tap:Yes, ask me"}},
	{[]care.Role{care.Person, care.Relative}, []string{"tap:I'll come"}},
	{[]care.Role{care.Person, care.Relative}, []string{"tap:I can't"}},
	{[]care.Role{care.Person, care.Relative}, []string{"/topic", "words", "tap:*"}},
	{[]care.Role{care.Person, care.Relative}, []string{"words", "tap:The whole circle"}},
	{[]care.Role{care.Person, care.Relative}, []string{"words", "tap:Only me"}},
	{[]care.Role{care.Person, care.Relative}, []string{"words", "tap:The whole circle", "wait:40m", "tap:Take", "tap:Yes"}},
	{[]care.Role{care.Person, care.Relative}, []string{"/ask", "tap:*", "tap:Yes"}},
	{[]care.Role{care.Person}, []string{"/visit", "tap:A walk", "tap:*", "tap:Afternoon", "tap:These times", "tap:Riverside", "tap:60 minutes", "tap:No wish", "tap:Once", "tap:Yes, ask"}},
	{[]care.Role{care.Person}, []string{"tap:Yes, please", "12 Mill Lane, second bell"}},
	{[]care.Role{care.Volunteer}, []string{"tap:I'd like to", "tap:14:00", "wait:30m", "tap:Choose a buddy", "tap:Ben", "wait:10m", "tap:Choose a deputy", "tap:Dora"}},
	{[]care.Role{care.Volunteer}, []string{"tap:I'm here", "wait:50m", "tap:more minutes", "wait:20m", "tap:All done", "tap:In 30 minutes", "wait:25m", "tap:I am home"}},
	{[]care.Role{care.Practitioner, care.Coordinator}, []string{"tap:Yes, I will"}},
	{[]care.Role{care.Practitioner, care.Coordinator}, []string{"tap:I am awake"}},
	{[]care.Role{care.Person, care.Relative}, []string{"/measure", "how I slept", "tap:*", "7"}},
	{[]care.Role{care.Person, care.Relative}, []string{"/settings", "tap:*", "tap:*"}},
	{[]care.Role{care.Person, care.Relative}, []string{"/mine", "tap:*", "tap:Delete", "tap:Yes"}},
	{[]care.Role{care.Person}, []string{"/circle", "tap:*", "tap:*"}},
	{[]care.Role{care.Person, care.Relative, care.Volunteer}, []string{"/settings", "tap:Time zone", "karachi", "tap:Yes, that"}},
}

// plays begins one of them.
func (w *lifeWorld) plays(ctx context.Context, p *lifePerson, d *lifeDeed) error {
	var mine [][]string
	for _, l := range lifePlays {
		if slices.Contains(l.roles, p.role) {
			mine = append(mine, l.acts)
		}
	}
	if len(mine) == 0 || p.shut() {
		return nil
	}
	return w.begins(ctx, p, d, pickOf(mine, d.draws[0])...)
}

func (w *lifeWorld) begins(ctx context.Context, p *lifePerson, d *lifeDeed, acts ...string) error {
	d.play = acts
	return w.goesOn(ctx, p, d)
}

// goesOn does the next of several acts, and means to go on a little later.
func (w *lifeWorld) goesOn(ctx context.Context, p *lifePerson, d *lifeDeed) error {
	who, act := w.named(p, d, d.play[0])
	rest, wait := d.play[1:], time.Duration(2+d.draws[1]%40)*time.Second
	span, waits := strings.CutPrefix(act, "wait:")
	clock, until := strings.CutPrefix(act, "at:")
	switch {
	case waits:
		wait, _ = time.ParseDuration(span)
	case until:
		wait = nextClock(w.now(), clock, mustZone(p.house.parts.Team.Zone)).Sub(w.now())
	default:
		if done, err := w.plays1(ctx, who, d, act); err != nil || !done {
			return err
		}
	}
	if len(rest) > 0 {
		next := *d
		next.play = rest
		for i := range next.draws {
			next.draws[i] = (next.draws[i]*1103515245 + 12345) & (1<<30 - 1)
		}
		w.later(&next, w.now().Sub(w.begin)+wait, true)
	}
	return nil
}

// plays1 does one act, and reports whether it could.
func (w *lifeWorld) plays1(ctx context.Context, p *lifePerson, d *lifeDeed, act string) (bool, error) {
	if p == nil || p.shut() && !slices.Contains([]string{"unblock", "freeze", "thaw"}, act) {
		return false, nil
	}
	if done, err := w.special(ctx, p, d, act); done {
		return true, err
	}
	act, maybe := strings.CutPrefix(act, "?")
	label, isTap := strings.CutPrefix(act, "tap:")
	switch {
	case act == "words":
		return true, p.says(ctx, fmt.Sprintf(pickOf(lifeSays, d.draws[2]), p.canary()))
	case !isTap:
		day := w.now().AddDate(0, 0, 1+d.draws[2]%5).Format(time.DateOnly)
		return true, p.says(ctx, strings.ReplaceAll(act, "%day", day))
	}
	back := 30
	if maybe {
		back = 2
	}
	for _, s := range slices.Backward(p.house.ear.lately(p.ID, back)) {
		var fit []lifeButton
		for _, b := range s.buttons {
			if b.data != "" && (label == "*" || strings.Contains(b.label, label)) {
				fit = append(fit, b)
			}
		}
		if len(fit) > 0 {
			b := pickOf(fit, d.draws[3])
			if label == pressBack && p.staff() {
				p.house.returned(p.Name)
				delete(p.house.stopped, p.Name)
			}
			return true, p.presses(ctx, s.message, b, "")
		}
	}
	if !maybe && d.circle != nil {
		w.one("occasions that ended at " + act)
	}
	return maybe, nil
}

// answersCards lets somebody of the team find a card sooner or later.
func (h *lifeHouse) answersCards(s *lifeSight) {
	w := h.world
	p := h.byChat[s.chat]
	if p == nil || !p.staff() {
		return
	}
	for _, act := range []struct {
		act     string
		odds    int
		minutes int
	}{{actTake, 3, 7}, {actDone, 2, 25}, {actYes, 2, 3}, {"spoke", 1, 2}, {visitSafeAct, 1, 2}} {
		for _, b := range s.buttons {
			if c, ok := readButton(b.data); !ok || c.act != act.act || w.draw(act.odds) > 0 {
				continue
			}
			wait := time.Duration(1+w.draw(act.minutes*60)) * time.Second
			w.later(&lifeDeed{who: h.whoIs(p), data: b.data, draws: [4]int{s.message}}, w.now().Sub(w.begin)+wait, true)
			return
		}
	}
}

func (h *lifeHouse) whoIs(p *lifePerson) int {
	return slices.Index(h.cast, p)*len(lifeTeams) + h.number
}

// pressesData presses a button by what it carries.
func (w *lifeWorld) pressesData(ctx context.Context, p *lifePerson, d *lifeDeed) error {
	if p.shut() {
		return nil
	}
	return p.presses(ctx, d.draws[0], lifeButton{"(of a card)", d.data}, "")
}
