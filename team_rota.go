package main

import (
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/pelletier/go-toml/v2/unstable"

	"polyphony/care"
)

// What a shift of the pattern may say besides its hours and its staff: its tier,
// turns, and what bank holidays do to it.

// maxTier is the highest tier: more than a few people standing behind one
// another is a team, and "team" is a target of its own.
const maxTier = 5

func (d *teamDraft) readOnCall(t *teamTable) {
	d.pattern = t.node.fields["on_call"] != nil && !t.isEmptyList("on_call")
	for _, s := range t.subs("on_call") {
		shift := care.Shift{Hours: d.readHours(s, care.HolidaysNot, care.HolidaysOnly), Tier: d.readTier(s), Turns: d.readTurns(s)}
		staff, line, there := s.texts("staff")
		if !there || s.isEmptyList("staff") {
			d.fault(line, "on_call.staff names nobody: write staff = [\"amira\"], whoever is called first in front.")
		}
		for _, w := range staff {
			shift.Staff = append(shift.Staff, w.text)
		}
		if shift.Turns != nil && len(shift.Staff) == 1 {
			d.warn(s.node.fields["turns"].line, "turns among one person: it is always theirs.")
		}
		s.end()
		d.shifts, d.shiftLines = append(d.shifts, staff), append(d.shiftLines, s.node.line)
		d.team.OnCall = append(d.team.OnCall, shift)
	}
}

// readTier leaves the first tier unwritten, so that a team file with and without
// it says the same.
func (d *teamDraft) readTier(s *teamTable) int {
	n := s.take("tier")
	if n == nil {
		return 0
	}
	tier, err := strconv.Atoi(n.text)
	if n.kind != unstable.Integer || err != nil || tier < 1 || tier > maxTier {
		d.fault(n.line, "on_call.tier must be a number from 1 to %d: 1 is called first.", maxTier)
		return 0
	}
	if tier == 1 {
		return 0
	}
	return tier
}

func (d *teamDraft) readTurns(s *teamTable) *care.Turns {
	t := s.sub("turns")
	if t == nil {
		return nil
	}
	t.place = "on_call.turns"
	defer t.end()
	every := t.need("every", `every = "7d"`)
	turns := &care.Turns{Every: d.readTurnDays(every), Since: d.readDay(t, "since", "since = 2026-01-05, the day on which the first person began")}
	turns.At = d.readClock(t, "at", "09:00")
	return turns
}

// readTurnDays reads "7d".
func (d *teamDraft) readTurnDays(w teamWord) int {
	days, found := strings.CutSuffix(w.text, "d")
	n, err := strconv.Atoi(days)
	if w.text != "" && (!found || err != nil || n < 1 || n > 366) {
		d.fault(w.line, "on_call.turns.every %s is not a number of days: write \"7d\" for a week.", quoted(w.text))
		return 0
	}
	return n
}

// readDay reads a day that must be there, written as a date or as a text.
func (d *teamDraft) readDay(t *teamTable, key, example string) string {
	var w teamWord
	if n := t.take(key); n != nil && n.kind == unstable.LocalDate {
		w = teamWord{text: n.text, line: n.line}
	} else if w = t.need(key, example); w.text == "" {
		return ""
	}
	if _, err := time.Parse(time.DateOnly, w.text); err != nil {
		d.fault(w.line, "%s %s is not a day: write 2026-01-31.", t.named(key), quoted(w.text))
		return ""
	}
	return w.text
}

// readHolidayRule reads what bank holidays do to hours: one of the ways allowed
// here.
func (d *teamDraft) readHolidayRule(t *teamTable, allowed []care.Holidays) care.Holidays {
	w := t.text("holidays")
	if w.text == "" {
		return care.HolidaysAsUsual
	}
	if !slices.Contains(allowed, care.Holidays(w.text)) {
		names := make([]string, 0, len(allowed))
		for _, a := range allowed {
			names = append(names, strconv.Quote(string(a)))
		}
		d.fault(w.line, "%s %s is unknown: write %s, or leave it out.", t.named("holidays"), quoted(w.text), strings.Join(names, " or "))
		return care.HolidaysAsUsual
	}
	d.heeds = append(d.heeds, w.line)
	return care.Holidays(w.text)
}

// readHolidays reads the bank holidays of the team.
func (d *teamDraft) readHolidays(t *teamTable) {
	n := t.take("holidays")
	if n == nil {
		return
	}
	if n.kind != unstable.Array {
		d.fault(n.line, "holidays must be a list of days in square brackets: [2026-12-25, 2026-12-28].")
		return
	}
	for _, item := range n.items {
		day, err := time.Parse(time.DateOnly, item.text)
		switch {
		case err != nil || item.kind != unstable.LocalDate && item.kind != unstable.String:
			d.fault(item.line, "holidays must hold days: write 2026-12-25, not %s.", quoted(item.text))
		case slices.Contains(d.team.Holidays, day.Format(time.DateOnly)):
			d.fault(item.line, "the bank holiday %s is named twice.", item.text)
		default:
			d.team.Holidays = append(d.team.Holidays, day.Format(time.DateOnly))
		}
	}
	slices.Sort(d.team.Holidays)
	if len(d.team.Holidays) > 0 && d.team.Holidays[len(d.team.Holidays)-1] < d.now.Format(time.DateOnly) {
		d.warn(n.line, "all bank holidays have passed: write those that come.")
	}
}
